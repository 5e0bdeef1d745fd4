"""A framework edited a little by hand: one row, or what holds for the whole. Gives another framework; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from luoshi.assessment.rules.checking import problems
from luoshi.assessment.rules.framework import Framework, PassMark, Rebase, Row, RowKind, walk
from luoshi.assessment.rules.grammar import AllOrNothing
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

POINTLESS = (RowKind.VETO, RowKind.PASS_FAIL)


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a row is to be; ``points`` of None are not known. ``kind`` is of a row without rows under it."""

    points: Decimal | None
    kind: RowKind
    scored_by: tuple[str, ...]
    done_by: tuple[str, ...]
    proofs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WholeChange:
    """What holds for the whole: ``pass_points`` of None: no mark; ``closed``: the mark itself passes (None: unsaid)."""

    total: Decimal | None
    pass_points: Decimal | None
    closed: bool | None
    places: int
    rebase: Rebase | None
    label: str


def with_row(framework: Framework, code: str, change: RowChange) -> Framework:
    """The framework with one row changed. Raises ``NotFound`` (``row-not-found``), ``Invalid``
    (``framework-unsound``) where it could not be scored so.
    """
    if code not in {row.code for row in walk(framework.rows)}:
        raise NotFound("row-not-found", _("There is no such row."))
    return _sound(replace(framework, rows=tuple(_changed(row, code, change) for row in framework.rows)))


def with_whole(framework: Framework, change: WholeChange) -> Framework:
    """The framework with what holds for all of it changed. Raises ``Invalid`` (``framework-unsound``)."""
    mark = None if change.pass_points is None else PassMark(change.pass_points, change.closed)
    made = replace(
        framework,
        total=change.total,
        pass_mark=mark,
        places=change.places,
        rebase=change.rebase,
        label=" ".join(change.label.split()),
    )
    return _sound(made)


def _changed(row: Row, code: str, change: RowChange) -> Row:
    if row.code != code:
        return replace(row, children=tuple(_changed(child, code, change) for child in row.children))
    kind = row.kind if row.children else change.kind
    made = replace(
        row,
        points=None if kind in POINTLESS else change.points,
        kind=kind,
        scored_by=change.scored_by,
        done_by=change.done_by,
        proofs=change.proofs,
    )
    if kind in POINTLESS and row.kind not in POINTLESS:
        return replace(made, rule=AllOrNothing() if kind is RowKind.VETO else None)
    return made


def _sound(framework: Framework) -> Framework:
    """Raise ``Invalid`` for the first thing that keeps it from being scored."""
    for problem in problems(framework):
        raise Invalid(
            "framework-unsound",
            _("It could not be scored so: {where} {what}."),
            where=problem.path,
            what=Phrase(problem.what.message, problem.what.params),
        )
    return framework
