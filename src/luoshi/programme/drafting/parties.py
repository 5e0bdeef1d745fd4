"""Whom the names of a proposal mean: bodies and groups that are known, names to be asked about, names to be made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.outline.model import UnitRef
from luoshi.programme.drafting.proposal import Item
from luoshi.units.rules import Directory, Match, MatchKind


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the plan writes it, how often it is named, and what it means."""

    written: str
    alias: str | None
    group: bool
    times: int
    match: Match

    @property
    def known(self) -> bool:
        """Whether it means one body or group for sure."""
        return self.match.id is not None


def parties(items: Iterable[Item], bodies: Directory, groups: Directory) -> tuple[Named, ...]:
    """Every name once, in the order of the plan. A name that is a body's is a body even where the reader took it for a
    group, and the other way round: the office's own lists know better.
    """
    times: dict[str, int] = {}
    first: dict[str, UnitRef] = {}
    for item in items:
        for ref in item.units:
            first.setdefault(ref.name, ref)
            times[ref.name] = times.get(ref.name, 0) + 1
    return tuple(_named(ref, times[name], bodies, groups) for name, ref in first.items())


def _named(ref: UnitRef, times: int, bodies: Directory, groups: Directory) -> Named:
    likely, other = (groups, bodies) if ref.group else (bodies, groups)
    match = likely.match(ref.name, ref.alias)
    if match.id is not None:
        return Named(ref.name, ref.alias, ref.group, times, match)
    elsewhere = other.match(ref.name, ref.alias)
    if elsewhere.id is not None and elsewhere.kind is not MatchKind.SUGGESTION:
        return Named(ref.name, ref.alias, not ref.group, times, elsewhere)
    return Named(ref.name, ref.alias, ref.group, times, match)
