"""The verbs of the grid, one step each, all of which can be undone."""

from luoshi.programme.actions.apart import answer_apart, fold_back, merge_commitments
from luoshi.programme.actions.areas import drop_area, follow_successors, name_area, not_track_area, tick_area
from luoshi.programme.actions.naming import (
    clear_lead,
    drop_party,
    name_for_sentence,
    name_party,
    set_lead,
    set_role,
)
from luoshi.programme.actions.sentences import merge_measure, reword_measure, split_measure
from luoshi.programme.actions.stepping import redo, undo
from luoshi.programme.actions.terms import drop_quantity, set_due, set_phase, set_quantity, set_rhythm, set_title
from luoshi.programme.actions.ticking import not_track, tick, tick_column, tick_row, track, untick

__all__ = [
    "answer_apart",
    "clear_lead",
    "drop_area",
    "drop_party",
    "drop_quantity",
    "fold_back",
    "follow_successors",
    "merge_commitments",
    "merge_measure",
    "name_area",
    "name_for_sentence",
    "name_party",
    "not_track",
    "not_track_area",
    "redo",
    "reword_measure",
    "set_due",
    "set_lead",
    "set_phase",
    "set_quantity",
    "set_rhythm",
    "set_role",
    "set_title",
    "split_measure",
    "tick",
    "tick_area",
    "tick_column",
    "tick_row",
    "track",
    "undo",
    "untick",
]
