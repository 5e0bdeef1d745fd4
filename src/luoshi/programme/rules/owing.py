"""Who owes a commitment once groups are expanded. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from luoshi.programme.rules.kinds import UnitRole

Named = tuple[int | None, int | None, UnitRole]  # a body or a group, and its role


def owing(named: Iterable[Named], members: Mapping[int, Iterable[int]]) -> dict[int, tuple[UnitRole, int | None]]:
    """Who owes it, in which role and through which group: a body that is named itself owes it by itself."""
    pairs = list(named)
    owed: dict[int, tuple[UnitRole, int | None]] = {
        unit_id: (role, None) for unit_id, _group, role in pairs if unit_id is not None
    }
    for _unit, group_id, role in pairs:
        for unit_id in members.get(group_id or 0, ()):
            owed.setdefault(unit_id, (role, group_id))
    return owed
