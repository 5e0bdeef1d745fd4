"""What the cells of a table of marks say: a figure, a yes or no, a level, however people write them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from luoshi.assessment.rules.asking import Ask, Sort
from luoshi.assessment.rules.numbers import exact, plain
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

# code -> the heading that is written out, then others that are understood
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "subject": ("测评对象",),
    "code": ("编号",),
    "title": ("指标", "测评项"),
    "rule": ("评分标准",),
    "full": ("分值",),
    "scorers": ("负责考核部门",),
    "points": ("现得分",),
    "ask": ("填什么",),
    "value": ("填写",),
    "reason": ("理由",),
    "evidence": ("已看佐证材料",),
    "key": ("行码",),
}
NEEDED = ("key", "value")
FILLED = ("value", "reason")
AWAY = "不适用"
YES, NO = "是", "否"
SHOWN = 40  # characters of a cell that a sentence repeats
_AWAY = frozenset({AWAY, "不涉及", "n/a"})
_YES = frozenset({YES, "1", "y", "yes", "true", "达标", "√", "✓", "✔", "☑", "对", "有"})
_NO = frozenset({NO, "0", "n", "no", "false", "不达标", "未达标", "×", "x", "✗", "☒", "错", "无"})
_PER_CENT = "%"


def squeezed(text: str) -> str:
    """A text without any blank, in plain forms: to compare what two programs wrote."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("−", "-")


def is_away(text: str) -> bool:
    """Whether a cell says that the row does not apply."""
    return squeezed(text).casefold() in _AWAY


# --- out ---------------------------------------------------------------------------------------------------------


def written(ask: Ask, value: object) -> str:
    """What a cell says for a value of a field."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return "；".join(plain(one) for one in value)
    if ask.sort is Sort.CHOICE:
        return {key: word for word, key in _levels(ask).items()}.get(str(value), str(value))
    return plain(value) if isinstance(value, Decimal) else str(value)


def choices_of(ask: Ask, *, may_not_apply: bool) -> tuple[str, ...]:
    """What a cell may be filled in with, to be chosen from; empty where it takes a figure."""
    away = (AWAY,) if may_not_apply else ()
    if ask.sort is Sort.YES_NO:
        return (YES, NO, *away)
    return (*_levels(ask), *away) if ask.sort is Sort.CHOICE else ()


def _levels(ask: Ask) -> dict[str, str]:
    """The key of each level by the word that stands for it: its label, where that is its own."""
    labels = Counter(squeezed(label) for _key, label in ask.options)
    keys = {squeezed(key) for key, _label in ask.options}
    found = {}
    for key, label in ask.options:
        word = squeezed(label)
        own = bool(word) and labels[word] == 1 and not is_away(label) and (word not in keys or word == squeezed(key))
        found[label.strip() if own else key] = key
    return found


# --- in ----------------------------------------------------------------------------------------------------------


def read_value(ask: Ask, text: str) -> tuple[object, Phrase | None]:
    """The value of a field, None for an empty cell; and what is wrong with the cell."""
    if not squeezed(text):
        return None, None
    return _READERS[ask.sort](ask, text)


def _wrong(message: str, text: str, **params: object) -> tuple[None, Phrase]:
    return None, Phrase(message, {"text": text.strip()[:SHOWN], **params})


def _yes_no(_ask: Ask, text: str) -> tuple[object, Phrase | None]:
    said = squeezed(text).casefold()
    if said in _YES or said in _NO:
        return said in _YES, None
    return _wrong(_("“{text}”: write {yes} or {no}."), text, yes=YES, no=NO)


def _figure(ask: Ask, text: str) -> tuple[object, Phrase | None]:
    number, fault = _number(squeezed(text), ask.unit)
    return (number, None) if number is not None else _wrong(fault, text, unit=ask.unit)


def _number(said: str, unit: str) -> tuple[Decimal | None, str]:
    """A figure, with its unit of measure behind it or not; else the sentence that says what is wrong."""
    behind = squeezed(unit)
    if behind and said.endswith(behind):
        said = said[: -len(behind)]
    said = said.replace(",", "")
    if said.endswith(_PER_CENT):
        return None, _("“{text}”: percent are not asked here. Write the figure as the rule counts it.")
    number = exact(said)
    if number is not None:
        return number, ""
    try:
        finite = Decimal(said).is_finite()
    except InvalidOperation:
        finite = False
    if finite:
        return None, _("“{text}” has more than six decimals or is too large.")
    return None, _("“{text}” is no figure. Write one such as 12.5.")


def _figures(ask: Ask, text: str) -> tuple[object, Phrase | None]:
    parts = [part for part in re.split(r"[;\s、]+", unicodedata.normalize("NFKC", text)) if part]
    found = []
    for part in parts:
        number, fault = _number(part, ask.unit)
        if number is None:
            return _wrong(fault, part, unit=ask.unit)
        found.append(number)
    return tuple(found) or None, None


def _choice(ask: Ask, text: str) -> tuple[object, Phrase | None]:
    said, levels = squeezed(text).casefold(), _levels(ask)
    known = {squeezed(word).casefold(): key for word, key in levels.items()}
    if said in known:
        return known[said], None
    return _wrong(_("“{text}” is none of the levels: {levels}."), text, levels="、".join(levels))


def _place(_ask: Ask, text: str) -> tuple[object, Phrase | None]:
    number, _fault = _number(re.sub(r"^第|名$", "", squeezed(text)), "")
    if number is None or number != int(number) or number < 1:
        return _wrong(_("“{text}” is no place. Write a whole number from 1."), text)
    return int(number), None


_READERS: dict[Sort, Callable[[Ask, str], tuple[object, Phrase | None]]] = {
    Sort.YES_NO: _yes_no,
    Sort.FIGURE: _figure,
    Sort.FIGURES: _figures,
    Sort.CHOICE: _choice,
    Sort.PLACE: _place,
}
