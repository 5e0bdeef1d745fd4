# ruff: noqa: E501 - cells are written as offices fill them
"""Tables like those that offices publish, in words of our own, with defects planted where real ones have them.

A cell of ``UP`` belongs to the cell above it: merged in a workbook and in a paper, written out again or left blank in CSV.
"""

from __future__ import annotations

from collections.abc import Sequence

from assessment.office_tables import as_csv, as_docx, as_xlsx

UP = "↑"
HEADER = ("序号", "一级指标", "责任单位", "考核内容", "分值", "评分标准", "佐证材料")
COMMON, OWN = "一、共性任务（40分）", "二、个性任务（60分）"

# offices with tasks of their own; the parts of each add up to its points but where a defect is planted
_BUREAUS = [
    "县水利局",
    "县生态环境局",
    "县住建局",
    "县交通运输局",
    "县自然资源局",
    "县林业局",
    "县公安局",
    "县财政局",
    "县教育局",
    "县卫健委",
    "县工信局",
    "县发改委",
    "县委组织部",
    "县委宣传部",
    "县纪委监委",
    "县审计局",
    "县文旅局",
    "县应急管理局",
    "县市场监管局",
    "县司法局",
    "县统计局",
    "县气象局",
    "县供销社",
    "县水文站",
    "县城管局",
    "县乡村振兴局",
    "县农业农村局",
    "县矿产局",
    "县融媒体中心",
    "县税务局",
    "县民政局",
]


def departments() -> list[tuple[str, ...]]:
    """A table of a common part of 40 points and 31 offices with 60 points each. Planted: 县矿产局 adds up to 50, the
    number 30 stands twice, （20） of 县水文站 lacks its unit; the 60 of 县农业农村局 stand in three cells.
    """
    rows: list[tuple[str, ...]] = [
        HEADER,
        ("1", COMMON, "各责任单位", "组织领导", "10", "1.明确分管负责人和联络员，得4分。\n2.制定年度工作要点，得6分。", "文件、工作要点"),
        ("2", UP, "各责任单位", "部门联动", "12", "积极参加联合执法行动，每缺一次扣2分，扣完为止。", "执法记录"),
        ("3", UP, "各责任单位", "问题整改", "10", "交办问题按期整改到位得10分，逾期未整改的每件扣2分。", "整改台账"),
        ("4", UP, "各责任单位", "经验推广", "8",
         "1.按时报送年度总结，得5分。\n2.做法获省级推广，得3分；获市级推广，得2分；获县级推广，得1分。", "年度总结、推广文件"),
    ]  # fmt: skip
    number = 5
    for at, bureau in enumerate(_BUREAUS):
        first = OWN if at == 0 else UP
        if bureau == "县农业农村局":
            rows.append(
                (
                    str(number),
                    first,
                    bureau,
                    "化肥减量",
                    "30",
                    "1.推广有机肥，得20分。\n2.建立示范片，得10分。",
                    "统计报表",
                )
            )
            rows.append((UP, UP, UP, "水产养殖", "15", "尾水达标排放得15分，发现一处直排扣3分。", "检测报告"))
            rows.append((UP, UP, UP, "畜禽养殖", "15", "禁养区无复养得15分，发现一户扣5分。", "检查记录"))
        else:
            rows.append(
                (str(number), first, bureau, f"{bureau.removeprefix('县')}年度任务", "60", _rule(bureau), "工作台账")
            )
        number += 0 if bureau == "县乡村振兴局" else 1
    rows.append(
        (
            "36",
            "三、综合奖扣",
            "各责任单位",
            "奖扣",
            "",
            "1.获省、市通报表扬的，分别奖5、3分。\n2.被省、市通报批评的，分别扣5、3分。",
            "通报文件",
        )
    )
    return rows


def _rule(bureau: str) -> str:
    if bureau == "县矿产局":
        return "1.取缔非法采矿点，得20分。\n2.矿山复绿，得10分。\n3.废水处理，得20分。"
    if bureau == "县水文站":
        return "1.按月监测断面水质（40分）。\n2.及时发布水情（20）。"
    return "1.完成年度治理任务，得30分。\n2.建立管理台账，得20分。\n3.开展专项检查，得10分。"


WATER = [
    ("节水型单位评价标准（自拟）", "", "", "", "", ""),
    ("序号", "类别", "指标", "分值", "评分标准", "备注"),
    ("1", "技术指标（40分）", "★人均用水量", "8", "与同类单位平均值相比，≤0.9/1.0/1.1/1.2倍→8/6/3/1/0", ""),
    ("2", UP, "★水计量率", "8", "达到100%得8分；90%以上得5分；90%以下不得分", ""),
    ("3", UP, "★节水器具普及率", "8", "100%得8分，每低5%扣2分，扣完为止", ""),
    ("4", UP, "锅炉冷凝水回收率", "8", "≥80%得8分，≥70%得6分，≥60%得3分，低于60%不得分；没有锅炉的不评分", ""),
    ("5", UP, "空调冷却水循环率", "8", "≥95%得8分，低于95%不得分；无中央空调的不适用", ""),
    ("6", "管理指标（60分）", "★规章制度", "20", "制度健全得10分；有专人负责得10分", ""),
    ("7", UP, "计量统计", "20", "原始记录完整得20分，每缺一个月扣2分，扣完为止", ""),
    ("8", UP, "宣传教育", "20", "有节水标识得10分；开展主题宣传得10分", ""),
    (
        "注：1.带★的指标得分不得为0。2.总分90分以上为合格。3.不评分的指标按其余指标得分折算为百分制。",
        "",
        "",
        "",
        "",
        "",
    ),
]

FOOD = [
    ("食品安全示范城市评价细则（自拟）", "", "", "", "", ""),
    ("序号", "类别", "指标", "分值", "评分标准", "评价方式"),
    ("1", "一、否决项", "三年内发生重大食品安全事故", "否决项", "近三年发生重大食品安全事故的，一票否决。", "部门意见"),
    ("2", UP, "弄虚作假", "否决项", "申报材料弄虚作假的，取消申报资格。", "部门意见"),
    ("3", "二、关键项（58分）", "抽检合格率", "20", "≥98%得20分；每低1个百分点扣4分，扣完为止。", "材料审核"),
    ("4", UP, "问题处置率", "18", "按处置完成比例得分。", "材料审核"),
    ("5", UP, "群众满意度", "20", "80%以上得20分；70%-80%（不含）得10分；70%以下不得分。", "问卷调查"),
    ("6", "三、基本项（42分）", "监管责任", "22", "1.责任清单，得12分；2.督查考核，得10分。", "材料审核"),
    ("7", UP, "投诉办理", "20", "投诉逾期未办结的，每起扣2分，扣完为止。", "材料审核"),
    ("8", "四、鼓励项（16分）", "经验推广", "10", "国家级推广加10分，省级推广加6分，不重复计分。", "材料审核"),
    ("9", UP, "智慧监管", "6", "建成并使用的加6分。", "实地检查"),
    ("注：每个关键项得分率不低于60%，总分90分以上且无否决项的为达标。鼓励项不计入100分。", "", "", "", "", ""),
]

IRRIGATION = [
    ("农田水利重点县绩效考评表（自拟）", "", "", "", "", ""),
    ("序号", "考评内容", "考评指标", "分值", "评分标准", "考评依据"),
    ("1", "一、前期工作（16分）", "资金整合", "8", "按资金到位比例得分；整合计划未全部落实的，本项指标不得分。", "拨款文件"),
    ("2", UP, "规划编制", "8", "规划经批复得8分，未批复不得分。", "批复文件"),
    ("3", "二、建设管理（34分）", "开工率", "10", "达到100%得10分，每低2%扣1分，扣完为止。", "监理月报"),
    ("4", UP, "完工率", "24", "按完成比例得分。", "验收鉴定书"),
    ("5", "三、资金管理（30分）", "资金支付率", "8", "96%起，每高1个百分点得2分，满分8分。", "支付凭证"),
    ("6", UP, "绩效自评", "22", "自评结果100%—80%（含）的得18-22分；80%—60%（含）的得13-17分；60%以下的得0-12分。", "自评报告"),
    ("7", "四、建后管护（20分）", "管护机制", "12", "落实管护主体得6分；落实管护经费得6分。", "管护协议"),
    ("8", UP, "群众参与", "8", "发现一处未征求意见的扣2分，扣完为止。", "会议记录"),
    ("合计", "", "", "100", "", ""),
]  # fmt: skip

Table = Sequence[tuple[str, ...]]


def filled(rows: Table, *, blank: bool = False) -> list[tuple[str, ...]]:
    """The cells with what belongs to the one above written out again, or left blank."""
    found: list[tuple[str, ...]] = []
    for row in rows:
        found.append(tuple(
            ("" if blank else found[-1][at]) if text == UP else text for at, text in enumerate(row)
        ))  # fmt: skip
    return found


def _spans(rows: Table) -> list[tuple[int, int, int]]:
    """Column, first and last line of the cells that are merged."""
    spans = []
    for column in range(len(rows[0])):
        at = 0
        while at < len(rows):
            end = at
            while end + 1 < len(rows) and rows[end + 1][column] == UP:
                end += 1
            if end > at:
                spans.append((column, at, end))
            at = end + 1
    return spans


def made(rows: Table, form: str) -> tuple[bytes, str]:
    """The table as a file: csv, blank (csv with blank cells), xlsx or docx with merged cells."""
    if form == "xlsx":
        merged = [f"{chr(65 + c)}{top + 1}:{chr(65 + c)}{bottom + 1}" for c, top, bottom in _spans(rows)]
        wide = [f"A{at + 1}:{chr(64 + len(row))}{at + 1}" for at, row in enumerate(rows) if not any(row[1:])]
        return as_xlsx(filled(rows, blank=True), merged=[*merged, *wide]), "考核表.xlsx"
    if form == "docx":
        merged = [(top, c, bottom, c) for c, top, bottom in _spans(rows)]
        return as_docx([filled(rows, blank=True)], merged=merged), "考核表.docx"
    return as_csv(filled(rows, blank=form == "blank")), "考核表.csv"
