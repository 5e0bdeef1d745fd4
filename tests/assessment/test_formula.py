"""Formulas: read by a bounded grammar, computed exactly, nothing else."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.assessment.rules.formula import Wrong, computed, names, parsed

FIGURES = {"甲": Fraction(7), "b_1": Fraction(1, 3)}
Pair = tuple[str, Fraction | None]

numbers = st.integers(0, 999).map(lambda n: (f"{n / 10:.1f}", Fraction(n, 10)))
named = st.sampled_from(list(FIGURES.items()))


def joined(inner: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    """Two terms and a sign between them; None where something is divided by zero."""

    def join(left: Pair, sign: str, right: Pair) -> Pair:
        (text, a), (other, b) = left, right
        whole = f"({text}) {sign} （{other}）"
        if a is None or b is None or (sign in "/÷" and b == 0):
            return whole, None
        value = {"+": a + b, "−": a - b, "×": a * b}.get(sign)
        return whole, a / b if value is None else value

    return st.builds(join, inner, st.sampled_from("+−×/÷"), inner)


@given(st.recursive(st.one_of(numbers, named), joined, max_leaves=8))
def test_a_formula_is_worth_what_its_parts_are(made: Pair) -> None:
    text, value = made
    if value is None:
        with pytest.raises(Wrong):
            computed(parsed(text), FIGURES)
    else:
        assert computed(parsed(text), FIGURES) == value


@given(st.text(alphabet="甲ab01.+-*/()%,，÷× 　min", max_size=40) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Wrong):
        computed(parsed(text), FIGURES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 × 3", 7),
        ("8 ÷ 2 ÷ 2", 2),
        ("-2 + 5", 3),
        ("50%", Fraction(1, 2)),
        ("max(1, 甲) - min（2，3）", 5),
        ("abs(-3)", 3),
    ],
)
def test_signs_bind_as_on_paper(text: str, value: Fraction) -> None:
    assert computed(parsed(text), FIGURES) == value


@pytest.mark.parametrize(
    "text", ["", "1 +", "(1", "1)", "__import__('os')", "a.b", "1 2", "2 ** 3", "x[0]", "(" * 200, "1" * 600]
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        computed(parsed(text), {"a": Fraction(1), "x": Fraction(1)})


def test_what_grows_without_end_is_refused() -> None:
    with pytest.raises(Wrong):
        computed(parsed("×".join(["甲"] * 200)), FIGURES)


def test_the_inputs_are_named_in_order() -> None:
    assert names(parsed("(教师数 ÷ 学生数) × 100 + 教师数")) == ("教师数", "学生数")
