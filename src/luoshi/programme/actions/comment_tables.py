"""Comments that come back in a table: all of its lines, or none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.programme.actions.consulting import add_comment, say_nothing
from luoshi.programme.actions.programmes import held
from luoshi.programme.models import ConsultedUnit
from luoshi.programme.policy import parties, require_move
from luoshi.programme.queries.comment_tables import preview_comments
from luoshi.programme.rules import CommentSource, Noun
from luoshi.programme.rules.consulting import Fate, Line
from luoshi.tenancy.rules import Actor


def import_comments(*, actor: Actor, programme_id: int, lines: Iterable[Line], today: date) -> int:
    """Take the lines of a table over as ``preview_comments`` tells; gives how many comments are new.

    A comment that is here already is passed over, so that the same file may come twice. A body whose lines only say
    无意见 has no comment. Raises ``Invalid`` (``table-faulty``) where a line cannot be read: then nothing is written.
    """
    with transaction.atomic():
        programme = held(actor, programme_id)
        require_move(Noun.PROGRAMME, "comment", programme.state, parties(actor, programme))
        judged = preview_comments(actor, programme_id, lines)
        if judged.wrong:
            first = judged.wrong[0]
            raise Invalid(
                "table-faulty",
                _("Cell {place}: {reason} Nothing was taken over."),
                place=first.place,
                reason=first.reason,
            )
        rows = ConsultedUnit.objects.filter(consultation__programme=programme, consultation__closed_on__isnull=True)
        asked = {row.unit_id: row for row in rows}
        new = [one for one in judged.lines if one.fate is Fate.NEW]
        for one in new:
            row = asked[one.unit_id or 0]
            add_comment(actor, programme, row, one.commitment_id, one.line.text, today, CommentSource.TABLE)
        commented = set(
            ConsultedUnit.objects.filter(pk__in=[row.pk for row in asked.values()], comments__isnull=False).values_list(
                "unit_id", flat=True
            )
        )
        silent = {one.unit_id or 0 for one in judged.lines if one.fate is Fate.NO_COMMENT} - commented
        for unit_id in sorted(silent):
            say_nothing(actor, programme, asked[unit_id], today, CommentSource.TABLE)
        record(
            actor=actor,
            verb="programme.import_comments",
            subject_kind="programme",
            subject_id=programme.pk,
            new={"comments": len(new), "no_comment": sorted(silent)},
        )
    return len(new)
