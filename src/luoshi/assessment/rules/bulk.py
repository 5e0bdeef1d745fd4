"""Totals of many subjects from plain marks, without making objects or reasons.

    bulk = Bulk(table, subjects=10_000)
    bulk.add((subject, row, number) for …)     # row: CompiledRow.index; number: see ``plain.means``
    bulk.totals()                              # the same as scoring every subject by itself

A mark that is more than a number is given as an ``Observation`` in the number's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeAlias

from luoshi.assessment.rules.framework import Rebase, RowKind
from luoshi.assessment.rules.judging.joined import cohort_figures
from luoshi.assessment.rules.judging.model import NOT_MARKED, cohort_of
from luoshi.assessment.rules.marks import NOTHING, Observation
from luoshi.assessment.rules.parts import parts_of, rows_of_others
from luoshi.assessment.rules.plain import observation, plain_of
from luoshi.assessment.rules.rolling import ROOT, Compiled, Sums, Total, rolled, total_of
from luoshi.assessment.rules.rows import POINTLESS, CompiledRow, RowOutcome, row_outcome

Mark: TypeAlias = int | Observation
_ENDLESS = 1 << 90  # stands for points without a known end in a sum of ends
_REMEMBERED = 2_048  # points of a row by its number
_POINTED = (RowKind.BASE, RowKind.BONUS, RowKind.PENALTY)


class Bulk:
    """Totals that grow mark by mark; every pair of subject and row comes at most once. ``own`` are the parts that each
    subject is said to have, where the table has parts for one body each.
    """

    def __init__(self, table: Compiled, subjects: int, own: Sequence[tuple[str, ...]] = ()) -> None:
        self.table = table
        self._own = own
        self._marked: dict[int, set[str]] = {}  # codes of marked rows, where they may say whose part it is
        self.rows: tuple[CompiledRow, ...] = tuple(table.rows.values())
        self._subjects = subjects
        self._plain = [plain_of(row) for row in self.rows]
        self._room = [_room(row) for row in self.rows]
        self._known = {kind: [0] * subjects for kind in RowKind}
        self._left = {kind: [self._all_of(kind)] * subjects for kind in RowKind}  # what unmarked rows may still do
        self._missing = [len(self.rows)] * subjects
        self._peers: dict[int, dict[int, Observation]] = {row.index: {} for row in self.rows if row.peers}
        self._away: dict[int, list[CompiledRow]] = {}
        parents = table.framework.rebase is Rebase.PARENT and any(row.row.may_not_apply for row in self.rows)
        self._points: dict[int, dict[int, int]] | None = {} if parents or table.blocks else None
        self._pointless: dict[int, set[int]] = {}  # rows without points that are settled, where whole trees are rolled

    def _all_of(self, kind: RowKind) -> int:
        return sum(room for row, room in zip(self.rows, self._room, strict=True) if row.row.kind is kind)

    def add(self, marks: Iterable[tuple[int, int, Mark]]) -> None:
        """Marks as (subject, index of the row, number or observation), in any order."""
        plain, room, missing = self._plain, self._room, self._missing
        known = [self._known[row.row.kind] for row in self.rows]
        left = [self._left[row.row.kind] for row in self.rows]
        quick = [row.row.kind in _POINTED and not row.peers and self._points is None for row in self.rows]
        found: list[dict[int, int]] = [{} for _row in self.rows]  # the same few numbers come again and again
        for subject, row, mark in marks:
            if quick[row] and type(mark) is int:
                points = found[row].get(mark)
                if points is None and (points := plain[row](mark)) is not None and len(found[row]) < _REMEMBERED:
                    found[row][mark] = points
                if points is not None:
                    known[row][subject] += points
                    left[row][subject] -= room[row]
                    missing[subject] -= 1
            else:
                self._add(subject, self.rows[row], mark)

    def column(self, row: int, marks: Sequence[Mark | None]) -> None:
        """All marks of one row, by subject; None where there is none."""
        self.add((subject, row, mark) for subject, mark in enumerate(marks) if mark is not None)

    def totals(self) -> list[Total]:
        """The total of every subject. Rows that look at peers are judged now, so this ends the adding."""
        self._settle_peers()
        full = sum(row.most or 0 for row in self.rows if row.row.kind is RowKind.BASE)
        sizeless = sum(1 for row in self.rows if row.row.kind is RowKind.BASE and row.most is None)
        return [total_of(self.table, self._root(subject, full, sizeless)) for subject in range(self._subjects)]

    # --- one by one ----------------------------------------------------------------------------------------------

    def _add(self, subject: int, row: CompiledRow, mark: Mark) -> None:
        seen = observation(row, mark) if isinstance(mark, int) else mark
        if self.table.blocks:
            self._marked.setdefault(subject, set()).add(row.row.code)
        if row.peers and seen.applies:
            self._peers[row.index][subject] = seen
        else:
            self._settle(subject, row, row_outcome(row, seen))

    def _settle(self, subject: int, row: CompiledRow, outcome: RowOutcome) -> None:
        if not outcome.applies:
            self._away.setdefault(subject, []).append(row)
        if outcome.unknown:
            return
        self._missing[subject] -= 1
        self._left[row.row.kind][subject] -= self._room[row.index]
        if outcome.scaled is not None:
            self._known[row.row.kind][subject] += outcome.scaled
            if self._points is not None:
                self._points.setdefault(subject, {})[row.index] = outcome.scaled
        elif self.table.blocks:
            self._pointless.setdefault(subject, set()).add(row.index)

    def _settle_peers(self) -> None:
        for index, marks in self._peers.items():
            row = self.rows[index]
            apart = {subject for subject, rows in self._away.items() if row in rows}
            apart |= self._elsewhere(row.row.code).difference(marks)
            figures: dict[str, list[Fraction | None]] = {}
            for subject in range(self._subjects):
                seen = marks.get(subject, NOTHING)
                value = None if seen.value is None else Fraction(seen.value)
                for path, figure in () if subject in apart else cohort_figures(row.rule, seen, value):
                    figures.setdefault(path, []).append(figure)
            cohorts = {path: cohort_of(listed) for path, listed in figures.items()}
            for subject, seen in marks.items():
                self._settle(subject, row, row_outcome(row, seen, cohorts))
            marks.clear()

    def _elsewhere(self, code: str) -> set[int]:
        """The subjects that are said to have another part than the one in which a row stands."""
        if not self.table.blocks:
            return set()
        others = {own: rows_of_others(self.table, parts_of(self.table, own)) for own in set(self._own)}
        return {subject for subject, own in enumerate(self._own) if code in others[own]}

    # --- sums ----------------------------------------------------------------------------------------------------

    def _root(self, subject: int, full: int, sizeless: int) -> Sums:
        away = [row for row in self._away.get(subject, ()) if row.row.kind is RowKind.BASE]
        if self._points is not None and (away or self.table.blocks):
            return self._rolled(subject, self._points.get(subject, {}))
        known, left = ({kind: listed[subject] for kind, listed in each.items()} for each in (self._known, self._left))
        base, applicable, unclear, rebase = known[RowKind.BASE], full, 0, self.table.framework.rebase
        for row in away:
            if rebase is Rebase.FULL:
                base += row.most or 0
            else:
                applicable -= row.most or 0
            unclear += 1 if rebase is None or row.most is None else 0
        return Sums(
            known=base,
            most=base + left[RowKind.BASE] % _ENDLESS,
            boundless=left[RowKind.BASE] // _ENDLESS,
            full=full,
            applicable=applicable,
            sizeless=sizeless,
            missing=self._missing[subject],
            bonus=known[RowKind.BONUS],
            bonus_most=known[RowKind.BONUS] + left[RowKind.BONUS] % _ENDLESS,
            bonus_boundless=left[RowKind.BONUS] // _ENDLESS,
            penalty=known[RowKind.PENALTY],
            penalty_least=known[RowKind.PENALTY] - left[RowKind.PENALTY] % _ENDLESS,
            penalty_boundless=left[RowKind.PENALTY] // _ENDLESS,
            unclear=unclear,
        )

    def _rolled(self, subject: int, points: dict[int, int]) -> Sums:
        """Through the tree, where the rest of a parent is stretched."""
        away = {row.index for row in self._away.get(subject, ())}
        settled = self._pointless.get(subject, set())
        outcomes = {}
        for code, row in self.table.rows.items():
            scaled = points.get(row.index)
            ends = (row.least, row.most) if scaled is None else (scaled, scaled)
            met = True if row.index in settled else None
            outcomes[code] = RowOutcome(code, scaled, *ends, NOT_MARKED, applies=row.index not in away, met=met)
        own = self._own[subject] if self._own else ()
        sums = rolled(self.table, outcomes, parts_of(self.table, own, self._marked.get(subject, ())))[ROOT]
        return sums if self.table.blocks else sums._replace(missing=self._missing[subject])


def _room(row: CompiledRow) -> int:
    """How far an unmarked row may still move the total."""
    if row.row.kind in POINTLESS:
        return 0
    end = row.least if row.row.kind is RowKind.PENALTY else row.most
    return _ENDLESS if end is None else abs(end)
