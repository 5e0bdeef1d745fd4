"""What the joint table is made of, and which of its rows are shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from luoshi.assessment.rules.framework import RowKind
from luoshi.kernel.wording import _
from luoshi.programme.rules import CommitmentKind


class Only(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    UNSERVED = "unserved"
    PROPOSED = "proposed"
    UNSCORED = "unscored"
    UNPROVED = "unproved"


ONLY_WORDS = {
    Only.ALL: _("All rows"),
    Only.UNSERVED: _("Nobody serves"),
    Only.PROPOSED: _("Proposals to look at"),
    Only.UNSCORED: _("Nobody scores"),
    Only.UNPROVED: _("No proof yet"),
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the table is narrowed to; empty: nothing. ``area`` is the code of a row without a row above it."""

    only: Only = Only.ALL
    area: str = ""
    text: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Bodies:
    """Whom a commitment names, by role."""

    leads: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    ids: frozenset[int] = frozenset()


NOBODY = Bodies()


@dataclass(frozen=True, slots=True)
class ServedBy:
    """One thing that serves a row; ``ground`` are the shared words, or the name in the table, of a proposal."""

    id: int
    commitment_id: int | None
    words: str
    proposed: bool
    ground: str
    bodies: Bodies


@dataclass(frozen=True, slots=True)
class Heading:
    """A row above a marked one, as the table has it; ``points`` of None are not stated."""

    code: str
    title: str
    points: str | None = None


@dataclass(frozen=True, slots=True)
class JointRow:
    """A marked row with all that is aligned to it. ``points`` of None are not known, which is not zero.

    ``above`` are the headings over it from the outside in; where there are none, it is its own area.
    ``scorers`` are bodies (id and name), ``scorers_named`` those that the table names and nobody here is called so;
    ``proofs_named`` is what the table asks for, ``proofs`` the titles of what proves it. ``part`` is the title of the
    part for one body in which it stands (empty: none), ``owners`` whose that is (ids and names; none: nobody has said).
    """

    id: int
    code: str
    area_code: str
    area: str
    title: str
    kind: RowKind
    points: str | None
    sentence: str
    served: tuple[ServedBy, ...]
    scorers: tuple[tuple[int, str], ...]
    scorers_named: tuple[str, ...]
    proofs_named: tuple[str, ...]
    proofs: tuple[str, ...]
    above: tuple[Heading, ...] = ()
    part: str = ""
    owners: tuple[tuple[int, str], ...] = ()

    @property
    def confirmed(self) -> tuple[ServedBy, ...]:
        """What serves it."""
        return tuple(one for one in self.served if not one.proposed)

    @property
    def proposed(self) -> tuple[ServedBy, ...]:
        """What is proposed to serve it."""
        return tuple(one for one in self.served if one.proposed)


@dataclass(frozen=True, slots=True)
class Alone:
    """A commitment that serves no row."""

    id: int
    words: str
    kind: CommitmentKind
    bodies: Bodies


@dataclass(frozen=True, slots=True)
class JointHead:
    """Of what a joint table is. ``label`` tells what its figures are; ``edit`` is for stale forms."""

    adoption_id: int
    programme_id: int
    programme_title: str
    framework_id: int
    framework_title: str
    label: str
    edit: int
    withdrawn: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class JointTable:
    """The whole table. ``left`` are codes of rows of an older version to which ties were left behind."""

    head: JointHead
    rows: tuple[JointRow, ...]
    alone: tuple[Alone, ...]
    left: tuple[str, ...]
    has_parts: bool = False

    @property
    def unserved(self) -> tuple[JointRow, ...]:
        """Rows that nobody serves."""
        return tuple(row for row in self.rows if not row.confirmed)

    @property
    def areas(self) -> tuple[tuple[str, str], ...]:
        """Codes and titles of the areas, in the order of the table."""
        return tuple(dict.fromkeys((row.area_code, row.area) for row in self.rows))

    @property
    def proposals(self) -> int:
        """How many proposals wait for somebody to look at them."""
        return sum(len(row.proposed) for row in self.rows)

    def narrowed(self, by: Narrowing) -> tuple[JointRow, ...]:
        """The rows that fit."""
        return tuple(row for row in self.rows if _fits(row, by))


@dataclass(frozen=True, slots=True)
class Servers:
    """What a row may be served by, and who may score it: ids and names."""

    commitments: tuple[tuple[int, str], ...]
    units: tuple[tuple[int, str], ...]
    sites: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ScorerChoice:
    """A body that may be chosen to score a row; ``ended`` is one that scores it and is no more."""

    id: int
    name: str
    ended: bool = False


def scorer_choices(row: JointRow, known: Servers) -> tuple[ScorerChoice, ...]:
    """Who may score a row: the bodies of today, after those that score it and have ended meanwhile."""
    today = {pk for pk, _name in known.units}
    ended = [ScorerChoice(pk, name, ended=True) for pk, name in row.scorers if pk not in today]
    return (*ended, *(ScorerChoice(pk, name) for pk, name in known.units))


def _fits(row: JointRow, by: Narrowing) -> bool:
    if by.area and row.area_code != by.area:
        return False
    if by.text and by.text not in "\n".join((row.code, row.title, row.sentence, *(one.words for one in row.served))):
        return False
    if by.unit_id is not None:
        bodies = {pk for one in row.served for pk in one.bodies.ids}
        bodies |= {pk for pk, _name in (*row.scorers, *row.owners)}
        if by.unit_id not in bodies:
            return False
    return {
        Only.ALL: True,
        Only.UNSERVED: not row.confirmed,
        Only.PROPOSED: bool(row.proposed),
        Only.UNSCORED: not row.scorers,
        Only.UNPROVED: not row.proofs,
    }[by.only]
