"""What each row of a task table that came back would do to a programme. Pure: values in, a fate with its reason out.

A cell that says what was written out says nothing new; only the others are read. A row without 编号 is a new
commitment; one whose 编号 does not come back is missing, and is told apart, for it may only have been filtered away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.outline.model import Deadline, DeadlineKind, Rhythm, Span
from luoshi.outline.stages.times import cell
from luoshi.programme.rules.days import first_day, last_day
from luoshi.programme.rules.kinds import DueKind, UnitRole
from luoshi.units.rules.days import day_of
from luoshi.units.rules.heads import FORMULA_STARTS, Fault, TableRow

# code -> the heading that is written out, then others that are understood
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "order": ("序号",),
    "area": ("工作领域", "领域"),
    "title": ("目标任务", "工作任务", "任务"),
    "text": ("工作内容", "工作措施", "具体措施"),
    "lead": ("牵头单位", "牵头部门"),
    "responsible": ("责任单位", "责任部门"),
    "support": ("配合单位", "配合部门"),
    "due": ("完成时限", "完成时间", "时限"),
    "rhythm": ("频次",),
    "phase": ("阶段",),
    "remark": ("备注",),
    "id": ("编号",),
}
NEEDED = ("title", "text", "responsible")
READ = ("area", "title", "text", "lead", "responsible", "support", "due", "rhythm", "phase")
ROLES = {"lead": UnitRole.LEAD, "responsible": UnitRole.RESPONSIBLE, "support": UnitRole.SUPPORT}
NOT_TRACKED = "〔不分解〕"  # before a sentence that states a purpose
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
LONGEST_TITLE, LONGEST_LINE, LONGEST_NAME = 300, 2000, 120


class Fate(StrEnum):
    """What a row would do."""

    SAME = "same"
    CHANGE = "change"
    ADD = "add"
    REFUSED = "refused"


FATE_WORDS = {
    Fate.SAME: _("Stays as it is"),
    Fate.CHANGE: _("Changes"),
    Fate.ADD: _("Is added"),
    Fate.REFUSED: _("Refused"),
}


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a name means; ``like`` is the known name that it may have meant, where it means nobody for sure."""

    unit_id: int | None = None
    group_id: int | None = None
    like: str = ""

    @property
    def known(self) -> bool:
        """Whether it means one body or group."""
        return self.unit_id is not None or self.group_id is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """A commitment as the table writes it out; ``edit`` counts its changes."""

    id: int
    edit: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that says something else."""

    code: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who is named, in which role, as it is written."""

    unit_id: int | None
    group_id: int | None
    role: UnitRole
    written: str


@dataclass(frozen=True, slots=True)
class Limit:
    """By which day, or from which to which, in whose words."""

    kind: DueKind = DueKind.NONE
    text: str = ""
    due: date | None = None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the changed cells of a row mean; a part whose cell is as it was is None."""

    title: str | None = None
    lines: tuple[tuple[str, bool], ...] | None = None  # sentence, whether it only states a purpose
    parties: tuple[Party, ...] | None = None
    limit: Limit | None = None
    rhythm: tuple[Rhythm, ...] | None = None  # none, or one
    phase: str | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The fate of a row. ``id`` and ``edit`` are those of its commitment, 0 for a new one."""

    number: int
    fate: Fate
    id: int
    edit: int
    title: str
    changes: tuple[CellChange, ...] = ()
    faults: tuple[Fault, ...] = ()
    told: Told = field(default_factory=Told)


def judge(
    rows: Sequence[TableRow],
    standing: Mapping[int, Standing],
    meant: Callable[[str], Meant],
    *,
    phases: Sequence[str] = (),
    areas: Sequence[str] = (),
    year: int | None = None,
) -> tuple[tuple[Judged, ...], tuple[int, ...]]:
    """The fate of each row, and the ids of the commitments that no row names.

    ``meant`` says whom a name means; ``year`` is that of days that name none. A row that says nothing but a number or
    a remark has no fate: it is the foot of the paper.
    """
    rows = [row for row in rows if any(row.get(code).strip() for code in (*READ, "id"))]
    times: dict[int, int] = {}
    for row in rows:
        times[_id(row)] = times.get(_id(row), 0) + 1
    reading = _Reading(meant, phases, areas, year)
    judged = tuple(reading.row(row, standing, twice=times[_id(row)] > 1) for row in rows)
    named = {row.id for row in judged}
    return judged, tuple(pk for pk in standing if pk not in named)


def _id(row: TableRow) -> int:
    """The number in 编号: 0 for none, -1 for what is no number."""
    text = unicodedata.normalize("NFKC", row.get("id")).strip()
    return 0 if not text else int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else -1


def plain(text: str) -> str:
    """A cell without what spreadsheets change by themselves: kinds of line ends, blanks at ends of lines."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def alike(code: str, one: str, other: str) -> bool:
    """Whether two cells of a column say the same: a day however it is written, the same names in another order."""
    if one == other:
        return True
    if code in ROLES:
        return sorted(_names(one)) == sorted(_names(other))
    if code == "due" and one and other:
        days = [found and (found.start, found.due) for found in map(_between, (one, other))]
        return days[0] is not None and days[0] == days[1]
    return False


class _Reading:
    """Reads rows; what it needs to know stands in its fields."""

    def __init__(
        self, meant: Callable[[str], Meant], phases: Sequence[str], areas: Sequence[str], year: int | None
    ) -> None:
        self.meant, self.phases, self.areas, self.year = meant, phases, areas, year

    def row(self, row: TableRow, standing: Mapping[int, Standing], *, twice: bool) -> Judged:
        """The fate of one row."""
        pk = _id(row)
        found = standing.get(pk)
        if pk and found is None:
            words = _("There is no commitment with the number {id} in this programme. Leave it empty for a new one.")
            return _refused(row, Fault(HEADINGS["id"][0], Phrase(words, {"id": row.get("id")[:20]})))
        if pk and twice:
            words = _("The number {id} stands in two rows. Leave it in one of them.")
            return _refused(row, Fault(HEADINGS["id"][0], Phrase(words, {"id": pk})))
        before: Mapping[str, str] = found.cells if found else {}
        changes = tuple(
            CellChange(code, before.get(code, ""), plain(row.get(code)))
            for code in READ
            if code in row.said and not alike(code, plain(row.get(code)), plain(before.get(code, "")))
        )
        faults = [fault for change in changes for fault in _formula(change)]
        told = Told() if faults else self._told(row, changes, before, faults)
        if found is None and not faults and not (told.title or told.lines):
            faults.append(Fault(HEADINGS["title"][0], Phrase(_("A new commitment needs a title or words."))))
        title = plain(row.get("title")) or before.get("title", "") or plain(row.get("text"))[:40]
        fate = Fate.REFUSED if faults else Fate.ADD if found is None else Fate.CHANGE if changes else Fate.SAME
        edit = found.edit if found else 0
        return Judged(row.number, fate, pk if found else 0, edit, title, changes, tuple(faults), told)

    def _told(
        self, row: TableRow, changes: Sequence[CellChange], before: Mapping[str, str], faults: list[Fault]
    ) -> Told:
        new = {change.code: change.new for change in changes}
        parts: dict[str, object] = {}
        if "title" in new:
            parts["title"] = _title(new["title"], faults)
        if "text" in new:
            parts["lines"] = _lines(new["text"], faults)
        if ROLES.keys() & new.keys():
            parts["parties"] = self._parties(row, before, faults)
        if "due" in new:
            parts["limit"] = self._limit(new["due"], faults)
        if "rhythm" in new:
            parts["rhythm"] = self._rhythm(new["rhythm"], faults)
        for code, known in (("phase", self.phases), ("area", self.areas)):
            if code in new:
                parts[code] = _known(code, new[code], known, faults)
        return Told(**parts)  # type: ignore[arg-type]

    def _parties(self, row: TableRow, before: Mapping[str, str], faults: list[Fault]) -> tuple[Party, ...]:
        found: dict[tuple[int | None, int | None], Party] = {}
        for code, role in ROLES.items():
            cell_text = row.get(code) if code in row.said else before.get(code, "")
            for name in _names(cell_text):
                meant = self.meant(name)
                if not meant.known:
                    faults.append(_unknown(code, name, meant.like))
                    continue
                key = (meant.unit_id, meant.group_id)
                if role is UnitRole.LEAD and meant.group_id is not None:
                    words = _("“{name}” is a group and cannot lead.")
                    faults.append(Fault(HEADINGS[code][0], Phrase(words, {"name": name})))
                elif key in found and found[key].role is not role:
                    words = _("“{name}” stands in two roles. Leave it in one of them.")
                    faults.append(Fault(HEADINGS[code][0], Phrase(words, {"name": name})))
                else:
                    found.setdefault(key, Party(*key, role, name))
        return tuple(found.values())

    def _limit(self, text: str, faults: list[Fault]) -> Limit:
        if not text:
            return Limit()
        limit = _between(text) or self._worded(text)
        if limit is None:
            words = _("“{text}” names no day. Write 2022-11-30, or 2022-07-01至2022-11-30.")
            faults.append(Fault(HEADINGS["due"][0], Phrase(words, {"text": text[:40]})))
            return Limit()
        days = [day for day in (limit.start, limit.due) if day]
        if any(not FIRST <= day <= LAST for day in days):
            words = _("{day} lies outside the years 2000 to 2099.")
            faults.append(Fault(HEADINGS["due"][0], Phrase(words, {"day": days[-1].isoformat()})))
        elif limit.start and limit.due and limit.due < limit.start:
            faults.append(Fault(HEADINGS["due"][0], Phrase(_("The last day lies before the first one."))))
        return limit

    def _worded(self, text: str) -> Limit | None:
        """A day in the words of plans: 11月底前, 长期."""
        found = cell(text, Span(0, len(text)), self.year)[0]
        if found is None:
            return None
        limit = _limit_of(found)
        return limit if limit.due or not re.search(r"\d", text) else None

    def _rhythm(self, text: str, faults: list[Fault]) -> tuple[Rhythm, ...]:
        if not text:
            return ()
        found = cell(text, Span(0, len(text)), self.year)[1]
        if found is None:
            words = _("“{text}” is no rhythm. Write 每月, 每季度, 每半年, 每年, or 长期坚持.")
            faults.append(Fault(HEADINGS["rhythm"][0], Phrase(words, {"text": text[:40]})))
            return ()
        return (found,)


def _refused(row: TableRow, fault: Fault) -> Judged:
    return Judged(row.number, Fate.REFUSED, 0, 0, plain(row.get("title")) or plain(row.get("text"))[:40], (), (fault,))


def _formula(change: CellChange) -> Iterator[Fault]:
    for line in change.new.split("\n"):
        if line.startswith(FORMULA_STARTS):
            words = _("The cell begins with “{sign}”, as a formula does. Begin it with a word.")
            yield Fault(HEADINGS[change.code][0], Phrase(words, {"sign": line[:1]}))
            return


def _title(text: str, faults: list[Fault]) -> str:
    title = text.replace("\n", "")
    if len(title) > LONGEST_TITLE:
        words = _("The title has {count} characters; {most} are the most.")
        faults.append(Fault(HEADINGS["title"][0], Phrase(words, {"count": len(title), "most": LONGEST_TITLE})))
    elif not title:
        faults.append(Fault(HEADINGS["title"][0], Phrase(_("The title is empty."))))
    return title


def _lines(text: str, faults: list[Fault]) -> tuple[tuple[str, bool], ...]:
    found = []
    for line in filter(None, text.split("\n")):
        purpose = line.startswith(NOT_TRACKED)
        sentence = line.removeprefix(NOT_TRACKED).strip()
        if len(sentence) > LONGEST_LINE:
            words = _("A line has {count} characters; {most} are the most.")
            faults.append(Fault(HEADINGS["text"][0], Phrase(words, {"count": len(sentence), "most": LONGEST_LINE})))
        elif sentence:
            found.append((sentence, purpose))
    if not found and not faults:
        faults.append(Fault(HEADINGS["text"][0], Phrase(_("The words are empty. Withdraw the commitment instead."))))
    return tuple(found)


def _names(text: str) -> list[str]:
    return [name for part in re.split(r"[、，,；;\n]", text) if (name := part.strip())]


def _unknown(code: str, name: str, like: str) -> Fault:
    if like:
        words = _("Nobody knows “{name}”; did you mean “{like}”?")
        return Fault(HEADINGS[code][0], Phrase(words, {"name": name[:LONGEST_NAME], "like": like}))
    words = _("Nobody knows “{name}”. Write the name as the list of units has it, or add the unit there first.")
    return Fault(HEADINGS[code][0], Phrase(words, {"name": name[:LONGEST_NAME]}))


def _known(code: str, name: str, known: Sequence[str], faults: list[Fault]) -> str:
    if name and name not in known:
        words = _("There is no “{name}” in this programme. Known: {names}.")
        names = "、".join(known[:8]) or "—"
        faults.append(Fault(HEADINGS[code][0], Phrase(words, {"name": name[:40], "names": names})))
    return name


def _between(text: str) -> Limit | None:
    """A day, or one day to another, in figures."""
    parts = re.split(r"\s*(?:至|到|—+|~|～)\s*", text)
    try:
        days = [day_of(part.removesuffix("前")) for part in parts]
    except Invalid:
        return None
    if len(days) == 1:
        return Limit(DueKind.BY, text, days[0])
    return Limit(DueKind.WITHIN, text, days[1], days[0]) if len(days) == 2 and all(days) else None


def _limit_of(found: Deadline) -> Limit:
    if found.kind is DeadlineKind.WITHIN:
        return Limit(DueKind.WITHIN, found.text, last_day(found.end), first_day(found.start))
    if found.kind is DeadlineKind.BY:
        return Limit(DueKind.BY, found.text, last_day(found.date or found.end))
    return Limit(DueKind.OPEN, found.text)
