"""``read_framework``: a file of an indicator table in, a framework and its findings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import PurePath

from luoshi.assessment.reading.columns import Column
from luoshi.assessment.reading.entries import Entries, entries_of
from luoshi.assessment.reading.grids import Sheet, sheets_of
from luoshi.assessment.reading.notes import conversion_of, count_grades_of, scorers_of
from luoshi.assessment.reading.outside import HUNDRED, Tree, sum_of
from luoshi.assessment.reading.tree import tree_of
from luoshi.assessment.reading.whole import Whole, groups_of, rebase_in, whole_of
from luoshi.assessment.rules.checking import MOST_ROWS
from luoshi.assessment.rules.exchange import framework_from_json
from luoshi.assessment.rules.framework import Doubt, Framework, Row, RowKind, leaves
from luoshi.assessment.rules.lint import findings_of
from luoshi.assessment.rules.lint.findings import Finding, Place, found, in_order
from luoshi.assessment.rules.lint.sums import known
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

TABLE_ENDINGS = ("xlsx", "xls", "csv", "docx")
REFUSALS = {
    "cell-too-long": Phrase(_("a cell is longer than a rule can be")),
    "no-item": Phrase(_("it names nothing that could be marked")),
    "too-deep": Phrase(_("it stands under too many headings")),
    "too-many": Phrase(_("a framework has at most {most} rows"), {"most": MOST_ROWS // 2}),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A framework as read: where each row stands in the file, what is wrong with the table, which sheet was read."""

    framework: Framework
    places: Mapping[str, Place]
    findings: tuple[Finding, ...]
    sheet: str = ""


def read_framework(data: bytes, name: str = "") -> Reading:
    """Read an indicator table (xlsx, xls, csv, docx and whatever else the reader takes) or a framework in JSON.

    Raises ``UnreadableFile`` where the file cannot be read, ``Invalid`` (``framework-no-table``) where no sheet is an
    indicator table or none of its rows can be read, and nothing else. Rows that cannot be read are findings
    (``row-refused``) with the reason.
    """
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        framework = framework_from_json(data)
        return Reading(framework, {}, in_order(findings_of(framework), {}))
    sheets = sheets_of(data, name)
    told = [(sheet, entries) for sheet in sheets if (entries := entries_of(sheet)) is not None and entries.rows]
    if not told:
        raise Invalid(
            "framework-no-table",
            _("No table of indicators was found in “{name}”: no row names columns of indicators and of points."),
            _("Let the first row name the columns, for example 序号、考核内容、分值、评分标准."),
            name=PurePath(name).name or "-",
        )
    sheet, entries = max(told, key=lambda pair: len(pair[1].rows))
    return _reading(sheet, entries, PurePath(name).name, len(sheets))


def framework_of(data: bytes, *, ending: str) -> Framework:
    """The framework of a table whose file ends so; raises as ``read_framework`` does."""
    return replace(read_framework(data, f"指标表.{ending}").framework, source="")


def _reading(sheet: Sheet, entries: Entries, name: str, count: int) -> Reading:
    refused = list(entries.refused)
    if len(entries.rows) > MOST_ROWS // 2:
        refused += [(entry.line, "too-many") for entry in entries.rows[MOST_ROWS // 2 :]]
        del entries.rows[MOST_ROWS // 2 :]
    _say_once(entries)
    whole = whole_of(entries.above, entries.notes)
    total = entries.total if entries.total is not None else whole.total
    tree = tree_of(entries, total)
    framework = _framework(tree, entries, whole, name)
    total = _without_awards(total, tree)
    framework = replace(framework, total=total, conversion=conversion_of(entries.notes, total))
    places = {code: Place(sheet.name, line) for code, line in tree.lines.items()}
    findings = list(tree.findings)
    for line, why in refused:
        findings.append(found("row-refused", place=Place(sheet.name, line), line=line, reason=REFUSALS[why]))
    for left in entries.left:
        findings.append(Finding(left.code, place=Place(sheet.name, left.line), params=left.said))
    if count > 1:
        findings.append(found("sheet-chosen", name=sheet.name, count=count - 1))
    return Reading(framework, places, in_order([*findings, *findings_of(framework)], places), sheet.name)


def _without_awards(total: Decimal | None, tree: Tree) -> Decimal | None:
    """The total of the base, where the table adds up its awards too (合计 110: 100 and 10)."""
    outside = [row for row in tree.rows if row.kind is RowKind.BONUS]
    base = known(row for row in tree.rows if row.kind is RowKind.BASE)
    if total is None or base is None or base != HUNDRED or not outside:
        return total
    awards = sum_of(outside)
    return base if awards is not None and base + awards == total else total


def _say_once(entries: Entries) -> None:
    """A rule that every row repeats (总分100分，90分以上可申报) is a word about the whole table."""
    if len(entries.rows) < 2:
        return
    rule, count = Counter(entry.said(Column.RULE) for entry in entries.rows).most_common(1)[0]
    if count == len(entries.rows) and "总分" in rule:
        entries.notes.append(rule)
        for entry in entries.rows:
            entry.cells[Column.RULE] = ""


def _framework(tree: Tree, entries: Entries, whole: Whole, name: str) -> Framework:
    explained = any("★" in note or "不得为" in note or "不能为" in note for note in (*entries.notes, *entries.above))
    rows = tree.rows if explained else tuple(_starred(row) for row in tree.rows)
    return Framework(
        title=whole.title or PurePath(name).stem or "指标体系",
        version=whole.version or "1",
        rows=rows,
        pass_mark=whole.pass_mark,
        grades=whole.grades,
        grades_by_count=count_grades_of(entries.notes, rows),
        scorers=scorers_of(entries.notes),
        groups=groups_of(whole.words, rows),
        rebase=whole.rebase or rebase_in([row.sentence for row in leaves(rows) if row.may_not_apply]),
        source=name,
        note="\n".join(entries.notes),
    )


def _starred(row: Row) -> Row:
    """A star that the table does not explain is a doubt."""
    if row.children:
        return replace(row, children=tuple(_starred(child) for child in row.children))
    return replace(row, doubts=(*row.doubts, Doubt("star-unexplained"))) if row.never_zero else row
