"""``luoshi returns``: take in a folder of tables that units returned; first what becomes of each row, then written."""

from __future__ import annotations

import hashlib
import sys
from argparse import Namespace
from pathlib import Path

from django.utils import timezone

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported
from luoshi.cli.arguments import Parser
from luoshi.cli.site import Say, teller
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.outline.readers.notes import MAX_FILE_BYTES
from luoshi.reporting import actions, queries
from luoshi.reporting.actions.returning import look_into, unkept
from luoshi.reporting.queries.returns import FileFate, Preview, preview_of
from luoshi.reporting.rules.returns.judging import FATE_WORDS
from luoshi.tenancy import queries as tenancy
from luoshi.units.queries import Seat, seat


def run(arguments: list[str]) -> int:
    """Look at a folder, and write what it says where that is asked; gives the exit status."""
    parser = Parser("luoshi returns", "Take in a folder of returned tables (LUOSHI_DATA names the site).")
    parser.add_argument("folder", help="folder, or zip, of what units returned")
    parser.add_argument("--programme", type=int, required=True, help="number of the programme, as in its address")
    parser.add_argument("--account", required=True, help="name under which somebody of its office signs in")
    parser.add_argument("--write", action="store_true", help="write the rows; without it nothing is kept")
    parser.add_argument("--language", default=DEFAULT_LANGUAGE, help="language of what is printed: zh-hans or en")
    chosen = parser.parse_args(arguments)
    files = files_of(Path(chosen.folder))
    sits = seat(tenancy.account_called(chosen.account))
    if chosen.write:
        return _write(chosen, sits, files)
    shown = preview_of(sits.actor, chosen.programme, unkept(look_into(files, chosen.programme)), sits.today)
    _print(shown, chosen.language)
    teller(chosen.language)(_("Nothing is written; give --write to write {n}."), n=shown.work)
    return 0


def _write(chosen: Namespace, sits: Seat, files: list[tuple[str, bytes]]) -> int:
    """The same folder has the same key: after a killed run, the rest of it is written."""
    key = key_of(files)
    actions.bring_returns(
        actor=sits.actor,
        programme_id=chosen.programme,
        key=key,
        files=files,
        now=timezone.now(),
        today=sits.today,
    )
    shown = queries.return_preview(sits.actor, chosen.programme, key, sits.today)
    _print(shown, chosen.language)
    done = actions.write_returns(
        actor=sits.actor, programme_id=chosen.programme, key=key, mark=shown.mark, today=sits.today
    )
    say: Say = teller(chosen.language)
    say(_("Written: {n} rows of {files} files; refused at the last moment: {late}."), n=done.rows, files=done.files,
        late=done.refused)  # fmt: skip
    return 0


def key_of(files: list[tuple[str, bytes]], *about: object) -> str:
    """The key of what is brought: the same for the same files, and for what else they are ``about``."""
    told = [(name, hashlib.sha256(content).digest()) for name, content in files]
    return hashlib.sha256(repr((told, *about)).encode()).hexdigest()[:32]


def files_of(folder: Path) -> list[tuple[str, bytes]]:
    """The files of a folder, or one file. Raises ``Invalid`` (``folder-missing``, ``return-empty``)."""
    if folder.is_file():
        found = [(folder.name, folder)]
    elif folder.is_dir():
        inside = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        found = [(path.relative_to(folder).as_posix(), path) for path in inside]
    else:
        raise Invalid("folder-missing", _("There is no folder “{name}”."), name=str(folder))
    if not found:
        raise Invalid("return-empty", _("There is no file in “{name}”."), name=str(folder))
    return [(name, _read(path)) for name, path in found]


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8 * MAX_FILE_BYTES)


def _print(shown: Preview, language: str) -> None:
    lines = []
    for file in (*shown.files, *shown.others):
        lines += _told(file, language)
    counts = " · ".join(f"{translate(words, language)} {count}" for words, count in shown.counts)
    sys.stdout.write("\n".join([*lines, counts]) + "\n")


def _told(file: FileFate, language: str) -> list[str]:
    note = _words(file.note or file.file.fault, language)
    lines = [" ".join(part for part in (file.file.path, file.unit_name, note) if part)]
    for row in file.rows:
        judged = row.judged
        title = f"{judged.standing.number}{judged.standing.title}" if judged.standing else ""
        parts = [translate(FATE_WORDS[judged.fate], language), title, _words(judged.reason, language)]
        parts.append(_words(row.proof.fault, language) if row.proof else "")
        lines.append(f"  {judged.number:4} {judged.code:14} " + " ".join(part for part in parts if part))
    return lines


def _words(phrase: Phrase | None, language: str) -> str:
    return phrase.words(language) if phrase else ""
