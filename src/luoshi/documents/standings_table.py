"""Standings of units by kind, and the draft lists for a person to decide (拟表扬名单、拟问责名单)."""

from __future__ import annotations

from datetime import date, datetime, time

from luoshi.assessment.queries.standings import StandingLine, Standings
from luoshi.assessment.rules.numbers import plain
from luoshi.assessment.rules.standings import DRAFT_WORDS, Draft
from luoshi.render.model import Align, Cell, Column, Orientation, Paper, Section, Table
from luoshi.units.rules import kind_word

LANGUAGE = "zh-hans"
DRAFT = "草稿，供研究决定"
COLUMNS = (
    Column("名次", 14, Align.CENTRE),
    Column("单位", 44),
    Column("得分", 18, Align.CENTRE),
    Column("结论", 30),
    Column("主要失分项", 80),
    Column("尚缺评分", 50),
)
LISTED = (
    Column("序号", 14, Align.CENTRE),
    Column("单位", 50),
    Column("类别", 34),
    Column("得分", 18, Align.CENTRE),
    Column("列入理由", 64),
)
REMARKS = (
    "按单位类别分别排列，不同类别不作比较；得分相同的名次并列；评分不全的单位不排名次，未知不作零分。",
    "得分只来自已关闭轮次的评分，不采用登录、上传等操作次数。",
)


def standings_paper(found: Standings, day: date) -> Paper:
    """The standings of a round, a section a kind."""
    sections = tuple(
        Section(kind_word(kind.kind, LANGUAGE), tuple(_row(line) for line in (*kind.placed, *kind.unplaced)))
        for kind in found.kinds
    )
    return Paper(
        title=f"《{found.programme_title}》测评情况",
        tables=(Table(COLUMNS, sections),),
        lines=_lines(found),
        remarks=REMARKS,
        dated=datetime.combine(day, time()),
    )


def draft_paper(found: Standings, draft: Draft, day: date) -> Paper:
    """A draft list; it says of itself that it is one."""
    kinds = {line.unit_id: kind.kind for kind in found.kinds for line in (*kind.placed, *kind.unplaced)}
    rows = []
    for number, line in enumerate(found.drafts(draft), start=1):
        reason = line.draft_reason.words(LANGUAGE) if line.draft_reason else ""
        texts = (str(number), line.name, kind_word(kinds[line.unit_id], LANGUAGE), _points(line), reason)
        rows.append(tuple(Cell(text) for text in texts))
    return Paper(
        title=f"{DRAFT_WORDS[draft]}（{DRAFT}）",
        tables=(Table(LISTED, (Section("", tuple(rows)),)),),
        lines=(f"《{found.programme_title}》", *_lines(found)),
        remarks=(f"本表为{DRAFT}，由有权机关的人员决定后方为有效；系统不据此自动作出任何处理，也不通知任何单位。",),
        orientation=Orientation.PORTRAIT,
        dated=datetime.combine(day, time()),
    )


def _lines(found: Standings) -> tuple[str, ...]:
    on = found.closed_on
    closed = f"，{on.year}年{on.month}月{on.day}日关闭" if on else ""
    label = (f"【{found.label}】",) if found.label else ()
    return (f"（{found.framework_title}；{found.round_name}{closed}）", *label)


def _row(line: StandingLine) -> tuple[Cell, ...]:
    counted = line.counted
    said = [reason.words(LANGUAGE) for reason in counted.failed] or ([counted.grade] if counted.grade else [])
    texts = (
        "—" if line.place is None else str(line.place),
        line.name,
        _points(line),
        "\n".join(said),
        "\n".join(f"{code} {title}：{reason.words(LANGUAGE)}" for code, title, reason in counted.lost),
        "\n".join(f"{code} {title}" for code, title in counted.lacking),
    )
    return tuple(Cell(text) for text in texts)


def _points(line: StandingLine) -> str:
    points = line.counted.result.points
    return "未知" if points is None else plain(points)
