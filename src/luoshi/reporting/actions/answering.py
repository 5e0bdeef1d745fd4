"""Answering a request: a report, "no change", the reuse of an earlier answer, and the unit's own approval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _, translate
from luoshi.programme.actions import handling, owed
from luoshi.programme.models import Handling
from luoshi.programme.queries.standings import lights_by_id
from luoshi.programme.rules import HandlingVerb, OccurrenceState
from luoshi.programme.rules.periods import ONCE
from luoshi.reporting.actions.asked import count_done, request_of
from luoshi.reporting.actions.drafted import Dropped, require_looked_at, require_nothing_drafted
from luoshi.reporting.actions.freezing import brought_by, freeze, plain_figure
from luoshi.reporting.actions.said import Said, check
from luoshi.reporting.actions.serving import serve_joined
from luoshi.reporting.models import AnswerVersion, Draft, DraftEvidence, Reporting, Request, Response
from luoshi.reporting.policy import require_move, require_office
from luoshi.reporting.queries.earlier import elsewhere_restricted
from luoshi.reporting.queries.inbox import light_of, unchanged_of
from luoshi.reporting.queries.known import stands, wanted_of
from luoshi.reporting.queries.tracked import is_another, target_of, tracked
from luoshi.reporting.rules import (
    REPORT_WORDS,
    TEXT_LIMIT,
    Approval,
    ReportState,
    Station,
)
from luoshi.reporting.rules.matching import Wanted
from luoshi.reporting.rules.reasons import require_reason
from luoshi.reporting.rules.reports import stood
from luoshi.tenancy.group_commit import together
from luoshi.tenancy.prepared_writes import PreparedInsert
from luoshi.tenancy.rules import Actor


def report(
    *,
    actor: Actor,
    request_id: int,
    said: Said,
    today: date,
    seen: int | None = None,
    draft_seen: int | None = None,
    on_behalf: bool = False,
) -> int:
    """Report on a request and give the id of the response; where the unit approves in the system, keep it as a draft
    for its approver and give 0.

    A report that something falling due is under way is taken as progress: the request stays open. ``draft_seen`` is the
    saving of the draft from which whoever reports went on, ``on_behalf`` where the office enters what a unit returned
    on paper. Raises ``Invalid`` (``answer-empty``, ``report-too-long``, ``signed-paper-missing``,
    ``evidence-not-taken``, and what the figure raises), ``Conflict`` (``stale``, ``state-forbids``), ``NotAllowed``.
    """
    said.require_clean()  # before anybody else has to wait for this transaction

    def judged() -> int:
        speaker = speaking(actor, request_id) if on_behalf else actor
        row, mine = request_of(speaker, request_id)
        approval = Approval.NONE if on_behalf else approval_of(row)
        whole = said.of(row)
        check(row, whole, approval)
        require_looked_at(row, whole, draft_seen)
        return _hand_in(speaker, row, mine, whole, approval, today, seen)

    return together(judged)


def _hand_in(
    actor: Actor,
    row: Request,
    mine: frozenset[Station],
    said: Said,
    approval: Approval,
    today: date,
    seen: int | None,
) -> int:
    """Give it to the request, or to the unit's approver where one is asked: whoever is one needs no other."""
    if approval is not Approval.IN_SYSTEM or Station.APPROVER in mine:
        return _give(actor, row, mine, said, today, seen)
    count_done(row, seen, require_move("submit", row.state, mine))
    _keep_for_approver(actor, row, said)
    _journal(actor, row, "reporting.submit", said)
    return 0


def speaking(actor: Actor, request_id: int) -> Actor:
    """The office as the voice of the unit of a request, which answers on paper: the journal keeps whose hand it was.

    Raises ``NotFound`` and ``NotAllowed``.
    """
    row, _mine = request_of(actor, request_id)
    require_office(actor, row.occurrence.obligation.commitment.programme)
    return replace(actor, liaison_ids=actor.liaison_ids | {row.unit_id})


def no_change(
    *,
    actor: Actor,
    request_id: int,
    today: date,
    seen: int | None = None,
    dropping: Dropped | None = None,
    on_behalf: bool = False,
) -> int:
    """Report that nothing has changed: one tap, and a full report. Raises ``Invalid`` (``no-change-not-taken``) where
    it falls due in the period, is behind or late, was returned, or nothing was reported before; ``Conflict``
    (``draft-waits``) where it would drop a draft, unless that was looked at (``dropping``) or the office
    looked at it with a returned table. No words, figure or evidence go out with it: it needs no signed paper, wherever
    one is asked for.
    """

    def judged() -> int:
        speaker = speaking(actor, request_id) if on_behalf else actor
        row, mine = request_of(speaker, request_id)
        light = lights_by_id([row.occurrence.obligation_id], today)[row.occurrence.obligation_id]
        fault = unchanged_of(row, light_of(row, light, today), today, reported=reported_before(row))
        if fault is not None:
            raise Invalid("no-change-not-taken", fault.message)
        if not on_behalf:
            require_nothing_drafted(row, dropping)
        approval = Approval.NONE if on_behalf else approval_of(row)
        return _hand_in(speaker, row, mine, Said(ReportState.NO_CHANGE, reused=True), approval, today, seen)

    return together(judged)


def reuse(
    *,
    actor: Actor,
    request_id: int,
    version_id: int,
    today: date,
    seen: int | None = None,
    dropping: Dropped | None = None,
    state: ReportState | None = None,
    signed: str = "",
) -> int:
    """Give an answer that the unit has given already, figure and evidence with it, to one more request; ``state`` is
    how this one stands. Unsaid (None) it is under way: that something else is completed says nothing of it. ``signed``
    names the paper that was signed for this report, where one is asked for.

    What was said about a restricted commitment stays there (``NotFound``). Raises what ``report`` does, ``Invalid``
    (``answer-another``) for a figure or a paper that is not what is asked for here, and of drafts what ``no_change``
    does.
    """
    with transaction.atomic():
        row, mine = request_of(actor, request_id)
        require_nothing_drafted(row, dropping)
        rows = AnswerVersion.objects.filter(pk=version_id, answer__unit_id=row.unit_id)
        kept = Response.objects.filter(elsewhere_restricted(row.occurrence.obligation.commitment_id), reused=False)
        version = rows.exclude(pk__in=kept.values("version")).first()
        if version is None:
            raise NotFound("answer-not-found", _("There is no such answer of this unit."))
        said = replace(_said_again(row, version, state, today), signed=signed.strip())
        said.require_clean()
        approval = approval_of(row)
        check(row, said, approval)
        return _hand_in(actor, row, mine, said, approval, today, seen)


def _said_again(row: Request, version: AnswerVersion, state: ReportState | None, today: date) -> Said:
    """An earlier version, said to another request: the same version where that stands as this does, else its words
    anew. How it stood, and whether its day would be met, is said again only of the same occurrence.

    Raises ``Invalid`` (``answer-another``) where the version has another figure, or another paper, than is asked for.
    """
    figure, target = _figure_again(row, version, today)
    own = version.responses.filter(request__occurrence=row.occurrence_id, request__question=row.question_id).exists()
    said = Said(
        state or (ReportState(version.state) if own else ReportState.UNDER_WAY),
        version.text,
        figure,
        target,
        version.reachable if own else None,
        tuple(version.evidence_uses.values_list("evidence_version__evidence_id", flat=True)),
        reused=True,
    ).of(row)
    alike = (said.state.value, said.reachable) == (version.state, version.reachable)
    return replace(said, version=version if alike or row.question is not None else None)


def _figure_again(row: Request, version: AnswerVersion, today: date) -> tuple[str, int | None]:
    """The figure of an earlier version as it is typed, and the target (id) that it is of here: only what is of the same
    quantity, period, place and definition as that which is asked for, whatever a page had offered before.
    """
    wanted = wanted_of(row.question) if row.question is not None else Wanted()
    if wanted.matchable:
        if not stands(version, wanted):
            raise Invalid("answer-another", _("That answer is not of the figure or the paper that is asked for here."))
        value = version.values.first()
        return plain_figure(value.scaled) if value is not None and wanted.figure is not None else "", None
    asked, area = tracked(row, today), row.occurrence.obligation.unit.name
    prefetch_related_objects([version], "values__metric")
    if is_another(version, asked.values(), area):
        raise Invalid(
            "answer-another",
            _("The figure of that answer is of another quantity, period, place or definition than is asked for here."),
            _("Report in words of your own, with the figure that is asked for."),
        )
    value = next(iter(version.values.all()), None)
    return plain_figure(value.scaled) if value is not None else "", target_of(version, asked, area)


def approve(*, actor: Actor, request_id: int, today: date, seen: int | None = None) -> int:
    """Approve what the unit's liaison has written, and report it."""
    with transaction.atomic():
        row, mine = request_of(actor, request_id)
        require_move("approve", row.state, mine)
        draft = Draft.objects.get(request=row)
        said = Said(
            ReportState(draft.state),
            draft.text.strip(),
            draft.figure,
            draft.target_id,
            draft.reachable,
            tuple(draft.evidence.values_list("evidence_id", flat=True)),
            draft.signed,
            draft.reused,
        )
        said.require_clean()  # a draft may have been kept before all its fields were looked at
        row.state = _stood(row)
        return _give(actor, row, mine, said, today, seen, approved=True)


def send_back(*, actor: Actor, request_id: int, reason: str, seen: int | None = None) -> None:
    """Send a report back to the liaison before it goes out; what was written stays in the draft."""
    _move_only(actor, request_id, "send-back", require_reason(reason, TEXT_LIMIT), seen)


def take_back(*, actor: Actor, request_id: int, seen: int | None = None) -> None:
    """Take back what waits for the approver; the request stands where it stood before that was sent."""
    _move_only(actor, request_id, "take-back", "", seen)


def _move_only(actor: Actor, request_id: int, verb: str, reason: str, seen: int | None) -> None:
    with transaction.atomic():
        row, mine = request_of(actor, request_id)
        after = require_move(verb, row.state, mine)
        after = _stood(row) if verb == "take-back" else after
        count_done(row, seen, after)
        record(
            actor=actor,
            verb=f"reporting.{verb}",
            subject_kind="request",
            subject_id=row.pk,
            new={"state": after, "reason": reason},
        )


def _stood(row: Request) -> str:
    """Where a request that waits for the approver stood before."""
    rows = Response.objects.filter(request=row).order_by("-pk")
    last = rows.values_list("returned_on", "accepted_on").first()
    return stood(question=row.question_id is not None, answered=last is not None, undone=any(last or ())).value


def approval_of(row: Request) -> Approval:
    """What approval the programme of a request asks of a unit."""
    found: Reporting | None = getattr(row.occurrence.obligation.commitment.programme, "reporting", None)
    return Approval(found.approval) if found else Approval.NONE


def reported_before(row: Request) -> bool:
    """Whether the unit has said how the obligation stands: an answer to a question beside it says nothing of that."""
    obligation = row.occurrence.obligation_id
    return Handling.objects.filter(occurrence__obligation_id=obligation, unit_id=row.unit_id).exists()


def _keep_for_approver(actor: Actor, row: Request, said: Said) -> None:
    draft, _made = Draft.objects.get_or_create(request=row, defaults={"jurisdiction_id": row.jurisdiction_id})
    draft.state, draft.text, draft.figure = said.state.value, said.text, said.figure
    draft.target_id, draft.reachable, draft.reused = said.target_id, said.reachable, said.reused
    draft.signed, draft.account_id, draft.edit = said.signed, actor.account_id, draft.edit + 1
    draft.save()
    draft.evidence.exclude(evidence_id__in=said.evidence_ids or ()).delete()  # it belonged to what was dropped
    for evidence in brought_by(row, said.evidence_ids or ()):
        DraftEvidence.objects.get_or_create(
            draft=draft, evidence=evidence, defaults={"jurisdiction_id": row.jurisdiction_id}
        )


def _give(
    actor: Actor,
    row: Request,
    mine: frozenset[Station],
    said: Said,
    today: date,
    seen: int | None,
    *,
    approved: bool = False,
) -> int:
    """Freeze what was said, give it to the request, and tell the programme."""
    meets = _meets(row, said, today)
    verb = "report" if meets or not row.final else "note"
    after = require_move(verb, row.state, mine | ({Station.WRITER} if approved else frozenset()))
    # every report counts, so nothing was reported yet; a question may have been given what was known already
    first = row.edit == 0 and row.question is None
    count_done(row, seen, after)
    brought = brought_by(row, said.evidence_ids or ())
    line = _tell_programme(actor, row, said, today, meets=meets)
    version = said.version or freeze(actor, row, said, today, line, brought, first=first)
    response = _RESPONSES.make(
        jurisdiction_id=row.jurisdiction_id,
        request_id=row.pk,
        version_id=version.pk,
        handling_id=line.pk if line is not None else None,
        reused=said.reused,
        approver_id=actor.account_id if approved else None,
        signed=said.signed,
        on=today,
    )
    draft: Draft | None = getattr(row, "draft", None)
    if draft is not None:
        draft.delete()
    _journal(actor, row, f"reporting.{verb}", said, response.pk)
    serve_joined(actor=actor, row=row, version=version, today=today)
    return response.pk


_RESPONSES = PreparedInsert(Response)


def _meets(row: Request, said: Said, today: date) -> bool:
    """Whether the report meets the occurrence: it says so, or a period of a rhythm falls due; a question never does."""
    if row.question is not None:
        return False
    if said.state is ReportState.COMPLETED:
        return True
    return row.occurrence.period != ONCE and row.falls_due(today)


def _tell_programme(actor: Actor, row: Request, said: Said, today: date, *, meets: bool) -> Handling | None:
    """Tell the programme, which takes nothing where it does not run; a question is answered beside it, and it is not
    told.
    """
    found = owed.standing(actor, row.occurrence.obligation)
    owed.require_running(found)
    if row.question is not None:
        return None
    words = said.text or translate(REPORT_WORDS[said.state])
    if meets and row.occurrence.state not in (OccurrenceState.OPEN.value, OccurrenceState.RETURNED.value):
        raise Conflict("state-forbids", _("This was answered already on the page of the obligation."))
    verb = HandlingVerb.ANSWER if meets else HandlingVerb.PROGRESS
    told = handling.Said(verb, words, said.figure, said.target_id, said.reachable)
    return handling.hear(actor, row.occurrence, found, told, today)


def _journal(actor: Actor, row: Request, verb: str, said: Said, response: int | None = None) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="request",
        subject_id=row.pk,
        new={
            "state": row.state,
            "says": said.state.value,
            "text": said.text,
            "figure": said.figure,
            "evidence": list(said.evidence_ids or ()),
            "reused": said.reused,
            "response": response,
        },
    )
