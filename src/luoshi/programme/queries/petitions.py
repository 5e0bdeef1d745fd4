"""What waits for the word of an office, and one petition with its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Handling, Occurrence, Petition, PetitionStep, Programme
from luoshi.programme.policy import parties, require_reading, runs, visible
from luoshi.programme.queries.facts import ProgrammeLine, line_of
from luoshi.programme.queries.facts import programme as programme_for
from luoshi.programme.queries.relations import lead_over, pending
from luoshi.programme.queries.thread import ThreadLine, period_of, petition_line
from luoshi.programme.rules import (
    HandlingVerb,
    Noun,
    ObligationState,
    OccurrenceState,
    PetitionKind,
    PetitionState,
    ProgrammeState,
    moves,
)
from luoshi.tenancy.rules import Actor, Role

PAGE = 50
ANSWERS = "answers"
KINDS = (*(kind.value for kind in PetitionKind), ANSWERS)


@dataclass(frozen=True, slots=True)
class Request:
    """What waits for a word: a petition (``petition_id``), or an answer that waits to be confirmed. ``kind`` is that
    of a petition, or ``answers``; ``since`` the day on which it came; ``text`` what was asked or answered. Of an answer
    ``time_id``, ``edit`` and ``period`` tell which.
    """

    kind: str
    obligation_id: int
    petition_id: int | None
    programme_id: int
    programme_title: str
    unit_name: str
    number: str
    title: str
    text: str
    state: str
    since: date
    wanted: date | None
    due: date | None
    late_by: int
    time_id: int | None = None
    edit: int = 0
    period: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits at an office's desk, of one kind, a page of it; ``counts`` tells how many of each kind."""

    programme: ProgrammeLine | None
    kind: str
    counts: tuple[tuple[str, int], ...]
    lines: tuple[Request, ...]
    page: int
    pages: int

    @property
    def total(self) -> int:
        """How many wait altogether."""
        return sum(count for _kind, count in self.counts)


@dataclass(frozen=True, slots=True)
class PetitionSheet:
    """One petition with its steps, as it concerns whoever looks. ``reads_obligation``: whether they may open that."""

    id: int
    kind: PetitionKind
    state: PetitionState
    programme: ProgrammeLine
    obligation_id: int
    number: str
    title: str
    unit_name: str
    text: str
    wanted: date | None
    due: date | None
    needed_from: str
    assigned_to: str
    opened_on: date
    edit: int
    steps: tuple[ThreadLine, ...]
    verbs: frozenset[str]
    reads_obligation: bool


def desk(actor: Actor, *, programme_id: int | None = None, kind: str = "", page: int = 1) -> Desk:
    """What waits for the office over its programmes, or in one. An unknown ``kind`` is the first of which any waits.

    Raises ``NotFound`` for strangers to the programme.
    """
    found = programme_for(actor, programme_id) if programme_id is not None else None
    ids = [row.pk for row in _offices(actor) if found is None or row.pk == found.pk]
    asked, answered = _petitions(ids), _answers(ids)
    counts = dict.fromkeys(KINDS, 0)
    for name in asked.order_by().values_list("kind", flat=True):
        counts[name] += 1
    counts[ANSWERS] = answered.count()
    chosen = kind if kind in KINDS else next((name for name in KINDS if counts[name]), KINDS[0])
    pages = max(1, -(-counts[chosen] // PAGE))
    page = min(max(1, page), pages)
    part = slice((page - 1) * PAGE, page * PAGE)
    if chosen == ANSWERS:
        lines = _answered(list(answered[part]))
    else:
        lines = tuple(_request(row) for row in asked.filter(kind=chosen)[part])
    return Desk(line_of(found) if found else None, chosen, tuple(counts.items()), lines, page, pages)


def _offices(actor: Actor) -> list[Programme]:
    """The programmes that run and are the actor's office's."""
    if not actor.has(Role.OFFICE):
        return []
    rows = visible(actor).filter(state=ProgrammeState.ISSUED.value)
    return [row for row in rows if runs(actor, row)]


def _petitions(ids: list[int]) -> QuerySet[Petition]:
    rows = Petition.objects.filter(
        pending(), obligation__commitment__programme_id__in=ids, obligation__withdrawn_on__isnull=True
    )
    return rows.select_related("obligation__commitment__programme", "obligation__unit", "occurrence").order_by(
        "opened_on", "pk"
    )


def _answers(ids: list[int]) -> QuerySet[Occurrence]:
    rows = Occurrence.objects.filter(
        ~Q(obligation__state=ObligationState.WITHDRAWN.value),
        state=OccurrenceState.ANSWERED.value,
        obligation__commitment__programme_id__in=ids,
    )
    rows = rows.select_related("obligation__commitment__programme", "obligation__unit")
    return rows.order_by(Coalesce("answered_on", Value(date.max)), "pk")


def _request(row: Petition) -> Request:
    obligation = row.obligation
    return Request(
        kind=row.kind,
        obligation_id=obligation.pk,
        petition_id=row.pk,
        programme_id=obligation.commitment.programme_id,
        programme_title=obligation.commitment.programme.title,
        unit_name=obligation.unit.name,
        number=obligation.commitment.number,
        title=obligation.commitment.title,
        text=row.text,
        state=row.state,
        since=row.opened_on,
        wanted=row.wanted,
        due=row.occurrence.due if row.occurrence else None,
        late_by=0,
    )


def _answered(rows: list[Occurrence]) -> tuple[Request, ...]:
    """The answers with what was said last to each."""
    said = Handling.objects.filter(occurrence__in=rows, verb=HandlingVerb.ANSWER.value).order_by("pk")
    texts = dict(said.values_list("occurrence_id", "text"))
    return tuple(_answer(row, texts.get(row.pk, "")) for row in rows)


def _answer(row: Occurrence, text: str) -> Request:
    obligation = row.obligation
    since = row.answered_on or date.min
    return Request(
        kind=ANSWERS,
        obligation_id=obligation.pk,
        petition_id=None,
        programme_id=obligation.commitment.programme_id,
        programme_title=obligation.commitment.programme.title,
        unit_name=obligation.unit.name,
        number=obligation.commitment.number,
        title=obligation.commitment.title,
        text=text,
        state=row.state,
        since=since,
        wanted=None,
        due=row.due,
        late_by=max(0, (since - row.due).days) if row.due else 0,
        time_id=row.pk,
        edit=row.edit,
        period=period_of(row),
    )


def petition(actor: Actor, petition_id: int) -> PetitionSheet:
    """A petition with its steps. Raises ``NotFound`` for strangers, ``NotAllowed`` for whom it does not concern."""
    rows = Petition.objects.filter(pk=petition_id, obligation__commitment__programme__in=visible(actor))
    row = rows.select_related(
        "obligation__commitment__programme", "obligation__unit", "occurrence", "needed_from", "assigned_to"
    ).first()
    if row is None:
        raise NotFound("petition-not-found", _("There is no such request."))
    obligation = row.obligation
    programme = obligation.commitment.programme
    near = parties(actor, programme, owner=obligation.unit_id, lead=lead_over(actor, obligation))
    mine = near | parties(actor, programme, owner=obligation.unit_id, assigned=row.assigned_to_id)
    require_reading(actor, mine)
    live = programme.state == ProgrammeState.ISSUED.value and obligation.withdrawn_on is None
    steps = PetitionStep.objects.filter(petition=row).select_related("petition__occurrence", "unit").order_by("pk")
    return PetitionSheet(
        id=row.pk,
        kind=PetitionKind(row.kind),
        state=PetitionState(row.state),
        programme=line_of(programme),
        obligation_id=obligation.pk,
        number=obligation.commitment.number,
        title=obligation.commitment.title,
        unit_name=obligation.unit.name,
        text=row.text,
        wanted=row.wanted,
        due=row.occurrence.due if row.occurrence else None,
        needed_from=row.needed_from.name if row.needed_from else row.needed_words,
        assigned_to=row.assigned_to.name if row.assigned_to else "",
        opened_on=row.opened_on,
        edit=row.edit,
        steps=tuple(petition_line(one) for one in steps),
        verbs=frozenset(one.verb for one in moves(Noun(row.kind), row.state, mine)) if live else frozenset(),
        reads_obligation=bool(near) or not mine,
    )
