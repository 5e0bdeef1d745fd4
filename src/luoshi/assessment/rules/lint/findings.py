"""Every finding that a framework may meet, and every doubt of a rule that was read from words. Codes are stable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"  # the table contradicts itself
    DOUBT = "doubt"  # it can be scored, but a person should look
    NOTE = "note"  # said so that nothing is silent


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in its file: the sheet's name (empty: there is one) and the row's number, counted from 1."""

    sheet: str
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: ``row`` is the row's code (empty: the whole table), ``sentence`` the words concerned."""

    code: str
    row: str = ""
    sentence: str = ""
    place: Place | None = None
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Its weight, by its code."""
        return CATALOGUE[self.code][0]

    def words(self, language: str = DEFAULT_LANGUAGE) -> tuple[str, str]:
        """What is wrong and what to do, in a language."""
        _severity, message, advice = CATALOGUE[self.code]
        return Phrase(message, self.params).words(language), Phrase(advice, self.params).words(language)


def found(code: str, row: str = "", sentence: str = "", place: Place | None = None, **params: object) -> Finding:
    """The finding of a code; ``params`` fill the places of its sentence."""
    return Finding(code, row, sentence, place, params)


def in_order(findings: Iterable[Finding], places: Mapping[str, Place]) -> tuple[Finding, ...]:
    """Findings with their places, in the order of the file, those of the whole table first; none twice."""
    placed = [replace(f, place=f.place or places.get(f.row)) for f in findings]
    unique = {(f.code, f.row, f.sentence, f.place, str(sorted(f.params.items(), key=str))): f for f in placed}
    return tuple(sorted(unique.values(), key=lambda f: (f.place is not None, f.place.line if f.place else 0)))


_LOOK = _("Compare the row with the paper and correct what was read.")
_ISSUER = _("Ask the office that issued the table; until it answers, say in the framework how it is read.")

CATALOGUE: dict[str, tuple[Severity, str, str]] = {
    "sum-differs": (
        Severity.ERROR,
        _("The parts of “{title}” add up to {sum}, not to its {points} points."),
        _ISSUER,
    ),
    "most-differs": (
        Severity.ERROR,
        _("The rule of “{title}” gives {sum} at most, its row has {points} points."),
        _ISSUER,
    ),
    "total-differs": (Severity.ERROR, _("The table says {stated} in all, its rows add up to {sum}."), _ISSUER),
    "number-twice": (
        Severity.ERROR,
        _("The number “{number}” stands before two rows."),
        _("Give one of them another number, so that marks and proofs go to the right one."),
    ),
    "deduction-exceeds": (
        Severity.ERROR,
        _("One deduction takes {points} points, “{title}” has only {own}."),
        _("Say whether the rest is taken from the total (a penalty outside the base), or lower the deduction."),
    ),
    "bands-gap": (
        Severity.ERROR,
        _("No step of “{title}” holds the figures between {low} and {high}."),
        _("Let each step begin where the one before it ends, and say to which one the end belongs."),
    ),
    "bands-overlap": (
        Severity.ERROR,
        _("Figures between {low} and {high} belong to two steps of “{title}”."),
        _("Let each step begin where the one before it ends, and say to which one the end belongs."),
    ),
    "bonus-in-base": (
        Severity.ERROR,
        _("“{title}” is an award but has {points} points inside the base: full marks are impossible without it."),
        _("Put it outside the base as a bonus, and share out its points among the other rows."),
    ),
    "points-beside-whole": (
        Severity.ERROR,
        _("“{title}” is printed with {points} points, although the other rows make up the whole without it."),
        _("Strike the points out, or say from which rows they are taken; until then it stands outside the base."),
    ),
    "perverse": (
        Severity.ERROR,
        _("“{title}” earns points only where a case is found: whoever has nothing to punish loses."),
        _("Reward that cases are looked for and dealt with, not that there are any."),
    ),
    "row-refused": (
        Severity.ERROR,
        _("Row {line} was not read: {reason}."),
        _("Correct the row in the file and read it again."),
    ),
    "nothing-proves": (
        Severity.DOUBT,
        _("Nothing can prove “{title}”: it names a state of mind, and no paper, figure or way of measuring."),
        _("Say which paper, figure or survey shows it."),
    ),
    "proof-missing": (
        Severity.DOUBT,
        _("“{title}” names no proof, although the other rows do."),
        _("Say which paper, figure or survey shows it."),
    ),
    "rewards-traces": (
        Severity.DOUBT,
        _("“{title}” counts traces of work ({traces}), not its result."),
        _("The rules of 2024 against formalism let no such count measure work: reward what was reached."),
    ),
    "sum-and-deduction": (
        Severity.DOUBT,
        _("“{title}” adds up sub-items and takes deductions in the same list; what they are taken from is not said."),
        _("Say whether they are taken from the row or from one sub-item; until then they are taken from the row."),
    ),
    "points-missing": (
        Severity.DOUBT,
        _("“{title}” has no points."),
        _("Enter them where they are known; an unknown row is not a row of zero points."),
    ),
    "no-points": (
        Severity.DOUBT,
        _("No row of the table has points."),
        _("Enter them where they are published; until then nothing can be added up."),
    ),
    "text-missing": (
        Severity.DOUBT,
        _("The table itself says that words are missing in “{title}”."),
        _("Get the whole paper and complete the row."),
    ),
    "unit-missing": (
        Severity.DOUBT,
        _("The number {number} behind “{title}” lacks its unit; it was read as points."),
        _("Write {number}分."),
    ),
    "points-unclear": (
        Severity.DOUBT,
        _("“{text}” in the column of points is no number of points."),
        _("Enter the points of the row."),
    ),
    "ends-unsaid": (
        Severity.DOUBT,
        _("To which step of “{title}” the figure {number} belongs is not said."),
        _("State for each end whether it belongs to the step."),
    ),
    "rule-without-number": (
        Severity.NOTE,
        _("“{title}” has points, but no rule says how they are given."),
        _("Write a rule, or let the scorer give points within those of the row and a reason."),
    ),
    "number-skipped": (
        Severity.NOTE,
        _("The numbering inside “{title}” skips ({steps})."),
        _("Check that no sub-item is missing."),
    ),
    "number-restarts": (Severity.NOTE, _("The numbering inside “{title}” begins again."), _LOOK),
    "word-twice": (
        Severity.NOTE,
        _("“{word}” is written twice in “{title}”."),
        _("Correct the words if it is a slip."),
    ),
    "column-unread": (
        Severity.NOTE,
        _("The column “{name}” was not read; it holds for example “{text}”."),
        _("If it belongs to the indicators, name it as what it holds: 评分标准, 佐证材料, 责任单位, 备注 …."),
    ),
    "table-unread": (
        Severity.NOTE,
        _("The table from row {line} on (“{text}”) was not read: it has no columns of indicators and of points."),
        _("Nothing, unless rows to be scored stand in it."),
    ),
    "table-repeats": (
        Severity.NOTE,
        _("The table from row {line} on lists {count} rows again; they were read once."),
        _("Nothing, unless they are to be scored twice."),
    ),
    "row-joined": (
        Severity.NOTE,
        _("Row {line} (number {number}) was read with the one above it ({above}): they share one cell of points."),
        _("Give each row its points if each is to be marked."),
    ),
    "sheet-chosen": (
        Severity.NOTE,
        _("The sheet “{name}” was read; {count} other sheets were not."),
        _("Give the other sheets in files of their own if they count."),
    ),
}

# what a rule that was read from words is not sure of: code → what it means
DOUBTS: dict[str, str] = {
    "partly-read": _("part of the words was not understood"),
    "not-read": _("the words were not understood as a rule"),
    "too-long": _("the words are too long for a rule"),
    "cut-off": _("the words are cut off in the source"),
    "ends-unsaid": _("to which step this figure belongs is not said; the step that names it has it"),
    "ends-twice": _("two steps claim this figure; the better one has it"),
    "ends-nowhere": _("no step holds this figure"),
    "start-unsaid": _("from which figure it is counted is not said"),
    "other-side-unsaid": _("what a figure on the other side of the start earns is not said; it was read as nothing"),
    "direction-unsaid": _("whether more or less is better is not said"),
    "full-mark-unsaid": _("at which figure the whole is earned is not said"),
    "points-unsaid": _("how many points is not said"),
    "limit-unsaid": _("up to how many points is not said"),
    "amount-varies": _("each takes off between two amounts; the larger was read"),
    "sum-or-highest": _("whether the amounts add up or the highest counts is not said"),
    "parts-differ": _("the amounts do not come to the points of the row: they may add up or exclude each other"),
    "discretion-beside": _("a person may also decide freely; only the counted part was read"),
    "item-without-points": _("some sub-items have no points of their own"),
    "veto-inside": _("a veto is mentioned beside points; only the points were read"),
    "steps-uneven": _("there are not as many amounts as limits"),
    "places-missing": _("some places have no points"),
    "formula-unread": _("the formula could not be read"),
    "formula-precedence": _("only the last member of the sum is divided: a bracket seems to be missing"),
    "star-unexplained": _("the table does not explain its star; it was read as a row that may not be zero"),
}
