"""A unit's one inbox over all programmes: what to receive, what is due, what waits for its word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from luoshi.programme.models import ConsultedUnit, Obligation, Occurrence, Petition
from luoshi.programme.policy import visible
from luoshi.programme.queries.relations import pending
from luoshi.programme.rules import (
    Light,
    ObligationState,
    OccurrenceState,
    PetitionKind,
    ProgrammeState,
    Terms,
    UnitRole,
    light_of,
)
from luoshi.tenancy.rules import Actor

PAGE = 50
NOW, PERIOD, LATER = 0, 1, 2  # what presses, what runs, what has not begun
TO_DO = (OccurrenceState.OPEN.value, OccurrenceState.RETURNED.value)


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
    ``light`` is what its own day says; ``difficulty`` where one is open.
    """

    occurrence_id: int
    obligation_id: int
    programme_id: int
    programme_title: str
    unit_id: int
    unit_name: str
    number: str
    title: str
    role: UnitRole
    period: str
    due: date | None
    state: OccurrenceState
    urged_on: date | None
    light: Light
    difficulty: bool
    rank: int


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
    it; ``answers`` are those of supporters that wait for the actor's body as lead; ``given`` how many of its own
    answers wait for a word.
    """

    waiting: tuple[Waiting, ...]
    asked: tuple[Asked, ...]
    due: tuple[DueLine, ...]
    helps: tuple[HelpLine, ...]
    answers: tuple[DueLine, ...]
    presses: int
    runs: int
    later: int
    given: int
    page: int
    pages: int
    several: bool  # the actor answers for more than one body

    @property
    def empty(self) -> bool:
        """Whether nothing waits at all."""
        return not (self.waiting or self.asked or self.helps or self.answers or self.presses or self.runs or self.later)


def inbox(actor: Actor, today: date, *, page: int = 1, later: bool = False) -> Inbox:
    """The inbox. ``later`` asks for the page of what has not begun, else of what presses and runs."""
    owed = Occurrence.objects.filter(_running(actor, "obligation__"), obligation__unit_id__in=actor.liaison_ids)
    ranked = _ranked(owed.filter(state__in=TO_DO), today)
    counts = Counter({row["rank"]: row["n"] for row in ranked.order_by().values("rank").annotate(n=Count("pk"))})
    wanted = ranked.filter(rank=LATER) if later else ranked.filter(rank__lt=LATER)
    total = counts[LATER] if later else counts[NOW] + counts[PERIOD]
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    return Inbox(
        waiting=_waiting(actor),
        asked=_asked(actor),
        due=_lines(wanted[(page - 1) * PAGE : page * PAGE], today),
        helps=_helps(actor),
        answers=answers_for_lead(actor, today),
        presses=counts[NOW],
        runs=counts[PERIOD],
        later=counts[LATER],
        given=owed.filter(state=OccurrenceState.ANSWERED.value).count(),
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


def _ranked(rows: QuerySet[Occurrence], today: date) -> QuerySet[Occurrence]:
    """Rows with their rank, what presses first: returned, or near by the programme's own threshold."""
    soon = rows.order_by().values_list("obligation__commitment__programme__soon_days", flat=True).distinct()
    near = Q(state=OccurrenceState.RETURNED.value)
    for days in soon:
        near |= Q(obligation__commitment__programme__soon_days=days, due__lte=today + timedelta(days=days))
    rank = Case(
        When(near, then=Value(NOW)),
        When(opens_on__gt=today, then=Value(LATER)),
        default=Value(PERIOD),
        output_field=IntegerField(),
    )
    last = Coalesce("due", Value(date.max))
    return rows.annotate(rank=rank, last=last).order_by("rank", "last", "obligation__commitment__order", "pk")


def _lines(rows: QuerySet[Occurrence], today: date) -> tuple[DueLine, ...]:
    found = list(
        rows.select_related("obligation__commitment__programme", "obligation__commitment__phase", "obligation__unit")
    )
    stuck = stuck_among(row.obligation_id for row in found)
    return tuple(_line(row, today, row.obligation_id in stuck) for row in found)


def stuck_among(obligation_ids: Iterable[int]) -> set[int]:
    """Those of some obligations (ids) about which a difficulty is open."""
    rows = Petition.objects.filter(pending(PetitionKind.DIFFICULTY), obligation_id__in=list(obligation_ids))
    return set(rows.values_list("obligation_id", flat=True))


def _line(row: Occurrence, today: date, difficulty: bool) -> DueLine:
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
        role=UnitRole(obligation.role),
        period="" if row.period == "once" else row.period,
        due=row.due,
        state=OccurrenceState(row.state),
        urged_on=row.urged_on,
        light=occurrence_light(row, today),
        difficulty=difficulty,
        rank=getattr(row, "rank", NOW),
    )


def occurrence_light(row: Occurrence, today: date) -> Light:
    """What the day of an occurrence says; its commitment, phase and programme are loaded."""
    commitment = row.obligation.commitment
    phase = commitment.phase
    terms = Terms(
        due=row.due,
        phase_name=phase.name if phase else "",
        phase_start=phase.start if phase else None,
        phase_end=phase.end if phase else None,
    )
    return light_of(terms, today, commitment.programme.soon_days)


def _waiting(actor: Actor) -> tuple[Waiting, ...]:
    rows = Obligation.objects.filter(_running(actor, ""), unit_id__in=actor.liaison_ids)
    rows = rows.filter(state=ObligationState.ISSUED.value).order_by()
    fields = ("commitment__programme_id", "commitment__programme__title", "unit_id", "unit__name")
    counted = rows.values_list(*fields).annotate(n=Count("pk"), first=Min("issued_on"))
    return tuple(Waiting(*row) for row in counted.order_by("first", "commitment__programme_id", "unit_id"))


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


def answers_for_lead(actor: Actor, today: date) -> tuple[DueLine, ...]:
    """Answers of supporters that wait for the word of a body that leads: the oldest first, a page of them."""
    led = Obligation.objects.filter(
        role=UnitRole.LEAD.value, withdrawn_on__isnull=True, unit_id__in=actor.liaison_ids
    ).values("commitment_id")
    rows = Occurrence.objects.filter(
        _running(actor, "obligation__"),
        state=OccurrenceState.ANSWERED.value,
        obligation__role=UnitRole.SUPPORT.value,
        obligation__commitment__in=led,
    )
    return _lines(rows.order_by("answered_on", "pk")[:PAGE], today)
