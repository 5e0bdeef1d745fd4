"""``luoshi forecast``: a state in, its forecast out. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from luoshi.assessment.rules.forecast import words
from luoshi.assessment.rules.forecast.answer import answer
from luoshi.assessment.rules.forecast.outlook import Forecast, Step, forecast
from luoshi.assessment.rules.forecast.reading import MAX_BYTES, read_state
from luoshi.assessment.rules.forecast.sets import SmallestSet, smallest_set
from luoshi.cli.arguments import Parser
from luoshi.cli.main import language_of
from luoshi.cli.output import STANDARD, deliver
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.render import terminal
from luoshi.render.model import Cell, Column, Paper, Section, Table

LANGUAGES = ("zh-hans", "en")
Say = Callable[..., str]
SHOWN = 30  # steps of the table; --json has all


def run(arguments: list[str]) -> int:
    """Read a state, print what it comes to; gives the exit status."""
    asked = _parse(arguments)
    state = read_state(_content(asked.file))
    wanted = _wanted(asked.reach)
    made = forecast(state)
    smallest = None if wanted is None else smallest_set(state, wanted)
    if asked.json:
        deliver((json.dumps(answer(made, smallest), ensure_ascii=False) + "\n").encode("utf-8", "replace"), STANDARD)
        return 0
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a character shows a question mark
    terminal.show(paper(made, smallest, asked.language), sys.stdout)
    return 0


def _parse(arguments: list[str]) -> Namespace:
    language = language_of(arguments)

    def say(message: str) -> str:
        return translate(message, language)

    parser = Parser("luoshi forecast", say(_("Forecast what a table of indicators will come to.")))
    parser.add_argument("file", metavar="STATE", help=say(_("the state as JSON; - is input")))
    parser.add_argument("--reach", metavar="CHANCE", help=say(_("also the smallest set that reaches it: 0.8 or 80%%")))
    parser.add_argument("--json", action="store_true", help=say(_("everything, for other programs")))
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help=say(_("language of messages")))
    return parser.parse_args(arguments)


def _content(file: str) -> bytes:
    if file != STANDARD:
        with Path(file).open("rb") as state:
            return state.read(MAX_BYTES + 1)  # one more is refused
    if sys.stdin is None:
        raise Invalid("input-closed", _("There is no input to read."), _("Name a file instead of -."))
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _wanted(text: str | None) -> Decimal | None:
    if text is None:
        return None
    number = text.strip().removesuffix("%")
    try:
        value = Decimal(number)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Invalid(
            "forecast-wanted",
            _("A wanted chance is from 0 to 1, not {wanted}."),
            _("Write 0.8 for four in five."),
            wanted=text,
        )
    return value / 100 if text.strip().endswith("%") else value


def paper(made: Forecast, smallest: SmallestSet | None, language: str) -> Paper:
    """Words and points first, then the outlook, the chance, what to do next; doubts behind."""

    def say(message: str, **params: object) -> str:
        return translate(message, language, params)

    first, *others = (phrase.words(language) for phrase in words.points(made))
    said = (*words.outlook(made), *words.chances(made), *(words.smallest(smallest) if smallest else ()))
    tables = [_next(made, say(_("What to do next, by what it brings")), say)]
    if smallest and smallest.events:
        tables.append(_set(smallest, say(_("The set")), say))
    remarks = [phrase.words(language) for phrase in words.doubts(made)]
    if (count := len(_adding(made))) > SHOWN:
        remarks.insert(0, say(_("The first {shown} of {count}; --json has all"), shown=SHOWN, count=count))
    return Paper(
        title=first,
        lines=(*others, *(phrase.words(language) for phrase in said)),
        tables=tuple(table for table in tables if table.sections[0].rows),
        remarks=tuple(remarks),
    )


def _adding(made: Forecast) -> list[Step]:
    return [step for step in made.next if step.gain]


def _next(made: Forecast, caption: str, say: Say) -> Table:
    columns = (
        Column(say(_("Gap")), 40),
        Column(say(_("Row")), 40),
        Column(say(_("Points")), 16),
        Column(say(_("Raises the chance by")), 24),
    )
    rows = tuple(
        (
            Cell(str(step.id)),
            Cell(words.named(step.rows)),
            Cell(f"+{words.plain(step.gain)}"),
            Cell(words.percent(step.raises)),
        )
        for step in _adding(made)[:SHOWN]
    )
    return Table(columns, (Section("", rows),), caption)


def _set(smallest: SmallestSet, caption: str, say: Say) -> Table:
    columns = (
        Column(say(_("Gap")), 40),
        Column(say(_("Row")), 40),
        Column(say(_("Points")), 16),
        Column(say(_("To be asked")), 40),
    )
    rows = tuple(
        (
            Cell(str(event.id)),
            Cell(words.named(event.rows)),
            Cell(f"+{words.plain(event.gain)}"),
            Cell(words.named(event.asks)),
        )
        for event in smallest.events
    )
    return Table(columns, (Section("", rows),), caption)
