"""Which requests somebody is still to answer: every list of what is open asks here, so that all of them agree.

A request stays open when its duty was answered otherwise, withdrawn, or its programme closed: nobody can answer it
then, and it comes back where the duty does.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.rules import OccurrenceState, ProgrammeState, stopped
from luoshi.reporting.models import Request
from luoshi.reporting.rules import RequestState

UNREPORTED = (RequestState.OPEN.value, RequestState.RETURNED.value)
UNANSWERED = (*UNREPORTED, RequestState.WAITING.value)
_OPEN = (OccurrenceState.OPEN.value, OccurrenceState.RETURNED.value)
ANSWERABLE = (
    Q(occurrence__obligation__commitment__programme__state=ProgrammeState.ISSUED.value)
    & Q(occurrence__obligation__withdrawn_on__isnull=True)
    & (Q(question__isnull=False) | Q(occurrence__state__in=_OPEN))  # a question is answered beside the duty
)


def over(row: Request) -> Phrase | None:
    """Why a request that is not answered, or was for the unit, can be answered no more, by what is loaded with it:
    what ``ANSWERABLE`` says of one. None where it can be, or the unit has answered.
    """
    owed = row.occurrence.obligation
    if row.state not in (*UNANSWERED, RequestState.GIVEN.value):
        return None
    why = stopped(owed.commitment.programme.state, owed.state)
    if why is not None:
        return Phrase(why[1])
    if row.question_id is None and row.occurrence.state not in _OPEN:
        return Phrase(_("This was answered already on the page of the obligation."))
    return None


def joined() -> Q:
    """What waits for the answer to another request, and is asked of nobody until then. One that cannot be answered any
    more serves nobody: what joined it is asked itself.
    """
    host = Request.objects.filter(ANSWERABLE, pk=OuterRef("joins"), state__in=UNANSWERED)
    return Q(state=RequestState.OPEN.value) & Q(Exists(host))


def about(occurrence_id: int) -> int | None:
    """The request (id) by which an occurrence can be reported on now, or which waits for the unit's approver: that of
    the thing itself before that of a month. None where there is none.
    """
    rows = Request.objects.filter(occurrence_id=occurrence_id, question=None, state__in=UNANSWERED)
    return rows.order_by("-final", "due", "pk").values_list("pk", flat=True).first()


def answerable(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those of some requests that can be answered or corrected now, without what waits for the answer to another."""
    return rows.filter(ANSWERABLE).exclude(joined())


def counted(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those of some requests that a count of open and answered ones is made of: what is answered, and what can be."""
    rows = rows.exclude(state=RequestState.WITHDRAWN.value).exclude(joined())
    return rows.filter(~Q(state__in=UNANSWERED) | ANSWERABLE)
