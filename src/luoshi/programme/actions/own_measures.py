"""What a body itself will do for an obligation (本单位具体工作措施)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.actions import owed
from luoshi.programme.actions.owed import Owed
from luoshi.programme.models import OwnMeasure
from luoshi.programme.policy import require_move, visible
from luoshi.programme.rules import Noun
from luoshi.tenancy.rules import Actor

LONGEST = 500
FARTHEST = timedelta(days=3660)
PARK = 1_000_000  # an order that no measure has: a swap goes over it, for two may not share one


def add_measure(*, actor: Actor, obligation_id: int, text: str, today: date, due: date | None = None) -> int:
    """Add a measure after the others; gives its id. By the body only. The same words for the same day are kept once: a
    form may be sent twice. Raises ``Invalid`` (``measure-empty``, ``text-too-long``, ``day-out-of-range``).
    """
    kept, day = _text(text), _day(due, today)
    with transaction.atomic():
        found = _planned(owed.owed(actor, obligation_id))
        rows = OwnMeasure.objects.filter(obligation=found.obligation)
        same = rows.filter(text=kept, due=day, withdrawn_on__isnull=True).first()
        if same is not None:
            return same.pk
        made = OwnMeasure.objects.create(
            jurisdiction_id=found.obligation.jurisdiction_id,
            obligation=found.obligation,
            order=(rows.aggregate(last=Max("order"))["last"] or 0) + 1,
            text=kept,
            due=day,
            account_id=actor.account_id,
            added_on=today,
        )
        _journal(actor, "programme.add_measure", made, {})
    return made.pk


def reword_measure(
    *, actor: Actor, measure_id: int, text: str, today: date, due: date | None = None, seen: str | None = None
) -> None:
    """Say a measure in other words, or for another day. ``seen`` are the words that the form showed: ``Conflict``
    (``stale``) where others stand there now.
    """
    kept, day = _text(text), _day(due, today)
    with transaction.atomic():
        row = _measure(actor, measure_id)
        if seen is not None and seen.split() != row.text.split():
            raise Conflict(
                "stale",
                _("Somebody else has changed this meanwhile."),
                _("Reload the page, look at what has changed, and decide again."),
            )
        old = {"text": row.text, "due": row.due.isoformat() if row.due else None}
        row.text, row.due = kept, day
        row.save(update_fields=["text", "due"])
        _journal(actor, "programme.reword_measure", row, old)


def move_measure(*, actor: Actor, measure_id: int, up: bool) -> None:
    """Let a measure change places with the one before (or after) it; nothing where there is none."""
    with transaction.atomic():
        row = _measure(actor, measure_id)
        rows = OwnMeasure.objects.filter(obligation_id=row.obligation_id, withdrawn_on__isnull=True)
        beside = rows.filter(order__lt=row.order).last() if up else rows.filter(order__gt=row.order).first()
        if beside is None:
            return
        old, row.order, beside.order = {"order": row.order}, beside.order, row.order
        OwnMeasure.objects.filter(pk=row.pk).update(order=PARK)
        beside.save(update_fields=["order"])
        row.save(update_fields=["order"])
        _journal(actor, "programme.move_measure", row, old)


def withdraw_measure(*, actor: Actor, measure_id: int, today: date) -> None:
    """Take a measure back; it stays on record."""
    with transaction.atomic():
        row = _measure(actor, measure_id)
        row.withdrawn_on = today
        row.save(update_fields=["withdrawn_on"])
        _journal(actor, "programme.withdraw_measure", row, {"text": row.text})


def _measure(actor: Actor, measure_id: int) -> OwnMeasure:
    rows = OwnMeasure.objects.filter(pk=measure_id, obligation__commitment__programme__in=visible(actor))
    row = rows.select_for_update(of=("self",)).select_related("obligation__commitment__programme").first()
    if row is None or row.withdrawn_on is not None:
        raise NotFound("measure-not-found", _("There is no such measure."))
    _planned(owed.standing(actor, row.obligation))
    return row


def _planned(found: Owed) -> Owed:
    require_move(Noun.OBLIGATION, "plan-measures", found.obligation.state, found.parties)
    owed.require_running(found)
    return found


def _text(text: str) -> str:
    kept = owed.words(" ".join(text.split()), "measure-empty", _("Say what your unit will do."))
    if len(kept) > LONGEST:
        raise Invalid("text-too-long", _("This is too long: at most {most} characters."), most=LONGEST)
    return kept


def _day(due: date | None, today: date) -> date | None:
    if due is not None and abs(due - today) > FARTHEST:
        raise Invalid("day-out-of-range", _("This day is too far away."))
    return due


def _journal(actor: Actor, verb: str, row: OwnMeasure, old: Mapping[str, object]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="own-measure",
        subject_id=row.pk,
        old=old,
        new={
            "obligation": row.obligation_id,
            "text": row.text,
            "due": row.due.isoformat() if row.due else None,
            "order": row.order,
        },
    )
