"""The known cast of the rooms' tests: a small plan of our own wording, a county, and the people in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from luoshi.outline.exchange import plan_to_dict
from luoshi.outline.model import (
    Block,
    Deadline,
    DeadlineKind,
    Diagnostic,
    Duty,
    Heading,
    Measure,
    Phase,
    Plan,
    Role,
    Severity,
    Source,
    Span,
    Task,
    UnitRef,
)
from luoshi.plans import actions as plan_actions
from luoshi.plans import queries as plan_queries
from luoshi.programme import actions as programme_actions
from luoshi.tenancy import actions as tenancy_actions
from luoshi.tenancy import rules as tenancy_rules
from luoshi.tenancy.rules import Actor, seated, site_actor
from luoshi.units import actions as unit_actions
from luoshi.units.rules import UnitKind
from made.laid import laid_again

TODAY = date(2026, 11, 23)

TEXT = """临湖县停车便民行动实施方案
为方便群众停车，制定本方案。
一、重点任务
（一）增加停车泊位。新建公共停车场6个。利用边角地块设置临时泊位。〔责任单位：县住建局、县交通局，各乡镇（街道）〕
（二）规范停车秩序。清理占道杂物。每季度公布巡查结果。〔责任单位：县公安局、县城管局〕
二、实施步骤
（一）准备阶段（2026年7月—2026年9月）
1.县住建局摸清底数。
（二）推进阶段（2026年10月—2026年12月）
1.11月30日前，各乡镇（街道）、县住建局开展自查。
2.县公安局开展联合巡查。
"""


def span(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """The place of some words in a text: the first, or the one after ``nth`` others."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def _refs(names: str, role: Role = Role.RESPONSIBLE, nth: int = 0) -> tuple[UnitRef, ...]:
    return tuple(UnitRef(name, role, span(name, nth=nth), group="各" in name) for name in names.split("、"))


def _line(start: str) -> Span:
    at = TEXT.index(start)
    return Span(at, TEXT.index("\n", at))


def small_plan() -> Plan:
    """What a perfect reader says of ``TEXT``: two tasks, two phases with three duties, one doubt, one error."""
    first, second = _line("（一）增加停车"), _line("（二）规范停车")
    blocks, at = [], 0
    for line in TEXT.splitlines(keepends=True):
        blocks.append(Block(Span(at, at + len(line.rstrip("\n")))))
        at += len(line)
    check = "1.11月30日前，各乡镇（街道）、县住建局开展自查。"
    deadline = Deadline("11月30日前", DeadlineKind.BY, span("11月30日前"), date="2026-11-30")
    return Plan(
        source=Source(TEXT, "txt", tuple(blocks)),
        title="临湖县停车便民行动实施方案",
        issuers=("临湖县人民政府办公室",),
        issue_date="2026-07-01",
        headings=(
            Heading(1, "一、", "重点任务", _line("一、重点任务")),
            Heading(2, "（一）", "增加停车泊位", span("（一）增加停车泊位")),
            Heading(2, "（二）", "规范停车秩序", span("（二）规范停车秩序")),
            Heading(1, "二、", "实施步骤", _line("二、实施步骤")),
        ),
        tasks=(
            Task(
                number="（一）",
                path="一、（一）",
                title="增加停车泊位",
                text="新建公共停车场6个。利用边角地块设置临时泊位。",
                span=first,
                units=_refs("县住建局、县交通局、各乡镇（街道）"),
                measures=(
                    Measure("新建公共停车场6个。", span("新建公共停车场6个。")),
                    Measure("利用边角地块设置临时泊位。", span("利用边角地块设置临时泊位。")),
                ),
            ),
            Task(
                number="（二）",
                path="一、（二）",
                title="规范停车秩序",
                text="清理占道杂物。每季度公布巡查结果。",
                span=second,
                units=_refs("县公安局、县城管局"),
                measures=(
                    Measure("清理占道杂物。", span("清理占道杂物。")),
                    Measure("每季度公布巡查结果。", span("每季度公布巡查结果。")),
                ),
            ),
        ),
        phases=(
            Phase(
                "准备阶段",
                "2026-07",
                "2026-09",
                _line("（一）准备阶段"),
                (Duty("1.", "县住建局摸清底数。", _line("1.县住建局"), _refs("县住建局", nth=1)),),
            ),
            Phase(
                "推进阶段",
                "2026-10",
                "2026-12",
                _line("（二）推进阶段"),
                (
                    Duty("1.", check[2:], _line(check), _refs("各乡镇（街道）、县住建局", nth=1), deadline),
                    Duty("2.", "县公安局开展联合巡查。", _line("2.县公安局"), _refs("县公安局", nth=1)),
                ),
            ),
        ),
        diagnostics=(
            Diagnostic("no-lead", Severity.DOUBT, second, "No body is said to lead.", "Say who leads."),
            Diagnostic("no-number", Severity.ERROR, None, "There is no number.", "Look."),
            Diagnostic("read-well", Severity.NOTE, first, "Read.", ""),
        ),
    )


def small_reading() -> dict[str, Any]:
    """The same as stored."""
    return plan_to_dict(small_plan(), with_source=True)


# --- people -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class County:
    """A county with a body, a group of two townships, and the office that runs its programmes."""

    office: Actor
    unit_ids: dict[str, int]

    @property
    def id(self) -> int:
        """The jurisdiction."""
        return self.office.jurisdiction_id

    def member(self, role: tenancy_rules.Role, unit: str = "县住建局") -> Actor:
        """Somebody of a body in a role; not kept anywhere."""
        return seated(None, self.id, "somebody", [(role, self.unit_ids[unit])])


def found_county(name: str = "临湖县", townships: Sequence[str] = ("东岸镇", "西岸乡")) -> County:
    """A new county."""
    return laid_again(("county", name, *townships), lambda: _found_county(name, townships))


def _found_county(name: str, townships: Sequence[str]) -> County:
    jurisdiction = tenancy_actions.create_jurisdiction(name=name)
    site = site_actor(jurisdiction.pk)
    account = tenancy_actions.create_account(
        jurisdiction_id=jurisdiction.pk, sign_in_name=f"{name}-office", name="创建办"
    )
    kinds = {"县住建局": UnitKind.GOVERNMENT, **dict.fromkeys(townships, UnitKind.TOWNSHIP)}
    ids = {name: unit_actions.create_unit(actor=site, name=name, kind=kind) for name, kind in kinds.items()}
    unit_actions.create_group(
        actor=site, name="各乡镇（街道）", unit_ids=[ids[one] for one in townships], confirmed=True
    )
    unit_actions.join(actor=site, account_id=account.pk, unit_id=ids["县住建局"], role=tenancy_rules.Role.OFFICE)
    office = seated(account.pk, jurisdiction.pk, "创建办", [(tenancy_rules.Role.OFFICE, ids["县住建局"])])
    return County(office, ids)


def keep_draft(county: County) -> int:
    """A draft whose reading is ``small_reading``: what the reader says of real text is the reader's own test."""
    version_id = plan_actions.upload_plan(actor=county.office, content=TEXT.encode(), file_name="parking.txt")
    version = plan_queries.version(county.office, version_id)
    version.reading = small_reading()
    version.save(update_fields=["reading"])
    return version_id


def look_at_all(county: County, version_id: int) -> None:
    """Every doubt has been looked at."""
    doubts = [doubt.key for doubt in plan_queries.reading(county.office, version_id).doubts]
    plan_actions.look(actor=county.office, version_id=version_id, doubts=doubts)


def run_programme(county: County) -> programme_actions.Accepted:
    """The small plan, accepted and issued on ``TODAY``."""
    return laid_again(("programme", county.id), lambda: _run_programme(county))


def _run_programme(county: County) -> programme_actions.Accepted:
    accepted = draft_programme(county)
    programme_actions.issue(actor=county.office, programme_id=accepted.programme_id, today=TODAY)
    return accepted


def draft_programme(county: County) -> programme_actions.Accepted:
    """The small plan, accepted on ``TODAY`` and not issued."""
    return laid_again(("draft", county.id), lambda: draft_anew(county))


def draft_anew(county: County) -> programme_actions.Accepted:
    """The same, by the rules as they stand in this test."""
    version_id = keep_draft(county)
    look_at_all(county, version_id)
    return programme_actions.accept_plan(actor=county.office, version_id=version_id, today=TODAY, despite_errors=True)
