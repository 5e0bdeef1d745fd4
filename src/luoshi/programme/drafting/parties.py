"""Whom the names of a proposal mean: bodies and groups that are known, names to be asked about, names to be made; and
who owes an item once they are settled. Pure: whoever calls says how a new body is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from luoshi.outline.model import Span, UnitRef
from luoshi.programme.drafting.proposal import Item
from luoshi.programme.rules import UnitRole
from luoshi.programme.rules.owing import owing as owed_by
from luoshi.units.rules import Directory, Known, Match, MatchKind

RANK = {UnitRole.LEAD: 0, UnitRole.RESPONSIBLE: 1, UnitRole.SUPPORT: 2}


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the plan writes it, how often and where first it is named, and what it means."""

    written: str
    alias: str | None
    group: bool
    times: int
    match: Match
    item: Item
    span: Span

    @property
    def known(self) -> bool:
        """Whether it means one body or group for sure."""
        return self.match.id is not None


@dataclass(frozen=True, slots=True)
class Settled:
    """A name with the body or group that it became; ``made`` for one that nobody knew, ``like`` a known one's name."""

    named: Named
    id: int
    made: bool
    like: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A body (``unit_id``) or a group (``group_id`` with the members that it has today)."""

    unit_id: int | None = None
    group_id: int | None = None
    members: tuple[int, ...] = ()


def parties(items: Iterable[Item], bodies: Directory, groups: Directory) -> tuple[Named, ...]:
    """Every name once, in the order of the plan. A name that is a body's is a body even where the reader took it for a
    group, and the other way round: the office's own lists know better.
    """
    times: dict[str, int] = {}
    first: dict[str, tuple[Item, UnitRef]] = {}
    for item in items:
        for ref in item.units:
            first.setdefault(ref.name, (item, ref))
            times[ref.name] = times.get(ref.name, 0) + 1
    return tuple(_named(item, ref, times[name], bodies, groups) for name, (item, ref) in first.items())


def _named(item: Item, ref: UnitRef, times: int, bodies: Directory, groups: Directory) -> Named:
    group, match = _meant(ref, bodies, groups)
    return Named(ref.name, ref.alias, group, times, match, item, ref.span)


def _meant(ref: UnitRef, bodies: Directory, groups: Directory) -> tuple[bool, Match]:
    likely, other = (groups, bodies) if ref.group else (bodies, groups)
    match = likely.match(ref.name, ref.alias)
    if match.id is None:
        elsewhere = other.match(ref.name, ref.alias)
        if elsewhere.id is not None and elsewhere.kind is not MatchKind.SUGGESTION:
            return not ref.group, elsewhere
    return ref.group, match


def settle(
    named: Iterable[Named], bodies: Directory, groups: Directory, make: Callable[[Named], int]
) -> tuple[Settled, ...]:
    """Every name with its body or group. ``make`` gives the id of one that nobody knows; the directories learn it, so
    that a second writing of the same name finds it.
    """
    names = {known.id: known.name for known in bodies.known}
    found: list[Settled] = []
    for name in named:
        directory = groups if name.group else bodies
        known = directory.match(name.written, name.alias).id
        if known is not None:
            found.append(Settled(name, known, made=False))
            continue
        made = make(name)
        directory.add(Known(made, name.written, (name.alias,) if name.alias else ()))
        like = "" if name.group else names.get(name.match.suggested_id or 0, "")
        found.append(Settled(name, made, made=True, like=like))
    return tuple(found)


def meant(settled: Iterable[Settled], members: Mapping[int, tuple[int, ...]]) -> dict[str, Party]:
    """The party of every written name; ``members`` are those that the groups have today."""
    return {
        one.named.written: Party(group_id=one.id, members=members.get(one.id, ()))
        if one.named.group
        else Party(unit_id=one.id)
        for one in settled
    }


Chosen = tuple[Party, UnitRole, str]


def chosen(known: Mapping[str, Party], refs: Iterable[UnitRef]) -> list[Chosen]:
    """Each body or group once, in the order of the plan, in the strongest role that the plan gives it."""
    best: dict[tuple[int | None, int | None], Chosen] = {}
    for ref in refs:
        party, role = known[ref.name], UnitRole(ref.role.value)
        key = (party.unit_id, party.group_id)
        if key not in best or RANK[role] < RANK[best[key][1]]:
            best[key] = (party, role, ref.name)
    return list(best.values())


def owing(pairs: Iterable[Chosen]) -> dict[int, tuple[UnitRole, int | None]]:
    """Who owes it, and through which group."""
    pairs = list(pairs)
    members = {party.group_id: party.members for party, _role, _written in pairs if party.group_id is not None}
    return owed_by(((party.unit_id, party.group_id, role) for party, role, _written in pairs), members)
