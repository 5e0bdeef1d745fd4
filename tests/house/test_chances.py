"""Chances of a forecast are for the eyes of the office: no paper, export, public page or interface can reach them."""

from __future__ import annotations

import ast
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2] / "src" / "luoshi"
SECRET = (
    "luoshi.assessment.rules.forecast",
    "luoshi.assessment.queries.forecasting",
    "luoshi.assessment.queries.gap_lines",
    "luoshi.assessment.queries.sending",
    "luoshi.assessment.actions.forecasting",
    "luoshi.render.charts.distribution",
)
KEEPERS = (
    "assessment/",
    "demonstration/assessing.py",
    "cli/forecast",
    "web/desk/forecast/",
    "web/templatetags/forecast.py",
)


def imported(path: Path) -> set[str]:
    """Modules, and what is taken from them by name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_only_the_page_of_the_office_and_its_command_reach_chances() -> None:
    reaching = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if any(name == secret or name.startswith(f"{secret}.") for name in imported(path) for secret in SECRET)
    }
    assert [path for path in sorted(reaching) if not path.startswith(KEEPERS)] == []
    assert any(path.startswith("web/desk/forecast/") for path in reaching)
