"""What the words around a table say of the whole: its title, total, pass mark and grades, and how ends are meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from luoshi.assessment.reading.folding import folded
from luoshi.assessment.reading.sentences.conditions import intervals
from luoshi.assessment.rules.framework import Grade, GroupMinimum, PassMark, Rebase, Row, leaves, walk

_P = r"\d{1,4}(?:\.\d{1,2})?"
_TOTAL = re.compile(
    rf"(?:总分(?:值)?|满分|共计|合计|总计|基础分|基本分)(?:为|是|：|共)?\s*({_P})(?![\d.])\s*分?(?!\s*分?\s*(?:（[^）]*）)?\s*(?:及|或)?(?:以上|以下|者|的为))"
    rf"|({_P})\s*分制|（({_P})\s*分）$"
)
_PASS = re.compile(
    rf"({_P})\s*分?(?:（(不?含)[^）]*）)?(?:及)?以上[^，。；]{{0,10}}?(?:申报|合格|达标|通过|验收|命名|达到标准)"
)
_GRADES = re.compile(
    r"优秀|优良|良好|良|合格|基本合格|不合格|达标|不达标|较好|一般|较差|优|中等|差|[一二三四]等(?:次)?|[ABCD]级?"
)
_INCLUDING = re.compile(r"以上[^，。；]{0,6}(?:均)?(?:包含|包括|含)本(?:数|级)?")
_EXCLUDING = re.compile(r"以下[^，。；]{0,6}(?:均)?不(?:包含|包括|含)本(?:数|级)?")
_TITLE = re.compile(r"指标|考核|评分|测评|评价|细则|标准|办法|考评|评估|评定|体系|分解表")
_APART = r"(?:不评分|不适用|不参评|不参与评[分价]|不考核|缺项|不涉及|不计分)"
_SAME = r"[^。；\n]"
_REBASED = (
    (Rebase.FULL, re.compile(rf"{_APART}{_SAME}{{0,24}}?(?:[计得按为]满分|视为满分|[计得]全分)")),
    (
        Rebase.PARENT,
        re.compile(
            rf"{_APART}{_SAME}{{0,24}}?(?:本类|该类|同类|本部分|该部分|所在)[^。\n]{{0,24}}?(?:折算|换算|调整|按比例)"
        ),
    ),
    (
        Rebase.WHOLE,
        re.compile(
            rf"{_APART}{_SAME}{{0,40}}?(?:折算|换算|折合|按比例|百分制)|扣除[^。；\n]{{0,12}}{_APART}[^。\n]{{0,30}}折算"
        ),
    ),
)
_GROUP = re.compile(
    r"(?P<each>每[个项一]|各|任[一何]|单[个项])?(?:个|项)?(?P<name>[\u4e00-\u9fff]{2,4}(?:项|指标))(?P<all>[均都])?(?:目|指标)?的?(?:总)?得分率?[^，。；\d]{0,8}?"
    r"(?P<more>不低于|不少于|≥|达到?|超过|高于|>)[^，。；\d]{0,6}?(?P<share>\d{1,3})\s*%"
)
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Whole:
    """What is said of the whole table."""

    title: str = ""
    version: str = ""
    total: Decimal | None = None
    pass_mark: PassMark | None = None
    grades: tuple[Grade, ...] = ()
    rebase: Rebase | None = None
    words: tuple[str, ...] = ()


def whole_of(above: Sequence[str], notes: Sequence[str]) -> Whole:
    """Read the lines above a table and the notes in and below it."""
    said = [folded(text) for text in (*above, *notes)]
    titles = [text for text in above if _TITLE.search(text) and len(text) <= 80]
    named = [text for text in titles if not re.search(r"[。；：:]|^[（(【注]", text)]
    title = (named[-1:] or titles[:1] or list(above[:1]) or [""])[0]
    title = re.sub(r"\s+", "", title)
    year = _YEAR.search(title)
    total = next((found for text in said if (found := _TOTAL.search(text))), None)
    figures = [figure for figure in (total.groups() if total else ()) if figure]
    mark = next((found for text in said if (found := _PASS.search(text))), None)
    return Whole(
        title=title[:80],
        version=year[1] if year else "",
        total=Decimal(figures[0]) if figures else None,
        pass_mark=PassMark(Decimal(mark[1]), mark[2] != "不含") if mark else None,
        grades=grades_of(" ".join(said)),
        rebase=rebase_in(said),
        words=tuple(said),
    )


def rebase_in(words: Sequence[str]) -> Rebase | None:
    """What becomes of the points of rows that do not apply, where words say it."""
    said = [folded(text) for text in words]
    return next((kind for kind, form in _REBASED if any(form.search(text) for text in said)), None)


def groups_of(words: Sequence[str], rows: Sequence[Row]) -> tuple[GroupMinimum, ...]:
    """每个关键项得分率不低于60%: minimum shares of the rows under the heading (or of the nature) that is named."""
    found: dict[str, GroupMinimum] = {}
    for match in (match for text in words for match in _GROUP.finditer(text)):
        name = match["name"].removeprefix("个").removeprefix("项")
        stem = name.removesuffix("指标").removesuffix("项")
        under = [row.code for row in walk(tuple(rows)) if row.children and stem in row.title]
        codes = under[:1] or [row.code for row in leaves(tuple(rows)) if stem in row.note]
        if codes:
            each = bool(match["each"] or match["all"])
            closed = match["more"] not in ("超过", "高于", ">")
            found.setdefault(name, GroupMinimum(tuple(codes), Decimal(match["share"]) / 100, name, each, closed))
    return tuple(found.values())


def grades_of(words: str) -> tuple[Grade, ...]:
    """90分以上为优秀、80-89分为良好: grades with the ends that the paper states."""
    found: dict[str, Grade] = {}
    excluding = _EXCLUDING.search(words) is not None
    for segment in re.split(r"[，。；、\n]", words):
        name = _GRADES.search(segment)
        if not name or not re.search(rf"{_P}\s*分", segment):
            continue
        tests, _at = intervals(re.sub(r"(\d)\s*分", r"\1", segment[: name.start()] or segment))
        if len(tests) != 1 or tests[0].unit:
            continue
        test = tests[0]
        high_closed = False if excluding and test.low is None else test.high_closed
        found.setdefault(name.group(), Grade(name.group(), test.low, test.low_closed, test.high, high_closed))
    return tuple(found.values()) if len(found) > 1 else ()


def ends_said(words: str) -> bool:
    """Whether a paper states that 以上 includes the figure itself."""
    return _INCLUDING.search(words) is not None
