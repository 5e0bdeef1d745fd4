"""The joint table (测评指标及任务分解表) of an adoption: row, commitment, bodies, scorer and proof aligned; and what
stands alone on either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from luoshi.assessment.models import Adoption, RowProof, RowScorer, RowService
from luoshi.assessment.policy import may_run, require_overseeing, visible_adoptions
from luoshi.assessment.queries.compiling import Table, table_of
from luoshi.assessment.queries.joint_lines import (
    NOBODY,
    Alone,
    Bodies,
    Heading,
    JointHead,
    JointRow,
    JointTable,
    ServedBy,
    Servers,
)
from luoshi.assessment.queries.parts import has_parts, owners_by_row
from luoshi.assessment.rules.framework import Row, walk
from luoshi.assessment.rules.numbers import plain
from luoshi.assessment.rules.parts import head_of
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Assignment, Commitment, Site
from luoshi.programme.rules import CommitmentKind, UnitRole
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Unit


def joint_table(actor: Actor, adoption_id: int) -> JointTable:
    """The joint table. Raises ``NotFound`` for strangers, ``NotAllowed`` for who neither runs nor oversees it."""
    adoption = seen_adoption(actor, adoption_id)
    require_overseeing(actor, adoption.programme)
    table = table_of(adoption.version_id)
    commitments = list(
        Commitment.objects.filter(programme_id=adoption.programme_id, withdrawn_on=None).order_by("order", "pk")
    )
    bodies = _bodies(adoption.programme_id)
    services = list(
        RowService.objects.filter(adoption=adoption).select_related("row", "commitment", "unit", "site").order_by("pk")
    )
    return JointTable(
        head=_head(actor, adoption, table),
        rows=_rows(adoption, table, services, bodies),
        alone=_alone(commitments, services, bodies),
        left=tuple(sorted({one.row.code for one in services if one.row.version_id != adoption.version_id})),
        has_parts=has_parts(adoption, table),
    )


def servers(actor: Actor, adoption_id: int) -> Servers:
    """What may be chosen for a row of the adoption."""
    adoption = seen_adoption(actor, adoption_id)
    said = Commitment.objects.filter(programme_id=adoption.programme_id, withdrawn_on=None)
    said = said.exclude(kind=CommitmentKind.AREA.value).order_by("order", "pk")
    units = Unit.objects.filter(jurisdiction_id=actor.jurisdiction_id, valid_to=None).order_by("order", "pk")
    sites = Site.objects.filter(category__scheme__programme_id=adoption.programme_id).order_by("pk")
    return Servers(
        tuple((one.pk, _named(one)) for one in said),
        tuple(units.values_list("pk", "name")),
        tuple(sites.values_list("pk", "name")),
    )


def seen_adoption(actor: Actor, adoption_id: int) -> Adoption:
    """An adoption that the actor may know of. Raises ``NotFound``."""
    found = visible_adoptions(actor).defer("version__body", "version__findings").filter(pk=adoption_id).first()
    if found is None:
        raise NotFound("adoption-not-found", _("There is no such assessment."))
    return found


def _head(actor: Actor, adoption: Adoption, table: Table) -> JointHead:
    return JointHead(
        adoption_id=adoption.pk,
        programme_id=adoption.programme_id,
        programme_title=adoption.programme.title,
        framework_id=adoption.version.framework_id,
        framework_title=table.framework.title,
        label=table.framework.label,
        edit=adoption.edit,
        withdrawn=adoption.withdrawn_on is not None,
        may_edit=may_run(actor, adoption.programme) and adoption.withdrawn_on is None,
    )


def _rows(
    adoption: Adoption, table: Table, services: Iterable[RowService], bodies: Mapping[int, Bodies]
) -> tuple[JointRow, ...]:
    served: dict[int, list[ServedBy]] = defaultdict(list)
    for one in services:
        served[one.row_id].append(_served_by(one, bodies))
    scorers: dict[int, list[tuple[int, str]]] = defaultdict(list)
    told = RowScorer.objects.filter(adoption=adoption).order_by("unit__order", "unit_id")
    for row_id, unit_id, name in told.values_list("row_id", "unit_id", "unit__name"):
        scorers[row_id].append((unit_id, name))
    proofs: dict[str, list[str]] = defaultdict(list)
    kept = RowProof.objects.filter(adoption=adoption, evidence_version__evidence__withdrawn_on=None)
    for code, title in kept.values_list("row__code", "evidence_version__title"):
        proofs[code].append(title)
    owners = owners_by_row(adoption, table) if has_parts(adoption, table) else {}
    parts = {code: head_of(table.compiled, code) for code in owners}
    titles = {row.code: row.title for row in walk(table.framework.rows)}
    whose = {code: (titles[parts[code]], owners[code]) for code in owners}
    return tuple(
        _row(table, row, above, served[row_id], scorers[row_id], proofs[row.code], whose.get(row.code, ("", ())))
        for row, above in _leaves(table.framework.rows)
        for row_id in (table.ids[row.code],)
    )


def _leaves(rows: tuple[Row, ...], above: tuple[Row, ...] = ()) -> Iterable[tuple[Row, tuple[Row, ...]]]:
    """Every marked row with the rows above it, from the outside in."""
    for row in rows:
        if row.children:
            yield from _leaves(row.children, (*above, row))
        else:
            yield row, above


def _row(
    table: Table,
    row: Row,
    above: tuple[Row, ...],
    served: list[ServedBy],
    scorers: list[tuple[int, str]],
    proofs: list[str],
    whose: tuple[str, tuple[tuple[int, str], ...]],
) -> JointRow:
    area = above[0] if above else row
    known = {name for _pk, name in scorers}
    return JointRow(
        id=table.ids[row.code],
        code=row.code,
        area_code=area.code,
        area=area.title,
        title=row.title,
        kind=row.kind,
        points=_points(row),
        sentence=row.sentence or row.text,
        served=tuple(served),
        scorers=tuple(scorers),
        scorers_named=tuple(name for name in row.scored_by if name not in known) if not scorers else (),
        proofs_named=row.proofs,
        proofs=tuple(dict.fromkeys(proofs)),
        above=tuple(Heading(one.code, one.title, _points(one)) for one in above),
        part=whose[0],
        owners=whose[1],
    )


def _points(row: Row) -> str | None:
    return None if row.points is None else plain(row.points)


def _served_by(one: RowService, bodies: Mapping[int, Bodies]) -> ServedBy:
    if one.commitment is not None:
        words, whom = _named(one.commitment), bodies.get(one.commitment.pk, NOBODY)
    elif one.unit is not None:
        words, whom = "", Bodies(responsible=(one.unit.name,), ids=frozenset({one.unit.pk}))
    else:
        words, whom = one.site.name if one.site else "", NOBODY
    return ServedBy(one.pk, one.commitment_id, words, one.proposed, one.ground, whom)


def _named(commitment: Commitment) -> str:
    return f"{commitment.number}{commitment.title}"


def _bodies(programme_id: int) -> dict[int, Bodies]:
    """Whom the present text of each commitment names, in its order."""
    rows = Assignment.objects.filter(
        revision__current=True,
        revision__commitment__programme_id=programme_id,
        revision__commitment__withdrawn_on=None,
    ).select_related("unit", "group", "revision")
    names: dict[int, dict[UnitRole, list[str]]] = defaultdict(lambda: {role: [] for role in UnitRole})
    ids: dict[int, set[int]] = defaultdict(set)
    for row in rows.order_by("revision_id", "order"):
        body = row.unit or row.group
        names[row.revision.commitment_id][UnitRole(row.role)].append(body.name if body else row.written)
        if row.unit_id is not None:
            ids[row.revision.commitment_id].add(row.unit_id)
    return {
        pk: Bodies(
            tuple(said[UnitRole.LEAD]),
            tuple(said[UnitRole.RESPONSIBLE]),
            tuple(said[UnitRole.SUPPORT]),
            frozenset(ids[pk]),
        )
        for pk, said in names.items()
    }


def _alone(
    commitments: list[Commitment], services: Iterable[RowService], bodies: Mapping[int, Bodies]
) -> tuple[Alone, ...]:
    """Commitments that serve no row, neither themselves nor through what stands above or under them; areas, which only
    gather, are left out.
    """
    above = {one.pk: one.parent_id for one in commitments}
    serving = {one.commitment_id for one in services if one.commitment_id is not None and not one.proposed}
    busy = set(serving)
    for pk in serving:
        busy |= set(_line_above(pk, above))
    return tuple(
        Alone(one.pk, _named(one), CommitmentKind(one.kind), bodies.get(one.pk, NOBODY))
        for one in commitments
        if one.kind != CommitmentKind.AREA and one.pk not in busy and serving.isdisjoint(_line_above(one.pk, above))
    )


def _line_above(pk: int, above: Mapping[int, int | None]) -> list[int]:
    line: list[int] = []
    parent = above.get(pk)
    while parent is not None and parent not in line:
        line.append(parent)
        parent = above.get(parent)
    return line
