"""Printed numbers of a plan as the lists of a word processor: which list, which level, which number is to be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CHINESE = "[一二三四五六七八九十百]+"
_DIGITS = "一二三四五六七八九"
# level of the main list: pattern, ``w:numFmt``, ``w:lvlText``
MAIN = (
    (f"({_CHINESE})、", "chineseCountingThousand", "%1、"),
    (f"（({_CHINESE})）", "chineseCounting", "（%2）"),
    (r"(\d{1,3})\.(?!\d)", "decimal", "%3."),
    (r"（(\d{1,3})）", "decimal", "（%4）"),
    ("([①-⑳])", "decimalEnclosedCircleChinese", "%5"),
)
# lists of one level each
OTHERS = (
    (f"第({_CHINESE})章", "chineseCountingThousand", "第%1章"),
    (f"第({_CHINESE})节", "chineseCountingThousand", "第%1节"),
    (f"第({_CHINESE})条", "chineseCountingThousand", "第%1条"),
    (f"\\(({_CHINESE})\\)", "japaneseCounting", "(%1)"),
    (r"(\d{1,3})．(?!\d)", "decimal", "%1．"),
    (r"(\d{1,3})、", "decimal", "%1、"),
    (r"\((\d{1,3})\)", "decimal", "(%1)"),
)


@dataclass(frozen=True)
class Use:
    """A paragraph's place in a list: ``num`` is the ``w:numId``, ``words`` what remains after the number."""

    num: int
    level: int
    words: str


@dataclass
class Lists:
    """Counts as a word processor does; opens a ``w:num`` with its own start where the paper counts otherwise."""

    nums: list[tuple[int, int, int]] = field(default_factory=list)  # abstract list, level, start (0: none of its own)
    _current: dict[int, int] = field(default_factory=dict)
    _counts: dict[int, dict[int, int]] = field(default_factory=dict)

    def use(self, text: str) -> Use | None:
        """The list place of a line that begins with a number; ``None`` for any other line."""
        for abstract, level, pattern in _patterns():
            found = re.match(pattern, text)
            if not found or not text[found.end() :].strip():
                continue
            wanted = value(found[1])
            if shown(wanted, found[1]) != found[1]:
                return None
            return Use(self._num(abstract, level, wanted), level, text[found.end() :])
        return None

    def _num(self, abstract: int, level: int, wanted: int) -> int:
        counts = self._counts.setdefault(abstract, {})
        natural = counts.get(level, 0) + 1
        if abstract not in self._current or natural != wanted:
            self.nums.append((abstract, level, 0 if natural == wanted else wanted))
            self._current[abstract] = len(self.nums)
        counts[level] = wanted
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return self._current[abstract]


def _patterns() -> list[tuple[int, int, str]]:
    main = [(0, level, pattern) for level, (pattern, _form, _text) in enumerate(MAIN)]
    return main + [(1 + at, 0, pattern) for at, (pattern, _form, _text) in enumerate(OTHERS)]


def value(printed: str) -> int:
    """一 → 1, 二十三 → 23, ③ → 3, 12 → 12."""
    if printed.isascii():
        return int(printed)
    if "①" <= printed <= "⑳":
        return ord(printed) - ord("①") + 1
    tens, ten, ones = printed.rpartition("十")
    if not ten:
        return _DIGITS.find(printed) + 1
    return (_DIGITS.find(tens) + 1 if tens else 1) * 10 + (_DIGITS.find(ones) + 1 if ones else 0)


def shown(number: int, like: str) -> str:
    """How a list prints a number, so that a line whose number no list would print so is left as it is."""
    if like.isascii():
        return str(number)
    if "①" <= like <= "⑳":
        return chr(ord("①") + number - 1)
    tens, ones = divmod(number, 10)
    text = ("" if tens == 1 else _DIGITS[tens - 1]) + "十" if tens else ""
    return text + (_DIGITS[ones - 1] if ones else "")
