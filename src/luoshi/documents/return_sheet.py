"""月度填报表: what one unit is asked in a month, with the columns that it fills in; sent out and brought back.

编号 · 事项及要求 · 截止 · 数量指标 · 上次填报 · 进展状态 · 进展情况 · 数值 · 能否如期 · 佐证材料名称 · 文号 ·
材料日期 · 网址或附件名, and 签批文件 where the programme asks for a signed paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from luoshi.render.model import Align, Cell, Column, Paper, Row, Section, Table
from luoshi.reporting.queries.return_sheets import SheetRow, UnitSheet
from luoshi.reporting.rules import ReportState
from luoshi.reporting.rules.returns.cells import BOX, HEADINGS, REACHABLE, STATES
from luoshi.reporting.rules.returns.codes import row_code, sheet_code

# code -> millimetres of a sheet of 261
WIDTHS = {
    "code": 22, "item": 46, "due": 18, "target": 20, "last": 28, "state": 20, "text": 46, "figure": 14,
    "reachable": 13, "proof": 22, "number": 16, "day": 17, "address": 24, "signed": 20,
}  # fmt: skip
CENTRED = frozenset({"code", "due", "state", "figure", "reachable", "day"})
VERBATIM = frozenset({"code", "figure", "number", "day", "address"})
SHOWN = 120  # characters of what was said before


def return_sheet(sheet: UnitSheet, *, boxes: bool = False) -> Paper:
    """The table of one unit; ``boxes`` where the states are ticked on paper and not chosen from a list."""
    codes = [code for code in WIDTHS if code != "signed" or sheet.signs]
    columns = tuple(
        Column(HEADINGS[code][0], WIDTHS[code], Align.CENTRE if code in CENTRED else Align.LEFT, code in VERBATIM)
        for code in codes
    )
    rows: tuple[Row, ...] = tuple(tuple(_cell(code, row, boxes=boxes) for code in codes) for row in sheet.rows)
    year, month = int(sheet.month[:4]), int(sheet.month[5:])
    code = sheet_code(sheet.programme_id, sheet.unit_id, sheet.month)
    return Paper(
        title=f"{sheet.unit_name}{year}年{month}月填报表",
        tables=(Table(columns, (Section("", rows),)),),
        lines=(f"《{sheet.programme_title}》　填报单位：{sheet.unit_name}　表码：{code}",),
        remarks=_remarks(sheet),
        dated=datetime(year, month, 1),
    )


def file_name(sheet: UnitSheet, form: str) -> str:
    """The name under which it is sent: 东岸镇-2026-11月填报表.xlsx."""
    kept = "".join(sign for sign in sheet.unit_name if sign.isprintable() and sign not in '\\/:*?"<>|')
    return f"{kept[:60] or sheet.unit_id}-{sheet.month}月填报表.{form}"


def _cell(code: str, row: SheetRow, *, boxes: bool) -> Cell:
    standing = row.standing
    if standing.question and code in ("state", "reachable"):
        return Cell()  # how the work stands is not asked
    states = [STATES[state] for state in ReportState if state is not ReportState.NO_CHANGE or not standing.unchanged]
    if code == "state":
        return Cell("\n".join(f"{BOX}{word}" for word in states) if boxes else "", choices=tuple(states))
    if code == "reachable":
        return Cell(choices=tuple(REACHABLE.values()))
    texts = {
        "code": row_code(standing.id, standing.edit, standing.unit_id),
        "item": standing.item,
        "due": _day(row.due) if row.due else "",
        "target": f"{row.target}\n（单位：{standing.measure}）" if standing.measure is not None else "",
        "last": _last(row),
    }
    return Cell(texts.get(code, ""))


def _last(row: SheetRow) -> str:
    if row.last is None:
        return "" if row.standing.question else "未填报过"
    text = row.last.text if len(row.last.text) <= SHOWN else row.last.text[: SHOWN - 1] + "…"
    figure = f"\n数值：{row.last.figure}" if row.last.figure else ""
    return f"{_day(row.last.on)}：{text}{figure}"


def _remarks(sheet: UnitSheet) -> tuple[str, ...]:
    said = [
        "“进展状态”选填一项；选“推进中”“已完成”的，请在“进展情况”用一两句话写明做了什么，不超过500字。没有变化的，选“无变化”即可，其他各栏不填。",
        "“数值”只填数字，按“数量指标”所列单位计；没有数量指标的不填。",
        "佐证材料：已公开发布的填网址；其他的填附件文件名，附件与本表放在同一文件夹一并报送；照片请填材料日期（拍摄日期）。",
        "编号和表码由系统生成，请勿改动；行可以调换顺序、可以分表报送。请勿填写身份证号、银行卡号、个人手机号和群众名单。",
    ]
    if any(row.standing.question for row in sheet.rows):
        words = "注明“补充报送”的，不填“进展状态”和“能否如期”，在“进展情况”中作答；列有数量指标的，可以只填“数值”。"
        said.insert(2, words)
    if sheet.signs:
        said.insert(1, "“签批文件”填写本单位签批件的名称、文号或日期。")
    return tuple(("注：" if at == 1 else "　　") + f"{at}. {text}" for at, text in enumerate(said, start=1))


def sheets_named(sheets: Iterable[UnitSheet], form: str) -> Iterable[tuple[str, UnitSheet]]:
    """Each table with a name of its own: units of one name are told apart by their number."""
    taken: set[str] = set()
    for sheet in sheets:
        name = file_name(sheet, form)
        if name in taken:
            name = f"{sheet.unit_id}-{name}"
        taken.add(name)
        yield name, sheet


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
