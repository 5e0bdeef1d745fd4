"""What is asked of a scorer for a row: the fields of its mark, from its rule, and the observation that they make. Pure.

Fields are named as the columns of a table of marks are (``value``, ``count:KEY``, ``input:NAME`` …); those of a part of
a rule stand behind its path: ``a/b/value`` is the figure of part ``b`` of part ``a``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from luoshi.assessment.rules import formula
from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.grammar import (
    AllOrNothing,
    Best,
    Choice,
    Comparison,
    Deduct,
    Discretion,
    Formula,
    Increment,
    Interval,
    LevelAndImprovement,
    PeerMean,
    PerKind,
    Proportional,
    Rank,
    Rule,
    Steps,
    Sum,
    Unread,
    Weighted,
    ZeroIf,
)
from luoshi.assessment.rules.judging.model import shown
from luoshi.assessment.rules.marks import NOTHING, Observation
from luoshi.assessment.rules.rounds import RoundKind
from luoshi.assessment.rules.rows import CompiledRow
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


class Sort(StrEnum):
    """What a field takes."""

    YES_NO = "yes-no"
    FIGURE = "figure"
    FIGURES = "figures"
    CHOICE = "choice"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a mark. ``path`` are the keys of the parts that it lies in and ``labels`` their words; ``unit`` is
    written behind it; ``aside``: may be told where it is not in the same computation, and is usually left empty.
    """

    name: str
    sort: Sort
    label: Phrase
    path: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    aside: bool = False

    @property
    def full_name(self) -> str:
        """The name with its path."""
        return "/".join((*self.path, self.name))


STRUCK = Ask("struck", Sort.YES_NO, Phrase(_("The veto strikes")))
MET = Ask("met", Sort.YES_NO, Phrase(_("Met")))
FIGURE = Phrase(_("Figure"))
POINTS = Phrase(_("Points"))
FROM_PAPER = (RoundKind.OFFICIAL, RoundKind.EXPECTED)
"""Rounds whose marks are points as somebody else gave or will give them; the rule of the row is not asked."""


def asks(row: CompiledRow) -> tuple[Ask, ...]:
    """The fields of a row's mark, each once, in the order of its rule; points by hand last where nothing asks them."""
    if row.row.kind is RowKind.VETO:
        return (STRUCK,)
    found: dict[str, Ask] = {}
    for ask in _of(row.rule):
        found.setdefault(ask.full_name, ask)
    if row.row.kind is not RowKind.PASS_FAIL and "points" not in found:
        found["points"] = Ask("points", Sort.FIGURE, Phrase(_("Points by hand")), aside=True)
    return tuple(found.values())


def asked_in(kind: RoundKind, row: CompiledRow) -> tuple[Ask, ...]:
    """The fields of a row's mark in a round; where points come from a paper or an expectation, only those."""
    every = asks(row)
    if kind in FROM_PAPER:
        points = tuple(replace(ask, aside=False) for ask in every if ask.full_name == "points")
        return points or every
    return every


def _of(rule: Rule) -> Iterator[Ask]:
    found: Iterator[Ask] = _ASKERS[type(rule)](rule)
    return found


# --- what each kind asks -----------------------------------------------------------------------------------------


def _all_or_nothing(rule: AllOrNothing) -> Iterator[Ask]:
    if rule.test is None:
        yield MET
        return
    yield _figure(rule.test.unit if isinstance(rule.test, Comparison | Interval) else "")
    yield replace(MET, label=Phrase(_("Met, where there is no figure")), aside=True)


def _figure(unit: str = "") -> Ask:
    return Ask("value", Sort.FIGURE, FIGURE, unit=unit)


def _choice(rule: Choice) -> Iterator[Ask]:
    options = tuple((option.key, option.label) for option in rule.options)
    yield Ask("choice", Sort.CHOICE, Phrase(_("Level")), options=options)
    if any(option.least is not None for option in rule.options):
        yield Ask("points", Sort.FIGURE, POINTS)


def _discretion(rule: Discretion) -> Iterator[Ask]:
    params = {"low": shown(rule.low), "high": shown(rule.high)}
    yield Ask("points", Sort.FIGURE, Phrase(_("Points, {low} to {high}"), params))


def _unread(_rule: Unread) -> Iterator[Ask]:
    yield Ask("points", Sort.FIGURE, POINTS)


def _deduct(rule: Deduct) -> Iterator[Ask]:
    for per in rule.each:
        yield Ask(f"count:{per.key}", Sort.FIGURE, Phrase(_("How often: {label}"), {"label": per.label}))
        if per.exempt_label:
            label = Phrase(_("of these let off: {label}"), {"label": per.exempt_label})
            yield Ask(f"exempt:{per.key}", Sort.FIGURE, label)


def _per_kind(rule: PerKind) -> Iterator[Ask]:
    for kind in rule.kinds:
        yield Ask(f"count:{kind.key}", Sort.FIGURE, Phrase(_("How many: {label}"), {"label": kind.label}))


def _on_a_figure(rule: Steps | Proportional | Increment) -> Iterator[Ask]:
    yield _figure(rule.unit)


def _peer_mean(rule: PeerMean) -> Iterator[Ask]:
    yield _figure()
    yield from (ask for ask in _of(rule.inner) if ask.name not in ("value", "met"))
    yield Ask("mean", Sort.FIGURE, Phrase(_("Mean of all, where they are not in this round")), aside=True)


def _rank(_rule: Rank) -> Iterator[Ask]:
    yield _figure()
    yield Ask("place", Sort.PLACE, Phrase(_("Place, where the others are not in this round")), aside=True)


def _formula(rule: Formula) -> Iterator[Ask]:
    try:
        term = formula.parsed(rule.expression)
    except formula.Wrong:
        yield _figure()
        return
    lists = formula.list_names(term)
    for name in formula.names(term):
        sort = Sort.FIGURES if name in lists else Sort.FIGURE
        yield Ask(f"input:{name}", sort, Phrase("{name}", {"name": name}))
    yield from (ask for ask in _of(rule.inner) if ask.name not in ("value", "met"))


def _level_and_improvement(rule: LevelAndImprovement) -> Iterator[Ask]:
    yield from _of(rule.level)
    yield Ask("earlier", Sort.FIGURE, Phrase(_("Earlier figure")))
    yield from (ask for ask in _of(rule.improvement) if ask.name != "value")


def _parts(rule: Sum | Best | Weighted) -> Iterator[Ask]:
    for part in rule.parts:
        for ask in _of(part.rule):
            yield replace(ask, path=(part.key, *ask.path), labels=(part.label, *ask.labels))


def _zero_if(rule: ZeroIf) -> Iterator[Ask]:
    yield Ask("worsened", Sort.YES_NO, Phrase(_("It got worse: {label}"), {"label": rule.label}))
    yield from _of(rule.inner)


_ASKERS: dict[type, Callable[[Any], Iterator[Ask]]] = {
    AllOrNothing: _all_or_nothing,
    Choice: _choice,
    Discretion: _discretion,
    Unread: _unread,
    Deduct: _deduct,
    PerKind: _per_kind,
    Steps: _on_a_figure,
    Proportional: _on_a_figure,
    Increment: _on_a_figure,
    PeerMean: _peer_mean,
    Rank: _rank,
    Formula: _formula,
    LevelAndImprovement: _level_and_improvement,
    Sum: _parts,
    Best: _parts,
    Weighted: _parts,
    ZeroIf: _zero_if,
}

# --- to and from an observation ----------------------------------------------------------------------------------

PLAIN = {
    "met": "met",
    "value": "value",
    "points": "points",
    "choice": "choice",
    "struck": "struck",
    "worsened": "worsened",
    "earlier": "earlier",
    "mean": "peers_mean",
    "place": "place",
}
KEYED = {"count": "counts", "exempt": "exempted", "input": "inputs"}


def observed(asked: tuple[Ask, ...], given: Mapping[str, Any]) -> Observation:
    """The observation of what was given by full name; what is None or empty was not observed."""
    seen = NOTHING
    for ask in asked:
        value = given.get(ask.full_name)
        if value is not None and value not in ("", ()):
            seen = _with(seen, ask.path, ask.name, value)
    return seen


def _with(seen: Observation, path: tuple[str, ...], name: str, value: Any) -> Observation:
    if path:
        inside = _with(seen.parts.get(path[0], NOTHING), path[1:], name, value)
        return replace(seen, parts={**seen.parts, path[0]: inside})
    head, colon, key = name.partition(":")
    if colon:
        changed: dict[str, Any] = {KEYED[head]: {**getattr(seen, KEYED[head]), key: value}}
        return replace(seen, **changed)
    return replace(seen, **{PLAIN[name]: value})


def given_by(asked: tuple[Ask, ...], seen: Observation) -> dict[str, Any]:
    """The same the other way: what stands in the fields for an observation; fields without a value are not there."""
    found = {}
    for ask in asked:
        value = _read(seen, ask.path, ask.name)
        if value is not None and value != "":
            found[ask.full_name] = value
    return found


def _read(seen: Observation, path: tuple[str, ...], name: str) -> Any:
    for key in path:
        seen = seen.parts.get(key, NOTHING)
    head, colon, key = name.partition(":")
    return getattr(seen, KEYED[head]).get(key) if colon else getattr(seen, PLAIN[name])
