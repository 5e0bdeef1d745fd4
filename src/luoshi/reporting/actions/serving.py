"""Giving to a request what the unit has said to another: the system answers, and the unit may correct it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from luoshi.audit.actions import record
from luoshi.reporting.models import AnswerVersion, Request, Response
from luoshi.reporting.queries.known import stands, wanted_of
from luoshi.reporting.rules import RequestState
from luoshi.tenancy.prepared import Prepared
from luoshi.tenancy.rules import Actor


def give_known(*, actor: Actor, row: Request, version_id: int, today: date) -> None:
    """Give an earlier version, frozen as it is, to a request: counted as reuse, and in no inbox."""
    response = Response.objects.create(
        jurisdiction_id=row.jurisdiction_id, request=row, version_id=version_id, reused=True, on=today
    )
    row.state, row.joins = RequestState.GIVEN.value, None
    row.save(update_fields=["state", "joins"])
    record(
        actor=actor,
        verb="reporting.give_known",
        subject_kind="request",
        subject_id=row.pk,
        new={"state": row.state, "version": version_id, "response": response.pk},
    )


def serve_joined(*, actor: Actor, row: Request, version: AnswerVersion, today: date) -> None:
    """Give an answer to the requests that waited for it; one that it does not answer is asked of the unit now."""
    for one in _WAITING.all(row.pk):
        if one.question is not None and stands(version, wanted_of(one.question)):
            give_known(actor=actor, row=one, version_id=version.pk, today=today)
        else:
            one.joins, one.asked_on = None, today
            one.save(update_fields=["joins", "asked_on"])


def _waiting(request_id: int) -> QuerySet[Request]:
    rows = Request.objects.filter(joins=request_id, state=RequestState.OPEN.value).select_for_update(of=("self",))
    return rows.select_related("question__metric").order_by("pk")


_WAITING = Prepared(_waiting)
