"""Settings of a programme, closing it and opening it again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.programme.actions.lighting import relight
from luoshi.programme.actions.programmes import count_edit, moved
from luoshi.programme.models import Programme
from luoshi.programme.queries.settings import offices
from luoshi.programme.rules import ProgrammeState
from luoshi.programme.rules.settings import Settings, judged
from luoshi.programme.rules.texts import require_reason
from luoshi.tenancy.rules import Actor

THRESHOLDS = ("soon_days", "margin_percent")
FIELDS = ("title", "serves", "serves_paper", "office_id", *THRESHOLDS, "light_words")


def set_programme(*, actor: Actor, programme_id: int, settings: Settings, today: date, seen: int | None = None) -> None:
    """Set what a programme is called, what it serves, who runs it and how its lights are told.

    New thresholds give all its lights anew. Raises ``Invalid`` as ``rules.settings.judged`` does, and ``office-unit``
    for a body that has no office; ``Conflict``, ``NotAllowed``, ``NotFound``.
    """
    with transaction.atomic():
        programme, _state = moved(actor, programme_id, "set")
        kept = judged(settings)
        if kept.office_id != programme.office_id and kept.office_id not in {office.id for office in offices(actor)}:
            raise Invalid("office-unit", _("Nobody of this unit runs programmes yet."), _("Choose another unit."))
        count_edit(programme, seen)
        before = _told(programme)
        for name in FIELDS:
            setattr(programme, name, getattr(kept, name))
        programme.save(update_fields=[name.removesuffix("_id") for name in FIELDS])
        after = _told(programme)
        if any(before[name] != after[name] for name in THRESHOLDS):
            relight(programme_id=programme.pk, today=today)
        changed = [name for name in FIELDS if before[name] != after[name]]
        record(
            actor=actor,
            verb="programme.set",
            subject_kind="programme",
            subject_id=programme.pk,
            old={name: before[name] for name in changed},
            new={name: after[name] for name in changed},
        )


def close_programme(*, actor: Actor, programme_id: int, reason: str, seen: int | None = None) -> None:
    """Close a programme: everything stays readable, nothing changes any more. Raises ``Invalid`` (``reason-missing``),
    ``Conflict``, ``NotAllowed``, ``NotFound``.
    """
    _lead(actor, programme_id, "close", reason, seen)


def reopen_programme(*, actor: Actor, programme_id: int, reason: str, today: date, seen: int | None = None) -> None:
    """Let a closed programme go on; its lights are told anew."""
    with transaction.atomic():
        _lead(actor, programme_id, "reopen", reason, seen)
        relight(programme_id=programme_id, today=today)


def _lead(actor: Actor, programme_id: int, verb: str, reason: str, seen: int | None) -> ProgrammeState:
    with transaction.atomic():
        programme, state = moved(actor, programme_id, verb)
        why = require_reason(reason)
        count_edit(programme, seen)
        before, programme.state = programme.state, state
        programme.save(update_fields=["state"])
        record(
            actor=actor,
            verb=f"programme.{verb}",
            subject_kind="programme",
            subject_id=programme.pk,
            old={"state": before},
            new={"state": state, "reason": why},
        )
    return ProgrammeState(state)


def _told(programme: Programme) -> dict[str, object]:
    return {name: getattr(programme, name) for name in FIELDS}
