"""Scores: the marks of a subject judged and rolled up; one changed mark touches its path to the root, and others only
where its rule looks at peers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from luoshi.assessment.rules.judging.joined import cohort_figures
from luoshi.assessment.rules.judging.model import Cohort, cohort_of
from luoshi.assessment.rules.marks import NOTHING, Observation, Subject
from luoshi.assessment.rules.rolling import ROOT, Compiled, Sums, Total, own_blocks, rerolled, rolled, total_of
from luoshi.assessment.rules.rows import RowOutcome, elsewhere, row_outcome
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _

Cohorts = Mapping[str, Mapping[str, Cohort]]  # by row code, then by path inside the rule


@dataclass(frozen=True, slots=True)
class Score:
    """What one subject's marks come to: outcomes by row code, sums (before re-basing) by node code."""

    table: Compiled
    marks: Mapping[str, Observation]
    outcomes: Mapping[str, RowOutcome]
    raw: Mapping[str, Sums]

    @property
    def total(self) -> Total:
        """The total of the whole."""
        return total_of(self.table, self.raw[ROOT])

    def node(self, code: str) -> Total:
        """The total of the rows under one row that has rows under it."""
        return total_of(self.table, self.raw[code], code)


@dataclass(frozen=True, slots=True)
class Round:
    """The scores of all who are compared, with the cohorts of the rows that look at peers."""

    table: Compiled
    scores: Mapping[str, Score]
    cohorts: Cohorts


def scored(table: Compiled, marks: Mapping[str, Observation], cohorts: Cohorts | None = None) -> Score:
    """The score of one subject. Raises ``NotFound`` (``row-unknown``) for a mark of a row that there is not."""
    for code in marks:
        _require_row(table, code)
    around = cohorts or {}
    outcomes = {code: row_outcome(row, marks.get(code), around.get(code)) for code, row in table.rows.items()}
    raw = rolled(table, outcomes)
    return Score(table, dict(marks), {**outcomes, **_elsewhere(table, raw, marks)}, raw)


def _elsewhere(table: Compiled, raw: Mapping[str, Sums], marks: Mapping[str, Observation]) -> dict[str, RowOutcome]:
    """The rows in the parts of other bodies, once the subject has marks in its own one."""
    others: set[str] = set()
    for node, blocks in table.blocks.items():
        own = own_blocks(table, raw, node)
        others.update(block for block in blocks if len(own) == 1 and block not in own)
    return {
        code: elsewhere(row)
        for code, row in table.rows.items()
        if code not in marks and not others.isdisjoint(row.above)
    }


def rescored(score: Score, code: str, seen: Observation | None, cohorts: Cohorts | None = None) -> Score:
    """The score after one row was marked anew (None: its mark was taken back)."""
    _require_row(score.table, code)
    outcome = row_outcome(score.table.rows[code], seen, (cohorts or {}).get(code))
    marks = {key: mark for key, mark in score.marks.items() if key != code}
    if seen is not None:
        marks[code] = seen
    if score.table.blocks:  # a first mark decides whose part it is
        return scored(score.table, marks, cohorts)
    raw = rerolled(score.table, score.raw, score.outcomes[code], outcome)
    return Score(score.table, marks, {**score.outcomes, code: outcome}, raw)


def scored_round(table: Compiled, subjects: Iterable[Subject]) -> Round:
    """The scores of all subjects; rules that look at peers see all of them."""
    marks = {subject.name: subject.marks for subject in subjects}
    cohorts = {code: _cohorts(table, code, marks) for code, row in table.rows.items() if row.peers}
    return Round(table, {name: scored(table, given, cohorts) for name, given in marks.items()}, cohorts)


def _cohorts(table: Compiled, code: str, marks: Mapping[str, Mapping[str, Observation]]) -> dict[str, Cohort]:
    """The figures of one row over all subjects; one to whom the row does not apply is not compared."""
    rule = table.rows[code].rule
    figures: dict[str, list[Fraction | None]] = {}
    for given in marks.values():
        seen = given.get(code, NOTHING)
        if seen.applies:
            value = None if seen.value is None else Fraction(seen.value)
            for path, figure in cohort_figures(rule, seen, value):
                figures.setdefault(path, []).append(figure)
    return {path: cohort_of(listed) for path, listed in figures.items()}


def _require_row(table: Compiled, code: str) -> None:
    if code not in table.rows:
        raise NotFound(
            "row-unknown",
            _("There is no row “{row}” to mark in “{title}”."),
            _("Only rows without rows under them are marked; use their codes."),
            row=code[:80],
            title=table.framework.title[:80],
        )
