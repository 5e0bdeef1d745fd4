"""One commitment, and one body, in full."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.plans.models import Passage
from luoshi.programme.models import Assignment, Commitment, Measure, Obligation, Programme, Revision, Target
from luoshi.programme.policy import Verb, require, visible
from luoshi.programme.queries.amending import may_amend
from luoshi.programme.queries.duties import summed
from luoshi.programme.queries.facts import (
    Facts,
    PhaseFacts,
    ProgrammeLine,
    Tie,
    assignments_of,
    facts_of,
    line_of,
    phases_of,
)
from luoshi.programme.queries.standings import lights_by_id, lights_of
from luoshi.programme.queries.tallies import STRONG_FIRST
from luoshi.programme.rules import CommitmentKind, Light, LightCode, ProgrammeState, UnitRole
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries
from luoshi.units.rules import UnitKind


@dataclass(frozen=True, slots=True)
class Link:
    """A commitment as another one's page names it."""

    id: int
    number: str
    title: str
    kind: CommitmentKind
    light: Light


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A sentence with its place in the plan's text; a principle commits nobody."""

    text: str
    principle: bool
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A quantity to be reached."""

    text: str
    metric: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    comparator: str


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A body or a group as the plan names it; of a group, the members that owe through it."""

    role: UnitRole
    name: str
    unit_id: int | None
    group_id: int | None
    members: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class CommitmentSheet:
    """One commitment on a day. ``start`` and ``end`` are its place in the text of ``version_id``; ``sentence`` is what
    stands there.
    """

    id: int
    programme: ProgrammeLine
    number: str
    title: str
    kind: CommitmentKind
    text: str
    parent: Link | None
    children: tuple[Link, ...]
    phase: PhaseFacts | None
    due: date | None
    due_from: date | None
    due_text: str
    rhythm_text: str
    light: Light
    measures: tuple[MeasureLine, ...]
    parties: tuple[PartyLine, ...]
    targets: tuple[TargetLine, ...]
    owed: int
    version_id: int | None
    start: int | None
    end: int | None
    sentence: str
    confidence: int
    withdrawn_on: date | None
    may_amend: bool


@dataclass(frozen=True, slots=True)
class OwedLine:
    """What a body owes: itself, or through a group."""

    commitment_id: int
    number: str
    title: str
    kind: CommitmentKind
    role: UnitRole
    phase_name: str
    due: date | None
    due_text: str
    rhythm_text: str
    light: Light
    through_group: str | None


@dataclass(frozen=True, slots=True)
class UnitProgramme:
    """What a body owes in one programme, in the order of the plan."""

    programme: ProgrammeLine
    tasks: tuple[OwedLine, ...]
    duties: tuple[OwedLine, ...]


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """A body and all that it owes."""

    id: int
    name: str
    kind: UnitKind
    aliases: tuple[str, ...]
    groups: tuple[str, ...]
    programmes: tuple[UnitProgramme, ...]


# --- a commitment -----------------------------------------------------------------------------------------------


def commitment(actor: Actor, commitment_id: int, today: date) -> CommitmentSheet:
    """A commitment in full. Raises ``NotFound`` for strangers."""
    require(actor, Verb.SEE)
    rows = Commitment.objects.filter(pk=commitment_id, programme__in=visible(actor))
    found = rows.select_related("programme").first()
    if found is None:
        raise NotFound("commitment-not-found", _("There is no such commitment."))
    phases = phases_of(found.programme)
    near = [found.pk, *([found.parent_id] if found.parent_id else [])]
    revisions = Revision.objects.filter(current=True, commitment__programme=found.programme)
    kin = facts_of(revisions.filter(commitment__in=near) | revisions.filter(commitment__parent=found), phases, today)
    facts = next(item for item in kin if item.id == found.pk)
    passage = Passage.objects.filter(pk=facts.passage_id or 0).first()
    gathered = Q(commitment=found) | Q(commitment__parent=found)  # an area gathers its tasks
    owing = list(Obligation.objects.filter(gathered, withdrawn_on__isnull=True).order_by("pk"))
    owed = tuple(_tie(row) for row in owing if row.commitment_id == found.pk)
    return CommitmentSheet(
        id=found.pk,
        programme=line_of(found.programme),
        number=facts.number,
        title=facts.title,
        kind=facts.kind,
        text=facts.text,
        parent=next((_link(item) for item in kin if item.id == facts.parent_id), None),
        children=tuple(_link(item) for item in kin if item.parent_id == facts.id),
        phase=facts.phase,
        due=facts.due,
        due_from=facts.start,
        due_text=facts.due_text,
        rhythm_text=facts.rhythm_text,
        light=_light(owing, facts.light, today),
        measures=_measures(found),
        parties=_parties(actor, found, owed),
        targets=_targets(found),
        owed=len(owed),
        version_id=passage.version_id if passage else found.programme.version_id,
        start=passage.start if passage else None,
        end=passage.end if passage else None,
        sentence=passage.text if passage else facts.text,
        confidence=facts.confidence,
        withdrawn_on=found.withdrawn_on,
        may_amend=_amendable(found) and may_amend(actor, found.programme),
    )


def _tie(row: Obligation) -> Tie:
    return Tie(row.commitment_id, row.unit_id, row.group_id, UnitRole(row.role))


def _light(owing: list[Obligation], by_day: Light, today: date) -> Light:
    """How all who owe it stand; what its day alone says where nobody owes it yet."""
    ended = {row.pk for row in owing if row.light_until is not None and row.light_until < today}
    lights = Counter(LightCode(row.light) for row in owing if row.pk not in ended)
    return summed(lights + Counter(light.code for light in lights_by_id(ended, today).values()), by_day)


def _amendable(found: Commitment) -> bool:
    return found.withdrawn_on is None and found.programme.state == ProgrammeState.ISSUED.value


def _link(item: Facts) -> Link:
    return Link(item.id, item.number, item.title, item.kind, item.light)


def _measures(found: Commitment) -> tuple[MeasureLine, ...]:
    rows = Measure.objects.filter(commitment=found).select_related("passage")
    return tuple(
        MeasureLine(
            row.text,
            row.principle,
            row.passage.start if row.passage else None,
            row.passage.end if row.passage else None,
        )
        for row in rows
    )


def _targets(found: Commitment) -> tuple[TargetLine, ...]:
    rows = Target.objects.filter(commitment=found).select_related("metric").order_by("order")
    return tuple(
        TargetLine(row.text, row.metric.name, row.value, row.value_max, row.metric.unit_of_measure, row.comparator)
        for row in rows
    )


def _parties(actor: Actor, found: Commitment, owed: tuple[Tie, ...]) -> tuple[PartyLine, ...]:
    rows = Assignment.objects.filter(revision__commitment=found, revision__current=True)
    ties = assignments_of(rows).get(found.pk, ())
    names = {unit.id: unit.name for unit in unit_queries.units(actor)}
    members: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for tie in owed:
        if tie.group_id is not None and tie.unit_id is not None:
            members[tie.group_id].append((tie.unit_id, names.get(tie.unit_id, "")))
    return tuple(
        PartyLine(
            tie.role,
            names.get(tie.unit_id or 0, tie.written),
            tie.unit_id,
            tie.group_id,
            tuple(members[tie.group_id or 0]),
        )
        for tie in sorted(ties, key=lambda tie: STRONG_FIRST.index(tie.role))
    )


# --- a body -----------------------------------------------------------------------------------------------------


def unit(actor: Actor, unit_id: int, today: date) -> UnitSheet:
    """A body and all that it owes, over all programmes. Raises ``NotFound`` for strangers."""
    body = unit_queries.unit(actor, unit_id)
    require(actor, Verb.SEE)
    groups = unit_queries.groups(actor)
    names = {group.id: group.name for group in groups}
    owed = list(Obligation.objects.filter(unit=body, withdrawn_on__isnull=True))
    ties = {row.commitment_id: _tie(row) for row in owed}
    stand = lights_of(owed, today)
    lights = {row.commitment_id: stand[row.pk] for row in owed}
    running = visible(actor).filter(commitments__in=list(ties)).distinct()
    return UnitSheet(
        id=body.pk,
        name=body.name,
        kind=UnitKind(body.kind),
        aliases=tuple(body.names.order_by("pk").values_list("name", flat=True)),
        groups=tuple(group.name for group in groups if any(member.id == body.pk for member in group.members)),
        programmes=tuple(_owed_in(programme, ties, lights, names, today) for programme in running),
    )


def _owed_in(
    programme: Programme, ties: dict[int, Tie], lights: dict[int, Light], names: dict[int, str], today: date
) -> UnitProgramme:
    revisions = Revision.objects.filter(current=True, commitment__programme=programme, commitment__in=list(ties))
    items = facts_of(revisions, phases_of(programme), today)
    lines = [_owed(item, ties[item.id], lights[item.id], names) for item in items]
    return UnitProgramme(
        programme=line_of(programme),
        tasks=tuple(line for line in lines if line.kind is CommitmentKind.TASK),
        duties=tuple(line for line in lines if line.kind is not CommitmentKind.TASK),
    )


def _owed(item: Facts, tie: Tie, light: Light, names: dict[int, str]) -> OwedLine:
    return OwedLine(
        commitment_id=item.id,
        number=item.number,
        title=item.title,
        kind=item.kind,
        role=tie.role,
        phase_name=item.phase.name if item.phase else "",
        due=item.due,
        due_text=item.due_text,
        rhythm_text=item.rhythm_text,
        light=light,
        through_group=None if tie.group_id is None else names.get(tie.group_id, ""),
    )
