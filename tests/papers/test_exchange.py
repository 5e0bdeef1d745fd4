"""A plan as plain data and back."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.errors import Invalid
from luoshi.outline.exchange import plan_from_dict, plan_to_dict
from luoshi.outline.model import (
    Basis,
    Block,
    Comparator,
    Deadline,
    DeadlineKind,
    Diagnostic,
    Duty,
    Every,
    Heading,
    Measure,
    Phase,
    Plan,
    Rhythm,
    Role,
    Severity,
    Source,
    Span,
    Structure,
    Table,
    Target,
    Task,
    UnitRef,
)

words = st.text(max_size=12)
spans = st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(lambda pair: Span(*sorted(pair)))
share = st.floats(0, 1)


def several(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=2).map(tuple)


values = st.decimals(allow_nan=False, allow_infinity=False)
units = st.builds(UnitRef, words, st.sampled_from(Role), spans, st.booleans(), st.none() | words)
deadlines = st.builds(
    Deadline, words, st.sampled_from(DeadlineKind), spans, st.none() | words, st.none() | words, st.none() | words
)
months = st.none() | st.integers(1, 12)
rhythms = st.builds(Rhythm, words, st.sampled_from(Every), spans, st.integers(1, 5), months, months)
targets = st.builds(Target, words, values, words, st.sampled_from(Comparator), spans, st.none() | values, words)
tasks = st.builds(
    Task,
    number=words,
    path=words,
    title=words,
    text=words,
    span=spans,
    units=several(units),
    deadline=st.none() | deadlines,
    deadlines=several(deadlines),
    rhythm=st.none() | rhythms,
    measures=several(st.builds(Measure, words, spans, st.booleans())),
    targets=several(targets),
    confidence=share,
)
duties = st.builds(
    Duty, words, words, spans, several(units), st.none() | deadlines, st.none() | rhythms, confidence=share
)
# braces would be places to fill in; the reader's own messages are written in the code and have none by chance
plain = st.text(st.characters(exclude_characters="{}", codec="utf-8"), max_size=8)
diagnostics = st.builds(
    Diagnostic,
    words,
    st.sampled_from(Severity),
    st.none() | spans,
    plain,
    plain,
    st.dictionaries(st.sampled_from(["line", "name"]), st.integers() | words),
)
sources = st.builds(
    Source,
    words,
    st.sampled_from(["txt", "docx"]),
    several(st.builds(Block, spans, st.none() | st.integers(1, 9), st.booleans(), st.booleans())),
    several(st.builds(Table, spans, several(several(spans)))),
    several(diagnostics),
)
plans = st.builds(
    Plan,
    source=sources,
    title=st.none() | words,
    issuers=several(words),
    document_number=st.none() | words,
    issue_date=st.none() | words,
    addressees=several(words),
    basis=several(st.builds(Basis, words, st.none() | words, spans)),
    fillers=several(spans),
    headings=several(st.builds(Heading, st.integers(1, 5), words, words, spans)),
    tasks=several(tasks),
    phases=several(st.builds(Phase, words, st.none() | words, st.none() | words, spans, several(duties), share)),
    safeguards=several(duties),
    targets=several(targets),
    structures=several(
        st.builds(Structure, words, months, words, several(words), months, months, spans),
    ),
    diagnostics=several(diagnostics),
)


@given(plans)
def test_a_plan_comes_back_from_json_as_it_was(plan: Plan) -> None:
    text = json.dumps(plan_to_dict(plan, with_source=True))
    assert plan_from_dict(json.loads(text)) == plan


def one_task(*bodies: UnitRef) -> dict[str, object]:
    source = Source("", "txt", ())
    task = Task("1.", "五、1.", "道路", "修好道路。", Span(0, 5), units=bodies)
    found: dict[str, object] = plan_to_dict(Plan(source, tasks=(task,)))["tasks"][0]
    return found


def test_the_units_of_a_task_are_named_once_in_order_with_its_leads() -> None:
    task = one_task(
        UnitRef("县教委", Role.LEAD, Span(0, 3)),
        UnitRef("县水利局", Role.RESPONSIBLE, Span(4, 8)),
        UnitRef("县财政局", Role.SUPPORT, Span(9, 13)),
        UnitRef("县教委", Role.RESPONSIBLE, Span(14, 17)),
    )
    assert task["units"] == ["县教委", "县水利局", "县财政局"]
    assert task["lead_units"] == ["县教委"]
    assert task["support_units"] == ["县财政局"]


@pytest.mark.parametrize(
    ("value", "number"),
    [("18", 18), ("1.4", 1.4), ("2E+1", 20), ("12345678901234567.89", "12345678901234567.89"), ("1E+400", "1E+400")],
)
def test_a_quantity_is_a_number_wherever_a_number_holds_it(value: str, number: object) -> None:
    target = Target("", Decimal(value), "个", Comparator.EQUAL, Span(0, 1))
    assert plan_to_dict(Plan(Source("", "txt", ()), targets=(target,)))["targets"][0]["value"] == number


def test_issuers_are_joined_as_a_document_joins_them() -> None:
    data = plan_to_dict(Plan(Source("", "txt", ()), issuers=("甲办公室", "乙办公室")))
    assert data["issuer"] == "甲办公室、乙办公室"


def test_the_text_is_left_out_unless_asked_for() -> None:
    plan = Plan(Source("全文", "txt", ()))
    assert "source" not in plan_to_dict(plan)
    assert plan_from_dict(plan_to_dict(plan), source=plan.source) == plan


@pytest.mark.parametrize("broken", [{}, {"title": "x"}, {"source": 3}, {"source": {"text": ""}}])
def test_data_of_another_shape_is_refused_in_words(broken: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        plan_from_dict(broken)
    assert refusal.value.code == "reading-malformed"
