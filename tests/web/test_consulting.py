"""Pages of asking before issuing: the office's round, a body's answer, tables out and in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from luoshi.demonstration.queries import account
from luoshi.plans import actions as plan_actions
from luoshi.plans import queries as plan_queries
from luoshi.programme import actions
from luoshi.programme.models import Comment, Commitment, ConsultedUnit, Programme
from luoshi.programme.queries.consulting import consulting_desk
from luoshi.units.models import Unit
from luoshi.units.queries import Seat, seat
from web.cast import PLAN
from web.conftest import TODAY

# without the task that names nobody: such a draft is not issued
TEXT = "\n".join(line for line in PLAN.replace("县住建局", "县住房城乡建设局").splitlines() if "加强宣传" not in line)


def office_seat() -> Seat:
    return seat(account("office"))


@pytest.fixture
def programme(site: int) -> int:
    """A draft beside the demonstration's own programme."""
    actor = office_seat().actor
    version = plan_actions.upload_plan(actor=actor, content=TEXT.encode(), file_name="停车方案.txt")
    doubts = [doubt.key for doubt in plan_queries.reading(actor, version).doubts]
    plan_actions.look(actor=actor, version_id=version, doubts=doubts)
    made = actions.accept_plan(actor=actor, version_id=version, today=TODAY, despite_errors=True, reason="试")
    return made.programme_id


@pytest.fixture
def asked(programme: int) -> int:
    """The draft, with its bodies asked."""
    answers_by = TODAY + timedelta(days=7)
    actions.open_consultation(actor=office_seat().actor, programme_id=programme, today=TODAY, answers_by=answers_by)
    return programme


def at(programme_id: int, tail: str = "") -> str:
    return f"/programmes/{programme_id}/consulting/{tail}"


def unit(name: str) -> int:
    return Unit.objects.get(name=name).pk


def page(response: object) -> html.HtmlElement:
    return html.fromstring(response.content.decode())  # type: ignore[attr-defined]


def task(programme_id: int) -> Commitment:
    return Commitment.objects.get(programme=programme_id, title="增加停车泊位")


def said(programme_id: int, text: str = "建议推迟。") -> int:
    return actions.enter_for_unit(
        actor=office_seat().actor,
        programme_id=programme_id,
        unit_id=unit("枫溪镇"),
        commitment_id=task(programme_id).pk,
        text=text,
        today=TODAY,
    )


def workbook(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate((("序号", "单位", "事项编号", "事项", "意见"), *rows)):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    book.close()
    return SimpleUploadedFile("意见.xlsx", out.getvalue())


# --- the office -----------------------------------------------------------------------------------------------------


def test_the_office_asks_with_one_form(office: Client, programme: int) -> None:
    edit = page(office.get(at(programme))).xpath("//input[@name='edit']/@value")[0]
    response = office.post(at(programme, "open/"), {"answers_by": "2026-11-30", "edit": edit})
    assert (response.status_code, response["Location"]) == (302, at(programme))
    assert Programme.objects.get(pk=programme).state == "consulting"


@pytest.mark.parametrize("day", ["", "2026-02-30", "2026-11-01"])
def test_a_day_that_cannot_be_is_refused_at_its_field_and_kept(office: Client, programme: int, day: str) -> None:
    response = office.post(at(programme, "open/"), {"answers_by": day, "edit": "0"})
    assert response.status_code == 422
    shown = page(response)
    assert shown.xpath("//*[@data-wrong]//input[@name='answers_by']")
    assert shown.xpath("string(//input[@name='answers_by']/@value)") == day
    assert Programme.objects.get(pk=programme).state == "draft"


def test_a_decision_comes_back_alone_to_a_script_and_as_a_page_without_one(office: Client, asked: int) -> None:
    first, second = said(asked), said(asked, "改由县交通局承担。")
    given = {"verb": "adopt", "reason": "", "edit": "0"}
    fragment = office.post(at(asked, f"comment/{first}/decide/"), given, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert b"<html" not in fragment.content
    assert page(fragment).xpath(f"//div[@id='comment-{first}'][@data-decided]")
    assert page(fragment).xpath("//p[@id='round-state'][@hx-swap-oob]")
    whole = office.post(at(asked, f"comment/{second}/decide/"), given)
    assert (whole.status_code, whole["Location"]) == (302, f"{at(asked)}#comment-{second}")


@pytest.mark.parametrize("script", [True, False])
def test_a_missing_reason_is_said_at_its_field(office: Client, asked: int, script: bool) -> None:
    made = said(asked)
    headers = {"HX-Request": "true"} if script else {}
    given = {"verb": "decline", "reason": " ", "edit": "0"}
    response = office.post(at(asked, f"comment/{made}/decide/"), given, headers=headers)
    assert response.status_code == 422
    assert page(response).xpath(f"//*[@data-wrong]//textarea[@id='reason-{made}']")
    assert Comment.objects.get().verdict == "open"


def test_a_stale_decision_is_a_conflict(office: Client, asked: int) -> None:
    made = said(asked)
    given = {"verb": "adopt", "reason": "", "edit": "7"}
    assert office.post(at(asked, f"comment/{made}/decide/"), given).status_code == 409


def test_the_office_enters_a_letter_on_the_unit_s_page(office: Client, asked: int) -> None:
    given = {"unit": unit("枫溪镇"), "about": task(asked).pk, "text": "来函：时限偏紧。"}
    response = office.post(at(asked, "comment/"), given)
    assert response.status_code == 302
    assert ConsultedUnit.objects.get(unit__name="枫溪镇", consultation__programme=asked).source == "office"


def test_the_round_stays_readable_after_the_issue(office: Client, asked: int) -> None:
    made = said(asked)
    actor = office_seat().actor
    actions.close_consultation(actor=actor, programme_id=asked, today=TODAY)
    given = {"verb": "decline", "reason": "上级文件已定时限。", "edit": "0"}
    office.post(at(asked, f"comment/{made}/decide/"), given)
    actions.issue(actor=actor, programme_id=asked, today=TODAY)
    shown = page(office.get(at(asked)))
    assert "上级文件已定时限。" in shown.text_content()
    assert not shown.xpath("//main//form")


# --- a body ---------------------------------------------------------------------------------------------------------


def test_a_township_says_with_one_tap_that_it_has_no_comment(sits: Callable[[str], Client], asked: int) -> None:
    client = sits("township")
    shown = page(client.get(at(asked)))
    (form,) = shown.xpath("//form[contains(@action, '/nothing/')]")
    given = {field.get("name"): field.get("value") for field in form.xpath(".//input[@name='unit']")}
    assert client.post(form.get("action"), given).status_code == 302
    assert ConsultedUnit.objects.get(unit__name="枫溪镇", consultation__programme=asked).no_comment


def test_a_township_comments_on_what_it_would_owe_and_takes_it_back(sits: Callable[[str], Client], asked: int) -> None:
    client, about = sits("township"), task(asked).pk
    response = client.post(at(asked, "comment/"), {"unit": unit("枫溪镇"), "about": about, "text": "建议推迟。"})
    assert response["Location"].endswith(f"#item-{about}")
    (form,) = page(client.get(at(asked))).xpath(f"//article[@id='item-{about}']//form[contains(@action, 'withdraw')]")
    assert client.post(form.get("action"), {"unit": unit("枫溪镇")}).status_code == 302
    assert not Comment.objects.exists()


def test_words_that_are_too_long_stay_in_their_field(sits: Callable[[str], Client], asked: int) -> None:
    about = task(asked).pk
    given = {"unit": unit("枫溪镇"), "about": about, "text": "字" * 1501}
    response = sits("township").post(at(asked, "comment/"), given)
    assert response.status_code == 422
    (field,) = page(response).xpath(f"//article[@id='item-{about}']//*[@data-wrong]//textarea")
    assert field.text == "字" * 1501


def test_a_body_sees_neither_the_round_nor_another_body_s_comments(sits: Callable[[str], Client], asked: int) -> None:
    said(asked, "枫溪镇的意见")
    client = sits("department")
    assert "枫溪镇的意见" not in client.get(at(asked)).content.decode()
    assert client.get(at(asked) + f"?unit={unit('枫溪镇')}").status_code == 403
    assert client.get(at(asked, "opinions.xlsx")).status_code == 403


def test_nobody_but_the_office_opens_closes_or_decides(sits: Callable[[str], Client], asked: int) -> None:
    made = said(asked)
    for role in ("township", "leader"):
        client = sits(role)
        given = {"verb": "adopt", "reason": "", "edit": "0"}
        assert client.post(at(asked, f"comment/{made}/decide/"), given).status_code == 403
        assert client.post(at(asked, "close/"), {"edit": "0"}).status_code == 403
        assert client.post(at(asked, "table/take/"), {"lines": ""}).status_code == 422


# --- tables -----------------------------------------------------------------------------------------------------------


def test_the_form_that_is_sent_out_comes_back_filled_in(office: Client, asked: int) -> None:
    response = office.get(at(asked, "form.xlsx"), {"unit": unit("枫溪镇")})
    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    start = next(number for number, row in enumerate(rows) if "意见" in row)
    lines = [[str(cell) for cell in row] for row in rows[start + 1 :] if row[1] == "枫溪镇"]
    assert [line[3] for line in lines][:1] == ["（一）增加停车泊位"]
    lines[0][-1] = "建议推迟。"
    back = workbook(*((line[0], line[1], line[2], line[3], line[-1]) for line in lines))
    shown = office.post(at(asked, "table/"), {"file": back})
    assert shown.status_code == 200
    assert not Comment.objects.exists()
    sealed = page(shown).xpath("//input[@name='lines']/@value")[0]
    assert office.post(at(asked, "table/take/"), {"lines": sealed}).status_code == 302
    assert Comment.objects.get().about == "（一）增加停车泊位"


def test_a_faulty_table_names_its_cell_and_offers_nothing_to_take_over(office: Client, asked: int) -> None:
    shown = page(office.post(at(asked, "table/"), {"file": workbook(("1", "没有这个局", "1", "", "好"))}))
    assert shown.xpath("//tr[@class='faulty']/th/text()") == ["B2"]
    assert not shown.xpath("//input[@name='lines']")


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_table_is_refused_at_its_field(office: Client, asked: int, content: bytes) -> None:
    response = office.post(at(asked, "table/"), {"file": SimpleUploadedFile("x.xlsx", content)})
    assert response.status_code == 422
    assert page(response).xpath("//*[@data-wrong]//input[@name='file']")


def test_a_forged_preview_is_refused(office: Client, asked: int) -> None:
    assert office.post(at(asked, "table/take/"), {"lines": "forged"}).status_code == 422


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_the_table_of_comments_is_a_file(office: Client, asked: int, form: str) -> None:
    said(asked)
    response = office.get(at(asked, f"opinions.{form}"))
    assert response.status_code == 200
    assert response.content[:2] == b"PK"


# --- weight -----------------------------------------------------------------------------------------------------------


def grow(programme_id: int, units: int, commitments: int) -> None:
    """More bodies that were asked, each with comments, on more commitments."""
    first = task(programme_id)
    revision = first.revisions.get()
    (asked,) = consulting_desk(office_seat().actor, programme_id).rounds
    for number in range(commitments):
        made = Commitment.objects.create(
            jurisdiction_id=first.jurisdiction_id,
            programme_id=programme_id,
            kind="task",
            order=500 + number,
            title="添",
        )
        made.revisions.create(jurisdiction_id=first.jurisdiction_id, text="添", due_kind="none")
    there = Unit.objects.count()
    for number in range(there, there + units):
        body = Unit.objects.create(jurisdiction_id=first.jurisdiction_id, name=f"添{number}", kind="other")
        row = ConsultedUnit.objects.create(
            jurisdiction_id=first.jurisdiction_id, consultation_id=asked.id, unit=body, answered_on=TODAY
        )
        revision.assignments.create(
            jurisdiction_id=first.jurisdiction_id, unit=body, role="support", order=50 + number, written=body.name
        )
        for text in ("甲", "乙"):
            row.comments.create(jurisdiction_id=first.jurisdiction_id, commitment=first, text=text, made_on=TODAY)


@pytest.mark.parametrize("role", ["office", "township"])
def test_the_pages_ask_as_often_with_many_bodies_as_with_few(
    role: str, sits: Callable[[str], Client], asked: int, django_assert_max_num_queries: object
) -> None:
    client = sits(role)
    client.get(at(asked))
    counts = []
    for units, commitments in ((5, 5), (90, 300)):
        grow(asked, units, commitments)
        with django_assert_max_num_queries(15) as counted:  # type: ignore[operator]
            assert client.get(at(asked)).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]
