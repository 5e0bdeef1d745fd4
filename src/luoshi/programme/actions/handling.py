"""Handling (办理) an occurrence: answered by the body that owes it, judged by its lead or by the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.db.models import Q

from luoshi.audit.actions import record
from luoshi.files.rules.clean import require_public
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.quantities import scaled
from luoshi.kernel.wording import _
from luoshi.programme.actions import owed
from luoshi.programme.actions.lighting import outdate
from luoshi.programme.actions.owed import Owed
from luoshi.programme.models import Commitment, Handling, Occurrence, Target
from luoshi.programme.policy import require_move
from luoshi.programme.queries.relations import leads_of
from luoshi.programme.rules import HandlingVerb, Noun, OccurrenceState, Party, UnitRole
from luoshi.tenancy.prepared_writes import PreparedInsert
from luoshi.tenancy.rules import Actor


def answer(
    *,
    actor: Actor,
    occurrence_id: int,
    text: str,
    today: date,
    figure: str = "",
    target_id: int | None = None,
    reachable: bool | None = None,
    seen: int | None = None,
) -> int:
    """Answer an occurrence: what was done, the figure reached where one is asked, and whether the day will be met
    (None: not said). An answer after the day is taken, and shown as late. Gives the id of the line of history.

    ``figure`` is a decimal as people write it, of ``target_id`` or the first quantity of the commitment. Raises
    ``Invalid`` (``answer-empty``, ``figure-not-asked``, ``figure-unreadable``, ``quantity-too-large``), ``Conflict``
    (``stale``, ``state-forbids``), ``NotAllowed`` for anybody but the body.
    """
    said = Said(HandlingVerb.ANSWER, text, figure, target_id, reachable)
    return _say(actor, occurrence_id, said, today, seen)


def note_progress(
    *,
    actor: Actor,
    occurrence_id: int,
    text: str,
    today: date,
    figure: str = "",
    target_id: int | None = None,
    reachable: bool | None = None,
    seen: int | None = None,
) -> int:
    """Say how it stands before it is met: the occurrence stays open. Takes, gives and raises what ``answer`` does."""
    said = Said(HandlingVerb.PROGRESS, text, figure, target_id, reachable)
    return _say(actor, occurrence_id, said, today, seen)


@dataclass(frozen=True, slots=True)
class Said:
    """What a body says of an occurrence: answering it, or of its progress."""

    verb: HandlingVerb
    text: str
    figure: str
    target_id: int | None
    reachable: bool | None


def _say(actor: Actor, occurrence_id: int, said: Said, today: date, seen: int | None) -> int:
    require_public(said.text)  # before anybody else has to wait for this transaction
    with transaction.atomic():
        row, found = owed.occurrence(actor, occurrence_id)
        return hear(actor, row, found, said, today, seen).pk


def hear(actor: Actor, row: Occurrence, found: Owed, said: Said, today: date, seen: int | None = None) -> Handling:
    """What a body says of an occurrence, in the transaction of a verb that holds it already: loaded with all above it,
    and locked; its words were looked at (``require_public``). Gives the line of history; raises what ``answer`` does.
    """
    state = require_move(Noun.OCCURRENCE, said.verb.value, row.state, found.parties)
    owed.require_running(found)
    text = owed.written(said.text, "answer-empty", _("Say in a sentence what was done."))
    target = _target(found.obligation.commitment, said.target_id) if said.figure.strip() else None
    line = _line(actor, row, said.verb, text, today)
    line.unit_id = found.obligation.unit_id
    line.reachable = said.reachable
    if target is not None:
        line.target, line.scaled = target, scaled_figure(said.figure)
    answers = said.verb is HandlingVerb.ANSWER
    owed.count_done(row, seen, **({"state": state, "answered_on": today, "confirmed_on": None} if answers else {}))
    _keep(actor, row, found, line)
    return line


def _target(commitment: Commitment, target_id: int | None) -> Target:
    if commitment.restricted:
        raise Invalid("figure-not-asked", _("No figure is taken here: organisation-level papers only."))
    targets = Target.objects.filter(commitment=commitment).order_by("order")
    found = (targets.filter(pk=target_id) if target_id is not None else targets).first()
    if found is None:
        raise Invalid("figure-not-asked", _("The plan names no quantity for this, so no figure is taken."))
    return found


def scaled_figure(figure: str) -> int:
    """A figure as people write it, in millionths.

    Raises ``Invalid`` (``figure-unreadable``, ``quantity-too-large``).
    """
    written = figure.strip().replace("，", "").replace(",", "").replace("．", ".")
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise Invalid("figure-unreadable", _("Write a figure of nought or more, as 12 or 12.5."))
    return scaled(value, figure)


def return_(*, actor: Actor, occurrence_id: int, reason: str, today: date, seen: int | None = None) -> None:
    """Return (退办) an answer with its reason. By the office; by the lead for those who support it."""
    give_back(actor=actor, occurrence_id=occurrence_id, said=owed.reason(reason), today=today, seen=seen)


def give_back(*, actor: Actor, occurrence_id: int, said: str, today: date, seen: int | None = None) -> None:
    """The same with a reason that was looked at, for a verb that holds its transaction already."""
    with transaction.atomic():
        row, found = owed.occurrence(actor, occurrence_id)
        state = require_move(Noun.OCCURRENCE, "return", row.state, found.parties)
        owed.require_running(found)
        line = _line(actor, row, HandlingVerb.RETURN, said, today)
        owed.count_done(row, seen)
        _lead(row, state, answered_on=None, confirmed_on=None)
        _keep(actor, row, found, line)


def confirm(*, actor: Actor, occurrence_id: int, today: date, text: str = "", seen: int | None = None) -> None:
    """Confirm (办结) an answer. By the office; by the lead for those who support it."""
    said = owed.optional_words(text)
    with transaction.atomic():
        row, found = owed.occurrence(actor, occurrence_id)
        state = require_move(Noun.OCCURRENCE, "confirm", row.state, found.parties)
        owed.require_running(found)
        line = _line(actor, row, HandlingVerb.CONFIRM, said, today)
        owed.count_done(row, seen)
        _lead(row, state, answered_on=row.answered_on, confirmed_on=today)
        _keep(actor, row, found, line)


def reopen(*, actor: Actor, occurrence_id: int, reason: str, today: date, seen: int | None = None) -> None:
    """Open again what was confirmed, with a reason. By the office only."""
    said = owed.reason(reason)
    with transaction.atomic():
        row, found = owed.occurrence(actor, occurrence_id)
        state = require_move(Noun.OCCURRENCE, "reopen", row.state, found.parties)
        owed.require_running(found)
        line = _line(actor, row, HandlingVerb.REOPEN, said, today)
        owed.count_done(row, seen)
        _lead(row, state, answered_on=None, confirmed_on=None)
        _keep(actor, row, found, line)


def urge(*, actor: Actor, occurrence_id: int, today: date, text: str = "") -> None:
    """Urge (催办) an answer, at most once a day. It makes no form stale: who is just writing is not disturbed.

    Raises ``Conflict`` (``urged-today``) the second time on a day.
    """
    said = owed.optional_words(text)
    with transaction.atomic():
        row, found = owed.occurrence(actor, occurrence_id)
        require_move(Noun.OCCURRENCE, "urge", row.state, found.parties)
        owed.require_running(found)
        if row.urged_on == today:
            raise Conflict("urged-today", _("It was urged today already."))
        line = _line(actor, row, HandlingVerb.URGE, said, today)
        row.urged_on = today
        row.save(update_fields=["urged_on"])
        _keep(actor, row, found, line)


def urge_all(*, actor: Actor, obligation_id: int, today: date) -> int:
    """Urge every supporter of what a body leads whose answer is asked for now and not there; gives how many answers.

    Raises ``Conflict`` (``nothing-to-urge``) where there is none or all were urged today, ``NotAllowed`` for anybody
    but the office and the lead.
    """
    with transaction.atomic():
        led = owed.owed(actor, obligation_id)
        leads = Party.OWNER in led.parties and led.obligation.role == UnitRole.LEAD.value
        mine = led.parties | {Party.LEAD} if leads else led.parties
        require_move(Noun.OCCURRENCE, "urge", OccurrenceState.OPEN.value, mine)
        rows = Occurrence.objects.filter(
            Q(opens_on__isnull=True) | Q(opens_on__lte=today),
            Q(urged_on__isnull=True) | Q(urged_on__lt=today),
            obligation__commitment_id=led.obligation.commitment_id,
            obligation__role=UnitRole.SUPPORT.value,
            obligation__withdrawn_on__isnull=True,
            state__in=(OccurrenceState.OPEN.value, OccurrenceState.RETURNED.value),
        )
        late = list(rows.order_by("due", "pk").values_list("pk", flat=True))
        if not late:
            raise Conflict("nothing-to-urge", _("Nobody is to be urged: all have answered or were urged today."))
        for pk in late:
            urge(actor=actor, occurrence_id=pk, today=today)
        return len(late)


def _line(actor: Actor, row: Occurrence, verb: HandlingVerb, text: str, today: date) -> Handling:
    return _HISTORY.new(
        jurisdiction_id=row.jurisdiction_id,
        occurrence_id=row.pk,
        verb=verb.value,
        text=text,
        account_id=actor.account_id,
        on=today,
    )


def _lead(row: Occurrence, state: str, *, answered_on: date | None, confirmed_on: date | None) -> None:
    row.state, row.answered_on, row.confirmed_on = state, answered_on, confirmed_on
    row.save(update_fields=["state", "answered_on", "confirmed_on"])


def _keep(actor: Actor, row: Occurrence, found: Owed, line: Handling) -> None:
    """The line of history, the journal and the light. A judge that is not the office is the lead: its body signs."""
    if line.unit_id is None and Party.OFFICE not in found.parties:
        line.unit_id = min(set(actor.liaison_ids) & set(leads_of(found.obligation.commitment_id)), default=None)
    _HISTORY.add(line)
    outdate(found.obligation.pk)
    record(
        actor=actor,
        verb=f"programme.{line.verb}",
        subject_kind="occurrence",
        subject_id=row.pk,
        old={"edit": row.edit},
        new={"state": row.state, "text": line.text, "scaled": line.scaled, "reachable": line.reachable},
    )


_HISTORY = PreparedInsert(Handling)
