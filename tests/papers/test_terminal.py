"""A paper as text: widths, wrapping, narrow terminals."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from luoshi.documents.reading import reading
from luoshi.render import terminal
from luoshi.render.measure import NOT_FIRST, lines_of, width_of, wrap
from luoshi.render.model import Cell, Column, Paper, Section, Table
from papers.cast import county_plan


def shown(width: int) -> str:
    return terminal.write(reading(county_plan(), "en"), width).decode()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(cell_len(line) for line in shown(width).splitlines()) <= width


def test_columns_stand_under_each_other_though_chinese_signs_are_wide() -> None:
    lines = shown(120).splitlines()
    words = ("Lead", "县交通局", "县城市管理局", "县水利局")
    found = [next(line for line in lines if word in line) for word in words]
    assert len({cell_len(line[: line.index(word)]) for line, word in zip(found, words, strict=True)}) == 1


def test_a_narrow_terminal_gets_a_list_of_rows() -> None:
    assert "Lead 县交通局" in shown(50)


def test_the_reading_names_counts_tasks_phases_structures_and_doubts() -> None:
    text = shown(120)
    for word in ("tasks: 3", "sites: 6", "修好村道", "启动阶段", "3月20日前", "示范村", "A doubt. Look."):
        assert word in text


def test_a_doubt_stands_before_a_note_and_with_its_line_and_words() -> None:
    text = shown(120)
    assert text.index("A doubt.") < text.index("A note.")
    assert "line 3: “完善养护制度”" in text


def test_a_pipe_gets_no_colour_and_no_blanks_at_line_ends() -> None:
    out = io.StringIO()
    terminal.show(reading(county_plan(), "en"), out)
    assert "\x1b" not in out.getvalue()
    assert all(line == line.rstrip() for line in out.getvalue().splitlines())


def test_square_brackets_in_a_text_are_not_taken_for_markup() -> None:
    paper = Paper("表", (Table((Column("甲", 10),), (Section("", ((Cell("[bold]甲[/bold]"),),)),)),))
    assert "[bold]甲[/bold]" in terminal.write(paper).decode()


def test_a_line_ends_behind_a_separator_rather_than_in_a_name() -> None:
    assert wrap("县发展改革委、县教委、县水利局", 12) == "县发展改革委、县教委、\n县水利局"


@given(st.text("县教委、。（）abc “”\n", max_size=60), st.integers(4, 20))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, room: int) -> None:
    wrapped = wrap(text, room)
    assert "".join(wrapped.split()) == "".join(text.split())
    assert all(width_of(line) <= room for line in wrapped.split("\n"))


@given(st.lists(st.text("县教委局", min_size=1, max_size=8), min_size=1, max_size=8))
def test_no_line_begins_with_a_closing_mark(names: list[str]) -> None:
    assert all(line[0] not in NOT_FIRST for line in wrap("、".join(names), 6).split("\n"))


def test_half_width_signs_take_half_the_room() -> None:
    assert (width_of("县a1"), lines_of("县县县县", 2), lines_of("", 5)) == (2.0, 2, 1)
