"""Budgets of templates, style sheets and scripts, and what never lies among them."""

from __future__ import annotations

from pathlib import Path

import pytest

import luoshi.web

FOLDER = Path(luoshi.web.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
STATIC = sorted(path for path in (FOLDER / "static").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_at_most_150_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", STATIC, ids=lambda path: path.name)
def test_a_style_sheet_or_script_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_nothing_of_others_lies_among_our_files() -> None:
    assert {path.suffix for path in STATIC} <= {".css", ".js", ".svg"}
    assert [path.name for path in STATIC if "min." in path.name or "htmx" in path.name] == []


def test_colours_are_named_in_one_file_only() -> None:
    allowed = {"tokens.css", "print.css", "mark.svg"}
    for path in STATIC:
        if path.suffix == ".css" and path.name not in allowed:
            words = path.read_text(encoding="utf-8").replace("color: #000", "")
            assert "#" not in [part[:1] for part in words.split(": ")], path.name
