"""基层减负台账: what a programme asks of each unit, month by month, and how much of it needed no typing.

一、各单位各月: 序号 · 单位 · 月份 · 要求数 · 填报项数 · 填写字数 · 办理天数（中位） · 办理天数（最少） · 沿用占比 ·
无变化数 · 未再索要数, one row a unit and month. 二、各单位合计, 三、各月合计: the same of a unit over all months, and
of a month over all units.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from luoshi.render.model import Align, Cell, Column, Orientation, Paper, Section, Table
from luoshi.reporting.queries import Burden
from luoshi.reporting.rules.burden import Cost

COSTS = (
    Column("要求数", 16, Align.CENTRE),
    Column("填报项数", 18, Align.CENTRE),
    Column("填写字数", 18, Align.CENTRE),
    Column("办理天数\n（中位）", 20, Align.CENTRE),
    Column("办理天数\n（最少）", 20, Align.CENTRE),
    Column("沿用占比", 18, Align.CENTRE),
    Column("无变化数", 18, Align.CENTRE),
    Column("未再索要数", 20, Align.CENTRE),
)
NUMBER = Column("序号", 12, Align.CENTRE)
UNIT = Column("单位", 42)
MONTH = Column("月份", 24, Align.CENTRE)
SUM = "合计"
REMARKS = (
    "“要求数”为实际发到单位的报送要求；“未再索要数”为系统已有答复、未再向单位索要的要求。月份按单位得知该要求之日计。",
    "“办理天数”自单位得知该要求及其期限之日起算：每月填报日在当月1日前已定的，自1日起算；当月才定的，自确定之日起算。",
    "“沿用占比”为沿用已报内容、无需填写的答复占全部答复的比例；“无变化”的答复单列，不计入；尚无答复的记“未知”，不记为零。",
    "本表按单位固定顺序排列，不作排名；不记录任何个人。",
)


def burden_table(found: Burden, day: date) -> Paper:
    """The paper: units in their usual order, the months of each from the earliest on; sums apart, so that each row of
    the first table stands for itself in a spreadsheet.
    """
    months = list(enumerate(found.months))[::-1]
    each = [(unit.unit_name, _month(one.month), unit.by_month[at]) for unit in found.units for at, one in months]
    units = [*((unit.unit_name, unit.total) for unit in found.units), (SUM, found.total)]
    sums = [*((_month(one.month), one.cost) for _at, one in months), (SUM, found.total)]
    return Paper(
        title=f"《{found.programme_title}》基层减负台账",
        tables=(
            _table(
                "一、各单位各月",
                (NUMBER, UNIT, MONTH),
                (((str(at), *one[:2]), one[2]) for at, one in enumerate(each, 1)),
            ),
            _table("二、各单位合计", (UNIT,), (((name,), cost) for name, cost in units)),
            _table("三、各月合计", (MONTH,), (((name,), cost) for name, cost in sums)),
        ),
        lines=(f"（统计截至{day.year}年{day.month}月{day.day}日）",),
        remarks=REMARKS,
        dated=datetime.combine(day, time()),
        orientation=Orientation.LANDSCAPE,
    )


def _table(caption: str, heads: tuple[Column, ...], rows: Iterable[tuple[tuple[str, ...], Cost]]) -> Table:
    cells = tuple(tuple(Cell(text) for text in (*names, *_costs(cost))) for names, cost in rows)
    return Table((*heads, *COSTS), (Section("", cells),), caption)


def _costs(cost: Cost) -> tuple[str, ...]:
    days = "—" if cost.days is None else f"{cost.days:g}"
    least = "—" if cost.least is None else str(cost.least)
    share = "未知" if cost.share is None else f"{cost.share}%"
    counts = (cost.requests, cost.fields, cost.characters)
    return (*map(str, counts), days, least, share, str(cost.unchanged), str(cost.spared))


def _month(name: str) -> str:
    year, month = name.split("-")
    return f"{year}年{int(month)}月"
