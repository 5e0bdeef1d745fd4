"""Scores at a glance: what ``luoshi score`` shows on a terminal, in the language of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from luoshi.assessment.rules.framework import Framework, Row, RowKind
from luoshi.assessment.rules.judging.model import Judged, shown
from luoshi.assessment.rules.numbers import from_millionths, plain
from luoshi.assessment.rules.raising import raises
from luoshi.assessment.rules.rolling import Total
from luoshi.assessment.rules.scoring import Cohorts, Score
from luoshi.assessment.rules.verdict import PASSING_WORDS, Verdict, verdict
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.render.model import Align, Cell, Column, Paper, Section, Table
from luoshi.render.model import Row as Cells

Say = Callable[..., str]
MOST_WAYS = 2  # of each row, the greatest


def score_paper(
    framework: Framework, scores: Mapping[str, Score], cohorts: Cohorts, language: str = DEFAULT_LANGUAGE
) -> Paper:
    """One table for each subject: every row with its points, why, and what would raise it."""

    def say(message: str, **params: object) -> str:
        return translate(message, language, params)

    about = " · ".join(fact for fact in (framework.version, framework.label, framework.source) if fact)
    tables = tuple(_table(name, score, cohorts, language, say) for name, score in scores.items())
    remarks = say(
        _("Points of a row are rounded once, half up, to {places} places. Not marked is not known, not zero."),
        places=framework.places,
    )
    return Paper(framework.title, tables, lines=(about,) if about else (), remarks=(remarks,))


def _table(name: str, score: Score, cohorts: Cohorts, language: str, say: Say) -> Table:
    columns = (
        Column(say(_("No.")), 12),
        Column(say(_("Row")), 40),
        Column(say(_("Full")), 12, Align.CENTRE),
        Column(say(_("Points")), 14, Align.CENTRE),
        Column(say(_("Why")), 60),
        Column(say(_("What would raise it")), 50),
    )
    rows = tuple(line for row in score.table.framework.rows for line in _lines(row, score, cohorts, language, say, 0))
    caption = "\n".join((f"{name}: {_total(score.total, say)}", *_said(verdict(score), language, say)))
    return Table(columns, (Section("", rows),), caption)


def _total(total: Total, say: Say) -> str:
    known = plain(from_millionths(total.known))
    if total.points is not None:
        full = "–" if total.full is None else plain(from_millionths(total.full))
        return say(_("{points} points of {full}"), points=known, full=full)
    most = "–" if total.most is None else plain(from_millionths(total.most))
    return say(
        _("{points} points so far, at most {most}; rows without a mark: {missing}"),
        points=known,
        most=most,
        missing=total.missing,
    )


def _said(found: Verdict, language: str, say: Say) -> Iterator[str]:
    if found.grounds:
        yield say(PASSING_WORDS[found.passing])
    for ground in found.grounds:
        if ground.met is not True or not ground.codes:
            yield f"  {'✓' if ground.met else '✗' if ground.met is False else '?'} {ground.reason.words(language)}"
    if found.grade:
        yield say(_("Grade: {grade}"), grade=found.grade)
    if found.converted is not None:
        yield say(_("Converted: {points}"), points=plain(found.converted))


def _lines(row: Row, score: Score, cohorts: Cohorts, language: str, say: Say, depth: int) -> Iterator[Cells]:
    title = "　" * depth + row.title
    if row.children:
        total = score.node(row.code)
        yield _cells(row.code, title, total.full, plain(from_millionths(total.known)), "", "")
        for child in row.children:
            yield from _lines(child, score, cohorts, language, say, depth + 1)
        return
    outcome = score.outcomes[row.code]
    ready = score.table.rows[row.code]
    ways = raises(ready, score.marks.get(row.code), outcome, cohorts.get(row.code))[:MOST_WAYS]
    why = "\n".join((outcome.reason.words(language), *_parts(outcome.parts, language)))
    what = "\n".join(_way(way.how.words(language), way.gain) for way in ways)
    yield _cells(row.code, title, ready.most, _points(row, score, say), why, what)


def _points(row: Row, score: Score, say: Say) -> str:
    outcome = score.outcomes[row.code]
    if not outcome.applies:
        return say(_("does not apply"))
    if row.kind is RowKind.VETO and outcome.struck is not None:
        return say(_("strikes")) if outcome.struck else say(_("does not strike"))
    if row.kind is RowKind.PASS_FAIL and outcome.met is not None:
        return say(_("met")) if outcome.met else say(_("not met"))
    return "?" if outcome.points is None else plain(outcome.points)


def _parts(parts: tuple[tuple[str, Judged], ...], language: str) -> Iterator[str]:
    for label, part in parts:
        yield f"{label}: {'?' if part.points is None else shown(part.points)} ({part.reason.words(language)})"


def _way(how: str, gain: Decimal | None) -> str:
    return how if gain is None else f"+{plain(gain)} {how}"


def _cells(code: str, title: str, full: int | None, points: str, why: str, what: str) -> Cells:
    most = "–" if full is None else plain(from_millionths(full))
    return tuple(Cell(text) for text in (code, title, most, points, why, what))
