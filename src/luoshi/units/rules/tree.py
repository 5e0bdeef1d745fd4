"""The tree of bodies: no body stands above itself."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Placed:
    """A body and how deep it stands; 0 at the top."""

    id: int
    depth: int


def cycle(parents: Mapping[Key, Key | None], start: Key) -> tuple[Key, ...]:
    """The ring that leads from a body up to itself, beginning with it; empty where its way up ends."""
    way: list[Key] = [start]
    above = parents.get(start)
    while above is not None and above not in way:
        way.append(above)
        above = parents.get(above)
    return tuple(way) if above == start else ()


def in_tree(parents: Iterable[tuple[int, int | None]]) -> tuple[Placed, ...]:
    """Bodies as a tree is read: each beneath its parent, brothers as they come. A parent that is not among them, and a
    ring, are no reason to lose anybody.
    """
    pairs = list(parents)
    known = {unit for unit, _parent in pairs}
    children: dict[int | None, list[int]] = {}
    for unit, parent in pairs:
        children.setdefault(parent if parent in known else None, []).append(unit)
    placed: dict[int, int] = {}
    for first in [*children.get(None, ()), *(unit for unit, _parent in pairs)]:
        waiting = [(first, 0)]
        while waiting:
            unit, depth = waiting.pop()
            if unit not in placed:
                placed[unit] = depth
                waiting.extend((child, depth + 1) for child in reversed(children.get(unit, ())))
    return tuple(Placed(unit, depth) for unit, depth in placed.items())
