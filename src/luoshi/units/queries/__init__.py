"""Questions about bodies, groups, accounts, and for whom an account works."""

from __future__ import annotations

from luoshi.units.queries.accounts import AccountLine, Held, account_line, accounts
from luoshi.units.queries.known import (
    GroupFacts,
    Seat,
    UnitFacts,
    group_directory,
    groups,
    seat,
    successors,
    unit,
    unit_directory,
    units,
    visible,
)
from luoshi.units.queries.lists import Candidate, GroupLine, GroupSheet, UnitLine, group_lines, group_sheet, unit_lines
from luoshi.units.queries.speakers import Speaker, speakers
from luoshi.units.queries.tables import Preview, account_preview, bodies, unit_preview

__all__ = [
    "AccountLine",
    "Candidate",
    "GroupFacts",
    "GroupLine",
    "GroupSheet",
    "Held",
    "Preview",
    "Seat",
    "Speaker",
    "UnitFacts",
    "UnitLine",
    "account_line",
    "account_preview",
    "accounts",
    "bodies",
    "group_directory",
    "group_lines",
    "group_sheet",
    "groups",
    "seat",
    "speakers",
    "successors",
    "unit",
    "unit_directory",
    "unit_lines",
    "unit_preview",
    "units",
    "visible",
]
