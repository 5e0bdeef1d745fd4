"""Properties that hold for any text at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.outline.model import Block, Source, Span
from luoshi.outline.read import plan_of
from luoshi.outline.stages.marks import mark_at

_PIECES = """
一、 （一） 1. 2、 （1） ① 一是 第一章 附件 责任单位： 牵头单位： （县商务局负责） 县财政局、
各乡镇（街道） 2022年 11月30日前 到2025年 — 2—4个 建成3座 第一阶段 《条例》 （ ） 〔 〕 。 ， ；
： 主要任务 实施步骤 王某某 的 对 组织
"""
PIECES = st.sampled_from([*_PIECES.split(), "\n", "\t", "序号\t任务\t责任单位\n", "时间\n内容\n牵头单位\n"])


def source(text: str) -> Source:
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(Span(at, at + len(line))))
        at += len(line) + 1
    return Source(text, "txt", tuple(blocks))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=6), max_size=60).map("".join))
def test_reading_never_raises_and_every_place_lies_in_the_text(text: str) -> None:
    plan = plan_of(source(text))
    spans = [t.span for t in plan.tasks] + [h.span for h in plan.headings] + [p.span for p in plan.phases]
    spans += [u.span for t in plan.tasks for u in t.units] + [t.span for t in plan.targets]
    spans += [d.span for d in plan.diagnostics if d.span] + [m.span for t in plan.tasks for m in t.measures]
    assert all(0 <= s.start <= s.end <= len(text) for s in spans)


@given(st.text(alphabet="一二三1234（）()、.．①第章节条 ", max_size=12))
def test_a_mark_lies_where_it_says_and_counts_from_nought(text: str) -> None:
    mark = mark_at(text, 0, len(text))
    if mark is not None:
        assert 0 <= mark.span.start < mark.span.end <= mark.end <= len(text)
        assert mark.ordinal >= 0
