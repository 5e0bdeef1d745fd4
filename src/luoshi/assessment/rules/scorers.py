"""Several who mark the same rows (自评、复评、评审), put together by the weights of the framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.parts import parts_of
from luoshi.assessment.rules.rolling import Compiled, rolled
from luoshi.assessment.rules.rows import POINTLESS, CompiledRow, RowOutcome
from luoshi.assessment.rules.scoring import Score
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.quantities import SCALE
from luoshi.kernel.wording import _


def combined(table: Compiled, scores: Mapping[str, Score]) -> Score:
    """The score of all scorers of the framework together; ``scores`` by their keys. Raises ``Invalid``
    (``scorer-missing``) where one whose weight counts is not among them.

    A row is unknown while one of them has not marked it; a veto strikes when any of them says so.
    """
    scorers = [scorer for scorer in table.framework.scorers if scorer.weight]
    for scorer in scorers:
        if scorer.key not in scores:
            raise Invalid("scorer-missing", _("The marks of “{label}” are missing."), label=scorer.label)
    weights = [Fraction(scorer.weight) for scorer in scorers]
    outcomes = {}
    for code, row in table.rows.items():
        each = [scores[scorer.key].outcomes[code] for scorer in scorers]
        said = (one.points if one.points is not None else "–" for one in each)
        labels = ", ".join(f"{scorer.label} {points}" for scorer, points in zip(scorers, said, strict=True))
        outcomes[code] = _together(row, each, weights, Phrase(_("weighted: {weights}"), {"weights": labels}))
    marked = {code for one in scores.values() for code in one.marks}
    own = tuple(dict.fromkeys(code for one in scores.values() for code in one.own))
    return Score(table, {}, outcomes, rolled(table, outcomes, parts_of(table, own, marked)), own)


def _together(row: CompiledRow, each: Sequence[RowOutcome], weights: Sequence[Fraction], reason: Phrase) -> RowOutcome:
    code = row.row.code
    applying = [one for one in each if one.applies]
    if not applying:
        return RowOutcome(code, None, 0, 0, reason, applies=False, elsewhere=all(one.elsewhere for one in each))
    if len(applying) < len(each):
        reason = Phrase(_("the scorers do not agree whether it applies"))
        return RowOutcome(code, None, row.least, row.most, reason)
    if row.row.kind in POINTLESS:
        return _agreed(row, each)
    points = [one.scaled for one in each if one.scaled is not None]
    if len(points) < len(each):
        return RowOutcome(code, None, row.least, row.most, reason)
    total = sum((weight * scaled for weight, scaled in zip(weights, points, strict=True)), Fraction(0))
    scaled = row.settled(total / SCALE)
    return RowOutcome(code, scaled, scaled, scaled, reason)


def _agreed(row: CompiledRow, each: Sequence[RowOutcome]) -> RowOutcome:
    """A row without points: struck where any says so, met where all do."""
    if row.row.kind is RowKind.VETO:
        struck = [one.struck for one in each]
        found = True if True in struck else None if None in struck else False
        reason = next(one.reason for one in each if one.struck is found)
        return RowOutcome(row.row.code, None, row.least, row.most, reason, struck=found)
    met = [one.met for one in each]
    all_met = False if False in met else None if None in met else True
    reason = next(one.reason for one in each if one.met is all_met)
    return RowOutcome(row.row.code, None, row.least, row.most, reason, met=all_met)
