"""A forecast in sentences: points first, then the outlook, then what is doubtful; the chance apart.

``points`` and ``doubts`` may stand anywhere. ``outlook``, ``chances`` and ``smallest`` rest on what the office thinks
of its gaps: they are for its own eyes, never for papers, exports or the public.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from luoshi.assessment.rules.forecast.outlook import Forecast
from luoshi.assessment.rules.forecast.sets import Method, SmallestSet
from luoshi.assessment.rules.forecast.state import Id, Lack
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

NAMED = 8  # ids that a sentence names
FIELDS = {
    ("row", "points"): _("Rows without points: {ids}"),
    ("row", "mark"): _("Rows without a mark, which prove nothing yet: {ids}"),
    ("gap", "gain"): _("Gaps whose gain is unknown: {ids}"),
    ("gap", "chance"): _("Gaps whose chance is unknown, not reckoned with: {ids}"),
    ("veto", "chance"): _("Vetoes whose chance is unknown: {ids}"),
}
METHODS = {
    Method.ENUMERATION: _("every set was looked at; none is smaller"),
    Method.GREEDY: _("found step by step; a smaller one may exist"),
}


def points(made: Forecast) -> tuple[Phrase, ...]:
    """What is proved and what is missing; what all gaps together would make where even that is not enough."""
    threshold = made.state.threshold
    if not made.short:
        return (
            Phrase(
                _("Can be proved {proved}, {threshold} reached"), {"proved": plain(made.proved), **_points(threshold)}
            ),
        )
    said = [
        Phrase(
            _("Can be proved {proved}, short by {short}"), {"proved": plain(made.proved), "short": plain(made.short)}
        )
    ]
    if made.most < threshold:
        said.append(
            Phrase(
                _("Even with every gap secured {most}, below {threshold}"),
                {"most": plain(made.most), **_points(threshold)},
            )
        )
    return tuple(said)


def outlook(made: Forecast) -> tuple[Phrase, ...]:
    """The median and the band."""
    low, high = made.band
    message = _("As things stand: median {median}, nine times in ten {low}–{high}")
    return (Phrase(message, {"median": plain(made.median), "low": plain(low), "high": plain(high)}),)


def chances(made: Forecast) -> tuple[Phrase, ...]:
    """The chance of the threshold, and vetoes apart."""
    said = [
        Phrase(
            _("Chance of reaching {threshold}: {chance}"),
            {"chance": percent(made.chance), **_points(made.state.threshold)},
        )
    ]
    count = len(made.state.vetoes)
    if made.strikes is None:
        said.append(Phrase(_("Vetoes apart: {count}, not all with a chance"), {"count": count}))
    elif count and made.chance_with_vetoes is not None:
        params = {"count": count, "strikes": percent(made.strikes), "both": percent(made.chance_with_vetoes)}
        said.append(
            Phrase(_("Vetoes apart: {count}, one strikes with {strikes}; reached and none strikes {both}"), params)
        )
    return tuple(said)


def doubts(made: Forecast) -> tuple[Phrase, ...]:
    """What is unknown, what was rounded, what was more than its row allows."""
    said = [
        Phrase(message, {"ids": named(ids)})
        for (kind, field), message in FIELDS.items()
        if (ids := _lacking(made.lacks, kind, field))
    ]
    return (*said, *rounding(made))


def rounding(made: Forecast) -> tuple[Phrase, ...]:
    """What was rounded, and what was more than its row allows."""
    said = []
    if made.rounded:
        changed = {"count": len(made.rounded), "resolution": plain(made.state.resolution)}
        said.append(Phrase(_("Rounded to {resolution} before summing, a half upwards: {count} values"), changed))
    if made.capped:
        over = named([row.id for row in made.capped])
        said.append(Phrase(_("Marks above the points of their row, counted as those points: {ids}"), {"ids": over}))
    return tuple(said)


def smallest(found: SmallestSet) -> tuple[Phrase, ...]:
    """What the smallest set is and how it was found."""
    params = {"wanted": percent(float(found.wanted)), "chance": percent(found.chance), "count": len(found.events)}
    if not found.reached:
        return (Phrase(_("{wanted} is out of reach: with every gap secured {chance}"), params),)
    if not found.events:
        return (Phrase(_("{wanted} is reached as things stand: {chance}"), params),)
    message = _("To reach {wanted}: {count} to be secured, {organisations} to be asked, then {chance} ({method})")
    return (Phrase(message, {**params, "organisations": found.organisations, "method": Phrase(METHODS[found.method])}),)


def percent(chance: float) -> str:
    """A chance for people: no certainty is told that is not there."""
    if 0 < chance < 0.001:
        return "<0.1%"
    if 0.999 < chance < 1:
        return ">99.9%"
    return f"{chance * 100:.1f}".removesuffix(".0") + "%"


def named(ids: Iterable[Id]) -> str:
    """The first few ids, and that there are more."""
    texts = [str(one) for one in ids]
    return "、".join(texts[:NAMED]) + (f"…（{len(texts)}）" if len(texts) > NAMED else "")


def _lacking(lacks: Iterable[Lack], kind: str, field: str) -> list[Id]:
    return [lack.id for lack in lacks if (lack.kind, lack.field) == (kind, field)]


def _points(threshold: Decimal) -> dict[str, str]:
    return {"threshold": plain(threshold)}


def plain(value: Decimal) -> str:
    """A number without an exponent and without needless noughts."""
    return f"{value.normalize():f}"
