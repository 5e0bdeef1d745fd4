"""A report as it was sent, read without asking what it is about: two hundred may be sent at the same moment, and most
are taken. Whatever does not fit in here is told by the form of the page (``forms.Report``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from luoshi.reporting.actions import Said
from luoshi.reporting.rules import ReportState
from luoshi.reporting.rules.reports import SIGNED_LIMIT
from luoshi.web.desk.reports.forms import STATES, number, typed
from luoshi.web.numbers import DIGITS

_NUMBERS = {"seen": DIGITS, "draft_seen": DIGITS, "target": DIGITS}
_LONGEST = {**_NUMBERS, "state": 20, "figure": 40, "reachable": 3, "signed": SIGNED_LIMIT}
_STATES = frozenset({"", *(state for state, _word in STATES)})
_REACHABLE: dict[str, bool | None] = {"": None, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a report says, with the evidence that the draft brings; ``seen`` is the edit that the page had shown, and
    ``draft_seen`` the saving of the draft from which it went on.
    """

    said: Said
    seen: int | None
    draft_seen: int | None

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Sent | None:
        """The report of a form; None where a field holds what no form of a report takes."""
        said = {name: typed(data, name).strip() for name in (*_LONGEST, "text")}
        seen, draft_seen = number(said, "seen"), number(said, "draft_seen")
        fits = (
            all(len(said[name]) <= most for name, most in _LONGEST.items())
            and "\0" not in "".join(said.values())
            and said["state"] in _STATES
            and said["reachable"] in _REACHABLE
            and (seen is not None or not said["seen"])
            and (draft_seen is not None or not said["draft_seen"])
        )
        if not fits:
            return None
        told = Said(
            ReportState(said["state"] or ReportState.NO_CHANGE),  # which no report takes: a state must be said
            said["text"],
            said["figure"],
            number(said, "target"),
            _REACHABLE[said["reachable"]],
            None,
            said["signed"],
        )
        return cls(told, seen, draft_seen)
