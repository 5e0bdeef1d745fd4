"""A framework of our own wording, and the small programme assessed by it."""

from __future__ import annotations

from decimal import Decimal

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.rounds import open_round, plan_round
from luoshi.assessment.models import FrameworkVersion, Row, Subject
from luoshi.assessment.rules.framework import Framework, PassMark, RowKind
from luoshi.assessment.rules.framework import Row as RuleRow
from luoshi.assessment.rules.grammar import AllOrNothing, Deduct, Per, Proportional
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from rooms.cast import TODAY, County


def parking(title: str = "停车便民测评", version: str = "2026") -> Framework:
    """Ten points in two areas, a bonus and a veto; nine to apply."""
    return Framework(
        title=title,
        version=version,
        total=Decimal(10),
        pass_mark=PassMark(Decimal(9)),
        rows=(
            RuleRow(
                "1",
                "泊位建设",
                Decimal(6),
                children=(
                    RuleRow("1.1", "新建停车场", Decimal(4), rule=Proportional(Decimal(100)), scored_by=("县交通局",)),
                    RuleRow("1.2", "临时泊位有台账", Decimal(2), rule=AllOrNothing(), scored_by=("县住建局",)),
                ),
            ),
            RuleRow(
                "2",
                "停车秩序",
                Decimal(4),
                children=(
                    RuleRow(
                        "2.1",
                        "按季公布巡查结果",
                        Decimal(4),
                        rule=Deduct((Per("missed", "每少一次", Decimal("0.5")),)),
                        sentence="每少一次扣0.5分，扣完为止。",
                        done_by=("县住建局",),
                    ),
                ),
            ),
            RuleRow("3", "经验推广", Decimal(1), kind=RowKind.BONUS, rule=AllOrNothing()),
            RuleRow("4", "发生重大事故", kind=RowKind.VETO, rule=AllOrNothing()),
        ),
    )


def kept(county: County, framework: Framework | None = None) -> int:
    """The framework as the office keeps it."""
    return keep_framework(actor=county.office, framework=framework or parking(), today=TODAY)


def adopted(county: County, programme_id: int, kind: SubjectKind = SubjectKind.PROGRAMME) -> int:
    """The programme, or the units that it binds, assessed by the framework."""
    return adopt(actor=county.office, programme_id=programme_id, version_id=kept(county), subject_kind=kind)


def marking(county: County, adoption_id: int, kind: RoundKind = RoundKind.SELF_CHECK) -> int:
    """An open round."""
    made = plan_round(actor=county.office, adoption_id=adoption_id, kind=kind)
    open_round(actor=county.office, round_id=made, today=TODAY)
    return made


def subject(round_id: int, unit: str = "") -> Subject:
    """The subject of a round: the programme, or the unit of a name."""
    rows = Subject.objects.filter(round_id=round_id)
    return rows.get(unit__name=unit) if unit else rows.get()


def row(code: str) -> Row:
    """The row of a code in the latest version."""
    return Row.objects.get(version=FrameworkVersion.objects.latest("pk"), code=code)
