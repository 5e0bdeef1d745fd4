"""What the cells of a returned row mean: the state, the figure, a yes or no, however people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.reporting.rules.reports import ReportState

# code -> the heading that is written out, then others that are understood
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("编号", "填报编号"),
    "item": ("事项及要求", "事项", "工作事项"),
    "due": ("截止", "截止日期"),
    "target": ("数量指标", "指标"),
    "last": ("上次填报",),
    "state": ("进展状态", "状态"),
    "text": ("进展情况（500字以内）", "进展情况"),
    "figure": ("数值", "完成数值"),
    "reachable": ("能否如期", "能否如期完成"),
    "proof": ("佐证材料名称", "材料名称", "佐证材料"),
    "number": ("文号",),
    "day": ("材料日期",),
    "address": ("网址或附件名", "网址", "附件名"),
    "signed": ("签批文件",),
}
NEEDED = ("state", "text")
FILLED = ("state", "text", "figure", "reachable", "proof", "number", "day", "address", "signed")
STATES = {
    ReportState.NO_CHANGE: "无变化",
    ReportState.UNDER_WAY: "推进中",
    ReportState.COMPLETED: "已完成",
}
REACHABLE = {True: "能", False: "不能"}
BOX = "□"
LARGEST = 10**12  # of a figure, in its own unit
_ALIKE = {
    ReportState.NO_CHANGE: ("无变化", "没有变化", "无变动", "同上次", "同上月"),
    ReportState.UNDER_WAY: ("推进中", "正在推进", "进行中", "推进", "在推进"),
    ReportState.COMPLETED: ("已完成", "完成", "办结", "已办结", "全部完成"),
}
_STATE_OF = {word: state for state, words in _ALIKE.items() for word in words}
_WORDS = "|".join(sorted(_STATE_OF, key=len, reverse=True))
_TICK = r"[☑√✓✔■▣☒☞●⊠VvRþ对]"
_BEFORE = re.compile(rf"(□|{_TICK}|\({_TICK}\))?({_WORDS})")
_AFTER = re.compile(rf"({_WORDS})(□|{_TICK}|\({_TICK}\))?")
_YES = frozenset({"能", "是", "可以", "能够", "能如期", "√", "会", "y", "yes"})
_NO = frozenset({"不能", "否", "不", "不可以", "不能如期", "×", "x", "有困难", "n", "no"})
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(.{0,12})")
NOTHING = frozenset({"无变化", "无", "没有变化", "同上", "/", "-", "—"})


def plain(text: str) -> str:
    """A cell without what programs change by themselves: line ends, blanks around lines, kinds of blanks."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def squeezed(text: str) -> str:
    """A text without any blank, in plain forms: to compare what two programs wrote."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def state_of(text: str) -> tuple[ReportState | None, Phrase | None]:
    """The state that a cell says, None for an empty one; and what is unclear about it.

    A cell with boxes (□无变化 □推进中 □已完成) says the one that is ticked, or that alone is left.
    """
    said = re.sub(r"[☐▢◻○]", BOX, squeezed(text))
    if not said or said in _STATE_OF:
        return _STATE_OF.get(said), None
    if said[0] == BOX or re.match(rf"\(?{_TICK}", said):
        pairs = [(mark, word) for mark, word in _BEFORE.findall(said)]
    else:
        pairs = [(mark, word) for word, mark in _AFTER.findall(said)]
    named = {_STATE_OF[word] for _mark, word in pairs}
    ticked = {_STATE_OF[word] for mark, word in pairs if mark not in ("", BOX)}
    if BOX in said and not ticked and len(named) > 1 and not re.sub(rf"{_WORDS}|{BOX}", "", said):
        return None, None  # the boxes as they were printed
    if not ticked and BOX in said and len(named) == 1:
        return named.pop(), None  # the others were deleted
    if len(ticked) == 1:
        return ticked.pop(), None
    words = _("“{text}” is no state: choose 无变化, 推进中 or 已完成.")
    return None, Phrase(words, {"text": text[:40]})


def figure_of(text: str, measure: str | None) -> tuple[str, Phrase | None]:
    """The figure of a cell as a decimal in plain signs, empty for none; and what is wrong with it.

    ``measure`` is the unit of measure of what is asked, None where no figure is asked. 61座 is 61 where 座 are counted.
    """
    said = squeezed(text)
    if not said:
        return "", None
    if measure is None:
        return "", Phrase(_("No figure is asked here: leave 数值 empty."))
    found = _FIGURE.fullmatch(said)
    told = {"text": text[:40], "measure": measure}
    if found is None or not found[1].isascii():
        return "", Phrase(_("“{text}” is no figure. Write 61, or 61.5."), told)
    if found[2] and found[2] not in (squeezed(measure), f"({squeezed(measure)})"):
        words = _("“{text}” is not counted in {measure}. Write the figure alone, counted in {measure}.")
        return "", Phrase(words, told)
    value = Decimal(found[1].replace(",", ""))
    too_large = Phrase(_("“{text}” is too large a figure."), told) if value >= LARGEST else None
    return ("", too_large) if too_large else (plain_figure(value), None)


def plain_figure(value: Decimal) -> str:
    """A figure without needless noughts: 61, not 61.0."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text or "0"


def reachable_of(text: str) -> tuple[bool | None, Phrase | None]:
    """Whether the day will be met; None for an empty cell; and what is unclear."""
    said = squeezed(text).casefold()
    if not said:
        return None, None
    if said in _YES or said in _NO:
        return said in _YES, None
    return None, Phrase(_("“{text}”: write 能 or 不能."), {"text": text[:40]})
