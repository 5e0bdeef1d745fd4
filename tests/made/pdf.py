"""A PDF set as an office sets it: A4, indented and justified paragraphs, page numbers, ruled tables with a header that
every page repeats."""

from __future__ import annotations

import json
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from made.parts import Grid, Part

_FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
_PAGE = """
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  footer: context align(center)[— #counter(page).display() —])
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 12pt, spacing: 12pt)
#set table(stroke: 0.5pt, inset: 5pt)
#for part in json(bytes(sys.inputs.parts)) {
  if part.kind == "grid" {
    set text(size: 10.5pt)
    set par(first-line-indent: 0pt, justify: false, leading: 6pt)
    table(columns: part.widths.map(w => w * 1fr), table.header(..part.header.map(c => [#c])),
      ..part.cells.map(c => table.cell(rowspan: c.rows)[#c.text]))
  } else if part.kind == "centre" {
    align(center, par(first-line-indent: 0pt, justify: false, text(size: 20pt, part.text)))
  } else if part.kind == "right" {
    align(right, par(first-line-indent: 0pt, part.text))
  } else {
    par(part.text)
  }
}
"""


def pdf_of(parts: list[Part]) -> bytes:
    """Pages of paragraphs and tables. Fails where a sign or a font is missing."""
    told = json.dumps([_told(part) for part in parts], ensure_ascii=False)
    pdf, warnings = typst.compile_with_warnings(
        _PAGE.encode(), font_paths=[str(_FONTS)], ignore_system_fonts=True, sys_inputs={"parts": told}
    )
    if warnings:
        raise AssertionError([warning.message for warning in warnings])
    return bytes(pdf)


def _told(part: Part) -> dict[str, object]:
    if not isinstance(part, Grid):
        return {"kind": part.place, "text": part.text}
    header, *rows = part.rows
    cells = [
        {"text": text, "rows": _reach(rows, at, column)}
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
        if text is not None
    ]
    widths = [min(12, max(3, *(len(row[column] or "") for row in part.rows))) for column in range(len(header))]
    return {"kind": "grid", "header": [text or "" for text in header], "cells": cells, "widths": widths}


def _reach(rows: list[tuple[str | None, ...]], at: int, column: int) -> int:
    """How many rows a cell covers."""
    end = at + 1
    while end < len(rows) and rows[end][column] is None:
        end += 1
    return end - at
