"""Taking over a task table that came back: a draft as one step of the grid, an issued programme as amendments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.programme.actions.amending import amendable
from luoshi.programme.actions.applying import withdraw
from luoshi.programme.actions.programmes import count_edit
from luoshi.programme.actions.restating import add, issued, restate
from luoshi.programme.actions.stepping import step
from luoshi.programme.actions.wordings import Amending
from luoshi.programme.models import Commitment, Programme
from luoshi.programme.queries.tables import Preview, preview
from luoshi.programme.rules import ProgrammeState
from luoshi.programme.rules.tables import Fate
from luoshi.tenancy.rules import Actor
from luoshi.units.rules.heads import TableRow


def apply_table(
    *,
    actor: Actor,
    programme_id: int,
    rows: Sequence[TableRow],
    mark: str,
    today: date,
    reason: str = "",
    drop_missing: bool = False,
) -> int:
    """Write what the preview with this ``mark`` promised, all of it or nothing; gives how many commitments changed.

    ``drop_missing`` also withdraws the commitments that no row names. Raises ``Conflict`` (``stale``) where the rows
    would do something else by now, ``Invalid`` (``rows-refused``; ``reason-missing`` for an issued programme),
    ``NotAllowed``, ``NotFound``.
    """
    with transaction.atomic():
        programme = amendable(actor, programme_id)
        found = preview(actor, programme_id, rows, today)
        if found.mark != mark:
            raise Conflict("stale", _("Somebody has changed this meanwhile. Look at it as it is now and decide again."))
        if found.refused:
            raise Invalid("rows-refused", _("{count} rows are refused; nothing was written."), count=found.refused)
        missing = [pk for pk, _title in found.missing] if drop_missing else []
        if programme.state == ProgrammeState.ISSUED.value:
            work = issued(actor, programme_id, today, reason)
            _write(work, found, missing, reason.strip())
            count_edit(programme, None)
        elif found.work or missing:
            _as_step(actor, programme, found, missing, today)
    return found.work + len(missing)


def _as_step(actor: Actor, programme: Programme, found: Preview, missing: list[int], today: date) -> None:
    """In a draft, all of it is one step that can be undone."""
    touched = [row.id for row in found.rows if row.fate is Fate.CHANGE] + missing
    if not touched:  # rows are only added: any commitment stands for the step
        standing = programme.commitments.filter(withdrawn_on__isnull=True).order_by("order")
        touched = list(standing.values_list("pk", flat=True)[:1])
    if not touched:
        _write(Amending(actor, programme, today), found, missing, "")
        return
    with step(actor, "apply_table", touched[0], None, touched[1:]) as work:
        work.made += _write(Amending(actor, work.programme, today), found, missing, "")


def _write(amending: Amending, found: Preview, missing: Sequence[int], reason: str) -> list[int]:
    """Write the rows; gives the ids of the commitments that are new."""
    ids = [*(row.id for row in found.rows), *missing]
    known = Commitment.objects.in_bulk(ids)
    made = []
    for row in found.rows:
        if row.fate is Fate.ADD:
            made.append(add(amending, row.told).pk)
        elif row.fate is Fate.CHANGE:
            if amending.runs:
                count_edit(known[row.id], None)
            restate(amending, known[row.id], row.told, reason)
    for pk in missing:
        withdraw(amending, known[pk], reason)
        if amending.runs:
            record(
                actor=amending.actor,
                verb="programme.withdraw_commitment",
                subject_kind="commitment",
                subject_id=pk,
                old={"title": known[pk].title},
                new={"withdrawn_on": amending.today.isoformat(), "reason": reason},
            )
    return made
