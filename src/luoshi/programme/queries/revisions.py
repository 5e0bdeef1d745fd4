"""What a commitment has said from one amendment to the next: who changed what, when and why, for ever."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Assignment, Commitment, Revision
from luoshi.programme.policy import Verb, require, visible
from luoshi.programme.queries.facts import ProgrammeLine, line_of
from luoshi.programme.rules import ChangeDecision, ChangeKind, UnitRole
from luoshi.programme.rules.marking import Mark, Sign, marks
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision. ``text`` is marked against the revision before; bodies by what they do, in order."""

    number: int
    current: bool
    text: tuple[Mark, ...]
    parties: tuple[tuple[UnitRole, str], ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    due: date | None
    due_text: str
    rhythm_text: str
    reason: str
    made_by: str
    made_at: datetime
    version_id: int | None
    version_number: int | None


@dataclass(frozen=True, slots=True)
class History:
    """A commitment and all its revisions, newest first."""

    id: int
    number: str
    title: str
    edit: int
    withdrawn_on: date | None
    withdrawn_by: str
    withdrawn_reason: str
    programme: ProgrammeLine
    lines: tuple[RevisionLine, ...]


def history(actor: Actor, commitment_id: int) -> History:
    """The revisions of a commitment. Raises ``NotFound`` for strangers."""
    require(actor, Verb.SEE)
    rows = Commitment.objects.filter(pk=commitment_id, programme__in=visible(actor)).select_related("programme")
    found = rows.first()
    if found is None:
        raise NotFound("commitment-not-found", _("There is no such commitment."))
    by, why = _withdrawn(found)
    return History(
        id=found.pk,
        number=found.number,
        title=found.title,
        edit=found.edit,
        withdrawn_on=found.withdrawn_on,
        withdrawn_by=by,
        withdrawn_reason=why,
        programme=line_of(found.programme),
        lines=_lines(found),
    )


def _withdrawn(found: Commitment) -> tuple[str, str]:
    """Who withdrew it and why: as the amendment tells it, else as those who owed it were told."""
    if found.withdrawn_on is None:
        return "", ""
    gone = found.changes.filter(kind=ChangeKind.REMOVED.value, decision=ChangeDecision.ACCEPTED.value)
    change = gone.select_related("account").last()
    if change is not None:
        return change.account.name if change.account else "", change.reason
    told = found.obligations.filter(withdrawn_on=found.withdrawn_on).values_list("withdrawn_reason", flat=True)
    return "", told.first() or ""


def _lines(found: Commitment) -> tuple[RevisionLine, ...]:
    rows = list(found.revisions.select_related("made_by", "passage").defer("passage__text").order_by("number"))
    named: dict[int, list[tuple[UnitRole, str]]] = defaultdict(list)
    for tie in Assignment.objects.filter(revision__in=rows).order_by("revision_id", "order"):
        named[tie.revision_id].append((UnitRole(tie.role), tie.written))
    numbers = dict(found.revisions.values_list("number", "passage__version__number"))
    lines = []
    for before, row in zip([None, *rows], rows, strict=False):
        lines.append(_line(row, before, named, numbers.get(row.number)))
    return tuple(reversed(lines))


def _line(
    row: Revision, before: Revision | None, named: dict[int, list[tuple[UnitRole, str]]], version: int | None
) -> RevisionLine:
    now, then = named[row.pk], named[before.pk] if before else []
    names, old = [name for _role, name in now], [name for _role, name in then]
    return RevisionLine(
        number=row.number,
        current=row.current,
        text=marks(before.text, row.text) if before else (Mark(Sign.SAME, row.text),),
        parties=tuple(now),
        came=tuple(name for name in names if before and name not in old),
        went=tuple(name for name in old if name not in names),
        due=row.due,
        due_text=row.due_text,
        rhythm_text=row.rhythm_text,
        reason=row.reason,
        made_by=row.made_by.name if row.made_by else "",
        made_at=row.made_at,
        version_id=row.passage.version_id if row.passage else None,
        version_number=version,
    )
