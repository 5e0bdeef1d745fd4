"""``luoshi score``: a framework and marks in, totals with their reasons out. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path, PurePath
from typing import TypeVar

from luoshi.assessment.reading.tables import TABLE_ENDINGS, framework_of
from luoshi.assessment.rules.exchange import MAX_BYTES, framework_from_json, loaded, subjects_from_dict
from luoshi.assessment.rules.framework import Framework
from luoshi.assessment.rules.marks import Subject
from luoshi.assessment.rules.marks_csv import subjects_from_csv
from luoshi.assessment.rules.report import report
from luoshi.assessment.rules.rolling import Compiled, compiled
from luoshi.assessment.rules.scorers import combined
from luoshi.assessment.rules.scoring import Cohorts, Score, scored_round
from luoshi.cli.arguments import Parser
from luoshi.cli.main import language_of
from luoshi.cli.output import STANDARD, deliver
from luoshi.kernel.errors import Invalid, LuoshiError
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate

Read = TypeVar("Read")
LANGUAGES = ("zh-hans", "en")
# how the bytes of a framework become one, by the ending of the file's name
FRAMEWORK_READERS: dict[str, Callable[[bytes], Framework]] = {
    "json": framework_from_json,
    **{ending: partial(framework_of, ending=ending) for ending in TABLE_ENDINGS},
}


def run(arguments: list[str]) -> int:
    """Score every subject of the marks; gives the exit status."""
    asked = _parse(arguments)
    framework = _framework(asked.framework)
    table = compiled(framework)
    scores, cohorts = _scores(table, _subjects(asked.marks, table))
    if asked.json:
        text = json.dumps(report(framework, scores, cohorts, asked.language), ensure_ascii=False)
        deliver((text + "\n").encode("utf-8", errors="replace"), STANDARD)
        return 0
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a character shows a question mark
    documents, render = import_module("luoshi.documents.score"), import_module("luoshi.render.terminal")
    render.show(documents.score_paper(framework, scores, cohorts, asked.language), sys.stdout)
    return 0


def _parse(arguments: list[str]) -> Namespace:
    language = language_of(arguments)

    def say(message: str) -> str:
        return translate(message, language)

    parser = Parser("luoshi score", say(_("Score marks by a framework and say where every point comes from.")))
    parser.add_argument(
        "framework", metavar="FRAMEWORK", help=say(_("the framework: JSON, or a table: xlsx, xls, csv, docx"))
    )
    parser.add_argument("marks", metavar="MARKS", help=say(_("the marks: JSON or CSV; - is input (JSON)")))
    parser.add_argument("--json", action="store_true", help=say(_("print everything as JSON")))
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help=say(_("language of messages")))
    return parser.parse_args(arguments)


def _framework(file: str) -> Framework:
    suffix = PurePath(file).suffix.lower().removeprefix(".")
    read = FRAMEWORK_READERS.get(suffix)
    if read is None:
        raise Invalid(
            "framework-format-unknown",
            _("A framework cannot be read from “{name}”."),
            _("Give a file that ends with {endings}."),
            name=PurePath(file).name[:80],
            endings=", ".join(f".{ending}" for ending in FRAMEWORK_READERS),
        )
    return _in_file(file, lambda: read(_content(file)))


def _subjects(file: str, table: Compiled) -> tuple[Subject, ...]:
    content = _content(file)
    if PurePath(file).suffix.lower() == ".csv":
        return _in_file(file, lambda: subjects_from_csv(content, table.rows))
    return _in_file(file, lambda: subjects_from_dict(loaded(content)))


class _Said:
    """An error inside another one's sentence."""

    def __init__(self, error: LuoshiError) -> None:
        self.error = error

    def words(self, language: str = DEFAULT_LANGUAGE) -> str:
        return self.error.in_words(language)


def _in_file(file: str, read: Callable[[], Read]) -> Read:
    """What a file is read as; a complaint names the file."""
    try:
        return read()
    except Invalid as wrong:
        raise Invalid(
            wrong.code, _("{file}: {problem}"), "", file=PurePath(file).name[:80], problem=_Said(wrong)
        ) from None


def _content(file: str) -> bytes:
    if file != STANDARD:
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)  # one more is refused
    if sys.stdin is None:
        raise Invalid("input-closed", _("There is no input to read."), _("Name a file instead of -."))
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _scores(table: Compiled, subjects: tuple[Subject, ...]) -> tuple[Mapping[str, Score], Cohorts]:
    """Scores by the names of subjects; where the framework has several scorers, of all of them together."""
    by_scorer: dict[str, list[Subject]] = {}
    for subject in subjects:
        by_scorer.setdefault(subject.scorer, []).append(subject)
    if set(by_scorer) <= {""}:
        single = scored_round(table, subjects)
        return single.scores, single.cohorts
    unknown = next((scorer for scorer in by_scorer if scorer not in {s.key for s in table.framework.scorers}), None)
    if unknown is not None:
        raise Invalid(
            "scorer-unknown",
            _("The framework has no scorer “{name}”."),
            _("Use the keys that it names, or mark for one scorer only."),
            name=unknown[:80],
        )
    rounds = {scorer: scored_round(table, given) for scorer, given in by_scorer.items()}
    names = dict.fromkeys(subject.name for subject in subjects)
    together = {
        name: combined(table, {key: found.scores[name] for key, found in rounds.items() if name in found.scores})
        for name in names
    }
    return together, {}
