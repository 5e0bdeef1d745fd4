"""Standings of organisations: off until the office switches them on, with a reason; nothing is sent to anybody."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from luoshi.assessment.actions.adopting import count_edit, held_adoption
from luoshi.assessment.models import Adoption
from luoshi.assessment.rules.numbers import millionths
from luoshi.assessment.rules.rounds import SubjectKind
from luoshi.assessment.rules.standings import Thresholds, require_thresholds
from luoshi.audit.actions import record
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.programme.rules.texts import require_reason
from luoshi.tenancy.rules import Actor


def set_standings(
    *, actor: Actor, adoption_id: int, on: bool, by: Thresholds, reason: str, seen: int | None = None
) -> None:
    """Switch standings on or off and say from which points a body comes on a draft list.

    Raises ``Invalid`` (``reason-missing``, ``thresholds-cross``, ``standings-of-units``), ``Conflict`` (``stale``),
    ``NotFound``, ``NotAllowed``.
    """
    why = require_reason(reason)
    require_thresholds(by)
    with transaction.atomic():
        adoption = held_adoption(actor, adoption_id)
        if adoption.subject_kind != SubjectKind.UNIT:
            raise Invalid("standings-of-units", _("Only units are placed beside each other."))
        count_edit(adoption, seen)
        old = _said(adoption)
        adoption.standings = on
        adoption.commend_from, adoption.answer_below = _kept(by.commend_from), _kept(by.answer_below)
        adoption.save(update_fields=["standings", "commend_from", "answer_below"])
        record(
            actor=actor,
            verb="assessment.set_standings",
            subject_kind="adoption",
            subject_id=adoption.pk,
            old=old,
            new={**_said(adoption), "reason": why},
        )


def _kept(points: Decimal | None) -> int | None:
    return None if points is None else millionths(points)


def _said(adoption: Adoption) -> dict[str, object]:
    return {
        "standings": adoption.standings,
        "commend_from": adoption.commend_from,
        "answer_below": adoption.answer_below,
    }
