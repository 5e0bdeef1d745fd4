"""Rounds of asking: what each body said and what the office made of it; and what concerns one body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from luoshi.kernel.errors import NotAllowed, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Comment, Consultation, ConsultedUnit
from luoshi.programme.models import Programme as ProgrammeRow
from luoshi.programme.policy import Verb, allowed, parties, require, takes_back
from luoshi.programme.queries.facts import Facts, ProgrammeLine, line_of, load, programme
from luoshi.programme.rules import STATE_WORDS, CommentSource, CommentVerdict, Noun, Party, ProgrammeState, UnitRole
from luoshi.programme.rules.consulting import SOURCE_WORDS, STANDING_WORDS, Standing, standing
from luoshi.programme.rules.states import Move, moves
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round as a list of rounds shows it; ``closed_on`` None while it is open."""

    id: int
    number: int
    opened_on: date
    answers_by: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment with its verdict; ``commitment_id`` None where it is on the draft as a whole."""

    id: int
    unit_id: int
    unit_name: str
    commitment_id: int | None
    about: str
    text: str
    verdict: CommentVerdict
    reason: str
    made_on: date
    decided_on: date | None
    edit: int
    source: CommentSource

    @property
    def open(self) -> bool:
        """Whether the office has still to decide."""
        return self.verdict is CommentVerdict.OPEN

    @property
    def verdict_word(self) -> str:
        """The marked word for what the office made of it."""
        return STATE_WORDS[Noun.COMMENT][self.verdict]

    @property
    def verdicts(self) -> tuple[Move, ...]:
        """What the office may make of it."""
        return tuple(moves(Noun.COMMENT, self.verdict.value, (Party.OFFICE,)))


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A body that was asked, and how it stands."""

    unit_id: int
    name: str
    standing: Standing
    answered_on: date | None
    source: CommentSource | None
    comments: int
    undecided: int

    @property
    def word(self) -> str:
        """The marked word for how it stands."""
        return STANDING_WORDS[self.standing]

    @property
    def source_word(self) -> str:
        """The marked word for how its answer came."""
        return SOURCE_WORDS[self.source] if self.source else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """The comments on one commitment, or on the draft as a whole."""

    commitment_id: int | None
    about: str
    comments: tuple[CommentLine, ...]

    @property
    def undecided(self) -> int:
        """How many are still to be decided."""
        return sum(one.open for one in self.comments)


@dataclass(frozen=True, slots=True)
class StandingGroup:
    """The bodies that stand alike in a round."""

    standing: Standing
    units: tuple[AskedLine, ...]

    @property
    def word(self) -> str:
        """The marked word for how they stand."""
        return STANDING_WORDS[self.standing]

    @property
    def open(self) -> bool:
        """Whether they are waited for."""
        return self.standing in (Standing.WAITING, Standing.SILENT)


@dataclass(frozen=True, slots=True)
class Round:
    """One round with all that came in."""

    line: RoundLine
    asked: tuple[AskedLine, ...]
    subjects: tuple[Subject, ...]

    def having(self, *wanted: Standing) -> tuple[AskedLine, ...]:
        """The bodies that stand so."""
        return tuple(one for one in self.asked if one.standing in wanted)

    @property
    def standings(self) -> tuple[StandingGroup, ...]:
        """The bodies by how they stand, those that are waited for first."""
        order = (Standing.WAITING, Standing.SILENT, Standing.COMMENTED, Standing.NO_COMMENT)
        return tuple(StandingGroup(one, units) for one in order if (units := self.having(one)))

    @property
    def waiting(self) -> int:
        """How many bodies have not answered."""
        return len(self.asked) - self.answered

    @property
    def answered(self) -> int:
        """How many bodies have answered."""
        return len(self.having(Standing.COMMENTED, Standing.NO_COMMENT))

    @property
    def comments(self) -> tuple[CommentLine, ...]:
        """All comments, by commitment."""
        return tuple(one for subject in self.subjects for one in subject.comments)

    @property
    def undecided(self) -> int:
        """How many comments are still to be decided."""
        return sum(subject.undecided for subject in self.subjects)

    def with_verdict(self, verdict: CommentVerdict) -> int:
        """How many comments have a verdict."""
        return sum(one.verdict is verdict for one in self.comments)


@dataclass(frozen=True, slots=True)
class ConsultingDesk:
    """The office's page: the rounds, and the one that is looked at (None before the first)."""

    programme: ProgrammeLine
    edit: int
    rounds: tuple[RoundLine, ...]
    round: Round | None
    moves: tuple[Move, ...]
    may_decide: bool

    def may(self, verb: str) -> bool:
        """Whether a verb of the programme is offered."""
        return any(row.verb == verb for row in self.moves)

    @property
    def may_open(self) -> bool:
        """Whether a round may be opened now."""
        return self.may("consult")

    @property
    def may_close(self) -> bool:
        """Whether the round may be closed now."""
        return self.may("close-consultation")

    @property
    def may_comment(self) -> bool:
        """Whether comments may be entered now."""
        return self.may("comment")

    @property
    def open(self) -> bool:
        """Whether the round that is looked at is being asked now."""
        return self.round is not None and self.round.line.closed_on is None


@dataclass(frozen=True, slots=True)
class Concern:
    """A commitment that a body would owe, with its role and its comments."""

    commitment: Facts
    role: UnitRole
    comments: tuple[CommentLine, ...]


@dataclass(frozen=True, slots=True)
class UnitDesk:
    """One body's page in a round. ``may_comment`` while the round is open and the actor speaks for the body."""

    programme: ProgrammeLine
    line: RoundLine
    unit_id: int
    unit_name: str
    units: tuple[tuple[int, str], ...]  # the bodies that the actor answers for here
    asked: AskedLine
    concerns: tuple[Concern, ...]
    others: tuple[CommentLine, ...]  # on the draft as a whole, or on what it would not owe
    may_comment: bool
    takes_back: frozenset[int]  # the comments (ids) that the actor may take back while they are undecided

    @property
    def comments(self) -> int:
        """How many comments it has."""
        return self.asked.comments

    @property
    def nothing(self) -> bool:
        """Whether it said that it has none."""
        return self.asked.standing is Standing.NO_COMMENT


# --- the office ---------------------------------------------------------------------------------------------------


def consulting_desk(actor: Actor, programme_id: int, number: int | None = None) -> ConsultingDesk:
    """The rounds of a programme with the last one, or that of a number. Raises ``NotFound``, ``NotAllowed``."""
    found = programme(actor, programme_id)
    require(actor, Verb.SEE_DRAFT)
    rounds = tuple(_line(row) for row in found.consultations.order_by("number"))
    wanted = [line for line in rounds if number in (None, line.number)]
    if number is not None and not wanted:
        raise NotFound("round-not-found", _("There is no such round of asking."))
    mine = parties(actor, found)
    drafted = found.state in (ProgrammeState.DRAFT.value, ProgrammeState.CONSULTING.value)
    return ConsultingDesk(
        programme=line_of(found),
        edit=found.edit,
        rounds=rounds,
        round=_round(wanted[-1]) if wanted else None,
        moves=tuple(moves(Noun.PROGRAMME, found.state, mine)),
        may_decide=drafted and any(moves(Noun.COMMENT, CommentVerdict.OPEN.value, mine)),
    )


def _round(line: RoundLine) -> Round:
    comments = _comments(Comment.objects.filter(asked__consultation_id=line.id))
    rows = ConsultedUnit.objects.filter(consultation_id=line.id).select_related("unit")
    rows = rows.order_by("unit__order", "unit_id")
    by_subject: defaultdict[int | None, list[CommentLine]] = defaultdict(list)
    for one in comments:
        by_subject[one.commitment_id].append(one)
    subjects = [
        Subject(key, found[0].about, tuple(sorted(found, key=lambda one: not one.open)))
        for key, found in by_subject.items()
    ]
    subjects.sort(key=lambda subject: not subject.undecided)
    return Round(line, _asked(rows, comments, line), tuple(subjects))


def comment_line(actor: Actor, comment_id: int) -> tuple[CommentLine, ConsultingDesk]:
    """One comment as the office's page shows it. Raises ``NotFound``, ``NotAllowed``."""
    rows = Comment.objects.filter(pk=comment_id, jurisdiction_id=actor.jurisdiction_id)
    place = rows.values_list("asked__consultation__programme_id", "asked__consultation__number").first()
    if place is None:
        raise NotFound("comment-not-found", _("There is no such comment."))
    desk = consulting_desk(actor, place[0], place[1])
    return next(one for one in desk.round.comments if one.id == comment_id) if desk.round else _comments(rows)[0], desk


# --- a body -------------------------------------------------------------------------------------------------------


def unit_desk(actor: Actor, programme_id: int, today: date, unit_id: int | None = None) -> UnitDesk | None:
    """What a round asks one body, the last round in which it was asked; None where it never was.

    Without ``unit_id`` the first body that the actor answers for. Raises ``NotFound``, and ``NotAllowed`` for a body
    that is not the actor's, unless the actor may see every draft.
    """
    found = programme(actor, programme_id)
    rows = ConsultedUnit.objects.filter(consultation__programme=found).select_related("unit", "consultation")
    if unit_id is not None and unit_id not in actor.liaison_ids and not allowed(actor, Verb.SEE_DRAFT):
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    mine = [unit_id] if unit_id is not None else sorted(actor.liaison_ids)
    asked = {row.unit_id: row for row in rows.filter(unit_id__in=mine).order_by("consultation__number")}
    if not asked:
        return None
    row = asked[min(asked)]
    return _unit_desk(actor, found, row, today, tuple((key, one.unit.name) for key, one in asked.items()))


def _unit_desk(
    actor: Actor, found: ProgrammeRow, row: ConsultedUnit, today: date, units: tuple[tuple[int, str], ...]
) -> UnitDesk:
    loaded = load(actor, found.pk, today)
    line = _line(row.consultation)
    comments = _comments(row.comments.all())
    roles = {
        tie.commitment_id: tie.role
        for ties in loaded.obligations.values()
        for tie in ties
        if tie.unit_id == row.unit_id
    }
    concerns = tuple(
        Concern(item, roles[item.id], tuple(one for one in comments if one.commitment_id == item.id))
        for item in loaded.commitments
        if item.id in roles
    )
    mine = parties(actor, found, consulted=row.unit_id)
    may_comment = line.closed_on is None and any(
        move.verb == "comment" for move in moves(Noun.PROGRAMME, found.state, mine)
    )
    return UnitDesk(
        programme=loaded.programme,
        line=line,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        units=units,
        asked=_asked([row], comments, line)[0],
        concerns=concerns,
        others=tuple(one for one in comments if one.commitment_id not in roles),
        may_comment=may_comment,
        takes_back=frozenset(one.id for one in comments if may_comment and takes_back(mine, one.source)),
    )


# --- rows as values -----------------------------------------------------------------------------------------------


def _line(row: Consultation) -> RoundLine:
    return RoundLine(row.pk, row.number, row.opened_on, row.answers_by, row.closed_on)


def _comments(rows: QuerySet[Comment]) -> list[CommentLine]:
    """Comments in the order of the draft, those on the draft as a whole first."""
    found = rows.select_related("asked__unit", "commitment")
    lines = [(row.commitment.order if row.commitment else -1, row) for row in found]
    lines.sort(key=lambda pair: (pair[0], pair[1].asked.unit.order, pair[1].pk))
    return [
        CommentLine(
            id=row.pk,
            unit_id=row.asked.unit_id,
            unit_name=row.asked.unit.name,
            commitment_id=row.commitment_id,
            about=row.about,
            text=row.text,
            verdict=CommentVerdict(row.verdict),
            reason=row.reason,
            made_on=row.made_on,
            decided_on=row.decided_on,
            edit=row.edit,
            source=CommentSource(row.source),
        )
        for _order, row in lines
    ]


def _asked(rows: Iterable[ConsultedUnit], comments: Iterable[CommentLine], line: RoundLine) -> tuple[AskedLine, ...]:
    given: defaultdict[int, list[CommentLine]] = defaultdict(list)
    for one in comments:
        given[one.unit_id].append(one)
    return tuple(
        AskedLine(
            unit_id=row.unit_id,
            name=row.unit.name,
            standing=standing(
                comments=len(given[row.unit_id]), no_comment=row.no_comment, closed=line.closed_on is not None
            ),
            answered_on=row.answered_on,
            source=CommentSource(row.source) if row.source else None,
            comments=len(given[row.unit_id]),
            undecided=sum(one.open for one in given[row.unit_id]),
        )
        for row in rows
    )
