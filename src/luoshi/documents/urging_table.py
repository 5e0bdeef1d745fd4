"""催报清单: which units still owe a report by the end of the month, whom to call, and the words to send them.

序号 · 单位 · 待报事项 · 件数 · 其中逾期 · 最迟报送 · 联系人 · 办公电话.
"""

from __future__ import annotations

from datetime import date, datetime, time

from luoshi.render.model import Align, Cell, Column, Orientation, Paper, Section, Table
from luoshi.reporting.queries.urging import Owed, Urged, Urging

COLUMNS = (
    Column("序号", 11, Align.CENTRE),
    Column("单位", 34),
    Column("待报事项", 92),
    Column("件数", 12, Align.CENTRE),
    Column("其中逾期", 14, Align.CENTRE),
    Column("最迟报送", 30, Align.CENTRE),
    Column("联系人", 34),
    Column("办公电话", 32),
)
NAMED = 10
"""How many matters a text names; a longer list is read on the site."""


def urging_table(found: Urging) -> Paper:
    """The paper: units in their usual order."""
    rows = tuple(tuple(Cell(text) for text in _texts(number, unit)) for number, unit in enumerate(found.units, start=1))
    return Paper(
        title=f"《{found.programme_title}》催报清单",
        tables=(Table(COLUMNS, (Section("", rows),)),),
        lines=(f"（{state(found)}）",),
        orientation=Orientation.LANDSCAPE,
        dated=datetime.combine(found.today, time()),
    )


def state(found: Urging) -> str:
    """The list in one line."""
    return (
        f"截至{_day(found.today)}，{_day(found.through)}前应报未报{found.total}件，"
        f"涉及{len(found.units)}个单位，其中逾期{found.overdue}件"
    )


def text_for(found: Urging, unit: Urged) -> str:
    """The words for one unit, to be sent as they are. Matters of which only papers of organisations are taken are not
    named: nobody knows where the words go.
    """
    named = "".join(f"\n{number}. {_matter(one)}" for number, one in enumerate(unit.owed[:NAMED], start=1))
    more = f"\n……共{len(unit.owed)}件" if len(unit.owed) > NAMED else ""
    late = f"，其中逾期{unit.overdue}件" if unit.overdue else ""
    ask = "请尽快补报" if unit.overdue == len(unit.owed) else f"请于{_day(unit.last)}前完成报送"
    return (
        f"{unit.unit_name}：《{found.programme_title}》尚有{len(unit.owed)}件未报送{late}。{named}{more}\n"
        f"{ask}，如有困难请及时与我们联系。"
    )


def text_for_all(found: Urging) -> str:
    """The words for all units in one message: how many each owes, in their usual order."""
    units = "；".join(
        f"{unit.unit_name}{len(unit.owed)}件" + (f"（逾期{unit.overdue}件）" if unit.overdue else "")
        for unit in found.units
    )
    return (
        f"各单位：《{found.programme_title}》{_day(found.through)}前应报未报{found.total}件：{units}。"
        "请未报送的单位尽快完成报送，如有困难请及时与我们联系。"
    )


def _matter(one: Owed) -> str:
    name = f"{one.number}{one.title}" if one.title else f"{one.number}（事项名称请登录查看）"
    when = f"逾期{one.late_by}天" if one.late_by else f"{_day(one.due)}到期"
    return f"{name}（{when}{'，待本单位审核' if one.approving else ''}）"


def _texts(number: int, unit: Urged) -> tuple[str, ...]:
    people = [" ".join(filter(None, (person.name, person.post))) for person in unit.contacts]
    return (
        str(number),
        unit.unit_name,
        "\n".join(_matter(one) for one in unit.owed),
        str(len(unit.owed)),
        str(unit.overdue),
        _day(unit.last),
        "\n".join(people),
        "\n".join(person.contact for person in unit.contacts if person.contact),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
