"""States for tests: written in few words, and made by hypothesis."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from luoshi.assessment.rules.forecast.state import Gap, Id, Row, State, Veto

MANY = 8  # events of a made state; the reference looks at every outcome


def gap(
    name: Id, gain: str, chance: str | None, event: str | None = None, *, asks: tuple[Id, ...] | None = None
) -> Gap:
    return Gap(name, Decimal(gain), None if chance is None else Decimal(chance), event, asks)


def row(name: Id, points: str | None, mark: str | None, *gaps: Gap) -> Row:
    return Row(name, None if points is None else Decimal(points), None if mark is None else Decimal(mark), gaps)


def state(threshold: str, *rows: Row, vetoes: tuple[Veto, ...] = (), resolution: str = "0.1") -> State:
    return State(Decimal(threshold), Decimal(resolution), rows, vetoes)


points = st.decimals(-3, 6, places=2)
gains = st.one_of(st.none(), st.decimals(0, 3, places=2))
chances = st.one_of(st.none(), st.sampled_from([Decimal(0), Decimal(1)]), st.decimals(0, 1, places=3))
organisations = st.one_of(st.none(), st.lists(st.sampled_from("甲乙丙"), max_size=2, unique=True).map(tuple))


@st.composite
def loose_states(draw: st.DrawFn, *, most: int, asking: bool) -> State:
    """Rows with marks above their points, gains that overshoot, events across rows, and unknowns everywhere."""
    events = [f"e{number}" for number in range(draw(st.integers(0, 4)))]
    likely = {event: draw(chances) for event in events}
    rows: list[Row] = []
    left, number = most - len(events), 0
    for index in range(draw(st.integers(0, 5))):
        gaps = []
        for _turn in range(draw(st.integers(0, 4))):
            event = draw(st.sampled_from([None, *events])) if left > 0 else draw(st.sampled_from(events or [None]))
            if event is None and left <= 0:
                break
            left -= event is None
            chance = draw(chances) if event is None else likely[event]
            asks = draw(organisations) if asking else None
            gaps.append(Gap(f"g{number}", draw(gains), chance, event, asks))
            number += 1
        known = draw(st.one_of(st.none(), points))
        rows.append(Row(index, known, draw(st.one_of(st.none(), points)), tuple(gaps)))
    resolution = draw(st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("0.1"), Decimal("0.3")]))
    return State(draw(st.decimals(-2, 12, places=2)), resolution, tuple(rows))


@st.composite
def tangled_states(draw: st.DrawFn, *, most: int, asking: bool) -> State:
    """A few events that serve several rows each, in rows whose gains overshoot."""
    likely = draw(st.lists(chances, min_size=2, max_size=min(most, 6)))
    asks = [draw(organisations) if asking else None for _chance in likely]
    rows = []
    for index in range(draw(st.integers(2, 5))):
        served = draw(st.lists(st.integers(0, len(likely) - 1), min_size=2, max_size=4))
        gaps = tuple(
            Gap(f"g{index}.{place}", Decimal(draw(st.integers(1, 6))), likely[event], event, asks[event])
            for place, event in enumerate(served)
        )
        rows.append(Row(index, Decimal(draw(st.integers(2, 9))), Decimal(draw(st.integers(0, 2))), gaps))
    return State(Decimal(draw(st.integers(5, 30))), Decimal(1), tuple(rows))


def states(*, most: int = MANY, asking: bool = False) -> st.SearchStrategy[State]:
    """Either kind."""
    return st.one_of(loose_states(most=most, asking=asking), tangled_states(most=most, asking=asking))
