"""How names of bodies are kept and compared, and which body a written name means."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from luoshi.files.rules.clean import require_clean
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

LONGEST_NAME = 120


class MatchKind(StrEnum):
    """How sure a match is; only a suggestion asks a person."""

    EXACT = "exact"
    ALIAS = "alias"
    NORMALISED = "normalised"
    SUGGESTION = "suggestion"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Known:
    """A body (or group) as the matcher knows it: its own name and its other names."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a written name means. ``id`` is set for the sure kinds; ``suggested_id`` and ``score`` (0-1) for a guess."""

    written: str
    kind: MatchKind
    id: int | None = None
    suggested_id: int | None = None
    score: float = 0.0


CLOSE_ENOUGH = 0.75  # below this a guess is noise
CLEAR_LEAD = 0.05  # a second candidate nearer than this makes the guess a toss
SHORTENED = 0.9  # a name as people shorten it is nearer than one that only looks alike

# Brackets that only say which kind of thing the name is, and words that offices add or leave out.
_FOLD = str.maketrans({"（": "(", "）": ")", "、": "", "，": "", "·": "", "　": ""})
_PLACES = ("县委", "区委", "市委", "县", "区", "市")
_TAILS = ("委员会", "管理委员会", "办公室", "人民政府", "办事处")
_SHORT = {"委员会": "委", "管理委员会": "管委会", "办公室": "办", "人民政府": "", "办事处": ""}


def visible(name: str) -> str:
    """A name as it is seen: no control signs, no marks of direction, single blanks."""
    kept = "".join(sign if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf"} else "" for sign in name)
    return " ".join(kept.split())


def kept_name(text: str) -> str:
    """A name as it is kept. Raises ``Invalid``: ``name-length`` where nothing is seen of it, or it is too long;
    ``personal-words``.
    """
    name = visible(text)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(
            "name-length", _("“{name}” is no name: it has 1 to {most} characters."), most=LONGEST_NAME, name=name[:40]
        )
    require_clean(name)
    return name


def normalised(name: str) -> str:
    """A name without what writers vary: width, blanks, punctuation, long endings (委员会 → 委, 办公室 → 办)."""
    text = unicodedata.normalize("NFKC", visible(name)).translate(_FOLD)
    text = "".join(text.split())
    for tail in sorted(_TAILS, key=len, reverse=True):
        if text.endswith(tail) and len(text) > len(tail) + 1:
            return text[: -len(tail)] + _SHORT[tail]
    return text


class Directory:
    """Names of a jurisdiction's bodies, ready for many look-ups."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.known: list[Known] = []
        self.by_name: dict[str, int] = {}
        self.by_alias: dict[str, int] = {}
        self.by_normal: dict[str, set[int]] = {}
        for item in known:
            self.add(item)

    def add(self, item: Known) -> None:
        """Know one more; where two have a name, the first keeps it."""
        self.known.append(item)
        self.by_name.setdefault(item.name, item.id)
        for alias in filter(None, item.aliases):
            self.by_alias.setdefault(alias, item.id)
        for name in (item.name, *item.aliases):
            self.by_normal.setdefault(normalised(name), set()).add(item.id)

    def match(self, written: str, alias: str | None = None) -> Match:
        """Which body a written name means; ``alias`` is the second name that the plan itself gives in brackets."""
        for name in filter(None, (written, alias)):
            if name in self.by_name:
                return Match(written, MatchKind.EXACT, self.by_name[name], score=1.0)
            if name in self.by_alias:
                return Match(written, MatchKind.ALIAS, self.by_alias[name], score=1.0)
            found = self.by_normal.get(normalised(name), set())
            if len(found) == 1:
                return Match(written, MatchKind.NORMALISED, next(iter(found)), score=1.0)
        return self._suggest(written)

    def _suggest(self, written: str) -> Match:
        plain = normalised(written)
        scored = sorted(
            ((_likeness(plain, normal), min(ids)) for normal, ids in self.by_normal.items()),
            key=lambda pair: (-pair[0], pair[1]),
        )
        best, best_id = scored[0] if scored else (0.0, 0)
        second = next((score for score, other in scored if other != best_id), 0.0)
        if best < CLOSE_ENOUGH or best - second < CLEAR_LEAD:
            return Match(written, MatchKind.NONE)
        return Match(written, MatchKind.SUGGESTION, suggested_id=best_id, score=best)


def _likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1; what is surely too far apart is not measured exactly."""
    if not one or not other:
        return 0.0
    if is_short_for(one, other) or is_short_for(other, one):
        return SHORTENED
    if min(len(one), len(other)) < 3:  # two signs of three are no likeness
        return 0.0
    matcher = SequenceMatcher(None, one, other)
    floor = CLOSE_ENOUGH - CLEAR_LEAD
    return matcher.ratio() if matcher.real_quick_ratio() >= floor and matcher.quick_ratio() >= floor else 0.0


def is_short_for(short: str, long: str) -> bool:
    """Whether one name is how people shorten the other: 发改委 for 县发展改革委, 黄水 for 黄水镇.

    The place before a name may be missing (县, 县委); of a township only its last sign; otherwise each sign of the
    short name stands in the long one in the same order, beginning with its first and ending with its last, and at
    least two fifths of the long one are kept. It guesses: two bodies may be shortened alike.
    """
    return any(_shortens(one, other) for one in _readings(short) for other in _readings(long))


def _readings(name: str) -> set[str]:
    """A name, and what is left of it without the place that it may begin with: 县委宣传部, 宣传部."""
    return {name, *(name[len(place) :] for place in _PLACES if name.startswith(place) and len(name) > len(place) + 1)}


def _shortens(short: str, long: str) -> bool:
    if len(short) < 2 or len(short) > len(long):
        return False
    if short == long or (long[-1] in "镇乡" and long[:-1] == short):
        return True
    if long.endswith("街道") and short in {long[:-2], long[:-1], long[:-1] + "办"}:
        return True
    if short[0] != long[0] or short[-1] != long[-1] or len(short) * 5 < len(long) * 2:
        return False
    signs = iter(long)
    return (len(short) > 2 or (len(long) == 3 and short[0] not in _PLACES)) and all(sign in signs for sign in short)
