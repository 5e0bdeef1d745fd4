"""Two hundred ordinary papers of a county: what an office writes in a year, with every kind of long number that is
nobody's: codes of bodies, numbers of papers, orders, invoices and devices, accounts of bodies, amounts, office lines.

They are drawn by chance from a seed and know nothing of the scan. Whoever is named has a name made of the signs of the
calendar, which nobody bears.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass

import docx
import xlsxwriter

Table = list[list[str | int | float]]
Part = str | Table

COUNT = 200
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_SURNAMES = "王李张刘陈"  # before the signs of the calendar they make names that look like any other
_TOWNS = [
    "青石镇",
    "云岭乡",
    "白沙镇",
    "双河街道",
    "长冲乡",
    "枫坪镇",
    "柳溪镇",
    "大垭乡",
    "金竹镇",
    "三星乡",
    "龙井街道",
    "石门镇",
]
_OFFICES = [
    "县发展改革委",
    "县财政局",
    "县教委",
    "县水利局",
    "县农业农村委",
    "县民政局",
    "县司法局",
    "县文化旅游委",
    "县市场监管局",
    "县政府办公室",
]
_TOPICS = [
    "河道清理",
    "政务公开",
    "危房改造",
    "节水达标",
    "消防安全",
    "校园周边整治",
    "农机推广",
    "乡村旅游",
    "垃圾分类",
    "营商环境",
    "示范创建",
]
_POSTS = ["县长", "副县长", "局长", "副局长", "主任", "副主任", "镇长", "乡长", "科长", "四级调研员"]
_BODY_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Paper:
    """A paper: what it is called, and its paragraphs and tables in order."""

    name: str
    parts: tuple[Part, ...]


class Desk:
    """What a writer of papers needs, drawn by chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  papers, not secrets

    def pick(self, words: list[str]) -> str:
        return self.chance.choice(words)

    def some(self, words: list[str], most: int) -> list[str]:
        return self.chance.sample(words, self.chance.randint(2, most))

    def figures(self, length: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(length))

    def number(self, low: int, high: int) -> int:
        return self.chance.randint(low, high)

    def who(self) -> str:
        return self.chance.choice(_STEMS + _SURNAMES) + "".join(
            self.chance.sample(_BRANCHES, self.chance.choice((1, 2)))
        )

    def line(self) -> str:
        """A telephone of an office, in the ways that people write one."""
        number = f"7{self.figures(7)}"
        return self.chance.choice(
            (
                f"023-{number}",
                f"023—{number}",
                number,
                f"（023）{number}",
                f"023 {number}",
                f"{number}转{self.figures(4)}",
            )
        )

    def day(self) -> str:
        return f"{self.number(2019, 2026)}年{self.number(1, 12)}月{self.number(1, 28)}日"

    def number_of_paper(self) -> str:
        return (
            f"{self.pick(['青府发', '青府办〔发〕', '青创建办', '青财'])}〔{self.number(2019, 2026)}"
            f"〕{self.number(1, 399)}号"
        )

    def code_of_body(self) -> str:
        """A code of a body with its check (GB 32100), more often than not of figures alone."""
        signs = "0123456789" if self.chance.random() < 0.6 else _BODY_SIGNS
        start = self.chance.choice(("11", "12", "51", "52", "91", "92")) + f"5002{self.figures(2)}"
        code = start + "".join(self.chance.choice(signs) for _ in range(9))
        total = sum(_BODY_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(code))
        return code + _BODY_SIGNS[(31 - total % 31) % 31]

    def account(self) -> str:
        """An account of a body, as long as a card's number."""
        return self.pick(["3", "5000", "0100", "1109"]) + self.figures(self.number(13, 15))

    def prose(self) -> str:
        topic, office, town = self.pick(_TOPICS), self.pick(_OFFICES), self.pick(_TOWNS)
        return self.pick(
            [
                f"{office}牵头，{town}配合，{self.day()}前完成{topic}工作，并将进展情况报县政府办公室。",
                f"截至{self.day()}，全县完成{topic}项目{self.number(3, 90)}个，占年度任务的"
                f"{self.number(30, 99)}.{self.figures(2)}%。",
                f"要压实责任，把{topic}与日常工作一起部署、一起检查，防止只留痕不落实。",
                f"累计投入资金{self.number(100, 90000)}.{self.figures(2)}万元，惠及群众{self.number(1000, 90000)}"
                f"人次，同比增长{self.number(1, 20)}.{self.figures(6)}个百分点。",
                f"根据{self.number_of_paper()}文件精神，{town}组织培训{self.number(2, 30)}场"
                f"，发放资料{self.number(500, 9000)}份。",
                f"{town}新建步道{self.number(1, 30)}.{self.figures(3)}公里，总投资{self.number(1, 9)}"
                f"{self.figures(8)}元，其中县级配套1{self.figures(10)}元。",
            ]
        )

    def paragraphs(self, least: int = 3, most: int = 9) -> list[str]:
        return [f"{'一二三四五六七八九十'[at]}、{self.prose()}" for at in range(self.number(least, most))]


def _notice(desk: Desk) -> list[Part]:
    topic = desk.pick(_TOPICS)
    return [
        f"关于召开{topic}工作推进会的通知",
        desk.number_of_paper(),
        f"{'、'.join(desk.some(_OFFICES, 5))}，各乡镇人民政府、街道办事处：",
        *desk.paragraphs(2, 5),
        f"请于{desk.day()}前将参会人员姓名、职务报县政府办公室。联系人：{desk.who()}"
        f"；联系电话：{desk.line()}，传真：{desk.line()}。",
        f"青川县人民政府办公室\n{desk.day()}",
    ]


def _report(desk: Desk) -> list[Part]:
    return [
        f"{desk.pick(_TOWNS)}关于{desk.pick(_TOPICS)}工作情况的报告",
        "县创建办：",
        *desk.paragraphs(5, 10),
        "特此报告。",
        desk.day(),
    ]


def _minutes(desk: Desk) -> list[Part]:
    return [
        f"专题会议纪要\n第{desk.number(1, 60)}期（总第{desk.number(100, 900)}期）",
        f"{desk.day()}，{desk.pick(_POSTS)}{desk.who()}主持召开会议，研究{desk.pick(_TOPICS)}有关工作。",
        *desk.paragraphs(3, 6),
        f"出席：{'、'.join(f'{desk.pick(_OFFICES)}{desk.who()}' for _ in range(6))}",
        f"记录：{desk.who()}",
    ]


def _statistics(desk: Desk) -> list[Part]:
    head: list[str | int | float] = [
        "地区",
        "统计用区划代码",
        "地区生产总值（元）",
        "一般公共预算收入（元）",
        "户籍人口（人）",
        "常住人口（人）",
        "少数民族人口占比（%）",
    ]
    rows = [
        [
            town,
            f"5002{desk.figures(2)}{desk.figures(6)}",
            desk.number(10**10, 2 * 10**10),
            desk.number(10**8, 2 * 10**10),
            desk.number(8000, 90000),
            desk.number(7000, 80000),
            round(desk.chance.random() * 40, 12),
        ]
        for town in _TOWNS
    ]
    return [f"{desk.number(2019, 2025)}年主要经济指标统计表", "单位：元、人", [head, *rows], "注：占比保留原始小数。"]


def _procurement(desk: Desk) -> list[Part]:
    year = desk.number(2019, 2026)
    return [
        f"{desk.pick(_TOPICS)}服务采购项目竞争性磋商公告",
        f"项目号：QCX{year}{desk.figures(8)}　采购执行编号：{desk.figures(4)}-BZ{desk.figures(10)}　"
        f"项目代码：{year}-5002{desk.figures(2)}-{desk.figures(2)}-{desk.figures(2)}-{desk.figures(6)}",
        f"采购人：{desk.pick(_OFFICES)}　统一社会信用代码：{desk.code_of_body()}　联系电话：{desk.line()}",
        f"预算金额：{desk.number(10, 900)}{desk.figures(4)}.00元；最高限价{desk.number(10, 900)}万元。",
        f"保证金户名：县公共资源交易中心；开户行：县农村商业银行营业部；账号：{desk.account()}",
        *desk.paragraphs(2, 4),
        f"代理机构：某咨询有限公司，地址：青石镇人民路{desk.number(1, 300)}号，邮编"
        f"：4091{desk.figures(2)}，电话：{desk.line()}",
    ]


def _leading_group(desk: Desk) -> list[Part]:
    members: Table = [["姓名", "单位及职务", "组内职务"]]
    members += [[desk.who(), f"{desk.pick(_OFFICES)}{desk.pick(_POSTS)}", "成员"] for _ in range(desk.number(6, 20))]
    inline = "\n".join(f"{desk.who()}　　{desk.pick(_OFFICES)}{desk.pick(_POSTS)}" for _ in range(8))
    topic = desk.pick(_TOPICS)
    return [
        f"关于成立{topic}工作领导小组的通知",
        desk.number_of_paper(),
        f"组　长：{desk.who()}　县委副书记、县长\n副组长：{desk.who()}　县委常委、常务副县长",
        f"成　员：\n{inline}" if desk.chance.random() < 0.5 else members,
        f"领导小组办公室设在{desk.pick(_OFFICES)}，由{desk.who()}兼任办公室主任，办公电话{desk.line()}。",
    ]


def _contacts(desk: Desk) -> list[Part]:
    head: list[str | int | float] = desk.chance.choice(
        (
            ["序号", "单位", "联系人", "职务", "办公电话"],
            ["序号", "科室", "姓名", "职务", "联系电话"],
            ["序号", "单位", "姓名", "职务", "座机"],
        )
    )
    rows = [[at, office, desk.who(), desk.pick(_POSTS), desk.line()] for at, office in enumerate(_OFFICES, start=1)]
    return ["联络员名册", [head, *rows]]


def _audit(desk: Desk) -> list[Part]:
    return [
        f"关于{desk.pick(_OFFICES)}{desk.number(2019, 2025)}年度内部审计情况的报告",
        "按照内部审计工作安排，审计组对财务收支开展内部审计，未发现涉及国家秘密、商业秘密和个人隐私的问题。",
        *desk.paragraphs(3, 6),
        [
            ["凭证号", "摘要", "金额（元）", "审计意见"],
            *[[f"记-{desk.figures(4)}", "差旅费", desk.number(100, 99999), "无"] for _ in range(9)],
        ],
    ]


def _codes(desk: Desk) -> list[Part]:
    rows: Table = [["单位名称", "统一社会信用代码", "登记管理机关"]]
    rows += [[f"{town}人民政府", desk.code_of_body(), "县委编办"] for town in _TOWNS]
    return ["机关赋码情况表", rows, f"附：{desk.pick(_OFFICES)}统一社会信用代码为{desk.code_of_body()}。"]


def _orders(desk: Desk) -> list[Part]:
    rows: Table = [["订单号", "运单号", "物品", "数量", "单价（元）", "合计（元）"]]
    rows += [
        [
            f"{desk.number(2019, 2026)}{desk.figures(desk.number(10, 16))}",
            f"SF{desk.figures(13)}",
            "复印纸",
            desk.number(1, 90),
            desk.number(100, 900),
            desk.number(100, 90000),
        ]
        for _ in range(10)
    ]
    return ["办公用品采购明细", rows, f"支付流水号：{desk.figures(20)}，验收人：办公室。"]


def _roster(desk: Desk) -> list[Part]:
    rows: Table = [["日期", "带班领导", "值班人员", "值班电话"]]
    rows += [
        [f"{desk.number(1, 12)}月{at}日", desk.who(), f"{desk.who()}、{desk.who()}", desk.line()] for at in range(1, 8)
    ]
    return ["国庆节值班安排表", rows, "值班期间保持通信畅通。"]


def _secrecy(desk: Desk) -> list[Part]:
    return [
        "保密工作培训方案",
        "一、学习《中华人民共和国保守国家秘密法》，了解国家秘密的密级分为绝密、机密、秘密三级。",
        "二、严格按照规定标注密级，不得在互联网计算机上处理涉密信息。依法公开时，涉及国家秘密、商业秘密、个人隐私的除外。",
        *desk.paragraphs(2, 5),
    ]


def _task_table(desk: Desk) -> list[Part]:
    rows: Table = [["序号", "目标任务", "工作内容", "牵头单位", "配合单位", "完成时限", "责任人"]]
    rows += [
        [
            at,
            desk.pick(_TOPICS),
            desk.prose(),
            desk.pick(_OFFICES),
            "、".join(desk.some(_TOWNS, 4)),
            desk.day(),
            desk.who(),
        ]
        for at in range(1, desk.number(6, 14))
    ]
    return [f"{desk.pick(_TOPICS)}任务分解表", rows]


def _invoices(desk: Desk) -> list[Part]:
    rows: Table = [["发票代码", "发票号码", "开票日期", "销售方识别号", "价税合计（元）"]]
    rows += [
        [
            f"0500{desk.figures(8)}",
            desk.figures(desk.chance.choice((8, 20))),
            desk.day(),
            desk.code_of_body(),
            desk.number(10, 10**6),
        ]
        for _ in range(9)
    ]
    return [
        "报销发票登记表",
        rows,
        f"合同编号：HT-{desk.number(2019, 2026)}-{desk.figures(6)}，注册号：5002{desk.figures(11)}。",
    ]


def _news(desk: Desk) -> list[Part]:
    return [
        f"{desk.pick(_TOWNS)}：{desk.pick(_TOPICS)}见实效",
        *desk.paragraphs(3, 6),
        f"来源：https://www.example.gov.cn/zwgk/t{desk.number(2019, 2026)}{desk.figures(4)}_1{desk.figures(10)}.html",
        f"备案号：渝ICP备{desk.figures(8)}号　公网安备 5002{desk.figures(10)}号　编"
        f"辑：{desk.who()}　审核：{desk.who()}",
    ]


def _sign_in(desk: Desk) -> list[Part]:
    rows: Table = [["序号", "姓名", "性别", "单位", "职务", "签名"]]
    rows += [
        [at, desk.who(), desk.pick(["男", "女"]), desk.pick(_OFFICES), desk.pick(_POSTS), ""] for at in range(1, 15)
    ]
    return [f"{desk.pick(_TOPICS)}培训班签到表", desk.day(), rows]


def _rivers(desk: Desk) -> list[Part]:
    rows: Table = [["河流", "河段起点坐标", "长度（公里）", "河长姓名", "职务", "监督电话"]]
    rows += [
        [
            f"{town[:2]}河",
            f"108.{desk.figures(13)},29.{desk.figures(14)}",
            round(desk.chance.random() * 30, 3),
            desk.who(),
            desk.pick(_POSTS),
            desk.line(),
        ]
        for town in _TOWNS
    ]
    return ["河长名录公示", rows]


def _assets(desk: Desk) -> list[Part]:
    rows: Table = [["资产编号", "名称", "序列号", "条码", "设备编号", "原值（元）"]]
    rows += [
        [
            f"{desk.number(2012, 2026)}{desk.figures(8)}",
            "平板电脑",
            desk.figures(15),
            f"69{desk.figures(11)}",
            f"IMEI {desk.figures(15)}",
            desk.number(900, 99999),
        ]
        for _ in range(10)
    ]
    return ["固定资产盘点表", rows]


def _blank_form(desk: Desk) -> list[Part]:
    rows: Table = [
        ["序号", "姓名", "身份证号码", "家庭住址", "联系电话"],
        *[[at, "", "", "", ""] for at in range(1, 9)],
    ]
    return [f"{desk.pick(_TOPICS)}申请表（空白样表）", rows, f"填表说明：由申请人本人填写，咨询电话{desk.line()}。"]


def _population(desk: Desk) -> list[Part]:
    rows: Table = [["乡镇", "村（社区）数", "户数", "户籍人口", "少数民族人口", "脱贫户", "低保户"]]
    rows += [
        [
            town,
            desk.number(5, 20),
            desk.number(900, 9000),
            desk.number(9000, 40000),
            desk.number(100, 9000),
            desk.number(10, 900),
            desk.number(10, 400),
        ]
        for town in _TOWNS
    ]
    return ["各乡镇基本情况汇总表", rows, "数据由主管部门提供，均为已公开的汇总数。"]


def _appointments(desk: Desk) -> list[Part]:
    return [
        "关于任免工作人员职务的通知",
        desk.number_of_paper(),
        *[f"任命{desk.who()}为{desk.pick(_OFFICES)}{desk.pick(_POSTS)}；" for _ in range(desk.number(3, 8))],
        f"免去{desk.who()}的{desk.pick(_OFFICES)}{desk.pick(_POSTS)}职务。",
    ]


def _finance(desk: Desk) -> list[Part]:
    years = [2020, 2021, 2022, 2023]
    rows: Table = [["科目编码", "科目名称", *[f"{year}年决算（元）" for year in years]]]
    rows += [
        [f"2{desk.figures(6)}", desk.pick(_TOPICS), *[desk.number(10**9, 2 * 10**10) for _ in years]] for _ in range(12)
    ]
    yields: Table = [["乡镇", *[f"{year}年产量（吨）" for year in years]]]
    yields += [[town, *[desk.number(1000, 9999) for _ in years]] for town in _TOWNS]
    return ["支出情况表", rows, "附：主要农产品产量", yields]


def _relief(desk: Desk) -> list[Part]:
    """Near misses of a list of residents: who looks after them, where they live, and how many they are."""
    visits: Table = [["慰问领导", "职务", "慰问乡镇", "困难群众（户）", "联系电话"]]
    visits += [[desk.who(), desk.pick(_POSTS), town, desk.number(3, 30), desk.line()] for town in _TOWNS]
    duty = [f"{desk.who()}　{desk.line()}" for _ in range(6)]
    villages = [f"{town[:2]}村" for town in _TOWNS]
    return [
        "关于做好低保对象、特困人员和残疾人救助工作的通知",
        f"一、成立困难群众救助工作领导小组，成员：{'、'.join(desk.who() for _ in range(6))}。",
        f"二、{desk.pick(_TOWNS)}低保户：{'、'.join(f'{name}{desk.number(3, 40)}户' for name in villages[:5])}。",
        f"三、脱贫村：{'、'.join(villages)}。居民关心、村民满意，农户安心。",
        "脱贫户帮扶责任人\n" + "\n".join(desk.who() for _ in range(5)),
        "值班人员\n" + "\n".join(duty),
        "村民委员会名单\n" + "\n".join(villages),
        visits,
        "各乡镇救助对象统计表",
        [["乡镇", "低保户", "残疾人", "监测对象"], *[[town[:2], *[desk.number(3, 900)] * 3] for town in _TOWNS]],
    ]


WRITERS: tuple[Callable[[Desk], list[Part]], ...] = (
    _notice, _report, _minutes, _statistics, _procurement, _leading_group, _contacts, _audit, _codes, _orders,
    _roster,
    _secrecy, _task_table, _invoices, _news, _sign_in, _rivers, _assets, _blank_form, _population, _appointments,
    _finance, _relief,
)  # fmt: skip


def ordinary_papers(count: int = COUNT, seed: int = 2026) -> list[Paper]:
    """As many papers as are asked for, the same for the same seed."""
    papers = []
    for at in range(count):
        writer = WRITERS[at % len(WRITERS)]
        papers.append(Paper(f"{writer.__name__[1:]}-{at:03d}", tuple(writer(Desk(seed * 1000 + at)))))
    return papers


# --- as files ---------------------------------------------------------------------------------------------------------


def as_txt(paper: Paper) -> bytes:
    """A plain text; the cells of tables are parted by tabs."""
    told = []
    for part in paper.parts:
        told += [part] if isinstance(part, str) else ["\t".join(str(cell) for cell in row) for row in part]
    return "\n".join(told).encode()


def as_docx(paper: Paper) -> bytes:
    """A Word document."""
    document = docx.Document()
    for part in paper.parts:
        if isinstance(part, str):
            for line in part.split("\n"):
                document.add_paragraph(line)
            continue
        table = document.add_table(len(part), len(part[0]))
        for row, cells in zip(table.rows, part, strict=True):
            for cell, value in zip(row.cells, cells, strict=True):
                cell.text = str(value)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_xlsx(paper: Paper) -> bytes:
    """A workbook of one sheet; what is a number in the paper is one there."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("正文")
    at = 0
    for part in paper.parts:
        for cells in [[part]] if isinstance(part, str) else part:
            for column, value in enumerate(cells):
                sheet.write(at, column, value)
            at += 1
    book.close()
    return file.getvalue()


FORMATS: dict[str, Callable[[Paper], bytes]] = {"txt": as_txt, "docx": as_docx, "xlsx": as_xlsx}
