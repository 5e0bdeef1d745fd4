"""``findings_of``: everything that is wrong with a framework as a table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from luoshi.assessment.rules.framework import Framework, Row, RowKind, leaves, walk
from luoshi.assessment.rules.lint.figures import deductions, grades, steps
from luoshi.assessment.rules.lint.findings import Finding, found
from luoshi.assessment.rules.lint.sums import known, sums
from luoshi.assessment.rules.lint.words import CUT, only_adds, only_mind, outside_kind, perverse, traces, written_twice

_SCORED = (RowKind.BASE, RowKind.BONUS)
MOST_NAME_PROOF = 3  # of every so many rows one may be without proof before the others show that proof is asked


def findings_of(framework: Framework) -> Iterator[Finding]:
    """The findings of a framework, those of the whole first. Nothing is raised, whatever the rules say."""
    yield from _whole(framework)
    yield from grades(framework)
    for row in framework.rows:
        yield from _rows(row, "")
    yield from _proofs(framework)


def _whole(framework: Framework) -> Iterator[Finding]:
    base = [row for row in framework.rows if row.kind is RowKind.BASE]
    total = known(base)
    if framework.total is not None and total is not None and base and total != framework.total:
        yield found("total-differs", stated=_plain(framework.total), sum=_plain(total))
    scored = [row for row in leaves(framework.rows) if row.kind is RowKind.BASE]
    if scored and all(row.points is None for row in walk(framework.rows)):
        yield found("no-points")
        return
    for row in scored:
        if row.points is None:
            yield found("points-missing", row.code, row.text or row.title, title=row.title)


def _rows(row: Row, above: str) -> Iterator[Finding]:
    """A row and those under it; ``above`` is the heading, without points of its own, that stands over it."""
    yield from _row(row, above)
    for child in row.children:
        yield from _rows(child, row.title if row.points is None else "")


def _row(row: Row, above: str) -> Iterator[Finding]:
    words = f"{row.title}\n{row.text}\n{row.sentence}"
    yield from sums(row)
    name = next((title for title in (row.title, above) if outside_kind(title) is RowKind.BONUS), "")
    if row.kind is RowKind.BASE and row.points and (name or (not row.children and only_adds(row.sentence))):
        yield found("bonus-in-base", row.code, row.sentence, title=name or row.title, points=_plain(row.points))
    if row.children:
        return
    if row.kind in _SCORED:
        yield from _scored(row, words)
    if slip := written_twice(words):
        yield found("word-twice", row.code, row.sentence or row.text, title=row.title, word=slip)


def _scored(row: Row, words: str) -> Iterator[Finding]:
    yield from deductions(row)
    yield from steps(row)
    sentence = row.sentence or row.text
    if perverse(words):
        yield found("perverse", row.code, sentence, title=row.title)
    if said := traces(words):
        yield found("rewards-traces", row.code, sentence, title=row.title, traces="、".join(said))
    if row.kind is RowKind.BASE and row.points is not None and row.rule is None and not CUT.search(words):
        yield found("rule-without-number", row.code, sentence, title=row.title)


def _proofs(framework: Framework) -> Iterator[Finding]:
    rows = [row for row in leaves(framework.rows) if row.kind in (RowKind.BASE, RowKind.PASS_FAIL)]
    named = sum(1 for row in rows if row.proofs)
    asked = len(rows) > MOST_NAME_PROOF and named * MOST_NAME_PROOF >= len(rows) * (MOST_NAME_PROOF - 1)
    for row in rows:
        if row.proofs or row.methods:
            continue
        if only_mind(f"{row.title}\n{row.text}\n{row.sentence}"):
            yield found("nothing-proves", row.code, row.text or row.title, title=row.title)
        elif asked and not CUT.search(f"{row.title}\n{row.text}\n{row.sentence}"):
            yield found("proof-missing", row.code, row.text or row.title, title=row.title)


def _plain(points: Decimal) -> str:
    return format(points.normalize(), "f")
