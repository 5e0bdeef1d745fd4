"""A report (填报) and the request (报送要求) that it answers: states, verbs, limits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoshi.kernel.errors import Conflict
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.rules import LightCode, Party

SIGNED_LIMIT = 200  # characters of the name of a signed paper
TEXT_LIMIT = 500  # characters of a report: 全国文明单位 2020 asks no more of an explanation


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    WAITING = "waiting"  # for the unit's own approver
    REPORTED = "reported"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    GIVEN = "given"  # answered with what the unit had reported before; it may be corrected
    WITHDRAWN = "withdrawn"


class ReportState(StrEnum):
    """What a report says of the work."""

    NO_CHANGE = "no-change"
    UNDER_WAY = "under-way"
    COMPLETED = "completed"


class GivenState(StrEnum):
    """Where a report that was given stands."""

    WAITS = "waits"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    NOTED = "noted"  # progress of what is still asked, what was said anew, or was known already


class Approval(StrEnum):
    """What a programme asks of a unit before its report goes out."""

    NONE = "none"
    IN_SYSTEM = "in-system"
    ON_PAPER = "on-paper"


class Station(StrEnum):
    """In what relation somebody stands to a request, beyond the parties of a programme."""

    WRITER = "writer"  # answers for the unit
    APPROVER = "approver"  # signs for the unit
    JUDGE = "judge"  # the office, or the lead towards its supporters


@dataclass(frozen=True, slots=True)
class Move:
    """One row: ``verb`` takes a request from any of ``before`` to ``after`` (None: it stays where it is)."""

    verb: str
    before: tuple[RequestState, ...]
    after: RequestState | None
    who: Station
    words: str
    reasoned: bool = False


_R = RequestState
_WRITTEN = (_R.OPEN, _R.RETURNED, _R.GIVEN)
MOVES: tuple[Move, ...] = (
    Move("save", _WRITTEN, None, Station.WRITER, _("Save the draft")),
    Move("note", _WRITTEN, None, Station.WRITER, _("Report progress")),
    Move("submit", _WRITTEN, _R.WAITING, Station.WRITER, _("Send to the approver")),
    Move("report", _WRITTEN, _R.REPORTED, Station.WRITER, _("Report")),
    Move("take-back", (_R.WAITING,), _R.OPEN, Station.WRITER, _("Take back")),  # or to where it stood: ``stood``
    Move("approve", (_R.WAITING,), _R.REPORTED, Station.APPROVER, _("Approve and report")),
    Move("send-back", (_R.WAITING,), _R.RETURNED, Station.APPROVER, _("Send back"), reasoned=True),
    Move("accept", (_R.REPORTED, _R.GIVEN), _R.ACCEPTED, Station.JUDGE, _("Accept")),
    Move("return", (_R.REPORTED, _R.GIVEN), _R.RETURNED, Station.JUDGE, _("Return it"), reasoned=True),
    Move("remark", (_R.REPORTED, _R.RETURNED, _R.ACCEPTED, _R.GIVEN), None, Station.JUDGE, _("Remark"), reasoned=True),
    Move(
        "withdraw",
        (_R.OPEN, _R.RETURNED, _R.WAITING),
        _R.WITHDRAWN,
        Station.JUDGE,
        _("Withdraw the question"),
        reasoned=True,
    ),
)
STATE_WORDS = {
    _R.OPEN: _("To be reported"),
    _R.WAITING: _("With the approver"),
    _R.REPORTED: _("Reported"),
    _R.RETURNED: _("Returned"),
    _R.ACCEPTED: _("Accepted"),
    _R.GIVEN: _("Answered from earlier reports"),
    _R.WITHDRAWN: _("Withdrawn"),
}
REPORT_WORDS = {
    ReportState.NO_CHANGE: _("No change"),
    ReportState.UNDER_WAY: _("Under way"),
    ReportState.COMPLETED: _("Completed"),
}
GIVEN_WORDS = {
    GivenState.WAITS: _("Waits for a word"),
    GivenState.ACCEPTED: _("Accepted"),
    GivenState.RETURNED: _("Returned"),
    GivenState.NOTED: _("On record"),
}
APPROVAL_WORDS = {
    Approval.NONE: _("No approval"),
    Approval.IN_SYSTEM: _("The unit approves in the system"),
    Approval.ON_PAPER: _("A signed paper is registered"),
}
_BY_VERB = {move.verb: move for move in MOVES}


def move(verb: str) -> Move:
    """The row of a verb. Raises ``KeyError`` for one that is not in the table: a mistake in the code."""
    return _BY_VERB[verb]


def moves(state: str, stations: Iterable[Station]) -> Iterator[Move]:
    """The rows that somebody who stands in these relations may use now."""
    mine = frozenset(stations)
    return (row for row in MOVES if state in row.before and row.who in mine)


def led_to(verb: str, state: str) -> str:
    """The state that a verb leads to. Raises ``Conflict`` (``state-forbids``) where it cannot follow from ``state``."""
    row = move(verb)
    if state not in row.before:
        raise Conflict(
            "state-forbids",
            _("This cannot be done now: it stands at “{state}”."),
            _("Reload the page and see what has happened meanwhile."),
            state=Phrase(STATE_WORDS[RequestState(state)]),
        )
    return state if row.after is None else row.after.value


def stood(*, question: bool, answered: bool, undone: bool) -> RequestState:
    """Where a request stood before it was sent to the unit's approver, by its last response: ``answered`` where there
    is one, ``undone`` where that was returned, or accepted and opened again since. A question that is ``answered`` and
    can still be written was given what the unit had reported before.
    """
    if undone:
        return RequestState.RETURNED
    return RequestState.GIVEN if question and answered else RequestState.OPEN


def stations(parties: Iterable[Party], *, approver: bool) -> frozenset[Station]:
    """The stations of whoever stands in these relations to an obligation; ``approver`` where they sign for its unit."""
    mine = frozenset(parties)
    found = set()
    if Party.OWNER in mine:
        found.add(Station.WRITER)
        if approver:
            found.add(Station.APPROVER)
    if mine & {Party.OFFICE, Party.LEAD}:
        found.add(Station.JUDGE)
    return frozenset(found)


def given_state(*, waits: bool, accepted: bool, returned: bool) -> GivenState:
    """Where a report stands: ``waits`` where it is the last one of a request that waits for a word."""
    if accepted:
        return GivenState.ACCEPTED
    if returned:
        return GivenState.RETURNED
    return GivenState.WAITS if waits else GivenState.NOTED


WHOLE = "whole"  # a remark about all of a report


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a report, each a line that a remark may stand beside."""
    found, start = [], 0
    for at, sign in enumerate(text):
        if sign in "。；！？\n":
            found.append(text[start : at + 1].strip())
            start = at + 1
    found.append(text[start:].strip())
    return tuple(one for one in found if one)


def lines_of(sentences: Iterable[str], *, figure: bool, evidence: Iterable[int]) -> tuple[str, ...]:
    """The lines of a report beside which a remark may stand: ``text:2``, ``figure``, ``evidence:17`` (the version of
    evidence that it brought, by id).
    """
    said = tuple(f"text:{number}" for number, _words in enumerate(sentences, 1))
    return (*said, *(("figure",) if figure else ()), *(f"evidence:{pk}" for pk in evidence))


def falls_due(day: date | None, today: date) -> bool:
    """Whether something falls due in the month of a day, or is overdue then; what names no day does not."""
    return day is not None and (day.year, day.month) <= (today.year, today.month)


PRESSING = frozenset({LightCode.BEHIND, LightCode.LATE})


def no_change_fault(
    *, due: bool, light: LightCode, reported: bool, question: bool = False, returned: bool = False
) -> Phrase | None:
    """Why "no change" is not offered; None where it is. ``due`` where the item falls due in the period, ``light``
    that which stands at the request, ``reported`` where an earlier report is there that can be unchanged, ``question``
    where a question is asked, ``returned`` where a report was returned and is to be corrected.
    """
    if question:
        return Phrase(_("A question asks for an answer of its own."))
    if returned:
        return Phrase(_("It was returned with a reason: correct what was said."))
    if due:
        return Phrase(_("It falls due in this period: say how it stands."))
    if light in PRESSING:
        return Phrase(_("It is behind or late: say how it stands."))
    if not reported:
        return Phrase(_("Nothing was reported yet that could be unchanged."))
    return None
