"""Phases of a draft, as the office corrects them. Once a programme is issued its phases change by amendment only."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.actions.programmes import count_edit, moved
from luoshi.programme.models import Phase, Programme
from luoshi.programme.rules.phases import require_range
from luoshi.programme.rules.texts import require_line
from luoshi.tenancy.rules import Actor


def add_phase(
    *,
    actor: Actor,
    programme_id: int,
    name: str,
    start: date | None = None,
    end: date | None = None,
    seen: int | None = None,
) -> int:
    """One more phase at the end; gives its id. Raises ``Invalid`` (``phase-name``, ``phase-range``, ``phase-year``)."""
    with transaction.atomic():
        programme = _draft(actor, programme_id, seen)
        require_range(start, end)
        phase = Phase.objects.create(
            jurisdiction_id=actor.jurisdiction_id,
            programme=programme,
            order=(programme.phases.aggregate(last=Max("order"))["last"] or 0) + 1,
            name=require_line(name, 200, "phase-name"),
            start=start,
            end=end,
        )
        _record(actor, "add_phase", programme, {}, _told(phase))
    return phase.pk


def set_phase(
    *,
    actor: Actor,
    programme_id: int,
    phase_id: int,
    name: str,
    start: date | None,
    end: date | None,
    seen: int | None = None,
) -> None:
    """The name and the days of a phase, both inclusive. Raises what ``add_phase`` raises, and ``NotFound``."""
    with transaction.atomic():
        programme = _draft(actor, programme_id, seen)
        phase = _phase(programme, phase_id)
        require_range(start, end)
        before = _told(phase)
        phase.name, phase.start, phase.end = require_line(name, 200, "phase-name"), start, end
        phase.save(update_fields=["name", "start", "end"])
        _record(actor, "set_phase", programme, before, _told(phase))


def raise_phase(*, actor: Actor, programme_id: int, phase_id: int, seen: int | None = None) -> None:
    """Let a phase change places with the one above it; the first stays where it is."""
    with transaction.atomic():
        programme = _draft(actor, programme_id, seen)
        phase = _phase(programme, phase_id)
        above = programme.phases.filter(order__lt=phase.order).order_by("-order").first()
        if above is None:
            return
        mine, theirs = phase.order, above.order
        free = (programme.phases.aggregate(last=Max("order"))["last"] or 0) + 1
        for row, order in ((above, free), (phase, theirs), (above, mine)):  # no two may share a place meanwhile
            row.order = order
            row.save(update_fields=["order"])
        _record(actor, "raise_phase", programme, {"phase": phase.pk, "order": mine}, {"order": theirs})


def drop_phase(*, actor: Actor, programme_id: int, phase_id: int, seen: int | None = None) -> None:
    """Take a phase out that nothing stands in. Raises ``Conflict`` (``phase-used``)."""
    with transaction.atomic():
        programme = _draft(actor, programme_id, seen)
        phase = _phase(programme, phase_id)
        if phase.commitments.exists():
            raise Conflict(
                "phase-used",
                _("Commitments stand in “{name}”."),
                _("Give them another phase first."),
                name=phase.name,
            )
        before = _told(phase)
        phase.delete()
        _record(actor, "drop_phase", programme, before, {})


def _draft(actor: Actor, programme_id: int, seen: int | None) -> Programme:
    programme, _state = moved(actor, programme_id, "decompose")
    count_edit(programme, seen)
    return programme


def _phase(programme: Programme, phase_id: int) -> Phase:
    found = programme.phases.filter(pk=phase_id).first()
    if found is None:
        raise NotFound("phase-not-found", _("There is no such phase."))
    return found


def _told(phase: Phase) -> dict[str, object]:
    days = {"start": phase.start, "end": phase.end}
    return {
        "phase": phase.pk,
        "order": phase.order,
        "name": phase.name,
        **{key: day.isoformat() if day else None for key, day in days.items()},
    }


def _record(actor: Actor, verb: str, programme: Programme, old: dict[str, object], new: dict[str, object]) -> None:
    record(actor=actor, verb=f"programme.{verb}", subject_kind="programme", subject_id=programme.pk, old=old, new=new)
