"""What every verb about an obligation begins with: it, in what relation the actor stands to it, and whether it runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from luoshi.files.rules.clean import require_public
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Obligation, Occurrence, Petition, Programme
from luoshi.programme.policy import parties, sees
from luoshi.programme.queries.relations import lead_over
from luoshi.programme.rules import Party, stopped
from luoshi.tenancy.prepared_writes import PreparedUpdate
from luoshi.tenancy.rules import Actor

LONGEST = 2000  # characters of an answer, a reason


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation in a verb, and in what relations the actor stands to it."""

    obligation: Obligation
    programme: Programme
    parties: frozenset[Party]


def owed(actor: Actor, obligation_id: int) -> Owed:
    """An obligation for a verb, locked. Raises ``NotFound`` for strangers."""
    rows = Obligation.objects.filter(pk=obligation_id).order_by()
    row = rows.select_for_update(of=("self",)).select_related("commitment__programme").first()
    if row is None or not sees(actor, row.commitment.programme):
        raise NotFound("obligation-not-found", _("There is no such obligation."))
    return standing(actor, row)


def occurrence(actor: Actor, occurrence_id: int) -> tuple[Occurrence, Owed]:
    """An occurrence for a verb, locked. Raises ``NotFound`` for strangers."""
    rows = Occurrence.objects.filter(pk=occurrence_id).order_by()
    row = rows.select_for_update(of=("self",)).select_related("obligation__commitment__programme").first()
    if row is None or not sees(actor, row.obligation.commitment.programme):
        raise NotFound("occurrence-not-found", _("There is no such obligation."))
    return row, standing(actor, row.obligation)


def petition(actor: Actor, petition_id: int) -> tuple[Petition, Owed]:
    """A petition for a verb, locked. Raises ``NotFound`` for strangers."""
    rows = Petition.objects.filter(pk=petition_id).order_by()
    row = rows.select_for_update(of=("self",)).select_related("obligation__commitment__programme").first()
    if row is None or not sees(actor, row.obligation.commitment.programme):
        raise NotFound("petition-not-found", _("There is no such request."))
    return row, standing(actor, row.obligation, assigned=row.assigned_to_id)


def standing(actor: Actor, row: Obligation, assigned: int | None = None) -> Owed:
    """In what relations the actor stands to an obligation; a lead only towards those who support it."""
    programme = row.commitment.programme
    mine = parties(actor, programme, owner=row.unit_id, lead=lead_over(actor, row), assigned=assigned)
    return Owed(row, programme, mine)


def require_running(found: Owed) -> None:
    """Raise ``Conflict`` where the programme does not run (``programme-not-running``), or nobody owes it any more
    (``obligation-withdrawn``).
    """
    why = stopped(found.programme.state, found.obligation.state)
    if why is not None:
        raise Conflict(*why)


def count_done(row: Occurrence | Petition, seen: int | None, **changed: object) -> None:
    """Count what was done, and keep what changed with it. Raises ``Conflict`` (``stale``) where the row changed since
    it was read, or since ``seen`` (None: whoever did it had not seen it before).
    """
    counting = _counting(type(row), tuple(changed))
    if seen not in (None, row.edit) or not counting.run(row.pk, row.edit, edit=row.edit + 1, **changed):
        raise Conflict(
            "stale",
            _("Somebody else has changed this meanwhile."),
            _("Reload the page, look at what has changed, and decide again."),
        )
    row.edit += 1
    for name, value in changed.items():
        setattr(row, name, value)


@cache
def _counting(model: type[Occurrence | Petition], names: tuple[str, ...]) -> PreparedUpdate:
    return PreparedUpdate(lambda pk, edit: model.objects.filter(pk=pk, edit=edit), "edit", *names)


def written(text: str, code: str, message: str) -> str:
    """What somebody wrote, line by line. Raises ``Invalid``: with ``code`` and ``message`` where there is nothing, and
    ``text-too-long``.
    """
    kept = "\n".join(line.strip() for line in text.strip().splitlines())
    if not kept:
        raise Invalid(code, message)
    return _short(kept)


def words(text: str, code: str, message: str) -> str:
    """What somebody wrote, as it is kept. Raises what ``written`` and ``require_public`` raise."""
    return require_public(written(text, code, message))


def optional_words(text: str) -> str:
    """The same where nothing need be written."""
    return require_public(optional(text))


def optional(text: str) -> str:
    """The same of a text that was looked at (``require_public``)."""
    return _short(text.strip())


def reason(text: str, longest: int = LONGEST) -> str:
    """A reason as it is kept. Raises what ``words`` raises, with ``reason-missing`` where there is none.

    What looks at words takes its time: verbs do it before their transaction, for while that waits or writes, everybody
    else who writes waits too.
    """
    return require_public(why(text, longest))


def why(text: str, longest: int = LONGEST) -> str:
    """The same of a text that was looked at (``require_public``)."""
    return _short(written(text, "reason-missing", _("Say why: a reason is needed here.")), longest)


def _short(text: str, longest: int = LONGEST) -> str:
    if len(text) > longest:
        raise Invalid("text-too-long", _("This is too long: at most {most} characters."), most=longest)
    return text
