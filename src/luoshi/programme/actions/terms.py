"""What a commitment says besides its sentences: title, day or rhythm, phase, quantities."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Max

from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.quantities import scaled
from luoshi.kernel.wording import _
from luoshi.outline.model import Comparator, Every
from luoshi.programme.actions.sentences import kept_text
from luoshi.programme.actions.stepping import Work, step
from luoshi.programme.models import Metric, Phase, Target
from luoshi.programme.rules import DueKind
from luoshi.tenancy.rules import Actor

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
# what the sheets write where the plan has no words of its own for it; {n} is the interval
RHYTHM_TEXT = {
    Every.DAY: ("每天", "每{n}天"),
    Every.WEEK: ("每周", "每{n}周"),
    Every.TEN_DAYS: ("每旬", "每{n}旬"),
    Every.MONTH: ("每月", "每{n}个月"),
    Every.QUARTER: ("每季度", "每{n}个季度"),
    Every.HALF_YEAR: ("每半年", "每{n}个半年"),
    Every.YEAR: ("每年", "每{n}年"),
    Every.CONTINUOUS: ("长期坚持", "长期坚持"),
}


def set_title(*, actor: Actor, commitment_id: int, title: str, seen: int | None = None) -> None:
    """Call a commitment by another title. Raises ``Invalid`` (``text-empty``, ``text-too-long``)."""
    with step(actor, "set_title", commitment_id, seen) as work:
        work.commitment.title = kept_text(title, 300)
        work.commitment.save(update_fields=["title"])


def set_due(
    *, actor: Actor, commitment_id: int, due: date | None, start: date | None = None, seen: int | None = None
) -> None:
    """By which day it is due, or from which day to which; None takes the limit away. Raises ``Invalid``
    (``due-missing``, ``day-out-of-range``, ``days-reversed``).
    """
    with step(actor, "set_due", commitment_id, seen) as work:
        _require_days(start, due)
        says = work.revision
        if (says.due, says.start) == (due, start) and (due or not says.due_text):
            return
        kind = DueKind.NONE if due is None else DueKind.WITHIN if start else DueKind.BY
        says.due_kind, says.due, says.start, says.due_text = kind.value, due, start, ""
        says.save(update_fields=["due_kind", "due", "start", "due_text"])


def _require_days(start: date | None, due: date | None) -> None:
    for day in (start, due):
        if day is not None and not FIRST <= day <= LAST:
            raise Invalid("day-out-of-range", _("{day} lies outside the years 2000 to 2099."), day=day.isoformat())
    if start is not None and due is None:
        raise Invalid("due-missing", _("A period needs its last day."))
    if start is not None and due is not None and due < start:
        raise Invalid("days-reversed", _("The last day lies before the first one."))


def set_rhythm(
    *,
    actor: Actor,
    commitment_id: int,
    every: Every | None,
    interval: int = 1,
    month: int | None = None,
    day: int | None = None,
    seen: int | None = None,
) -> None:
    """How it recurs; None for what is answered once. Raises ``Invalid`` (``rhythm-out-of-range``)."""
    with step(actor, "set_rhythm", commitment_id, seen) as work:
        whole = 1 <= interval <= 100 and 1 <= (month or 1) <= 12 and 1 <= (day or 1) <= 31
        if not whole:
            raise Invalid(
                "rhythm-out-of-range", _("Give an interval of 1 to 100, a month of 1 to 12, a day of 1 to 31.")
            )
        says = work.revision
        if every is None:
            says.every, says.interval, says.month, says.day, says.rhythm_text = "", 1, None, None, ""
        else:
            once, many = RHYTHM_TEXT[every]
            says.every, says.interval, says.month, says.day = every.value, interval, month, day
            says.rhythm_text = once if interval == 1 else many.format(n=interval)
        says.save(update_fields=["every", "interval", "month", "day", "rhythm_text"])


def set_phase(*, actor: Actor, commitment_id: int, phase_id: int | None, seen: int | None = None) -> None:
    """The phase in which it is due, or none. Raises ``NotFound`` for one of another programme."""
    with step(actor, "set_phase", commitment_id, seen) as work:
        if phase_id is not None and not Phase.objects.filter(pk=phase_id, programme=work.programme).exists():
            raise NotFound("phase-not-found", _("There is no such phase."))
        work.commitment.phase_id = phase_id
        work.commitment.save(update_fields=["phase"])


def set_quantity(
    *,
    actor: Actor,
    commitment_id: int,
    value: Decimal,
    unit: str,
    subject: str,
    comparator: Comparator = Comparator.AT_LEAST,
    target_id: int | None = None,
    seen: int | None = None,
) -> None:
    """A quantity to be reached: a new one, or ``target_id`` corrected. Raises ``Invalid`` where it cannot be kept."""
    with step(actor, "set_quantity", commitment_id, seen) as work:
        name, measured = kept_text(subject, 200), kept_text(unit, 40)
        kept = scaled(value, f"{value}{measured}")
        metric, _made = Metric.objects.get_or_create(
            programme=work.programme,
            name=name,
            unit_of_measure=measured,
            defaults={"jurisdiction_id": work.tenant},
        )
        row, before = _target(work, target_id), None
        if target_id is not None:
            before = row.metric_id
        row.metric, row.scaled, row.scaled_max, row.comparator = metric, kept, None, comparator.value
        row.text = row.text or f"{name}{value.normalize():f}{measured}"[:500]
        row.save()
        _drop_unused(before)


def drop_quantity(*, actor: Actor, commitment_id: int, target_id: int, seen: int | None = None) -> None:
    """Take a quantity away: the reader took something for one, or nobody counts it. Raises ``NotFound``."""
    with step(actor, "drop_quantity", commitment_id, seen) as work:
        row = _target(work, target_id)
        metric_id = row.metric_id
        row.delete()
        _drop_unused(metric_id)


def _target(work: Work, target_id: int | None) -> Target:
    if target_id is None:
        last = Target.objects.filter(programme=work.programme).aggregate(last=Max("order"))["last"] or 0
        return Target(jurisdiction_id=work.tenant, programme=work.programme, commitment=work.commitment, order=last + 1)
    found = Target.objects.filter(pk=target_id, commitment=work.commitment).first()
    if found is None:
        raise NotFound("target-not-found", _("There is no such quantity here any more."), _("Reload the page."))
    return found


def _drop_unused(metric_id: int | None) -> None:
    Metric.objects.filter(pk=metric_id or 0, targets__isnull=True).delete()
