"""The findings of a framework at a glance: what ``luoshi framework check`` shows on a terminal."""

from __future__ import annotations

from collections.abc import Callable

from luoshi.assessment.reading.tables import Reading
from luoshi.assessment.rules.framework import Row, leaves
from luoshi.assessment.rules.lint import DOUBTS, Finding, Place, Severity
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.render.model import Cell, Column, Paper, Section, Table

Say = Callable[..., str]
SEVERITIES = {Severity.ERROR: _("error"), Severity.DOUBT: _("doubt"), Severity.NOTE: _("note")}


def check_paper(reading: Reading, language: str = DEFAULT_LANGUAGE) -> Paper:
    """A table of findings and one of rules whose words were read with doubt; either is left out where empty."""

    def say(message: str, **params: object) -> str:
        return translate(message, language, params)

    doubtful = [row for row in leaves(reading.framework.rows) if row.doubts]
    tables = [_findings(reading, language, say)] if reading.findings else []
    tables += [_doubts(doubtful, reading, say)] if doubtful else []
    told = say(
        _("{rows} rows, {findings} findings, {doubts} rules with doubts"),
        rows=sum(1 for _row in leaves(reading.framework.rows)),
        findings=len(reading.findings),
        doubts=len(doubtful),
    )
    sheet = say(_("sheet “{name}”"), name=reading.sheet) if reading.sheet else ""
    return Paper(reading.framework.title, tuple(tables), lines=tuple(line for line in (told, sheet) if line))


def _findings(reading: Reading, language: str, say: Say) -> Table:
    columns = (
        Column(say(_("Weight")), 12),
        Column(say(_("Code")), 24),
        Column(say(_("Row")), 14),
        Column(say(_("Line")), 10),
        Column(say(_("What was noticed, and what to do")), 90),
    )
    rows = tuple(_finding(found, language, say) for found in reading.findings)
    return Table(columns, (Section("", rows),), say(_("Findings")))


def _finding(found: Finding, language: str, say: Say) -> tuple[Cell, ...]:
    told = "\n".join(part for part in found.words(language) if part)
    texts = (say(SEVERITIES[found.severity]), found.code, found.row, _line(found.place), told)
    return tuple(Cell(text) for text in texts)


def _doubts(rows: list[Row], reading: Reading, say: Say) -> Table:
    columns = (
        Column(say(_("Row")), 14),
        Column(say(_("Line")), 10),
        Column(say(_("Rule")), 70),
        Column(say(_("Doubts")), 60),
    )
    lines = tuple(
        (
            Cell(row.code),
            Cell(_line(reading.places.get(row.code))),
            Cell(row.sentence),
            Cell("\n".join(f"{say(DOUBTS.get(doubt.code, doubt.code))}：{doubt.text}" for doubt in row.doubts)),
        )
        for row in rows
    )
    return Table(columns, (Section("", lines),), say(_("Rules to be looked at")))


def _line(place: Place | None) -> str:
    return "" if place is None else str(place.line)
