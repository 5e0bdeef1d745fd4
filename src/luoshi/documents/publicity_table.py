"""宣传台账: what was published of a programme, and by which unit and at which site through which channel.

一、已发布内容: 序号 · 日期 · 渠道 · 媒体 · 标题 · 单位 · 示范点 · 网址.
二、单位覆盖情况, 三、示范点覆盖情况: 名称 · 各渠道 · 合计.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from luoshi.kernel.wording import translate
from luoshi.render.model import Align, Cell, Column, Paper, Section, Table
from luoshi.reporting.queries import Publicity
from luoshi.reporting.queries.publicity import Covered, Item
from luoshi.reporting.rules import CHANNEL_WORDS, Channel

ITEM_COLUMNS = (
    Column("序号", 11, Align.CENTRE),
    Column("日期", 26, Align.CENTRE),
    Column("渠道", 16, Align.CENTRE),
    Column("媒体", 30),
    Column("标题", 70),
    Column("单位", 36),
    Column("示范点", 36),
    Column("网址", 50),
)
REMARKS = ("本表由各单位随填报和示范点提交的已发布内容汇总，未另行要求报送；不作排名。",)


def publicity_table(found: Publicity, day: date) -> Paper:
    """The paper: the items newest first, then who and what was covered; a dash where nothing was published."""
    items = tuple(_item(number, item) for number, item in enumerate(found.items, start=1))
    tables = [
        Table(ITEM_COLUMNS, (Section("", items),), "一、已发布内容"),
        _coverage("二、单位覆盖情况", "单位", found.units),
    ]
    if found.sites:
        tables.append(_coverage("三、示范点覆盖情况", "示范点", found.sites))
    return Paper(
        title=f"《{found.programme_title}》宣传台账",
        tables=tuple(tables),
        lines=(f"（统计截至{day.year}年{day.month}月{day.day}日，共{len(found.items)}条）",),
        remarks=REMARKS,
        dated=datetime.combine(day, time()),
    )


def _item(number: int, item: Item) -> tuple[Cell, ...]:
    on = f"{item.on.year}年{item.on.month}月{item.on.day}日"
    channel = translate(CHANNEL_WORDS[item.channel])
    sites = "、".join(item.sites)
    texts = (str(number), on, channel, item.outlet, item.title, item.unit_name, sites, item.url)
    return tuple(Cell(text) for text in texts)


def _coverage(caption: str, head: str, rows: Iterable[Covered]) -> Table:
    columns = (
        Column(head, 60),
        *(Column(translate(CHANNEL_WORDS[one]), 20, Align.CENTRE) for one in Channel),
        Column("合计", 20, Align.CENTRE),
    )
    lines = tuple(
        tuple(Cell(text) for text in (row.name, *(str(n) if n else "—" for n in row.counts), str(sum(row.counts))))
        for row in rows
    )
    return Table(columns, (Section("", lines),), caption)
