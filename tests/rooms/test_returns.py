"""Tables that come back: what becomes of a row, what stands against it, and what a second window finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.rooms.clerks import Sheet, sent

from luoshi.audit.models import Entry
from luoshi.files.models import Blob
from luoshi.kernel.errors import Conflict, NotAllowed
from luoshi.reporting import actions
from luoshi.reporting.actions import Said, Written
from luoshi.reporting.models import Draft, Request, Response, ReturnedFile
from luoshi.reporting.queries.return_sheets import UnitSheet, return_sheets
from luoshi.reporting.queries.returns import Preview, return_preview
from luoshi.reporting.rules import Approval, ReportState
from luoshi.reporting.rules.returns.judging import Fate, Judged
from luoshi.tenancy.rules import Role
from rooms.cast import TODAY, County, found_county

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NUMBER = "11010519491231002X"  # the example of the standard
pytestmark = pytest.mark.django_db


@pytest.fixture
def county(folder: Path) -> County:
    return found_county()


def table(county: County, programme: int, unit: str = "东岸镇", month: str = "2026-11") -> UnitSheet:
    return return_sheets(county.office, programme, month, TODAY, county.unit_ids[unit])[0]


def filled(sheet: UnitSheet, **said: object) -> Sheet:
    """The table with its first row filled in."""
    mine = sent(sheet)
    mine.fill(0, **{"state": "推进中", "text": "已选址两处。", **said})
    return mine


def bring(county: County, programme: int, data: bytes, key: str = "a" * 20, name: str = "东岸镇.xlsx") -> Preview:
    actions.bring_returns(
        actor=county.office, programme_id=programme, key=key, files=[(name, data)], now=NOW, today=TODAY
    )
    return return_preview(county.office, programme, key, TODAY)


def write(county: County, programme: int, shown: Preview, *take: int) -> int:
    done = actions.write_returns(
        actor=county.office, programme_id=programme, key=shown.key, mark=shown.mark, today=TODAY, take=take
    )
    return done.rows


def first(shown: Preview) -> Judged:
    return shown.files[0].rows[0].judged


def test_bringing_writes_no_report(county: County, programme: int) -> None:
    shown = bring(county, programme, filled(table(county, programme)).saved())
    assert (first(shown).fate, Response.objects.count()) == (Fate.REPORT, 0)


def test_a_row_is_written_for_its_unit_by_the_hand_of_the_office(county: County, programme: int) -> None:
    write(county, programme, bring(county, programme, filled(table(county, programme)).saved()))
    response = Response.objects.get()
    assert response.request.unit_id == county.unit_ids["东岸镇"]
    assert Entry.objects.get(verb="reporting.report").actor_id == county.office.account_id


def test_the_returned_file_is_kept_and_its_digest_is_in_the_journal(county: County, programme: int) -> None:
    write(county, programme, bring(county, programme, filled(table(county, programme)).saved()))
    file = ReturnedFile.objects.get()
    assert Blob.objects.filter(sha256=file.sha256).exists()
    assert Entry.objects.get(verb="reporting.write_return").new["sha256"] == file.sha256


def test_a_second_window_writes_nothing_more(county: County, programme: int) -> None:
    shown = bring(county, programme, filled(table(county, programme)).saved())
    write(county, programme, shown)
    with pytest.raises(Conflict) as refused:
        write(county, programme, shown)
    assert refused.value.code == "stale"
    assert Response.objects.count() == 1


def test_what_is_sent_twice_is_brought_once(county: County, programme: int) -> None:
    data = filled(table(county, programme)).saved()
    bring(county, programme, data)
    bring(county, programme, data)
    assert ReturnedFile.objects.count() == 1


def test_a_table_that_was_written_before_is_told_with_its_day(county: County, programme: int) -> None:
    data = filled(table(county, programme)).saved()
    write(county, programme, bring(county, programme, data))
    (note,) = [file.note for file in bring(county, programme, data, key="b" * 20).files]
    assert note is not None
    assert "2026年11月23日" in note.words("zh-hans")
    assert "23 November 2026" in note.words("en")


def test_a_preview_that_is_no_longer_true_is_not_written(county: County, programme: int) -> None:
    shown = bring(county, programme, filled(table(county, programme)).saved())
    one = first(shown).standing
    assert one is not None
    said = Said(ReportState.UNDER_WAY, "系统中已报。")
    actions.report(actor=county.office, request_id=one.id, said=said, today=TODAY, on_behalf=True)
    with pytest.raises(Conflict):
        write(county, programme, shown)
    assert Response.objects.count() == 1


def test_an_older_table_stands_against_what_was_reported_since_and_shows_both(county: County, programme: int) -> None:
    sheet = table(county, programme)
    at = next(at for at, row in enumerate(sheet.rows) if row.standing.month == "")  # asked until it is done
    pk = sheet.rows[at].standing.id
    said = Said(ReportState.UNDER_WAY, "系统中已报。")
    actions.report(actor=county.office, request_id=pk, said=said, today=TODAY, on_behalf=True)
    mine = sent(sheet)
    mine.fill(at, state="推进中", text="表上所写。")
    shown = bring(county, programme, mine.saved())
    row = next(row.judged for row in shown.files[0].rows if row.judged.fate is Fate.CONFLICT)
    assert row.meaning is not None
    assert row.there is not None
    assert (row.meaning.text, row.there.meaning.text, row.may) == ("表上所写。", "系统中已报。", True)
    assert write(county, programme, shown, pk) == 1


def test_a_conflict_that_is_not_ticked_is_not_written(county: County, programme: int) -> None:
    sheet = table(county, programme)
    at = next(at for at, row in enumerate(sheet.rows) if row.standing.month == "")
    said = Said(ReportState.UNDER_WAY, "系统中已报。")
    pk = sheet.rows[at].standing.id
    actions.report(actor=county.office, request_id=pk, said=said, today=TODAY, on_behalf=True)
    mine = sent(sheet)
    mine.fill(at, state="推进中", text="表上所写。")
    assert write(county, programme, bring(county, programme, mine.saved())) == 0


def test_a_draft_in_the_system_is_not_lost_silently(county: County, programme: int) -> None:
    sheet = table(county, programme)
    pier = county.member(Role.LIAISON, "东岸镇")
    pk = sheet.rows[0].standing.id
    actions.save_draft(actor=pier, request_id=pk, written=Written("under-way", "写到一半"))
    shown = bring(county, programme, filled(sheet).saved())
    assert first(shown).fate is Fate.CONFLICT
    write(county, programme, shown)
    assert Draft.objects.get(request_id=pk).text == "写到一半"


def test_a_row_of_another_unit_is_refused(county: County, programme: int) -> None:
    theirs = filled(table(county, programme, "西岸乡"))
    mine = filled(table(county, programme))
    mine.rows.append(theirs.rows[0])
    shown = bring(county, programme, mine.saved())
    last = shown.files[0].rows[-1].judged
    assert (last.fate, last.standing) == (Fate.REFUSED, None)


def test_a_returned_report_is_corrected_on_the_table_that_was_sent_first(county: County, programme: int) -> None:
    sheet = table(county, programme)
    write(county, programme, bring(county, programme, filled(sheet, state="已完成").saved()))
    pk = sheet.rows[0].standing.id
    actions.return_(actor=county.office, request_id=pk, reason="请写明地点。", today=TODAY)
    shown = bring(county, programme, filled(sheet, state="已完成", text="东路、西路两处。").saved(), "b" * 20)
    assert first(shown).fate is Fate.REPORT
    assert write(county, programme, shown) == 1


def test_a_signed_paper_is_asked_where_the_unit_approves_on_paper(county: County, programme: int) -> None:
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.ON_PAPER, day=25, today=TODAY)
    sheet = table(county, programme)
    assert first(bring(county, programme, filled(sheet).saved())).fate is Fate.REFUSED
    longer = first(bring(county, programme, filled(sheet, signed="字" * 201).saved(), "c" * 20))
    assert (longer.fate, longer.reason.params["longest"]) == (Fate.REFUSED, 200)
    shown = bring(county, programme, filled(sheet, signed="东岸镇〔2026〕7号").saved(), "b" * 20)
    write(county, programme, shown)
    assert Response.objects.get().signed == "东岸镇〔2026〕7号"


def test_a_number_of_a_person_enters_neither_the_rows_nor_the_store(county: County, programme: int) -> None:
    mine = filled(table(county, programme), text=f"群众{NUMBER}反映。")
    shown = bring(county, programme, mine.saved())
    file = ReturnedFile.objects.get()
    assert first(shown).fate is Fate.REFUSED
    assert NUMBER not in repr((file.rows, file.path, list(Entry.objects.values_list("new", flat=True))))
    assert not Blob.objects.exists()
    assert shown.files[0].file.waits


def test_no_row_of_a_table_with_a_mark_of_classification_is_kept(county: County, programme: int) -> None:
    mine = filled(table(county, programme))
    mine.above = ["秘密★1年", *mine.above]
    shown = bring(county, programme, mine.saved())
    assert [one.file.fault and one.file.fault.words("zh-hans")[:6] for one in shown.others] == ["文件标有密级"]
    assert ReturnedFile.objects.get().rows == []


def test_no_change_with_words_beside_it_is_asked_back(county: County, programme: int) -> None:
    sheet = table(county, programme)
    assert first(bring(county, programme, filled(sheet, state="无变化").saved())).fate is Fate.REFUSED


def test_last_months_table_is_taken_for_last_months_request(county: County, programme: int) -> None:
    sheet = table(county, programme)
    later = TODAY + timedelta(days=20)
    actions.open_requests(actor=county.office, programme_id=programme, today=later)
    shown = bring(county, programme, filled(sheet).saved())
    standing = first(shown).standing
    assert standing is not None
    assert Request.objects.get(pk=standing.id).period.name == "2026-11"


def test_a_return_that_was_let_go_is_not_written(county: County, programme: int) -> None:
    shown = bring(county, programme, filled(table(county, programme)).saved())
    actions.leave_return(actor=county.office, programme_id=programme, key=shown.key, today=TODAY)
    with pytest.raises(Conflict) as refused:
        write(county, programme, shown)
    assert refused.value.code == "return-left"


def test_a_unit_brings_no_returns(county: County, programme: int) -> None:
    data = filled(table(county, programme)).saved()
    with pytest.raises(NotAllowed):
        actions.bring_returns(
            actor=county.member(Role.LIAISON, "东岸镇"),
            programme_id=programme,
            key="a" * 20,
            files=[("东岸镇.xlsx", data)],
            now=NOW,
            today=TODAY,
        )


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x00" * 99])
def test_a_broken_file_is_told_and_stops_nothing(county: County, programme: int, data: bytes) -> None:
    good = filled(table(county, programme)).saved()
    files = [("坏.xlsx", data), ("好.xlsx", good)]
    actions.bring_returns(actor=county.office, programme_id=programme, key="a" * 20, files=files, now=NOW, today=TODAY)
    shown = return_preview(county.office, programme, "a" * 20, TODAY)
    assert [one.file.path for one in shown.others] == ["坏.xlsx"]
    assert first(shown).fate is Fate.REPORT
