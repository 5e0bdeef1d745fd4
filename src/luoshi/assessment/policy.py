"""Who may see frameworks, rounds and marks, and in what relation somebody stands to a row of a subject.

Frameworks belong to the county: whoever works in a programme reads them, an office keeps them. A round of a programme
is read by its office and by those who oversee the whole; a unit reads what concerns itself: its own subject, the sites
that it hosts, and the rows that it serves or scores.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from luoshi.assessment.models import Adoption, Framework, Row, RowScorer, RowService, Subject
from luoshi.assessment.rules.rounds import Marker, may_mark
from luoshi.kernel.errors import NotAllowed
from luoshi.kernel.wording import _
from luoshi.programme.models import Programme
from luoshi.programme.policy import READERS, Verb, allowed, runs, sees
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
    """What the programmes that the actor may know of are assessed by; tables are read by ``queries.compiling``."""
    rows = Adoption.objects.filter(jurisdiction_id=actor.jurisdiction_id, programme__in=visible_programmes(actor))
    rows = rows.select_related("programme", "version__framework", "category", "group")
    return rows.defer("version__body", "version__findings")


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
    served = Q(round__adoption__in=RowService.objects.filter(serving(mine)).values("adoption"), programme__isnull=False)
    scored = Q(round__adoption__in=RowScorer.objects.filter(unit_id__in=mine).values("adoption"))
    if actor.has(Role.OFFICE):
        office = Q(round__adoption__programme__office_id__in=actor.office_ids)
        own |= office | Q(round__adoption__programme__office_id=None)
    return rows.filter(own | served | scored)


def sees_subject(actor: Actor, subject: Subject) -> bool:
    """Whether a subject that is loaded (with its round, adoption and programme, and its site) is among those that are
    ``visible_subjects``; asked of the database only where what a unit serves or scores decides it.
    """
    if subject.jurisdiction_id != actor.jurisdiction_id or not sees(actor, subject.round.adoption.programme):
        return False
    return reads_whole(actor, subject) or visible_subjects(actor).filter(pk=subject.pk).exists()


def readable_rows(actor: Actor, subject: Subject) -> QuerySet[Row]:
    """The rows of a subject's version that the actor may read: all for whom it concerns as a whole, else those that
    its units serve or score. Services and scorers are found by the codes of rows: they may be of a newer version.
    """
    rows = Row.objects.filter(version_id=subject.round.version_id)
    if reads_whole(actor, subject):
        return rows
    adoption = subject.round.adoption_id
    served = RowService.objects.filter(serving(actor.unit_ids), adoption_id=adoption)
    scored = RowScorer.objects.filter(unit_id__in=actor.unit_ids, adoption_id=adoption)
    return rows.filter(Q(code__in=served.values("row__code")) | Q(code__in=scored.values("row__code")))


def reads_row(actor: Actor, subject: Subject, row_id: int) -> bool:
    """Whether a row of a subject's version is among those that the actor may read."""
    return reads_whole(actor, subject) or readable_rows(actor, subject).filter(pk=row_id).exists()


def reads_whole(actor: Actor, subject: Subject) -> bool:
    """Whether the actor reads all rows and the totals of a subject."""
    return oversees(actor, subject.round.adoption.programme) or _is_own(actor, subject)


def rows_to_mark(actor: Actor, subject: Subject) -> QuerySet[Row]:
    """The marked rows of a subject that the actor may mark in its round, whatever its state; the same as asking
    ``markers_of`` row by row.
    """
    rows = Row.objects.filter(version_id=subject.round.version_id, leaf=True)
    if marks_whole(actor, subject):
        return rows
    markers, adoption = frozenset(subject.round.markers), subject.round.adoption_id
    found = Q(pk__in=())
    if Marker.SCORER in markers:
        scored = RowScorer.objects.filter(unit_id__in=actor.liaison_ids, adoption_id=adoption)
        found |= Q(code__in=scored.values("row__code"))
    if Marker.SELF in markers and subject.programme_id is not None:
        served = RowService.objects.filter(serving(actor.liaison_ids), adoption_id=adoption)
        found |= Q(code__in=served.values("row__code"))
    return rows.filter(found)


def marks_whole(actor: Actor, subject: Subject) -> bool:
    """Whether the actor may mark every row of a subject in its round, whatever its state."""
    mine = {Marker.OFFICE} if runs(actor, subject.round.adoption.programme) else set()
    if actor.has(Role.INSPECTOR):
        mine.add(Marker.INSPECTOR)
    if subject.programme_id is None and _body_of(subject) in actor.liaison_ids:
        mine.add(Marker.SELF)
    return may_mark(subject.round.markers, mine)


def markers_of(actor: Actor, subject: Subject, code: str) -> frozenset[Marker]:
    """In what relations the actor stands to a row of a subject (its round, adoption and programme are loaded)."""
    found = set()
    programme, adoption = subject.round.adoption.programme, subject.round.adoption_id
    if runs(actor, programme):
        found.add(Marker.OFFICE)
    if actor.has(Role.INSPECTOR):
        found.add(Marker.INSPECTOR)
    if not actor.liaison_ids:
        return frozenset(found)
    if RowScorer.objects.filter(adoption_id=adoption, row__code=code, unit_id__in=actor.liaison_ids).exists():
        found.add(Marker.SCORER)
    if _speaks_for(actor, subject, code):
        found.add(Marker.SELF)
    return frozenset(found)


def may_prove(actor: Actor, subject: Subject, code: str) -> bool:
    """Whether the actor may say that a piece of evidence proves a row: who scores it and the office, not who did it."""
    return not markers_of(actor, subject, code).isdisjoint({Marker.OFFICE, Marker.SCORER})


def require_proving(actor: Actor, subject: Subject, code: str) -> None:
    """Raise ``NotAllowed`` (``proof-not-yours``) for whoever neither scores a row nor runs the programme."""
    if not may_prove(actor, subject, code):
        raise NotAllowed("proof-not-yours", _("What proves a row is said by its scorer or by the office."))


def _speaks_for(actor: Actor, subject: Subject, code: str) -> bool:
    if subject.programme_id is None:
        return _body_of(subject) in actor.liaison_ids
    served = RowService.objects.filter(
        serving(actor.liaison_ids), adoption_id=subject.round.adoption_id, row__code=code
    )
    return served.exists()


def _body_of(subject: Subject) -> int | None:
    """The unit that is assessed, or the host of the site."""
    return subject.unit_id if subject.site is None else subject.site.host_id


def _is_own(actor: Actor, subject: Subject) -> bool:
    return _body_of(subject) in actor.unit_ids


def serving(unit_ids: frozenset[int]) -> Q:
    """The services of these units: named themselves, or bound by a commitment that serves, or hosts of a site. What is
    only proposed serves nothing yet.
    """
    bodies = (
        Q(unit_id__in=unit_ids)
        | Q(commitment__obligations__unit_id__in=unit_ids, commitment__obligations__withdrawn_on=None)
        | Q(site__host_id__in=unit_ids)
    )
    return bodies & Q(proposed=False)
