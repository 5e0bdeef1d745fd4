"""Who is named for a commitment, in which role; who leads."""

from __future__ import annotations

from django.db.models import Max, QuerySet

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.programme.actions.called import meant_body
from luoshi.programme.actions.stepping import Work, meant, step
from luoshi.programme.actions.ticking import not_named, tracked, write_ticks
from luoshi.programme.models import Allocation, Assignment, Measure
from luoshi.programme.rules import UnitRole
from luoshi.programme.rules.decomposition import Body, Sentence, Tick, proposed_for
from luoshi.tenancy.rules import Actor


def name_party(
    *,
    actor: Actor,
    commitment_id: int,
    unit_id: int | None = None,
    group_id: int | None = None,
    called: str = "",
    role: UnitRole = UnitRole.RESPONSIBLE,
    seen: int | None = None,
) -> None:
    """Name one more body or group, by its id or as it is ``called``; sentences are proposed for it. Raises what
    ``meant_body`` raises, ``Invalid`` (``named-already``, ``group-cannot-lead``).
    """
    with step(actor, "name_party", commitment_id, seen) as work:
        body = meant_body(actor, unit_id, group_id, called)
        if _assignments(work).filter(meant(body.unit_id, body.group_id)).exists():
            raise Invalid("named-already", _("“{name}” is named here already."), name=body.name)
        add_party(work, body, UnitRole.RESPONSIBLE if role is UnitRole.LEAD else role)
        propose(work, body)
        if role is UnitRole.LEAD:
            _lead(work, body.unit_id)


def name_for_sentence(
    *,
    actor: Actor,
    commitment_id: int,
    measure_id: int,
    unit_id: int | None = None,
    group_id: int | None = None,
    called: str = "",
    seen: int | None = None,
) -> None:
    """Give a sentence to a body or a group that may not be named yet: then it is named, for this sentence alone.

    Raises what ``meant_body`` raises, ``Conflict`` (``not-tracked``).
    """
    with step(actor, "name_for_sentence", commitment_id, seen) as work:
        body = meant_body(actor, unit_id, group_id, called)
        measure = tracked(work, measure_id)
        if not _assignments(work).filter(meant(body.unit_id, body.group_id)).exists():
            add_party(work, body, UnitRole.RESPONSIBLE)
        write_ticks(work, [Tick(measure.pk, body)], proposed=False)


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
            body = meant_body(actor, unit_id, None)
            add_party(work, body, UnitRole.RESPONSIBLE)
            propose(work, body)
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


def add_party(work: Work, body: Body, role: UnitRole) -> None:
    """Name a body or group, behind those that are named. Within a step."""
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


def propose(work: Work, body: Body) -> None:
    """Propose sentences for a body that is named later. Within a step."""
    rows = Measure.objects.filter(commitment=work.commitment, principle=False)
    write_ticks(work, proposed_for(body, [Sentence(row.pk, row.text) for row in rows], work.programme.title))


def _lead(work: Work, unit_id: int | None) -> None:
    if unit_id is None:
        raise Invalid("group-cannot-lead", _("A group cannot lead. Choose one body."))
    rows = _assignments(work)
    rows.exclude(unit_id=unit_id).filter(role=UnitRole.LEAD.value).update(role=UnitRole.RESPONSIBLE.value)
    rows.filter(unit_id=unit_id).update(role=UnitRole.LEAD.value)
