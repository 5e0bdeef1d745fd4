"""Whatever the bytes are, a reader gives a source whose places are sound, or raises ``UnreadableFile``."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.model import Source
from luoshi.outline.readers import read_source
from made import made
from readers.plans import PLAN

FEW = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@lru_cache
def whole(kind: str) -> bytes:
    """A good file."""
    return made(PLAN, kind)


def is_sound(source: Source) -> None:
    """Blocks lie in order beside the tables; every cell lies in its table; tables are rectangles."""
    at = 0
    for span in sorted([*(block.span for block in source.blocks), *(table.span for table in source.tables)]):
        assert at <= span.start <= span.end <= len(source.text)
        at = span.end
    for table in source.tables:
        assert len({len(row) for row in table.rows}) == 1
        for cell in (cell for row in table.rows for cell in row):
            assert table.span.start <= cell.start <= cell.end <= table.span.end


def read(data: bytes) -> None:
    with suppress(UnreadableFile):
        is_sound(read_source(data))


def spoilt(data: bytes, spots: list[tuple[int, int]], cut: int | None) -> bytes:
    """Bytes changed at some spots, and perhaps cut off."""
    changed = bytearray(data)
    for place, value in spots:
        changed[place % len(changed)] = value
    return bytes(changed if cut is None else changed[: cut % (len(changed) + 1)])


ENCODINGS = st.sampled_from(["utf-8", "gb18030"])
SPOTS = st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 255)), min_size=1, max_size=12)
CUT = st.none() | st.integers(0, 10**7)


@settings(FEW, max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read(data)


@settings(FEW, max_examples=100)
@given(st.text(alphabet="一（）、1.①\t\n\r|-#*：甲\u202e\x0b\x85 　", max_size=60), ENCODINGS)
def test_any_text_is_kept_and_its_places_are_sound(text: str, encoding: str) -> None:
    read(text.encode(encoding))


@settings(FEW, max_examples=100)
@given(st.text(alphabet="甲乙 \n<>/&;=\"'abtdrplih123", max_size=80))
def test_any_page_is_read_or_refused(inner: str) -> None:
    read(f"<html><table><tr><td>{inner}".encode())


@pytest.mark.parametrize(("kind", "examples"), [("docx", 60), ("ofd", 60), ("html", 60), ("pdf", 12)])
def test_a_spoilt_file_is_read_or_refused(kind: str, examples: int) -> None:
    @settings(FEW, max_examples=examples)
    @given(SPOTS, CUT)
    def spoil(spots: list[tuple[int, int]], cut: int | None) -> None:
        read(spoilt(whole(kind), spots, cut))

    spoil()


def respelt(data: bytes, part: str, spots: list[tuple[int, int]]) -> bytes:
    """A package in which one part's own bytes are changed, so that the archive stays whole."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(zipfile.ZipInfo(name), spoilt(content, spots, None) if name == part else content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("docx", "word/document.xml"),
        ("docx", "word/numbering.xml"),
        ("docx", "word/styles.xml"),
        ("ofd", "Doc_0/Pages/Page_0/Content.xml"),
        ("ofd", "Doc_0/Document.xml"),
    ],
)
def test_a_part_respelt_is_read_or_refused(kind: str, part: str) -> None:
    digits = st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(b"0123456789-. ABMabm")), min_size=1, max_size=3)

    @settings(FEW, max_examples=60)
    @given(digits)
    def respell(spots: list[tuple[int, int]]) -> None:
        read(respelt(whole(kind), part, spots))

    respell()


def test_the_same_bytes_always_give_the_same_source() -> None:
    for kind in ("docx", "html", "ofd", "pdf"):
        assert read_source(whole(kind)) == read_source(whole(kind))
