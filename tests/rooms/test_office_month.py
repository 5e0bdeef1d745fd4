"""A month of 75 units in which nobody signs in but the office: tables go out, come back, and are taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.made.pictures import jpeg
from tests.rooms.cast import TODAY, County, found_county, run_programme
from tests.rooms.clerks import Sheet, sent, typed_docx

from luoshi.programme import actions as programme_actions
from luoshi.programme.models import Commitment, Metric, Occurrence, Target
from luoshi.render.bundle import bundle
from luoshi.reporting import actions, queries
from luoshi.reporting.actions import Said
from luoshi.reporting.actions.returning import Written, bring_returns, write_returns
from luoshi.reporting.models import EvidenceUse, Request, Response, Value
from luoshi.reporting.queries.return_sheets import UnitSheet, return_sheets
from luoshi.reporting.queries.returns import Preview, return_preview
from luoshi.reporting.rules import Approval, Composed, ReportState
from luoshi.reporting.rules.returns.judging import Fate
from luoshi.tenancy.rules import Role

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MONTH, UNITS = "2026-11", 75
NUMBER = "11010519491231002X"  # no real one: its place and day are the standard's example
pytestmark = pytest.mark.django_db


@pytest.fixture
def county(folder: Path) -> County:
    """A county of 75 units: 71 townships, and four departments that the plan names."""
    return found_county(townships=[f"第{number}镇" for number in range(1, UNITS - 3)])


@pytest.fixture
def programme(county: County) -> int:
    """The small programme, reported on by the 25th, with a quantity in it."""
    found = run_programme(county).programme_id
    actions.set_reporting(actor=county.office, programme_id=found, approval=Approval.NONE, day=25, today=TODAY)
    metric = Metric.objects.create(
        jurisdiction_id=county.id, programme_id=found, name="新建公共停车场", unit_of_measure="座"
    )
    Target.objects.create(
        jurisdiction_id=county.id,
        programme_id=found,
        commitment=Commitment.objects.get(programme_id=found, title="增加停车泊位"),
        metric=metric,
        order=1,
        text="新建公共停车场6座",
        comparator="=",
        scaled=6_000_000,
    )
    actions.open_requests(actor=county.office, programme_id=found, today=TODAY)
    return found


@dataclass
class Gathered:
    """What the office found in its mail, and what should become of the rows of each table."""

    files: dict[str, bytes] = field(default_factory=dict)
    fates: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, data: bytes, *fates: str) -> None:
        self.files[name], self.fates[name] = data, sorted(fates)


Clerk = Callable[[Gathered, Sheet, UnitSheet], None]


def plain(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    mine.fill(0, state="推进中", text="已建成两座停车场。", figure="2", reachable="能")
    mine.fill(1, state="已完成", text="自查已完成，发现问题三处。")
    found.add(f"{unit.unit_name}.xlsx", mine.saved(), "report", "report")


def sorted_anew(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    """Rows in another order, a row of the clerk's own between them, columns gone, full-width figures."""
    mine.fill(0, state="推进中 ", text="在建一座。", figure="１座")
    mine.fill(1, state="√已完成", text="自查完成。")
    mine.rows = [mine.rows[1], {"事项及要求": "另：本镇自行安排的停车整治", "进展状态": "推进中"}, mine.rows[0]]
    gone = ("截止", "上次填报", "数量指标", "文号")
    found.add(f"回复/{unit.unit_name}（改名）.xlsx", mine.saved(without=gone), "report", "refused", "report")


def without_codes(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    mine.fill(0, state="推进中", text="选址已定。")
    found.add(f"{unit.unit_name}无编号.xlsx", mine.saved(without=["编号"]), "report")


def as_text(found: Gathered, _mine: Sheet, unit: UnitSheet) -> None:
    said = {"进展状态": "□推进中\n☑已完成", "进展情况（500字以内）": "全部完成。"}
    found.add(f"{unit.unit_name}.docx", typed_docx(unit, lambda _at: said), "report", "report")


def as_text_retyped(found: Gathered, _mine: Sheet, unit: UnitSheet) -> None:
    said = {"进展状态": "推进中", "进展情况（500字以内）": "正在划线。"}
    data = typed_docx(unit, lambda at: said if at == 0 else {}, retyped=True)
    found.add(f"{unit.unit_name}.docx", data, "report", "empty")


def in_two_parts(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    mine.fill(0, state="推进中", text="已建成一座。", figure="1.0")
    mine.fill(1, state="推进中", text="自查过半。", reachable="不能")
    every = mine.rows
    for part, row in enumerate(every, start=1):
        mine.rows = [row]
        found.add(f"{unit.unit_name}（{part}）.xlsx", mine.saved(), "report")


def twice(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    """The same file under two names, and the same rows in a third."""
    mine.fill(0, state="推进中", text="停车场已开工。")
    data = mine.saved()
    found.add(f"{unit.unit_name}.xlsx", data, "report", "empty")
    found.add(f"{unit.unit_name}副本.xlsx", data)
    found.add(f"{unit.unit_name}重存.xlsx", mine.saved(without=["文号"]), "twice", "empty")


def two_words(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    """Two files that say different things of one request."""
    for name, words in (("甲", "已建成一座。"), ("乙", "已建成三座。")):
        mine.fill(0, state="推进中", text=words)
        found.add(f"{unit.unit_name}{name}.xlsx", mine.saved(), "refused", "empty")


def unclear(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    mine.fill(0, state="差不多了", text="快好了。")
    mine.fill(1, state="已完成", text="很" * 501)
    found.add(f"{unit.unit_name}.xlsx", mine.saved(), "refused", "refused")


def of_a_person(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    mine.fill(0, state="推进中", text=f"群众{NUMBER}反映停车难。")
    mine.fill(1, state="已完成", text="自查完成。")
    found.add(f"{unit.unit_name}.xlsx", mine.saved(), "refused", "report")


def wrong_code(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    mine.fill(0, state="推进中", text="在建。", code="9" + str(mine.rows[0]["编号"]))
    mine.fill(1, state="已完成", text="完成。", code=str(mine.rows[1]["编号"]).lower().replace("-", "－"))
    found.add(f"{unit.unit_name}.xlsx", mine.saved(), "refused", "report")


def no_such_figure(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    mine.fill(0, state="推进中", text="建成若干。", figure="3公里")
    mine.fill(1, state="推进中", text="查了。", figure="5")
    found.add(f"{unit.unit_name}.xlsx", mine.saved(), "refused", "refused")


def published(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    mine.fill(0, state="推进中", text="已公示。", proof="停车场选址公示", address="https://example.gov.cn/a/1.html")
    mine.fill(0, day=date(2026, 11, 12))
    mine.fill(1, state="已完成", text="完成。", proof="自查报告", address="自查报告.docx")
    found.add(f"{unit.unit_name}.xlsx", mine.saved(), "report", "report")


def pictured(found: Gathered, mine: Sheet, unit: UnitSheet) -> None:
    """A folder of its own, with a picture that another folder has too."""
    mine.fill(
        0, state="推进中", text="建成一座。", figure="1", proof="停车场现场", address="照片1.jpg", day="2026年11月12日"
    )
    found.add(f"{unit.unit_name}/填报表.xlsx", mine.saved(), "report", "empty")
    found.files[f"{unit.unit_name}/附件/照片1.jpg"] = jpeg(salt=unit.unit_name.encode())


CLERKS: tuple[Clerk, ...] = (
    sorted_anew, without_codes, as_text, as_text_retyped, in_two_parts, twice, two_words, unclear, of_a_person,
    wrong_code, no_such_figure, published, pictured, pictured,
)  # fmt: skip


def gathered(sheets: tuple[UnitSheet, ...]) -> Gathered:
    """The mail of a month: fourteen townships in disorder, a department, and all the others as they should be."""
    found = Gathered()
    townships = [unit for unit in sheets if unit.unit_name.endswith("镇")]
    for clerk, unit in zip(CLERKS, townships, strict=False):
        clerk(found, sent(unit), unit)
    for unit in townships[len(CLERKS) :]:
        plain(found, sent(unit), unit)
    for unit in sheets:
        if not unit.unit_name.endswith("镇"):
            mine = sent(unit)
            for at, row in enumerate(unit.rows):
                mine.fill(at, state="无变化" if row.standing.unchanged is None else "推进中", text="")
                if row.standing.unchanged is not None:
                    mine.fill(at, text="按计划推进。")
            fates = ["unchanged" if row.standing.unchanged is None else "report" for row in unit.rows]
            found.add(f"部门/{unit.unit_name}.xlsx", mine.saved(), *fates)
    return found


def bring(county: County, programme: int, files: dict[str, bytes], key: str = "a" * 20) -> Preview:
    packed = [("十一月.zip", bundle(files.items()))]
    bring_returns(actor=county.office, programme_id=programme, key=key, files=packed, now=NOW, today=TODAY)
    return return_preview(county.office, programme, key, TODAY)


def write(county: County, programme: int, shown: Preview, *take: int) -> Written:
    return write_returns(
        actor=county.office, programme_id=programme, key=shown.key, mark=shown.mark, today=TODAY, take=take
    )


def fates(shown: Preview) -> dict[str, list[str]]:
    return {one.file.path: sorted(row.judged.fate.value for row in one.rows) for one in shown.files}


def test_a_month_of_75_units_without_signing_in(county: County, programme: int) -> None:
    for row in Request.objects.filter(unit__name="县公安局", final=False):
        police = county.member(Role.LIAISON, "县住建局")
        police = replace(police, liaison_ids=frozenset({row.unit_id}))
        programme_actions.note_progress(actor=police, occurrence_id=row.occurrence_id, text="已巡查。", today=TODAY)
    sheets = return_sheets(county.office, programme, MONTH, TODAY)
    assert len(sheets) == UNITS
    mail = gathered(sheets)

    shown = bring(county, programme, mail.files)
    assert fates(shown) == mail.fates
    assert not Response.objects.exists()  # everything so far was a look

    good = sum(fate in ("report", "unchanged") for found in mail.fates.values() for fate in found)
    done = write(county, programme, shown)
    assert (done.rows, done.refused) == (good, 0)
    assert Response.objects.count() == good

    townships = [sheet for sheet in sheets if sheet.unit_name.endswith("镇")][len(CLERKS) :]
    plainly = Request.objects.filter(unit_id__in=[sheet.unit_id for sheet in townships])
    assert set(plainly.values_list("state", flat=True)) == {"reported"}
    assert set(
        Occurrence.objects.filter(requests__in=plainly, requests__final=True).values_list("state", flat=True)
    ) == {"answered"}
    assert Response.objects.filter(version__state="no-change").exists()
    assert EvidenceUse.objects.filter(evidence_version__url__startswith="https://example.gov.cn").count() == 1
    assert EvidenceUse.objects.filter(evidence_version__kind="picture").count() == 2

    total = queries.burden(county.office, programme, TODAY).total
    assert (total.requests, total.answered) == (Request.objects.count(), good)
    again = bring(county, programme, mail.files, "b" * 20)
    assert again.work == 0
    assert Counter(row.judged.fate for file in again.files for row in file.rows)[Fate.SAME] >= good
    assert write(county, programme, again).rows == 0
    assert Response.objects.count() == good


# --- questions beside the month ---------------------------------------------------------------------------------

TOWN, ITEM, QUANTITY = "第1镇", "事项及要求", "数量指标"
WEEK = TODAY + timedelta(days=7)


def ask(county: County, programme: int, text: str, **more: object) -> Request:
    """A question about the parking places, as one township has it."""
    commitment = Commitment.objects.get(programme_id=programme, title="增加停车泊位")
    composed = Composed(commitment.pk, text, "市级考核细则", "3.2 停车泊位", WEEK, (county.unit_ids[TOWN],), **more)  # type: ignore[arg-type]
    sent_ = actions.ask(actor=county.office, composed=composed, today=TODAY, confirmed=True)
    return Request.objects.get(question_id=sent_.question_id)


def ask_figure(county: County, programme: int, paper_text: str = "请填报违法停车处罚起数。") -> Request:
    measured = {"quantity": "违停处罚", "unit_of_measure": "起", "period": "2026-10"}
    more = {"place": "湖滨片区", "definition": "以决定书为准"}
    return ask(county, programme, paper_text, **measured, **more)


def town_sheet(county: County, programme: int) -> UnitSheet:
    (found,) = return_sheets(county.office, programme, MONTH, TODAY, county.unit_ids[TOWN])
    return found


def row_of(sheet: UnitSheet, request: Request) -> int:
    """At which place of a table a request stands."""
    return [row.standing.id for row in sheet.rows].index(request.pk)


def test_a_question_is_printed_with_what_it_asks_and_not_with_the_quantity_of_its_commitment(
    county: County, programme: int
) -> None:
    figure, words = ask_figure(county, programme), ask(county, programme, "请说明停车场选址。")
    sheet = town_sheet(county, programme)
    mine = sent(sheet)
    printed = mine.rows[row_of(sheet, figure)]
    assert "【补充报送：请填报违法停车处罚起数。】" in str(printed[ITEM])
    how = ["时期：2026-10", "地点：湖滨片区", "口径：以决定书为准"]
    assert str(printed[ITEM]).splitlines()[-4:] == [*how, "用于：市级考核细则　3.2 停车泊位"]
    assert str(printed[QUANTITY]).split() == ["违停处罚", "（单位：起）"]
    assert printed["上次填报"] == ""
    assert mine.rows[row_of(sheet, words)][QUANTITY] == ""


def test_a_question_is_answered_on_paper_without_saying_how_the_work_stands(county: County, programme: int) -> None:
    figure, words, silent = (
        ask_figure(county, programme),
        ask(county, programme, "请说明停车场选址。"),
        ask(county, programme, "请核对泊位台账。"),
    )
    sheet = town_sheet(county, programme)
    mine = sent(sheet)
    mine.fill(row_of(sheet, figure), figure="35起")
    mine.fill(row_of(sheet, words), text="选址在湖滨路。")
    mine.fill(row_of(sheet, silent), state="已完成")
    shown = bring(county, programme, {f"{TOWN}.xlsx": mine.saved()})
    assert Counter(fates(shown)[f"{TOWN}.xlsx"]) == Counter({"report": 2, "refused": 1, "empty": 2})
    assert write(county, programme, shown).rows == 2
    value = Value.objects.get()
    assert (value.metric.name, value.scaled, value.period) == ("违停处罚", 35_000_000, "2026-10")
    assert Response.objects.get(request=words).version.text == "选址在湖滨路。"


def test_a_figure_beside_a_question_that_asks_for_none_is_refused(county: County, programme: int) -> None:
    words = ask(county, programme, "请说明停车场选址。")
    sheet = town_sheet(county, programme)
    mine = sent(sheet)
    mine.fill(row_of(sheet, words), text="两处。", figure="2")
    shown = bring(county, programme, {"a.xlsx": mine.saved()})
    assert "refused" in fates(shown)["a.xlsx"]


def test_a_question_without_its_code_is_found_by_its_words(county: County, programme: int) -> None:
    figure = ask_figure(county, programme)
    sheet = town_sheet(county, programme)
    mine = sent(sheet)
    mine.fill(row_of(sheet, figure), figure="35")
    shown = bring(county, programme, {"a.xlsx": mine.saved(without=["编号", "进展情况"])})
    assert fates(shown)["a.xlsx"].count("report") == 1


def test_a_question_that_waits_for_another_stands_on_no_table(county: County, programme: int) -> None:
    first, second = ask_figure(county, programme), ask_figure(county, programme, "请报送违停处罚数。")
    assert [second.joins_id] == [first.pk]
    assert second.pk not in {row.standing.id for row in town_sheet(county, programme).rows}


def test_a_row_that_nobody_asks_for_any_more_is_refused_before_anything_is_written(
    county: County, programme: int
) -> None:
    figure, words = ask_figure(county, programme), ask(county, programme, "请说明停车场选址。")
    sheet = town_sheet(county, programme)
    mine = sent(sheet)
    mine.fill(row_of(sheet, figure), figure="35")
    mine.fill(row_of(sheet, words), text="选址在湖滨路。")
    actions.withdraw_question(actor=county.office, question_id=words.question_id, reason="不再需要", today=TODAY)
    owed = figure.occurrence.obligation_id
    programme_actions.withdraw_obligation(actor=county.office, obligation_id=owed, reason="不属该镇。", today=TODAY)
    shown = bring(county, programme, {"a.xlsx": mine.saved()})
    assert fates(shown)["a.xlsx"].count("refused") == 2
    assert shown.work == 0


def test_what_was_withdrawn_is_not_counted_and_what_waits_for_an_approver_is_not_answered(
    county: County, programme: int
) -> None:
    def count() -> tuple[int, int, int]:
        counts = queries.month_counts(county.office, programme, MONTH)
        return next((one.asked, one.answered, one.listed) for one in counts if one.unit_name == TOWN)

    asked, answered, listed = count()
    words = ask(county, programme, "请说明停车场选址。")
    assert count() == (asked + 1, answered, listed + 1)
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.IN_SYSTEM, day=25, today=TODAY)
    said = Said(ReportState.UNDER_WAY, "选址在湖滨路。")
    actions.report(actor=county.member(Role.LIAISON, TOWN), request_id=words.pk, said=said, today=TODAY)
    assert count() == (asked + 1, answered, listed)
    actions.withdraw_question(actor=county.office, question_id=words.question_id, reason="不再需要", today=TODAY)
    assert count() == (asked, answered, listed)
