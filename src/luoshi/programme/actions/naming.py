"""Who is named for a commitment, in which role; who leads."""

from __future__ import annotations

from django.db.models import Max, QuerySet

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.programme.actions.stepping import Work, meant, step
from luoshi.programme.actions.ticking import not_named, write_ticks
from luoshi.programme.models import Allocation, Assignment, Measure
from luoshi.programme.rules import UnitRole
from luoshi.programme.rules.decomposition import Body, Sentence, proposed_for
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries


def name_party(
    *,
    actor: Actor,
    commitment_id: int,
    unit_id: int | None = None,
    group_id: int | None = None,
    role: UnitRole = UnitRole.RESPONSIBLE,
    seen: int | None = None,
) -> None:
    """Name one more body or group; sentences are proposed for it. Raises ``NotFound`` for one that is not here,
    ``Invalid`` (``named-already``, ``group-cannot-lead``).
    """
    with step(actor, "name_party", commitment_id, seen) as work:
        name = _name(actor, unit_id, group_id)
        if _assignments(work).filter(meant(unit_id, group_id)).exists():
            raise Invalid("named-already", _("“{name}” is named here already."), name=name)
        _add(work, Body(unit_id, group_id, name), UnitRole.RESPONSIBLE if role is UnitRole.LEAD else role)
        if role is UnitRole.LEAD:
            _lead(work, unit_id)


def drop_party(
    *,
    actor: Actor,
    commitment_id: int,
    unit_id: int | None = None,
    group_id: int | None = None,
    seen: int | None = None,
) -> None:
    """Take a body or group away, with its ticks. Raises ``Invalid`` (``not-named``)."""
    with step(actor, "drop_party", commitment_id, seen) as work:
        if not _assignments(work).filter(meant(unit_id, group_id)).delete()[0]:
            raise not_named()
        Allocation.objects.filter(meant(unit_id, group_id), measure__commitment=work.commitment).delete()


def set_role(
    *,
    actor: Actor,
    commitment_id: int,
    role: UnitRole,
    unit_id: int | None = None,
    group_id: int | None = None,
    seen: int | None = None,
) -> None:
    """What a body or group does for the commitment; whoever is made lead takes it from the one before."""
    with step(actor, "set_role", commitment_id, seen) as work:
        row = _assignments(work).filter(meant(unit_id, group_id)).first()
        if row is None:
            raise not_named()
        if role is UnitRole.LEAD:
            _lead(work, unit_id)
        else:
            row.role = role.value
            row.save(update_fields=["role"])


def set_lead(
    *, actor: Actor, commitment_id: int, unit_id: int, others_support: bool = False, seen: int | None = None
) -> None:
    """One body leads; it is named if it was not. With ``others_support`` the other bodies support it; groups stay
    responsible.
    """
    with step(actor, "set_lead", commitment_id, seen) as work:
        if not _assignments(work).filter(unit_id=unit_id).exists():
            _add(work, Body(unit_id, None, _name(actor, unit_id, None)), UnitRole.RESPONSIBLE)
        _lead(work, unit_id)
        if others_support:
            others = _assignments(work).filter(unit_id__isnull=False).exclude(unit_id=unit_id)
            others.update(role=UnitRole.SUPPORT.value)


def clear_lead(*, actor: Actor, commitment_id: int, seen: int | None = None) -> None:
    """Nobody leads; who led is responsible like the others, and whoever supported it too."""
    with step(actor, "clear_lead", commitment_id, seen) as work:
        _assignments(work).exclude(role=UnitRole.RESPONSIBLE.value).update(role=UnitRole.RESPONSIBLE.value)


def _assignments(work: Work) -> QuerySet[Assignment]:
    return Assignment.objects.filter(revision__commitment=work.commitment, revision__current=True)


def _name(actor: Actor, unit_id: int | None, group_id: int | None) -> str:
    """The name of a body or a group of the county. Raises ``NotFound`` or ``Invalid`` (``body-or-group``)."""
    if (unit_id is None) == (group_id is None):
        raise Invalid("body-or-group", _("Choose a body or a group."))
    if unit_id is not None:
        return unit_queries.unit(actor, unit_id).name
    for group in unit_queries.groups(actor):
        if group.id == group_id:
            return group.name
    raise Invalid("body-or-group", _("Choose a body or a group."))


def _add(work: Work, body: Body, role: UnitRole) -> None:
    last = _assignments(work).aggregate(last=Max("order"))["last"] or 0
    Assignment.objects.create(
        jurisdiction_id=work.tenant,
        revision=work.revision,
        unit_id=body.unit_id,
        group_id=body.group_id,
        role=role.value,
        order=last + 1,
        written=body.name[:120],
    )
    rows = Measure.objects.filter(commitment=work.commitment, principle=False)
    write_ticks(work, proposed_for(body, [Sentence(row.pk, row.text) for row in rows], work.programme.title))


def _lead(work: Work, unit_id: int | None) -> None:
    if unit_id is None:
        raise Invalid("group-cannot-lead", _("A group cannot lead. Choose one body."))
    rows = _assignments(work)
    rows.exclude(unit_id=unit_id).filter(role=UnitRole.LEAD.value).update(role=UnitRole.RESPONSIBLE.value)
    rows.filter(unit_id=unit_id).update(role=UnitRole.LEAD.value)
