"""Which commitments may serve which row, told by the words that both have: proposals with their ground, never more.

Words are pairs of neighbouring Chinese characters. A pair that many texts have says little; so a pair weighs the more,
the fewer commitments have it. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log

LEAST = 0.3  # share of a row's words, by weight, that a commitment must have in common with it
MOST = 3  # proposals for a row
FEWEST = 2  # different pairs in common: one alone is chance
SHOWN = 4  # shared words that are told as the ground
TEXT_WEIGHT = 0.5  # of a pair that stands in the text only, against one of the title

_RUN = re.compile(r"[\u3400-\u9fff]+")
# what every table and every plan says: it likens everything to everything
_EMPTY = re.compile(
    "工作|推进|推动|加强|开展|建设|落实|完善|提升|建立|健全|积极|全面|深入|实施|制度|机制|情况|进行|相关|做好|及时"
    "|得分|扣分|以上|以下|全县|我县|每少一次|每少一项|每项|每次|扣完为止"
)


@dataclass(frozen=True, slots=True)
class Worded:
    """Something with words: its key, its title, and what else it says."""

    key: int
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """That a commitment may serve a row: ``share`` (0–1) of the row's words that it has, and the longest of them."""

    row: int
    commitment: int
    share: float
    words: tuple[str, ...]


def likened(rows: Iterable[Worded], commitments: Iterable[Worded], least: float = LEAST) -> tuple[Likeness, ...]:
    """Proposals for rows in their order, the likest commitment first; at most ``MOST`` for a row."""
    known = {one.key: one for one in commitments}
    pairs = {key: _pairs(one.title) | _pairs(one.text) for key, one in known.items()}
    where: dict[str, list[int]] = defaultdict(list)
    for key, held in pairs.items():
        for pair in held:
            where[pair].append(key)
    found: list[Likeness] = []
    for row in rows:
        found += _of_row(row, known, where, least)
    return tuple(found)


def _of_row(row: Worded, known: Mapping[int, Worded], where: Mapping[str, list[int]], least: float) -> list[Likeness]:
    titled = _pairs(row.title)
    weights = {
        pair: _weight(len(where.get(pair, ())), len(known)) * (1 if pair in titled else TEXT_WEIGHT)
        for pair in titled | _pairs(row.text)
    }
    titles = sum(weights[pair] for pair in titled)
    if not titles:
        return []
    common: dict[int, float] = defaultdict(float)
    count: Counter[int] = Counter()
    for pair, weight in weights.items():
        for key in where.get(pair, ()):
            common[key] += weight
            count[key] += 1
    likely = []
    for key, weight in common.items():
        share = min(1.0, weight / titles)
        if share >= least and count[key] >= FEWEST:
            words = shared(f"{row.title}\n{row.text}", f"{known[key].title}\n{known[key].text}")
            likely.append(Likeness(row.key, key, share, words[:SHOWN]))
    return sorted(likely, key=lambda one: (-one.share, one.commitment))[:MOST]


def _weight(holders: int, total: int) -> float:
    """What a pair tells: the fewer hold it, the more; one that nobody holds as much as one of a single holder."""
    return 1 + log((1 + total) / (1 + max(1, holders)))


def _runs(text: str) -> list[str]:
    """Runs of Chinese characters, parted by the words that say nothing."""
    return _RUN.findall(_EMPTY.sub(" ", unicodedata.normalize("NFKC", text)))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[at : at + 2] for run in _runs(text) for at in range(len(run) - 1))


def shared(left: str, right: str) -> tuple[str, ...]:
    """The words (runs of two characters or more) that stand in both texts, the longest first; none inside another."""
    common = _pairs(left) & _pairs(right)
    other = "\n".join(_runs(right))
    words: dict[str, None] = {}
    for run in _runs(left):
        at = 0
        while at < len(run) - 1:
            if run[at : at + 2] not in common:
                at += 1
                continue
            end = at + 2
            while end < len(run) and run[at : end + 1] in other:
                end += 1
            words[run[at:end]] = None
            at = end - 1
    kept: list[str] = []
    for word in sorted(words, key=lambda word: -len(word)):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return tuple(kept)
