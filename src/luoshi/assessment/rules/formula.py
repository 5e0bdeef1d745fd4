"""Formulas of tables, read by a bounded grammar and computed in exact fractions.

    sum     = product { ("+" | "-" | "−") product }
    product = sign { ("*" | "×" | "/" | "÷") sign }
    sign    = ["-" | "−" | "+"] atom [ "%" | "％" ]
    atom    = number | name | function "(" sum { ("," | "，") sum } ")" | "(" sum ")"

A name is letters (Chinese too), digits and underscores, not beginning with a digit. Functions: ``min``, ``max``,
``abs``, and over a list that is given under a name: ``sum``, ``mean``, ``count``, ``cv`` (差异系数: the standard
deviation of the whole population divided by the mean, to twelve decimals).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import TypeAlias

from luoshi.assessment.rules.numbers import exact
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

LONGEST, DEEPEST = 500, 40
LARGEST = Fraction(10**18)
FINEST = 10**40  # the denominator of what is computed stays below
CV_DECIMALS = 12
FOLDS = ("sum", "mean", "count", "cv")
FUNCTIONS = ("min", "max", "abs", *FOLDS)
_OPERATORS = {"−": "-", "×": "*", "÷": "/", "（": "(", "）": ")", "，": ",", "％": "%", "＋": "+", "－": "-"}


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in a formula."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """A named input."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or a function and what it is applied to."""

    name: str
    of: tuple[Term, ...]


Term: TypeAlias = Number | Name | Apply
Figures: TypeAlias = Mapping[str, Fraction | tuple[Fraction, ...]]


class Wrong(Exception):
    """A formula that cannot be read or computed, and why."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


@lru_cache(maxsize=2048)
def parsed(expression: str) -> Term:
    """The tree of a formula; raises ``Wrong`` with the place where it stops making sense."""
    return _Reader(expression).whole()


def names(term: Term) -> tuple[str, ...]:
    """The inputs that a formula needs, in the order of their first use."""
    if isinstance(term, Name):
        return (term.name,)
    if isinstance(term, Apply):
        return tuple(dict.fromkeys(name for inner in term.of for name in names(inner)))
    return ()


def list_names(term: Term) -> tuple[str, ...]:
    """Those of them that are lists."""
    if not isinstance(term, Apply):
        return ()
    own = names(term) if term.name in FOLDS else ()
    return tuple(dict.fromkeys((*own, *(name for inner in term.of for name in list_names(inner)))))


def computed(term: Term, figures: Figures) -> Fraction:
    """The exact result; raises ``Wrong`` for a missing input, a division by zero, a figure out of bounds."""
    result = _computed(term, figures)
    if abs(result) > LARGEST or result.denominator > FINEST:
        raise Wrong(Phrase(_("the result of the formula is out of bounds")))
    return result


# --- reading -----------------------------------------------------------------------------------------------------


class _Reader:
    """One pass over the characters; every step moves on or raises."""

    def __init__(self, expression: str) -> None:
        if len(expression) > LONGEST:
            raise Wrong(Phrase(_("the formula is longer than {most} characters"), {"most": LONGEST}))
        self.text = "".join(_OPERATORS.get(character, character) for character in expression)
        self.at = 0
        self.depth = 0

    def whole(self) -> Term:
        term = self._sum()
        if self._next():
            raise self._wrong()
        return term

    def _next(self) -> str:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def _takes(self, wanted: str) -> str:
        found = self._next()
        if found and found in wanted:
            self.at += 1
            return found
        return ""

    def _wrong(self) -> Wrong:
        rest = self.text[self.at : self.at + 10]
        if not rest:
            return Wrong(Phrase(_("the formula ends too early")))
        return Wrong(Phrase(_("the formula cannot be read from “{rest}” on"), {"rest": rest}))

    def _sum(self) -> Term:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Wrong(Phrase(_("the formula is nested too deeply")))
        term = self._product()
        while sign := self._takes("+-"):
            term = Apply(sign, (term, self._product()))
        self.depth -= 1
        return term

    def _product(self) -> Term:
        term = self._sign()
        while sign := self._takes("*/"):
            term = Apply(sign, (term, self._sign()))
        return term

    def _sign(self) -> Term:
        sign = self._takes("+-")
        term = self._atom()
        if self._takes("%"):
            term = Apply("/", (term, Number(Fraction(100))))
        return Apply("-", (Number(Fraction(0)), term)) if sign == "-" else term

    def _atom(self) -> Term:
        first = self._next()
        if self._takes("("):
            return self._closed(self._sum())
        if first.isdecimal() or first == ".":
            return self._number()
        if first.isalpha() or first == "_":
            return self._named()
        raise self._wrong()

    def _closed(self, term: Term) -> Term:
        if not self._takes(")"):
            raise self._wrong()
        return term

    def _number(self) -> Term:
        start = self.at
        while self.at < len(self.text) and (self.text[self.at].isdecimal() or self.text[self.at] == "."):
            self.at += 1
        value = exact(self.text[start : self.at])
        if value is None:
            self.at = start
            raise self._wrong()
        return Number(Fraction(value))

    def _named(self) -> Term:
        start = self.at
        while self.at < len(self.text) and (self.text[self.at].isalnum() or self.text[self.at] == "_"):
            self.at += 1
        name = self.text[start : self.at]
        if name not in FUNCTIONS or self._next() != "(":
            return Name(name)
        self._takes("(")
        of = [self._sum()]
        while self._takes(","):
            of.append(self._sum())
        single = name in FOLDS or name == "abs"
        if (single and len(of) != 1) or (name in FOLDS and not isinstance(of[0], Name)):
            self.at = start
            raise self._wrong()
        return self._closed(Apply(name, tuple(of)))


# --- computing ---------------------------------------------------------------------------------------------------


def _computed(term: Term, figures: Figures) -> Fraction:
    if isinstance(term, Number):
        return term.value
    if isinstance(term, Name):
        figure = _given(term.name, figures)
        if isinstance(figure, tuple):
            raise Wrong(Phrase(_("“{name}” is a list where one figure is needed"), {"name": term.name}))
        return figure
    if term.name in FOLDS:
        return _folded(term, figures)
    return _applied(term.name, [computed(inner, figures) for inner in term.of])


def _given(name: str, figures: Figures) -> Fraction | tuple[Fraction, ...]:
    if name not in figures:
        raise Wrong(Phrase(_("“{name}” is not known"), {"name": name}))
    return figures[name]


def _applied(name: str, of: list[Fraction]) -> Fraction:
    if name == "/" and of[1] == 0:
        raise Wrong(Phrase(_("the formula divides by zero")))
    return _ARITHMETIC[name](*of)


_ARITHMETIC: dict[str, Callable[..., Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "abs": abs,
    "min": lambda *of: min(of),
    "max": lambda *of: max(of),
}


def _folded(term: Apply, figures: Figures) -> Fraction:
    name = names(term)[0]
    listed = _given(name, figures)
    values = listed if isinstance(listed, tuple) else (listed,)
    if term.name == "count":
        return Fraction(len(values))
    if term.name == "sum":
        return sum(values, Fraction(0))
    if not values:
        raise Wrong(Phrase(_("“{name}” is an empty list"), {"name": name}))
    mean = sum(values, Fraction(0)) / len(values)
    if term.name == "mean":
        return mean
    if mean == 0:
        raise Wrong(Phrase(_("the mean of “{name}” is zero"), {"name": name}))
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values)
    return root(variance / mean**2)


def root(square: Fraction) -> Fraction:
    """The square root, rounded half up to twelve decimals."""
    unit = 10**CV_DECIMALS
    doubled = isqrt(4 * unit * unit * square.numerator // square.denominator)  # floor(2 · unit · root)
    return Fraction((doubled + 1) // 2, unit)
