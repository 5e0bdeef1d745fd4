"""What the office says of names that a plan uses and nobody knows: asked once, all answers in one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor
from luoshi.units.actions.bodies import create_unit
from luoshi.units.actions.names import remember_name
from luoshi.units.policy import Verb, require
from luoshi.units.rules import UnitKind


@dataclass(frozen=True, slots=True)
class Answer:
    """A written name is that body (``unit_id``), that group (``group_id``), or a new body of a kind; exactly one."""

    written: str
    unit_id: int | None = None
    group_id: int | None = None
    kind: UnitKind | None = None


def answer_names(*, actor: Actor, answers: Iterable[Answer]) -> int:
    """Remember the answers, all or none; gives how many. Raises what ``remember_name`` and ``create_unit`` raise."""
    require(actor, Verb.EDIT)
    told = list(answers)
    with transaction.atomic():
        for answer in told:
            if [answer.unit_id, answer.group_id, answer.kind].count(None) != 2:
                raise Invalid("name-means-nothing", _("Choose the unit or the group that the name means."))
            if answer.kind is None:
                remember_name(actor=actor, written=answer.written, unit_id=answer.unit_id, group_id=answer.group_id)
            else:
                create_unit(actor=actor, name=answer.written, kind=answer.kind, reason="named-by-plan")
    return len(told)
