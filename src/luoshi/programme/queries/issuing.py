"""What stands between a draft and its issue, what an issue makes, and who has received it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Comment, Issue, Obligation, Programme, Receipt
from luoshi.programme.policy import Verb, parties, require
from luoshi.programme.queries.drafted import Counted, counted
from luoshi.programme.queries.facts import ProgrammeLine, line_of, programme
from luoshi.programme.rules import CommentVerdict, CommitmentKind, Noun, ObligationState, ProgrammeState
from luoshi.programme.rules.issue_faults import FAULT_WORDS, FaultKind
from luoshi.programme.rules.states import moves
from luoshi.tenancy.policy import Verb as AccountVerb
from luoshi.tenancy.policy import allowed as allowed_accounts
from luoshi.tenancy.rules import SPEAKERS, Actor
from luoshi.units import queries as unit_queries


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way: ``code`` tells a page where it is dealt with."""

    code: str
    what: Phrase
    place: str = ""  # of the grid, as the tail of its address


@dataclass(frozen=True, slots=True)
class KindCount:
    """How much of one kind is issued."""

    kind: CommitmentKind
    commitments: int
    obligations: int


@dataclass(frozen=True, slots=True)
class IssueDesk:
    """What an issue of the draft would make today, and whether the bodies were asked before.

    ``leadless`` tasks have no lead, which hinders nothing.
    """

    programme: ProgrammeLine
    edit: int
    may_issue: bool
    obstacles: tuple[Obstacle, ...]
    kinds: tuple[KindCount, ...]
    bodies: int
    obligations: int
    asked: bool
    leadless: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for a body, and how the office reaches them."""

    name: str
    post: str
    contact: str


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A body that was sent an issue. ``received_on`` None: it has not received it."""

    unit_id: int
    name: str
    received_on: date | None
    obligations: int
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One issue with its receipts: those that are waited for first."""

    number: int
    issued_on: date
    note: str
    lines: tuple[ReceiptLine, ...]

    @property
    def waiting(self) -> tuple[ReceiptLine, ...]:
        """The bodies that have not received it."""
        return tuple(line for line in self.lines if line.received_on is None)

    @property
    def received(self) -> tuple[ReceiptLine, ...]:
        """The bodies that have."""
        return tuple(line for line in self.lines if line.received_on is not None)


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of a programme by issue, the last issue first; ``may_register`` for whoever may enter those that
    came by letter or telephone.
    """

    programme: ProgrammeLine
    issues: tuple[IssueLine, ...]
    may_register: bool = False


def issue_desk(actor: Actor, programme_id: int, today: date) -> IssueDesk:
    """What stands in the way of an issue, and what it would make. Raises ``NotFound``, ``NotAllowed``."""
    found = programme(actor, programme_id)
    require(actor, Verb.SEE_DRAFT)
    tally = counted(actor, found, today)
    return IssueDesk(
        programme=line_of(found),
        edit=found.edit,
        may_issue=any(row.verb == "issue" for row in moves(Noun.PROGRAMME, found.state, parties(actor, found))),
        obstacles=tuple(_obstacles(found, tally)),
        leadless=sum(fault.kind is FaultKind.LEAD_MISSING for fault in tally.faults),
        kinds=_kinds(tally),
        bodies=len(tally.owed),
        obligations=tally.obligations,
        asked=found.consultations.exists(),
    )


def _obstacles(found: Programme, tally: Counted) -> list[Obstacle]:
    """Why a draft cannot be issued now."""
    said = []
    if found.state == ProgrammeState.CONSULTING.value:
        said.append(Obstacle("consulting", Phrase(_("Units are being asked for comments: close the asking first."))))
    undecided = Comment.objects.filter(asked__consultation__programme=found, verdict=CommentVerdict.OPEN.value).count()
    if undecided:
        said.append(
            Obstacle(
                "comments-open", Phrase(_("Comments of units are still undecided: {count}."), {"count": undecided})
            )
        )
    said += _faults(tally)
    if not tally.obligations:
        said.append(Obstacle("nobody", Phrase(_("The draft names nobody: nobody would owe anything."))))
    return said


def _faults(tally: Counted) -> list[Obstacle]:
    """What the grid lacks: one line for each kind of fault, with its first place."""
    found: dict[FaultKind, list[int]] = {}
    for fault in tally.faults:
        if fault.hard:
            found.setdefault(fault.kind, []).append(fault.commitment_id)
    words = _("{what}: {count} times.")
    return [
        Obstacle("grid", Phrase(words, {"what": Phrase(FAULT_WORDS[kind]), "count": len(ids)}), f"?c={ids[0]}")
        for kind, ids in found.items()
    ]


def _kinds(tally: Counted) -> tuple[KindCount, ...]:
    commitments, obligations = Counter[CommitmentKind](), Counter[CommitmentKind]()
    for row in tally.revisions:
        kind = CommitmentKind(row.commitment.kind)
        commitments[kind] += 1
        obligations[kind] += tally.owed_by_commitment[row.commitment_id]
    return tuple(
        KindCount(kind, commitments[kind], obligations[kind])
        for kind in (CommitmentKind.TASK, CommitmentKind.DUTY, CommitmentKind.SAFEGUARD)
        if commitments[kind]
    )


def state_of(actor: Actor, programme_id: int) -> ProgrammeState:
    """Where the programme stands. Raises ``NotFound``."""
    return ProgrammeState(programme(actor, programme_id).state)


def receipts(actor: Actor, programme_id: int) -> Receipts:
    """Who has received which issue, and who is to be reminded. Raises ``NotFound``, ``NotAllowed``."""
    found = programme(actor, programme_id)
    require(actor, Verb.SEE_DRAFT)
    counts = Obligation.objects.filter(commitment__programme=found, withdrawn_on__isnull=True)
    owed = {
        (issue, unit): count
        for issue, unit, count in counts.order_by().values_list("issue_id", "unit_id").annotate(Count("pk"))
    }
    contacts = _contacts(actor)
    lines: defaultdict[int, list[ReceiptLine]] = defaultdict(list)
    rows = Receipt.objects.filter(issue__programme=found).select_related("unit").order_by("unit__order", "unit_id")
    for row in rows:
        lines[row.issue_id].append(
            ReceiptLine(
                row.unit_id,
                row.unit.name,
                row.received_on,
                owed.get((row.issue_id, row.unit_id), 0),
                contacts.get(row.unit_id, ()),
            )
        )
    issues = Issue.objects.filter(programme=found).order_by("-number")
    return Receipts(
        line_of(found),
        tuple(
            IssueLine(
                row.number,
                row.issued_on,
                row.note,
                tuple(sorted(lines[row.pk], key=lambda line: line.received_on is not None)),
            )
            for row in issues
        ),
        _may_register(actor, found),
    )


def _may_register(actor: Actor, found: Programme) -> bool:
    mine = moves(Noun.OBLIGATION, ObligationState.ISSUED.value, parties(actor, found))
    return found.state == ProgrammeState.ISSUED.value and any(row.verb == "receive" for row in mine)


def _contacts(actor: Actor) -> dict[int, tuple[Contact, ...]]:
    """Who speaks for each body, for those who may see accounts."""
    if not allowed_accounts(actor, AccountVerb.SEE):
        return {}
    found: defaultdict[int, list[Contact]] = defaultdict(list)
    for account in unit_queries.accounts(actor):
        for held in account.held:
            if held.role in SPEAKERS and account.state.value == "active":
                found[held.unit_id].append(Contact(account.name, account.post, account.contact))
    return {unit_id: tuple(dict.fromkeys(people)) for unit_id, people in found.items()}
