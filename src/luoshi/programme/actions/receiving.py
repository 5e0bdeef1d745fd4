"""Receiving (签收): once for all that a body was sent in a programme; and the office's withdrawing of an obligation."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.actions import owed
from luoshi.programme.actions.lighting import outdate
from luoshi.programme.actions.programmes import held
from luoshi.programme.models import Obligation, Receipt
from luoshi.programme.policy import parties, require_move
from luoshi.programme.rules import NOT_RUNNING, Noun, ObligationState, ProgrammeState
from luoshi.tenancy.rules import Actor

LONGEST_REASON = 300


def receive(*, actor: Actor, programme_id: int, unit_id: int, today: date) -> int:
    """Receive, for a body, all that it was sent in a programme and has not received; gives how many obligations.

    The body does so itself, or the office for one that answered by letter. Raises ``NotFound`` where the body owes
    nothing in the programme, ``Conflict`` (``received-already``) the second time.
    """
    with transaction.atomic():
        programme = held(actor, programme_id)
        rows = Obligation.objects.filter(commitment__programme=programme, unit_id=unit_id)
        states = set(rows.values_list("state", flat=True))
        if not states:
            raise NotFound("obligation-not-found", _("There is no such obligation."))
        mine = parties(actor, programme, owner=unit_id)
        state = require_move(Noun.OBLIGATION, "receive", ObligationState.ISSUED.value, mine)
        if programme.state != ProgrammeState.ISSUED.value:
            raise Conflict(*NOT_RUNNING)
        count = rows.filter(state=ObligationState.ISSUED.value).update(state=state, received_on=today)
        receipts = Receipt.objects.filter(issue__programme=programme, unit_id=unit_id, received_on__isnull=True)
        signed = receipts.update(received_on=today, account_id=actor.account_id)
        if not count and not signed:
            raise Conflict("received-already", _("This was received already; once is enough for all of it."))
        record(
            actor=actor,
            verb="programme.receive",
            subject_kind="programme",
            subject_id=programme.pk,
            new={"unit": unit_id, "obligations": count, "by_office": unit_id not in actor.liaison_ids},
        )
    return count


def withdraw_obligation(*, actor: Actor, obligation_id: int, reason: str, today: date) -> None:
    """Free a body of an obligation; what was reported stays. Raises ``Invalid`` without a reason, ``NotAllowed`` for
    anybody but the office, ``Conflict`` where it is withdrawn already.
    """
    why = owed.reason(reason, LONGEST_REASON)
    with transaction.atomic():
        found = owed.owed(actor, obligation_id)
        state = require_move(Noun.OBLIGATION, "withdraw", found.obligation.state, found.parties)
        owed.require_running(found)
        freed(actor, found.obligation, state, why, today)


def freed(actor: Actor, row: Obligation, state: str, reason: str, today: date) -> None:
    """Set an obligation withdrawn, within the transaction of the verb that calls it."""
    old = {"state": row.state}
    row.state, row.withdrawn_on, row.withdrawn_reason = state, today, reason[:LONGEST_REASON]
    row.save(update_fields=["state", "withdrawn_on", "withdrawn_reason"])
    outdate(row.pk)
    record(
        actor=actor,
        verb="programme.withdraw_obligation",
        subject_kind="obligation",
        subject_id=row.pk,
        old=old,
        new={"state": state, "reason": reason, "day": today.isoformat()},
    )


def reinstate_obligation(*, actor: Actor, obligation_id: int, reason: str, today: date) -> None:
    """Let a body owe again what was withdrawn; it is asked to receive it anew. Raises as ``withdraw_obligation``."""
    why = owed.reason(reason, LONGEST_REASON)
    with transaction.atomic():
        found = owed.owed(actor, obligation_id)
        row = found.obligation
        state = require_move(Noun.OBLIGATION, "reinstate", row.state, found.parties)
        if found.programme.state != ProgrammeState.ISSUED.value:
            raise Conflict(*NOT_RUNNING)
        old = {"state": row.state, "reason": row.withdrawn_reason}
        row.state, row.withdrawn_on, row.withdrawn_reason, row.received_on = state, None, "", None
        row.save(update_fields=["state", "withdrawn_on", "withdrawn_reason", "received_on"])
        outdate(row.pk)
        record(
            actor=actor,
            verb="programme.reinstate_obligation",
            subject_kind="obligation",
            subject_id=row.pk,
            old=old,
            new={"state": state, "reason": why, "day": today.isoformat()},
        )
