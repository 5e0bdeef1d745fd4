"""The verbs of a programme, one module a subject."""

from luoshi.programme.actions.accepting import Accepted, accept_plan
from luoshi.programme.actions.comment_tables import import_comments
from luoshi.programme.actions.consulting import (
    close_consultation,
    comment,
    decide,
    enter_for_unit,
    no_comment,
    open_consultation,
    withdraw_comment,
)
from luoshi.programme.actions.deciding import answer_difficulty, assign, grant, meet, pass_up, refuse, take_back
from luoshi.programme.actions.handling import (
    answer,
    confirm,
    give_back,
    note_progress,
    reopen,
    return_,
    scaled_figure,
    urge,
    urge_all,
)
from luoshi.programme.actions.issuing import issue
from luoshi.programme.actions.lighting import relight
from luoshi.programme.actions.measuring import define_metric
from luoshi.programme.actions.own_measures import add_measure, move_measure, reword_measure, withdraw_measure
from luoshi.programme.actions.periods import open_periods, refresh, refresh_all
from luoshi.programme.actions.petitioning import ask_extension, object_, raise_difficulty
from luoshi.programme.actions.phases import add_phase, drop_phase, raise_phase, set_phase
from luoshi.programme.actions.receiving import receive, reinstate_obligation, withdraw_obligation
from luoshi.programme.actions.restricting import restrict
from luoshi.programme.actions.settings import close_programme, reopen_programme, set_programme
from luoshi.programme.actions.site_pictures import add_picture, restore_picture, withdraw_picture
from luoshi.programme.actions.site_quotas import add_category, add_scheme, drop_category, set_category, set_scheme
from luoshi.programme.actions.sites import edit_site, move_site, propose_site

__all__ = [
    "Accepted",
    "accept_plan",
    "add_category",
    "add_measure",
    "add_phase",
    "add_picture",
    "add_scheme",
    "answer",
    "answer_difficulty",
    "ask_extension",
    "assign",
    "close_consultation",
    "close_programme",
    "comment",
    "confirm",
    "decide",
    "define_metric",
    "drop_category",
    "drop_phase",
    "edit_site",
    "enter_for_unit",
    "give_back",
    "grant",
    "import_comments",
    "issue",
    "meet",
    "move_measure",
    "move_site",
    "no_comment",
    "note_progress",
    "object_",
    "open_consultation",
    "open_periods",
    "pass_up",
    "propose_site",
    "raise_difficulty",
    "raise_phase",
    "receive",
    "refresh",
    "refresh_all",
    "refuse",
    "reinstate_obligation",
    "relight",
    "reopen",
    "reopen_programme",
    "restore_picture",
    "restrict",
    "return_",
    "reword_measure",
    "scaled_figure",
    "set_category",
    "set_phase",
    "set_programme",
    "set_scheme",
    "take_back",
    "urge",
    "urge_all",
    "withdraw_comment",
    "withdraw_measure",
    "withdraw_obligation",
    "withdraw_picture",
]
