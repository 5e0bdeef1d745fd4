"""A subject with what decides who may see and mark it, by one prepared question: asked by every page and every mark."""

from __future__ import annotations

from django.db.models import QuerySet

from luoshi.assessment.models import Subject
from luoshi.assessment.policy import sees_subject
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.prepared import Prepared
from luoshi.tenancy.rules import Actor

RELATED = ("round__adoption__programme", "round__version", "site")
DECIDING = (
    "jurisdiction_id",
    "programme_id",
    "unit_id",
    "parts",
    "site__host_id",
    *(f"round__{name}" for name in ("jurisdiction_id", "kind", "state", "markers", "order", "name")),
    *(f"round__version__{name}" for name in ("number", "digest")),
    *(f"round__adoption__{name}" for name in ("jurisdiction_id", "version_id")),
    *(f"round__adoption__programme__{name}" for name in ("jurisdiction_id", "title", "state", "office_id")),
)
"""The columns of a subject, its round, version, adoption, programme and site that policy and verbs ask of it."""


def _deciding(subject_id: int) -> QuerySet[Subject]:
    return Subject.objects.filter(pk=subject_id).select_related(*RELATED).order_by().only(*DECIDING)


def _named(subject_id: int) -> QuerySet[Subject]:
    rows = Subject.objects.filter(pk=subject_id).order_by()
    rows = rows.select_related(*RELATED, "programme", "unit", "round__adoption__version__framework")
    framework = "round__adoption__version__framework__title"
    return rows.only(*DECIDING, "programme__title", "site__name", "unit__name", framework)


_DECIDING, _NAMED = Prepared(_deciding), Prepared(_named)


def sent_to(actor: Actor, subject_id: int) -> Subject:
    """A subject of the actor's county, for whoever sends a mark. Who may is for the verb to judge, so nothing of it may
    be shown. Raises ``NotFound``.
    """
    found = _DECIDING.first(subject_id)
    if found is None or found.jurisdiction_id != actor.jurisdiction_id:
        raise NotFound("row-not-found", _("There is no such row in this round."))
    return found


def assessed(actor: Actor, subject_id: int) -> Subject:
    """A subject that the actor may read, in part at least, with the names of who is assessed by what. Raises
    ``NotFound``.
    """
    found = _NAMED.first(subject_id)
    if found is None or not sees_subject(actor, found):
        raise NotFound("subject-not-found", _("There is no such assessment."))
    return found
