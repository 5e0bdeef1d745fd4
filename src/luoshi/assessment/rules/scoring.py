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
from luoshi.assessment.rules.parts import parts_of, rows_of_others, with_elsewhere
from luoshi.assessment.rules.rolling import ROOT, Compiled, Sums, Total, rerolled, rolled, total_of
from luoshi.assessment.rules.rows import RowOutcome, row_outcome
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _

Cohorts = Mapping[str, Mapping[str, Cohort]]  # by row code, then by path inside the rule


@dataclass(frozen=True, slots=True)
class Score:
    """What one subject's marks come to: outcomes by row code, sums (before re-basing) by node code. ``own`` are the
    parts that it is said to have (see ``parts``).
    """

    table: Compiled
    marks: Mapping[str, Observation]
    outcomes: Mapping[str, RowOutcome]
    raw: Mapping[str, Sums]
    own: tuple[str, ...] = ()

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


def scored(
    table: Compiled, marks: Mapping[str, Observation], cohorts: Cohorts | None = None, own: tuple[str, ...] = ()
) -> Score:
    """The score of one subject. Raises ``NotFound`` (``row-unknown``) for a mark of a row that there is not."""
    for code in marks:
        _require_row(table, code)
    around = cohorts or {}
    outcomes = {code: row_outcome(row, marks.get(code), around.get(code)) for code, row in table.rows.items()}
    parts = parts_of(table, own, marks)
    return Score(table, dict(marks), with_elsewhere(table, outcomes, parts, marks), rolled(table, outcomes, parts), own)


def rescored(score: Score, code: str, seen: Observation | None, cohorts: Cohorts | None = None) -> Score:
    """The score after one row was marked anew (None: its mark was taken back)."""
    _require_row(score.table, code)
    outcome = row_outcome(score.table.rows[code], seen, (cohorts or {}).get(code))
    marks = {key: mark for key, mark in score.marks.items() if key != code}
    if seen is not None:
        marks[code] = seen
    if score.table.blocks:  # a first mark may say whose part it is
        return scored(score.table, marks, cohorts, score.own)
    raw = rerolled(score.table, score.raw, score.outcomes[code], outcome, {})
    return Score(score.table, marks, {**score.outcomes, code: outcome}, raw)


def scored_round(table: Compiled, subjects: Iterable[Subject]) -> Round:
    """The scores of all subjects; rules that look at peers see all of them."""
    every = {subject.name: subject for subject in subjects}
    for subject in every.values():
        _require_parts(table, subject.own)
    given = {name: (subject.marks, subject.own) for name, subject in every.items()}
    cohorts = {code: _cohorts(table, code, given) for code, row in table.rows.items() if row.peers}
    return Round(table, {name: scored(table, marks, cohorts, own) for name, (marks, own) in given.items()}, cohorts)


Given = Mapping[str, tuple[Mapping[str, Observation], tuple[str, ...]]]  # marks and own parts, by subject


def _cohorts(table: Compiled, code: str, given: Given) -> dict[str, Cohort]:
    """The figures of one row over all subjects; one to whom the row does not apply, or who is said to have another
    part, is not compared.
    """
    rule = table.rows[code].rule
    figures: dict[str, list[Fraction | None]] = {}
    for marks, own in given.values():
        seen = marks.get(code, NOTHING)
        if seen.applies and not (code not in marks and code in rows_of_others(table, parts_of(table, own))):
            value = None if seen.value is None else Fraction(seen.value)
            for path, figure in cohort_figures(rule, seen, value):
                figures.setdefault(path, []).append(figure)
    return {path: cohort_of(listed) for path, listed in figures.items()}


def _require_parts(table: Compiled, own: Iterable[str]) -> None:
    heads = {block for blocks in table.blocks.values() for block in blocks}
    for code in own:
        if code not in heads:
            raise NotFound(
                "part-unknown",
                _("“{row}” heads no part for one body in “{title}”."),
                _("Give the code of a row right under one that is marked one_of."),
                row=code[:80],
                title=table.framework.title[:80],
            )


def _require_row(table: Compiled, code: str) -> None:
    if code not in table.rows:
        raise NotFound(
            "row-unknown",
            _("There is no row “{row}” to mark in “{title}”."),
            _("Only rows without rows under them are marked; use their codes."),
            row=code[:80],
            title=table.framework.title[:80],
        )
