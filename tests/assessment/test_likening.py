"""Proposals of commitments for rows by shared words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from luoshi.assessment.rules.likening import LEAST, MOST, Worded, likened, shared

TEXTS = st.text(alphabet="停车泊位公布巡查结果道路整治新建 1，。\n", max_size=40)


def worded(texts: list[tuple[str, str]]) -> list[Worded]:
    return [Worded(key, title, text) for key, (title, text) in enumerate(texts, start=1)]


COMMITMENTS = worded(
    [
        ("增加停车泊位", "新建公共停车场6个。"),
        ("规范停车秩序", "每季度公布巡查结果。"),
        ("改造农村厕所", "完成改厕80座。"),
    ]
)


def test_the_commitment_with_the_words_of_the_row_is_proposed_with_them() -> None:
    found = likened([Worded(7, "按季公布巡查结果")], COMMITMENTS)
    assert [(one.row, one.commitment) for one in found] == [(7, 2)]
    assert found[0].words == ("公布巡查结果",)


def test_a_row_that_has_nothing_in_common_gets_no_proposal() -> None:
    assert likened([Worded(7, "图书馆开放时间")], COMMITMENTS) == ()


def test_words_that_every_table_has_liken_nothing() -> None:
    assert likened([Worded(7, "积极推进落实工作")], worded([("积极推进落实工作", "")])) == ()


def test_one_pair_in_common_is_chance() -> None:
    assert likened([Worded(7, "停车")], COMMITMENTS) == ()


def test_full_width_signs_are_the_same_words() -> None:
    assert shared("垃圾分类２个站点", "垃圾分类⼆、站点") == ("垃圾分类", "站点")


def test_a_shared_word_is_told_whole_and_once() -> None:
    assert shared("农村厕所改造与农村厕所", "完成农村厕所改造") == ("农村厕所改造",)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_every_proposal_has_its_ground(rows: list[tuple[str, str]], commitments: list[tuple[str, str]]) -> None:
    known = worded(commitments)
    for one in likened(worded(rows), known):
        row, commitment = "\n".join(rows[one.row - 1]), "\n".join(commitments[one.commitment - 1])
        assert LEAST <= one.share <= 1
        assert one.words
        assert all(word in row and word in commitment and len(word) > 1 for word in one.words)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), st.lists(st.tuples(TEXTS, TEXTS), max_size=6))
def test_a_row_gets_few_proposals_and_none_twice(
    rows: list[tuple[str, str]], commitments: list[tuple[str, str]]
) -> None:
    found = likened(worded(rows), worded(commitments))
    pairs = [(one.row, one.commitment) for one in found]
    assert len(pairs) == len(set(pairs))
    assert all(sum(1 for row, _commitment in pairs if row == key) <= MOST for key in range(1, len(rows) + 1))
    assert found == likened(worded(rows), worded(commitments))


@given(TEXTS, TEXTS)
def test_shared_words_do_not_hang_on_the_order(left: str, right: str) -> None:
    assert bool(shared(left, right)) == bool(shared(right, left))
