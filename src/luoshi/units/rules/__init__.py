"""What bodies are, how their names are compared, how they stand in a tree, and what a table of them would do."""

from __future__ import annotations

from luoshi.units.rules.days import day_of, require_days
from luoshi.units.rules.groups import proposed_kinds
from luoshi.units.rules.kinds import (
    COUNTY_LEVEL,
    KIND_WORDS,
    TOWNSHIPS,
    UnitKind,
    kind_of,
    kind_word,
    written_kind,
)
from luoshi.units.rules.names import (
    CLOSE_ENOUGH,
    LONGEST_NAME,
    Directory,
    Known,
    Match,
    MatchKind,
    is_short_for,
    kept_name,
    normalised,
    visible,
)
from luoshi.units.rules.states import State, state_of
from luoshi.units.rules.tree import Placed, cycle, in_tree

__all__ = [
    "CLOSE_ENOUGH",
    "COUNTY_LEVEL",
    "KIND_WORDS",
    "LONGEST_NAME",
    "TOWNSHIPS",
    "Directory",
    "Known",
    "Match",
    "MatchKind",
    "Placed",
    "State",
    "UnitKind",
    "cycle",
    "day_of",
    "in_tree",
    "is_short_for",
    "kept_name",
    "kind_of",
    "kind_word",
    "normalised",
    "proposed_kinds",
    "require_days",
    "state_of",
    "visible",
    "written_kind",
]
