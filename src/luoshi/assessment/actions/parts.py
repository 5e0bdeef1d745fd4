"""Whose part of a table is: said by the office, and counted at once in the rounds that are open."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from luoshi.assessment.actions.adopting import count_edit, held_adoption
from luoshi.assessment.actions.counting import recount
from luoshi.assessment.actions.matching_parts import heads_of
from luoshi.assessment.models import Adoption, Mark, Part, Round, Row, Subject
from luoshi.assessment.queries.compiling import Table, table_of
from luoshi.assessment.queries.outcomes import away_from, codes_of, cohort_of_row, kept_points, seen_of
from luoshi.assessment.queries.parts import own_parts
from luoshi.assessment.rules.parts import head_of, parts_of, rows_of_others
from luoshi.assessment.rules.rounds import RoundState, SubjectKind
from luoshi.assessment.rules.rows import row_outcome
from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Unit

MOST_OWNERS = 20


def set_part(*, actor: Actor, adoption_id: int, row_id: int, unit_ids: Iterable[int], seen: int | None = None) -> None:
    """Say whose a part is, in place of what was said or guessed before; open rounds are counted by it at once, closed
    ones stay as they are.

    Raises ``Invalid`` (``part-unknown``, ``parts-of-units``, ``owners-many``), ``Conflict`` (``part-taken`` where a
    unit has another part, ``part-marked`` where it has marks in another, ``adoption-withdrawn``, ``stale``),
    ``NotFound``, ``NotAllowed``.
    """
    wanted = list(dict.fromkeys(unit_ids))
    if len(wanted) > MOST_OWNERS:
        raise Invalid("owners-many", _("At most {most} bodies have one part."), most=MOST_OWNERS)
    with transaction.atomic():
        adoption = held_adoption(actor, adoption_id)
        count_edit(adoption, seen)
        head = _head(adoption, row_id)
        units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=wanted, jurisdiction_id=actor.jurisdiction_id)}
        if len(units) < len(wanted):
            raise NotFound("unit-not-found", _("There is no such unit."))
        _require_free(adoption, head, units)
        before = set(adoption.parts.filter(row=head, proposed=False).values_list("unit_id", flat=True))
        _write(adoption, head, wanted)
        for row in Round.objects.filter(adoption=adoption, state=RoundState.OPEN.value).select_for_update():
            _apply(adoption, row, before | set(wanted))
        record(
            actor=actor,
            verb="assessment.set_part",
            subject_kind="row",
            subject_id=f"{adoption.pk}/{head.code}",
            old={"units": sorted(before)},
            new={"units": sorted(wanted)},
        )


def _head(adoption: Adoption, row_id: int) -> Row:
    if adoption.withdrawn_on is not None:
        raise Conflict("adoption-withdrawn", _("They are assessed by this framework no more."))
    if adoption.subject_kind != SubjectKind.UNIT:
        raise Invalid("parts-of-units", _("Only where units are assessed has each a part of its own."))
    head = heads_of(adoption).get(row_id)
    if head is None:
        raise Invalid("part-unknown", _("This row heads no part for one body."))
    return head


def _require_free(adoption: Adoption, head: Row, units: dict[int, Unit]) -> None:
    """No unit has two parts of the same points."""
    others = adoption.parts.filter(among_id=head.parent_id, unit_id__in=units, proposed=False).exclude(row=head)
    found = others.select_related("row").first()
    if found is not None:
        raise Conflict(
            "part-taken",
            _("{unit} has the part “{part}” already."),
            _("Take it away there first."),
            unit=units[found.unit_id].name,
            part=found.row.title[:80],
        )


def _write(adoption: Adoption, head: Row, wanted: list[int]) -> None:
    adoption.parts.filter(row=head).exclude(unit_id__in=wanted, proposed=False).delete()
    adoption.parts.filter(among_id=head.parent_id, unit_id__in=wanted, proposed=True).delete()
    kept = set(adoption.parts.filter(row=head).values_list("unit_id", flat=True))
    Part.objects.bulk_create(
        Part(
            jurisdiction_id=adoption.jurisdiction_id,
            adoption=adoption,
            among=head.parent,
            row=head,
            unit_id=unit_id,
        )
        for unit_id in wanted
        if unit_id not in kept
    )


# --- open rounds -------------------------------------------------------------------------------------------------


def _apply(adoption: Adoption, row: Round, unit_ids: set[int]) -> None:
    """Let an open round go by the parts as they are now said, and count it anew. One that goes by an older version
    keeps the parts which the present one does not have any more.
    """
    now = {head for heads in table_of(adoption.version_id).compiled.blocks.values() for head in heads}
    table, own = table_of(row.version_id), own_parts(adoption)
    known = {head for heads in table.compiled.blocks.values() for head in heads}
    changed = False
    for subject in row.subjects.filter(unit_id__in=unit_ids).select_related("unit").select_for_update(of=("self",)):
        said = [code for code in own.get(subject.unit_id or 0, ()) if code in known]
        parts = [*said, *_older(table, subject.parts, said, now)]
        if parts != subject.parts:
            _require_unmarked(row, subject, table, parts)
            Subject.objects.filter(pk=subject.pk).update(parts=parts)
            changed = True
    if changed:
        _rejudge(row, table)
        recount(row.pk, row.version_id)


def _older(table: Table, kept: list[str], said: list[str], now: set[str]) -> list[str]:
    """Parts which the present version does not have, of nodes of which nothing else is said."""
    return [
        code
        for heads in table.compiled.blocks.values()
        if not set(said) & set(heads)
        for code in kept
        if code in heads and code not in now
    ]


def _require_unmarked(row: Round, subject: Subject, table: Table, parts: list[str]) -> None:
    marked = codes_of(table, kept_points([subject.pk])[subject.pk])
    if marked & rows_of_others(table.compiled, parts_of(table.compiled, parts)):
        raise Conflict(
            "part-marked",
            _("{unit} has marks in another part in the round “{round}”."),
            _("Take them back there first."),
            unit=subject.unit.name if subject.unit else "",
            round=row.name,
        )


def _rejudge(row: Round, table: Table) -> None:
    """Rows in parts that look at peers: others are compared now than before."""
    for code, compiled in table.compiled.rows.items():
        if compiled.peers and head_of(table.compiled, code):
            marks = Mark.objects.filter(subject__round=row, row_id=table.ids[code], current=True)
            kept = {one.subject_id: (one, seen_of(compiled, one)) for one in marks}
            seen = {pk: what for pk, (_one, what) in kept.items()}
            cohort = cohort_of_row(compiled, seen, row.subjects.count(), away_from(row.pk, table, code))
            for one, what in kept.values():
                points = row_outcome(compiled, what, cohort).scaled
                if points != one.points:
                    Mark.objects.filter(pk=one.pk).update(points=points)
