"""Kinds and roles of a programme, and the words for them."""

from __future__ import annotations

from enum import StrEnum

from luoshi.kernel.wording import _


class CommitmentKind(StrEnum):
    """What a commitment came from in the plan. An ``AREA`` only gathers tasks and is owed by nobody itself."""

    AREA = "area"
    TASK = "task"
    DUTY = "duty"
    SAFEGUARD = "safeguard"


class Origin(StrEnum):
    """Where a commitment comes from."""

    PLAN = "plan"
    DECISION = "decision"
    FINDING = "finding"
    INSTRUCTION = "instruction"


class UnitRole(StrEnum):
    """What a body does for a commitment; the same words as in the reading."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORT = "support"


class DueKind(StrEnum):
    """How a limit in time binds."""

    NONE = "none"
    BY = "by"
    WITHIN = "within"
    OPEN = "open"


class Accrual(StrEnum):
    """How a metric moves: a level is read off, a cumulative one is added up."""

    LEVEL = "level"
    CUMULATIVE = "cumulative"


class LineageKind(StrEnum):
    """How a commitment came out of another."""

    SPLIT = "split"
    MERGE = "merge"


class LightCode(StrEnum):
    """What can be said of a duty; *unknown* is said where nothing can, and never stands for "fine"."""

    DONE = "done"
    ON_TIME = "on-time"
    DUE_SOON = "due-soon"
    BEHIND = "behind"  # but reachable
    LATE = "late"  # or not reachable
    NOT_DUE = "not-due"
    UNKNOWN = "unknown"


class CommentSource(StrEnum):
    """How a body's answer to a consultation came in."""

    PAGE = "page"
    TABLE = "table"  # an xlsx that came back
    OFFICE = "office"  # entered by the office: by letter, by telephone


class ChangeKind(StrEnum):
    """How an item of a new version differs from the old one's."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # the same words elsewhere
    UNCHANGED = "unchanged"


class ChangeDecision(StrEnum):
    """What the office made of a difference."""

    OPEN = "open"
    ACCEPTED = "accepted"
    KEPT = "kept"  # the programme goes on as it was


KIND_WORDS = {
    CommitmentKind.AREA: _("Area"),
    CommitmentKind.TASK: _("Task"),
    CommitmentKind.DUTY: _("Duty of a phase"),
    CommitmentKind.SAFEGUARD: _("Safeguard"),
}
ROLE_WORDS = {
    UnitRole.LEAD: _("Lead"),
    UnitRole.RESPONSIBLE: _("Responsible"),
    UnitRole.SUPPORT: _("Supporting"),
}
LIGHT_WORDS = {
    LightCode.DONE: _("Done"),
    LightCode.ON_TIME: _("On time"),
    LightCode.DUE_SOON: _("Due soon"),
    LightCode.BEHIND: _("Behind"),
    LightCode.LATE: _("Late"),
    LightCode.NOT_DUE: _("Not due"),
    LightCode.UNKNOWN: _("Unknown"),
}
CHANGE_WORDS = {
    ChangeKind.ADDED: _("Added"),
    ChangeKind.REMOVED: _("Removed"),
    ChangeKind.CHANGED: _("Changed"),
    ChangeKind.MOVED: _("Moved"),
    ChangeKind.UNCHANGED: _("Unchanged"),
}
