"""What the list of a programme is narrowed by, as the address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from luoshi.kernel.wording import translate
from luoshi.programme.rules import KIND_WORDS, LIGHT_WORDS, CommitmentKind, LightCode


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that the list can be narrowed to, as an address."""

    query: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice; empty means all. What no page ever writes into an address is passed over."""

    kind: CommitmentKind | None = None
    light: LightCode | None = None
    phase_id: int | None = None
    unit_id: int | None = None
    group_id: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """The choice that an address carries."""
        kind, light = query.get("kind", ""), query.get("light", "")
        return cls(
            kind=CommitmentKind(kind) if kind in set(CommitmentKind) else None,
            light=LightCode(light) if light in set(LightCode) else None,
            phase_id=number(query.get("phase", "")),
            unit_id=number(query.get("unit", "")),
            group_id=number(query.get("group", "")),
        )

    @property
    def empty(self) -> bool:
        """Whether nothing is chosen."""
        return self == Filter()

    def choices(self) -> tuple[Choice, ...]:
        """What the page offers: each kind, each light."""
        language = get_language() or ""
        kinds = (CommitmentKind.TASK, CommitmentKind.DUTY, CommitmentKind.SAFEGUARD)
        by_kind = [Choice(f"kind={kind}", translate(KIND_WORDS[kind], language), self.kind is kind) for kind in kinds]
        lights = [
            Choice(f"light={code}", translate(LIGHT_WORDS[code], language), self.light is code) for code in LightCode
        ]
        return (*by_kind, *lights)

    def arguments(self) -> dict[str, Any]:
        """As the query takes it."""
        return {name: getattr(self, name) for name in ("kind", "light", "phase_id", "unit_id", "group_id")}


def number(text: str) -> int | None:
    """A number of an address, or nothing."""
    return int(text) if text.isdecimal() and len(text) < 19 else None
