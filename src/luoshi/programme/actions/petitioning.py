"""What a body asks about an obligation: to be freed of it (任务异议), more time (延期), help (困难问题)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.programme.actions import owed
from luoshi.programme.actions.lighting import outdate
from luoshi.programme.actions.owed import Owed
from luoshi.programme.models import Occurrence, Petition, PetitionStep, Programme
from luoshi.programme.policy import require_move
from luoshi.programme.queries.facts import last_of, phases_of
from luoshi.programme.queries.relations import pending
from luoshi.programme.rules import Noun, PetitionKind, PetitionState, PetitionVerb
from luoshi.programme.rules.periods import WITHOUT_END
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries

FARTHEST = timedelta(days=3660)  # no help is asked for later than ten years from now
LONGEST_NAME = 120


def object_(*, actor: Actor, obligation_id: int, reason: str, today: date) -> int:
    """Object to a task as outside the body's duty; gives the petition. The obligation stands until it is decided.

    Raises ``Conflict`` (``objection-open``) where one is undecided, ``Invalid`` (``reason-missing``), ``NotAllowed``
    for anybody but the body.
    """
    text = owed.reason(reason)
    with transaction.atomic():
        found = owed.owed(actor, obligation_id)
        require_move(Noun.OBLIGATION, "object", found.obligation.state, found.parties)
        owed.require_running(found)
        mine = Petition.objects.filter(obligation=found.obligation, kind=PetitionKind.OBJECTION.value)
        if mine.filter(state=PetitionState.OPEN.value).exists():
            raise Conflict("objection-open", _("An objection to this task is undecided; wait for the decision."))
        return _open(actor, found, Petition(kind=PetitionKind.OBJECTION.value, text=text), today)


def ask_extension(*, actor: Actor, occurrence_id: int, wanted: date, reason: str, today: date) -> int:
    """Ask for more time, before the due day, until a later one; gives the petition. The day stands until it is granted.

    Raises ``Conflict`` (``no-day``, ``extension-too-late``, ``extension-open``), ``Invalid`` (``wanted-not-later``,
    ``wanted-after-end``, ``reason-missing``), ``NotAllowed`` for anybody but the body.
    """
    text = owed.reason(reason)
    with transaction.atomic():
        row, found = owed.occurrence(actor, occurrence_id)
        require_move(Noun.OCCURRENCE, "extend", row.state, found.parties)
        owed.require_running(found)
        if row.due is None:
            raise Conflict("no-day", _("It has no day, so there is none that could be moved."))
        if today >= row.due:
            raise Conflict(
                "extension-too-late",
                _("More time must be asked for before the due day, which was {day}."),
                _("Answer with what is done, and say why it is late."),
                day=row.due.isoformat(),
            )
        later(found.programme, row, wanted)
        if Petition.objects.filter(occurrence=row, kind=PetitionKind.EXTENSION.value, state="open").exists():
            raise Conflict("extension-open", _("More time was asked for already; wait for the decision."))
        made = Petition(kind=PetitionKind.EXTENSION.value, occurrence=row, wanted=wanted, text=text)
        return _open(actor, found, made, today)


def later(programme: Programme, row: Occurrence, wanted: date) -> None:
    """Raise ``Invalid`` where a day is not later than the due day (``wanted-not-later``), or lies after the end of the
    programme, or where that has none a year after the due day (``wanted-after-end``).
    """
    due = row.due or wanted
    if wanted <= due:
        raise Invalid("wanted-not-later", _("The new day must be later than the due day, {day}."), day=due.isoformat())
    end = last_of(phases_of(programme)) or due + WITHOUT_END
    if wanted > max(end, due):
        raise Invalid("wanted-after-end", _("The new day must not lie after {day}."), day=max(end, due).isoformat())


def raise_difficulty(
    *,
    actor: Actor,
    obligation_id: int,
    text: str,
    wanted: date,
    today: date,
    needed_from: int | None = None,
    needed_words: str = "",
) -> int:
    """Raise a difficulty: what is needed, from whom (a body of the county, or in words), by when; gives the petition.
    One that waits for an answer in the same words is kept once: a form may be sent twice.

    Raises ``Invalid`` (``need-missing``, ``needed-from-missing``, ``wanted-passed``, ``wanted-too-far``),
    ``NotAllowed`` for anybody but the body.
    """
    need = owed.words(text, "need-missing", _("Say what is needed."))
    whom = owed.optional_words(" ".join(needed_words.split()))
    with transaction.atomic():
        found = owed.owed(actor, obligation_id)
        require_move(Noun.OBLIGATION, "raise", found.obligation.state, found.parties)
        owed.require_running(found)
        if needed_from is None and not whom:
            raise Invalid("needed-from-missing", _("Say from whom it is needed: choose a body or write who."))
        if len(whom) > LONGEST_NAME:
            raise Invalid("text-too-long", _("This is too long: at most {most} characters."), most=LONGEST_NAME)
        if wanted < today:
            raise Invalid("wanted-passed", _("This day has passed. Give one from today on."))
        if wanted > today + FARTHEST:
            raise Invalid("wanted-too-far", _("This day is too far away."))
        said: dict[str, Any] = {
            "kind": PetitionKind.DIFFICULTY.value,
            "text": need,
            "wanted": wanted,
            "needed_from": unit_queries.unit(actor, needed_from) if needed_from is not None else None,
            "needed_words": whom,
        }
        same = Petition.objects.filter(pending(), obligation=found.obligation, **said).first()
        return same.pk if same else _open(actor, found, Petition(**said), today)


def _open(actor: Actor, found: Owed, made: Petition, today: date) -> int:
    row = found.obligation
    made.jurisdiction_id, made.obligation, made.opened_on = row.jurisdiction_id, row, today
    made.save()
    step(actor, made, PetitionVerb.OPEN, "", today, unit_id=row.unit_id)
    outdate(row.pk)
    record(
        actor=actor,
        verb=f"programme.open_{made.kind}",
        subject_kind="petition",
        subject_id=made.pk,
        new={
            "obligation": row.pk,
            "text": made.text,
            "wanted": made.wanted.isoformat() if made.wanted else None,
            "needed_from": made.needed_from_id,
            "needed_words": made.needed_words,
        },
    )
    return made.pk


def step(
    actor: Actor, row: Petition, verb: PetitionVerb, text: str, today: date, *, unit_id: int | None = None
) -> None:
    """One line of the history of a petition, within the transaction of the verb that calls it."""
    PetitionStep.objects.create(
        jurisdiction_id=row.jurisdiction_id,
        petition=row,
        verb=verb.value,
        text=text,
        unit_id=unit_id,
        account_id=actor.account_id,
        on=today,
    )
