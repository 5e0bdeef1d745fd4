"""What the columns of an indicator table hold, told from their headings and never from their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from luoshi.assessment.reading.folding import squeezed
from luoshi.assessment.reading.grids import Line

HEADER_WITHIN = 40  # lines at the top of a sheet among which the heading row is looked for
LONGEST_HEADING = 24


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    LEVEL = "level"
    ITEM = "item"
    POINTS = "points"
    NATURE = "nature"  # 约束性、参考性
    TARGET = "target"
    RULE = "rule"
    EVIDENCE = "evidence"
    METHOD = "method"
    SCORER = "scorer"
    LEAD = "lead"
    SUPPORT = "support"
    DOER = "doer"
    NOTE = "note"
    RESULT = "result"  # columns to be filled in: 自评得分


# Order matters: the first form that fits a heading decides.
_OF = "考核|考评|测评|评价|评估|检查|验收|督导|督查"
_MADE = f"{_OF}|创建|评审|绩效|监测|评选|认定"
_SCORING = "评分|计分|记分|打分|赋分|给分|得分|扣分|加分|加减分|加扣分|奖扣分"
_FORMS: tuple[tuple[Column, str], ...] = (
    (Column.NUMBER, r"^(?:(?:指标|条款|项目)?(?:序号|编号|编码|代码|序列|项次|序)|号|no\.?|code|id)$"),
    (
        Column.NOTE,
        r"^(?:备注|说明|注|note|计量单位)$|责任人|责任领导|联系人|联络员|电话|时限|完成时间|时间节点"
        rf"|^(?:被?(?:{_MADE})|适用)(?:对象|范围|区域|年度|周期|频次|频率|时间)$|^(?:任务|指标|政策|文件)(?:来源|出处)$|^(?:政策|文件)依据$",
    ),
    (
        Column.RESULT,
        rf"^(?:自评|自查|复核|复查|初评|评审|实际|最终|实|认定|{_OF})?(?:得分|扣分|评分|打分|结果|情况)$|评分值"
        r"|自[评查](?:得)?分|得分情况|扣分(?:原因|情况|说明|理由)|加分情况|是否达标|完成情况|实际值",
    ),
    (
        Column.POINTS,
        r"^(?:各?(?:项|小项|指标|标准|基本|基准|考核|测评|单项|最高|满|参考|权重)*(?:分值|分数|分|配分|赋分|权重)"
        r"(?:（[^）]*）)?|points|分值[^标办细]{0,6}|权重.{0,6}|总分|标准分.{0,4})$",
    ),
    (
        Column.NATURE,
        r"(?:指标|考核)?(?:属性|性质)$|^(?:指标)?类型$|^(?:是否)?(?:必备|必达|否决|关键|核心)(?:项|指标)?$|^星级$",
    ),
    (
        Column.RULE,
        rf"scoring_?rule|(?:{_SCORING})"
        r"(?:标准|办法|方法|细则|规则|要求|依据|说明|方式)"
        rf"|^(?:{_MADE}|评定|达标|合格)?(?:标准|细则|评分标准|办法|要求及评分)$|评分标准|计算(?:方法|公式)|评分$",
    ),
    (Column.TARGET, r"(?:目标|标准|指标|达标|要求|参考)值|^(?:年度)?目标$|^(?:指标|达标|标准)要求$"),
    (
        Column.DOER,
        r"^(?:数据|资料|材料|信息)?(?:提供|报送)(?:责任)?(?:单位|部门|科室)$",
    ),
    (
        Column.SCORER,
        rf"(?:负责)?(?:评分|打分|审核|认定|核验|{_OF})(?:责任|牵头|实施)?(?:部门|单位|主体|机构|科室)"
        r"|^(?:部门|单位)评分|scored_?by",
    ),
    (
        Column.METHOD,
        rf"^(?:主要)?(?:核查|评审|数据采集|采集|考察|{_OF})(?:方式|方法|手段|途径|形式)$|^method",
    ),
    (
        Column.EVIDENCE,
        r"佐证|证明材料|印证|台账资料|(?:材料|资料|台账|档案)(?:要求|清单|名称|目录)?$|(?:数据|资料|材料|指标)来源|evidence"
        rf"|(?:{_OF}|审核|查验|认定|支撑)依据|提供.{{0,4}}材料|评分指导点|(?:查看|查阅)内容|检查内容及方法|支撑材料",
    ),
    (Column.LEAD, r"牵头|主办|主责|主管"),
    (Column.SUPPORT, r"配合|协办|协同|协助"),
    (
        Column.DOER,
        r"(?:责任|承办|落实|实施|完成|被考核|负责|申报)(?:单位|部门|主体|科室)|^责任$|^(?:部门|单位)$|责任分工|done_?by",
    ),
    (
        Column.LEVEL,
        r"^level\d*$|[一二三四五1-5A-Da-d]级(?:指标|项目|目录|名称)?(?:[及和]分值)?(?:（.*）)?$"
        rf"|^(?:指标|项目|所属|{_MADE})?(?:类别|大类|类型|分类|领域|板块|方面|大项|维度|模块|部分|专题|要素|环节|章节)$",
    ),
    (
        Column.ITEM,
        r"^item$|(?:内容|要点|要求|描述|细目|明细|事项|任务|措施|条款|观测点|考点|细项|小项|子项|要素)(?:[及和与、].*)?$|测评标准"
        r"|指标(?:名称|说明|内容|解释)",
    ),
    (Column.LEVEL, rf"^(?:评分|工作|{_MADE})?(?:项目|项|指标|目标|内容)(?:名称)?(?:[及和]分值)?$"),
)
_KNOWN = tuple((kind, re.compile(form, re.IGNORECASE)) for kind, form in _FORMS)
_TELLING = {Column.POINTS, Column.RULE, Column.NATURE, Column.TARGET}
_WHAT = {Column.ITEM, Column.LEVEL}


def column_of(heading: str) -> Column | None:
    """What a column with this heading holds; None where it cannot be told."""
    words = squeezed(heading)
    if not words or len(words) > LONGEST_HEADING:
        return None
    return next((kind for kind, form in _KNOWN if form.search(words)), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns hold what, from left to right, and the index of the first line of data.

    ``beside`` tells for a column of levels which column of points belongs to it (一级指标 | 分值 | 二级指标 | 分值),
    ``running`` are columns of running numbers beside one of codes (序号 | 编号).
    """

    columns: dict[Column, list[int]]
    first: int
    headings: tuple[str, ...]
    beside: dict[int, int]
    running: tuple[int, ...] = ()

    def at(self, kind: Column) -> list[int]:
        """The columns of a kind."""
        return self.columns.get(kind, [])

    def text(self, line: Line, kind: Column) -> str:
        """What a line says in the columns of a kind, merged cells once."""
        said = {line.joined[j]: line.cells[j] for j in self.at(kind) if j < len(line.cells) and line.cells[j]}
        return "\n".join(dict.fromkeys(said.values()))

    def unread(self, line: Line) -> Iterator[tuple[int, str]]:
        """The columns of a line that hold something and that are taken for nothing, with what they hold."""
        read = {j for kind, places in self.columns.items() if kind is not Column.RESULT for j in places}
        read |= {*self.beside.values(), *self.running}
        kept = {line.joined[j] for j in read if j < len(line.joined)}
        for j, text in enumerate(line.cells):
            if text and j not in read and line.joined[j] not in kept:
                yield j, text


def layout_of(lines: Sequence[Line], after: int = 0) -> Layout | None:
    """The heading row among the first lines (one row, or two of which the upper is merged), and what it says.

    Paragraphs before a table are passed over: the words of a regulation may be longer than its table.
    """
    best: tuple[int, Layout] | None = None
    rows = (at for at in range(after, len(lines)) if not lines[at].words)
    for at in islice(rows, HEADER_WITHIN):
        if best and at > best[1].first + 1:
            break
        for depth in (1, 2):
            found = _headed(lines, at, depth)
            if found and (best is None or found[0] > best[0]):
                best = found
    return best[1] if best else None


def _headed(lines: Sequence[Line], at: int, depth: int) -> tuple[int, Layout] | None:
    rows = lines[at : at + depth]
    if len(rows) < depth or any(row.words for row in rows) or (depth == 2 and not _subdivides(*rows)):
        return None
    width = max(len(row.cells) for row in rows)
    headings = [_heading(rows, j) for j in range(width)]
    columns: dict[Column, list[int]] = {}
    for j, heading in enumerate(headings):
        kind = column_of(heading)
        if kind is not None:
            columns.setdefault(kind, []).append(j)
    _told_apart(columns, headings)
    if not (columns.keys() & _TELLING and columns.keys() & _WHAT) or len(set(filter(None, headings))) < 2:
        return None
    known = sum(map(len, columns.values()))
    told = sum(1 for heading in headings if heading)
    if known * 2 < told:
        return None
    running = _running(columns, headings)
    columns, beside = _settled(columns, headings)
    return len(columns) * 10 + known, Layout(columns, at + depth, tuple(headings), beside, running)


def _subdivides(upper: Line, lower: Line) -> bool:
    """Whether a second row of headings stands under a first: it parts a merged heading, or fills in under blanks."""
    spread = {j for j, joined in enumerate(upper.joined) if upper.cells[j] and upper.joined.count(joined) > 1}
    blank = {j for j, text in enumerate(upper.cells) if not text}
    told = [j for j, text in enumerate(lower.cells) if text and j < len(upper.joined)]
    below = [j for j in told if lower.joined[j] != upper.joined[j]]
    return (
        bool(below)
        and all(j in spread or j in blank or j + 1 in blank for j in below)
        and all(column_of(lower.cells[j]) is not None or len(squeezed(lower.cells[j])) <= 8 for j in below)
    )


def _heading(rows: Sequence[Line], column: int) -> str:
    """What stands over a column: the lowest heading that can be told, else all of them."""
    texts = list(dict.fromkeys(row.cells[column] for row in rows if column < len(row.cells) and row.cells[column]))
    for text in reversed(texts):
        if column_of(text) is not None:
            return text
    return "".join(texts)


_SCORES = re.compile(_SCORING)


def _told_apart(columns: dict[Column, list[int]], headings: Sequence[str]) -> None:
    """What headings mean beside each other: 创建标准 beside 评分标准 is what is asked, 单位 beside 目标值 its unit."""
    rules = columns.get(Column.RULE, [])
    scoring = [j for j in rules if _SCORES.search(headings[j])]
    if scoring and (asked := [j for j in rules if j not in scoring]):
        columns[Column.RULE] = scoring
        columns[Column.ITEM] = sorted([*columns.get(Column.ITEM, []), *asked])
    units = [j for j in columns.get(Column.DOER, ()) if squeezed(headings[j]) == "单位"]
    if units and Column.TARGET in columns:
        columns[Column.DOER] = [j for j in columns[Column.DOER] if j not in units]
        columns.setdefault(Column.NOTE, []).extend(units)


_CODES = re.compile("编号|编码|代码|code|id", re.IGNORECASE)
_WORTH = re.compile("分值|分数|标准分|满分")


def _running(columns: dict[Column, list[int]], headings: Sequence[str]) -> tuple[int, ...]:
    """Of several columns of numbers one holds the codes; those that it leaves."""
    numbers = columns.get(Column.NUMBER, [])
    if len(numbers) < 2:
        return ()
    code = next((j for j in numbers if _CODES.search(headings[j])), numbers[0])
    columns[Column.NUMBER] = [code]
    return tuple(j for j in numbers if j != code)


def _settled(
    columns: dict[Column, list[int]], headings: Sequence[str]
) -> tuple[dict[Column, list[int]], dict[int, int]]:
    """Without an item column the last level is the item; of several items all but the last are levels above it."""
    levels = columns.get(Column.LEVEL, [])
    items = columns.get(Column.ITEM, [])
    telling = min((j for kind in _TELLING for j in columns.get(kind, ())), default=0)
    if items and (after := [j for j in levels if items[-1] < j < telling]):
        items = [*items, *after]  # 考评内容 | 考评指标 | 分值: what stands next to the points is marked
    *upper, last = items or levels
    columns[Column.ITEM] = [last]
    columns[Column.LEVEL] = sorted({*(j for j in levels if j != last), *upper})
    beside: dict[int, int] = {}
    points = columns.get(Column.POINTS, [])
    if len(points) > 1:
        texts = [*columns[Column.LEVEL], last]
        for j in points:
            before = max((level for level in texts if level < j), default=None)
            if before is not None and before != last:
                beside[before] = j
        own = [j for j in points if j not in beside.values()]
        columns[Column.POINTS] = [j for j in own if _WORTH.search(squeezed(headings[j]))][:1] or own[:1] or [points[-1]]
    return columns, beside
