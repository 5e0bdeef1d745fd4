"""Pages of which only the place of each sign is known: lines, paragraphs, furniture and tables."""

from __future__ import annotations

from luoshi.outline.model import Source
from luoshi.outline.readers.draft import Draft
from luoshi.outline.readers.paper.glyphs import Glyph, Page, Rule
from luoshi.outline.readers.paper.reading import sheet_of, write

SIZE, LEFT, RIGHT = 16.0, 80.0, 80.0 + 27 * 16.0
Placed = tuple[float, float, str]  # characters from the left edge, line from the top, words


def page(*lines: Placed, rules: list[Rule] | None = None, size: float = SIZE) -> Page:
    """A page of lines; full-width signs stand close."""
    made = Page(595, 842, rules=rules or [])
    for column, row, words in lines:
        x, top = LEFT + column * SIZE, 100 + row * 28
        for sign in words:
            wide = size / 2 if sign.isascii() else size
            made.glyphs.append(Glyph(sign, x, x + wide, top, top + size * 1.2, size))
            x += wide
    return made


def read(*pages: Page) -> Source:
    draft = Draft()
    write([sheet_of(page) for page in pages], draft)
    return draft.finish("pdf")


def lines(source: Source) -> list[str]:
    return [source.cut(block.span) for block in source.blocks]


def cells(source: Source, at: int = 0) -> list[list[str]]:
    return [[source.cut(cell) for cell in row] for row in source.tables[at].rows]


FULL = "按照一窗受理后台分办的要求合并职能相近的窗口配齐人员"  # 26 signs
FULL27 = FULL + "和"


def test_a_line_that_is_not_indented_goes_on_with_a_full_one() -> None:
    source = read(page((2, 0, FULL[:25]), (0, 1, FULL27), (0, 2, "设备。"), (2, 3, FULL[:25]), (0, 4, "等。")))
    assert lines(source) == [FULL[:25] + FULL27 + "设备。", FULL[:25] + "等。"]


def test_an_indented_line_begins_a_paragraph_although_the_one_above_is_full() -> None:
    source = read(page((2, 0, FULL[:25]), (2, 1, FULL[:25]), (0, 2, FULL27), (0, 3, "等。")))
    assert lines(source) == [FULL[:25], FULL[:25] + FULL27 + "等。"]


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    first = page((2, 0, FULL[:25]), (0, 1, FULL27), (12, 24, "— 1 —"))
    second = page((0, 0, FULL27), (0, 1, "等。"), (12, 24, "— 2 —"))
    source = read(first, second)
    assert lines(source) == [FULL[:25] + FULL27 * 2 + "等。"]
    assert [(d.code, d.params["count"]) for d in source.diagnostics] == [("page-furniture", 2)]


def test_page_numbers_of_every_form_are_left_out() -> None:
    for number in ("— 3 —", "3", "- 3 -", "第3页", "第 3 页 共 9 页", "3/9", "－３－".replace("３", "3")):
        assert lines(read(page((2, 0, "一、目标"), (12, 24, number)))) == ["一、目标"], number


def test_a_number_in_the_middle_of_a_page_stays() -> None:
    assert lines(read(page((2, 0, "一、目标"), (2, 10, "25"), (2, 12, "二、任务")))) == ["一、目标", "25", "二、任务"]


def test_a_head_that_every_page_repeats_is_left_out() -> None:
    pages = [page((8, -2, "清溪县人民政府文件"), (2, 3, f"{'一二三'[at]}、任务")) for at in range(3)]
    assert lines(read(*pages)) == ["一、任务", "二、任务", "三、任务"]


def test_a_mark_of_classification_at_the_head_of_every_page_is_not_left_out() -> None:
    pages = [page((8, -2, "机密★1年"), (2, 3, f"{'一二三'[at]}、任务")) for at in range(3)]
    assert lines(read(*pages)) == ["机密★1年", "一、任务", "二、任务", "三、任务"]


def test_a_title_of_two_centred_lines_says_that_it_is_centred() -> None:
    body = [(2.0, 3.0, FULL[:25]), (0.0, 4.0, FULL27), (0.0, 5.0, FULL27), (0.0, 6.0, "等。")]
    source = read(page((7, 0, "清溪县便民服务提升三年行动"), (11.5, 1, "实施方案"), *body))
    assert lines(source)[:2] == ["清溪县便民服务提升三年行动", "实施方案"]
    assert [block.centred for block in source.blocks] == [True, True, False]


def test_words_of_latin_letters_are_parted_by_their_gap() -> None:
    made = page((0, 0, "GB"), (2, 0, "T9704"))
    assert lines(read(made)) == ["GB T9704"]


def test_signs_printed_twice_for_a_bold_look_are_read_once() -> None:
    made = page((0, 0, "总体要求"), (0.02, 0, "总体要求"))
    assert lines(read(made)) == ["总体要求"]


def ruled(columns: list[float], rows: list[float]) -> list[Rule]:
    """All rules of a grid; columns in characters, rows in lines."""
    xs, ys = [LEFT + c * SIZE - 4 for c in columns], [100 + r * 28 - 4 for r in rows]
    level = [Rule(xs[0], y, xs[-1], y) for y in ys]
    return level + [Rule(x, ys[0], x, ys[-1]) for x in xs]


def test_a_ruled_table_is_read_cell_by_cell() -> None:
    words = [(0.0, 0.0, "任务"), (10.0, 0.0, "单位"), (0.0, 1.0, "窗口改造"), (10.0, 1.0, "县政务局")]
    source = read(page((2, -1, "附件"), *words, rules=ruled([0, 10, 20], [0, 1, 2])))
    assert cells(source) == [["任务", "单位"], ["窗口改造", "县政务局"]]
    assert lines(source) == ["附件"]


def test_words_broken_in_a_cell_are_joined_and_short_lines_are_not() -> None:
    words = [(0.0, 0.0, "任务"), (6.0, 0.0, "单位"), (0.0, 1.0, "把窗口改"), (0.0, 2.0, "造好")]
    more = [(6.0, 1.0, "甲局"), (6.0, 2.0, "乙局")]
    source = read(page(*words, *more, rules=ruled([0, 5, 14], [0, 1, 3])))
    assert cells(source)[1] == ["把窗口改造好", "甲局 乙局"]


def test_a_cell_without_a_rule_between_rows_is_merged() -> None:
    words = [(0.0, 0.0, "领域"), (6.0, 0.0, "任务"), (0.0, 1.0, "交通"), (6.0, 1.0, "修路"), (6.0, 2.0, "架桥")]
    rules = [rule for rule in ruled([0, 6, 14], [0, 1, 2, 3]) if not (rule.y0 == rule.y1 == 100 + 2 * 28 - 4)]
    rules.append(Rule(LEFT + 6 * SIZE - 4, 152, LEFT + 14 * SIZE - 4, 152))
    source = read(page(*words, rules=rules))
    assert cells(source) == [["领域", "任务"], ["交通", "修路"], ["交通", "架桥"]]


def test_a_table_that_goes_on_on_the_next_page_is_one_and_its_header_said_once() -> None:
    grid = ruled([0, 10, 20], [0, 1, 2])
    first = page((0, 0, "任务"), (10, 0, "单位"), (0, 1, "修路"), (10, 1, "甲局"), rules=grid)
    second = page((0, 0, "任务"), (10, 0, "单位"), (0, 1, "架桥"), (10, 1, "乙局"), rules=grid)
    source = read(first, second)
    assert cells(source) == [["任务", "单位"], ["修路", "甲局"], ["架桥", "乙局"]]
    assert [(d.code, d.params["count"]) for d in source.diagnostics] == [("repeated-header", 1)]


def test_a_row_cut_by_a_page_break_is_joined() -> None:
    grid = ruled([0, 3, 13], [0, 1, 2])
    first = page((0, 0, "序号"), (3, 0, "任务"), (0, 1, "1"), (3, 1, "合并职能相近的两窗"), rules=grid)
    second = page((3, 0, "口。"), (0, 1, "2"), (3, 1, "修路"), rules=grid)
    assert cells(read(first, second)) == [["序号", "任务"], ["1", "合并职能相近的两窗口。"], ["2", "修路"]]


def test_a_table_without_rules_is_read_by_position_and_doubted() -> None:
    rows = [("序号", "任务", "单位"), ("1", "修路", "甲局"), ("2", "架桥", "乙局")]
    made = page(*[(column * 8, at, words) for at, row in enumerate(rows) for column, words in enumerate(row)])
    source = read(made)
    assert cells(source) == [list(row) for row in rows]
    assert [d.code for d in source.diagnostics] == ["table-by-position"]
