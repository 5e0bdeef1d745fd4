"""What stands between a draft and its issue, each with its place. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.wording import _
from luoshi.programme.rules.kinds import CommitmentKind, UnitRole


class FaultKind(StrEnum):
    """What is wrong. All but ``LEAD_MISSING`` forbid issuing."""

    SENTENCE_WITHOUT_UNIT = "sentence-without-unit"
    UNIT_WITHOUT_SENTENCE = "unit-without-sentence"
    COMMITMENT_WITHOUT_UNIT = "commitment-without-unit"
    UNIT_ENDED = "unit-ended"
    EMPTY_GROUP = "empty-group"
    UNCONFIRMED_GROUP = "unconfirmed-group"
    LEAD_MISSING = "lead-missing"


FAULT_WORDS = {
    FaultKind.SENTENCE_WITHOUT_UNIT: _("A sentence has neither a unit nor the mark “not tracked”"),
    FaultKind.UNIT_WITHOUT_SENTENCE: _("A unit is named and has no sentence"),
    FaultKind.COMMITMENT_WITHOUT_UNIT: _("No unit is named, and its sentences are tracked"),
    FaultKind.UNIT_ENDED: _("A unit is named that has ended"),
    FaultKind.EMPTY_GROUP: _("A group has no members"),
    FaultKind.UNCONFIRMED_GROUP: _("The members of a group are not confirmed"),
    FaultKind.LEAD_MISSING: _("No unit leads"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: a commitment, one of its sentences, one of its bodies or groups."""

    kind: FaultKind
    commitment_id: int
    measure_id: int | None = None
    unit_id: int | None = None
    group_id: int | None = None

    @property
    def hard(self) -> bool:
        """Whether it forbids issuing."""
        return self.kind is not FaultKind.LEAD_MISSING


@dataclass(frozen=True, slots=True)
class Standing:
    """A group: how many members it has, and whether the office has confirmed them."""

    members: int
    confirmed: bool


Pair = tuple[int | None, int | None]  # a body or a group


@dataclass(frozen=True, slots=True)
class Drafted:
    """A commitment as the grid has it: how many sentences, how many of them are ``tracked``, and which of those are
    ``bare`` (ticked for nobody); bodies with their roles, and which are ``busy`` (ticked for a tracked sentence).
    """

    id: int
    kind: CommitmentKind
    sentences: int
    tracked: int
    bare: tuple[int, ...]
    bodies: Mapping[Pair, UnitRole]
    busy: frozenset[Pair]


def faults(
    commitments: Iterable[Drafted], groups: Mapping[int, Standing], gone: Container[int] = ()
) -> tuple[Fault, ...]:
    """All that is wrong, commitment by commitment; the first hard one is what an office would mend first. ``gone`` are
    the bodies that have ended.
    """
    return tuple(fault for commitment in commitments for fault in faults_of(commitment, groups, gone))


def faults_of(commitment: Drafted, groups: Mapping[int, Standing], gone: Container[int] = ()) -> tuple[Fault, ...]:
    """What is wrong with one commitment. An area only gathers tasks and owes nothing itself."""
    if commitment.kind is CommitmentKind.AREA:
        return ()
    if not commitment.bodies:
        wanted = commitment.tracked or not commitment.sentences
        return (Fault(FaultKind.COMMITMENT_WITHOUT_UNIT, commitment.id),) if wanted else ()
    found = [Fault(FaultKind.SENTENCE_WITHOUT_UNIT, commitment.id, measure_id=bare) for bare in commitment.bare]
    for unit_id, group_id in commitment.bodies:
        if commitment.sentences and (unit_id, group_id) not in commitment.busy:
            found.append(Fault(FaultKind.UNIT_WITHOUT_SENTENCE, commitment.id, unit_id=unit_id, group_id=group_id))
        if unit_id is not None and unit_id in gone:
            found.append(Fault(FaultKind.UNIT_ENDED, commitment.id, unit_id=unit_id))
        found += _group_faults(commitment.id, group_id, groups)
    if commitment.kind is CommitmentKind.TASK and UnitRole.LEAD not in commitment.bodies.values():
        found.append(Fault(FaultKind.LEAD_MISSING, commitment.id))
    return tuple(found)


def _group_faults(commitment_id: int, group_id: int | None, groups: Mapping[int, Standing]) -> list[Fault]:
    if group_id is None:
        return []
    standing = groups.get(group_id, Standing(0, confirmed=False))
    if not standing.members:
        return [Fault(FaultKind.EMPTY_GROUP, commitment_id, group_id=group_id)]
    if not standing.confirmed:
        return [Fault(FaultKind.UNCONFIRMED_GROUP, commitment_id, group_id=group_id)]
    return []
