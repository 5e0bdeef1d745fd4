"""Answering and judging from the page of an obligation: the same reports, found by their occurrence."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.programme import actions as programme_actions
from luoshi.programme.actions import owed
from luoshi.programme.policy import require_move as require_programme_move
from luoshi.programme.rules import Noun, OccurrenceState
from luoshi.reporting.actions.answering import report
from luoshi.reporting.actions.asked import request_of
from luoshi.reporting.actions.drafted import require_nothing_drafted
from luoshi.reporting.actions.judging import accept, give_back
from luoshi.reporting.actions.said import Said
from luoshi.reporting.models import Request
from luoshi.reporting.queries.answerable import about
from luoshi.reporting.queries.to_ask import moved_since
from luoshi.reporting.queries.told import answering
from luoshi.reporting.rules import TEXT_LIMIT, RequestState
from luoshi.reporting.rules.reasons import written_reason
from luoshi.tenancy.rules import Actor


def request_for(*, actor: Actor, occurrence_id: int, today: date) -> int:
    """The request (id) that asks for an occurrence now: one that can be written, else the one about it alone, open
    again where the occurrence is; a new one where there is none. For the unit that owes it, when it begins to report:
    who only looks opens nothing (``queries.request_about``).
    """
    with transaction.atomic():
        row, found = owed.occurrence(actor, occurrence_id)
        open_ = about(row.pk)
        if open_ is not None:
            return open_
        alone = Request.objects.filter(occurrence=row, question=None, period=None)
        known = alone.values_list("pk", flat=True).first()
        if known is not None:
            if row.state in (OccurrenceState.OPEN.value, OccurrenceState.RETURNED.value):
                alone.update(state=RequestState.RETURNED.value)  # the office opened it again on its own page
                _journal(actor, known, "reporting.open_again", RequestState.RETURNED)
            return known
        require_programme_move(Noun.OCCURRENCE, "answer", row.state, found.parties)
        opens_on = min(max(row.opens_on or date.min, found.obligation.issued_on), today)
        made = Request.objects.create(
            jurisdiction_id=row.jurisdiction_id,
            occurrence=row,
            unit_id=found.obligation.unit_id,
            opens_on=opens_on,
            asked_on=max(opens_on, moved_since([row], today).get(row.pk, opens_on)),
            due=row.due,
            own=True,
        )
        _journal(actor, made.pk, "reporting.open_request", RequestState.OPEN)
        return made.pk


def _journal(actor: Actor, request_id: int, verb: str, state: RequestState) -> None:
    record(actor=actor, verb=verb, subject_kind="request", subject_id=request_id, new={"state": state.value})


def answer_occurrence(*, actor: Actor, occurrence_id: int, said: Said, today: date, seen: int | None = None) -> int:
    """Report on an occurrence; ``seen`` is the edit of the occurrence. Takes and raises what ``report`` does, and
    ``Conflict`` (``draft-waits``) where a draft is kept for it, which its page does not show.
    """
    with transaction.atomic():
        row, found = owed.occurrence(actor, occurrence_id)
        require_programme_move(Noun.OCCURRENCE, "answer", row.state, found.parties)
        _require_unchanged(row.edit, seen)
        request_id = request_for(actor=actor, occurrence_id=occurrence_id, today=today)
        require_nothing_drafted(request_of(actor, request_id)[0], None)
        return report(actor=actor, request_id=request_id, said=said, today=today)


def confirm_occurrence(*, actor: Actor, occurrence_id: int, today: date, seen: int | None = None) -> None:
    """Accept the report that answered an occurrence."""
    with transaction.atomic():
        request_id = _reported(actor, occurrence_id, seen)
        if request_id is None:
            programme_actions.confirm(actor=actor, occurrence_id=occurrence_id, today=today, seen=seen)
        else:
            accept(actor=actor, request_id=request_id, today=today)


def return_occurrence(*, actor: Actor, occurrence_id: int, reason: str, today: date, seen: int | None = None) -> None:
    """Return the report that answered an occurrence, with its reason."""
    said = owed.reason(reason)
    with transaction.atomic():
        request_id = _reported(actor, occurrence_id, seen)
        if request_id is None:
            programme_actions.give_back(actor=actor, occurrence_id=occurrence_id, said=said, today=today, seen=seen)
        else:
            give_back(actor=actor, request_id=request_id, said=written_reason(said, TEXT_LIMIT), today=today)


def _reported(actor: Actor, occurrence_id: int, seen: int | None) -> int | None:
    """The request whose report answered the occurrence; None where it was answered without one."""
    row, _found = owed.occurrence(actor, occurrence_id)
    _require_unchanged(row.edit, seen)
    return answering([row.pk]).get(row.pk)


def _require_unchanged(edit: int, seen: int | None) -> None:
    if seen is not None and seen != edit:
        raise Conflict(
            "stale",
            _("Somebody else has changed this meanwhile."),
            _("Reload the page, look at what has changed, and decide again."),
        )
