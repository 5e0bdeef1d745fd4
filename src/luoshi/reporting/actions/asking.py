"""Asking units a question beyond the rhythm: of those alone who have not answered it already; and withdrawing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.kernel.wording import _
from luoshi.programme import actions as programme_actions
from luoshi.programme.models import Commitment, Metric, Occurrence
from luoshi.programme.rules import OccurrenceState
from luoshi.reporting.actions.serving import give_known
from luoshi.reporting.models import Question, Request
from luoshi.reporting.policy import readable_questions, withdraws
from luoshi.reporting.queries.answerable import UNANSWERED
from luoshi.reporting.queries.asking import Preview, UnitFate, commitment_of, preview_of
from luoshi.reporting.rules import Composed, Fate, RequestState, checked
from luoshi.reporting.rules.matching import measure_of, words_of
from luoshi.reporting.rules.reasons import WITHDRAWAL_LIMIT, require_reason
from luoshi.reporting.rules.reports import led_to
from luoshi.tenancy.rules import Actor

_WAITS = (OccurrenceState.OPEN.value, OccurrenceState.RETURNED.value)


@dataclass(frozen=True, slots=True)
class Sent:
    """A question that was sent: how many units were asked, and how many were not, for their answer is there (``known``)
    or on its way (``joined``).
    """

    question_id: int
    asked: int
    known: int
    joined: int


def ask(
    *,
    actor: Actor,
    composed: Composed,
    today: date,
    all_the_same: Iterable[int] = (),
    confirmed: bool = False,
    mark: str | None = None,
) -> Sent:
    """Send a question (补充报送要求) to the units of a commitment, by its office, or by its lead to its supporters.

    A unit that has answered what is wanted is not asked: its earlier answer is given to the question as it is. One that
    is being asked for it already is not asked again: that answer will serve. ``all_the_same`` are units (ids) that are
    asked in spite of it. ``confirmed`` sends it though something speaks against it; ``mark`` is that of the preview
    that the office has seen (None: nobody looked).

    Raises what ``queries.preview`` does, ``Conflict`` (``question-warned`` where it is not confirmed,
    ``preview-changed``), ``Invalid`` (``quantity-moves``).
    """
    kept = checked(composed, today)  # before anybody else has to wait for this transaction
    with transaction.atomic():
        found = preview_of(actor, kept, today, all_the_same)
        if mark is not None and mark != found.mark:
            raise Conflict(
                "preview-changed", _("Something has changed meanwhile."), _("Look at it again before you send.")
            )
        if found.warnings and not confirmed:
            raise Conflict("question-warned", _("Something speaks against it; send it once more if it must be."))
        commitment = commitment_of(actor, found.composed.commitment_id)
        question = _keep(actor, commitment, found.composed, today)
        for one, occurrence in _places(found.units):
            _send(actor, question, one, occurrence, today)
        sent = Sent(question.pk, len(found.asked), len(found.of(Fate.KNOWN)), len(found.of(Fate.RUNNING)))
        _journal(actor, question, found)
        return sent


def withdraw_question(*, actor: Actor, question_id: int, reason: str, today: date) -> int:
    """Withdraw a question with a reason: its open requests leave the inboxes, what was answered stays. Gives how many
    left. Raises ``NotFound``, ``NotAllowed``, ``Invalid`` (``reason-missing``), ``Conflict`` (``question-withdrawn``).
    """
    said = require_reason(reason, WITHDRAWAL_LIMIT)
    with transaction.atomic():
        row = _question(actor, question_id)
        row.withdrawn_on, row.withdrawn_reason = today, said
        row.save(update_fields=["withdrawn_on", "withdrawn_reason"])
        gone = list(Request.objects.filter(question=row, state__in=UNANSWERED).select_for_update(of=("self",)))
        for one in gone:
            one.state, one.joins = led_to("withdraw", one.state), None
            one.edit += 1
            one.save(update_fields=["state", "joins", "edit"])
        Request.objects.filter(joins__in=gone).update(joins=None, asked_on=today)  # who waited for these is asked now
        record(
            actor=actor,
            verb="reporting.withdraw_question",
            subject_kind="question",
            subject_id=row.pk,
            new={"reason": said, "requests": [one.pk for one in gone]},
        )
        return len(gone)


def _question(actor: Actor, question_id: int) -> Question:
    rows = readable_questions(actor).filter(pk=question_id).values("pk")
    row = Question.objects.filter(pk__in=rows).select_for_update(of=("self",)).select_related("commitment__programme")
    found = row.first()
    if found is None:
        raise NotFound("question-not-found", _("There is no such question."))
    if not withdraws(actor, found):
        raise NotAllowed(
            "question-not-allowed", _("Questions are asked by the office, or by a lead of its supporters.")
        )
    if found.withdrawn_on is not None:
        raise Conflict("question-withdrawn", _("It is withdrawn already."))
    return found


def _keep(actor: Actor, commitment: Commitment, asked: Composed, today: date) -> Question:
    return Question.objects.create(
        jurisdiction_id=actor.jurisdiction_id,
        commitment=commitment,
        text=asked.text,
        paper=asked.paper,
        row=asked.row,
        metric=_metric(commitment, asked) if asked.quantity else None,
        period=asked.period,
        place=asked.place,
        definition=asked.definition,
        digest=asked.digest,
        url=asked.url,
        due=asked.due,
        sent_on=today,
        account_id=actor.account_id,
    )


def _metric(commitment: Commitment, asked: Composed) -> Metric:
    """The quantity as the programme knows it under this or a like spelling, or a new one. Raises ``Invalid``
    (``quantity-moves``) where it is known as a level and a sum is asked for, or the reverse.
    """
    wanted = (words_of(asked.quantity), measure_of(asked.unit_of_measure))
    for one in Metric.objects.filter(programme_id=commitment.programme_id).order_by("pk"):
        if (words_of(one.name), measure_of(one.unit_of_measure)) != wanted:
            continue
        if one.accrual == asked.accrual.value:
            return one
        raise Invalid(
            "quantity-moves",
            _("“{name}” is counted here otherwise: a level is no sum."),
            _("Choose the other, or give the quantity a name of its own."),
            name=one.name,
        )
    return programme_actions.define_metric(
        programme_id=commitment.programme_id,
        jurisdiction_id=commitment.jurisdiction_id,
        name=asked.quantity,
        unit_of_measure=asked.unit_of_measure,
        accrual=asked.accrual,
    )


def _places(units: Iterable[UnitFate]) -> Iterable[tuple[UnitFate, int]]:
    """Each unit with the time (id) of its obligation at which the question stands: that which waits, else the last."""
    owed = {one.obligation_id: one for one in units}
    at: dict[int, tuple[bool, int]] = {}
    rows = Occurrence.objects.filter(obligation_id__in=owed).order_by("obligation_id", "due", "pk")
    for pk, obligation_id, state in rows.values_list("pk", "obligation_id", "state"):
        waits = state in _WAITS
        if not at.get(obligation_id, (False, 0))[0]:
            at[obligation_id] = (waits, pk)
    return [(one, at[pk][1]) for pk, one in owed.items() if pk in at]


def _send(actor: Actor, question: Question, one: UnitFate, occurrence_id: int, today: date) -> None:
    joined = one.running.request_id if one.running is not None and not one.asked else None
    row = Request.objects.create(
        jurisdiction_id=question.jurisdiction_id,
        occurrence_id=occurrence_id,
        unit_id=one.unit_id,
        question=question,
        state=RequestState.OPEN.value,
        opens_on=today,
        asked_on=today,
        due=question.due,
        final=False,
        joins_id=joined,
    )
    if one.known is not None and not one.asked:
        give_known(actor=actor, row=row, version_id=one.known.version_id, today=today)


def _journal(actor: Actor, question: Question, found: Preview) -> None:
    """What was asked of whom, and what was warned of."""
    said: Mapping[str, object] = {
        name: str(value) for name, value in asdict(found.composed).items() if value and name != "unit_ids"
    }
    units = {fate.value: [one.unit_id for one in found.of(fate)] for fate in Fate}
    against = [phrase.words() for phrase in found.warnings]
    record(
        actor=actor,
        verb="reporting.ask",
        subject_kind="question",
        subject_id=question.pk,
        new={**said, "units": units, "warnings": against},
    )
