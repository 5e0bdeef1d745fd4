"""Which requests somebody is still to answer: every list of what is open asks here, so that all of them agree.

A request stays open when its duty was answered otherwise, withdrawn, or its programme closed: nobody can answer it
then, and it comes back where the duty does.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.programme.rules import OccurrenceState, ProgrammeState
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


def joined() -> Q:
    """What waits for the answer to another request, and is asked of nobody until then. One that cannot be answered any
    more serves nobody: what joined it is asked itself.
    """
    host = Request.objects.filter(ANSWERABLE, pk=OuterRef("joins"), state__in=UNANSWERED)
    return Q(state=RequestState.OPEN.value) & Q(Exists(host))


def answerable(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those of some requests that can be answered or corrected now, without what waits for the answer to another."""
    return rows.filter(ANSWERABLE).exclude(joined())


def counted(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Those of some requests that a count of open and answered ones is made of: what is answered, and what can be."""
    rows = rows.exclude(state=RequestState.WITHDRAWN.value).exclude(joined())
    return rows.filter(~Q(state__in=UNANSWERED) | ANSWERABLE)
