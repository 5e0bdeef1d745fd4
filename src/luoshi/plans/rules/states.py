"""States of versions, corrections and doubts, and the operations on a reading."""

from __future__ import annotations

from enum import StrEnum

from luoshi.kernel.wording import _


class VersionState(StrEnum):
    """A version is corrected while a draft, and stands once accepted."""

    DRAFT = "draft"
    ACCEPTED = "accepted"


STATE_WORDS = {VersionState.DRAFT: _("Draft"), VersionState.ACCEPTED: _("Accepted")}


class PassageKind(StrEnum):
    """What a kept passage says."""

    TASK = "task"
    DUTY = "duty"
    SAFEGUARD = "safeguard"
    MEASURE = "measure"
    PHASE = "phase"
    TARGET = "target"
    STRUCTURE = "structure"


class CorrectionState(StrEnum):
    """Applied; undone (can be redone); dropped (undone, and then something else was done)."""

    APPLIED = "applied"
    UNDONE = "undone"
    DROPPED = "dropped"


class LookState(StrEnum):
    """What a person said to a doubt."""

    SEEN = "seen"
    SETTLED = "settled"


class ItemKind(StrEnum):
    """What a place of a text may be. ``TEXT`` is not an item: the words stand, and commit nobody."""

    TASK = "task"
    HEADING = "heading"
    DUTY = "duty"
    SAFEGUARD = "safeguard"
    TEXT = "text"


class Operation(StrEnum):
    """What a person may change in a reading. The payload of each is told in ``corrections``."""

    SET_KIND = "set-kind"
    MOVE_BOUNDS = "move-bounds"
    SET_TITLE = "set-title"
    SET_UNITS = "set-units"
    SET_DEADLINE = "set-deadline"
    SET_TARGETS = "set-targets"
    ADD = "add"
    REMOVE = "remove"
    SPLIT = "split"
    JOIN = "join"


OPERATION_WORDS = {
    Operation.SET_KIND: _("Kind changed"),
    Operation.MOVE_BOUNDS: _("Bounds moved"),
    Operation.SET_TITLE: _("Title changed"),
    Operation.SET_UNITS: _("Units changed"),
    Operation.SET_DEADLINE: _("Deadline changed"),
    Operation.SET_TARGETS: _("Quantities changed"),
    Operation.ADD: _("Item added"),
    Operation.REMOVE: _("Item removed"),
    Operation.SPLIT: _("Item split"),
    Operation.JOIN: _("Items joined"),
}
KIND_WORDS = {
    ItemKind.TASK: _("Task"),
    ItemKind.HEADING: _("Heading"),
    ItemKind.DUTY: _("Duty of a phase"),
    ItemKind.SAFEGUARD: _("Safeguard"),
    ItemKind.TEXT: _("Not an item"),
}
