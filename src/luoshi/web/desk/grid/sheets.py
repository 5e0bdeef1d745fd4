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
    names: tuple[str, ...]


def choices(sheet: GridSheet) -> Choices:
    """The choices of a page."""
    language = get_language() or ""
    chosen = sheet.chosen
    return Choices(
        roles=tuple((role.value, translate(ROLE_WORDS[role], language)) for role in UnitRole),
        every=tuple((every.value, str(EVERY[every][0])) for every in Every),
        comparators=tuple((one.value, COMPARATORS.get(one, "= ").strip()) for one in Comparator if one != "range"),
        into=tuple(
            (str(mark.id), f"{mark.number}{mark.title}"[:40])
            for mark in sheet.marks
            if not mark.chosen and chosen and mark.kind is chosen.kind
        ),
        names=(*(name for _pk, name, _members in sheet.groups), *(name for _pk, name in sheet.units)),
    )
