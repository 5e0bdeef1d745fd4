"""One verb for a whole area of the grid, as one step: all tasks of an area, all duties of a phase, all safeguards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import QuerySet

from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.programme.actions.called import meant_body
from luoshi.programme.actions.naming import add_party, propose
from luoshi.programme.actions.stepping import Work, meant, step
from luoshi.programme.actions.ticking import not_named, write_ticks
from luoshi.programme.models import Allocation, Assignment, Commitment, Measure
from luoshi.programme.rules import UnitRole
from luoshi.programme.rules.decomposition import Body, Tick
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries


def name_area(
    *,
    actor: Actor,
    commitment_id: int,
    unit_id: int | None = None,
    group_id: int | None = None,
    called: str = "",
    seen: int | None = None,
) -> None:
    """Name a body or group in every commitment of the area that does not name it yet; sentences are proposed for it.

    All verbs here raise what ``stepping.step`` and ``meant_body`` raise.
    """
    with step(actor, "name_area", commitment_id, seen, beside(actor, commitment_id)) as work:
        body = meant_body(actor, unit_id, group_id, called)
        there = set(_naming(work, body))
        for commitment in Commitment.objects.filter(pk__in=_area(work)).exclude(pk__in=there).order_by("order", "pk"):
            each = replace(work, commitment=commitment)
            add_party(each, body, UnitRole.RESPONSIBLE)
            propose(each, body)


def drop_area(
    *,
    actor: Actor,
    commitment_id: int,
    unit_id: int | None = None,
    group_id: int | None = None,
    called: str = "",
    seen: int | None = None,
) -> None:
    """Take a body or group away from every commitment of the area. Raises ``Invalid`` (``not-named``)."""
    with step(actor, "drop_area", commitment_id, seen, beside(actor, commitment_id)) as work:
        body = meant_body(actor, unit_id, group_id, called)
        ids = _named_in(work, body)
        rows = Assignment.objects.filter(revision__current=True, revision__commitment_id__in=ids)
        rows.filter(meant(body.unit_id, body.group_id)).delete()
        _ticks(ids, body).delete()


def tick_area(
    *,
    actor: Actor,
    commitment_id: int,
    unit_id: int | None = None,
    group_id: int | None = None,
    called: str = "",
    ticked: bool = True,
    seen: int | None = None,
) -> None:
    """All tracked sentences of the area for a body or group, or (``ticked`` False) none, wherever it is named.

    Raises ``Invalid`` (``not-named``) where it is named nowhere.
    """
    verb = "tick_area" if ticked else "untick_area"
    with step(actor, verb, commitment_id, seen, beside(actor, commitment_id)) as work:
        body = meant_body(actor, unit_id, group_id, called)
        ids = _named_in(work, body)
        if ticked:
            rows = Measure.objects.filter(commitment_id__in=ids, principle=False).values_list("pk", flat=True)
            write_ticks(work, [Tick(pk, body) for pk in rows], proposed=False)
        else:
            _ticks(ids, body).delete()


def not_track_area(*, actor: Actor, commitment_id: int, seen: int | None = None) -> None:
    """Mark as statements of purpose all sentences of those commitments of the area that name nobody.

    Raises ``Conflict`` (``nobody-bare``) where all of them name somebody.
    """
    with step(actor, "not_track_area", commitment_id, seen, beside(actor, commitment_id)) as work:
        named = Assignment.objects.filter(revision__current=True, revision__commitment_id__in=_area(work))
        bare = set(_area(work)) - set(named.values_list("revision__commitment_id", flat=True))
        if not bare:
            raise Conflict("nobody-bare", _("Every commitment here names a unit."))
        Measure.objects.filter(commitment_id__in=bare).update(principle=True)


def follow_successors(*, actor: Actor, commitment_id: int, seen: int | None = None) -> None:
    """Name in the whole programme, instead of bodies that have become part of another one, the one that follows them:
    in their role, with their sentences. Raises ``Conflict`` (``none-follows``) where there is nobody to follow.
    """
    heirs = unit_queries.successors(actor)
    ended = Assignment.objects.filter(revision__current=True, unit_id__in=heirs)
    ended = ended.filter(revision__commitment__programme__commitments=commitment_id)
    ids = set(ended.values_list("revision__commitment_id", flat=True))
    with step(actor, "follow_successors", commitment_id, seen, sorted(ids - {commitment_id})):
        if not ids:
            raise Conflict("none-follows", _("No unit that is named here has become part of another one."))
        for row in ended.order_by("pk"):
            _follow(row, heirs[row.unit_id or 0])


def _follow(row: Assignment, heir_id: int) -> None:
    """One body's place in one commitment goes to another body; where that has a place already, the weightier stays."""
    ticks = Allocation.objects.filter(measure__commitment=row.revision.commitment_id)
    there = set(ticks.filter(unit_id=heir_id).values_list("measure_id", flat=True))
    ended = ticks.filter(unit=row.unit)
    ended.filter(measure_id__in=there).delete()
    ended.update(unit_id=heir_id)
    named = Assignment.objects.filter(revision=row.revision_id, unit_id=heir_id).first()
    if named is None:
        row.unit_id = heir_id
        row.save(update_fields=["unit"])
        return
    row.delete()
    if row.role == UnitRole.LEAD.value:
        named.role = row.role
        named.save(update_fields=["role"])


def beside(actor: Actor, commitment_id: int) -> tuple[int, ...]:
    """The other commitments of the area: of the same sort, beneath the same heading, in the same phase."""
    rows = Commitment.objects.filter(jurisdiction_id=actor.jurisdiction_id)
    found = rows.filter(pk=commitment_id).first()
    if found is None:
        return ()
    same = rows.filter(programme_id=found.programme_id, parent_id=found.parent_id, kind=found.kind)
    same = same.filter(phase=found.phase, withdrawn_on__isnull=True).exclude(pk=commitment_id)
    return tuple(same.order_by("order", "pk").values_list("pk", flat=True))


def _area(work: Work) -> list[int]:
    return [work.commitment.pk, *beside(work.actor, work.commitment.pk)]


def _naming(work: Work, body: Body) -> Iterable[int]:
    rows = Assignment.objects.filter(revision__current=True, revision__commitment_id__in=_area(work))
    return rows.filter(meant(body.unit_id, body.group_id)).values_list("revision__commitment_id", flat=True)


def _named_in(work: Work, body: Body) -> list[int]:
    ids = sorted(set(_naming(work, body)))
    if not ids:
        raise not_named()
    return ids


def _ticks(commitment_ids: Iterable[int], body: Body) -> QuerySet[Allocation]:
    rows = Allocation.objects.filter(measure__commitment_id__in=commitment_ids)
    return rows.filter(meant(body.unit_id, body.group_id))
