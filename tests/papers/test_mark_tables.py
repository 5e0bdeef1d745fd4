"""The table of marks that goes out, and the reading of what came back, whatever stands in its cells."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from assessment import making
from luoshi.assessment.queries.mark_tables import MarkTable, TableRow
from luoshi.assessment.rules import grammar as g
from luoshi.assessment.rules.asking import Ask, Sort, asks, given_by
from luoshi.assessment.rules.framework import Row, RowKind
from luoshi.assessment.rules.mark_tables.cells import AWAY, HEADINGS, choices_of, read_value, written
from luoshi.assessment.rules.mark_tables.judging import Fate, Judged, Kept, Standing, apart, judge_table
from luoshi.assessment.rules.mark_tables.keys import line_key, read_line_key
from luoshi.assessment.rules.mark_tables.reading import ReadLine, packed, read_marks, unpacked
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rolling import compiled
from luoshi.assessment.rules.rows import CompiledRow, compiled_row
from luoshi.documents.mark_table import mark_table
from luoshi.kernel.errors import Invalid, UnreadableFile
from luoshi.kernel.phrases import Phrase
from luoshi.outline.readers.apart import Child
from luoshi.outline.readers.calamine import answer
from luoshi.render import xlsx_file

D = Decimal
IDS = st.integers(1, 10**9)
ROUND, SUBJECT = 7, 12
CELLS = st.one_of(
    st.text(max_size=30), st.sampled_from(["3", "是", "不适用", "１２．５", "1,200", "-0.5", "85%", "无"])
)


class Here(Child):
    """Our own files need no process of their own."""

    def ask(self, data: bytes, kind: str) -> Any:  # noqa: ARG002
        """The sheets of a workbook."""
        return answer(data)


def ready(rule: g.Rule | None, kind: RowKind = RowKind.BASE, *, may_not_apply: bool = False) -> CompiledRow:
    return compiled_row(Row("1.1", "一项", D(10), kind=kind, rule=rule, may_not_apply=may_not_apply), 0, ("",), 2)


def stands(row: CompiledRow, now: Kept | None = None, row_id: int = 1, **more: Any) -> Standing:
    return Standing(SUBJECT, "东岸镇", row_id, row, asks(row), now=now or Kept(), **more)


def table_of(rows: Mapping[int, Standing], as_number: int | None = None) -> bytes:
    """The workbook that a scorer gets for these rows; ``as_number``: made of marks of that version."""
    listed = [
        TableRow(
            SUBJECT,
            "东岸镇",
            row_id,
            one.compiled,
            one.asked,
            (),
            one.now if as_number is None else replace(one.now, number=as_number),
            None,
            (),
        )
        for row_id, one in rows.items()
    ]
    return xlsx_file.write(
        mark_table(MarkTable(ROUND, "自查自评", "停车便民", "停车测评", None, None, 1, tuple(listed)))
    )


def judged(data: bytes, rows: Mapping[int, Standing]) -> tuple[Judged, ...]:
    return judge_table(read_marks(data, "表.xlsx", Here("sheets")), ROUND, {one.place: one for one in rows.values()})


def one_line(row: CompiledRow, value: str, reason: str = "", number: int = 0, name: str = "") -> ReadLine:
    return ReadLine(5, line_key(ROUND, SUBJECT, 1, number, name or asks(row)[0].full_name), value, reason)


def fate(standing: Standing, *lines: ReadLine) -> Judged:
    (found,) = judge_table(lines, ROUND, {standing.place: standing})
    return found


def sane(seen: Observation) -> Observation:
    """Without a level that the rule does not have."""
    parts = {key: sane(part) for key, part in seen.parts.items()}
    return replace(seen, choice="" if seen.choice == "z" else seen.choice, parts=parts)


def has_its_levels(row: CompiledRow, seen: Observation) -> bool:
    """Whether every level that was observed is one of the rule's."""
    said = given_by(asks(row), seen)
    levels = {ask.full_name: [key for key, _label in ask.options] for ask in asks(row) if ask.sort is Sort.CHOICE}
    return all(said[name] in keys for name, keys in levels.items() if name in said)


@settings(max_examples=25)
@given(st.data())
def test_what_is_filled_in_is_read_as_the_same_marks(data: st.DataObject) -> None:
    table = compiled(data.draw(making.frameworks()))
    drawn = {code: sane(seen) for code, seen in data.draw(making.marked(table.framework)).items()}
    marks = {code: seen for code, seen in drawn.items() if has_its_levels(table.rows[code], seen)}
    rows = {
        row_id: stands(row, Kept(0, marks.get(code)), row_id)
        for row_id, (code, row) in enumerate(table.rows.items(), start=1)
    }
    blank = {row_id: replace(one, now=Kept()) for row_id, one in rows.items()}
    found = {one.standing.row_id: one for one in judged(table_of(rows), blank) if one.standing}
    for row_id, one in rows.items():
        seen = one.now.seen
        if seen is None or (seen.applies and not given_by(one.asked, seen)):
            assert found[row_id].fate is Fate.EMPTY
        elif not seen.applies:
            assert found[row_id].fate in (Fate.NEW, Fate.UNREADABLE)
            assert (found[row_id].fate is Fate.NEW) == one.compiled.row.may_not_apply
        else:
            read = found[row_id].seen
            assert read is not None
            assert given_by(one.asked, read) == given_by(one.asked, seen)


@settings(max_examples=20)
@given(st.data())
def test_a_table_that_nobody_touched_changes_nothing(data: st.DataObject) -> None:
    table = compiled(data.draw(making.frameworks()))
    drawn = {code: sane(seen) for code, seen in data.draw(making.marked(table.framework)).items()}
    marks = {code: seen for code, seen in drawn.items() if has_its_levels(table.rows[code], seen)}
    rows = {
        row_id: stands(row, Kept(3, marks.get(code), "台账齐全" if code in marks else ""), row_id)
        for row_id, (code, row) in enumerate(table.rows.items(), start=1)
    }
    assert {one.fate for one in judged(table_of(rows), rows)} <= {Fate.SAME, Fate.EMPTY}
    later = {row_id: replace(one, now=Kept(4), before={3: one.now}) for row_id, one in rows.items()}
    assert {one.fate for one in judged(table_of(rows), later)} <= {Fate.SAME, Fate.EMPTY}


@given(IDS, IDS, IDS, st.integers(0, 999), st.text(max_size=20), st.data())
def test_a_key_says_what_was_put_into_it_and_is_none_when_it_was_changed(
    round_id: int, subject: int, row: int, number: int, name: str, data: st.DataObject
) -> None:
    text = line_key(round_id, subject, row, number, name)
    found = read_line_key(text)
    assert found is not None
    assert (found.round_id, found.place, found.number) == (round_id, (subject, row), number)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("0123456789").filter(lambda sign: sign != text[at]))
    assert read_line_key(text[:at] + other + text[at + 1 :]) is None


@given(st.sampled_from(Sort), st.text(max_size=30))
def test_no_cell_raises(sort: Sort, text: str) -> None:
    ask = Ask("value", sort, Phrase("数值"), unit="次", options=(("a", "优"), ("b", "良")))
    value, fault = read_value(ask, text)
    assert value is None or fault is None
    if value is not None:
        assert read_value(ask, written(ask, value)) == (value, None)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6))
def test_any_words_beside_a_key_give_a_fate_or_a_sentence(cells: list[list[str]]) -> None:
    row = ready(g.Deduct((g.Per("a", "缺一次", D(1), "因灾"),)), may_not_apply=True)
    one = stands(row)
    keys = [line_key(ROUND, SUBJECT, 1, 0, ask.full_name) for ask in one.asked]
    lines = [ReadLine(at, (*keys, *cell)[at % 4], *cell[1:]) for at, cell in enumerate(cells)]
    for found in judge_table(lines, ROUND, {one.place: one}):
        assert found.fate in Fate


@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.xls", "a.csv", "a"]))
def test_no_bytes_raise_but_a_sentence(data: bytes, name: str) -> None:
    with suppress(Invalid, UnreadableFile):
        read_marks(data, name, Here("sheets"))


@given(st.lists(st.builds(ReadLine, IDS, st.text(max_size=9), st.text(max_size=9), st.text(max_size=9)), max_size=4))
def test_lines_survive_being_kept(lines: list[ReadLine]) -> None:
    assert list(unpacked(packed(lines))) == lines


# --- cells -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figure"),
    [("85", "85"), ("８５．５", "85.5"), ("1,200", "1200"), ("−3", "-3"), (" 12.50 次 ", "12.5"), ("0", "0"),
     ("85%", None), ("约85", None), ("八十五", None), ("1e999", None), ("0.1234567", None), ("nan", None),
     ("12公里", None)],
)  # fmt: skip
def test_a_figure_is_read_with_its_own_unit_of_measure(text: str, figure: str | None) -> None:
    value, fault = read_value(Ask("value", Sort.FIGURE, Phrase("数值"), unit="次"), text)
    assert value == (None if figure is None else D(figure))
    assert (fault is None) == (figure is not None)


def test_percent_are_read_where_the_rule_counts_them() -> None:
    ask = Ask("value", Sort.FIGURE, Phrase("数值"), unit="%")
    assert read_value(ask, "８５％") == (D(85), None)


@pytest.mark.parametrize("text", ["是", "√", "达标", "１", "Y"])
def test_a_yes_is_read_however_it_is_written(text: str) -> None:
    assert read_value(Ask("met", Sort.YES_NO, Phrase("达标")), text) == (True, None)


def test_levels_of_the_same_name_are_told_apart_by_their_keys() -> None:
    ask = Ask("choice", Sort.CHOICE, Phrase("等次"), options=(("a", "好"), ("b", "好"), ("c", AWAY)))
    assert choices_of(ask, may_not_apply=True) == ("a", "b", "c", AWAY)
    assert [read_value(ask, written(ask, key))[0] for key in "abc"] == ["a", "b", "c"]


# --- fates -------------------------------------------------------------------------------------------------------

SHARE = ready(g.Proportional(D(100), unit="%"))
DEDUCT = ready(g.Deduct((g.Per("missed", "每少一次", D("0.5"), "因灾推迟"),)))


def test_the_mark_says_what_it_would_come_to() -> None:
    found = fate(stands(SHARE), one_line(SHARE, "８５％", "台账齐全"))
    assert (found.fate, found.why, found.said) == (Fate.NEW, "台账齐全", "85%")
    assert found.outcome is not None
    assert found.outcome.points == D("8.5")


def test_a_changed_reason_alone_is_a_changed_mark() -> None:
    kept = Kept(1, Observation(value=D(85)), "台账齐全")
    assert fate(stands(SHARE, kept), one_line(SHARE, "85", "缺第三季度", 1)).fate is Fate.CHANGED
    assert fate(stands(SHARE, kept), one_line(SHARE, "85.0", "台账 齐全", 1)).fate is Fate.SAME


def test_what_was_marked_meanwhile_stands_against_a_row_that_was_touched() -> None:
    first, now = Kept(1, Observation(value=D(85))), Kept(2, Observation(value=D(60)), "复核")
    found = fate(stands(SHARE, now, before={1: first}), one_line(SHARE, "90", number=1))
    assert (found.fate, found.may, found.said, found.there) == (Fate.CONFLICT, True, "90%", "60%")
    assert fate(stands(SHARE, now, before={1: first}), one_line(SHARE, "85", number=1)).fate is Fate.SAME
    assert fate(stands(SHARE, now, before={1: first}), one_line(SHARE, "60", "复核", 1)).fate is Fate.SAME


def test_an_emptied_cell_takes_no_mark_back() -> None:
    kept = Kept(1, Observation(value=D(85)))
    assert fate(stands(SHARE, kept), one_line(SHARE, "", number=1)).fate is Fate.EMPTIED


def test_points_outside_the_rule_are_refused_with_what_it_says() -> None:
    row = ready(g.Discretion(D(0), D(2)))
    found = fate(stands(row), one_line(row, "3"))
    assert found.fate is Fate.OUTSIDE
    assert found.reason is not None
    assert "0" in found.reason.words()


def test_a_closed_round_and_the_rows_of_others_take_nothing() -> None:
    assert fate(stands(SHARE, open=False), one_line(SHARE, "85")).fate is Fate.FROZEN
    assert fate(stands(SHARE, mine=False), one_line(SHARE, "85")).fate is Fate.NOT_YOURS
    assert fate(stands(SHARE, mine=False), one_line(SHARE, "")).fate is Fate.EMPTY


def test_a_row_in_the_part_of_another_says_so() -> None:
    found = fate(stands(SHARE, mine=False, elsewhere=True), one_line(SHARE, "85"))
    assert found.fate is Fate.NOT_YOURS
    assert found.reason is not None
    assert "part of another body" in found.reason.words("en")


def test_a_value_that_cannot_be_read_is_told_with_its_line() -> None:
    names = [ask.full_name for ask in asks(DEDUCT)]
    lines = [replace(one_line(DEDUCT, text, name=name), number=at) for at, (name, text) in
             enumerate(zip(names, ("2", "若干"), strict=False), start=8)]  # fmt: skip
    found = fate(stands(DEDUCT), *lines)
    assert found.fate is Fate.UNREADABLE
    assert found.reason is not None
    assert found.reason.words("en").startswith("Row 9: “若干”")


def test_a_line_that_is_gone_says_what_it_said_before() -> None:
    kept = Kept(1, Observation(counts={"missed": D(2)}, exempted={"missed": D(1)}))
    found = fate(stands(DEDUCT, kept), one_line(DEDUCT, "3", number=1, name="count:missed"))
    assert found.seen == Observation(counts={"missed": D(3)}, exempted={"missed": D(1)})


def test_a_row_of_another_round_is_none_of_ours() -> None:
    line = ReadLine(5, line_key(ROUND + 1, SUBJECT, 1, 0, "value"), "85")
    (found,) = judge_table([line, ReadLine(6, "", "90"), ReadLine(7, "")], ROUND, {(SUBJECT, 1): stands(SHARE)})[:1]
    assert found.fate is Fate.UNKNOWN
    assert len(judge_table([line, ReadLine(6, "", "90"), ReadLine(7, "")], ROUND, {})) == 2


def test_not_applying_is_said_in_one_line_where_the_table_lets_it() -> None:
    row = ready(g.Deduct((g.Per("missed", "每少一次", D(1), "因灾"),)), may_not_apply=True)
    assert fate(stands(row), one_line(row, AWAY)).seen == Observation(applies=False)
    both = [one_line(row, AWAY), replace(one_line(row, "1", name="exempt:missed"), number=6)]
    assert fate(stands(row), *both).fate is Fate.UNREADABLE
    assert fate(stands(SHARE), one_line(SHARE, AWAY)).fate is Fate.UNREADABLE


def test_the_same_row_in_two_files_is_taken_once_and_a_different_one_not_at_all() -> None:
    one, same, other = (judge_table([one_line(SHARE, text)], ROUND, {(SUBJECT, 1): stands(SHARE)}) for text in
                        ("85", "85.0", "60"))  # fmt: skip
    assert [rows[0].fate for rows in apart([one, same], ["甲", "乙"])] == [Fate.NEW, Fate.TWICE]
    assert [rows[0].fate for rows in apart([one, other], ["甲", "乙"])] == [Fate.TWICE, Fate.TWICE]


# --- files -------------------------------------------------------------------------------------------------------


def typed(cells: list[list[Any]], **options: Any) -> bytes:
    """A workbook of another program with the headings of a table of marks."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, **options})
    sheet = book.add_worksheet()
    for at, line in enumerate([[HEADINGS[code][0] for code in ("value", "reason", "key")], *cells]):
        for place, value in enumerate(line):
            if isinstance(value, tuple):
                sheet.write_formula(at, place, value[0], None, value[1])
            else:
                sheet.write(at, place, value)
    book.close()
    return out.getvalue()


def test_a_formula_is_read_as_what_it_came_to() -> None:
    (line,) = read_marks(typed([[("=0.1+0.2", 0.1 + 0.2), "", "k"]]), "表.xlsx", Here("sheets"))
    assert line.value == "0.3"


def test_a_workbook_with_macros_is_refused() -> None:
    out = BytesIO(typed([["1", "", "k"]]))
    with ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(UnreadableFile) as caught:
        read_marks(out.getvalue(), "表.xlsx", Here("sheets"))
    assert caught.value.code == "macros"


def test_a_workbook_of_something_else_is_told_what_it_lacks() -> None:
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.add_worksheet().write_row(0, 0, ["编号", "事项"])
    book.close()
    with pytest.raises(Invalid) as caught:
        read_marks(out.getvalue(), "表.xlsx", Here("sheets"))
    assert caught.value.code == "table-without-heads"


def test_a_number_of_a_person_is_not_taken_over() -> None:
    (line,) = read_marks(typed([["1", "问 13812345678", "k"]]), "表.xlsx", Here("sheets"))
    assert (line.reason, line.personal[0][0]) == ("", "理由")
    assert "13812345678" not in repr(line)


def test_what_stands_in_place_of_a_key_is_not_taken_over() -> None:
    key = line_key(ROUND, SUBJECT, 1, 0, "value")
    lines = read_marks(typed([["1", "", "张某 13812345678"], ["2", "", key]]), "表.xlsx", Here("sheets"))
    assert [(line.key, line.value) for line in lines] == [("", "1"), (key, "2")]


@pytest.mark.parametrize("lost", [True, False])
def test_a_sheet_with_keys_that_lost_its_headings_is_told_and_another_sheet_is_passed_over(lost: bool) -> None:
    key = line_key(ROUND, SUBJECT, 1, 0, "value")
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    good, other = book.add_worksheet(), book.add_worksheet()
    good.write_row(0, 0, [HEADINGS[code][0] for code in ("value", "reason", "key")])
    good.write_row(1, 0, ["1", "", key])
    other.write_row(0, 0, ["2", "", key if lost else "说明"])
    book.close()
    if lost:
        with pytest.raises(Invalid) as caught:
            read_marks(out.getvalue(), "表.xlsx", Here("sheets"))
        assert caught.value.code == "table-without-heads"
    else:
        assert len(read_marks(out.getvalue(), "表.xlsx", Here("sheets"))) == 1


def test_only_what_is_filled_in_is_open_and_the_key_is_out_of_sight() -> None:
    data = table_of({1: stands(SHARE)})
    with ZipFile(BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<sheetProtection" in sheet
    assert sheet.count('hidden="1"') == 1
