"""One obligation in full, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import (
    Allocation,
    Measure,
    Obligation,
    Occurrence,
    OwnMeasure,
    PetitionStep,
    Target,
)
from luoshi.programme.policy import parties, require_reading, visible
from luoshi.programme.queries.facts import ProgrammeLine, line_of
from luoshi.programme.queries.relations import WAITING, lead_among
from luoshi.programme.queries.standings import lights_of
from luoshi.programme.queries.thread import History, ThreadLine, period_of, steps_of, thread
from luoshi.programme.rules import (
    Light,
    Noun,
    ObligationState,
    OccurrenceState,
    Party,
    PetitionKind,
    PetitionState,
    ProgrammeState,
    UnitRole,
    moves,
)
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Unit

UNANSWERED = (OccurrenceState.OPEN, OccurrenceState.RETURNED)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the plan under the commitment; ``ticked`` where it is this body's own."""

    text: str
    ticked: bool
    principle: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One time at which it is to be met, and the verbs that whoever looks may use now."""

    id: int
    period: str
    opens_on: date | None
    due: date | None
    first_due: date | None
    state: OccurrenceState
    urged_on: date | None
    edit: int
    verbs: frozenset[str]
    may_extend: bool  # a day is set, is not reached, and no request is undecided


@dataclass(frozen=True, slots=True)
class PetitionLine:
    """What was asked about it."""

    id: int
    kind: PetitionKind
    state: PetitionState
    text: str
    wanted: date | None
    occurrence_id: int | None
    period: str
    edit: int
    verbs: frozenset[str]
    needed_from: str
    assigned_to: str


@dataclass(frozen=True, slots=True)
class Supporter:
    """A body that supports the commitment: its times, each with the answer given last."""

    obligation_id: int
    unit_name: str
    times: tuple[tuple[TimeLine, ThreadLine | None], ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of the plan that an answer may report on."""

    id: int
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A measure of the body's own."""

    id: int
    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class ObligationSheet:
    """One obligation on a day, as it concerns whoever looks. ``verbs`` are what may be done with the obligation
    itself; ``missing`` names the supporters whose answer is asked for now and not there.
    """

    id: int
    programme: ProgrammeLine
    commitment_id: int
    number: str
    title: str
    restricted: bool
    unit_id: int
    unit_name: str
    role: UnitRole
    state: ObligationState
    received_on: date | None
    withdrawn_reason: str
    light: Light
    leads: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeLine, ...]
    petitions: tuple[PetitionLine, ...]
    supporters: tuple[Supporter, ...]
    missing: tuple[str, ...]
    own: tuple[OwnLine, ...]
    thread: tuple[ThreadLine, ...]
    verbs: frozenset[str]
    parties: frozenset[Party]

    @property
    def difficult(self) -> bool:
        """Whether a difficulty is open about it."""
        return any(line.kind is PetitionKind.DIFFICULTY and line.state in WAITING for line in self.petitions)

    @property
    def shared(self) -> bool:
        """Whether some sentences are this body's own and others are not: then its own are marked."""
        tracked = {one.ticked for one in self.sentences if not one.principle}
        return len(tracked) > 1

    @property
    def with_supporters(self) -> tuple[int, ...]:
        """The obligations (ids) of which the page tells: this one, and those of its supporters."""
        return (self.id, *(one.obligation_id for one in self.supporters))

    @property
    def mine(self) -> bool:
        """Whether whoever looks speaks for the body."""
        return Party.OWNER in self.parties


def obligation(actor: Actor, obligation_id: int, today: date) -> ObligationSheet:
    """An obligation in full. Raises ``NotFound`` for strangers, ``NotAllowed`` for bodies that it does not concern."""
    row = _row(actor, obligation_id)
    programme = row.commitment.programme
    kin = _kin(row)
    leads = [one for one in kin if one.role == UnitRole.LEAD.value]
    mine = parties(actor, programme, owner=row.unit_id, lead=lead_among(actor, row, [one.unit_id for one in leads]))
    require_reading(actor, mine)
    acting = mine if programme.state == ProgrammeState.ISSUED.value else frozenset()
    supporting = [one for one in kin if one.role == UnitRole.SUPPORT.value and row.role == UnitRole.LEAD.value]
    history = History([row.pk, *(one.pk for one in supporting)])
    steps = steps_of(row)
    petitions = _petitions(steps, acting)
    supporters = _supporters(actor, supporting, history, _judging(acting), today)
    return ObligationSheet(
        id=row.pk,
        programme=line_of(programme),
        commitment_id=row.commitment_id,
        number=row.commitment.number,
        title=row.commitment.title,
        restricted=row.commitment.restricted,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        role=UnitRole(row.role),
        state=ObligationState(row.state),
        received_on=row.received_on,
        withdrawn_reason=row.withdrawn_reason,
        light=lights_of([row], today, history.times)[row.pk],
        leads=tuple(one.unit.name for one in leads if one.pk != row.pk),
        sentences=_sentences(row),
        quantities=_quantities(row),
        times=_times(history.times[row.pk], acting if row.withdrawn_on is None else frozenset(), petitions, today),
        petitions=petitions,
        supporters=supporters,
        missing=tuple(one.unit_name for one in supporters if _lacks(one, today)),
        own=_own(row),
        thread=thread(row, history.lines[row.pk], steps),
        verbs=_verbs(Noun.OBLIGATION, row.state, acting),
        parties=mine,
    )


def _row(actor: Actor, obligation_id: int) -> Obligation:
    rows = Obligation.objects.filter(pk=obligation_id, commitment__programme__in=visible(actor))
    row = rows.select_related("commitment__programme", "unit", "group").first()
    if row is None:
        raise NotFound("obligation-not-found", _("There is no such obligation."))
    return row


def _judging(acting: frozenset[Party]) -> frozenset[Party]:
    """Towards its supporters the body that leads is their judge."""
    return acting - {Party.OWNER} | ({Party.LEAD} if Party.OWNER in acting else frozenset())


def _own(row: Obligation) -> tuple[OwnLine, ...]:
    rows = OwnMeasure.objects.filter(obligation=row, withdrawn_on__isnull=True)
    return tuple(OwnLine(one.pk, one.text, one.due) for one in rows)


def bodies(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Every body of the county (id and name) from which something may be needed."""
    rows = Unit.objects.filter(jurisdiction_id=actor.jurisdiction_id, valid_to__isnull=True)
    return tuple(rows.values_list("pk", "name"))


def _verbs(noun: Noun, state: str, mine: frozenset[Party]) -> frozenset[str]:
    return frozenset(row.verb for row in moves(noun, state, mine))


def _kin(row: Obligation) -> list[Obligation]:
    """Those who lead and support the same commitment."""
    roles = (UnitRole.LEAD.value, UnitRole.SUPPORT.value)
    rows = Obligation.objects.filter(commitment_id=row.commitment_id, withdrawn_on__isnull=True, role__in=roles)
    return list(rows.select_related("unit").order_by("pk"))


def _sentences(row: Obligation) -> tuple[Sentence, ...]:
    own = Q(unit_id=row.unit_id)
    if row.group_id is not None:
        own |= Q(group_id=row.group_id)
    ticks = Allocation.objects.filter(own, measure=OuterRef("pk"))
    measures = Measure.objects.filter(commitment_id=row.commitment_id).annotate(ticked=Exists(ticks))
    return tuple(Sentence(one.text, one.ticked, one.principle) for one in measures)


def _quantities(row: Obligation) -> tuple[Quantity, ...]:
    if row.commitment.restricted:
        return ()
    rows = Target.objects.filter(commitment_id=row.commitment_id).select_related("metric").order_by("order")
    return tuple(Quantity(one.pk, one.text, one.metric.unit_of_measure) for one in rows)


def _petitions(steps: Iterable[PetitionStep], acting: frozenset[Party]) -> tuple[PetitionLine, ...]:
    rows = {step.petition_id: step.petition for step in steps}
    return tuple(
        PetitionLine(
            id=one.pk,
            kind=PetitionKind(one.kind),
            state=PetitionState(one.state),
            text=one.text,
            wanted=one.wanted,
            occurrence_id=one.occurrence_id,
            period=period_of(one.occurrence),
            edit=one.edit,
            verbs=_verbs(Noun(one.kind), one.state, acting),
            needed_from=one.needed_from.name if one.needed_from else one.needed_words,
            assigned_to=one.assigned_to.name if one.assigned_to else "",
        )
        for _pk, one in sorted(rows.items())
    )


def _times(
    rows: Iterable[Occurrence], acting: frozenset[Party], petitions: Iterable[PetitionLine], today: date
) -> tuple[TimeLine, ...]:
    asked = {one.occurrence_id for one in petitions if one.state is PetitionState.OPEN}
    return tuple(_time(one, acting, today, one.pk in asked) for one in rows)


def _time(one: Occurrence, acting: frozenset[Party], today: date, asked: bool) -> TimeLine:
    verbs = _verbs(Noun.OCCURRENCE, one.state, acting)
    if one.urged_on == today:
        verbs -= {"urge"}
    return TimeLine(
        id=one.pk,
        period=period_of(one),
        opens_on=one.opens_on,
        due=one.due,
        first_due=one.first_due,
        state=OccurrenceState(one.state),
        urged_on=one.urged_on,
        edit=one.edit,
        verbs=verbs,
        may_extend="extend" in verbs and one.due is not None and today < one.due and not asked,
    )


def _lacks(one: Supporter, today: date) -> bool:
    """Whether an answer that is asked for now is not there, or was returned."""
    unanswered = [time for time, _answer in one.times if time.state in UNANSWERED]
    return any(time.opens_on is None or time.opens_on <= today for time in unanswered)


def _supporters(
    actor: Actor, rows: Iterable[Obligation], history: History, judging: frozenset[Party], today: date
) -> tuple[Supporter, ...]:
    """The supporters of a lead's commitment, what each has answered, and what may be done about it: nothing by whoever
    speaks for the supporter too.
    """
    found = []
    for one in rows:
        mine = judging - {Party.LEAD} if one.unit_id in actor.liaison_ids else judging
        times = [(_time(time, mine, today, False), history.answers.get(time.pk)) for time in history.times[one.pk]]
        found.append(Supporter(one.pk, one.unit.name, tuple(times)))
    return tuple(found)
