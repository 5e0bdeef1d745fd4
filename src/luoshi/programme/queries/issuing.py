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
from luoshi.programme.queries.facts import Loaded, ProgrammeLine, line_of, load, programme
from luoshi.programme.rules import CommentVerdict, CommitmentKind, Noun, ProgrammeState
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
    """What an issue of the draft would make today, and whether the bodies were asked before."""

    programme: ProgrammeLine
    edit: int
    may_issue: bool
    obstacles: tuple[Obstacle, ...]
    kinds: tuple[KindCount, ...]
    bodies: int
    obligations: int
    asked: bool


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
    """The receipts of a programme by issue, the last issue first."""

    programme: ProgrammeLine
    issues: tuple[IssueLine, ...]


def issue_desk(actor: Actor, programme_id: int, today: date) -> IssueDesk:
    """What stands in the way of an issue, and what it would make. Raises ``NotFound``, ``NotAllowed``."""
    found = programme(actor, programme_id)
    require(actor, Verb.SEE_DRAFT)
    loaded = load(actor, programme_id, today)
    owed = [(item.kind, loaded.obligations.get(item.id, ())) for item in loaded.commitments]
    return IssueDesk(
        programme=loaded.programme,
        edit=found.edit,
        may_issue=any(row.verb == "issue" for row in moves(Noun.PROGRAMME, found.state, parties(actor, found))),
        obstacles=tuple(_obstacles(found, loaded)),
        kinds=_kinds(loaded),
        bodies=len({tie.unit_id for _kind, ties in owed for tie in ties}),
        obligations=sum(len(ties) for _kind, ties in owed),
        asked=found.consultations.exists(),
    )


def _obstacles(found: Programme, loaded: Loaded) -> list[Obstacle]:
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
    if not any(loaded.obligations.values()):
        said.append(Obstacle("nobody", Phrase(_("The draft names nobody: nobody would owe anything."))))
    return said


def _kinds(loaded: Loaded) -> tuple[KindCount, ...]:
    commitments, obligations = Counter[CommitmentKind](), Counter[CommitmentKind]()
    for item in loaded.commitments:
        commitments[item.kind] += 1
        obligations[item.kind] += len(loaded.obligations.get(item.id, ()))
    return tuple(
        KindCount(kind, commitments[kind], obligations[kind])
        for kind in (CommitmentKind.TASK, CommitmentKind.DUTY, CommitmentKind.SAFEGUARD)
        if commitments[kind]
    )


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
    )


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
