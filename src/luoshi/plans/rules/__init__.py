"""Decisions on readings: states, anchors that survive a re-reading, and what a correction does."""

from luoshi.plans.rules.anchors import Anchor, anchor, doubt_key, place
from luoshi.plans.rules.corrections import Step, apply, frozen, lost_steps
from luoshi.plans.rules.items import find_item
from luoshi.plans.rules.limits import require_free_words
from luoshi.plans.rules.states import (
    KIND_WORDS,
    OPERATION_WORDS,
    STATE_WORDS,
    CorrectionState,
    ItemKind,
    LookState,
    Operation,
    PassageKind,
    VersionState,
)

__all__ = [
    "KIND_WORDS",
    "OPERATION_WORDS",
    "STATE_WORDS",
    "Anchor",
    "CorrectionState",
    "ItemKind",
    "LookState",
    "Operation",
    "PassageKind",
    "Step",
    "VersionState",
    "anchor",
    "apply",
    "doubt_key",
    "find_item",
    "frozen",
    "lost_steps",
    "place",
    "require_free_words",
]
