"""Subjects: bodies that a sentence names as acting, without a list or a label (各乡镇（街道）、县级部门单位对…自查).

Reads a sentence. Writes ``UnitRef`` values; the name must stand where the sentence begins, behind its time at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.outline.model import Role, Span, UnitRef
from luoshi.outline.stages import names
from luoshi.outline.stages.measures import sentences

_TIME = re.compile(
    r"(?:(?:每年|每月|每季度)?(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[上中下]旬|月?[底末初]|年[底末])?(?:之?前|起|以前|至)?"
    r"|(?:在|于)?[^，。]{0,12}(?:期间|阶段|之后|以后)|各级|同时|其中|由|要求)[，,：:]?"
)
# A body's last character may as well begin the verb behind it: 组|织, 部|署, 处|理.
_VERB_AFTER = {
    "组": "织建", "部": "署", "处": "理置于在", "办": "好理法事", "委": "托派", "会": "同议商", "社": "会", "所": "有属需在", "站": "在", "科": "学技",
    "局": "部面限", "队": "伍", "区": "域内", "县": "域", "市": "场", "村": "民容庄", "院": "落", "州": "", "室": "内", "台": "账", "厅": "", "村居": "民",
}  # fmt: skip
_LIST = re.compile(r"[、，,]|和|及")


def subjects(text: str, start: int, end: int) -> tuple[UnitRef, ...]:
    """The bodies with which the sentences of a stretch begin, each once."""
    found: dict[str, UnitRef] = {}
    for sentence in sentences(text, Span(start, end)):
        for unit in _head(text, sentence):
            found.setdefault(unit.name, unit)
    return tuple(found.values())


def _head(text: str, sentence: Span) -> Iterator[UnitRef]:
    at = sentence.start
    time = _TIME.match(text, at, sentence.end)
    at = time.end() if time else at
    while (stop := _name_end(text, at, sentence.end)) is not None:
        name = re.sub(r"\s+", "", text[at:stop])
        yield UnitRef(name, Role.RESPONSIBLE, Span(at, stop), names.is_collective(name), names.alias_of(name))
        joint = _LIST.match(text, stop, sentence.end)
        if not joint:
            return
        at = joint.end()


def _name_end(text: str, at: int, end: int) -> int | None:
    """Where a name that begins here ends: the longest stretch that reads as a body and leaves a verb whole."""
    if re.match(r"[我本该此其这那对把将为在以从向与于并也还]", text[at : at + 1]):
        return None
    best = None
    for stop in range(at + 2, min(end, at + 24) + 1):
        if text[stop - 1] in "、，。；：,;“”《》":
            break
        piece = text[at:stop]
        if piece.count("（") != piece.count("）") or not names.is_unit(piece):
            continue
        following = text[stop : stop + 1]
        if following and following in _VERB_AFTER.get(piece[-1], ""):
            continue
        if best is not None and re.search(r"对|的|将|把|要|应|负责|成立|开展|制定|根据|结合|组织(?!部)|按照|做|在", text[best:stop]):
            break
        best = stop
    return best if best is not None and (best - at > 2 or names.is_collective(text[at:best])) else None
