"""The plan that the papers are tested with: two areas, three tasks, a phase, a safeguard; places are real."""

from __future__ import annotations

from decimal import Decimal

from luoshi.outline.model import (
    Comparator,
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
    Structure,
    Target,
    Task,
    UnitRef,
)

TEXT = """云溪县人居环境提升实施方案
一、道路
（一）修好村道。坚持规划先行。2022年底前新建村道12公里。完善养护制度。（牵头单位：县交通局；配合单位：县财政局、各乡镇）
（二）点亮村庄。安装路灯300盏。（牵头单位：县城市管理局）
二、供水
（一）通好水。更新管网。（牵头单位：县水利局；配合单位：县财政局）
三、实施步骤
（一）启动阶段（2022年1月—2022年3月）。3月20日前，各乡镇制定计划。
四、保障措施
（一）加强领导。县住房城乡建委每季度通报进展。
"""


def at(words: str, after: str = "") -> Span:
    """Where the words stand in the text, behind other words where they stand more than once."""
    start = TEXT.index(words, TEXT.index(after) if after else 0)
    return Span(start, start + len(words))


def heading(level: int, number: str, text: str) -> Heading:
    return Heading(level, number, text, at(number + text))


def unit(name: str, role: Role, after: str) -> UnitRef:
    return UnitRef(name, role, at(name, after), group=name.startswith("各"))


def measure(words: str, *, principle: bool = False) -> Measure:
    return Measure(words, at(words), principle)


def county_plan() -> Plan:
    """The whole plan as a reading."""
    built = Deadline("2022年底前", DeadlineKind.BY, at("2022年底前"), date="2022-12-31")
    kilometres = Target(
        "新建村道12公里", Decimal(12), "公里", Comparator.AT_LEAST, at("新建村道12公里"), subject="新建村道"
    )
    lamps = Target("安装路灯300盏", Decimal(300), "盏", Comparator.EQUAL, at("安装路灯300盏"), subject="安装路灯")
    tasks = (
        Task(
            "（一）",
            "一、（一）",
            "修好村道",
            "坚持规划先行。2022年底前新建村道12公里。完善养护制度。",
            at(TEXT.split("\n")[2]),
            units=(
                unit("县交通局", Role.LEAD, "修好村道"),
                unit("县财政局", Role.SUPPORT, "修好村道"),
                unit("各乡镇", Role.SUPPORT, "修好村道"),
            ),
            deadline=built,
            deadlines=(built,),
            measures=(
                measure("坚持规划先行。", principle=True),
                measure("2022年底前新建村道12公里。"),
                measure("完善养护制度。"),
            ),
            targets=(kilometres,),
        ),
        Task(
            "（二）",
            "一、（二）",
            "点亮村庄",
            "安装路灯300盏。",
            at(TEXT.split("\n")[3]),
            units=(unit("县城市管理局", Role.LEAD, "点亮村庄"),),
            measures=(measure("安装路灯300盏。"),),
            targets=(lamps,),
        ),
        Task(
            "（一）",
            "二、（一）",
            "通好水",
            "更新管网。",
            at(TEXT.split("\n")[5]),
            units=(unit("县水利局", Role.LEAD, "通好水"), unit("县财政局", Role.SUPPORT, "通好水")),
            measures=(measure("更新管网。"),),
        ),
    )
    soon = Deadline("3月20日前", DeadlineKind.BY, at("3月20日前"), date="2022-03-20")
    step = Duty(
        "",
        "3月20日前，各乡镇制定计划。",
        at("3月20日前，各乡镇制定计划。"),
        (unit("各乡镇", Role.RESPONSIBLE, "20日"),),
        soon,
    )
    report = "县住房城乡建委每季度通报进展。"
    safeguard = Duty("", report, at(report), (unit("县住房城乡建委", Role.RESPONSIBLE, "加强领导"),))
    return Plan(
        source=Source(TEXT, "txt", ()),
        title="云溪县人居环境提升实施方案",
        issuers=("云溪县人民政府办公室",),
        document_number="云溪府办〔2022〕3号",
        issue_date="2022-01-05",
        headings=(
            heading(1, "一、", "道路"),
            heading(2, "（一）", "修好村道"),
            heading(2, "（二）", "点亮村庄"),
            heading(1, "二、", "供水"),
            heading(2, "（一）", "通好水"),
            heading(1, "三、", "实施步骤"),
            heading(2, "（一）", "启动阶段"),
            heading(1, "四、", "保障措施"),
            heading(2, "（一）", "加强领导"),
        ),
        tasks=tasks,
        phases=(Phase("启动阶段", "2022-01", "2022-03", at("（一）启动阶段（2022年1月—2022年3月）"), (step,)),),
        safeguards=(safeguard,),
        targets=(kilometres, lamps),
        structures=(Structure("示范村", 6, "个", ("山区村", "平坝村"), 2, 4, Span(0, 3)),),
        diagnostics=(
            Diagnostic("said", Severity.NOTE, Span(0, 2), "A note.", ""),
            Diagnostic("doubted", Severity.DOUBT, at("完善养护制度"), "A doubt.", "Look."),
        ),
    )
