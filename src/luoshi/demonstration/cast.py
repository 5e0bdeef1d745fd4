"""The accounts of the demonstration: one for each role that a newcomer may take with a click."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Role


@dataclass(frozen=True, slots=True)
class Player:
    """An account: ``words`` names the role on the page; the account's own name is data and in Chinese."""

    key: str
    role: Role
    unit: str
    name: str
    post: str
    words: str


PLAYERS = (
    Player("office", Role.OFFICE, "县政府办公室", "创建办（演示）", "创建工作专班", _("Programme office")),
    Player("department", Role.LIAISON, "县住房城乡建设局", "住建局联络员（演示）", "联络员", _("Department liaison")),
    Player("township", Role.LIAISON, "枫溪镇", "枫溪镇联络员（演示）", "联络员", _("Township liaison")),
    Player("leader", Role.LEADER, "县政府办公室", "县领导（演示）", "分管领导", _("Leader")),
)
