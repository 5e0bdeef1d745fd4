"""The one table of states: which verb leads a thing from which states to which, and who may say it.

Policies, actions, buttons, the page of states in the docs and the tests are made from ``MOVES``; nothing else decides
what may follow what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.errors import Conflict
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


class Noun(StrEnum):
    """What has states."""

    PROGRAMME = "programme"
    OBLIGATION = "obligation"
    OCCURRENCE = "occurrence"
    OBJECTION = "objection"
    EXTENSION = "extension"
    DIFFICULTY = "difficulty"
    COMMENT = "comment"
    SITE = "site"


class Party(StrEnum):
    """In what relation somebody stands to a thing."""

    OFFICE = "office"  # runs the programme
    OWNER = "owner"  # the body that owes it, or raised it
    LEAD = "lead"  # the lead of the commitment, towards those who support it
    ASSIGNED = "assigned"  # the body that was asked to answer a difficulty
    CONSULTED = "consulted"  # a body that was asked for comments
    HOST = "host"  # the body that keeps a site


class ProgrammeState(StrEnum):
    """Where a programme stands."""

    DRAFT = "draft"
    CONSULTING = "consulting"
    ISSUED = "issued"
    CLOSED = "closed"


class ObligationState(StrEnum):
    """Where an obligation stands."""

    ISSUED = "issued"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class OccurrenceState(StrEnum):
    """Where one period or deadline of an obligation stands."""

    OPEN = "open"
    ANSWERED = "answered"
    RETURNED = "returned"
    CONFIRMED = "confirmed"


class PetitionKind(StrEnum):
    """What a petition asks."""

    OBJECTION = "objection"
    EXTENSION = "extension"
    DIFFICULTY = "difficulty"


class PetitionState(StrEnum):
    """Where a petition stands; a difficulty goes its own way."""

    OPEN = "open"
    ASSIGNED = "assigned"
    MEETING = "meeting"
    PASSED_UP = "passed-up"
    GRANTED = "granted"
    REFUSED = "refused"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class CommentVerdict(StrEnum):
    """What the office made of a comment."""

    OPEN = "open"
    ADOPTED = "adopted"
    PARTLY = "partly"
    DECLINED = "declined"


class SiteState(StrEnum):
    """Where a demonstration site stands."""

    CANDIDATE = "candidate"
    CULTIVATED = "cultivated"
    INSPECTED = "inspected"
    NAMED = "named"
    WITHDRAWN = "withdrawn"


class HandlingVerb(StrEnum):
    """What is done about an occurrence."""

    ANSWER = "answer"
    RETURN = "return"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    URGE = "urge"
    PROGRESS = "progress"


class PetitionVerb(StrEnum):
    """What is done about a petition."""

    OPEN = "open"
    GRANT = "grant"
    REFUSE = "refuse"
    ASSIGN = "assign"
    MEET = "meet"
    PASS_UP = "pass-up"  # noqa: S105 - no password
    ANSWER = "answer"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Move:
    """One row: ``verb`` takes a ``noun`` from any of ``before`` to ``after`` (None: it stays where it is).

    ``words`` is the label of its button; ``reasoned`` where a reason must be given.
    """

    noun: Noun
    verb: str
    before: tuple[StrEnum, ...]
    after: StrEnum | None
    who: tuple[Party, ...]
    words: str
    reasoned: bool = False


_P, _O, _C, _T, _V, _S = ProgrammeState, ObligationState, OccurrenceState, PetitionState, CommentVerdict, SiteState
_BOTH = (_O.ISSUED, _O.RECEIVED)
_PENDING = (_T.OPEN, _T.ASSIGNED, _T.MEETING, _T.PASSED_UP)
_STANDING = (_S.CANDIDATE, _S.CULTIVATED, _S.INSPECTED, _S.NAMED)
_OFFICE, _OWNER = (Party.OFFICE,), (Party.OWNER,)

MOVES: tuple[Move, ...] = (
    Move(Noun.PROGRAMME, "decompose", (_P.DRAFT,), None, _OFFICE, _("Decompose")),
    Move(Noun.PROGRAMME, "consult", (_P.DRAFT,), _P.CONSULTING, _OFFICE, _("Ask for comments")),
    Move(Noun.PROGRAMME, "comment", (_P.CONSULTING,), None, (Party.CONSULTED, Party.OFFICE), _("Make a comment")),
    Move(Noun.PROGRAMME, "close-consultation", (_P.CONSULTING,), _P.DRAFT, _OFFICE, _("Close the asking")),
    Move(Noun.PROGRAMME, "issue", (_P.DRAFT,), _P.ISSUED, _OFFICE, _("Issue")),
    Move(Noun.PROGRAMME, "amend", (_P.ISSUED,), None, _OFFICE, _("Amend"), reasoned=True),
    Move(Noun.PROGRAMME, "keep-sites", (_P.DRAFT, _P.CONSULTING, _P.ISSUED), None, _OFFICE, _("Keep sites")),
    Move(Noun.PROGRAMME, "set", (_P.DRAFT, _P.CONSULTING, _P.ISSUED), None, _OFFICE, _("Settings")),
    Move(Noun.PROGRAMME, "close", (_P.ISSUED,), _P.CLOSED, _OFFICE, _("Close the programme"), reasoned=True),
    Move(Noun.PROGRAMME, "reopen", (_P.CLOSED,), _P.ISSUED, _OFFICE, _("Open it again"), reasoned=True),
    Move(Noun.OBLIGATION, "receive", (_O.ISSUED,), _O.RECEIVED, (Party.OWNER, Party.OFFICE), _("Receive")),
    Move(Noun.OBLIGATION, "withdraw", _BOTH, _O.WITHDRAWN, _OFFICE, _("Withdraw"), reasoned=True),
    Move(Noun.OBLIGATION, "reinstate", (_O.WITHDRAWN,), _O.ISSUED, _OFFICE, _("Reinstate"), reasoned=True),
    Move(Noun.OBLIGATION, "plan-measures", _BOTH, None, _OWNER, _("Own measures")),
    Move(Noun.OBLIGATION, "object", _BOTH, None, _OWNER, _("Object to the task"), reasoned=True),
    Move(Noun.OBLIGATION, "raise", _BOTH, None, _OWNER, _("Raise a difficulty"), reasoned=True),
    Move(Noun.OCCURRENCE, "answer", (_C.OPEN, _C.RETURNED), _C.ANSWERED, _OWNER, _("Answer")),
    Move(Noun.OCCURRENCE, "progress", (_C.OPEN, _C.RETURNED), None, _OWNER, _("Report progress")),
    Move(Noun.OCCURRENCE, "extend", (_C.OPEN, _C.RETURNED), None, _OWNER, _("Ask for more time"), reasoned=True),
    Move(Noun.OCCURRENCE, "urge", (_C.OPEN, _C.RETURNED), None, (Party.OFFICE, Party.LEAD), _("Urge")),
    Move(
        Noun.OCCURRENCE,
        "return",
        (_C.ANSWERED,),
        _C.RETURNED,
        (Party.OFFICE, Party.LEAD),
        _("Return it"),
        reasoned=True,
    ),
    Move(Noun.OCCURRENCE, "confirm", (_C.ANSWERED,), _C.CONFIRMED, (Party.OFFICE, Party.LEAD), _("Confirm as done")),
    Move(Noun.OCCURRENCE, "reopen", (_C.CONFIRMED,), _C.RETURNED, _OFFICE, _("Open it again"), reasoned=True),
    Move(Noun.OBJECTION, "grant", (_T.OPEN,), _T.GRANTED, _OFFICE, _("Uphold"), reasoned=True),
    Move(Noun.OBJECTION, "refuse", (_T.OPEN,), _T.REFUSED, _OFFICE, _("Do not agree"), reasoned=True),
    Move(Noun.OBJECTION, "withdraw", (_T.OPEN,), _T.WITHDRAWN, _OWNER, _("Take back")),
    Move(Noun.EXTENSION, "grant", (_T.OPEN,), _T.GRANTED, _OFFICE, _("Grant")),
    Move(Noun.EXTENSION, "refuse", (_T.OPEN,), _T.REFUSED, _OFFICE, _("Do not agree"), reasoned=True),
    Move(Noun.EXTENSION, "withdraw", (_T.OPEN,), _T.WITHDRAWN, _OWNER, _("Take back")),
    Move(Noun.DIFFICULTY, "assign", _PENDING, _T.ASSIGNED, _OFFICE, _("Assign")),
    Move(Noun.DIFFICULTY, "meet", _PENDING, _T.MEETING, _OFFICE, _("Call a joint meeting")),
    Move(Noun.DIFFICULTY, "pass-up", _PENDING, _T.PASSED_UP, _OFFICE, _("Pass it up")),
    Move(
        Noun.DIFFICULTY, "answer", _PENDING, _T.ANSWERED, (Party.OFFICE, Party.ASSIGNED), _("Answer it"), reasoned=True
    ),
    Move(Noun.DIFFICULTY, "withdraw", _PENDING, _T.WITHDRAWN, _OWNER, _("Take back")),
    Move(Noun.COMMENT, "adopt", tuple(_V), _V.ADOPTED, _OFFICE, _("Adopt")),
    Move(Noun.COMMENT, "adopt-partly", tuple(_V), _V.PARTLY, _OFFICE, _("Adopt in part"), reasoned=True),
    Move(Noun.COMMENT, "decline", tuple(_V), _V.DECLINED, _OFFICE, _("Do not adopt"), reasoned=True),
    Move(Noun.SITE, "cultivate", (_S.CANDIDATE,), _S.CULTIVATED, _OFFICE, _("Cultivate")),
    Move(Noun.SITE, "inspect", (_S.CULTIVATED,), _S.INSPECTED, _OFFICE, _("Inspected")),
    Move(Noun.SITE, "name", (_S.INSPECTED,), _S.NAMED, _OFFICE, _("Name the site")),
    Move(Noun.SITE, "withdraw", _STANDING, _S.WITHDRAWN, _OFFICE, _("Withdraw"), reasoned=True),
    Move(Noun.SITE, "restore", (_S.WITHDRAWN,), _S.CANDIDATE, _OFFICE, _("Restore as candidate"), reasoned=True),
    Move(Noun.SITE, "describe", _STANDING, None, (Party.OFFICE, Party.HOST), _("Describe")),
)

STATE_WORDS: dict[Noun, dict[StrEnum, str]] = {
    Noun.PROGRAMME: {
        _P.DRAFT: _("Draft"),
        _P.CONSULTING: _("Asking for comments"),
        _P.ISSUED: _("Issued"),
        _P.CLOSED: _("Programme closed"),
    },
    Noun.OBLIGATION: {
        _O.ISSUED: _("Issued, not yet received"),
        _O.RECEIVED: _("Received"),
        _O.WITHDRAWN: _("Withdrawn"),
    },
    Noun.OCCURRENCE: {
        _C.OPEN: _("To be answered"),
        _C.ANSWERED: _("Answered"),
        _C.RETURNED: _("Returned"),
        _C.CONFIRMED: _("Confirmed"),
    },
    Noun.OBJECTION: {
        _T.OPEN: _("Undecided"),
        _T.GRANTED: _("Upheld"),
        _T.REFUSED: _("Not agreed"),
        _T.WITHDRAWN: _("Taken back"),
    },
    Noun.EXTENSION: {
        _T.OPEN: _("Undecided"),
        _T.GRANTED: _("Granted"),
        _T.REFUSED: _("Not agreed"),
        _T.WITHDRAWN: _("Taken back"),
    },
    Noun.DIFFICULTY: {
        _T.OPEN: _("Raised"),
        _T.ASSIGNED: _("Assigned"),
        _T.MEETING: _("Joint meeting"),
        _T.PASSED_UP: _("Passed up"),
        _T.ANSWERED: _("Has been answered"),
        _T.WITHDRAWN: _("Taken back"),
    },
    Noun.COMMENT: {
        _V.OPEN: _("Undecided"),
        _V.ADOPTED: _("Adopted"),
        _V.PARTLY: _("Adopted in part"),
        _V.DECLINED: _("Not adopted"),
    },
    Noun.SITE: {
        _S.CANDIDATE: _("Candidate"),
        _S.CULTIVATED: _("Cultivated"),
        _S.INSPECTED: _("Inspected"),
        _S.NAMED: _("Named as a site"),
        _S.WITHDRAWN: _("Withdrawn"),
    },
}

_BY_VERB = {(move.noun, move.verb): move for move in MOVES}


def move(noun: Noun, verb: str) -> Move:
    """The row of a verb. Raises ``KeyError`` for one that is not in the table: a mistake in the code."""
    return _BY_VERB[noun, verb]


def moves(noun: Noun, state: str, parties: Iterable[Party]) -> Iterator[Move]:
    """The rows that somebody who stands in these relations may use now: what a page offers as buttons."""
    mine = frozenset(parties)
    return (row for row in MOVES if row.noun is noun and state in row.before and not mine.isdisjoint(row.who))


def led_to(noun: Noun, verb: str, state: str) -> str:
    """The state that a verb leads to. Raises ``Conflict`` (``state-forbids``) where it cannot follow from ``state``."""
    row = move(noun, verb)
    if state not in row.before:
        now = STATE_WORDS[noun].get(type(row.before[0])(state), state)
        raise Conflict(
            "state-forbids",
            _("This cannot be done now: it stands at “{state}”."),
            _("Reload the page and see what has happened meanwhile."),
            state=Phrase(now),
        )
    return state if row.after is None else row.after.value


NOT_RUNNING = ("programme-not-running", _("The programme does not run: nothing can be done in it now."))
_NOBODY_OWES = ("obligation-withdrawn", _("This obligation was withdrawn: nobody owes it any more."))


def stopped(programme: str, obligation: str) -> tuple[str, str] | None:
    """Why nothing can be done about an obligation, by the state of its programme and its own: a code, and the words
    that every refusal and every page say of it. None where something can be done.
    """
    if programme != ProgrammeState.ISSUED.value:
        return NOT_RUNNING
    return _NOBODY_OWES if obligation == ObligationState.WITHDRAWN.value else None
