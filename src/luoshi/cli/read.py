"""``luoshi read``: a plan document in, its table out. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath

from luoshi.cli.arguments import Parser
from luoshi.cli.main import language_of
from luoshi.cli.output import STANDARD, deliver
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.outline.exchange import plan_to_dict
from luoshi.outline.model import Plan
from luoshi.outline.read import read_plan
from luoshi.outline.readers.notes import MAX_FILE_BYTES

# the only place where a format's library is chosen, so that a format pays for its own library alone
PAPERS = {
    "table": ("luoshi.documents.reading", "luoshi.render.terminal"),
    "csv": ("luoshi.documents.plan_task_table", "luoshi.render.csv_file"),
    "xlsx": ("luoshi.documents.plan_task_table", "luoshi.render.xlsx_file"),
    "docx": ("luoshi.documents.plan_task_table", "luoshi.render.docx_file"),
}
FORMATS = ("table", "json", "csv", "xlsx", "docx")
BINARY = ("xlsx", "docx")
LANGUAGES = ("zh-hans", "en")


def run(arguments: list[str]) -> int:
    """Read one document and deliver it in one format; gives the exit status."""
    asked = _parse(arguments)
    form = asked.format or _format_of(asked.out)
    _require_agreement(form, asked.out)
    if form in BINARY and asked.out == STANDARD and sys.stdout.isatty():
        raise Invalid(
            "output-is-terminal",
            _("A {format} file cannot be shown on a terminal."),
            _("Give a name with -o, for example -o tasks.{format}."),
            format=form,
        )
    plan = _read(asked.file)
    if form == "table" and asked.out == STANDARD:
        _show(plan, asked.language)
    else:
        deliver(_content(plan, form, asked), asked.out)
    return 0


def _parse(arguments: list[str]) -> Namespace:
    language = language_of(arguments)

    def say(message: str) -> str:
        return translate(message, language)

    parser = Parser("luoshi read", say(_("Read a plan document and print what it says.")))
    parser.add_argument("file", metavar="FILE", help=say(_("docx, pdf, ofd, html, xlsx, doc, txt or md; - is input")))
    parser.add_argument("--format", choices=FORMATS, help=say(_("default: as OUT is named, else table")))
    parser.add_argument("-o", dest="out", metavar="OUT", default=STANDARD, help=say(_("the file to write")))
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help=say(_("language of messages")))
    return parser.parse_args(arguments)


def _require_agreement(form: str, out: str) -> None:
    """A CSV file called tasks.xlsx opens nowhere."""
    suffix = PurePath(out).suffix.lower().removeprefix(".")
    if suffix in FORMATS and suffix != form:
        raise Invalid(
            "output-format-contradicted",
            _("The file is called .{suffix} but is to be written as {format}."),
            _("Name it .{format}, or leave --format out."),
            suffix=suffix,
            format=form,
        )


def _format_of(out: str) -> str:
    suffix = PurePath(out).suffix.lower().removeprefix(".")
    if suffix in FORMATS:
        return suffix
    if out == STANDARD or suffix in ("", "txt") or (Path(out).exists() and not Path(out).is_file()):
        return "table"
    raise Invalid(
        "output-format-unknown",
        _("There is no format for a file that ends with .{suffix}."),
        _("Let it end with .xlsx, .docx, .csv, .json or .txt, or give --format."),
        suffix=suffix,
    )


def _read(file: str) -> Plan:
    if file == STANDARD and sys.stdin is None:
        raise Invalid("input-closed", _("There is no input to read."), _("Name a file instead of -."))
    if file == STANDARD:
        return read_plan(sys.stdin.buffer.read(MAX_FILE_BYTES + 1))  # one more is refused
    return read_plan(Path(file))


def _content(plan: Plan, form: str, asked: Namespace) -> bytes:
    if form == "json":
        text = json.dumps(plan_to_dict(plan, asked.language), ensure_ascii=False)
        return (text + "\n").encode("utf-8", errors="replace")
    documents, render = (import_module(name) for name in PAPERS[form])
    if form == "table":
        paper = documents.reading(plan, asked.language)
    else:
        paper = documents.plan_task_table(plan, file_name="" if asked.file == STANDARD else PurePath(asked.file).name)
    write: Callable[..., bytes] = render.write
    return write(paper)


def _show(plan: Plan, language: str) -> None:
    documents, render = (import_module(name) for name in PAPERS["table"])
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a character shows a question mark
    render.show(documents.reading(plan, language), sys.stdout)
