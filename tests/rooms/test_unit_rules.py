"""Bodies as values: kinds told by names, short names, the tree, days, and the fate of a table's rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.errors import Invalid
from luoshi.outline.readers.grid import read_grid
from luoshi.outline.stages.names import is_collective
from luoshi.units.rules import (
    Directory,
    Known,
    MatchKind,
    State,
    UnitKind,
    cycle,
    day_of,
    in_tree,
    is_short_for,
    kind_of,
    proposed_kinds,
    state_of,
    written_kind,
)
from luoshi.units.rules.heads import TableRow, table_rows
from luoshi.units.rules.unit_rows import HEADINGS, NEEDED, Body, Fate, judge

LISTS = Path(__file__).resolve().parents[3] / "shared" / "domain"
names = st.text(st.sampled_from("县市发展改革民族宗教委局办黄水镇街道乡村"), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("县委宣传部", UnitKind.PARTY),
        ("县委党校（县行政学校）", UnitKind.PARTY),
        ("县政府办公室", UnitKind.GOVERNMENT),
        ("县工业园区管委会", UnitKind.GOVERNMENT),
        ("县教委", UnitKind.GOVERNMENT),
        ("县人大常委会办公室", UnitKind.CONGRESS),
        ("县政协办公室", UnitKind.CPPCC),
        ("县法院", UnitKind.COURT),
        ("县人民检察院", UnitKind.PROCURATORATE),
        ("县纪委监委机关", UnitKind.DISCIPLINE),
        ("团县委", UnitKind.MASS),
        ("县妇联", UnitKind.MASS),
        ("县工商联", UnitKind.MASS),
        ("县残联", UnitKind.MASS),
        ("东岸镇", UnitKind.TOWNSHIP),
        ("西岸乡人民政府", UnitKind.TOWNSHIP),
        ("南湖街道办事处", UnitKind.SUBDISTRICT),
        ("新河村", UnitKind.VILLAGE),
        ("湖滨社区", UnitKind.VILLAGE),
        ("县第一中学", UnitKind.SCHOOL),
        ("县城投公司", UnitKind.ENTERPRISE),
        ("某某", UnitKind.OTHER),
    ],
)
def test_a_name_tells_the_kind_of_its_body(name: str, kind: UnitKind) -> None:
    assert kind_of(name) is kind


@given(st.text(max_size=30))
def test_any_name_has_a_kind(name: str) -> None:
    assert kind_of(name) in UnitKind


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("政府部门", "government"),
        ("People's congress", "congress"),
        ("街道", "subdistrict"),
        ("judicial", "court"),
        ("", "court"),
    ],
)
def test_a_table_writes_kinds_in_many_ways(written: str, kind: str) -> None:
    assert written_kind(written, "县法院") == kind


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("县发改委", "县发展改革委"),
        ("发改委", "县发展改革委"),
        ("民宗委", "县民族宗教委"),
        ("市场监管局", "县市场监管局"),
        ("黄水", "黄水镇"),
        ("南湖", "南湖街道"),
        ("宣传部", "县委宣传部"),
    ],
)
def test_a_short_name_is_suggested_and_never_taken(short: str, long: str) -> None:
    match = Directory([Known(1, long), Known(2, "县气象局"), Known(3, "东岸乡")]).match(short)
    assert (match.kind, match.id, match.suggested_id) == (MatchKind.SUGGESTION, None, 1)


def test_a_short_name_of_two_bodies_suggests_neither() -> None:
    assert Directory([Known(1, "三河镇"), Known(2, "三河乡")]).match("三河").kind is MatchKind.NONE


@pytest.mark.parametrize("written", ["县委", "团县委", "县气象局"])
def test_what_only_shares_signs_is_no_short_name(written: str) -> None:
    assert Directory([Known(1, "县教委"), Known(2, "县发展改革委")]).match(written).kind is MatchKind.NONE


@given(names, st.lists(names, max_size=8))
def test_only_a_sure_match_gives_a_body(written: str, known: list[str]) -> None:
    match = Directory(Known(at, name) for at, name in enumerate(known)).match(written)
    sure = match.kind in (MatchKind.EXACT, MatchKind.ALIAS, MatchKind.NORMALISED)
    assert sure == (match.id is not None)
    assert not (sure and match.suggested_id is not None)


@given(names)
def test_every_name_is_short_for_itself_from_two_signs_on(name: str) -> None:
    assert is_short_for(name, name) == (len(name) > 1)


@given(st.dictionaries(st.integers(1, 12), st.none() | st.integers(1, 12)))
def test_the_tree_loses_nobody_and_puts_children_beneath_their_parent(parents: dict[int, int | None]) -> None:
    placed = in_tree(parents.items())
    assert sorted(one.id for one in placed) == sorted(parents)
    depth = {one.id: one.depth for one in placed}
    for unit, parent in parents.items():
        if parent in parents and parent is not None and not any(cycle(parents, start) for start in parents):
            assert depth[unit] == depth[parent] + 1


def test_a_ring_is_told_from_a_way_up() -> None:
    assert cycle({1: 2, 2: 3, 3: 1}, 1) == (1, 2, 3)
    assert cycle({1: 2, 2: 3, 3: 2}, 1) == ()
    assert cycle({1: 1}, 1) == (1,)


@pytest.mark.parametrize("text", ["2026-11-30", "2026/11/30", "2026年11月30日", "2026.11.30"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert day_of(text) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "code"), [("soon", "day-unreadable"), ("2026-02-30", "day-unreadable"), ("1066-10-14", "day-out-of-range")]
)
def test_a_day_that_cannot_be_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        day_of(text)
    assert caught.value.code == code


def test_a_body_stands_on_its_first_and_on_its_last_day() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    days = [date(2025, 12, 31), first, last, date(2027, 1, 1)]
    assert [state_of(first, last, day) for day in days] == [State.COMING, State.STANDING, State.STANDING, State.ENDED]


def test_the_name_of_a_group_proposes_kinds() -> None:
    assert proposed_kinds("各乡镇（街道）") == {UnitKind.TOWNSHIP, UnitKind.SUBDISTRICT}
    assert UnitKind.COURT in proposed_kinds("县级部门单位")
    assert UnitKind.TOWNSHIP not in proposed_kinds("县级部门单位")
    assert proposed_kinds("某某") == frozenset()


KEPT = (
    Body(1, "县政府办公室", UnitKind.GOVERNMENT, order=1),
    Body(2, "县教育局", UnitKind.GOVERNMENT, "县政府办公室", ("县教委",), ("县级部门单位",), 2),
)


def fates(*rows: dict[str, str]) -> list[tuple[str, list[str]]]:
    """The fate of each row and the columns of its faults."""
    told = [TableRow(number, row) for number, row in enumerate(rows, start=2)]
    judged = judge(told, KEPT, ["县级部门单位"], frozenset({"各乡镇"}))
    return [(one.fate.value, [fault.column for fault in one.faults]) for one in judged]


@pytest.mark.parametrize(
    ("row", "fate", "columns"),
    [
        ({"name": "县档案馆"}, "create", []),
        ({"name": "县教育局"}, "same", []),
        ({"name": "县教委"}, "same", []),
        ({"name": "县教育局", "kind": "学校"}, "change", []),
        ({"name": "县教育局", "aliases": ""}, "change", []),
        ({"id": "2", "name": "县教育委员会"}, "change", []),
        ({"id": "9", "name": "县教育委员会"}, "refused", ["编号"]),
        ({"name": ""}, "refused", ["单位名称"]),
        ({"name": "=1+1"}, "refused", ["单位名称"]),
        ({"name": "@县"}, "refused", ["单位名称"]),
        ({"name": "县档案馆", "kind": "天文台"}, "refused", ["类别"]),
        ({"name": "县档案馆", "parent": "没有"}, "refused", ["上级单位"]),
        ({"name": "县政府办公室", "parent": "县教育局"}, "refused", ["上级单位"]),
        ({"name": "县档案馆", "parent": "县档案馆"}, "refused", ["上级单位"]),
        ({"name": "县档案馆", "aliases": "县教委"}, "refused", ["其他名称"]),
        ({"name": "县档案馆", "aliases": "-档"}, "refused", ["其他名称"]),
        ({"name": "县档案馆", "groups": "没有"}, "refused", ["所属单位组"]),
        ({"name": "县档案馆", "order": "-1"}, "refused", ["排序"]),
        ({"name": "县档案馆", "valid_from": "1066-10-14"}, "refused", ["启用日期"]),
        ({"name": "县档案馆", "valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "refused", ["停用日期"]),
        ({"name": "各乡镇"}, "group", []),
        ({"name": "县级部门单位", "kind": "group(33)"}, "same", []),
    ],
)
def test_a_row_has_one_fate_and_says_at_which_column_why(row: dict[str, str], fate: str, columns: list[str]) -> None:
    assert fates(row) == [(fate, columns)]


def test_a_name_that_two_rows_have_is_refused_in_the_second() -> None:
    assert fates({"name": "县档案馆"}, {"name": "县史志办", "aliases": "县档案馆"}) == [
        ("create", []),
        ("refused", ["其他名称"]),
    ]


def test_a_ring_within_the_table_is_refused_and_so_is_what_leans_on_it() -> None:
    rows = ({"name": "甲", "parent": "乙"}, {"name": "乙", "parent": "甲"}, {"name": "丙", "parent": "乙"})
    assert [fate for fate, _columns in fates(*rows)] == ["refused"] * 3


def test_a_parent_may_come_later_in_the_table() -> None:
    assert [fate for fate, _columns in fates({"name": "甲科", "parent": "甲"}, {"name": "甲"})] == ["create"] * 2


cells = st.dictionaries(st.sampled_from(sorted(HEADINGS)), names | st.text(max_size=8))


@given(st.lists(cells, max_size=6))
def test_any_table_is_judged_without_an_error_and_no_two_rows_take_one_name(rows: list[dict[str, str]]) -> None:
    judged = judge([TableRow(at, row) for at, row in enumerate(rows)], KEPT, ["县级部门单位"])
    assert len(judged) == len(rows)
    bodies = [one.body for one in judged if one.body is not None]
    taken = [name for body in bodies for name in {body.name, *body.aliases}]
    assert len(taken) == len(set(taken))
    assert all((one.body is None) == (one.fate in (Fate.REFUSED, Fate.GROUP) or not one.body) for one in judged)


def test_a_table_without_its_headings_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        table_rows([(1, ["甲", "乙"])], HEADINGS, NEEDED)
    assert caught.value.code == "table-without-heads"


def test_a_title_above_the_headings_is_passed_over_and_rows_keep_their_numbers() -> None:
    rows = table_rows([(1, ["单位名录"]), (3, ["序号", "单位名称"]), (5, ["1", "县档案馆"])], HEADINGS, NEEDED)
    assert [(row.number, row.get("name")) for row in rows] == [(5, "县档案馆")]


def test_a_cell_that_was_kept_from_running_comes_back_as_its_text() -> None:
    assert read_grid("单位名称\n'=1+1\n".encode())[1].cells == ("=1+1",)


@pytest.mark.shared
@pytest.mark.parametrize(("file", "units"), [("seed-units.csv", 42), ("seed-townships.csv", 33)])
def test_the_lists_of_the_seed_come_in_through_the_same_door(file: str, units: int) -> None:
    data = (LISTS / file).read_bytes()
    rows = table_rows([(line.number, line.cells) for line in read_grid(data, file)], HEADINGS, NEEDED)
    collective = frozenset(row.get("name") for row in rows if is_collective(row.get("name")))
    judged = judge(rows, (), (), collective)
    assert [one.fate for one in judged].count(Fate.CREATE) == units
    assert {one.name for one in judged if one.fate is not Fate.CREATE} <= {"各乡镇（街道）"}
    kinds = {one.name: one.body.kind for one in judged if one.body}
    assert kinds.get("县法院", UnitKind.COURT) is UnitKind.COURT
    assert kinds.get("县检察院", UnitKind.PROCURATORATE) is UnitKind.PROCURATORATE
    assert UnitKind.OTHER not in kinds.values()
