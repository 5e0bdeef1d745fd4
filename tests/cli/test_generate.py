"""``luoshi generate``: a large fictional programme, in a demonstration only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from cli.running import luoshi, sentences

SMALL = ("--units", 90, "--commitments", 12, "--obligations", 100)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which a small programme was generated."""
    folder = tmp_path_factory.mktemp("generated")
    run = luoshi("generate", *SMALL, LUOSHI_DATA=str(folder))
    assert run.returncode == 0, run.stderr.decode()
    return folder


def ask(data: Path, question: str) -> list[tuple[object, ...]]:
    """What the database of a data folder answers."""
    (file,) = data.glob("*.sqlite3")
    with sqlite3.connect(file) as connection:
        return connection.execute(question).fetchall()


def test_it_makes_as_much_as_was_asked_for(data: Path) -> None:
    owed = (
        "SELECT count(*), count(DISTINCT commitment_id) FROM programme_obligation o"
        " JOIN programme_commitment c ON c.id = o.commitment_id WHERE c.programme_id = 2"
    )
    assert ask(data, owed) == [(100, 12)]
    assert ask(data, "SELECT count(*) FROM units_unit") == [(90,)]


def test_it_is_one_line_of_the_journal(data: Path) -> None:
    assert ask(data, "SELECT count(*) FROM audit_entry WHERE verb = 'demonstration.generate'") == [(1,)]


def test_its_obligations_stand_in_many_ways(data: Path) -> None:
    lights = ask(data, "SELECT DISTINCT light FROM programme_obligation")
    assert {"done", "not-due", "late"} <= {light for (light,) in lights}


def test_numbers_that_do_not_fit_each_other_are_one_sentence_and_nothing_is_made(data: Path) -> None:
    before = ask(data, "SELECT count(*) FROM programme_programme")
    run = luoshi("generate", "--units", 2, "--commitments", 3, "--obligations", 7, LUOSHI_DATA=str(data))
    assert (run.returncode, len(sentences(run))) == (1, 1)
    assert ask(data, "SELECT count(*) FROM programme_programme") == before


def test_a_site_at_work_is_left_as_it_is(tmp_path: Path) -> None:
    site = ("--jurisdiction", "云溪县", "--office", "县创建办", "--sign-in", "office", "--name", "办公室")
    made = luoshi(
        "manage", "create-site", *site, "--password-from-stdin", given=b"long-enough-1\n", LUOSHI_DATA=str(tmp_path)
    )
    assert made.returncode == 0, made.stderr.decode()
    run = luoshi("generate", *SMALL, LUOSHI_DATA=str(tmp_path))
    assert (run.returncode, len(sentences(run))) == (1, 1)
    assert ask(tmp_path, "SELECT count(*) FROM programme_programme") == [(0,)]
