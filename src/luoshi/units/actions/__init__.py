"""Bodies, groups, names, accounts and their roles: the only place that writes them."""

from __future__ import annotations

from luoshi.units.actions.accounts import (
    change_own_password,
    close_account,
    edit_account,
    hand_over,
    join,
    leave,
    open_account,
    renew_password,
    restore_account,
)
from luoshi.units.actions.answers import Answer, answer_names
from luoshi.units.actions.bodies import UnitChange, create_unit, edit_unit, merge_units, withdraw_unit
from luoshi.units.actions.founding import found_office
from luoshi.units.actions.groups import create_group, edit_group
from luoshi.units.actions.names import remember_name
from luoshi.units.actions.tables import Opened, import_accounts, import_units

__all__ = [
    "Answer",
    "Opened",
    "UnitChange",
    "answer_names",
    "change_own_password",
    "close_account",
    "create_group",
    "create_unit",
    "edit_account",
    "edit_group",
    "edit_unit",
    "found_office",
    "hand_over",
    "import_accounts",
    "import_units",
    "join",
    "leave",
    "merge_units",
    "open_account",
    "remember_name",
    "renew_password",
    "restore_account",
    "withdraw_unit",
]
