"""The fate of each returned row, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.reporting.rules.reports import SIGNED_LIMIT, TEXT_LIMIT, ReportState, RequestState
from luoshi.reporting.rules.returns.cells import (
    FILLED,
    HEADINGS,
    NOTHING,
    figure_of,
    reachable_of,
    squeezed,
    state_of,
)
from luoshi.reporting.rules.returns.codes import RowCode, SheetCode, read_row_code
from luoshi.reporting.rules.returns.proofs import Named, named
from luoshi.reporting.rules.returns.reading import ReadRow


class Fate(StrEnum):
    """What becomes of a row."""

    REPORT = "report"
    UNCHANGED = "unchanged"
    SAME = "same"
    TWICE = "twice"
    EMPTY = "empty"
    CONFLICT = "conflict"
    REFUSED = "refused"


FATE_WORDS = {
    Fate.REPORT: _("New report"),
    Fate.UNCHANGED: _("No change"),
    Fate.SAME: _("As reported already"),
    Fate.TWICE: _("Stands twice"),
    Fate.EMPTY: _("Not filled in"),
    Fate.CONFLICT: _("Older than what is there"),
    Fate.REFUSED: _("Refused"),
}
WRITTEN = (Fate.REPORT, Fate.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a row says, as a report says it. ``figure`` is a plain decimal, empty for none."""

    state: ReportState
    text: str = ""
    figure: str = ""
    reachable: bool | None = None
    signed: str = ""


@dataclass(frozen=True, slots=True)
class There:
    """A report or a draft that stands against a row; ``on`` is None for a draft."""

    meaning: Meaning
    on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A request as it stands. ``item`` is what its row says is asked; ``month`` that of its table, empty where it falls
    due by itself; ``unchanged`` is why "no change" is not taken; ``measure`` the unit of measure of the figure that is
    asked, None where none is; ``restricted`` where only papers of organisations are taken; ``given`` the last report;
    ``drafted`` what somebody is writing in the system; ``question`` where a question is asked, and not how the
    work stands; ``answerable`` is false where nobody owes an answer any more.
    """

    id: int
    edit: int
    unit_id: int
    unit_name: str
    number: str
    title: str
    item: str
    month: str
    state: RequestState
    unchanged: Phrase | None
    measure: str | None
    signs: bool
    restricted: bool = False
    given: There | None = None
    drafted: There | None = None
    question: bool = False
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """The fate of a row. ``standing`` is the request that it answers, ``meaning`` what it says, ``there`` what it would
    go against; ``may`` where a conflict can be taken all the same.
    """

    number: int
    fate: Fate
    code: str = ""
    reason: Phrase | None = None
    standing: Standing | None = None
    meaning: Meaning | None = None
    there: There | None = None
    may: bool = False
    proof: Named | None = None


def judge_file(
    rows: Sequence[ReadRow], sheet: SheetCode | None, standing: Mapping[int, Standing]
) -> tuple[Judged, ...]:
    """The fate of each row of a file whose top line says ``sheet``; rows that say nothing at all have none."""
    by_item = _by_item(standing.values(), sheet)
    judged = [_row(row, sheet, standing, by_item) for row in rows if row.get("code") or not row.blank]
    return tuple(one for one in judged if one is not None)


def apart(files: Sequence[Sequence[Judged]], names: Sequence[str]) -> tuple[tuple[Judged, ...], ...]:
    """The same with rows that stand twice told apart: what says the same is taken once, what differs not at all."""
    places: dict[int, list[tuple[int, int]]] = {}
    for at, rows in enumerate(files):
        for place, row in enumerate(rows):
            if row.standing is not None and (row.fate in WRITTEN or (row.fate is Fate.CONFLICT and row.may)):
                places.setdefault(row.standing.id, []).append((at, place))
    told = [list(rows) for rows in files]
    for found in places.values():
        said = {_alike(files[at][place].meaning) for at, place in found}
        for at, place in found[1:] if len(said) == 1 else found if len(found) > 1 else []:
            told[at][place] = _second(files[at][place], len(said) > 1, found, names, (at, place), files)
    return tuple(map(tuple, told))


def _second(
    row: Judged,
    differs: bool,
    found: Sequence[tuple[int, int]],
    names: Sequence[str],
    own: tuple[int, int],
    files: Sequence[Sequence[Judged]],
) -> Judged:
    other = next(place for place in found if place != own)
    params = {"file": names[other[0]], "row": files[other[0]][other[1]].number}
    if not differs:
        return replace(row, fate=Fate.TWICE, reason=Phrase(_("The same stands in “{file}”, row {row}."), params))
    words = _("“{file}”, row {row}, says something else of the same. Ask the unit, and bring one of them.")
    return replace(row, fate=Fate.REFUSED, may=False, reason=Phrase(words, params))


def _by_item(standing: Iterable[Standing], sheet: SheetCode | None) -> dict[str, Standing]:
    """The requests of the unit of a table by the words of their rows, where these are of one alone."""
    found: dict[str, list[Standing]] = {}
    for one in standing:
        if sheet is not None and one.unit_id == sheet.unit_id and one.month in ("", sheet.month):
            found.setdefault(squeezed(one.item), []).append(one)
    return {item: rows[0] for item, rows in found.items() if len(rows) == 1}


def _row(
    row: ReadRow, sheet: SheetCode | None, standing: Mapping[int, Standing], by_item: Mapping[str, Standing]
) -> Judged | None:
    written = row.get("code")
    code = read_row_code(written)
    found: Standing | None = None
    if code is not None:
        found = standing.get(code.request_id)
        if found is not None and (not code.fits(found.unit_id) or code.edit > found.edit):
            found = None
    elif not squeezed(written):
        found = by_item.get(squeezed(row.get("item"))) if row.get("item") else None
    if found is None:
        return None if row.blank and code is None else _unknown(row, code)
    if sheet is not None and found.unit_id != sheet.unit_id:
        words = _("This row was sent to {unit} and stands in the table of another unit.")
        return Judged(row.number, Fate.REFUSED, written[:40], Phrase(words, {"unit": found.unit_name}))
    judged = Judged(row.number, Fate.REFUSED, written[:40], standing=found)
    if row.personal:
        heading, shown = row.personal[0]
        words = _("{heading} holds what belongs to a private person and is not kept: {shown}. Ask for the row anew.")
        return replace(judged, reason=Phrase(words, {"heading": heading, "shown": shown}))
    if row.blank:
        return replace(judged, fate=Fate.EMPTY)
    return _told(judged, row, found, code)


def _unknown(row: ReadRow, code: RowCode | None) -> Judged:
    written = row.get("code")[:40]
    if not written:
        words = Phrase(_("There is no 编号 in this row, and its words are of no row that was sent out."))
    elif code is None:
        words = Phrase(_("“{code}” is no 编号 of a row that was sent out."), {"code": written})
    else:
        words = Phrase(_("No row with the 编号 {code} was sent out for this programme."), {"code": written})
    return Judged(row.number, Fate.REFUSED, written, words)


def _told(judged: Judged, row: ReadRow, found: Standing, code: RowCode | None) -> Judged:
    state, unclear = _stands(row, found)
    figure, wrong = figure_of(row.get("figure"), found.measure)
    reachable, vague = (None, None) if found.question else reachable_of(row.get("reachable"))
    for reason in (unclear, wrong, vague):
        if reason is not None:
            return replace(judged, reason=reason)
    if state is None:
        words = _("进展状态 is empty: it is not clear whether this is 推进中 or 已完成.")
        return replace(judged, reason=Phrase(words))
    meaning = Meaning(state, row.get("text"), figure, reachable, squeezed(row.get("signed")))
    if state is ReportState.NO_CHANGE and squeezed(meaning.text) in NOTHING:
        meaning = replace(meaning, text="")
    judged = replace(judged, meaning=meaning, proof=named(row))
    if found.given is not None and _alike(found.given.meaning) == _alike(meaning):
        return replace(judged, fate=Fate.SAME, there=found.given)
    fault = _fault(judged, found)
    if fault is not None:
        return replace(judged, reason=fault)
    return _against(judged, found, code)


def _stands(row: ReadRow, found: Standing) -> tuple[ReportState | None, Phrase | None]:
    """How the work stands by a row, and what is unclear of it. An answer to a question says nothing of it; one that
    is no answer but "no change" is left as it is.
    """
    state, unclear = state_of(row.get("state"))
    if not found.question:
        return state, unclear
    alone = not any(row.get(code) for code in FILLED if code != "state")
    return ReportState.NO_CHANGE if alone and state is ReportState.NO_CHANGE else ReportState.UNDER_WAY, None


def _alike(meaning: Meaning | None) -> tuple[object, ...]:
    """What makes two rows the same report."""
    if meaning is None:
        return ()
    if meaning.state is ReportState.NO_CHANGE:
        return (meaning.state,)
    return meaning.state, squeezed(meaning.text), meaning.figure, meaning.reachable


def _fault(judged: Judged, found: Standing) -> Phrase | None:
    """What is wrong with a row in itself."""
    meaning = judged.meaning
    if meaning is None:
        return None
    if meaning.state is ReportState.NO_CHANGE:
        if meaning.text or meaning.figure or judged.proof is not None:
            return Phrase(_("It says 无变化 and something beside it. Choose 推进中, or leave the other columns empty."))
        return found.unchanged
    params = {"count": len(meaning.text), "most": TEXT_LIMIT, "heading": HEADINGS["signed"][0], "longest": SIGNED_LIMIT}
    silent = not meaning.text and not (found.question and (meaning.figure or judged.proof is not None))
    wrong = (
        (
            silent and found.question,
            _("Answer in words, with the figure or with evidence; where it is not known, say so."),
        ),
        (silent, _("进展情况 is empty: say in a sentence what was done.")),
        (len(meaning.text) > TEXT_LIMIT, _("进展情况 has {count} characters; {most} are the most.")),
        (len(meaning.signed) > SIGNED_LIMIT, _("{heading} has more than {longest} characters.")),
        (found.signs and not meaning.signed, _("{heading} is empty: name the signed paper.")),
    )
    return next((Phrase(words, params) for is_wrong, words in wrong if is_wrong), None)


def _against(judged: Judged, found: Standing, code: RowCode | None) -> Judged:
    """What stands against a row that is good in itself."""
    if found.state is RequestState.WAITING:
        return replace(judged, reason=Phrase(_("It waits for the unit's own approver in the system.")))
    if found.state in (RequestState.REPORTED, RequestState.ACCEPTED):
        words = _("Something else is reported already. Return that report first if this one is right.")
        return replace(judged, fate=Fate.CONFLICT, reason=Phrase(words), there=found.given)
    if not found.answerable or found.state is RequestState.WITHDRAWN:
        words = _("Nobody is asked for this any more: it was done otherwise or withdrawn.")
        return replace(judged, reason=Phrase(words))
    if found.drafted is not None:
        words = _("Somebody of the unit is writing something else in the system; taking this row drops that draft.")
        return replace(judged, fate=Fate.CONFLICT, reason=Phrase(words), there=found.drafted, may=True)
    older = found.given is not None and (code is None or code.edit < found.edit)
    if older and found.state is RequestState.OPEN:
        words = _("After this table was made, something else was reported.")
        return replace(judged, fate=Fate.CONFLICT, reason=Phrase(words), there=found.given, may=True)
    assert judged.meaning is not None  # noqa: S101 - told above
    unchanged = judged.meaning.state is ReportState.NO_CHANGE
    return replace(judged, fate=Fate.UNCHANGED if unchanged else Fate.REPORT)
