"""Gaps as a page lists them: what each brings, whom it asks, what became of its question, and what may close it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q

from luoshi.assessment.models import Gap, RowService
from luoshi.assessment.policy import require_running, visible_adoptions
from luoshi.assessment.queries.standing import Target
from luoshi.assessment.queries.whose import whose
from luoshi.assessment.rules.forecast.likelihood import Likelihood
from luoshi.assessment.rules.forecast.outlook import Step
from luoshi.assessment.rules.gaps import COUNTED, GapState
from luoshi.assessment.rules.numbers import from_millionths
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Obligation, Occurrence
from luoshi.programme.rules import CommitmentKind, OccurrenceState
from luoshi.reporting.queries import Outcome, outcomes
from luoshi.tenancy.rules import Actor

ANSWERED = (OccurrenceState.ANSWERED.value, OccurrenceState.CONFIRMED.value)
MOST_WAYS = 200  # commitments with a unit that the form of a gap offers at once


@dataclass(frozen=True, slots=True)
class RecordOf:
    """How commitments of a kind went in this programme so far: answered by their day, of those that were answered."""

    kind: CommitmentKind
    in_time: int
    due: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap of a list. ``brings`` are the points of its event, within what the rows allow (None: not reckoned with);
    ``together`` the codes of the other rows that the same event serves; ``outcome`` what became of its question.

    ``chance`` and ``raises``, what securing the event adds to the chance, are None for all but the office.
    """

    id: int
    row_code: str
    row_title: str
    words: str
    gain: Decimal
    brings: Decimal | None
    together: tuple[str, ...]
    chance: Likelihood | None
    raises: float | None
    state: GapState
    state_on: date
    reason: str
    commitment_id: int | None
    commitment_words: str
    kind: CommitmentKind | None
    asks_id: int | None
    asks_name: str
    question_id: int | None
    outcome: Outcome | None
    edit: int


@dataclass(frozen=True, slots=True)
class Way:
    """A commitment and a unit that owes it, by which a gap may be closed."""

    commitment_id: int
    commitment_words: str
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True)
class GapSheet:
    """One gap as its form shows it. ``most`` are the points of its row (None: unknown); ``ways`` those that serve the
    row and those that were searched for.
    """

    line: GapLine
    target: Target
    adoption_id: int
    programme_id: int
    programme_title: str
    most: Decimal | None
    ways: tuple[Way, ...]
    record: RecordOf | None


def gap_rows(target: Target) -> list[Gap]:
    """The gaps of a target in the order of the table."""
    rows = Gap.objects.filter(whose(target), adoption_id=target.adoption_id)
    return list(rows.select_related("row", "commitment", "asks").order_by("row__order", "pk"))


def lines_of(gaps: Iterable[Gap], steps: Iterable[Step], office: bool) -> list[GapLine]:
    """Gaps by what they bring, the most first: to the chance for the office, in points for all others."""
    listed = list(gaps)
    order = list(steps)
    by_gap = {gap: step for step in order for gap in step.gaps}
    if office:
        places = {gap: place for place, step in enumerate(order) for gap in step.gaps}
        listed.sort(key=lambda gap: places.get(gap.pk, len(places)))
    else:
        listed.sort(key=lambda gap: -(by_gap[gap.pk].gain if gap.pk in by_gap else Decimal(0)))
    became = outcomes({gap.question_id for gap in listed if gap.question_id is not None})
    return [_line(gap, by_gap.get(gap.pk), became, office) for gap in listed]


def records(gaps: Iterable[Gap]) -> tuple[RecordOf, ...]:
    """The record of commitments by kind, over the whole programme: never of one unit."""
    served = [gap.commitment for gap in gaps if gap.commitment is not None]
    if not served:
        return ()
    rows = Occurrence.objects.filter(
        obligation__commitment__programme_id=served[0].programme_id,
        obligation__commitment__kind__in={one.kind for one in served},
        due__isnull=False,
        state__in=ANSWERED,
    )
    counted = rows.values("obligation__commitment__kind").annotate(
        answered=Count("pk"), in_time=Count("pk", filter=Q(answered_on__lte=F("due")))
    )
    found = {one["obligation__commitment__kind"]: one for one in counted}
    kinds = (kind for kind in CommitmentKind if kind.value in found)
    return tuple(RecordOf(kind, found[kind.value]["in_time"], found[kind.value]["answered"]) for kind in kinds)


def gap(actor: Actor, gap_id: int, text: str = "") -> GapSheet:
    """One gap with the ways to close it, narrowed by words in number or title; for the office of its programme."""
    rows = Gap.objects.filter(pk=gap_id, adoption__in=visible_adoptions(actor))
    found = rows.select_related("adoption__programme", "row", "commitment", "asks").first()
    if found is None:
        raise NotFound("gap-not-found", _("There is no such gap."))
    require_running(actor, found.adoption.programme)
    told = records([found])
    return GapSheet(
        line=lines_of([found], (), office=True)[0],
        target=Target(found.adoption_id, found.unit_id, found.site_id),
        adoption_id=found.adoption_id,
        programme_id=found.adoption.programme_id,
        programme_title=found.adoption.programme.title,
        most=None if found.row.points is None else from_millionths(found.row.points),
        ways=tuple(_ways(found, text.replace("\x00", "").strip())),
        record=told[0] if told else None,
    )


def _ways(gap: Gap, text: str) -> Iterable[Way]:
    """The present way, those that serve the row, and those whose commitment has the words."""
    serving = RowService.objects.filter(adoption_id=gap.adoption_id, row_id=gap.row_id, commitment__isnull=False)
    near = Q(commitment_id__in=serving.values("commitment_id")) | Q(commitment_id=gap.commitment_id)
    if text:
        near |= Q(commitment__number__icontains=text) | Q(commitment__title__icontains=text)
    owed = Obligation.objects.filter(
        near, commitment__programme_id=gap.adoption.programme_id, commitment__withdrawn_on=None, withdrawn_on=None
    ).select_related("commitment", "unit")
    seen: dict[tuple[int, int], Way] = {}
    for one in owed.order_by("commitment__order", "commitment_id", "unit__order", "pk")[:MOST_WAYS]:
        words = f"{one.commitment.number}{one.commitment.title}"
        seen.setdefault((one.commitment_id, one.unit_id), Way(one.commitment_id, words, one.unit_id, one.unit.name))
    return seen.values()


def _line(gap: Gap, step: Step | None, became: Mapping[tuple[int, int], Outcome], office: bool) -> GapLine:
    commitment, counted = gap.commitment, gap.state in COUNTED
    asked = (gap.question_id or 0, gap.asks_id or 0)
    return GapLine(
        id=gap.pk,
        row_code=gap.row.code,
        row_title=gap.row.title,
        words=gap.words,
        gain=from_millionths(gap.gain),
        brings=step.gain if step and counted else None,
        together=tuple(str(row) for row in step.rows if row != gap.row.code) if step else (),
        chance=Likelihood(gap.chance) if gap.chance and office else None,
        raises=step.raises if step and office else None,
        state=GapState(gap.state),
        state_on=gap.state_on,
        reason=gap.reason,
        commitment_id=gap.commitment_id,
        commitment_words=f"{commitment.number}{commitment.title}" if commitment else "",
        kind=CommitmentKind(commitment.kind) if commitment else None,
        asks_id=gap.asks_id,
        asks_name=gap.asks.name if gap.asks else "",
        question_id=gap.question_id,
        outcome=became.get(asked),
        edit=gap.edit,
    )


def by_commitment(gaps: Iterable[Gap]) -> dict[int, list[Gap]]:
    """Gaps that name a commitment and whom it asks, by the commitment."""
    found: dict[int, list[Gap]] = defaultdict(list)
    for gap in gaps:
        if gap.commitment_id is not None and gap.asks_id is not None:
            found[gap.commitment_id].append(gap)
    return found
