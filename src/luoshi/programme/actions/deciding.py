"""What becomes of a petition: decided by the office, answered by whom it asked, or taken back by the body."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.files.rules.clean import require_public
from luoshi.programme.actions import owed
from luoshi.programme.actions.lighting import outdate
from luoshi.programme.actions.owed import Owed
from luoshi.programme.actions.petitioning import later, step
from luoshi.programme.actions.receiving import freed
from luoshi.programme.models import Petition
from luoshi.programme.policy import require_move
from luoshi.programme.rules import Noun, Party, PetitionKind, PetitionVerb, led_to, move
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries


def grant(
    *,
    actor: Actor,
    petition_id: int,
    today: date,
    text: str = "",
    due: date | None = None,
    seen: int | None = None,
) -> None:
    """Uphold an objection: the obligation is withdrawn, with the reason. Grant an extension: its day becomes ``due``,
    or the one that was wanted; the first day stays on record. Raises ``Invalid`` (``reason-missing``,
    ``wanted-not-later``, ``wanted-after-end``), ``Conflict`` (``stale``, ``state-forbids``), ``NotAllowed`` for
    anybody but the office.
    """
    require_public(text)  # before anybody else has to wait for this transaction
    with transaction.atomic():
        row, found, state = _taken(actor, petition_id, PetitionVerb.GRANT, seen)
        words = _words(row, PetitionVerb.GRANT, text)
        if row.kind == PetitionKind.OBJECTION.value:
            freed(actor, found.obligation, led_to(Noun.OBLIGATION, "withdraw", found.obligation.state), words, today)
        else:
            _move_day(found, row, due)
        _close(actor, row, found, PetitionVerb.GRANT, state, words, today)


def _move_day(found: Owed, row: Petition, due: date | None) -> None:
    occurrence, day = row.occurrence, due or row.wanted
    if occurrence is None or day is None:
        raise AssertionError("an extension names an occurrence and a day")
    later(found.programme, occurrence, day)
    occurrence.first_due = occurrence.first_due or occurrence.due
    occurrence.due = row.wanted = day
    occurrence.save(update_fields=["first_due", "due"])
    occurrence.handlings.filter(reachable__isnull=False).update(overtaken=True)
    owed.count_done(occurrence, None)


def refuse(*, actor: Actor, petition_id: int, reason: str, today: date, seen: int | None = None) -> None:
    """Refuse an objection or an extension, with a reason: nothing changes. Raises as ``grant``."""
    require_public(reason)  # before anybody else has to wait for this transaction
    with transaction.atomic():
        row, found, state = _taken(actor, petition_id, PetitionVerb.REFUSE, seen)
        _close(actor, row, found, PetitionVerb.REFUSE, state, _words(row, PetitionVerb.REFUSE, reason), today)


def assign(
    *, actor: Actor, petition_id: int, unit_id: int, today: date, text: str = "", seen: int | None = None
) -> None:
    """Ask a body of the county to answer a difficulty. Raises ``NotFound`` where there is no such body."""
    require_public(text)  # before anybody else has to wait for this transaction
    with transaction.atomic():
        row, found, state = _taken(actor, petition_id, PetitionVerb.ASSIGN, seen)
        row.assigned_to = unit_queries.unit(actor, unit_id)
        _close(actor, row, found, PetitionVerb.ASSIGN, state, owed.optional(text), today)


def meet(*, actor: Actor, petition_id: int, today: date, text: str = "", seen: int | None = None) -> None:
    """Call a joint meeting on a difficulty."""
    _pass(actor, petition_id, PetitionVerb.MEET, text, today, seen)


def pass_up(*, actor: Actor, petition_id: int, today: date, text: str = "", seen: int | None = None) -> None:
    """Pass a difficulty up to those who can solve it."""
    _pass(actor, petition_id, PetitionVerb.PASS_UP, text, today, seen)


def answer_difficulty(*, actor: Actor, petition_id: int, text: str, today: date, seen: int | None = None) -> None:
    """Answer a difficulty, which closes it. By the office, or by the body that it asked."""
    _pass(actor, petition_id, PetitionVerb.ANSWER, text, today, seen)


def take_back(*, actor: Actor, petition_id: int, today: date, text: str = "", seen: int | None = None) -> None:
    """Take a petition back. By the body that opened it."""
    _pass(actor, petition_id, PetitionVerb.WITHDRAW, text, today, seen)


def _pass(actor: Actor, petition_id: int, verb: PetitionVerb, text: str, today: date, seen: int | None) -> None:
    require_public(text)  # before anybody else has to wait for this transaction
    with transaction.atomic():
        row, found, state = _taken(actor, petition_id, verb, seen)
        _close(actor, row, found, verb, state, _words(row, verb, text), today)


def _taken(actor: Actor, petition_id: int, verb: PetitionVerb, seen: int | None) -> tuple[Petition, Owed, str]:
    """A petition for a verb, counted, and the state to which that leads."""
    row, found = owed.petition(actor, petition_id)
    state = require_move(Noun(row.kind), verb.value, row.state, found.parties)
    owed.require_running(found)
    owed.count_done(row, seen)
    return row, found, state


def _words(row: Petition, verb: PetitionVerb, text: str) -> str:
    """What is said with a verb, looked at before: needed where the table of states asks for a reason."""
    if move(Noun(row.kind), verb.value).reasoned:
        return owed.why(text)
    return owed.optional(text)


def _close(actor: Actor, row: Petition, found: Owed, verb: PetitionVerb, state: str, text: str, today: date) -> None:
    """The new state, its line of history, the journal and the light."""
    old, pending = row.state, (PetitionVerb.ASSIGN, PetitionVerb.MEET, PetitionVerb.PASS_UP)
    row.state, row.closed_on = state, None if verb in pending else today
    row.save(update_fields=["state", "closed_on", "assigned_to", "wanted"])
    step(actor, row, verb, text, today, unit_id=_who(row, found, verb))
    outdate(found.obligation.pk)
    record(
        actor=actor,
        verb=f"programme.{verb.value}_{row.kind}",
        subject_kind="petition",
        subject_id=row.pk,
        old={"state": old},
        new={
            "state": state,
            "text": text,
            "assigned_to": row.assigned_to_id,
            "wanted": row.wanted.isoformat() if row.wanted else None,
        },
    )


def _who(row: Petition, found: Owed, verb: PetitionVerb) -> int | None:
    """The body that a line of history names: whom the office asks, or who speaks; None for the office itself."""
    if verb is PetitionVerb.WITHDRAW:
        return found.obligation.unit_id
    if verb is PetitionVerb.ASSIGN or (verb is PetitionVerb.ANSWER and Party.OFFICE not in found.parties):
        return row.assigned_to_id
    return None
