"""One entry of a table → the row of a framework, with the findings that only the table's own words can give."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from luoshi.assessment.reading.cells import headed, methods_of, names_of, only_methods, points_of, said_in
from luoshi.assessment.reading.columns import Column
from luoshi.assessment.reading.entry import Entry
from luoshi.assessment.reading.folding import folded
from luoshi.assessment.reading.numbers import unnumbered
from luoshi.assessment.reading.sentences import read_rule
from luoshi.assessment.reading.sentences.conditions import intervals
from luoshi.assessment.reading.sentences.items import items_of
from luoshi.assessment.reading.sentences.passing import PASSING, demands_of
from luoshi.assessment.rules.framework import Doubt, Row, RowKind
from luoshi.assessment.rules.grammar import AllOrNothing, Interval
from luoshi.assessment.rules.lint.findings import Finding, found
from luoshi.assessment.rules.lint.words import CUT, outside_kind

_STARS = "★☆▲"
_VETO = re.compile(r"否决")
_TARGET = re.compile(r"^(?:[≥≤<>=]|不?(?:高于|低于|超过|少于|大于|小于)|达到|控制在)")
LONGEST_TITLE = 120


@dataclass(slots=True)
class Read:
    """A row and what was found while it was read."""

    entry: Entry
    row: Row
    findings: list[Finding] = field(default_factory=list)


def row_of(entry: Entry, code: str, before: Row | None, *, pointless: bool, passing: bool) -> Read:
    """The row of an entry. ``before`` is the row above (for 同上), ``pointless`` says that no row of the table has
    points, ``passing`` that its rows are met or not met.
    """
    points = points_of(entry.said(Column.POINTS))
    title, item_points = _title(entry, points.value)
    title = unnumbered(title, code)
    value = points.value if points.value is not None else item_points
    sentence = entry.said(Column.RULE) or ("" if _only_text(entry) else entry.item)
    row = Row(code, title, value, points.kind or RowKind.BASE, sentence=sentence, text=_text(entry, title))
    row = _around(row, entry, before, points.starred, points.nature)
    named = RowKind.VETO if any(_VETO.search(words) for words in (*entry.path, title)) else None
    kind = row.kind if row.kind is not RowKind.BASE else named or RowKind.BASE
    read = Read(entry, replace(row, kind=kind))
    _ruled(read, pointless=pointless, passing=passing)
    _noticed(read, points.unclear)
    return read


def _only_text(entry: Entry) -> bool:
    """Whether the item is no rule: there is a rule beside it, or it speaks of no points."""
    return bool(entry.said(Column.RULE)) or not re.search(r"分|否决", entry.item)


def _title(entry: Entry, points: Decimal | None) -> tuple[str, Decimal | None]:
    """The title of a row and the points in it; where the item is only a figure, the heading above names the row."""
    words = " ".join(entry.item.split()).strip(_STARS) or entry.item
    if entry.path and _TARGET.match(folded(words)) and len(words) <= 40:
        return headed(entry.path[-1]).title[:LONGEST_TITLE], None
    told = headed(words)
    if told.points is not None and points in (None, told.points):
        return told.title[:LONGEST_TITLE], told.points
    first = re.split(r"(?<=[。；])", words)[0] if len(words) > LONGEST_TITLE else words
    return (first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1] + "…"), None


def _text(entry: Entry, title: str) -> str:
    said = [entry.item if entry.item != title else "", entry.said(Column.TARGET)]
    return "\n".join(part for part in said if part)


def _around(row: Row, entry: Entry, before: Row | None, starred: bool, nature: str) -> Row:
    """Who scores, who does, how it is measured and what proves it."""
    evidence = entry.said(Column.EVIDENCE)
    same = before is not None and re.fullmatch(r"同上[。；]?", evidence.strip()) is not None
    told = said_in("" if same else evidence)
    doers = names_of("、".join(entry.said(kind) for kind in (Column.LEAD, Column.DOER, Column.SUPPORT)))
    labelled = said_in(entry.said(Column.DOER)) if "：" in folded(entry.said(Column.DOER)) else None
    how = entry.said(Column.METHOD) or (row.sentence if only_methods(row.sentence) else "")
    star = starred or any(s in entry.number or s in entry.item for s in _STARS)
    notes = [nature or entry.said(Column.NATURE), entry.said(Column.NOTE), "★" if star else ""]
    return replace(
        row,
        methods=methods_of(how) if how else (),
        proofs=before.proofs if same and before else told.proofs,
        scored_by=tuple(dict.fromkeys([*names_of(entry.said(Column.SCORER)), *told.scored_by])),
        done_by=tuple(dict.fromkeys([*(labelled.done_by if labelled else doers), *told.done_by])),
        never_zero=star,
        note="；".join(note for note in notes if note),
    )


# --- rules --------------------------------------------------------------------------------------------------------


def _ruled(read: Read, *, pointless: bool, passing: bool) -> None:
    """Read the rule of a row: met or not met, or points."""
    row = read.row
    words = row.sentence
    if row.kind is RowKind.VETO:
        read.row = replace(row, rule=AllOrNothing(), points=None)
        return
    alone = row.points is None and (passing or PASSING.match(folded(words)) is not None)
    if row.kind is RowKind.PASS_FAIL or alone:
        _demanded(read, words or read.entry.said(Column.TARGET) or _figure(read.entry))
        return
    if only_methods(words) or not words:
        return
    sentence = read_rule(words, row.points, _target(read.entry))
    if sentence.veto and sentence.rule is None:
        kind = RowKind.VETO if row.points is None else row.kind
        doubts = () if row.points is None else (Doubt("veto-inside", words[:40]),)
        read.row = replace(row, kind=kind, rule=AllOrNothing(), doubts=doubts)
        return
    points = row.points
    named = any(outside_kind(headed(words).title) for words in (*read.entry.path, row.title))
    if points is None and sentence.points is not None and sentence.rule is not None and not pointless and not named:
        points = sentence.points
    read.row = replace(
        row, rule=sentence.rule, doubts=sentence.doubts, may_not_apply=sentence.may_not_apply, points=points
    )


def _figure(entry: Entry) -> str:
    """The item where it is only the figure that is asked for."""
    return entry.item if _TARGET.match(folded(entry.item)) else ""


def _target(entry: Entry) -> Interval | None:
    for words in (entry.said(Column.TARGET), _figure(entry)):
        tests, _at = intervals(folded(words))
        if len(tests) == 1:
            return tests[0]
    return None


def _demanded(read: Read, words: str) -> None:
    row = replace(read.row, kind=RowKind.PASS_FAIL)
    demands = demands_of(words, row.title)
    mine = [one for one in demands if one.label and (one.label in row.title or row.title in one.label)]
    if len(mine) == 1 and read.entry.path:
        demands = tuple(mine)  # a row for each of several figures: each repeats the words of all
    if len(demands) == 1:
        read.row = replace(row, rule=demands[0].rule, doubts=demands[0].doubts)
        return
    children = tuple(
        Row(
            f"{row.code}.{at}", demand.label or row.title, kind=RowKind.PASS_FAIL, rule=demand.rule, sentence=words,
            doubts=demand.doubts, may_not_apply=demand.regional, proofs=row.proofs, scored_by=row.scored_by,
        )
        for at, demand in enumerate(demands, start=1)
    )  # fmt: skip
    read.row = replace(row, children=children)


# --- what only the words tell -------------------------------------------------------------------------------------


def _noticed(read: Read, unclear: str) -> None:
    row, entry = read.row, read.entry
    words = [entry.item, entry.said(Column.RULE), entry.said(Column.TARGET)]
    if any(CUT.search(folded(text)) for text in words):
        read.findings.append(
            found("text-missing", row.code, next(t for t in words if CUT.search(folded(t))), title=row.title)
        )
    if unclear:
        read.findings.append(found("points-unclear", row.code, unclear, text=unclear))
    for text in (entry.said(Column.RULE), entry.item):
        parts = items_of(folded(text))
        if parts.broken:
            steps = "、".join(parts.broken)
            read.findings.append(found("number-skipped", row.code, text, title=row.title, steps=steps))
        if parts.restarted:
            read.findings.append(found("number-restarts", row.code, text, title=row.title))
        for _number, item in parts.items:
            told = headed(item)
            if told.unit_missing:
                read.findings.append(found("unit-missing", row.code, item, title=told.title, number=told.points))
