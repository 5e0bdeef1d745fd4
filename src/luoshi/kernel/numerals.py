"""Chinese numerals as plans write them: 十二, 廿三, 一百二十八, ３, ①."""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_BUNDLES = {"廿": 20, "卅": 30}
CHINESE = "〇零○一二三四五六七八九十百千两廿卅"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def number(text: str) -> int | None:
    """The value of a whole number in Arabic (any width), circled or Chinese figures; None where it is none."""
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and text in CIRCLED:
        return CIRCLED.index(text) + 1
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    return _positional(text)


def _positional(text: str) -> int | None:
    total = digit = 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in _BUNDLES:
            total += _BUNDLES[character]
        else:
            return None
    return total + digit
