"""What the pages of a programme can be narrowed to, and the names of what they are narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Assignment, Commitment, Obligation, Phase
from luoshi.programme.queries.choosing import Choice
from luoshi.programme.queries.facts import ProgrammeLine, line_of, programme
from luoshi.programme.rules import CommitmentKind
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Group, Unit


@dataclass(frozen=True, slots=True)
class Options:
    """Pairs of id and name, in the order of the county and of the plan."""

    programme: ProgrammeLine
    units: tuple[tuple[int, str], ...]
    groups: tuple[tuple[int, str], ...]
    areas: tuple[tuple[int, str], ...]
    phases: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the board: its row, its body or group, and the choice that is behind it."""

    row_id: int
    row: str
    name: str
    choice: Choice


def options(actor: Actor, programme_id: int) -> Options:
    """What there is to choose from. Raises ``NotFound`` for strangers."""
    found = programme(actor, programme_id)
    named = Assignment.objects.filter(revision__current=True, revision__commitment__programme=found)
    owing = Obligation.objects.filter(commitment__programme=found)
    units = Unit.objects.filter(pk__in=owing.values("unit")) | Unit.objects.filter(pk__in=named.values("unit"))
    groups = Group.objects.filter(jurisdiction_id=actor.jurisdiction_id, pk__in=named.values("group"))
    rows = Commitment.objects.filter(programme=found, parent__isnull=True, withdrawn_on__isnull=True)
    areas = rows.filter(kind__in=(CommitmentKind.AREA.value, CommitmentKind.TASK.value)).order_by("order")
    return Options(
        line_of(found),
        tuple(units.filter(jurisdiction_id=actor.jurisdiction_id).values_list("pk", "name")),
        tuple(groups.values_list("pk", "name")),
        tuple((pk, f"{number}{title}") for pk, number, title in areas.values_list("pk", "number", "title")),
        tuple(Phase.objects.filter(programme=found).order_by("order").values_list("pk", "name")),
    )


def programme_line(actor: Actor, programme_id: int) -> ProgrammeLine:
    """A programme as its page heads name it. Raises ``NotFound`` for strangers."""
    return line_of(programme(actor, programme_id))


def names_of(actor: Actor, programme_id: int, choice: Choice) -> dict[str, str]:
    """The names of the body, group, area and phase that are chosen; nothing for what there is not."""
    own = {"jurisdiction_id": actor.jurisdiction_id}
    found: dict[str, str | None] = {}
    if choice.unit_id is not None:
        found["unit"] = _first(Unit.objects.filter(pk=choice.unit_id, **own).values_list("name", flat=True)[:1])
    if choice.group_id is not None:
        found["group"] = _first(Group.objects.filter(pk=choice.group_id, **own).values_list("name", flat=True)[:1])
    if choice.area_id is not None:
        rows = Commitment.objects.filter(pk=choice.area_id, programme_id=programme_id, **own)
        found["area"] = _first(f"{number}{title}" for number, title in rows.values_list("number", "title"))
    if choice.phase_id is not None:
        rows_of = Phase.objects.filter(pk=choice.phase_id, programme_id=programme_id, **own)
        found["phase"] = _first(rows_of.values_list("name", flat=True)[:1])
    return {key: name for key, name in found.items() if name is not None}


def _first(names: Iterable[str]) -> str | None:
    return next(iter(names), None)


def place(actor: Actor, programme_id: int, row_id: int | None, at: tuple[str, int | None], choice: Choice) -> Place:
    """A place of the board by its row and its column (``unit`` or ``group``, and the id), within what is chosen. Raises
    ``NotFound`` (``cell-not-found``) where there is none.
    """
    sort, pk = at
    behind = replace(choice, kind=CommitmentKind.TASK, area_id=row_id)
    behind = replace(behind, unit_id=pk) if sort == "unit" else replace(behind, group_id=pk)
    names = names_of(actor, programme_id, behind)
    if row_id is None or pk is None or "area" not in names or sort not in names:
        raise NotFound("cell-not-found", _("There is no such place on the board."), _("Reload the page."))
    return Place(row_id, names["area"], names[sort], behind)
