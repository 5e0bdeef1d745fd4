"""The task table out as xlsx, edited, and back in: what each row would do, and that it does it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.audit.models import Entry
from luoshi.documents.programme_table import programme_table
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed
from luoshi.outline.readers.grid import read_grid
from luoshi.programme import actions
from luoshi.programme.actions.restating import amend_commitment
from luoshi.programme.actions.stepping import undo
from luoshi.programme.actions.tables import apply_table
from luoshi.programme.models import Commitment, Measure, Obligation, Occurrence, Revision, Step
from luoshi.programme.queries.tables import Preview, preview, table
from luoshi.programme.rules import DueKind, UnitRole
from luoshi.programme.rules.tables import HEADINGS, NEEDED, Fate, Limit, Meant, Party, Standing, Told, alike, judge
from luoshi.render import xlsx_file
from luoshi.tenancy.rules import Actor, Role, seated
from luoshi.units.rules.heads import TableRow, table_rows
from rooms.amended import read_programme
from rooms.cast import TODAY, County

LATER = date(2026, 11, 25)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def rows_of(county: County, programme_id: int) -> list[TableRow]:
    """The table written as xlsx and read again."""
    sheet = table(county.office, programme_id)
    data = xlsx_file.write(programme_table(sheet.programme.title, sheet.lines, TODAY))
    lines = [(line.number, line.cells) for line in read_grid(data, "table.xlsx")]
    return [row for row in table_rows(lines, HEADINGS, NEEDED) if row.get("title") and row.get("responsible")]


def edited(rows: list[TableRow], title: str, **cells: str) -> list[TableRow]:
    """The rows with other cells in the one of a title."""
    assert any(row.get("title") == title for row in rows)
    return [TableRow(row.number, {**row.said, **cells}) if row.get("title") == title else row for row in rows]


def bring(county: County, programme_id: int, rows: list[TableRow], reason: str = "as agreed", **more: bool) -> Preview:
    found = preview(county.office, programme_id, rows, LATER)
    apply_table(
        actor=county.office, programme_id=programme_id, rows=rows, mark=found.mark, today=LATER, reason=reason, **more
    )
    return found


def liaison(county: County) -> Actor:
    """Somebody of a body with an account, who is not of the office."""
    return seated(county.office.account_id, county.id, "somebody", [(Role.LIAISON, county.unit_ids["东岸镇"])])


@pytest.fixture
def programme_id(county: County) -> int:
    return read_programme(county)


@pytest.fixture
def draft_id(county: County) -> int:
    return read_programme(county, issued=False)


# --- judging ----------------------------------------------------------------------------------------------------

KNOWN = {"县住建局": Meant(1), "县公安局": Meant(2), "各乡镇": Meant(None, 9)}
STANDING = {
    7: Standing(
        7,
        3,
        {
            "title": "清理",
            "text": "清理占道杂物。",
            "responsible": "县住建局",
            "lead": "",
            "support": "",
            "due": "2026-11-30",
        },
    )
}


def row(**said: str) -> TableRow:
    return TableRow(4, {"id": "7", "title": "清理", "text": "清理占道杂物。", "responsible": "县住建局", **said})


def fate(one: TableRow, *others: TableRow) -> tuple[Fate, list[str]]:
    judged, _missing = judge([one, *others], STANDING, lambda name: KNOWN.get(name, Meant(like="县住建局")), year=2026)
    return judged[0].fate, [fault.reason.message for fault in judged[0].faults]


def test_a_row_that_says_what_stands_stays() -> None:
    assert fate(row()) == (Fate.SAME, [])


def test_line_ends_and_blanks_of_a_spreadsheet_change_nothing() -> None:
    assert fate(row(text="清理占道杂物。 \r\n\n"))[0] is Fate.SAME


@pytest.mark.parametrize("due", ["2026年11月30日", "2026/11/30", "2026-11-30", "2026年11月30日前"])
def test_the_same_day_in_the_writing_of_a_spreadsheet_changes_nothing(due: str) -> None:
    assert fate(row(due=due)) == (Fate.SAME, [])


def test_the_same_names_in_another_order_change_nothing() -> None:
    names = {**STANDING[7].cells, "responsible": "县住建局、县公安局"}
    swapped = row(responsible="县公安局，县住建局", due="2026-11-30")
    judged, _missing = judge([swapped], {7: Standing(7, 3, names)}, lambda name: KNOWN.get(name, Meant()), year=2026)
    assert judged[0].fate is Fate.SAME


@given(days)
def test_a_day_says_the_same_however_it_is_written(day: date) -> None:
    written = (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}")
    assert {alike("due", one, other) for one in written for other in written} == {True}


@given(days, days)
def test_two_days_never_say_the_same(one: date, other: date) -> None:
    assert alike("due", one.isoformat(), other.isoformat()) == (one == other)


def test_a_cell_that_begins_like_a_formula_is_refused_at_its_column() -> None:
    for sign in "=+-@":
        judged, _missing = judge([row(title=f"{sign}SUM(A1)")], STANDING, lambda name: KNOWN[name])
        assert judged[0].fate is Fate.REFUSED
        assert judged[0].faults[0].column == "目标任务"


def test_a_number_that_is_not_here_is_refused() -> None:
    assert fate(row(id="99"))[0] is Fate.REFUSED
    assert fate(row(id="七"))[0] is Fate.REFUSED


def test_the_same_number_in_two_rows_refuses_both() -> None:
    judged, _missing = judge([row(), row()], STANDING, lambda name: KNOWN[name])
    assert [one.fate for one in judged] == [Fate.REFUSED, Fate.REFUSED]


def test_an_unknown_unit_is_refused_with_a_suggestion() -> None:
    judged, _missing = judge([row(responsible="住建局")], STANDING, lambda _name: Meant(like="县住建局"))
    assert judged[0].faults[0].reason.params == {"name": "住建局", "like": "县住建局"}


def test_a_group_does_not_lead() -> None:
    assert fate(row(lead="各乡镇"))[0] is Fate.REFUSED


def test_a_unit_in_two_roles_is_refused() -> None:
    assert fate(row(lead="县公安局", support="县公安局"))[0] is Fate.REFUSED


@pytest.mark.parametrize("text", ["2026-13-45", "2026-02-30", "32日", "1899-01-01", "2026-12-31至2026-01-01"])
def test_a_day_that_there_is_not_is_refused(text: str) -> None:
    assert fate(row(due=text))[0] is Fate.REFUSED


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2026-12-10", date(2026, 12, 10)),
        ("2026年12月10日前", date(2026, 12, 10)),
        ("2026/12/10", date(2026, 12, 10)),
        ("12月底前", date(2026, 12, 31)),
        ("2026-07-01至2026-12-10", date(2026, 12, 10)),
        ("长期坚持", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, due: date | None) -> None:
    judged, _missing = judge([row(due=text)], STANDING, lambda name: KNOWN[name], year=2026)
    assert judged[0].fate is Fate.CHANGE
    assert judged[0].told.limit is not None
    assert judged[0].told.limit.due == due


def test_a_new_row_needs_a_title_or_words() -> None:
    judged, _missing = judge([TableRow(5, {"id": "", "responsible": "县住建局"})], STANDING, lambda name: KNOWN[name])
    assert judged[0].fate is Fate.REFUSED


def test_an_unknown_phase_is_refused() -> None:
    assert fate(row(phase="收尾阶段"))[0] is Fate.REFUSED


@given(st.dictionaries(st.sampled_from(list(HEADINGS)), st.text(max_size=30)))
def test_whatever_stands_in_a_row_it_has_a_fate(said: dict[str, str]) -> None:
    judged, _missing = judge(
        [TableRow(1, {"text": "清理。", **said})], STANDING, lambda name: KNOWN.get(name, Meant()), year=2026
    )
    for one in judged:  # none, where no cell that is read says anything
        assert (one.fate is Fate.REFUSED) == bool(one.faults)


def test_the_foot_of_the_paper_is_no_row() -> None:
    judged, missing = judge([TableRow(9, {"order": "编号由系统生成，请勿改动。"})], STANDING, lambda name: KNOWN[name])
    assert judged == ()
    assert missing == tuple(STANDING)


# --- round trip -------------------------------------------------------------------------------------------------


def test_the_table_that_went_out_comes_back_saying_nothing_new(county: County, programme_id: int) -> None:
    found = preview(county.office, programme_id, rows_of(county, programme_id), TODAY)
    assert {one.fate for one in found.rows} == {Fate.SAME}
    assert found.missing == ()


def test_a_changed_cell_of_an_issued_programme_is_an_amendment_with_its_reason(
    county: County, programme_id: int
) -> None:
    rows = edited(rows_of(county, programme_id), "规范停车秩序", text="清理占道杂物和废弃车辆。\n每季度公布巡查结果。")
    bring(county, programme_id, rows, "asked for by the leader")
    revision = Revision.objects.get(number=2)
    assert (revision.current, revision.reason) == (True, "asked for by the leader")
    assert revision.text == "清理占道杂物和废弃车辆。每季度公布巡查结果。"
    assert Entry.objects.filter(verb="programme.amend_commitment").count() == 1


def test_a_unit_that_is_written_into_a_row_owes_it(county: County, programme_id: int) -> None:
    rows = edited(rows_of(county, programme_id), "规范停车秩序", support="县住建局")
    bring(county, programme_id, rows)
    owed = Obligation.objects.get(commitment__title="规范停车秩序", unit__name="县住建局")
    assert (owed.role, owed.state) == ("support", "issued")


def test_a_unit_that_becomes_lead_keeps_its_obligation(county: County, programme_id: int) -> None:
    owed = Obligation.objects.get(commitment__title="规范停车秩序", unit__name="县公安局")
    rows = edited(rows_of(county, programme_id), "规范停车秩序", lead="县公安局", responsible="县城管局")
    bring(county, programme_id, rows)
    owed.refresh_from_db()
    assert owed.role == "lead"


def test_a_new_day_moves_the_open_times(county: County, programme_id: int) -> None:
    rows = edited(rows_of(county, programme_id), "增加停车泊位", due="2026-12-20")
    bring(county, programme_id, rows)
    times = Occurrence.objects.filter(obligation__commitment__title="增加停车泊位", state="open")
    assert set(times.values_list("due", flat=True)) == {date(2026, 12, 20)}


def test_a_new_row_is_a_new_commitment_that_is_owed(county: County, programme_id: int) -> None:
    fresh = TableRow(99, {"id": "", "title": "设置标识", "text": "设置停车标识。", "responsible": "县城管局、县交通局"})
    bring(county, programme_id, [*rows_of(county, programme_id), fresh])
    made = Commitment.objects.get(title="设置标识")
    assert made.obligations.count() == 2
    assert Measure.objects.get(commitment=made).text == "设置停车标识。"


def test_a_missing_row_stays_unless_it_is_said_that_it_goes(county: County, programme_id: int) -> None:
    rows = [one for one in rows_of(county, programme_id) if one.get("title") != "规范停车秩序"]
    found = bring(county, programme_id, rows)
    assert [title for _pk, title in found.missing] == ["规范停车秩序"]
    assert Commitment.objects.get(title="规范停车秩序").withdrawn_on is None
    bring(county, programme_id, rows, drop_missing=True)
    assert Commitment.objects.get(title="规范停车秩序").withdrawn_on == LATER
    assert not Obligation.objects.filter(commitment__title="规范停车秩序", withdrawn_on__isnull=True).exists()


def test_a_refused_row_keeps_the_whole_table_out(county: County, programme_id: int) -> None:
    rows = edited(rows_of(county, programme_id), "规范停车秩序", text="另行安排。")
    rows = edited(rows, "增加停车泊位", due="2026-13-45")
    found = preview(county.office, programme_id, rows, LATER)
    with pytest.raises(Invalid) as error:
        apply_table(actor=county.office, programme_id=programme_id, rows=rows, mark=found.mark, today=LATER, reason="-")
    assert error.value.code == "rows-refused"
    assert not Revision.objects.filter(number=2).exists()


def test_an_issued_programme_is_not_changed_without_a_reason(county: County, programme_id: int) -> None:
    rows = edited(rows_of(county, programme_id), "规范停车秩序", text="另行安排。")
    with pytest.raises(Invalid) as error:
        bring(county, programme_id, rows, " ")
    assert error.value.code == "reason-missing"


def test_a_preview_that_is_stale_writes_nothing(county: County, programme_id: int) -> None:
    rows = edited(rows_of(county, programme_id), "规范停车秩序", text="另行安排。")
    mark = preview(county.office, programme_id, rows, LATER).mark
    bring(county, programme_id, edited(rows, "规范停车秩序", due="2026-12-20"))
    with pytest.raises(Conflict) as error:
        apply_table(actor=county.office, programme_id=programme_id, rows=rows, mark=mark, today=LATER, reason="-")
    assert error.value.code == "stale"


def test_only_the_office_takes_a_table_over(county: County, programme_id: int) -> None:
    rows = rows_of(county, programme_id)
    with pytest.raises(NotAllowed):
        apply_table(actor=liaison(county), programme_id=programme_id, rows=rows, mark="", today=LATER, reason="-")


def test_in_a_draft_the_table_is_one_step_that_can_be_undone(county: County, draft_id: int) -> None:
    rows = edited(
        rows_of(county, draft_id),
        "规范停车秩序",
        text="清理占道杂物和废弃车辆。",
        lead="县公安局",
        responsible="县城管局",
    )
    rows = edited(rows, "增加停车泊位", due="2026-12-20")
    fresh = TableRow(99, {"id": "", "title": "设置标识", "text": "设置停车标识。", "responsible": "县城管局"})
    before = [one.cells for one in table(county.office, draft_id).lines]
    bring(county, draft_id, [*rows, fresh])
    assert Step.objects.filter(verb="apply_table").count() == 1
    assert not Revision.objects.filter(number=2).exists()
    assert Commitment.objects.filter(title="设置标识").exists()
    undo(actor=county.office, programme_id=draft_id)
    assert [one.cells for one in table(county.office, draft_id).lines] == before


# --- the office's own amendment ---------------------------------------------------------------------------------


def test_an_own_amendment_keeps_the_reason_and_what_was_said_before(county: County, programme_id: int) -> None:
    found = Commitment.objects.get(title="规范停车秩序")
    amend_commitment(
        actor=county.office, commitment_id=found.pk, told=Told(title="规范停车"), reason="shorter", today=LATER
    )
    found.refresh_from_db()
    assert found.title == "规范停车"
    line = Entry.objects.get(verb="programme.amend_commitment")
    assert (line.old["title"], line.new["title"], line.new["reason"]) == ("规范停车秩序", "规范停车", "shorter")


def test_an_own_amendment_tells_from_which_phase_to_which(county: County, programme_id: int) -> None:
    found = Commitment.objects.get(title="规范停车秩序")
    told = Told(phase="准备阶段")
    amend_commitment(actor=county.office, commitment_id=found.pk, told=told, reason="earlier", today=LATER)
    line = Entry.objects.get(verb="programme.amend_commitment")
    assert (line.old["phase"], line.new["phase"]) == ("", "准备阶段")


def test_an_obligation_that_is_reinstated_has_the_days_of_now(county: County, programme_id: int) -> None:
    owed = Obligation.objects.get(commitment__title="规范停车秩序", unit__name="县公安局")
    actions.withdraw_obligation(actor=county.office, obligation_id=owed.pk, reason="moved", today=TODAY)
    told = Told(limit=Limit(DueKind.BY, "", date(2026, 12, 20)))
    amend_commitment(actor=county.office, commitment_id=owed.commitment_id, told=told, reason="later", today=LATER)
    actions.reinstate_obligation(actor=county.office, obligation_id=owed.pk, reason="back", today=LATER)
    others = Occurrence.objects.filter(obligation__commitment=owed.commitment_id).values_list("due", flat=True)
    assert set(owed.occurrences.values_list("due", flat=True)) == set(others)


def test_an_own_amendment_of_what_changed_meanwhile_is_refused(county: County, programme_id: int) -> None:
    found = Commitment.objects.get(title="规范停车秩序")
    with pytest.raises(Conflict) as error:
        amend_commitment(
            actor=county.office,
            commitment_id=found.pk,
            told=Told(title="规范停车"),
            reason="shorter",
            today=LATER,
            seen=found.edit + 1,
        )
    assert error.value.code == "stale"


def test_a_draft_is_not_amended_but_worked_on(county: County, draft_id: int) -> None:
    found = Commitment.objects.get(title="规范停车秩序")
    with pytest.raises(Conflict) as error:
        amend_commitment(
            actor=county.office, commitment_id=found.pk, told=Told(title="规范停车"), reason="shorter", today=LATER
        )
    assert error.value.code == "state-forbids"


def test_another_lead_is_an_amendment_too(county: County, programme_id: int) -> None:
    found = Commitment.objects.get(title="规范停车秩序")
    unit = Obligation.objects.get(commitment=found, unit__name="县公安局").unit
    told = Told(parties=(Party(unit.pk, None, UnitRole.LEAD, "县公安局"),))
    amend_commitment(actor=county.office, commitment_id=found.pk, told=told, reason="one is enough", today=LATER)
    assert list(found.obligations.filter(withdrawn_on__isnull=True).values_list("unit__name", "role")) == [
        ("县公安局", "lead")
    ]
