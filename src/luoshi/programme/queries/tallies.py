"""What is counted of a programme: in SQL where it is issued, over what its draft foresees where it is not.

Both give the same values, so that whoever shows them need not know which of the two it was.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from luoshi.programme.models import Obligation, Occurrence
from luoshi.programme.queries.choosing import Choice, difficulties, fits, owed_rows, tie_fits
from luoshi.programme.queries.facts import Facts, Loaded, Tie
from luoshi.programme.rules import WORST_FIRST, CommitmentKind, LightCode, UnitRole

STRONG_FIRST = (UnitRole.LEAD, UnitRole.RESPONSIBLE, UnitRole.SUPPORT)
RANK = Case(
    *(When(light=code.value, then=Value(rank)) for rank, code in enumerate(WORST_FIRST)),
    output_field=IntegerField(),
)
ROLE_RANK = Case(
    *(When(role=role.value, then=Value(rank)) for rank, role in enumerate(STRONG_FIRST)),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A body or a group; they sort as the county lists them."""

    order: int
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How much one body owes in one row, through which group if any."""

    row_id: int
    unit: Named
    group: Named | None
    count: int
    light: LightCode
    role: UnitRole
    difficulties: int = 0


@dataclass(frozen=True, slots=True)
class UnitTally:
    """How much one body owes in all."""

    unit_id: int
    tasks: int
    duties: int
    light: LightCode
    group_ids: tuple[int, ...]
    difficulties: int
    lights: tuple[tuple[LightCode, int], ...]


@dataclass(frozen=True, slots=True)
class DayTally:
    """What is due on one day: how many answers, and how many of them are there or confirmed."""

    day: date
    due: int
    answered: int
    confirmed: int
    open: int


class Issued:
    """An issued programme: what its rows say."""

    def __init__(self, programme_id: int, choice: Choice) -> None:
        self.programme_id = programme_id
        self.rows: QuerySet[Obligation] = owed_rows(programme_id, choice)
        self.choice = choice

    def all_rows(self) -> QuerySet[Obligation]:
        """Whatever is owed, not narrowed."""
        return owed_rows(self.programme_id, Choice())

    def cells(self) -> tuple[Tally, ...]:
        """Rows of the board × bodies."""
        rows = self.rows.filter(commitment__kind=CommitmentKind.TASK.value)
        found = (
            rows.annotate(at=Coalesce("commitment__parent_id", "commitment_id"))
            .order_by()
            .values_list("at", *(f"{what}__{of}" for what in ("unit", "group") for of in ("order", "id", "name")))
            .annotate(count=Count("pk"), rank=Min(RANK), strong=Min(ROLE_RANK), hard=_hard())
        )
        return tuple(
            Tally(
                row[0],
                Named(*row[1:4]),
                None if row[5] is None else Named(*row[4:7]),
                row[7],
                WORST_FIRST[row[8]],
                STRONG_FIRST[row[9]],
                row[10],
            )
            for row in found
        )

    def units(self) -> tuple[UnitTally, ...]:
        """What each body owes."""
        found: dict[int, dict[tuple[str, int | None, LightCode], tuple[int, int]]] = defaultdict(dict)
        rows = self.rows.order_by().values_list("unit_id", "commitment__kind", "group_id", "light")
        for unit_id, kind, group_id, light, count, hard in rows.annotate(count=Count("pk"), hard=_hard()):
            found[unit_id][kind, group_id, LightCode(light)] = (count, hard)
        return tuple(_unit(unit_id, parts) for unit_id, parts in found.items())

    def phases(self) -> tuple[tuple[int | None, CommitmentKind, LightCode, int], ...]:
        """How many obligations of each phase (None: of no phase), kind and light."""
        rows = self.rows.order_by().values_list("commitment__phase_id", "commitment__kind", "light")
        return tuple(
            (phase, CommitmentKind(kind), LightCode(light), count)
            for phase, kind, light, count in rows.annotate(count=Count("pk"))
        )

    def days(self) -> tuple[DayTally, ...]:
        """What is due on each day, in order."""
        times = Occurrence.objects.filter(obligation__in=self.rows, due__isnull=False)
        if self.choice.due_from:
            times = times.filter(due__gte=self.choice.due_from)
        if self.choice.due_to:
            times = times.filter(due__lte=self.choice.due_to)
        rows = times.order_by("due").values_list("due").annotate(
            all=Count("pk"), answered=Count("pk", filter=Q(state="answered")),
            confirmed=Count("pk", filter=Q(state="confirmed")),
        )  # fmt: skip
        return tuple(DayTally(day, all_, told, done, all_ - told - done) for day, all_, told, done in rows if day)


class Foreseen:
    """A draft: what bodies would owe if it were issued today."""

    def __init__(self, loaded: Loaded, choice: Choice, units: Iterable[Named], groups: Iterable[Named]) -> None:
        self.bodies = {unit.id: unit for unit in units}
        self.groups = {group.id: group for group in groups}
        self.items = {item.id: item for item in loaded.commitments if fits(item, choice)}
        self.ties = [
            (item, tie)
            for item in self.items.values()
            for tie in loaded.obligations.get(item.id, ())
            if tie_fits(tie, choice)
        ]

    def cells(self) -> tuple[Tally, ...]:
        """Rows of the board × bodies."""
        found: dict[tuple[int, int, int | None], list[tuple[Facts, Tie]]] = defaultdict(list)
        for item, tie in self.ties:
            if item.kind is CommitmentKind.TASK:
                found[item.parent_id or item.id, tie.unit_id or 0, tie.group_id].append((item, tie))
        return tuple(
            Tally(
                row_id,
                self.bodies[unit_id],
                None if group_id is None else self.groups[group_id],
                len(pairs),
                worst_code(item.light.code for item, _tie in pairs),
                min((tie.role for _item, tie in pairs), key=STRONG_FIRST.index),
            )
            for (row_id, unit_id, group_id), pairs in found.items()
            if unit_id in self.bodies
        )

    def units(self) -> tuple[UnitTally, ...]:
        """What each body would owe."""
        found: dict[int, Counter[tuple[str, int | None, LightCode]]] = defaultdict(Counter)
        for item, tie in self.ties:
            found[tie.unit_id or 0][item.kind.value, tie.group_id, item.light.code] += 1
        return tuple(
            _unit(unit_id, {key: (count, 0) for key, count in parts.items()}) for unit_id, parts in found.items()
        )

    def phases(self) -> tuple[tuple[int | None, CommitmentKind, LightCode, int], ...]:
        """How many obligations of each phase (None: of no phase), kind and light."""
        found = Counter((item.phase.id if item.phase else None, item.kind, item.light.code) for item, _tie in self.ties)
        return tuple((*key, count) for key, count in found.items())

    def days(self) -> tuple[DayTally, ...]:
        """What would be due on each day, in order."""
        found = Counter(item.due for item, _tie in self.ties if item.due)
        return tuple(DayTally(day, count, 0, 0, count) for day, count in sorted(found.items()))


Source = Issued | Foreseen


def worst_code(codes: Iterable[LightCode]) -> LightCode:
    """The light that asks for most; unknown where there is none."""
    return min(codes, key=WORST_FIRST.index, default=LightCode.UNKNOWN)


def _hard() -> Sum:
    return Sum(Case(When(difficulties(), then=Value(1)), default=Value(0), output_field=IntegerField()))


def _unit(unit_id: int, parts: dict[tuple[str, int | None, LightCode], tuple[int, int]]) -> UnitTally:
    tasks = sum(count for (kind, _group, _light), (count, _hard) in parts.items() if kind == CommitmentKind.TASK.value)
    lights: Counter[LightCode] = Counter()
    for (_kind, _group, light), (count, _hard) in parts.items():
        lights[light] += count
    return UnitTally(
        unit_id=unit_id,
        tasks=tasks,
        duties=sum(lights.values()) - tasks,
        light=worst_code(lights),
        group_ids=tuple(dict.fromkeys(group for _kind, group, _light in parts if group is not None)),
        difficulties=sum(hard for _count, hard in parts.values()),
        lights=in_order(lights),
    )


def in_order(lights: Counter[LightCode]) -> tuple[tuple[LightCode, int], ...]:
    """How many of each light, what asks for most first."""
    return tuple((code, lights[code]) for code in WORST_FIRST if lights[code])
