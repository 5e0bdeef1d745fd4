"""Standings of the units of a closed round, kind by kind, with their reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from luoshi.assessment.models import Adoption, Mark, Round, Subject
from luoshi.assessment.policy import may_run, oversees
from luoshi.assessment.queries.compiling import Table, table_of
from luoshi.assessment.queries.joint import seen_adoption
from luoshi.assessment.queries.outcomes import judged
from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.numbers import from_millionths, plain
from luoshi.assessment.rules.parts import parts_of, with_elsewhere
from luoshi.assessment.rules.rolling import rolled
from luoshi.assessment.rules.rounds import RoundKind, RoundState, SubjectKind
from luoshi.assessment.rules.rows import RowOutcome
from luoshi.assessment.rules.scoring import Score
from luoshi.assessment.rules.standings import Draft, Result, Thresholds, draft_of, places, places_nobody
from luoshi.assessment.rules.verdict import verdict
from luoshi.kernel.errors import NotAllowed, NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor
from luoshi.units.rules import UnitKind

KEPT = 8  # closed rounds that are held ready in a process
REASONS = 3  # rows that are named as what cost most


@dataclass(frozen=True, slots=True)
class Counted:
    """What a closed round came to for a unit: the result, the grounds on which it fails, and the rows that cost most
    (code, title, what the rule says).
    """

    result: Result
    grade: str
    failed: tuple[Phrase, ...]
    lost: tuple[tuple[str, str, Phrase], ...]
    lacking: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A unit with its place (None: it has none) and its reasons."""

    unit_id: int
    name: str
    place: int | None
    counted: Counted
    draft: Draft | None
    draft_reason: Phrase | None


@dataclass(frozen=True, slots=True)
class KindStandings:
    """The units of one kind: those with a place, then those that have none, with what lacks. ``size`` counts all."""

    kind: UnitKind
    placed: tuple[StandingLine, ...]
    unplaced: tuple[StandingLine, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Standings:
    """Standings of an adoption. ``rounds`` are closed rounds that may be chosen, ``unplacing`` the other closed rounds
    with why they place nobody; ``own`` tells that the reader sees its own lines only; ``round_id`` is None while no
    round that places anybody is closed, or they are off.
    """

    adoption_id: int
    programme_id: int
    programme_title: str
    framework_title: str
    label: str
    on: bool
    thresholds: Thresholds
    edit: int
    rounds: tuple[tuple[int, str], ...]
    unplacing: tuple[tuple[str, Phrase], ...]
    may_run: bool
    own: bool
    round_id: int | None = None
    round_name: str = ""
    closed_on: date | None = None
    kinds: tuple[KindStandings, ...] = ()

    def drafts(self, draft: Draft) -> tuple[StandingLine, ...]:
        """The units on a draft list, in the order of the page."""
        lines = [line for kind in self.kinds for line in (*kind.placed, *kind.unplaced)]
        return tuple(line for line in lines if line.draft is draft)


def standings(actor: Actor, adoption_id: int, round_id: int | None = None) -> Standings:
    """The standings of the latest closed round that places anybody, or of one. The office and who oversees it see all
    of it; a unit, while they are on, its own lines. Raises ``NotFound`` for strangers, rounds that are not closed and
    those that place nobody (``round-places-nobody``), ``NotAllowed``.
    """
    adoption = seen_adoption(actor, adoption_id)
    if adoption.subject_kind != SubjectKind.UNIT:
        raise NotFound("standings-of-units", _("Only units are placed beside each other."))
    whole = oversees(actor, adoption.programme)
    if not whole and not adoption.standings:
        raise NotAllowed("standings-off", _("Standings are off in this programme."))
    closed = list(adoption.rounds.filter(state=RoundState.CLOSED.value).order_by("-order"))
    chosen = next((one for one in closed if round_id == one.pk or (round_id is None and _why_not(one) is None)), None)
    if chosen is None and round_id is not None:
        raise NotFound("round-not-found", _("There is no such round."))
    if chosen is not None and (why := _why_not(chosen)) is not None:
        raise NotFound("round-places-nobody", _("This round places nobody: {why}."), why=why)
    head = _head(actor, adoption, closed, whole=whole)
    if chosen is None or not adoption.standings:
        return head
    kinds = _kinds(chosen, head.thresholds)
    if not whole:
        kinds = _own(kinds, actor.unit_ids)
        if not kinds:
            raise NotAllowed("standings-not-yours", _("Your unit was not assessed in this round."))
    return replace(head, round_id=chosen.pk, round_name=chosen.name, closed_on=chosen.closed_on, kinds=kinds)


def _why_not(row: Round) -> Phrase | None:
    return places_nobody(RoundKind(row.kind), row.markers)


def _head(actor: Actor, adoption: Adoption, closed: list[Round], *, whole: bool) -> Standings:
    """What every answer says of the adoption."""
    framework = table_of(adoption.version_id).framework
    return Standings(
        adoption_id=adoption.pk,
        programme_id=adoption.programme_id,
        programme_title=adoption.programme.title,
        framework_title=framework.title,
        label=framework.label,
        on=adoption.standings,
        thresholds=Thresholds(_points(adoption.commend_from), _points(adoption.answer_below)),
        edit=adoption.edit,
        rounds=tuple((one.pk, one.name) for one in closed if _why_not(one) is None),
        unplacing=tuple((one.name, why) for one in closed if (why := _why_not(one)) is not None),
        may_run=may_run(actor, adoption.programme),
        own=not whole,
    )


def _points(kept: int | None) -> Decimal | None:
    return None if kept is None else Decimal(plain(from_millionths(kept)))


def _kinds(chosen: Round, by: Thresholds) -> tuple[KindStandings, ...]:
    counted = _counted(chosen.pk, chosen.digest)
    units = Subject.objects.filter(round=chosen, unit__isnull=False).order_by("unit__order", "unit_id")
    grouped: dict[UnitKind, list[tuple[int, str]]] = defaultdict(list)
    for unit_id, name, kind in units.values_list("unit_id", "unit__name", "unit__kind"):
        grouped[UnitKind(kind)].append((unit_id, name))
    return tuple(_kind(kind, grouped[kind], counted, by) for kind in UnitKind if kind in grouped)


def _kind(
    kind: UnitKind, bodies: list[tuple[int, str]], counted: Mapping[int, Counted], by: Thresholds
) -> KindStandings:
    found = places(counted[unit_id].result for unit_id, _name in bodies)
    lines = []
    for unit_id, name in bodies:
        draft = draft_of(counted[unit_id].result, by)
        which, why = draft or (None, None)
        lines.append(StandingLine(unit_id, name, found.get(unit_id), counted[unit_id], which, why))
    placed = sorted((line for line in lines if line.place is not None), key=lambda line: line.place or 0)
    return KindStandings(kind, tuple(placed), tuple(line for line in lines if line.place is None), len(lines))


def _own(kinds: tuple[KindStandings, ...], unit_ids: frozenset[int]) -> tuple[KindStandings, ...]:
    """The lines of the reader's own units; drafts are the office's."""
    found = []
    for kind in kinds:
        placed, unplaced = (
            tuple(replace(one, draft=None, draft_reason=None) for one in lines if one.unit_id in unit_ids)
            for lines in (kind.placed, kind.unplaced)
        )
        if placed or unplaced:
            found.append(replace(kind, placed=placed, unplaced=unplaced))
    return tuple(found)


@lru_cache(maxsize=KEPT)
def _counted(round_id: int, digest: str) -> Mapping[int, Counted]:  # noqa: ARG001 - a closed round never changes
    """What a closed round came to, by unit; judged anew from its marks, so that every number has its reason."""
    table = table_of(Round.objects.values_list("version_id", flat=True).get(pk=round_id))
    rows = Subject.objects.filter(round_id=round_id, unit__isnull=False).values_list("pk", "unit_id", "parts")
    subjects = {pk: (unit_id, own) for pk, unit_id, own in rows}
    marks: dict[int, dict[str, Mark]] = {pk: {} for pk in subjects}
    for mark in Mark.objects.filter(subject_id__in=subjects, current=True).iterator():
        marks[mark.subject_id][table.codes[mark.row_id]] = mark
    return {unit_id: _count(table, unit_id, marks[pk], own) for pk, (unit_id, own) in subjects.items()}


def _count(table: Table, unit_id: int, marks: Mapping[str, Mark], own: list[str]) -> Counted:
    standing = {code for code, mark in marks.items() if mark.observation is not None or mark.plain is not None}
    parts = parts_of(table.compiled, own, standing)
    found = {code: judged(row, marks.get(code)) for code, row in table.compiled.rows.items()}
    outcomes = with_elsewhere(table.compiled, found, parts, standing)
    score = Score(table.compiled, {}, outcomes, rolled(table.compiled, found, parts))
    said = verdict(score)
    lacking = tuple(code for code, one in outcomes.items() if one.unknown)
    struck = sum(1 for one in outcomes.values() if one.struck)
    return Counted(
        result=Result(unit_id, score.total.points, said.passing, struck, lacking),
        grade=said.grade,
        failed=tuple(ground.reason for ground in said.failed),
        lost=tuple(_lost(table, outcomes.values())),
        lacking=tuple((code, table.compiled.rows[code].row.title) for code in lacking),
    )


def _lost(table: Table, outcomes: Iterable[RowOutcome]) -> Iterable[tuple[str, str, Phrase]]:
    """The rows that cost most, with what their rules say."""
    costs = []
    for one in outcomes:
        row = table.compiled.rows[one.code]
        if one.scaled is not None and row.row.kind is RowKind.BASE and row.most is not None and one.scaled < row.most:
            costs.append((row.most - one.scaled, one.code, row.row.title, one.reason))
    costs.sort(key=lambda cost: -cost[0])
    return [(code, title, reason) for _cost, code, title, reason in costs[:REASONS]]
