"""How likely a gap is to be closed, as an office says it: three classes, each with a chance that it may change."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


class Likelihood(StrEnum):
    """The classes, the likeliest first."""

    FIRM = "firm"
    POSSIBLE = "possible"
    HARD = "hard"


LIKELIHOOD_WORDS = {
    Likelihood.FIRM: _("firm"),
    Likelihood.POSSIBLE: _("can be won"),
    Likelihood.HARD: _("hard to win"),
}


def require_chances(chances: Mapping[Likelihood, Decimal]) -> None:
    """Raises ``Invalid`` (``likelihood-chances``) unless each class has a chance, none above a likelier one."""
    values = [chances.get(likelihood, Decimal(-1)) for likelihood in Likelihood]
    if not all(0 <= value <= 1 for value in values) or values != sorted(values, reverse=True):
        raise Invalid(
            "likelihood-chances",
            _("The chances of “{first}”, “{second}” and “{third}” are from 0 to 1, none above the one before it."),
            _("Correct them and save again."),
            first=Phrase(LIKELIHOOD_WORDS[Likelihood.FIRM]),
            second=Phrase(LIKELIHOOD_WORDS[Likelihood.POSSIBLE]),
            third=Phrase(LIKELIHOOD_WORDS[Likelihood.HARD]),
        )
