"""Automatic numbers of Word documents, printed as a person sees them."""

from __future__ import annotations

import pytest

from luoshi.outline.readers import read_source
from made.docx import STYLES, package, run

Level = tuple[str, str]


def lvl(at: int, form: str, text: str, more: str = "", *, start: int = 1) -> str:
    said = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{said}</w:lvl>'


def listed(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def p(words: str, level: int | None = 0, num: int = 1, more: str = "") -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>' if level is not None else ""
    return f"<w:p><w:pPr>{more}{numbered}</w:pPr>{run(words)}</w:p>"


def lines(body: str, numbering: str, styles: str = STYLES) -> list[str]:
    return read_source(package(body, numbering=numbering, styles=styles)).text.splitlines()


@pytest.mark.parametrize(
    ("form", "start", "shown"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCountingThousand", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("japaneseCounting", 12, "十二"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 3, "叁"),
        ("ideographTraditional", 2, "乙"),
        ("decimal", 7, "7"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("upperLetter", 2, "B"),
        ("lowerLetter", 27, "aa"),
        ("upperRoman", 4, "IV"),
        ("lowerRoman", 9, "ix"),
        ("none", 9, ""),
    ],
)
def test_a_number_is_printed_in_its_form(form: str, start: int, shown: str) -> None:
    numbering = listed(lvl(0, form, "%1、", start=start))
    assert lines(p("目标"), numbering) == [f"{shown}、目标"]


def test_a_level_restarts_after_a_higher_one() -> None:
    numbering = listed(lvl(0, "chineseCounting", "%1、"), lvl(1, "chineseCounting", "（%2）"))
    body = p("甲") + p("子", 1) + p("丑", 1) + p("乙") + p("寅", 1)
    assert lines(body, numbering) == ["一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅"]


def test_a_level_told_not_to_restart_counts_on() -> None:
    numbering = listed(lvl(0, "decimal", "%1、"), lvl(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>'))
    assert lines(p("甲") + p("子", 1) + p("乙") + p("丑", 1), numbering)[-1] == "（2）丑"


def test_a_place_of_a_higher_level_shows_its_count() -> None:
    numbering = listed(lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2"))
    assert lines(p("甲") + p("乙") + p("2个点", 1), numbering)[-1] == "2.1 2个点"


def test_a_legal_level_shows_every_count_in_digits() -> None:
    numbering = listed(lvl(0, "chineseCounting", "第%1章"), lvl(1, "decimal", "%1.%2、", "<w:isLgl/>"))
    assert lines(p("总则") + p("范围", 1), numbering) == ["第一章 总则", "1.1、范围"]


def test_a_number_without_a_gap_stands_close() -> None:
    assert lines(p("条件"), listed(lvl(0, "decimal", "%1", '<w:suff w:val="nothing"/>'))) == ["1条件"]


def test_a_list_begins_where_it_says() -> None:
    assert lines(p("甲") + p("乙"), listed(lvl(0, "decimal", "%1.", start=5))) == ["5.甲", "6.乙"]


def test_a_second_reference_with_its_own_start_restarts_the_list() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering = listed(lvl(0, "decimal", "%1."), nums=nums)
    body = p("甲") + p("乙") + p("丙", num=2) + p("丁", num=2)
    assert lines(body, numbering) == ["1.甲", "2.乙", "1.丙", "2.丁"]


def test_two_references_to_one_list_count_together() -> None:
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in (1, 2))
    assert lines(p("甲") + p("乙", num=2), listed(lvl(0, "decimal", "%1."), nums=nums)) == ["1.甲", "2.乙"]


def test_a_style_may_say_the_number_and_its_level_be_bound_to_the_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="item"><w:name w:val="item"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="child"><w:name w:val="child"/><w:basedOn w:val="item"/></w:style>'
    )
    numbering = listed(lvl(0, "decimal", "%1."), lvl(1, "decimal", "（%2）", '<w:pStyle w:val="item"/>'))
    assert lines(p("甲", None, more='<w:pStyle w:val="child"/>'), numbering, styles) == ["（1）甲"]


def test_a_list_may_take_its_levels_from_a_numbering_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="plan"><w:name w:val="plan"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    level = lvl(0, "chineseCounting", "%1、")
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="plan"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="plan"/>{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert lines(p("甲"), numbering, styles) == ["一、甲"]


def test_a_paragraph_may_put_off_the_number_of_its_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="item"><w:name w:val="item"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("甲", 0, 0, more='<w:pStyle w:val="item"/>')
    assert lines(body, listed(lvl(0, "decimal", "%1.")), styles) == ["甲"]


@pytest.mark.parametrize("mark", ["\uf0b7", "l", "●", "o"])
def test_a_bullet_prints_nothing(mark: str) -> None:
    assert lines(p("甲"), listed(lvl(0, "bullet", mark))) == ["甲"]


def test_a_bullet_of_words_prints_its_words() -> None:
    assert lines(p("以上含本数"), listed(lvl(0, "bullet", "注："))) == ["注：以上含本数"]


def test_a_deleted_paragraph_is_not_counted() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>没有了</w:delText></w:r></w:del></w:p>"
    )
    assert lines(p("甲") + gone + p("乙"), listed(lvl(0, "decimal", "%1."))) == ["1.甲", "2.乙"]


def test_a_column_of_automatic_numbers_is_read() -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>"
    body = "<w:tbl>" + row.format(p(""), run("修路")) + row.format(p(""), run("架桥")) + "</w:tbl>"
    assert lines(body, listed(lvl(0, "decimal", "%1"))) == ["1\t修路", "2\t架桥"]


def test_a_reference_to_no_list_prints_nothing() -> None:
    assert lines(p("甲", num=77), listed(lvl(0, "decimal", "%1."))) == ["甲"]
