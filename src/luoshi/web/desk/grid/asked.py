"""What a button of the grid asks for, as its value says it: ``tick.12.unit-7``, ``not-track.12``, ``set-due``.

A value is a verb, then the sentence that it is about, then the body; the fields of its form hold the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.outline.model import Comparator, Every
from luoshi.programme.actions import decomposing
from luoshi.programme.rules import UnitRole

MARKS = "|｜"  # where a sentence is split, when there is no script that knows the cursor


@dataclass(frozen=True, slots=True)
class Asked:
    """A verb with the places that it is about and the fields of its form."""

    verb: str
    places: tuple[str, ...]
    fields: Mapping[str, str]
    today: date

    def text(self, name: str) -> str:
        """A field, without the space around it."""
        return self.fields.get(name, "").strip()

    def number(self, name: str) -> int | None:
        """A whole number, or None where the field is empty. Raises ``Invalid`` (``number-unreadable``)."""
        text = self.text(name)
        if not text:
            return None
        if not text.isdecimal() or len(text) > 18:
            raise Invalid("number-unreadable", _("“{text}” is no whole number."), text=text[:40])
        return int(text)

    def day(self, name: str) -> date | None:
        """A day, or None where the field is empty. Raises ``Invalid`` (``day-unreadable``)."""
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise Invalid("day-unreadable", _("“{text}” is no day. Write 2022-11-30."), text=text[:40]) from error

    def value(self, name: str) -> Decimal:
        """A figure. Raises ``Invalid`` (``figure-unreadable``)."""
        text = self.text(name).replace(",", "").replace("，", "")
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise Invalid("figure-unreadable", _("“{text}” is no figure."), text=text[:40]) from error

    @property
    def measure_id(self) -> int:
        """The sentence."""
        return self._id(0)

    def party(self, at: int) -> dict[str, Any]:
        """The body or group at a place of the value, or as somebody typed its name, as the verbs take it."""
        if len(self.places) <= at and self.text("called"):
            return {"called": self.text("called")}
        return _party(self.places[at] if len(self.places) > at else self.text("party"))

    def _id(self, at: int) -> int:
        text = self.places[at] if len(self.places) > at else ""
        if not text.isdecimal() or len(text) > 18:
            raise unknown()
        return int(text)


def unknown() -> Invalid:
    """For what no button of the page asks."""
    return Invalid("verb-unknown", _("This cannot be done here."), _("Reload the page."))


def _party(key: str) -> dict[str, int | None]:
    kind, _dash, number = key.partition("-")
    if kind not in ("unit", "group") or not number.isdecimal() or len(number) > 18:
        raise Invalid("body-or-group", _("Choose a body or a group."))
    return {"unit_id": int(number) if kind == "unit" else None, "group_id": int(number) if kind == "group" else None}


def _unit(asked: Asked) -> int:
    found = _party(asked.places[0] if asked.places else asked.text("party"))["unit_id"]
    if found is None:
        raise Invalid("group-cannot-lead", _("A group cannot lead. Choose one body."))
    return found


def _role(asked: Asked) -> UnitRole:
    text = asked.places[1] if len(asked.places) > 1 else asked.text("role")
    return UnitRole(text) if text in set(UnitRole) else UnitRole.RESPONSIBLE


def _split_at(asked: Asked) -> dict[str, Any]:
    at = asked.number("at")
    if at is None:
        text = asked.fields.get(f"text-{asked.measure_id}", "")
        at = min((place for mark in MARKS if (place := text.find(mark)) >= 0), default=0)
    return {"measure_id": asked.measure_id, "at": at}


def _rhythm(asked: Asked) -> dict[str, Any]:
    every = asked.text("every")
    return {
        "every": Every(every) if every in set(Every) else None,
        "interval": asked.number("interval") or 1,
        "month": asked.number("month"),
        "day": asked.number("day"),
    }


def _quantity(asked: Asked) -> dict[str, Any]:
    comparator = asked.text("comparator")
    return {
        "value": asked.value("value"),
        "unit": asked.text("unit"),
        "subject": asked.text("subject"),
        "comparator": Comparator(comparator) if comparator in set(Comparator) else Comparator.AT_LEAST,
        "target_id": asked.number("target"),
    }


def _for_sentence(asked: Asked) -> dict[str, Any]:
    """The sentence whose name field was filled in: that of the button, or, after Enter in a field, the only one."""
    if asked.places:
        return {"measure_id": asked.measure_id, "called": _typed_name(asked.text(f"called-{asked.measure_id}"))}
    filled = [key for key in asked.fields if key.startswith("called-") and asked.text(key)]
    number = filled[0].removeprefix("called-") if len(filled) == 1 else ""
    if not number.isdecimal() or len(number) > 18:
        raise unknown()
    return {"measure_id": int(number), "called": asked.text(filled[0])}


def _typed_name(text: str) -> str:
    if not text:
        raise Invalid("name-missing", _("Write whose it is."))
    return text


def _named(asked: Asked) -> dict[str, Any]:
    return {"called": _typed_name(asked.text("called"))}


def _sentence(asked: Asked) -> dict[str, Any]:
    return {"measure_id": asked.measure_id}


def _cell(asked: Asked) -> dict[str, Any]:
    return {"measure_id": asked.measure_id, **asked.party(1)}


# verb -> what it calls, and what it takes besides actor, commitment and edit
VERBS: dict[str, tuple[Callable[..., Any], Callable[[Asked], dict[str, Any]]]] = {
    "tick": (decomposing.tick, _cell),
    "untick": (decomposing.untick, _cell),
    "tick-row": (decomposing.tick_row, _sentence),
    "untick-row": (decomposing.tick_row, lambda asked: {**_sentence(asked), "ticked": False}),
    "tick-column": (decomposing.tick_column, lambda asked: asked.party(0)),
    "untick-column": (decomposing.tick_column, lambda asked: {**asked.party(0), "ticked": False}),
    "track": (decomposing.track, _sentence),
    "not-track": (decomposing.not_track, _sentence),
    "track-all": (decomposing.track, lambda _asked: {}),
    "not-track-all": (decomposing.not_track, lambda _asked: {}),
    "split": (decomposing.split_measure, _split_at),
    "merge": (decomposing.merge_measure, _sentence),
    "reword": (
        decomposing.reword_measure,
        lambda asked: {**_sentence(asked), "text": asked.text(f"text-{asked.measure_id}")},
    ),
    "apart": (decomposing.answer_apart, _sentence),
    "fold-back": (decomposing.fold_back, lambda asked: {"today": asked.today}),
    "merge-into": (
        decomposing.merge_commitments,
        lambda asked: {"into_id": asked.number("into") or 0, "today": asked.today},
    ),
    "name": (decomposing.name_party, lambda asked: {**asked.party(0), "role": _role(asked)}),
    "name-for": (decomposing.name_for_sentence, _for_sentence),
    "name-area": (decomposing.name_area, _named),
    "drop-area": (decomposing.drop_area, _named),
    "tick-area": (decomposing.tick_area, _named),
    "untick-area": (decomposing.tick_area, lambda asked: {**_named(asked), "ticked": False}),
    "not-track-area": (decomposing.not_track_area, lambda _asked: {}),
    "follow": (decomposing.follow_successors, lambda _asked: {}),
    "drop": (decomposing.drop_party, lambda asked: asked.party(0)),
    "role": (decomposing.set_role, lambda asked: {**asked.party(0), "role": _role(asked)}),
    "lead": (
        decomposing.set_lead,
        lambda asked: {"unit_id": _unit(asked), "others_support": asked.text("support") == "yes"},
    ),
    "clear-lead": (decomposing.clear_lead, lambda _asked: {}),
    "due": (decomposing.set_due, lambda asked: {"due": asked.day("due"), "start": asked.day("start")}),
    "rhythm": (decomposing.set_rhythm, _rhythm),
    "phase": (decomposing.set_phase, lambda asked: {"phase_id": asked.number("phase")}),
    "title": (decomposing.set_title, lambda asked: {"title": asked.text("title")}),
    "quantity": (decomposing.set_quantity, _quantity),
    "drop-quantity": (decomposing.drop_quantity, lambda asked: {"target_id": asked.number("target") or 0}),
}
