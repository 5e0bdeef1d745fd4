"""What rounds say of the same row, side by side: what each says in a word, and where they do not agree. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.assessment.rules.numbers import from_millionths, plain
from luoshi.assessment.rules.rows import RowOutcome
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _


@dataclass(frozen=True, slots=True)
class Listed:
    """Names with what they say, as one text: “自评 5 · 复核 3”."""

    parts: tuple[tuple[str, Phrase], ...]

    def words(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The text in a language."""
        return " · ".join(f"{name} {said.words(language)}" for name, said in self.parts)


def points_text(scaled: int) -> str:
    """Whole millionths as they are written: “3.4”."""
    return plain(from_millionths(scaled))


def said(outcome: RowOutcome) -> Phrase:
    """What a marked row says in a word: its points, met or not, strikes or not, does not apply, or that it is open."""
    if not outcome.applies:
        return Phrase(_("does not apply"))
    if outcome.scaled is not None:
        return Phrase("{points}", {"points": points_text(outcome.scaled)})
    if outcome.struck is not None:
        return Phrase(_("strikes")) if outcome.struck else Phrase(_("does not strike"))
    if outcome.met is not None:
        return Phrase(_("met")) if outcome.met else Phrase(_("not met"))
    return Phrase(_("open"))


def disagreement(outcomes: Sequence[tuple[str, RowOutcome | None]]) -> Phrase | None:
    """In words, where rounds that know a row do not agree; ``outcomes`` by the names of rounds, None: unmarked."""
    known = [(name, one) for name, one in outcomes if one is not None and not one.unknown]
    if len({_core(one) for _name, one in known}) < 2:
        return None
    marks = Listed(tuple((name, said(one)) for name, one in known))
    points = [one.scaled for _name, one in known if one.scaled is not None]
    if len(points) == len(known):
        return Phrase(_("{marks}; {points} apart"), {"marks": marks, "points": points_text(max(points) - min(points))})
    return Phrase(_("{marks}; they do not agree"), {"marks": marks})


def _core(outcome: RowOutcome) -> tuple[object, ...]:
    return outcome.applies, outcome.scaled, outcome.struck, outcome.met if outcome.scaled is None else None
