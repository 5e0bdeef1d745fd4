"""The sizes and habits that the house keeps: told once here, checked on every line."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "luoshi"
MODULES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)
LONGEST_FUNCTION, USUAL_FUNCTION = 60, 30
LONGEST_FILE, USUAL_FILE = 400, 250
FORBIDDEN_NAMES = {"utils", "util", "common", "core", "helpers", "helper", "lib", "misc"}
MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.{}/-])/(?:(?:ro" + r"ot|wo" + r"rk)(?!\w)|ho" + r"me/\w)",
            r"https?://[^/\s)]*(?:py" + r"pi|mirror|registry)",
        ]
    )
)
GENERATED = {"requirements/development.txt", "requirements/runtime.txt"}

module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def lines(path: Path) -> int:
    return path.read_text("utf-8").count("\n")


def ninetieth(numbers: list[int]) -> int:
    return sorted(numbers)[len(numbers) * 9 // 10]


@module
def test_no_function_is_longer_than_a_screen(path: Path) -> None:
    assert [f.name for f in functions(path) if length(f) > LONGEST_FUNCTION] == []


@module
def test_no_file_is_longer_than_a_reader_can_hold(path: Path) -> None:
    assert lines(path) <= LONGEST_FILE


def test_nine_functions_in_ten_are_short() -> None:
    assert ninetieth([length(f) for path in MODULES for f in functions(path)]) <= USUAL_FUNCTION


def test_nine_files_in_ten_are_short() -> None:
    assert ninetieth([lines(path) for path in MODULES]) <= USUAL_FILE


@module
def test_no_import_hides_in_a_function(path: Path) -> None:
    inner = chain.from_iterable(ast.walk(function) for function in functions(path))
    assert [node.lineno for node in inner if isinstance(node, ast.Import | ast.ImportFrom)] == []


@module
def test_every_module_says_what_it_is_for(path: Path) -> None:
    content = path.read_text("utf-8")
    assert not content.strip() or ast.get_docstring(ast.parse(content))


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    named = {part.removesuffix(".py") for path in MODULES for part in path.relative_to(HOUSE).parts}
    assert named & FORBIDDEN_NAMES == set()


def test_every_room_is_named_in_the_contract_of_layers() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = " ".join(settings["tool"]["importlinter"]["contracts"][0]["layers"])
    named = set(re.findall(r"\w+", layers))
    rooms = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    assert rooms - named == set()


def test_no_file_names_the_machine_that_it_was_written_on() -> None:
    told = []
    for name in tracked():
        if name not in GENERATED and (text := text_of(ROOT / name)) is not None:
            told += [f"{name}: {found.group()}" for found in MACHINE.finditer(text)]
    assert told == []


def tracked() -> list[str]:
    """Every file under version control; in an unpacked archive, which has no history, every file of the project."""
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
        if listed.returncode == 0:
            return [name for name in listed.stdout.decode().split("\0") if name]
    folders = ("src", "tests", "docs", "benchmarks")
    return [str(path.relative_to(ROOT)) for folder in folders for path in (ROOT / folder).rglob("*")]


def text_of(path: Path) -> str | None:
    try:
        return path.read_text("utf-8") if path.is_file() else None
    except UnicodeDecodeError:
        return None
