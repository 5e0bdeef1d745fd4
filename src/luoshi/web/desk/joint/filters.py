"""What the joint table is narrowed to, from its address and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import get_language

from luoshi.assessment.queries.joint_lines import ONLY_WORDS, JointTable, Narrowing, Only
from luoshi.kernel.wording import _, translate

PAGE = 40
PAPER = "zh-hans"  # what a paper says is Chinese in any language of the page


@dataclass(frozen=True, slots=True)
class Choice:
    """A narrowing that one tap chooses: its words, its address, and how many rows fit."""

    words: str
    query: str
    count: int
    current: bool


def narrowing(asked: Mapping[str, str]) -> Narrowing:
    """The narrowing of an address; what it does not know is left out."""
    only = asked.get("only", "")
    unit = asked.get("unit", "")
    return Narrowing(
        only=Only(only) if only in set(Only) else Only.ALL,
        area=asked.get("area", "")[:60],
        text=asked.get("q", "").strip()[:60],
        unit_id=int(unit) if unit.isascii() and unit.isdecimal() and len(unit) < 19 else None,
    )


def query_of(by: Narrowing) -> str:
    """The narrowing as the end of an address, empty where it narrows nothing."""
    said = {"only": "" if by.only is Only.ALL else by.only.value, "area": by.area, "q": by.text, "unit": by.unit_id}
    return urlencode({key: value for key, value in said.items() if value})


def choices(table: JointTable, by: Narrowing) -> tuple[Choice, ...]:
    """The narrowings that are one tap away, each beside whatever else is chosen."""
    found = []
    for only, words in ONLY_WORDS.items():
        other = Narrowing(only, by.area, by.text, by.unit_id)
        count = len(table.narrowed(other))
        found.append(Choice(translate(words, get_language() or ""), query_of(other), count, only is by.only))
    return tuple(found)


def in_words(table: JointTable, by: Narrowing, units: Mapping[int, str]) -> tuple[str, ...]:
    """What it is narrowed to, for the paper."""
    said = []
    if by.only is not Only.ALL:
        said.append(translate(ONLY_WORDS[by.only], PAPER))
    if by.area:
        said.append(dict(table.areas).get(by.area, by.area))
    if by.unit_id is not None:
        said.append(units.get(by.unit_id, translate(_("a unit"), PAPER)))
    if by.text:
        said.append(f"“{by.text}”")
    return tuple(said)
