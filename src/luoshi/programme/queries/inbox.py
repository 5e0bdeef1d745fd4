"""A unit's one inbox over all programmes: what to receive, what is due, what waits for its word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from luoshi.programme.models import Allocation, ConsultedUnit, Obligation, Occurrence, Petition
from luoshi.programme.policy import visible
from luoshi.programme.queries.relations import pending
from luoshi.programme.queries.standings import lights_of
from luoshi.programme.rules import (
    Light,
    LightCode,
    ObligationState,
    OccurrenceState,
    PetitionKind,
    ProgrammeState,
    Standing,
    Terms,
    Thresholds,
    Time,
    UnitRole,
    standing_light,
)
from luoshi.programme.rules.periods import ONCE
from luoshi.tenancy.rules import Actor

PAGE = 50
NOW, PERIOD, LATER, GIVEN, DONE = range(5)  # presses, runs, has not begun, waits for a word, is done
UNDONE = (NOW, PERIOD, LATER)
NO_DAY = -1  # how late something is that names no day, or one to come


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a body was sent in one programme and has not received."""

    programme_id: int
    programme_title: str
    unit_id: int
    unit_name: str
    obligations: int
    issued_on: date


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft on which a body is asked for comments."""

    programme_id: int
    programme_title: str
    unit_id: int
    unit_name: str
    answers_by: date


@dataclass(frozen=True, slots=True)
class DueLine:
    """One time at which something is to be done. ``rank`` tells what presses (0), runs (1), has not begun (2);
    ``light`` is that of the obligation, of one period where there are several; ``difficulty`` where one is open;
    ``says`` is the first sentence of the plan that is the body's own.
    """

    occurrence_id: int
    obligation_id: int
    programme_id: int
    programme_title: str
    unit_id: int
    unit_name: str
    number: str
    title: str
    says: str
    role: UnitRole
    period: str
    due: date | None
    state: OccurrenceState
    urged_on: date | None
    light: Light
    difficulty: bool
    rank: int
    today: date

    @property
    def explains(self) -> bool:
        """Whether the light needs more words than the day gives."""
        if self.light.code is LightCode.LATE:
            return self.due is None or self.due >= self.today
        return self.light.code in (LightCode.UNKNOWN, LightCode.BEHIND)


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A difficulty that a body was asked to answer."""

    petition_id: int
    programme_title: str
    unit_name: str
    text: str
    wanted: date | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inbox of an actor's bodies on a day, one page of what is due. ``presses``, ``runs``, ``later`` count all of
    it; ``answers`` are those of supporters that wait for the actor's body as lead, the oldest of ``to_judge``;
    ``given`` how many of its own answers wait for a word; ``overdue`` and ``ends_today`` count what is not answered by
    its day.
    """

    waiting: tuple[Waiting, ...]
    asked: tuple[Asked, ...]
    due: tuple[DueLine, ...]
    helps: tuple[HelpLine, ...]
    answers: tuple[DueLine, ...]
    to_judge: int
    presses: int
    runs: int
    later: int
    given: int
    overdue: int
    ends_today: int
    page: int
    pages: int
    several: bool  # the actor answers for more than one body

    @property
    def empty(self) -> bool:
        """Whether nothing waits at all."""
        return not (self.waiting or self.asked or self.helps or self.answers or self.presses or self.runs or self.later)


def inbox(
    actor: Actor,
    today: date,
    *,
    page: int = 1,
    later: bool = False,
    besides: Collection[int] = (),
    elsewhere: Collection[int] = (),
) -> Inbox:
    """The inbox. ``later`` asks for the page of what has not begun, else of what presses and runs; ``besides`` are the
    times (ids) of which nothing more is wanted in this period: as long as they only run, they are left out.
    ``elsewhere`` are times whose answers are judged on another page: they are not among the ``answers``.
    """
    everything = _times(actor, today)
    times = [one for one in everything if one.rank != PERIOD or one.pk not in besides]
    counts = Counter(one.rank for one in times)
    wanted = [one for one in times if (one.rank == LATER if later else one.rank in (NOW, PERIOD))]
    pages = max(1, -(-len(wanted) // PAGE))
    page = min(max(1, page), pages)
    shown = {one.pk: one.rank for one in wanted[(page - 1) * PAGE : page * PAGE]}
    judged = [pk for pk in _judged(actor) if pk not in elsewhere]
    lines = _lines([*shown, *judged[:PAGE]], shown, today)
    return Inbox(
        waiting=_waiting(everything),
        asked=_asked(actor),
        due=tuple(lines[pk] for pk in shown),
        helps=_helps(actor),
        answers=tuple(lines[pk] for pk in judged[:PAGE]),
        to_judge=len(judged),
        presses=counts[NOW],
        runs=counts[PERIOD],
        later=counts[LATER],
        given=counts[GIVEN],
        overdue=sum(one.late_by > 0 for one in times if one.rank in UNDONE),
        ends_today=sum(one.late_by == 0 for one in times if one.rank in UNDONE),
        page=page,
        pages=pages,
        several=len(actor.liaison_ids) > 1,
    )


def _running(actor: Actor, path: str) -> Q:
    """What is owed still, in programmes that run, of the actor's jurisdiction."""
    return Q(
        **{
            "jurisdiction_id": actor.jurisdiction_id,
            f"{path}commitment__programme__state": ProgrammeState.ISSUED.value,
            f"{path}withdrawn_on__isnull": True,
        }
    )


@dataclass(frozen=True, slots=True)
class _Time:
    """An occurrence as little as it takes to rank it, and what its obligation was sent with."""

    pk: int
    rank: int
    obligation_id: int
    received: bool
    issued_on: date
    place: tuple[int, str, int, str]  # programme and body, each with its name
    late_by: int


def _times(actor: Actor, today: date) -> list[_Time]:
    """Every time that is to be met, waits for a word or belongs to what is not received: what presses first."""
    rows = Occurrence.objects.filter(_running(actor, "obligation__"), obligation__unit_id__in=actor.liaison_ids)
    unreceived = Q(obligation__state=ObligationState.ISSUED.value)
    rows = rows.filter(unreceived | ~Q(state=OccurrenceState.CONFIRMED.value))
    fields = ("pk", "state", "due", "opens_on", "obligation_id", "obligation__state", "obligation__issued_on")
    of_programme = ("programme_id", "programme__title", "order", "programme__soon_days")
    more = [f"obligation__commitment__{name}" for name in of_programme]
    found = []
    for row in rows.values_list(*fields, *more, "obligation__unit_id", "obligation__unit__name"):
        pk, state, due, opens_on, owed, standing, issued_on, programme, title, order, soon, unit, name = row
        rank = _rank(state, due, opens_on, today, soon)
        time = _Time(
            pk,
            rank,
            owed,
            standing != ObligationState.ISSUED.value,
            issued_on,
            (programme, title, unit, name),
            _late_by(due, today),
        )
        found.append(((rank, due or date.max, order, pk), time))
    return [time for _key, time in sorted(found, key=lambda pair: pair[0])]


def _late_by(due: date | None, today: date) -> int:
    return NO_DAY if due is None else max(NO_DAY, (today - due).days)


def _rank(state: str, due: date | None, opens_on: date | None, today: date, soon: int) -> int:
    """What presses is returned, or near by the programme's own threshold."""
    if state in (OccurrenceState.ANSWERED.value, OccurrenceState.CONFIRMED.value):
        return GIVEN if state == OccurrenceState.ANSWERED.value else DONE
    if state == OccurrenceState.RETURNED.value or (due is not None and due <= today + timedelta(days=soon)):
        return NOW
    return LATER if opens_on is not None and opens_on > today else PERIOD


def _lines(ids: list[int], ranks: Mapping[int, int], today: date) -> dict[int, DueLine]:
    """The lines of some occurrences, by id."""
    stuck = Petition.objects.filter(pending(PetitionKind.DIFFICULTY), obligation_id=OuterRef("obligation_id"))
    rows = Occurrence.objects.filter(pk__in=ids).annotate(stuck=Exists(stuck))
    found = list(rows.select_related("obligation__commitment__programme", "obligation__unit"))
    owed = {row.obligation_id: row.obligation for row in found}
    lights = lights_of(owed.values(), today) if found else {}
    says = _says(owed.values()) if found else {}
    return {
        row.pk: _line(
            row,
            says.get(row.obligation_id, ""),
            ranks.get(row.pk, NOW),
            _light(row, lights[row.obligation_id], today),
            today,
        )
        for row in found
    }


def _says(owed: Collection[Obligation]) -> dict[int, str]:
    """The first own sentence of each obligation; none where it is what the commitment is called anyway."""
    whose = Q(unit_id__in={row.unit_id for row in owed}) | Q(
        group_id__in={row.group_id for row in owed if row.group_id}
    )
    ticks = Allocation.objects.filter(whose, measure__commitment_id__in={row.commitment_id for row in owed})
    first: dict[tuple[int, int | None, int | None], str] = {}
    fields = ("measure__commitment_id", "unit_id", "group_id", "measure__text")
    for commitment_id, unit_id, group_id, text in ticks.order_by("-measure__order").values_list(*fields):
        first[commitment_id, unit_id, group_id] = text
    found = {}
    for row in owed:
        own = first.get((row.commitment_id, row.unit_id, None)) or first.get((row.commitment_id, None, row.group_id))
        if own and not own.startswith(row.commitment.title):
            found[row.pk] = own
    return found


def _line(row: Occurrence, says: str, rank: int, light: Light, today: date) -> DueLine:
    obligation = row.obligation
    commitment = obligation.commitment
    return DueLine(
        occurrence_id=row.pk,
        obligation_id=obligation.pk,
        programme_id=commitment.programme_id,
        programme_title=commitment.programme.title,
        unit_id=obligation.unit_id,
        unit_name=obligation.unit.name,
        number=commitment.number,
        title=commitment.title,
        says=says,
        role=UnitRole(obligation.role),
        period="" if row.period == ONCE else row.period,
        due=row.due,
        state=OccurrenceState(row.state),
        urged_on=row.urged_on,
        light=light,
        difficulty=row.stuck,  # type: ignore[attr-defined]
        rank=rank,
        today=today,
    )


def _light(row: Occurrence, whole: Light, today: date) -> Light:
    """The light of the obligation; of one with a rhythm, that of this period alone."""
    if row.period == ONCE:
        return whole
    programme = row.obligation.commitment.programme
    time = Time(row.period, row.opens_on, row.due, OccurrenceState(row.state), row.answered_on, row.confirmed_on)
    standing = Standing(Terms(every="period"), (time,), row.obligation.issued_on, runs=False)  # this period alone
    return standing_light(standing, today, Thresholds(programme.soon_days, programme.margin_percent))


def _waiting(times: Iterable[_Time]) -> tuple[Waiting, ...]:
    owed: dict[tuple[int, str, int, str], dict[int, date]] = defaultdict(dict)
    for one in times:
        if not one.received:
            owed[one.place][one.obligation_id] = one.issued_on
    return tuple(Waiting(*place, len(days), min(days.values())) for place, days in sorted(owed.items()))


def _asked(actor: Actor) -> tuple[Asked, ...]:
    rows = ConsultedUnit.objects.filter(
        unit_id__in=actor.liaison_ids,
        answered_on__isnull=True,
        consultation__closed_on__isnull=True,
        consultation__programme__in=visible(actor),
    ).select_related("consultation__programme", "unit")
    return tuple(
        Asked(
            row.consultation.programme_id,
            row.consultation.programme.title,
            row.unit_id,
            row.unit.name,
            row.consultation.answers_by,
        )
        for row in rows.order_by("consultation__answers_by", "pk")
    )


def _helps(actor: Actor) -> tuple[HelpLine, ...]:
    rows = Petition.objects.filter(
        pending(PetitionKind.DIFFICULTY), _running(actor, "obligation__"), assigned_to_id__in=actor.liaison_ids
    ).select_related("obligation__commitment__programme", "obligation__unit")
    return tuple(
        HelpLine(row.pk, row.obligation.commitment.programme.title, row.obligation.unit.name, row.text, row.wanted)
        for row in rows.order_by(Coalesce("wanted", Value(date.max)), "pk")
    )


def _judged(actor: Actor) -> list[int]:
    """Answers (ids) of supporters that wait for the word of a body that leads: the oldest first. Nobody judges an
    answer of the own.
    """
    led = Obligation.objects.filter(
        role=UnitRole.LEAD.value, withdrawn_on__isnull=True, unit_id__in=actor.liaison_ids
    ).values("commitment_id")
    rows = Occurrence.objects.filter(
        _running(actor, "obligation__"),
        state=OccurrenceState.ANSWERED.value,
        obligation__role=UnitRole.SUPPORT.value,
        obligation__commitment__in=led,
    ).exclude(obligation__unit_id__in=actor.liaison_ids)
    return list(rows.order_by("answered_on", "pk").values_list("pk", flat=True))
