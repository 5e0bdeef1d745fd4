"""The views of a programme as papers: exactly what a page shows, with what it was narrowed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from luoshi.kernel.wording import translate
from luoshi.programme.queries import (
    AssignmentLine,
    Board,
    BodyLine,
    CommitmentLine,
    Course,
    ObligationLine,
)
from luoshi.programme.queries.facts import ProgrammeLine
from luoshi.programme.rules import KIND_WORDS, LIGHT_WORDS, ROLE_WORDS, STATE_WORDS, Light, LightCode, Noun
from luoshi.render.model import Align, Cell, Column, Paper, Section, Table

LANGUAGE = "zh-hans"
SHAPES = {
    LightCode.DONE: "✓",
    LightCode.ON_TIME: "●",
    LightCode.DUE_SOON: "◔",
    LightCode.BEHIND: "◑",
    LightCode.LATE: "▲",
    LightCode.NOT_DUE: "○",
    LightCode.UNKNOWN: "?",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What every such paper says of itself: its programme, its day, and in words what it was narrowed to."""

    programme: ProgrammeLine
    today: date
    chosen: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def light(self, code: LightCode) -> str:
        """Shape and word of a light."""
        return f"{SHAPES[code]} {self.words.get(code.value) or translate(LIGHT_WORDS[code], LANGUAGE)}"

    def counts(self, lights: Iterable[tuple[LightCode, int]]) -> str:
        """How many of each light, in one cell."""
        return "，".join(f"{self.light(code)} {count}" for code, count in lights)

    def paper(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Paper:
        """A paper of one table."""
        lines = [f"截至 {self.today.isoformat()}"]
        if not self.programme.issued:
            lines.append("尚未下发：为按现稿测算的任务。")
        if self.chosen:
            lines.append(f"筛选：{'；'.join(self.chosen)}")
        section = Section("", tuple(tuple(Cell(text) for text in row) for row in rows))
        dated = datetime(self.today.year, self.today.month, self.today.day)
        return Paper(f"{self.programme.title}{name}", (Table(tuple(columns), (section,)),), tuple(lines), dated=dated)


def board_table(frame: Frame, board: Board, heads: Sequence[tuple[str, str, int]]) -> Paper:
    """Areas × bodies. ``heads`` are the columns on screen: what they are (unit or group), their name and id."""
    columns = [Column("任务领域", 40), *(Column(name, 14, Align.CENTRE) for _sort, name, _pk in heads)]
    rows = []
    for row in board.rows:
        cells = [f"{row.number}{row.title}"]
        for sort, _name, pk in heads:
            cell = (row.group_cells if sort == "group" else row.cells).get(pk)
            if cell is None:
                cells.append("")
            elif cell.lights:
                cells.append(" ".join(f"{count}{SHAPES[code]}" for code, count in cell.lights))
            else:
                cells.append(f"{SHAPES[cell.light]}{cell.count if cell.count > 1 else ''}")
        rows.append([*cells, str(row.owed)])
    used = "  ".join(frame.light(code) for code in LightCode)
    paper = frame.paper("任务看板", [*columns, Column("任务数", 14, Align.CENTRE)], rows)
    return Paper(paper.title, paper.tables, (*paper.lines, used), dated=paper.dated)


def commitment_table(frame: Frame, lines: Iterable[CommitmentLine]) -> Paper:
    """The list of commitments."""
    columns = (
        Column("序号", 14),
        Column("事项", 80),
        Column("类别", 22),
        Column("牵头单位", 34),
        Column("完成时限", 28),
        Column("状态", 22),
        Column("说明", 50),
        Column("任务数", 14, Align.CENTRE),
    )
    rows = (
        (
            line.number,
            line.title,
            translate(KIND_WORDS[line.kind], LANGUAGE),
            "、".join(line.lead_names),
            _when(line.due, line.due_text, line.rhythm_text, line.phase_name),
            frame.light(line.light.code),
            _why(line.light),
            str(line.owed),
        )
        for line in lines
    )
    return frame.paper("事项清单", columns, rows)


def obligation_table(frame: Frame, lines: Iterable[ObligationLine]) -> Paper:
    """The list of single obligations."""
    columns = (
        Column("序号", 14),
        Column("事项", 70),
        Column("责任单位", 34),
        Column("角色", 16),
        Column("集合单位", 24),
        Column("完成时限", 28),
        Column("签收", 20),
        Column("状态", 22),
        Column("说明", 50),
        Column("困难问题", 16),
    )
    rows = (
        (
            line.number,
            line.title,
            line.unit_name,
            translate(ROLE_WORDS[line.role], LANGUAGE),
            line.group_name,
            _when(line.due, line.due_text, line.rhythm_text, line.phase_name),
            translate(STATE_WORDS[Noun.OBLIGATION][line.state], LANGUAGE) if line.state else "",
            frame.light(line.light.code),
            _why(line.light),
            "有" if line.difficulty else "",
        )
        for line in lines
    )
    return frame.paper("任务清单", columns, rows)


def assignment_table(frame: Frame, lines: Iterable[AssignmentLine]) -> Paper:
    """Whom the plan names."""
    columns = (Column("序号", 14), Column("任务", 90), Column("责任单位（方案所列）", 60), Column("角色", 20))
    rows = ((line.number, line.title, line.written, translate(ROLE_WORDS[line.role], LANGUAGE)) for line in lines)
    return frame.paper("方案分工", columns, rows)


def body_table(frame: Frame, lines: Iterable[BodyLine]) -> Paper:
    """Every body with what it owes."""
    columns = (
        Column("单位", 50),
        Column("集合单位", 40),
        Column("任务", 16, Align.CENTRE),
        Column("阶段任务和保障措施", 24, Align.CENTRE),
        Column("状态", 80),
        Column("困难问题", 20, Align.CENTRE),
    )
    rows = (
        (
            line.name,
            "、".join(line.group_names),
            str(line.tasks),
            str(line.duties),
            frame.counts(line.lights),
            str(line.difficulties or ""),
        )
        for line in lines
    )
    return frame.paper("单位任务汇总", columns, rows)


def phase_table(frame: Frame, course: Course) -> Paper:
    """What is owed in each phase."""
    columns = (
        Column("阶段", 50),
        Column("起止", 50),
        Column("任务", 18, Align.CENTRE),
        Column("阶段任务和保障措施", 26, Align.CENTRE),
        Column("状态", 90),
    )
    rows = []
    for line in course.lines:
        days = "" if line.phase is None else f"{line.phase.start or ''} — {line.phase.end or ''}"
        name = line.phase.name if line.phase else "未列阶段"
        rows.append((name, days, str(line.tasks), str(line.duties), frame.counts(line.lights)))
    return frame.paper("阶段任务汇总", columns, rows)


def day_table(frame: Frame, course: Course) -> Paper:
    """What is due on each day."""
    columns = tuple(Column(name, 30, Align.CENTRE) for name in ("时限", "应报", "待报", "已报待确认", "已确认"))
    rows = (
        (one.day.isoformat(), str(one.due), str(one.open), str(one.answered), str(one.confirmed))
        for line in course.months
        for one in line.days
    )
    return frame.paper("时限汇总", columns, rows)


def _when(due: date | None, due_text: str, rhythm_text: str, phase_name: str) -> str:
    return due.isoformat() if due else rhythm_text or due_text or phase_name


def _why(light: Light) -> str:
    return light.reason.words(LANGUAGE)
