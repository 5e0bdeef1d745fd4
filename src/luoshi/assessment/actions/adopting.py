"""Adopting a framework: what a programme, its units or its sites are assessed by, and going over to a newer version."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from luoshi.assessment.actions.matching_parts import carry_parts, match_parts
from luoshi.assessment.models import Adoption, FrameworkVersion, Row, RowScorer, RowService
from luoshi.assessment.policy import require_running, visible_adoptions, visible_frameworks
from luoshi.assessment.queries.frameworks import TIES
from luoshi.assessment.rules.exchange import framework_from_dict
from luoshi.assessment.rules.framework import leaves
from luoshi.assessment.rules.rounds import SubjectKind
from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Programme, SiteCategory
from luoshi.programme.policy import visible as visible_programmes
from luoshi.programme.rules.texts import require_reason
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Group
from luoshi.units.queries.known import unit_directory


def adopt(
    *,
    actor: Actor,
    programme_id: int,
    version_id: int,
    subject_kind: SubjectKind,
    group_id: int | None = None,
    category_id: int | None = None,
) -> int:
    """Assess a programme, the units of a group (None: all that it binds) or the sites of a category by a version; gives
    the adoption's id. The bodies that the table names as scorers (负责考核部门) and doers are matched by name, and so
    are those for whom it has parts of their own.

    Raises ``Invalid`` (``category-missing``), ``Conflict`` (``adopted-already``), ``NotFound``, ``NotAllowed``.
    """
    with transaction.atomic():
        programme = visible_programmes(actor).select_for_update().filter(pk=programme_id).first()
        if programme is None:
            raise NotFound("programme-not-found", _("There is no such programme."))
        require_running(actor, programme)
        version = _version(actor, version_id)
        group, category = _whom(actor, programme, subject_kind, group_id, category_id)
        _require_new(programme, version, subject_kind, group, category)
        row = Adoption.objects.create(
            jurisdiction_id=actor.jurisdiction_id,
            programme=programme,
            version=version,
            subject_kind=subject_kind.value,
            group=group,
            category=category,
        )
        _match_bodies(actor, row)
        match_parts(actor, row)
        record(
            actor=actor,
            verb="assessment.adopt",
            subject_kind="adoption",
            subject_id=row.pk,
            new={"programme": programme.pk, "version": version.pk, "subjects": subject_kind.value},
        )
        return row.pk


def renew(*, actor: Actor, adoption_id: int, version_id: int, seen: int | None = None) -> tuple[str, ...]:
    """Go over to another version of the same framework for the rounds to come; rounds keep the one that they have.

    Services, scorers, proofs, gaps, risks and whose the parts are go over by the codes of their rows; gives the codes
    that the newer version does not have, whose ties stay with the old one.
    """
    with transaction.atomic():
        adoption = held_adoption(actor, adoption_id)
        count_edit(adoption, seen)
        old, version = adoption.version, _version(actor, version_id)
        if version.framework_id != old.framework_id:
            raise Invalid("framework-other", _("This is a version of another framework. Adopt that one instead."))
        codes = dict(Row.objects.filter(version=version).values_list("code", "pk"))
        lost: set[str] = set()
        for model in TIES:
            for tied in model.objects.filter(adoption=adoption).select_related("row"):
                if tied.row.code in codes:
                    model.objects.filter(pk=tied.pk).update(row_id=codes[tied.row.code])
                else:
                    lost.add(tied.row.code)
        adoption.version = version
        adoption.save(update_fields=["version"])
        lost |= carry_parts(adoption)
        match_parts(actor, adoption)
        record(
            actor=actor,
            verb="assessment.renew",
            subject_kind="adoption",
            subject_id=adoption.pk,
            old={"version": old.pk},
            new={"version": version.pk, "lost": sorted(lost)},
        )
        return tuple(sorted(lost))


def withdraw_adoption(*, actor: Actor, adoption_id: int, reason: str, today: date) -> None:
    """Assess by it no more: no round is planned any more; rounds that there are go on, and what was marked stays.

    Raises ``Invalid`` (``reason-missing``), ``Conflict`` (``adoption-withdrawn``), ``NotFound``, ``NotAllowed``.
    """
    why = require_reason(reason)
    with transaction.atomic():
        adoption = held_adoption(actor, adoption_id)
        if adoption.withdrawn_on is not None:
            raise Conflict("adoption-withdrawn", _("They are assessed by this framework no more."))
        adoption.withdrawn_on = today
        adoption.save(update_fields=["withdrawn_on"])
        record(
            actor=actor,
            verb="assessment.withdraw_adoption",
            subject_kind="adoption",
            subject_id=adoption.pk,
            new={"withdrawn_on": today.isoformat(), "reason": why},
        )


def held_adoption(actor: Actor, adoption_id: int) -> Adoption:
    """The adoption for a verb of the office, its programme locked. Raises ``NotFound``, ``NotAllowed``."""
    found = visible_adoptions(actor).filter(pk=adoption_id).first()
    if found is None:
        raise NotFound("adoption-not-found", _("There is no such assessment."))
    require_running(actor, found.programme)
    Programme.objects.select_for_update().get(pk=found.programme_id)
    return found


def count_edit(adoption: Adoption, seen: int | None) -> None:
    """Count an edit of an adoption. Raises ``Conflict`` (``stale``) where it changed since ``seen``."""
    rows = Adoption.objects.filter(pk=adoption.pk)
    if not (rows if seen is None else rows.filter(edit=seen)).update(edit=F("edit") + 1):
        raise Conflict(
            "stale",
            _("Somebody else has changed this meanwhile."),
            _("Reload the page, look at what has changed, and decide again."),
        )


def _version(actor: Actor, version_id: int) -> FrameworkVersion:
    found = FrameworkVersion.objects.filter(pk=version_id, framework__in=visible_frameworks(actor)).first()
    if found is None:
        raise NotFound("framework-not-found", _("There is no such framework."))
    return found


def _whom(
    actor: Actor, programme: Programme, kind: SubjectKind, group_id: int | None, category_id: int | None
) -> tuple[Group | None, SiteCategory | None]:
    """The group or the category that the kind takes; what it does not take is left out."""
    if kind is SubjectKind.UNIT and group_id is not None:
        group = Group.objects.filter(pk=group_id, jurisdiction_id=actor.jurisdiction_id).first()
        if group is None:
            raise NotFound("group-not-found", _("There is no such group."))
        return group, None
    if kind is not SubjectKind.SITE:
        return None, None
    wanted = 0 if category_id is None else category_id
    category = SiteCategory.objects.filter(pk=wanted, scheme__programme=programme).first()
    if category is None:
        raise Invalid("category-missing", _("Choose the category whose sites are assessed."))
    return None, category


def _require_new(
    programme: Programme,
    version: FrameworkVersion,
    kind: SubjectKind,
    group: Group | None,
    category: SiteCategory | None,
) -> None:
    same = Adoption.objects.filter(
        programme=programme,
        version__framework_id=version.framework_id,
        subject_kind=kind.value,
        group=group,
        category=category,
        withdrawn_on=None,
    )
    if same.exists():
        raise Conflict("adopted-already", _("They are assessed by this framework already."))


def _match_bodies(actor: Actor, adoption: Adoption) -> None:
    """Scorers and doers whose names in the table are known; who is not known stays a name in the table."""
    directory, framework = unit_directory(actor), framework_from_dict(adoption.version.body)
    ids = dict(Row.objects.filter(version=adoption.version).values_list("code", "pk"))
    own = {"jurisdiction_id": adoption.jurisdiction_id, "adoption": adoption}
    scorers, services = [], []
    for row in leaves(framework.rows):
        for unit_id in dict.fromkeys(directory.match(name).id for name in row.scored_by):
            if unit_id is not None:
                scorers.append(RowScorer(**own, row_id=ids[row.code], unit_id=unit_id))
        for name in row.done_by:
            found = directory.match(name)
            if found.id is not None:
                services.append(
                    RowService(**own, row_id=ids[row.code], unit_id=found.id, proposed=True, ground=name[:120])
                )
    RowScorer.objects.bulk_create(scorers, ignore_conflicts=True)
    RowService.objects.bulk_create(services, ignore_conflicts=True)
