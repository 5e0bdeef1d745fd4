"""Web pages."""

from __future__ import annotations

import pytest

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.model import Source
from luoshi.outline.readers import read_source


def read(body: str) -> Source:
    return read_source(f"<!DOCTYPE html><html><body>{body}</body></html>".encode())


def lines(body: str) -> list[str]:
    return read(body).text.splitlines()


def cells(source: Source) -> list[list[str]]:
    return [[source.cut(cell) for cell in row] for row in source.tables[0].rows]


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("<p>甲</p><div>乙<p>丙</p>丁</div>", ["甲", "乙", "丙", "丁"]),
        ("<p>甲<br>乙<br/>丙</p>", ["甲", "乙", "丙"]),
        ("<p>一、<span>总体</span><b>要求</b></p>", ["一、总体要求"]),
        ("<p>&nbsp;&emsp;　甲&lt;乙&gt;&amp;丙&#12289;</p>", ["甲<乙>&丙、"]),
        ("<p>坚持问题\n      导向</p>", ["坚持问题导向"]),
        ("<p>GB  18030 \n text</p>", ["GB 18030 text"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("<script>甲</script><style>乙</style><nav>丙</nav><!-- 丁 --><p>戊</p>", ["戊"]),
        ("<p style='DISPLAY : none'>甲</p><p hidden>乙</p><p>丙</p>", ["丙"]),
        ("<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>", ["3.甲", "4.乙", "丙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"]),
        ("<ol style='list-style:none'><li>1．甲</ol>", ["1．甲"]),
    ],
)
def test_a_page_is_read_as_a_browser_shows_it(body: str, seen: list[str]) -> None:
    assert lines(body) == seen


def test_headings_say_their_level() -> None:
    assert [block.level for block in read("<h1>甲</h1><h3><span>乙</span></h3><p>丙</p>").blocks] == [1, 3, None]


def test_bold_and_centred_paragraphs_say_so() -> None:
    source = read("<p align=center><strong>甲</strong></p><p style='text-align: center'>乙</p><p><b>丙</b>丁</p>")
    assert [(block.bold, block.centred) for block in source.blocks] == [(True, True), (False, True), (False, False)]


def test_cells_that_span_stand_in_every_place_that_they_cover() -> None:
    source = read(
        "<table><tr><th>领域<th>任务<th>单位</tr><tr><td rowspan=2>交通<td>修路<td>甲局</tr>"
        "<tr><td>架桥<td>乙局</tr><tr><td colspan=3>水利</tr></table>"
    )
    assert cells(source)[1:] == [["交通", "修路", "甲局"], ["交通", "架桥", "乙局"], ["水利"] * 3]


def test_a_table_that_sets_out_a_page_is_read_as_paragraphs() -> None:
    source = read("<table><tr><td>菜单</td><td><table><tr><td>甲</td></tr></table><p>乙</p></td></tr></table>")
    assert (source.tables, source.text) == ((), "菜单\n甲\n乙\n")


@pytest.mark.parametrize(
    "data",
    [
        '<html><head><meta charset="gb2312"></head><body><p>䶮县甲局</p></body></html>'.encode("gb18030"),
        "<html><body><p>䶮县甲局</p></body></html>".encode("gb18030"),
        "<html><body><p>䶮县甲局</p></body></html>".encode("utf-16"),
        '<html><meta charset="utf-8"><body><p>䶮县甲局</p></body></html>'.encode("gb18030"),
    ],
)
def test_a_page_is_decoded_by_what_it_says_or_is(data: bytes) -> None:
    assert read_source(data).text == "䶮县甲局\n"


def test_hidden_words_are_said_to_be_left_out() -> None:
    source = read("<p>甲</p><div style='display:none'>乙</div>")
    assert [diagnostic.code for diagnostic in source.diagnostics] == ["hidden-text"]


def test_marks_that_turn_the_direction_are_taken_out_and_doubted() -> None:
    source = read("<p>甲局\u202e负责</p>")
    assert (source.text, [d.code for d in source.diagnostics]) == ("甲局负责\n", ["direction-override"])


def test_a_page_of_nothing_says_so() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read("<script>甲</script>")
    assert refused.value.code == "file-no-text"
