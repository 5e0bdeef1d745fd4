"""A question (补充报送要求) as it is composed: what it must say before it is previewed or sent. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from luoshi.files.rules.clean import require_clean
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.programme.rules import Accrual
from luoshi.reporting.rules.matching import Figure, Wanted, digest_of, period_of

TEXT_LIMIT = 300  # characters of a question
_LIMITS = {
    "paper": 200,
    "row": 200,
    "quantity": 200,
    "unit_of_measure": 40,
    "place": 100,
    "definition": 300,
    "url": 500,
}


class Fate(StrEnum):
    """What becomes of a question for one unit."""

    ASK = "ask"  # it finds it in its inbox
    KNOWN = "known"  # it has answered this already: the earlier answer is linked
    RUNNING = "running"  # it is being asked for this already: that answer will serve


FATE_WORDS = {
    Fate.ASK: _("Will be asked"),
    Fate.KNOWN: _("Has answered this already"),
    Fate.RUNNING: _("Is being asked for this already"),
}
ACCRUAL_WORDS = {
    Accrual.LEVEL: _("a level: as it stands at the end of the period"),
    Accrual.CUMULATIVE: _("a sum: added up in the period"),
}


@dataclass(frozen=True, slots=True)
class Composed:
    """A question before it is sent: ``text``, for which ``row`` of which ``paper``, by when, of which units (None: of
    all that owe the commitment).

    A figure is asked for where ``quantity`` is named, in ``unit_of_measure``, for ``period``; ``place`` is where it is
    counted (empty: the unit's own area), ``definition`` how. A paper is wanted where ``digest`` (SHA-256) or ``url``
    names it.
    """

    commitment_id: int
    text: str
    paper: str
    row: str
    due: date
    unit_ids: tuple[int, ...] | None = None
    quantity: str = ""
    unit_of_measure: str = ""
    accrual: Accrual = Accrual.LEVEL
    period: str = ""
    place: str = ""
    definition: str = ""
    digest: str = ""
    url: str = ""

    @property
    def wanted(self) -> Wanted:
        """What can be matched of it."""
        figure = None
        if self.quantity:
            terms = (self.quantity, self.unit_of_measure, self.accrual.value)
            figure = Figure(*terms, self.period, self.place, self.definition)
        return Wanted(figure, self.digest, self.url)


def checked(asked: Composed, today: date) -> Composed:
    """The question as it is kept. Raises ``Invalid``: ``question-empty``, ``question-too-long``, ``question-paper``,
    ``question-row``, ``question-due``, ``question-units``, ``quantity-unit``, ``question-period``, ``question-digest``,
    ``question-url``, ``personal-words``.
    """
    words: dict[str, Any] = {name: " ".join(getattr(asked, name).split()) for name in _LIMITS}
    kept = replace(
        asked,
        text="\n".join(line.strip() for line in asked.text.strip().splitlines()),
        digest=digest_of(asked.digest),
        period=period_of(asked.period) if asked.quantity.strip() else "",
        **words,
    )
    _require_words(kept)
    if kept.due < today:
        raise Invalid("question-due", _("Give a day that has not passed."))
    if asked.unit_ids is not None and not asked.unit_ids:
        raise Invalid("question-units", _("Choose at least one unit."))
    if kept.quantity and not kept.unit_of_measure:
        raise Invalid("quantity-unit", _("Say in which unit of measure it is counted."))
    if kept.quantity and not kept.period:
        raise Invalid("question-period", _("Name the period as 2026, 2026-Q3 or 2026-11."))
    if not kept.quantity and (kept.unit_of_measure or asked.period.strip() or kept.place or kept.definition):
        raise Invalid("question-quantity", _("Name the quantity that is to be counted."))
    if asked.digest.strip() and not kept.digest:
        raise Invalid("question-digest", _("A digest has 64 hexadecimal signs (SHA-256)."))
    if kept.url and not kept.url.startswith(("http://", "https://")):
        raise Invalid("question-url", _("Write the whole address, beginning with http or https."))
    return kept


def _require_words(kept: Composed) -> None:
    if not kept.text:
        raise Invalid("question-empty", _("Say in a sentence what is asked."))
    if len(kept.text) > TEXT_LIMIT:
        raise Invalid("question-too-long", _("A question has at most {most} characters."), most=TEXT_LIMIT)
    if not kept.paper:
        raise Invalid("question-paper", _("Name the paper for which this is asked."))
    if not kept.row:
        raise Invalid("question-row", _("Name the row of the paper that needs it."))
    for name, most in _LIMITS.items():
        if len(getattr(kept, name)) > most:
            raise Invalid(f"question-{name}", _("This is too long: at most {most} characters."), most=most)
    require_clean("\n".join((kept.text, *(getattr(kept, name) for name in _LIMITS))))
