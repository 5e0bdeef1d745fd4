"""Who may see frameworks, rounds and marks, and in what relation somebody stands to a row of a subject.

Frameworks belong to the county: whoever works in a programme reads them, an office keeps them. A round of a programme
is read by its office and by those who oversee the whole; a unit reads what concerns itself: its own subject, the sites
that it hosts, and the rows that it serves or scores.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from luoshi.assessment.models import Adoption, Framework, Row, RowScorer, RowService, Subject
from luoshi.assessment.rules.rounds import Marker
from luoshi.kernel.errors import NotAllowed
from luoshi.kernel.wording import _
from luoshi.programme.models import Programme
from luoshi.programme.policy import READERS, Verb, allowed, runs
from luoshi.programme.policy import visible as visible_programmes
from luoshi.tenancy.rules import Actor, Role


def visible_frameworks(actor: Actor) -> QuerySet[Framework]:
    """The frameworks that the actor may know of."""
    if not allowed(actor, Verb.SEE):
        return Framework.objects.none()
    return Framework.objects.filter(jurisdiction_id=actor.jurisdiction_id)


def browses(actor: Actor) -> bool:
    """Whether the actor is offered the list of frameworks; who works by one finds it from there."""
    return actor.has(Role.OFFICE, Role.LEADER, Role.AUDITOR)


def may_keep(actor: Actor) -> bool:
    """Whether the actor keeps frameworks."""
    return actor.has(Role.OFFICE)


def require_keeping(actor: Actor) -> None:
    """Raise ``NotAllowed`` for whoever is of no programme office."""
    if not may_keep(actor):
        raise NotAllowed("framework-not-allowed", _("This is for those who work in the office of a programme."))


def visible_adoptions(actor: Actor) -> QuerySet[Adoption]:
    """What the programmes that the actor may know of are assessed by."""
    return Adoption.objects.filter(
        jurisdiction_id=actor.jurisdiction_id, programme__in=visible_programmes(actor)
    ).select_related("programme", "version__framework", "category", "group")


def may_run(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sets up and closes rounds of a programme."""
    return runs(actor, programme)


def require_running(actor: Actor, programme: Programme) -> None:
    """Raise ``NotAllowed`` for whoever does not run the programme."""
    if not runs(actor, programme):
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))


def oversees(actor: Actor, programme: Programme) -> bool:
    """Whether the actor reads all subjects and rows of a programme's rounds."""
    return runs(actor, programme) or actor.has(*READERS)


def require_overseeing(actor: Actor, programme: Programme) -> None:
    """Raise ``NotAllowed`` for whoever neither runs the programme nor oversees the whole."""
    if not oversees(actor, programme):
        raise NotAllowed("assessment-not-yours", _("This is for the office of the programme and those who oversee it."))


def visible_subjects(actor: Actor) -> QuerySet[Subject]:
    """The subjects whose marks the actor may read, in part at least: see ``readable_rows``."""
    rows = Subject.objects.filter(
        jurisdiction_id=actor.jurisdiction_id, round__adoption__programme__in=visible_programmes(actor)
    ).select_related("round__adoption__programme", "round__version", "unit", "site", "programme")
    if actor.has(*READERS):
        return rows
    mine = actor.unit_ids
    own = Q(unit_id__in=mine) | Q(site__host_id__in=mine)
    served = Q(
        round__adoption__in=RowService.objects.filter(_serving(mine)).values("adoption"), programme__isnull=False
    )
    scored = Q(round__adoption__in=RowScorer.objects.filter(unit_id__in=mine).values("adoption"))
    if actor.has(Role.OFFICE):
        office = Q(round__adoption__programme__office_id__in=actor.office_ids)
        own |= office | Q(round__adoption__programme__office_id=None)
    return rows.filter(own | served | scored)


def readable_rows(actor: Actor, subject: Subject) -> QuerySet[Row]:
    """The rows of a subject's version that the actor may read: all for whom it concerns as a whole, else those that
    its units serve or score.
    """
    rows = Row.objects.filter(version_id=subject.round.version_id)
    if oversees(actor, subject.round.adoption.programme) or _is_own(actor, subject):
        return rows
    adoption = subject.round.adoption_id
    served = RowService.objects.filter(_serving(actor.unit_ids), adoption_id=adoption)
    scored = RowScorer.objects.filter(unit_id__in=actor.unit_ids, adoption_id=adoption)
    return rows.filter(Q(pk__in=served.values("row")) | Q(pk__in=scored.values("row")))


def markers_of(actor: Actor, subject: Subject, row_id: int) -> frozenset[Marker]:
    """In what relations the actor stands to a row of a subject (its round, adoption and programme are loaded)."""
    found = set()
    programme, adoption = subject.round.adoption.programme, subject.round.adoption_id
    if runs(actor, programme):
        found.add(Marker.OFFICE)
    if actor.has(Role.INSPECTOR):
        found.add(Marker.INSPECTOR)
    if RowScorer.objects.filter(adoption_id=adoption, row_id=row_id, unit_id__in=actor.liaison_ids).exists():
        found.add(Marker.SCORER)
    if _speaks_for(actor, subject, row_id):
        found.add(Marker.SELF)
    return frozenset(found)


def _speaks_for(actor: Actor, subject: Subject, row_id: int) -> bool:
    if subject.programme_id is None:
        body = subject.unit_id if subject.site is None else subject.site.host_id
        return body in actor.liaison_ids
    served = RowService.objects.filter(
        _serving(actor.liaison_ids), adoption_id=subject.round.adoption_id, row_id=row_id
    )
    return served.exists()


def _is_own(actor: Actor, subject: Subject) -> bool:
    host = subject.site.host_id if subject.site is not None else None
    return subject.unit_id in actor.unit_ids or host in actor.unit_ids


def _serving(unit_ids: frozenset[int]) -> Q:
    """The services of these units: named themselves, or bound by a commitment that serves, or hosts of a site. What is
    only proposed serves nothing yet.
    """
    bodies = (
        Q(unit_id__in=unit_ids)
        | Q(commitment__obligations__unit_id__in=unit_ids, commitment__obligations__withdrawn_on=None)
        | Q(site__host_id__in=unit_ids)
    )
    return bodies & Q(proposed=False)
