"""What the selects of the grid offer, in the words of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from luoshi.kernel.wording import translate
from luoshi.outline.model import Comparator, Every
from luoshi.programme.queries.grid import GridSheet
from luoshi.programme.rules import ROLE_WORDS, UnitRole
from luoshi.web.templatetags.luoshi import COMPARATORS, EVERY

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """Pairs of value and words."""

    roles: tuple[Choice, ...]
    every: tuple[Choice, ...]
    comparators: tuple[Choice, ...]
    into: tuple[Choice, ...]
    bodies: tuple[Choice, ...]
    groups: tuple[Choice, ...]


def choices(sheet: GridSheet) -> Choices:
    """The choices of a page; who is named already is not offered again."""
    language = get_language() or ""
    chosen = sheet.chosen
    named = {column.key for column in chosen.columns} if chosen else set()
    bodies = ((f"unit-{pk}", name) for pk, name in sheet.units)
    groups = ((f"group-{pk}", f"{name} ({members})") for pk, name, members in sheet.groups)
    return Choices(
        roles=tuple((role.value, translate(ROLE_WORDS[role], language)) for role in UnitRole),
        every=tuple((every.value, str(EVERY[every][0])) for every in Every),
        comparators=tuple((one.value, COMPARATORS.get(one, "= ").strip()) for one in Comparator if one != "range"),
        into=tuple(
            (str(mark.id), f"{mark.number}{mark.title}"[:40])
            for mark in sheet.marks
            if not mark.chosen and chosen and mark.kind is chosen.kind
        ),
        bodies=tuple(pair for pair in bodies if pair[0] not in named),
        groups=tuple(pair for pair in groups if pair[0] not in named),
    )
