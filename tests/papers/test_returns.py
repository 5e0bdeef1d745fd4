"""The paper that a unit gets, and the reading of what came back, whatever stands in its cells."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.errors import Invalid, UnreadableFile
from luoshi.render import csv_file
from luoshi.render.model import Cell, Column, Paper, Section, Table
from luoshi.reporting.rules import ReportState, RequestState
from luoshi.reporting.rules.returns.bundles import beside, unbundled
from luoshi.reporting.rules.returns.cells import FILLED, HEADINGS, figure_of, reachable_of, state_of
from luoshi.reporting.rules.returns.codes import (
    LETTERS,
    SheetCode,
    read_row_code,
    read_sheet_code,
    row_code,
    sheet_code,
)
from luoshi.reporting.rules.returns.judging import Fate, Standing, apart, judge_file
from luoshi.reporting.rules.returns.proofs import named
from luoshi.reporting.rules.returns.reading import ReadRow, packed, read_return, unpacked

IDS = st.integers(1, 10**6)
CELLS = st.one_of(st.text(max_size=40), st.sampled_from(["推进中", "已完成", "无变化", "61座", "能", "2026-11-01"]))
UNDER, DONE, SAME = ReportState.UNDER_WAY, ReportState.COMPLETED, ReportState.NO_CHANGE


def standing(pk: int, unit: int, edit: int = 0) -> Standing:
    return Standing(
        pk, edit, unit, f"单位{unit}", "（一）", "停车", f"停车{pk}", "2026-11", RequestState.OPEN, None, "座", False
    )


@given(IDS, st.integers(0, 999), IDS)
def test_a_code_says_what_was_put_into_it(request: int, edit: int, unit: int) -> None:
    found = read_row_code(row_code(request, edit, unit))
    assert found is not None
    assert (found.request_id, found.edit, found.fits(unit)) == (request, edit, True)


@given(IDS, IDS, st.data())
def test_a_code_with_one_wrong_figure_fits_no_more(request: int, unit: int, data: st.DataObject) -> None:
    text = row_code(request, 0, unit)
    at = data.draw(st.integers(0, len(str(request)) - 1))
    other = data.draw(st.sampled_from("0123456789").filter(lambda sign: sign != text[at]))
    wrong = read_row_code(text[:at] + other + text[at + 1 :])
    assert wrong is None or not wrong.fits(unit)


def test_a_code_is_read_as_people_write_it() -> None:
    text = row_code(1024, 3, 12)
    for written in (text.lower(), text.replace("-", "－"), f" {text[:4]} — {text[5:]} ", text.replace("0", "O")):
        assert read_row_code(written) == read_row_code(text)


def test_no_code_looks_like_a_day() -> None:
    assert not set("AEIOU") & set(LETTERS)


@given(IDS, IDS, IDS)
def test_a_table_of_another_programme_is_none(programme: int, unit: int, other: int) -> None:
    text = f"填报单位：东岸镇　表码：{sheet_code(programme, unit, '2026-11')}"
    found = read_sheet_code(text, programme)
    assert found is not None
    assert (found.unit_id, found.month) == (unit, "2026-11")
    if (programme - other) % 6857:
        assert read_sheet_code(text, other) is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("推进中", UNDER), (" 已 完成", DONE), ("□无变化\n☑推进中\n□已完成", UNDER), ("□推进中 ☑已完成", DONE),
        ("推进中√ 已完成", UNDER), ("□已完成", DONE), ("（√）已完成", DONE), ("没有变化", SAME), ("办结", DONE),
    ],
)  # fmt: skip
def test_a_state_is_read_however_it_is_marked(text: str, state: ReportState) -> None:
    assert state_of(text) == (state, None)


@pytest.mark.parametrize("text", ["差不多", "推进中 已完成", "☑推进中 ☑已完成", "完成80%"])
def test_a_state_that_is_not_clear_is_asked(text: str) -> None:
    state, fault = state_of(text)
    assert state is None
    assert fault is not None


def test_boxes_as_they_were_printed_say_nothing() -> None:
    assert state_of("□无变化 □推进中 □已完成") == (None, None)


@pytest.mark.parametrize(("text", "figure"), [("61座", "61"), ("６１", "61"), ("1,200", "1200"), ("61.50 座", "61.5")])
def test_a_figure_is_read_with_its_own_unit_of_measure(text: str, figure: str) -> None:
    assert figure_of(text, "座") == (figure, None)


@pytest.mark.parametrize("text", ["61公里", "约61", "六十一", "61万座", "-3", "1e5", "9" * 14])
def test_a_figure_in_another_measure_is_asked(text: str) -> None:
    figure, fault = figure_of(text, "座")
    assert figure == ""
    assert fault is not None


@given(st.text(max_size=60))
def test_no_cell_raises(text: str) -> None:
    state_of(text)
    figure_of(text, "座")
    reachable_of(text)
    read_row_code(text)
    read_sheet_code(text, 1)
    named(ReadRow(1, {"proof": text, "address": text, "day": text}))


@given(st.lists(st.dictionaries(st.sampled_from(sorted(HEADINGS)), CELLS), max_size=6), st.data())
def test_no_row_is_ever_matched_to_another_units_request(rows: list[dict[str, str]], data: st.DataObject) -> None:
    known = {pk: standing(pk, unit) for pk, unit in ((1, 1), (2, 1), (3, 2), (33, 3))}
    codes = [row_code(one.id, 0, one.unit_id) for one in known.values()]
    for row in rows:
        row["code"] = data.draw(st.one_of(st.sampled_from(codes), st.text(max_size=12), st.just("")))
        row["item"] = data.draw(st.sampled_from(["停车1", "停车3", "停车33", ""]))
    read = [ReadRow(at, row) for at, row in enumerate(rows)]
    judged = judge_file(read, SheetCode(1, "2026-11", ""), known)
    assert all(one.standing is None or one.standing.unit_id == 1 for one in judged)
    apart([judged, judged], ["甲", "乙"])


@given(st.lists(st.dictionaries(st.sampled_from(sorted(HEADINGS)), st.text(max_size=20)), max_size=4))
def test_rows_survive_being_kept(rows: list[dict[str, str]]) -> None:
    read = [ReadRow(at, {code: text for code, text in row.items() if text}) for at, row in enumerate(rows)]
    assert list(unpacked(packed(read))) == read


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_any_words_in_a_table_give_rows_or_a_sentence(cells: list[list[str]]) -> None:
    columns = tuple(Column(HEADINGS[code][0], 10) for code in ("code", "state", "text"))
    body = tuple(tuple(Cell(text) for text in row) for row in cells)
    data = csv_file.write(Paper("表", (Table(columns, (Section("", body),)),)))
    with suppress(Invalid, UnreadableFile):
        read = read_return(data, "表.csv", 1)
        judge_file(read.rows, read.sheet, {1: standing(1, 1)})


@given(st.binary(max_size=300), st.sampled_from(["a.xlsx", "a.xls", "a.docx", "a.csv", "a.zip", "a"]))
def test_no_bytes_raise_but_a_sentence(data: bytes, name: str) -> None:
    for part in unbundled([(name, data)]):
        with suppress(Invalid, UnreadableFile):
            read_return(part.content, part.path, 1)


def test_the_same_row_in_two_files_is_taken_once() -> None:
    row = ReadRow(4, {"code": row_code(1, 0, 1), "state": "推进中", "text": "在建。"})
    judged = judge_file([row], None, {1: standing(1, 1)})
    (one,), (other,) = apart([judged, judged], ["甲", "乙"])
    assert (one.fate, other.fate) == (Fate.REPORT, Fate.TWICE)


def test_a_file_in_the_folder_of_another_table_is_not_ours() -> None:
    paths = ["东岸镇/照片1.jpg", "西岸乡/照片1.jpg"]
    sheets = ["东岸镇/表.xlsx", "西岸乡/表.xlsx"]
    assert beside("照片1.jpg", "东岸镇/表.xlsx", paths, sheets) == ("东岸镇/照片1.jpg",)
    assert beside("照片1", "西岸乡/表.xlsx", paths, sheets) == ("西岸乡/照片1.jpg",)
    assert beside("照片1.jpg", "总表.xlsx", paths, [*sheets, "总表.xlsx"]) == ()


def test_every_column_that_is_filled_has_its_heading() -> None:
    assert set(FILLED) < set(HEADINGS)
