"""Whom the names of a newer reading mean; a body or group that nobody knows is made, as at acceptance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from luoshi.programme.actions.accepting import make
from luoshi.programme.drafting.parties import Party, meant, parties, settle
from luoshi.programme.drafting.proposal import Item
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries


def settle_names(actor: Actor, items: Iterable[Item], members: Mapping[int, tuple[int, ...]]) -> dict[str, Party]:
    """The party of every name that some items write; ``members`` are those that the groups have today."""
    bodies, groups = unit_queries.unit_directory(actor), unit_queries.group_directory(actor)
    settled = settle(parties(items, bodies, groups), bodies, groups, lambda name: make(actor, name))
    return meant(settled, members)


class Known:
    """The bodies and groups of the county by the names that people write, without making any."""

    def __init__(self, actor: Actor) -> None:
        self.bodies, self.groups = unit_queries.unit_directory(actor), unit_queries.group_directory(actor)

    def party(self, name: str) -> Party | None:
        """The body or group that a name means for sure; None where nobody can tell."""
        for directory in (self.bodies, self.groups):
            found = directory.match(name).id
            if found is not None:
                return Party(unit_id=found) if directory is self.bodies else Party(group_id=found)
        return None
