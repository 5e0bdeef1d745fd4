"""What the documentation says is there."""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from house import codes_table, findings_table, states_table
from luoshi.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PICTURES = {"docs/pictures/reading.png", "docs/pictures/board.png"}

document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def command_lines(name: str) -> Iterator[list[str]]:
    """The words of each line in a shell block, without comments, redirections and what a bracket leaves open."""
    for block in FENCE.findall((ROOT / name).read_text("utf-8")):
        for line in block.splitlines():
            words = shlex.split(line.partition(" < ")[0].partition(" [")[0], comments=True)
            if words:
                yield words


def documented() -> list[tuple[str, list[str]]]:
    files = ("README.md", "README.zh-CN.md", "docs/cli.md")
    return [(name, words) for name in files for words in command_lines(name)]


class Understood(Exception):
    """The arguments were taken."""


@pytest.mark.parametrize(("name", "words"), documented(), ids=str)
def test_every_command_line_in_the_documentation_exists(
    name: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if words[0] == "make":
        assert words[1] in re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        return
    assert words[0] in ("luoshi", ".venv/bin/luoshi")
    parse = ArgumentParser.parse_args

    def parse_and_stop(parser: ArgumentParser, arguments: list[str]) -> None:
        parse(parser, arguments)
        raise Understood

    monkeypatch.setattr(ArgumentParser, "parse_args", parse_and_stop)
    with pytest.raises(Understood):
        import_module(COMMANDS[words[1]][0]).run(words[2:])


def test_every_command_has_its_chapter() -> None:
    chapters = re.findall(r"^## luoshi (\w+)", (ROOT / "docs" / "cli.md").read_text("utf-8"), re.MULTILINE)
    assert chapters == list(COMMANDS)


def test_every_make_target_that_the_documentation_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for path in DOCUMENTS for name in re.findall(r"`make ([a-z]+)", path.read_text("utf-8"))}
    assert named - targets == set()


def test_the_codes_of_the_reader_are_documented_as_they_are() -> None:
    assert codes_table.written() == codes_table.table(), "run: python tests/house/codes_table.py"


def test_the_states_are_documented_as_they_are() -> None:
    assert states_table.written() == states_table.table(), "run: python tests/house/states_table.py"


def test_the_findings_of_frameworks_are_documented_as_they_are() -> None:
    assert findings_table.written() == findings_table.table(), "run: python tests/house/findings_table.py"


def test_every_class_of_the_glossary_exists() -> None:
    names = re.findall(r"`(luoshi\.[\w.]+)`", (ROOT / "docs" / "glossary.md").read_text("utf-8"))
    missing = [name for name in names if not hasattr(import_module(name.rpartition(".")[0]), name.rpartition(".")[2])]
    assert names
    assert missing == []


@document
def test_links_lead_somewhere(path: Path) -> None:
    targets = [link for link in LINK.findall(path.read_text("utf-8")) if not link.startswith(("http", "mailto"))]
    gone = [link for link in targets if not (path.parent / link).exists() and link not in PICTURES]
    assert gone == []


def test_every_setting_of_a_site_is_documented() -> None:
    read = {
        name
        for path in (ROOT / "src" / "luoshi" / "config").glob("*.py")
        for name in re.findall(r'environ[^\n]*?"(LUOSHI_\w+)"', path.read_text("utf-8"))
    }
    told = set(re.findall(r"LUOSHI_\w+", (ROOT / "docs" / "cli.md").read_text("utf-8")))
    assert read - told == set()


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text("utf-8")))
    assert {path.name for path in folder.glob("0*.md")} == listed


def test_every_room_that_is_built_stands_in_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = [path.parent.name for path in (ROOT / "src" / "luoshi").glob("*/__init__.py")]
    assert [room for room in rooms if f"`{room}`" not in text] == []


def test_every_stage_of_the_reader_stands_in_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    stages = [path.stem for path in (ROOT / "src" / "luoshi" / "outline" / "stages").glob("*.py")]
    assert [s for s in stages if not s.startswith("_") and not s.endswith("_words") and f"`{s}`" not in text] == []
