"""催报清单: which units still owe a report by the end of the month, whom to call, and the words to send them.

序号 · 单位 · 待报事项 · 件数 · 其中逾期 · 报送时限 · 联系人 · 办公电话.

What is overdue is asked for at once, all else by its own day: nobody is told a later day than is due.
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
    Column("报送时限", 30, Align.CENTRE),
    Column("联系人", 34),
    Column("办公电话", 32),
)
NAMED = 10
"""How many matters a text names; a longer list is read on the site."""


def urging_table(found: Urging) -> Paper:
    """The paper: units in their usual order."""
    rows = tuple(
        tuple(Cell(text) for text in _texts(number, unit, found.today))
        for number, unit in enumerate(found.units, start=1)
    )
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
    late = f"，其中逾期{unit.overdue}件" if unit.overdue else ""
    lines = [f"{unit.unit_name}：《{found.programme_title}》尚有{len(unit.owed)}件未报送{late}。"]
    number = 0
    for day, part in _parts(unit):
        named = part[: max(0, NAMED - number)]
        lines.append(_asked(day, len(part), found.today) + ("：" if named else "。"))
        lines += [f"{place}. {_matter(one)}" for place, one in enumerate(named, start=number + 1)]
        number += len(named)
    if number < len(unit.owed):
        lines.append(f"以上列出{number}件，其余{len(unit.owed) - number}件请登录查看。")
    return "\n".join((*lines, "如有困难请及时与我们联系。"))


def text_for_all(found: Urging) -> str:
    """The words for all units in one message: how many each owes by when, in their usual order."""
    units = "；".join(f"{unit.unit_name}{'、'.join(_counts(unit, found.today))}" for unit in found.units)
    late = "逾期的请尽快补报，其余请按时报送" if found.overdue else "请按时报送"
    return (
        f"各单位：《{found.programme_title}》{_day(found.through)}前应报未报{found.total}件：{units}。"
        f"{late}，如有困难请及时与我们联系。"
    )


def _parts(unit: Urged) -> list[tuple[date | None, list[Owed]]]:
    """What a unit owes by when: what is overdue (None) first, then day by day."""
    parts: dict[date | None, list[Owed]] = {}
    for one in unit.owed:
        parts.setdefault(None if one.late_by else one.due, []).append(one)
    return sorted(parts.items(), key=lambda part: part[0] or date.min)


def _asked(day: date | None, count: int, today: date) -> str:
    if day is None:
        return f"已逾期{count}件，请尽快补报"
    return f"今日到期{count}件，请于今日报送" if day == today else f"请于{_day(day)}前报送{count}件"


def _counts(unit: Urged, today: date) -> list[str]:
    """How many a unit owes by when. The days are of one month: that of the list."""
    return [
        f"{'逾期' if day is None else '今日到期' if day == today else f'{day.month}月{day.day}日前'}{len(part)}件"
        for day, part in _parts(unit)
    ]


def _matter(one: Owed) -> str:
    name = f"{one.number}{one.title}" if one.title else f"{one.number}（事项名称请登录查看）"
    marks = [f"逾期{one.late_by}天"] if one.late_by else []
    marks += ["待本单位审核"] if one.approving else []
    return f"{name}（{'，'.join(marks)}）" if marks else name


def _dated(one: Owed) -> str:
    return _matter(one) if one.late_by else f"{_matter(one)}（{_day(one.due)}到期）"


def _texts(number: int, unit: Urged, today: date) -> tuple[str, ...]:
    people = [" ".join(filter(None, (person.name, person.post))) for person in unit.contacts]
    return (
        str(number),
        unit.unit_name,
        "\n".join(_dated(one) for one in unit.owed),
        str(len(unit.owed)),
        str(unit.overdue),
        "\n".join(_counts(unit, today)),
        "\n".join(people),
        "\n".join(person.contact for person in unit.contacts if person.contact),
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
