"""The fate of each row of a table of marks, before anything is written.

A table is compared with the mark that it was made of, and that with the mark of now: a row that nobody touched in the
table changes nothing, whatever was marked meanwhile; one that was touched on both sides is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from luoshi.assessment.rules.asking import Ask, given_by, observed
from luoshi.assessment.rules.kept_marks import from_kept, is_nothing, to_kept
from luoshi.assessment.rules.mark_tables.cells import AWAY, HEADINGS, is_away, read_value, squeezed, written
from luoshi.assessment.rules.mark_tables.keys import LineKey, field_letters, read_line_key
from luoshi.assessment.rules.mark_tables.reading import ReadLine
from luoshi.assessment.rules.marks import REASON_LIMIT, Observation
from luoshi.assessment.rules.rows import CompiledRow, RowOutcome, row_outcome
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    EMPTY = "empty"
    EMPTIED = "emptied"
    UNREADABLE = "unreadable"
    OUTSIDE = "outside"
    CONFLICT = "conflict"
    TWICE = "twice"
    NOT_YOURS = "not-yours"
    UNKNOWN = "unknown"
    FROZEN = "frozen"


FATE_WORDS = {
    Fate.NEW: _("New mark"),
    Fate.CHANGED: _("Changed mark"),
    Fate.SAME: _("Unchanged"),
    Fate.EMPTY: _("Not filled in"),
    Fate.EMPTIED: _("Emptied"),
    Fate.UNREADABLE: _("Cannot be read"),
    Fate.OUTSIDE: _("Not within the rule"),
    Fate.CONFLICT: _("Marked otherwise meanwhile"),
    Fate.TWICE: _("Stands twice"),
    Fate.NOT_YOURS: _("Marked by others"),
    Fate.UNKNOWN: _("No such row"),
    Fate.FROZEN: _("Round is closed"),
}
WRITTEN = (Fate.NEW, Fate.CHANGED)
_PERSONAL = _("{heading} holds what belongs to a private person and is not kept: {shown}. Ask for the row anew.")
QUIET = (*WRITTEN, Fate.SAME, Fate.EMPTY)
"""Fates at which nobody need look."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A mark as it is kept: its version (0: none), what was observed (None: nothing, or taken back), and why."""

    number: int = 0
    seen: Observation | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of a subject as it stands: the fields that it asks, whether its round is ``open`` and the row is the
    reader's to mark (``mine``) or in another's part (``elsewhere``), the mark of ``now``, and older ones by version as
    far as tables were made of them.
    """

    subject_id: int
    subject_name: str
    row_id: int
    compiled: CompiledRow
    asked: tuple[Ask, ...]
    open: bool = True
    mine: bool = True
    elsewhere: bool = False
    now: Kept = Kept()
    before: Mapping[int, Kept] = field(default_factory=dict)

    @property
    def place(self) -> tuple[int, int]:
        """The subject and the row."""
        return self.subject_id, self.row_id


@dataclass(frozen=True, slots=True)
class Judged:
    """The fate of a row; ``number`` is that of its first line in the spreadsheet. ``seen`` and ``why`` are the mark
    that it says, ``said`` the same in words, ``there`` what stands now, ``outcome`` what it would come to; ``may``:
    a conflict that can be taken all the same.
    """

    number: int
    fate: Fate
    reason: Phrase | None = None
    standing: Standing | None = None
    seen: Observation | None = None
    why: str = ""
    said: str = ""
    there: str = ""
    outcome: RowOutcome | None = None
    may: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """What the lines of a row say, or what a mark would have them say."""

    away: bool
    given: Mapping[str, object]
    reason: str

    @property
    def nothing(self) -> bool:
        return not self.away and not self.given

    def alike(self, other: _Said) -> bool:
        """Whether both are the same mark for the same reason."""
        own = (self.away, dict(self.given), squeezed(self.reason))
        return own == (other.away, dict(other.given), squeezed(other.reason))


def judge_table(
    lines: Sequence[ReadLine], round_id: int, standing: Mapping[tuple[int, int], Standing]
) -> tuple[Judged, ...]:
    """The fate of each row of a file; lines without a key that say nothing have none."""
    rows: dict[tuple[int, int], list[tuple[ReadLine, LineKey]]] = {}
    found: list[Judged] = []
    for line in lines:
        key = read_line_key(line.key)
        if key is not None and key.round_id == round_id and key.place in standing:
            rows.setdefault(key.place, []).append((line, key))
        elif not line.blank:
            found.append(Judged(line.number, Fate.UNKNOWN, _unknown(key, round_id)))
    found += [_row(standing[place], told) for place, told in rows.items()]
    return tuple(sorted(found, key=lambda one: one.number))


def apart(files: Sequence[Sequence[Judged]], names: Sequence[str]) -> tuple[tuple[Judged, ...], ...]:
    """The same with rows that stand in several files told apart: what says the same is taken once, what differs not."""
    places: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for at, rows in enumerate(files):
        for nth, row in enumerate(rows):
            if row.standing is not None and (row.fate in WRITTEN or row.may):
                places.setdefault(row.standing.place, []).append((at, nth))
    told = [list(rows) for rows in files]
    for found in places.values():
        alike = len({(files[at][nth].said, squeezed(files[at][nth].why)) for at, nth in found}) == 1
        for at, nth in found[1:] if alike else found if len(found) > 1 else []:
            other = next(place for place in found if place != (at, nth))
            params = {"file": names[other[0]], "row": files[other[0]][other[1]].number}
            words = _("The same stands in “{file}”, row {row}.")
            if not alike:
                words = _("“{file}”, row {row}, says something else of the same. Bring one of them.")
            told[at][nth] = replace(files[at][nth], fate=Fate.TWICE, may=False, reason=Phrase(words, params))
    return tuple(map(tuple, told))


def _unknown(key: LineKey | None, round_id: int) -> Phrase:
    if key is None:
        words = _("The {heading} of this row is gone or changed. Take the table out anew and fill that in.")
        return Phrase(words, {"heading": HEADINGS["key"][0]})
    if key.round_id != round_id:
        return Phrase(_("This row belongs to the table of another round."))
    return Phrase(_("There is no such row in this round."))


# --- one row -----------------------------------------------------------------------------------------------------


def _row(one: Standing, told: Sequence[tuple[ReadLine, LineKey]]) -> Judged:
    judged = Judged(told[0][0].number, Fate.UNREADABLE, standing=one, there=_in_words(one, _as_said(one, one.now)))
    number = min(key.number for _line, key in told)
    base = _as_said(one, one.now if number == one.now.number else one.before.get(number, Kept()))
    said, fault = _said_by(one, told, base)
    if said is None:
        return replace(judged, reason=fault)
    return _against(replace(judged, why=said.reason, said=_in_words(one, said)), one, said, base, number)


def _said_by(
    one: Standing, told: Sequence[tuple[ReadLine, LineKey]], base: _Said
) -> tuple[_Said | None, Phrase | None]:
    """What the lines of a row say; a field whose line is not there says what it said when the table was made."""
    asked = {field_letters(ask.full_name): ask for ask in one.asked}
    given: dict[str, object] = {}
    there: set[str] = set()
    away = False
    for line, key in told:
        if line.personal:
            heading, shown = line.personal[0]
            return None, Phrase(_PERSONAL, {"heading": heading, "shown": shown})
        ask = asked.get(key.field)
        if ask is None:
            return None, Phrase(_("There is no such field in this row."))
        value, fault = read_value(ask, line.value)
        if fault is not None and is_away(line.value):
            away = True
            continue
        if fault is not None:
            return None, _placed(fault, line, told)
        if ask.full_name in there and given.get(ask.full_name) != value:
            return None, Phrase(_("Row {row} says something else of the same."), {"row": line.number})
        there.add(ask.full_name)
        if value is not None:
            given[ask.full_name] = value
    if away:
        return _away(one, base, given, told)
    missing = {name: value for name, value in base.given.items() if name not in there}
    reason, fault = _reason(told)
    return (_Said(False, {**missing, **given}, reason), None) if fault is None else (None, fault)


def _placed(fault: Phrase, line: ReadLine, told: Sequence[tuple[ReadLine, LineKey]]) -> Phrase:
    """A fault with the line where it stands, where the row has several."""
    if len(told) == 1:
        return fault
    return Phrase(_("Row {row}: {why}"), {"row": line.number, "why": fault})


def _away(
    one: Standing, base: _Said, given: Mapping[str, object], told: Sequence[tuple[ReadLine, LineKey]]
) -> tuple[_Said | None, Phrase | None]:
    if not (one.compiled.row.may_not_apply or base.away):
        return None, Phrase(_("“{word}”: the table does not say that this row may not apply."), {"word": AWAY})
    if given:
        return None, Phrase(_("It says “{word}” and something beside it. Leave one of them."), {"word": AWAY})
    reason, fault = _reason(told)
    return (_Said(True, {}, reason), None) if fault is None else (None, fault)


def _reason(told: Sequence[tuple[ReadLine, LineKey]]) -> tuple[str, Phrase | None]:
    """Why, as the lines of a row say it: once, or the same in each."""
    found = list({squeezed(line.reason): line.reason for line, _key in told if line.reason}.values())
    if len(found) > 1:
        return "", Phrase(_("The lines of this row give different reasons. Leave one of them."))
    reason = found[0].strip() if found else ""
    if len(reason) > REASON_LIMIT:
        params = {"count": len(reason), "most": REASON_LIMIT}
        return "", Phrase(_("The reason has {count} characters; {most} are the most."), params)
    return reason, None


def _as_said(one: Standing, kept: Kept) -> _Said:
    """A mark as the lines of a table would say it."""
    if kept.seen is None:
        return _Said(False, {}, "")
    return _Said(not kept.seen.applies, given_by(one.asked, kept.seen) if kept.seen.applies else {}, kept.reason)


def _against(judged: Judged, one: Standing, said: _Said, base: _Said, number: int) -> Judged:
    """The fate of a row that can be read."""
    if said.alike(_as_said(one, one.now)):
        return replace(judged, fate=Fate.EMPTY if said.nothing else Fate.SAME)
    if said.alike(base):
        return replace(judged, fate=Fate.SAME, reason=Phrase(_("Not touched in this table; marked since it was made.")))
    if said.nothing:
        return _emptied(judged, one, base)
    seen = Observation(applies=False) if said.away else observed(one.asked, said.given)
    judged = replace(judged, seen=seen, outcome=row_outcome(one.compiled, seen))
    fate, why = _stopped(one, seen, number) or (Fate.NEW if one.now.seen is None else Fate.CHANGED, None)
    return replace(judged, fate=fate, reason=why, may=fate is Fate.CONFLICT)


def _stopped(one: Standing, seen: Observation, number: int) -> tuple[Fate, Phrase] | None:
    """What stands against a row that says something else than what is kept; None for nothing."""
    if not one.open:
        return Fate.FROZEN, Phrase(_("The round is closed: its marks stay as they are."))
    if not one.mine and one.elsewhere:
        return Fate.NOT_YOURS, Phrase(_("This row stands in the part of another body and is not marked here."))
    if not one.mine:
        return Fate.NOT_YOURS, Phrase(_("This row is marked by others in this round."))
    fault = _fault(one, seen)
    if fault is not None:
        return Fate.OUTSIDE, fault
    if number != one.now.number:
        return Fate.CONFLICT, Phrase(_("After this table was made, somebody else marked this row."))
    return None


def _emptied(judged: Judged, one: Standing, base: _Said) -> Judged:
    """The fate of a row in which nothing is said any more; nothing is taken back by an empty cell."""
    if base.nothing and one.now.seen is None:
        return replace(judged, reason=Phrase(_("A reason stands here, and no mark.")))
    words = _("The cells are empty, and the mark stays. It is taken back on the page of the row, with a reason.")
    return replace(judged, fate=Fate.EMPTIED, reason=Phrase(words))


def _fault(one: Standing, seen: Observation) -> Phrase | None:
    """Why a mark would not be taken: points that the rule does not give, or what could not be kept."""
    if is_nothing(seen):
        return Phrase(_("Say what was found: a figure, a count, met or not met, or points."))
    try:
        from_kept(one.compiled, *to_kept(one.compiled, seen))
    except Invalid as error:
        return Phrase(error.message, error.params)
    if seen.points is None or one.compiled.peers:
        return None
    outcome = row_outcome(one.compiled, seen)
    if outcome.points is None or outcome.points != seen.points:
        return Phrase(_("These points cannot be given here: {why}."), {"why": outcome.reason})
    return None


def _in_words(one: Standing, said: _Said) -> str:
    """A mark in the words of its cells: the value alone where the row asks one thing."""
    if said.away:
        return AWAY
    asked = {ask.full_name: ask for ask in one.asked}
    told: Iterable[tuple[Ask, str]] = [(asked[name], written(asked[name], value)) for name, value in said.given.items()]
    usual = [ask for ask in one.asked if not ask.aside]
    if len(usual) == 1 and list(said.given) == [usual[0].full_name]:
        return "".join(f"{text}{ask.unit}" for ask, text in told)
    return "；".join(f"{label_of(ask)} {text}" for ask, text in told)


def label_of(ask: Ask) -> str:
    """What a field asks, with the parts that it lies in and its unit, in the words of an office's table."""
    unit = f"（{ask.unit}）" if ask.unit else ""
    return " · ".join((*ask.labels, f"{ask.label.words()}{unit}"))
