"""A county's departments, each with a part of its own in one table; and the group of them, assessed by it."""

from __future__ import annotations

from decimal import Decimal

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.marking import Marked, Said, mark
from luoshi.assessment.rules.framework import Framework, PassMark, RowKind
from luoshi.assessment.rules.framework import Row as RuleRow
from luoshi.assessment.rules.grammar import AllOrNothing, Discretion, Rank
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import SubjectKind
from luoshi.tenancy.rules import site_actor
from luoshi.units.actions import create_group, create_unit
from luoshi.units.rules import UnitKind
from rooms.cast import TODAY, County
from rooms.scored import kept, row, subject

DEPARTMENTS = ("县水利局", "县林业局", "县教育局")
MET = Observation(met=True)


def part(code: str, title: str, points: tuple[int, ...], **more: object) -> RuleRow:
    """A part whose rows have these points, all or nothing."""
    rows = tuple(
        RuleRow(f"{code}.{at}", f"{title[1:3]}任务{at}", Decimal(each), rule=AllOrNothing())
        for at, each in enumerate(points, start=1)
    )
    return RuleRow(code, title, sum(map(Decimal, points)), children=rows, **more)  # type: ignore[arg-type]


def by_departments(*titles: str, more: tuple[RuleRow, ...] = ()) -> Framework:
    """Forty common points and sixty of each department's own; ninety to pass."""
    names = titles or DEPARTMENTS
    shapes = ((60,), (20, 40), (30, 20, 10))
    parts = [part(f"2.{at}", name, shapes[(at - 1) % 3]) for at, name in enumerate(names, start=1)]
    return Framework(
        title="县直部门年度考核",
        version="2026",
        total=Decimal(100),
        pass_mark=PassMark(Decimal(90)),
        rows=(
            RuleRow(
                "1",
                "共性指标",
                Decimal(40),
                children=(
                    RuleRow("1.1", "组织领导", Decimal(30), rule=Discretion(Decimal(0), Decimal(30))),
                    RuleRow("1.2", "按时报送", Decimal(10), rule=AllOrNothing()),
                ),
            ),
            RuleRow("2", "个性指标", Decimal(60), children=(*parts, *more), one_of=True),
        ),
    )


def with_veto() -> Framework:
    """The same, and in the part of 县教育局 a veto and a row that may not be zero."""
    own = RuleRow(
        "2.4",
        "县卫健局",
        Decimal(60),
        children=(
            RuleRow("2.4.1", "卫健任务", Decimal(60), rule=AllOrNothing(), never_zero=True),
            RuleRow("2.4.2", "发生责任事故", kind=RowKind.VETO, rule=AllOrNothing()),
        ),
    )
    return by_departments(more=(own,))


def ranked() -> Framework:
    """Parts of which one looks at peers: two departments share it."""
    placed = RuleRow("2.4.1", "名次", Decimal(60), rule=Rank((Decimal(60), Decimal(50))))
    shared = RuleRow("2.4", "县文旅局、县体育局", Decimal(60), children=(placed,))
    return by_departments(more=(shared,))


def founded(county: County, *names: str) -> int:
    """The departments and their group; gives the group. They stand in the county's list of units, too."""
    site = site_actor(county.id)
    for name in [one for one in names or DEPARTMENTS if one not in county.unit_ids]:
        county.unit_ids[name] = create_unit(actor=site, name=name, kind=UnitKind.GOVERNMENT)
    ids = [county.unit_ids[name] for name in names or DEPARTMENTS]
    return create_group(actor=site, name="县直部门", unit_ids=ids, confirmed=True)


def assessed(county: County, programme_id: int, group_id: int, framework: Framework | None = None) -> int:
    """The group assessed by the table; gives the adoption."""
    return adopt(
        actor=county.office,
        programme_id=programme_id,
        version_id=kept(county, framework or by_departments()),
        subject_kind=SubjectKind.UNIT,
        group_id=group_id,
    )


def give(
    county: County, round_id: int, unit: str, code: str, seen: Observation | None = MET, reason: str = ""
) -> Marked:
    """The office marks a row of a department."""
    pk = subject(round_id, unit).pk
    return mark(actor=county.office, subject_id=pk, row_id=row(code).pk, said=Said(seen, reason), today=TODAY)
