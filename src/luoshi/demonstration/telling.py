"""What is asked and reported in the demonstration: a rhythm with its reminders, questions of the office, a month's
reports, and tables that came back from units that do not sign in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.utils import timezone

from luoshi.demonstration.life import DAY, Story
from luoshi.documents.return_sheet import WIDTHS, file_name, return_sheet
from luoshi.programme.models import Commitment
from luoshi.programme.rules import Accrual, CommitmentKind
from luoshi.render import xlsx_file
from luoshi.render.model import Cell, Section
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Given, Said
from luoshi.reporting.models import Request
from luoshi.reporting.queries.return_sheets import UnitSheet
from luoshi.reporting.rules import Approval, Channel, Composed, ProofKind, ReportState
from luoshi.reporting.rules.reminders import Reminders

RHYTHM = 28  # the day of the month by which units report
ROADS, CULTURE = 6, 4  # the places of two areas in the plan
REPORTS = (
    ("青屏街道", CULTURE, "综合文化站改造完工，阅览室、排练室已对外开放。", True),
    ("云门镇", ROADS, "两条村道硬化路基完成八成，下月铺面层。", True),
    ("竹岭镇", ROADS, "村道改造已完成招标，正在清表。", False),
    ("古渡镇", ROADS, "危桥加固主体完工，护栏安装过半。", True),
    ("上坝乡", CULTURE, "文化站已选址。", False),
)
ACCEPTED, RETURNED = "青屏街道", "上坝乡"
BRIDGES = (("云门镇", "2"), ("古渡镇", "1"))  # who has answered the question already; 枫溪镇 is still to
ASKED = ("枫溪镇", "云门镇", "古渡镇")
BY_TABLE = ("茶园乡", "平桥乡")  # units that answer by tables
WRITTEN = "茶园乡"


def tell(story: Story) -> None:
    """Let a month of reports be asked and, in part, given."""
    office, programme_id, today = story.office, story.programme_id, story.today
    day = RHYTHM if today.day <= RHYTHM else None  # a month's last days would show a county that is late everywhere
    actions.set_reporting(
        actor=office, programme_id=programme_id, approval=Approval.NONE, day=day, today=today.replace(day=1)
    )
    actions.set_reminders(actor=office, programme_id=programme_id, reminders=Reminders(before=(5, 1)))
    actions.open_requests(actor=office, programme_id=programme_id, today=today)
    _report(story)
    _question(story)
    for name in BY_TABLE:
        _return(story, name)


def _asked(story: Story, unit: str, area: int) -> Request:
    """What the month asks of a unit about an area."""
    rows = Commitment.objects.filter(programme_id=story.programme_id, kind=CommitmentKind.TASK.value).order_by("order")
    found = Request.objects.filter(
        unit_id=story.unit_ids[unit], question=None, occurrence__obligation__commitment=rows[area]
    )
    return found.order_by("pk")[0]


def _report(story: Story) -> None:
    today = story.today
    for name, area, text, published in REPORTS:
        row, liaison = _asked(story, name, area), story.of(name)
        brought = (_published(story, name),) if published else ()
        said = Said(ReportState.UNDER_WAY, text, evidence_ids=brought)
        actions.report(actor=liaison, request_id=row.pk, said=said, today=today - DAY)
        if name == ACCEPTED:
            actions.accept(actor=story.office, request_id=row.pk, today=today)
        if name == RETURNED:
            actions.return_(actor=story.office, request_id=row.pk, reason="请写明选址批复情况和开工时间。", today=today)


def _published(story: Story, name: str) -> int:
    day = story.today - 3 * DAY
    given = Given(
        ProofKind.PUBLISHED,
        f"{name}通报本月重点项目进展",
        day,
        url=f"https://www.qinglan.example/{day:%Y%m}/{story.unit_ids[name]}.html",
        published_on=day,
        channel=Channel.WEB,
        outlet="青澜县人民政府网站",
    )
    return actions.give(actor=story.of(name), unit_id=story.unit_ids[name], given=given, today=story.today - DAY)


def _question(story: Story) -> None:
    """The office asks for a figure; two answer; a second paper that needs it is answered from what they said."""
    today = story.today
    about = _asked(story, "枫溪镇", ROADS).occurrence.obligation.commitment_id
    first = Composed(
        commitment_id=about,
        text="请报送本乡镇（街道）今年以来完成危桥改造的座数。",
        paper="全省宜居宜业示范县评价标准",
        row="第32项 农村公路及桥梁安全",
        due=today + timedelta(days=10),
        unit_ids=tuple(story.unit_ids[name] for name in ASKED),
        quantity="完成危桥改造",
        unit_of_measure="座",
        accrual=Accrual.CUMULATIVE,
        period=f"{today:%Y}",
        definition="已交工验收的四、五类桥梁",
    )
    asked = actions.ask(actor=story.office, composed=first, today=today - 2 * DAY, confirmed=True)
    for name, figure in BRIDGES:
        row = Request.objects.get(question_id=asked.question_id, unit_id=story.unit_ids[name])
        said = Said(ReportState.UNDER_WAY, "", figure)
        actions.report(actor=story.of(name), request_id=row.pk, said=said, today=today - DAY)
    again = replace(
        first,
        text="请报送今年危桥改造完成数。",
        paper="县交通运输局年度考核表",
        row="第7行",
        unit_ids=tuple(story.unit_ids[name] for name, _figure in BRIDGES),
    )
    actions.ask(actor=story.office, composed=again, today=today, confirmed=True)


def _return(story: Story, name: str) -> None:
    """The table of a unit comes back; one was written already, the other waits to be looked at."""
    month, office, programme_id, today = f"{story.today:%Y-%m}", story.office, story.programme_id, story.today
    sheet = queries.return_sheets(office, programme_id, month, today, story.unit_ids[name])[0]
    key = f"demonstration{sheet.unit_id:06d}"
    actions.bring_returns(
        actor=office,
        programme_id=programme_id,
        key=key,
        files=[(file_name(sheet, "xlsx"), filled(sheet))],
        now=datetime.combine(today, time(9), tzinfo=timezone.get_current_timezone()),
        today=today,
    )
    if name == WRITTEN:
        mark = queries.return_preview(office, programme_id, key, today).mark
        actions.write_returns(actor=office, programme_id=programme_id, key=key, mark=mark, today=today)


def filled(sheet: UnitSheet) -> bytes:
    """The table of a unit with its first three rows filled in."""
    paper = return_sheet(sheet)
    table = paper.tables[0]
    codes = [code for code in WIDTHS if code != "signed" or sheet.signs]
    rows = []
    for at, row in enumerate(table.sections[0].rows):
        cells = list(row)
        if at < 3:
            cells[codes.index("state")] = Cell("推进中")
            cells[codes.index("text")] = Cell("已制定措施并落实到岗位，按序时进度推进。")
        rows.append(tuple(cells))
    return xlsx_file.write(replace(paper, tables=(replace(table, sections=(Section("", tuple(rows)),)),)))
