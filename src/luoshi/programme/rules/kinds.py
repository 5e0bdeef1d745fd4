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


class LightCode(StrEnum):
    """What can be said of a duty. Until somebody reports, dates alone speak."""

    DUE_SOON = "due-soon"
    LATE = "late"
    NOT_DUE = "not-due"
    UNKNOWN = "unknown"


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
    LightCode.DUE_SOON: _("Due soon"),
    LightCode.LATE: _("Late"),
    LightCode.NOT_DUE: _("Not due"),
    LightCode.UNKNOWN: _("Unknown"),
}
