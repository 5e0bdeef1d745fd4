"""What the pages of a programme are narrowed to, as the address says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.utils.translation import get_language, gettext

from luoshi.kernel.wording import translate
from luoshi.programme.queries import Choice
from luoshi.programme.rules import KIND_WORDS, LIGHT_WORDS, ROLE_WORDS, CommitmentKind, LightCode, UnitRole
from luoshi.web.numbers import whole

E = TypeVar("E", bound=StrEnum)
KEYS = ("q", "light", "kind", "unit", "group", "area", "phase", "role", "from", "to", "difficulty")


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is chosen: its words, and the address without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice and the page of a list; ``opened`` is the key of the group that a board opens. What no page ever writes
    into an address is passed over.
    """

    choice: Choice
    page: int = 1
    opened: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """The choice that an address carries."""
        choice = Choice(
            kind=_one(CommitmentKind, query.get("kind", "")),
            light=_one(LightCode, query.get("light", "")),
            phase_id=number(query.get("phase", "")),
            unit_id=number(query.get("unit", "")),
            group_id=number(query.get("group", "")),
            area_id=number(query.get("area", "")),
            role=_one(UnitRole, query.get("role", "")),
            due_from=day(query.get("from", "")),
            due_to=day(query.get("to", "")),
            text=" ".join(query.get("q", "").replace("\x00", "").split())[:60],
            difficulty=query.get("difficulty") == "1",
        )
        return cls(choice, number(query.get("page", "")) or 1, query.get("open", ""))

    @property
    def empty(self) -> bool:
        """Whether nothing is chosen."""
        return self.choice == Choice()

    def params(self) -> dict[str, str]:
        """As an address carries it, without the page."""
        chosen = self.choice
        found: dict[str, object] = {
            "q": chosen.text,
            "light": chosen.light,
            "kind": chosen.kind,
            "unit": chosen.unit_id,
            "group": chosen.group_id,
            "area": chosen.area_id,
            "phase": chosen.phase_id,
            "role": chosen.role,
            "from": chosen.due_from,
            "to": chosen.due_to,
            "difficulty": "1" if chosen.difficulty else "",
        }
        return {key: str(found[key]) for key in KEYS if found[key]}

    @property
    def query(self) -> str:
        """The choice as the end of an address: nothing, or ?light=late&unit=7."""
        return self.address()

    def address(self, **changes: object) -> str:
        """The same with something changed; an empty value takes it out."""
        kept = {**self.params(), **{key.rstrip("_"): str(value) for key, value in changes.items()}}
        told = urlencode({key: value for key, value in kept.items() if value})
        return f"?{told}" if told else ""

    def chips(self, names: Mapping[str, str]) -> Iterator[Chip]:
        """What is chosen, in words; ``names`` tells those of bodies, groups, areas and phases."""
        language, chosen = get_language() or "", self.choice
        words = {
            "q": f"“{chosen.text}”",
            "light": translate(LIGHT_WORDS[chosen.light], language) if chosen.light else "",
            "kind": translate(KIND_WORDS[chosen.kind], language) if chosen.kind else "",
            "role": translate(ROLE_WORDS[chosen.role], language) if chosen.role else "",
            "from": gettext("due from %(day)s") % {"day": chosen.due_from},
            "to": gettext("due by %(day)s") % {"day": chosen.due_to},
            "difficulty": gettext("with a difficulty"),
        }
        for key in self.params():
            yield Chip(words.get(key) or names.get(key, "?"), self.address(**{f"{key}_": ""}) or "?")


def number(text: str) -> int | None:
    """A number of an address, or nothing."""
    return whole(text)


def day(text: str) -> date | None:
    """A day of an address, or nothing."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _one(kind: type[E], text: str) -> E | None:
    return kind(text) if text in set(kind) else None
