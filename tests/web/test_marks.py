"""Cutting a text where items and marks begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from luoshi.outline.model import Block, Plan, Source, Span, Table
from luoshi.web.reading.marks import Bound, Cutter, Mark
from luoshi.web.reading.paper import Grid, paper_of

spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: Span(min(pair), max(pair)))


@given(st.lists(spans, max_size=12), st.lists(spans, max_size=12), spans)
def test_pieces_cover_a_stretch_without_gap_or_overlap(items: list[Span], marks: list[Span], stretch: Span) -> None:
    cutter = Cutter((Bound(span, f"task-{n}") for n, span in enumerate(items)), (Mark(span, "unit") for span in marks))
    pieces = list(cutter.pieces(stretch))
    assert [piece.start for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]
    assert sum(piece.end - piece.start for piece in pieces) == stretch.end - stretch.start


@given(st.lists(spans, max_size=12), st.integers(0, 59))
def test_the_shortest_item_owns_a_character(items: list[Span], at: int) -> None:
    cutter = Cutter((Bound(span, f"{n}") for n, span in enumerate(items)), ())
    (piece,) = list(cutter.pieces(Span(at, at + 1)))
    around = [span for span in items if span.start <= at < span.end]
    if around:
        owner = items[int(piece.key)]
        assert owner.end - owner.start == min(span.end - span.start for span in around)
    else:
        assert piece.key == ""


def test_a_mark_inside_a_principle_keeps_its_own_place() -> None:
    cutter = Cutter((), [Mark(Span(0, 10), "principle"), Mark(Span(3, 5), "unit")])
    assert [(piece.kinds, piece.at) for piece in cutter.pieces(Span(0, 10))] == [
        (("principle",), None),
        (("unit", "principle"), 3),
        (("principle",), None),
    ]


def test_a_merged_cell_is_one_cell_over_its_rows() -> None:
    text = "任务\t单位\n甲\t乙\n丙"
    first, second = Span(0, 2), Span(3, 5)
    table = Table(Span(0, len(text)), ((first, second), (Span(6, 7), Span(8, 9)), (Span(10, 11), Span(8, 9))))
    plan = Plan(source=Source(text, "txt", (), (table,)))
    (grid,) = paper_of(plan, Cutter((), ()))
    assert isinstance(grid, Grid)
    extents = [[(cell.down, cell.across) for cell in row] for row in grid.rows]
    assert extents == [
        [(1, 1)] * 2,
        [(1, 1), (2, 1)],
        [(1, 1)],
    ]


def test_what_a_file_says_is_never_markup() -> None:
    text = "<script>alert(1)</script>"
    plan = Plan(source=Source(text, "txt", (Block(Span(0, len(text))),)))
    (paragraph,) = paper_of(plan, Cutter((), ()))
    assert "<script" not in paragraph.html  # type: ignore[union-attr]
