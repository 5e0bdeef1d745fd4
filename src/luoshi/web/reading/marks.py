"""Where what was found stands in the text: a text is cut at every boundary, each piece knows its item and its marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from luoshi.outline.model import Span


class Bound(NamedTuple):
    """An item's place; where items overlap, the shorter one owns the text."""

    span: Span
    key: str


class Mark(NamedTuple):
    """A thing found inside an item: ``kind`` is unit, time, quantity or principle."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one owner and one set of marks; ``at`` is where a mark begins, for its partner beside."""

    start: int
    end: int
    key: str
    kinds: tuple[str, ...]
    at: int | None


class Cutter:
    """Cuts any stretch of the text into pieces; built once for a text, linear in what was found."""

    def __init__(self, bounds: Iterable[Bound], marks: Iterable[Mark]) -> None:
        things: list[tuple[Span, str, str]] = [(bound.span, "", bound.key) for bound in bounds]
        things += [(mark.span, mark.kind, "") for mark in marks]
        things = [thing for thing in things if thing[0].start < thing[0].end]
        events: dict[int, list[tuple[bool, int]]] = {}
        for index, (span, _kind, _key) in enumerate(things):
            events.setdefault(span.start, []).append((True, index))
            events.setdefault(span.end, []).append((False, index))
        self._points = sorted(events)
        self._states: list[tuple[str, tuple[str, ...], int | None]] = []
        active: set[int] = set()
        for point in self._points:
            for begins, index in events[point]:
                (active.add if begins else active.discard)(index)
            self._states.append(_state([things[index] for index in active]))

    def pieces(self, span: Span) -> Iterator[Piece]:
        """The pieces of a stretch, in order and without gaps."""
        at = span.start
        index = bisect_right(self._points, at) - 1
        while at < span.end:
            after = self._points[index + 1] if index + 1 < len(self._points) else span.end
            end = min(after, span.end)
            key, kinds, mark = self._states[index] if index >= 0 else ("", (), None)
            if end > at:
                yield Piece(at, end, key, kinds, mark)
            at, index = end, index + 1


def _state(active: list[tuple[Span, str, str]]) -> tuple[str, tuple[str, ...], int | None]:
    """Owner, marks and the place of the closest mark, for the things that cover a point."""
    owners = [(span.end - span.start, key) for span, kind, key in active if not kind]
    marks = sorted((span.end - span.start, kind, span.start) for span, kind, _key in active if kind)
    kinds = tuple(dict.fromkeys(kind for _length, kind, _start in marks))
    exact = [start for _length, kind, start in marks if kind != "principle"]
    return (min(owners)[1] if owners else ""), kinds, (exact[0] if exact else None)
