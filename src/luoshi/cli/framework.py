"""``luoshi framework``: an indicator table in, its findings or the framework out. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from importlib import import_module
from pathlib import Path, PurePath

from luoshi.assessment.reading.report import report
from luoshi.assessment.reading.tables import Reading, read_framework
from luoshi.assessment.rules.exchange import MAX_BYTES, framework_to_json
from luoshi.assessment.rules.lint import Severity
from luoshi.cli.arguments import Parser
from luoshi.cli.main import language_of
from luoshi.cli.output import STANDARD, deliver
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.outline.readers.notes import MAX_FILE_BYTES

LANGUAGES = ("zh-hans", "en")
FOUND = 1


def run(arguments: list[str]) -> int:
    """Check or read one file; gives the exit status: for ``check`` 1 where there is an error or a doubt."""
    asked = _parse(arguments)
    reading = _read(asked.file)
    if asked.verb == "read":
        deliver(framework_to_json(reading.framework).encode("utf-8", errors="replace"), asked.out)
        return 0
    if asked.json:
        text = json.dumps(report(reading, asked.language), ensure_ascii=False)
        deliver((text + "\n").encode("utf-8", errors="replace"), STANDARD)
    else:
        _show(reading, asked.language)
    return FOUND if any(found.severity is not Severity.NOTE for found in reading.findings) else 0


def _parse(arguments: list[str]) -> Namespace:
    language = language_of(arguments)

    def say(message: str) -> str:
        return translate(message, language)

    parser = Parser("luoshi framework", say(_("Read an indicator table, and say what is wrong with it.")))
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=Parser)
    check = verbs.add_parser("check", description=say(_("list what is wrong with a table")))
    read = verbs.add_parser("read", description=say(_("write the framework as JSON")))
    for verb in (check, read):
        verb.add_argument(
            "file", metavar="FILE", help=say(_("xlsx, xls, csv, docx or a framework in JSON; - is input"))
        )
        verb.add_argument(
            "--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help=say(_("language of messages"))
        )
    check.add_argument("--json", action="store_true", help=say(_("print everything as JSON")))
    read.add_argument("-o", dest="out", metavar="OUT", default=STANDARD, help=say(_("the file to write")))
    return parser.parse_args(arguments)


def _read(file: str) -> Reading:
    if file == STANDARD:
        if sys.stdin is None:
            raise Invalid("input-closed", _("There is no input to read."), _("Name a file instead of -."))
        return read_framework(sys.stdin.buffer.read(MAX_BYTES + 1), "")
    with Path(file).open("rb") as opened:
        data = opened.read(max(MAX_BYTES, MAX_FILE_BYTES) + 1)  # one more is refused
    return read_framework(data, PurePath(file).name)


def _show(reading: Reading, language: str) -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a character shows a question mark
    documents, render = import_module("luoshi.documents.framework_check"), import_module("luoshi.render.terminal")
    render.show(documents.check_paper(reading, language), sys.stdout)
