"""Whose part of a table is, where it has parts for one body each: as the office said, and what is still in doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from luoshi.assessment.models import Adoption, Part, Subject
from luoshi.assessment.policy import may_run, require_overseeing, visible_adoptions
from luoshi.assessment.queries.compiling import Table, table_of
from luoshi.assessment.queries.outcomes import codes_of, kept_points
from luoshi.assessment.rules.framework import leaves, walk
from luoshi.assessment.rules.parts import parts_of, rows_of_others
from luoshi.assessment.rules.rolling import Parts, total_of
from luoshi.assessment.rules.rounds import SubjectKind
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Obligation
from luoshi.programme.rules import ObligationState
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Unit
from luoshi.units.queries.known import groups


@dataclass(frozen=True, slots=True)
class Owner:
    """A body whose part it is; ``ground`` is the name in the table by which it was found or, ``proposed``, guessed."""

    unit_id: int
    name: str
    proposed: bool
    ground: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part for one body: what heads it, its points in millionths (None: unknown), how many rows it has, whose it is;
    ``among`` is the title of the row whose points each of the parts has.
    """

    row_id: int
    code: str
    title: str
    among: str
    full: int | None
    rows: int
    owners: tuple[Owner, ...]

    @property
    def doubtful(self) -> bool:
        """Whether nobody has said whose it is: no unit is called so, or one was only guessed."""
        return not self.owners or any(owner.proposed for owner in self.owners)


@dataclass(frozen=True, slots=True)
class PartsSheet:
    """The parts of an adoption's table; ``without`` are the units (id and name) that are assessed and lack one, and
    ``units`` those that can be chosen.
    """

    adoption_id: int
    programme_id: int
    programme_title: str
    framework_title: str
    edit: int
    may_edit: bool
    lines: tuple[PartLine, ...]
    without: tuple[tuple[int, str], ...]
    units: tuple[tuple[int, str], ...]

    @property
    def doubts(self) -> int:
        """How many parts nobody has been said to have."""
        return sum(1 for line in self.lines if line.doubtful)


def parts_sheet(actor: Actor, adoption_id: int, today: date) -> PartsSheet:
    """Whose each part is. Raises ``NotFound`` where the table has no parts or assesses no units, ``NotAllowed``."""
    adoption = visible_adoptions(actor).filter(pk=adoption_id).first()
    if adoption is None:
        raise NotFound("adoption-not-found", _("There is no such assessment."))
    require_overseeing(actor, adoption.programme)
    table = table_of(adoption.version_id)
    if not has_parts(adoption, table):
        raise NotFound("parts-none", _("This table has no parts for one body each."))
    told = _owners(adoption)
    own, nodes = own_parts(adoption), len(table.compiled.blocks)
    names = dict(Unit.objects.filter(jurisdiction_id=adoption.jurisdiction_id).values_list("pk", "name"))
    assessed = assessed_units(actor, adoption, today)
    without = tuple((pk, names[pk]) for pk in assessed if len(own.get(pk, ())) < nodes)
    standing = Unit.objects.filter(jurisdiction_id=adoption.jurisdiction_id, valid_to=None).order_by("order", "pk")
    return PartsSheet(
        adoption_id=adoption.pk,
        programme_id=adoption.programme_id,
        programme_title=adoption.programme.title,
        framework_title=table.framework.title,
        edit=adoption.edit,
        may_edit=may_run(actor, adoption.programme) and adoption.withdrawn_on is None,
        lines=tuple(_lines(table, told)),
        without=without,
        units=tuple(standing.values_list("pk", "name")),
    )


def has_parts(adoption: Adoption, table: Table) -> bool:
    """Whether an adoption assesses units by a table with parts for one body each."""
    return bool(table.compiled.blocks) and adoption.subject_kind == SubjectKind.UNIT.value


def _lines(table: Table, told: Mapping[str, list[Owner]]) -> Iterable[PartLine]:
    for node in walk(table.framework.rows):
        for head in node.children if node.one_of else ():
            yield PartLine(
                row_id=table.ids[head.code],
                code=head.code,
                title=head.title,
                among=node.title,
                full=total_of(table.compiled, table.unmarked[head.code], head.code).full,
                rows=len(list(leaves((head,)))),
                owners=tuple(told.get(head.code, ())),
            )


def _owners(adoption: Adoption) -> dict[str, list[Owner]]:
    found: dict[str, list[Owner]] = defaultdict(list)
    for one in Part.objects.filter(adoption=adoption).select_related("row", "unit").order_by("unit__order", "unit_id"):
        found[one.row.code].append(Owner(one.unit_id, one.unit.name, one.proposed, one.ground))
    return found


def owners_by_row(adoption: Adoption, table: Table) -> dict[str, tuple[tuple[int, str], ...]]:
    """Whose part each marked row stands in, as the office said: ids and names by the codes of rows in parts."""
    told = {
        code: tuple((one.unit_id, one.name) for one in owners if not one.proposed)
        for code, owners in _owners(adoption).items()
    }
    heads = {head for blocks in table.compiled.blocks.values() for head in blocks}
    return {
        code: tuple(owner for above in row.above if above in heads for owner in told.get(above, ()))
        for code, row in table.compiled.rows.items()
        if not heads.isdisjoint(row.above)
    }


def own_parts(adoption: Adoption) -> dict[int, tuple[str, ...]]:
    """The codes of the parts that each unit has, as the office said."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Part.objects.filter(adoption=adoption, proposed=False).order_by("row__order")
    for unit_id, code in rows.values_list("unit_id", "row__code"):
        found[unit_id].append(code)
    return {unit_id: tuple(codes) for unit_id, codes in found.items()}


def parts_now(subject: Subject, table: Table, changed: Mapping[str, bool] | None = None) -> Parts:
    """The parts of a subject by what is said and what is marked; ``changed`` says of rows whether they have a mark once
    what is being done is done.
    """
    if not table.compiled.blocks:
        return {}
    marked = set(codes_of(table, kept_points([subject.pk])[subject.pk]))
    for code, has in (changed or {}).items():
        (marked.add if has else marked.discard)(code)
    return parts_of(table.compiled, subject.parts, marked)


def others_now(subject: Subject, table: Table) -> frozenset[str]:
    """The codes of the rows in the parts of others, as a subject stands."""
    return rows_of_others(table.compiled, parts_now(subject, table)) if table.compiled.blocks else frozenset()


def assessed_units(actor: Actor, adoption: Adoption, today: date) -> list[int]:
    """The members of the group on the day, or all units that the programme binds."""
    if adoption.group_id is not None:
        found = next((group for group in groups(actor, today) if group.id == adoption.group_id), None)
        return [member.id for member in found.members] if found else []
    bound = Obligation.objects.filter(commitment__programme_id=adoption.programme_id)
    bound = bound.exclude(state=ObligationState.WITHDRAWN.value)
    rows = bound.order_by("unit__order", "unit_id").values_list("unit_id", flat=True)
    return list(dict.fromkeys(rows))
