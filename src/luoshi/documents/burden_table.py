"""基层减负台账: what a programme asks of each unit, month by month, and how much of it needed no typing.

序号 · 单位 · 各月要求数 · 合计 · 填报项数 · 填写字数 · 办理天数（中位／最少） · 沿用占比 · 无变化数 · 未再索要数.
"""

from __future__ import annotations

from datetime import date, datetime, time

from luoshi.render.model import Align, Cell, Column, Paper, Row, Section, Table
from luoshi.reporting.queries import Burden
from luoshi.reporting.rules.burden import Cost

MONTH_WIDTH = 16
REMARKS = (
    "“要求数”为实际发到单位的报送要求；“未再索要数”为系统已有答复、未再向单位索要的要求。",
    "“沿用占比”为沿用已报内容、无需填写的答复占全部答复的比例；“无变化”的答复单列，不计入；尚无答复的记“未知”，不记为零。",
    "本表按单位固定顺序排列，不作排名；不记录任何个人。",
)


def burden_table(found: Burden, day: date) -> Paper:
    """The paper: units in their usual order, the sums last."""
    columns = (
        Column("序号", 11, Align.CENTRE),
        Column("单位", 42),
        *(Column(_month(name), MONTH_WIDTH, Align.CENTRE) for name in found.months),
        Column("合计", 14, Align.CENTRE),
        Column("填报项数", 18, Align.CENTRE),
        Column("填写字数", 18, Align.CENTRE),
        Column("办理天数\n（中位／最少）", 26, Align.CENTRE),
        Column("沿用占比", 18, Align.CENTRE),
        Column("无变化数", 16, Align.CENTRE),
        Column("未再索要数", 20, Align.CENTRE),
    )
    rows = [
        _row(str(number), unit.unit_name, unit.by_month, unit.total) for number, unit in enumerate(found.units, start=1)
    ]
    rows.append(_row("", "合计", found.by_month, found.total))
    return Paper(
        title=f"《{found.programme_title}》基层减负台账",
        tables=(Table(columns, (Section("", tuple(rows)),)),),
        lines=(f"（统计截至{day.year}年{day.month}月{day.day}日）",),
        remarks=REMARKS,
        dated=datetime.combine(day, time()),
    )


def _row(number: str, name: str, by_month: tuple[Cost, ...], total: Cost) -> Row:
    days = "—" if total.days is None else f"{total.days:g}／{total.least}"
    share = "未知" if total.share is None else f"{total.share}%"
    sums = (total.requests, total.fields, total.characters, days, share, total.unchanged, total.spared)
    texts = (number, name, *(cost.requests for cost in by_month), *sums)
    return tuple(Cell(str(text)) for text in texts)


def _month(name: str) -> str:
    year, month = name.split("-")
    return f"{year}年\n{int(month)}月"
