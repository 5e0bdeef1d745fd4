"""``luoshi marks``: take in tables of marks that came back; first what becomes of each row, then written."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from django.utils import timezone

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported

# isort: split
from luoshi.assessment.actions.mark_returns import bring_marks, look_into, unkept, write_marks
from luoshi.assessment.queries.mark_returns import FileFate, MarksPreview, fates_in_words, marks_preview, preview_of
from luoshi.assessment.rules.mark_tables.judging import FATE_WORDS
from luoshi.cli.arguments import Parser
from luoshi.cli.returns import files_of, key_of
from luoshi.cli.site import Say, teller
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.tenancy import queries as tenancy
from luoshi.units.queries import Seat, seat


def run(arguments: list[str]) -> int:
    """Look at a folder, and write the marks that it says where that is asked; gives the exit status."""
    parser = Parser("luoshi marks", "Take in tables of marks that came back (LUOSHI_DATA names the site).")
    parser.add_argument("folder", help="table, folder, or zip of tables")
    parser.add_argument("--round", type=int, required=True, help="number of the round, as in its address")
    parser.add_argument("--account", required=True, help="name under which whoever marks signs in")
    parser.add_argument("--write", action="store_true", help="write the marks; without it nothing is kept")
    parser.add_argument("--language", default=DEFAULT_LANGUAGE, help="language of what is printed: zh-hans or en")
    chosen = parser.parse_args(arguments)
    files = files_of(Path(chosen.folder))
    sits = seat(tenancy.account_called(chosen.account))
    if chosen.write:
        return _write(chosen, sits, files)
    shown = preview_of(sits.actor, chosen.round, unkept(look_into(files)))
    _print(shown, chosen.language)
    teller(chosen.language)(_("Nothing is written; give --write to write {n}."), n=shown.work)
    return 0


def _write(chosen: Namespace, sits: Seat, files: list[tuple[str, bytes]]) -> int:
    """The same folder of the same account has the same key: after a killed run, the rest of it is written."""
    key = key_of(files, chosen.round, sits.actor.account_id)
    now = timezone.now()
    bring_marks(actor=sits.actor, round_id=chosen.round, key=key, files=files, now=now, today=sits.today)
    shown = marks_preview(sits.actor, chosen.round, key)
    _print(shown, chosen.language)
    done = write_marks(actor=sits.actor, round_id=chosen.round, key=key, seen=shown.mark, today=sits.today)
    say: Say = teller(chosen.language)
    say(_("Marks that were kept: {n}; refused at the last moment: {late}."), n=done.rows, late=done.refused)
    return 0


def _print(shown: MarksPreview, language: str) -> None:
    lines = []
    for file in shown.files:
        lines += _told(file, language)
    counts = " · ".join(f"{translate(words, language)} {count}" for words, count in fates_in_words(shown.counts))
    sys.stdout.write("\n".join([*lines, counts]) + "\n")


def _told(file: FileFate, language: str) -> list[str]:
    lines = [" ".join(part for part in (file.file.path, _words(file.file.fault, language)) if part)]
    for row in file.rows:
        where = ""
        if row.standing is not None:
            of = row.standing.compiled.row
            where = f"{row.standing.subject_name} {of.code} {of.title}"
        parts = [translate(FATE_WORDS[row.fate], language), where, row.said, _words(row.reason, language)]
        lines.append(f"  {row.number:4} " + " ".join(part for part in parts if part))
    return lines


def _words(phrase: Phrase | None, language: str) -> str:
    return phrase.words(language) if phrase else ""
