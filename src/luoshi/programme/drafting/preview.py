"""What acceptance would make, before anybody accepts: the steps of ``programme.actions.accept_plan``, none written.

A wrong name is seen here, while it is still a word of the text and not yet a body.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import count

from luoshi.outline.model import Span
from luoshi.plans import queries as plans
from luoshi.programme.drafting.parties import Settled, chosen, meant, owing, parties, settle
from luoshi.programme.drafting.proposal import Proposal, propose
from luoshi.programme.rules import CommitmentKind
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as units


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name of the plan and what it becomes.

    ``means`` is the known name where it is written otherwise in the plan; ``like`` the known one that a new name looks
    like. ``kind`` and ``span`` are those of the first item that names it, ``at`` its place in the text.
    """

    written: str
    group: bool
    made: bool
    times: int
    means: str
    like: str
    members: int
    kind: CommitmentKind
    span: Span
    at: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The programme to be, in figures, and its names in the order of the plan."""

    areas: int
    tasks: int
    duties: int
    safeguards: int
    phases: int
    measures: int
    assignments: int
    obligations: int
    bodies: int
    names: tuple[NameLine, ...]

    @property
    def items(self) -> int:
        """Commitments of every kind; with none there is nothing to accept."""
        return self.areas + self.tasks + self.duties + self.safeguards

    @property
    def new_bodies(self) -> tuple[NameLine, ...]:
        """Names that nobody knows: each would become a body."""
        return tuple(name for name in self.names if name.made and not name.group)

    @property
    def known_bodies(self) -> tuple[NameLine, ...]:
        """Names of bodies that are known."""
        return tuple(name for name in self.names if not name.made and not name.group)

    @property
    def groups(self) -> tuple[NameLine, ...]:
        """Names of groups; the new ones have no members."""
        return tuple(name for name in self.names if name.group)


def preview(actor: Actor, version_id: int, today: date) -> Preview:
    """What accepting a version would make on ``today``. Raises ``NotFound`` for strangers."""
    proposal = propose(plans.reading(actor, version_id).plan)
    bodies, groups = units.unit_directory(actor), units.group_directory(actor)
    known = {("unit", one.id): one.name for one in bodies.known} | {("group", one.id): one.name for one in groups.known}
    members = {group.id: tuple(unit.id for unit in group.members) for group in units.groups(actor, today)}
    numbers = count(-1, -1)  # no row has them: names that acceptance would make a body or group of
    settled = settle(parties(proposal.items, bodies, groups), bodies, groups, lambda _name: next(numbers))
    means = meant(settled, members)
    pairs = [chosen(means, item.units) for item in proposal.items]
    owed = [owing(named) for named in pairs]
    kinds = Counter(item.kind for item in proposal.items)
    return Preview(
        areas=kinds[CommitmentKind.AREA],
        tasks=kinds[CommitmentKind.TASK],
        duties=kinds[CommitmentKind.DUTY],
        safeguards=kinds[CommitmentKind.SAFEGUARD],
        phases=len(proposal.phases),
        measures=_measures(proposal),
        assignments=sum(len(named) for named in pairs),
        obligations=sum(len(each) for each in owed),
        bodies=len({unit_id for each in owed for unit_id in each}),
        names=tuple(_line(one, known, len(members.get(one.id, ()))) for one in settled),
    )


def _measures(proposal: Proposal) -> int:
    return sum(not measure.principle for item in proposal.items for measure in item.measures)


def _line(one: Settled, known: dict[tuple[str, int], str], members: int) -> NameLine:
    named = one.named
    name = known.get(("group" if named.group else "unit", one.id), "")
    return NameLine(
        written=named.written,
        group=named.group,
        made=one.made,
        times=named.times,
        means="" if name == named.written else name,
        like=one.like,
        members=members if named.group else 0,
        kind=named.item.kind,
        span=named.item.span,
        at=named.span.start,
    )
