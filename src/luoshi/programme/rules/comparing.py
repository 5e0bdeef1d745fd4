"""Two readings of a plan against each other: what was added, removed, changed and moved. Pure.

An item is a JSON object, as ``drafting.items.items_of`` makes it of a proposal:

``index`` its place among the items; ``kind`` of ``CommitmentKind``, or ``PHASE``; ``number``, ``title``, ``text``;
``start`` and ``end``, its place in the plan's text; ``units``, a list of ``[name, role]``; ``due``, ``{kind, text, due,
start}`` with days in ISO form or None; ``rhythm``, None or ``{text, every, interval, month, day}``; ``measures``, a
list of ``{text, principle, start, end}``; ``targets``, a list of ``{text, metric, unit, comparator, value, value_max}``
with figures as text; ``within``, the title of the area that gathers it; ``phase``, the name of its phase.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from luoshi.kernel.wording import _
from luoshi.programme.rules.kinds import ChangeKind

Item = Mapping[str, Any]

PHASE = "phase"  # the kind of an item that is a phase of the programme, and no commitment

LIKELY = 0.5  # two items of one kind that share half of their words are one item, reworded
SURE = 0.85  # so alike must items of different kinds be
COMMON = 60  # a pair of signs that so many items have says nothing about which of them is meant


class What(StrEnum):
    """In what two writings of an item differ."""

    WORDS = "words"
    TITLE = "title"
    PARTIES = "parties"
    DUE = "due"
    RHYTHM = "rhythm"
    QUANTITY = "quantity"
    NUMBER = "number"
    PLACE = "place"  # another area, another phase, or another order


WHAT_WORDS = {
    What.WORDS: _("Words"),
    What.TITLE: _("Title"),
    What.PARTIES: _("Units named"),
    What.DUE: _("Time limit"),
    What.RHYTHM: _("Rhythm"),
    What.QUANTITY: _("Quantities"),
    What.NUMBER: _("Number in the plan"),
    What.PLACE: _("Place"),
}
_MOVES = frozenset({What.NUMBER, What.PLACE})


@dataclass(frozen=True, slots=True)
class Difference:
    """One item of the old reading, of the new one, or of both; ``what`` tells in what they differ."""

    kind: ChangeKind
    old: Item | None
    new: Item | None
    what: tuple[What, ...] = ()


def compare(old: Sequence[Item], new: Sequence[Item]) -> list[Difference]:
    """Every item of either reading exactly once, in the order of the new one; what was removed stands where it was."""
    pairs = _Matching(old, new).pairs()
    moved = _out_of_order(pairs)
    found = {j: _difference(old[i], new[j], i in moved) for i, j in pairs.items()}
    after: dict[int, list[Difference]] = defaultdict(list)
    last = -1
    for i, item in enumerate(old):
        if i in pairs:
            last = last if i in moved else pairs[i]
        else:
            after[last].append(Difference(ChangeKind.REMOVED, item, None))
    lines = after[-1]
    for j, item in enumerate(new):
        lines += [found.get(j) or Difference(ChangeKind.ADDED, None, item), *after[j]]
    return lines


def differs(old: Item, new: Item) -> tuple[What, ...]:
    """In what two writings of an item differ, their order apart; line ends, blanks and width of signs do not count."""
    return tuple(what for what, same in _SAME.items() if same(old) != same(new))


def normal(text: str) -> str:
    """Words without what a new print changes: blanks, line ends, width of signs."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: the share of their pairs of neighbouring signs that they have in common."""
    return _shared(_pairs_of(one), _pairs_of(other))


# --- in what they differ ----------------------------------------------------------------------------------------


def _day(item: Item) -> object:
    due = item["due"]
    return due["due"], due["start"], "" if due["due"] else normal(due["text"])


def _rhythm(item: Item) -> object:
    rhythm = item["rhythm"]
    return rhythm and tuple(rhythm[key] for key in ("every", "interval", "month", "day"))


def _quantities(item: Item) -> object:
    keys = ("metric", "unit", "comparator", "value", "value_max")
    return sorted(json.dumps([target[key] for key in keys], ensure_ascii=False) for target in item["targets"])


_SAME: Mapping[What, Callable[[Item], object]] = {
    What.WORDS: lambda item: normal(item["text"]),
    What.TITLE: lambda item: normal(item["title"]),
    What.PARTIES: lambda item: sorted({(normal(name), role) for name, role in item["units"]}),
    What.DUE: _day,
    What.RHYTHM: _rhythm,
    What.QUANTITY: _quantities,
    What.NUMBER: lambda item: normal(item["number"]),
    What.PLACE: lambda item: (normal(item["within"]), normal(item["phase"])),
}


def _difference(old: Item, new: Item, moved: bool) -> Difference:
    what = differs(old, new)
    if moved and What.PLACE not in what:
        what = (*what, What.PLACE)
    if not what:
        return Difference(ChangeKind.UNCHANGED, old, new)
    return Difference(ChangeKind.MOVED if _MOVES.issuperset(what) else ChangeKind.CHANGED, old, new, what)


def _out_of_order(pairs: Mapping[int, int]) -> set[int]:
    """The fewest old items whose going elsewhere explains the new order: all but a longest rising row."""
    olds = sorted(pairs)
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for i in olds:
        at = bisect_left(tails, pairs[i])
        before[i] = ends[at - 1] if at else None
        tails[at : at + 1], ends[at : at + 1] = [pairs[i]], [i]
    kept: set[int] = set()
    row = ends[-1] if ends else None
    while row is not None:
        kept.add(row)
        row = before[row]
    return set(olds) - kept


# --- which is which ---------------------------------------------------------------------------------------------


class _Matching:
    """Which new item is which old one: surest ground first, each item at most once."""

    def __init__(self, old: Sequence[Item], new: Sequence[Item]) -> None:
        self.old, self.new = old, new
        self.found: dict[int, int] = {}

    def pairs(self) -> dict[int, int]:
        """New index by old index."""
        self._by(lambda item: _alike(item, frozenset()))
        self._by(lambda item: _alike(item, _MOVES))
        self._by(lambda item: _worded(item, normal(item["title"]), normal(item["number"]), normal(item["within"])))
        self._by(lambda item: _worded(item, normal(item["title"])))
        self._by(_worded)
        self._by(_numbered)
        self._by_likeness()
        return self.found

    def _by(self, key: Callable[[Item], Hashable | None]) -> None:
        """Pair what has the same key, in order; None is no key."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for i, item in enumerate(self.old):
            if i not in self.found and (told := key(item)) is not None:
                waiting[told].append(i)
        taken = set(self.found.values())
        for j, item in enumerate(self.new):
            if j not in taken and (told := key(item)) is not None and waiting[told]:
                self.found[waiting[told].pop(0)] = j

    def _by_likeness(self) -> None:
        """Pair the most alike first; ties go to the nearest, by a key that reads the same from either side."""
        taken = set(self.found.values())
        olds = {i: _signs(item) for i, item in enumerate(self.old) if i not in self.found}
        news = {j: _signs(item) for j, item in enumerate(self.new) if j not in taken}
        scored = []
        for i, j in _candidates(olds, news):
            score = _shared(olds[i], news[j])
            if score >= (LIKELY if self.old[i]["kind"] == self.new[j]["kind"] else SURE):
                scored.append((-score, abs(i - j), i + j, i, j))
        for _score, _far, _sum, i, j in sorted(scored):
            if i not in self.found and j not in taken:
                self.found[i] = j
                taken.add(j)


def _alike(item: Item, apart: frozenset[What]) -> Hashable:
    return item["kind"], *(_frozen(same(item)) for what, same in _SAME.items() if what not in apart)


def _frozen(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def _worded(item: Item, *more: Hashable) -> Hashable | None:
    words = normal(item["text"])
    return (item["kind"], words, *more) if words else None


def _numbered(item: Item) -> Hashable | None:
    """The same number and title in the same area; duties have the title of their words, so it says nothing new."""
    number, title = normal(item["number"]), normal(item["title"])
    if not number or not title or normal(item["text"]).startswith(title):
        return None
    return item["kind"], number, title, normal(item["within"])


def _signs(item: Item) -> Counter[str]:
    return _pairs_of(f"{item['title']}。{item['text']}")


def _pairs_of(text: str) -> Counter[str]:
    plain = normal(text)
    return Counter(plain[at : at + 2] for at in range(max(1, len(plain) - 1))) if plain else Counter()


def _shared(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    if not total:
        return 0.0
    fewer, more = sorted((one, other), key=len)
    return 2 * sum(min(count, more[sign]) for sign, count in fewer.items() if sign in more) / total


def _candidates(olds: Mapping[int, Counter[str]], news: Mapping[int, Counter[str]]) -> Iterable[tuple[int, int]]:
    """Pairs worth measuring: those that share something that few others have, or all where there are few."""
    if len(olds) * len(news) <= COMMON * COMMON:
        return ((i, j) for i in olds for j in news)
    having: dict[str, list[int]] = defaultdict(list)
    for j, signs in news.items():
        for sign in signs:
            having[sign].append(j)
    among = Counter(sign for signs in olds.values() for sign in signs)
    return {
        (i, j)
        for i, signs in olds.items()
        for sign in signs
        if among[sign] <= COMMON and len(having.get(sign, ())) <= COMMON
        for j in having.get(sign, ())
    }
