"""Judging a report: accepted or returned with a reason, by the office or the lead; remarks beside its lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.files.rules.clean import require_clean
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme import actions as programme_actions
from luoshi.programme.rules import HandlingVerb, OccurrenceState
from luoshi.reporting.actions.asked import count_done, request_of, require_unchanged
from luoshi.reporting.models import Remark, Request, Response
from luoshi.reporting.policy import require_move, visible
from luoshi.reporting.queries.desk import progress
from luoshi.reporting.rules import TEXT_LIMIT, WHOLE, lines_of, sentences_of
from luoshi.reporting.rules.reasons import require_reason
from luoshi.tenancy.rules import Actor, require_no_identity


def accept(*, actor: Actor, request_id: int, today: date, seen: int | None = None) -> None:
    """Accept a report; what it answered is confirmed."""
    with transaction.atomic():
        row, response = _judged(actor, request_id, "accept", seen)
        if _answers(response):
            programme_actions.confirm(actor=actor, occurrence_id=row.occurrence_id, today=today)
        response.accepted_on, response.judge_id = today, actor.account_id
        response.save(update_fields=["accepted_on", "judge"])
        _journal(actor, row, "reporting.accept", response, "")


def return_(*, actor: Actor, request_id: int, reason: str, today: date, seen: int | None = None) -> None:
    """Return a report with its reason: the unit corrects it, and a new version is made."""
    said = require_reason(reason, TEXT_LIMIT)
    require_no_identity(said)
    give_back(actor=actor, request_id=request_id, said=said, today=today, seen=seen)


def give_back(*, actor: Actor, request_id: int, said: str, today: date, seen: int | None = None) -> None:
    """The same with a reason that was looked at, for a verb that holds its transaction already."""
    with transaction.atomic():
        row, response = _judged(actor, request_id, "return", seen)
        if _answers(response):
            programme_actions.give_back(actor=actor, occurrence_id=row.occurrence_id, said=said, today=today)
        response.returned_on, response.reason, response.judge_id = today, said, actor.account_id
        response.save(update_fields=["returned_on", "reason", "judge"])
        _journal(actor, row, "reporting.return", response, said)


def accept_all(*, actor: Actor, programme_id: int, seen: Mapping[int, int], today: date) -> int:
    """Accept the reports of a programme that were looked at, ``seen`` by request (id) at its edit, and say that nothing
    changed or work goes on; gives how many.

    What has changed since, what meets an obligation and what answers a question stays: it is looked at one by one.
    What is refused (changed in this moment) does not hinder the others. Raises ``NotAllowed`` for who may not judge.
    """
    with transaction.atomic():
        rows = visible(actor).filter(occurrence__obligation__commitment__programme_id=programme_id, pk__in=list(seen))
        held = progress(rows).order_by("pk").values_list("pk", "edit")
        ids = [pk for pk, edit in held if seen[pk] == edit]
        return sum(_accepted(actor, pk, seen[pk], today) for pk in ids)


def _accepted(actor: Actor, request_id: int, seen: int, today: date) -> bool:
    """Whether a report could be accepted; where not, ``accept`` is undone and nothing of it kept."""
    try:
        accept(actor=actor, request_id=request_id, today=today, seen=seen)
    except (Conflict, NotFound):
        return False
    return True


def remark(*, actor: Actor, request_id: int, line: str, text: str, today: date, seen: int | None = None) -> int:
    """Say something of one line of the last report, as ``rules.lines_of`` names it, or of the ``whole`` (the same as
    no line); gives its id. Raises ``Invalid`` (``remark-empty``, ``remark-line``), ``Conflict`` (``stale``) where
    another report was given since ``seen``: the line would be another sentence.
    """
    said = text.strip()
    if not said or len(said) > TEXT_LIMIT:
        raise Invalid("remark-empty", _("Say in a sentence what is meant; at most {most} characters."), most=TEXT_LIMIT)
    require_clean(said)
    with transaction.atomic():
        row, mine = request_of(actor, request_id)
        require_move("remark", row.state, mine)
        require_unchanged(row, seen)
        response = _last(row)
        line = _line(response, line)
        kept = Remark.objects.create(
            jurisdiction_id=row.jurisdiction_id,
            response=response,
            line=line,
            text=said,
            account_id=actor.account_id,
            on=today,
        )
        record(
            actor=actor,
            verb="reporting.remark",
            subject_kind="request",
            subject_id=row.pk,
            new={"line": line, "text": said},
        )
        return kept.pk


def _judged(actor: Actor, request_id: int, verb: str, seen: int | None) -> tuple[Request, Response]:
    row, mine = request_of(actor, request_id)
    count_done(row, seen, require_move(verb, row.state, mine))
    return row, _last(row)


def _last(row: Request) -> Response:
    found = Response.objects.filter(request=row).select_related("handling__occurrence").order_by("-pk").first()
    if found is None:
        raise NotFound("report-not-found", _("Nothing was reported here yet."))
    return found


def _line(response: Response, named: str) -> str:
    """A line of a report as it is kept. Raises ``Invalid`` (``remark-line``) for what is none."""
    version = response.version
    evidence = version.evidence_uses.values_list("evidence_version_id", flat=True)
    lines = lines_of(sentences_of(version.text), figure=version.values.exists(), evidence=evidence)
    if named and named != WHOLE and named not in lines:
        raise Invalid("remark-line", _("The report has no such line."), _("Choose a line, or the whole report."))
    return named or WHOLE


def _answers(response: Response) -> bool:
    """Whether the response answered an occurrence that waits for a word still."""
    line = response.handling
    if line is None or line.verb != HandlingVerb.ANSWER.value:
        return False
    return line.occurrence.state == OccurrenceState.ANSWERED.value


def _journal(actor: Actor, row: Request, verb: str, response: Response, reason: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="request",
        subject_id=row.pk,
        new={"state": row.state, "response": response.pk, "reason": reason},
    )
