"""The task table out and in, and the office's own amendment, as pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from xlsxwriter import Workbook

from luoshi.outline.readers.grid import read_grid
from luoshi.programme.models import Commitment, Revision

HEADS = "目标任务"


def sheet(client: Client, site: int) -> list[list[str]]:
    """The table as it comes out."""
    answer = client.get(f"/programmes/{site}/task-table.xlsx")
    assert answer.status_code == 200
    return [list(line.cells) for line in read_grid(answer.content, "table.xlsx")]


def book(rows: Iterable[Iterable[str]]) -> SimpleUploadedFile:
    """Rows as a spreadsheet program writes them."""
    out = BytesIO()
    with Workbook(out, {"strings_to_formulas": False}) as made:
        page = made.add_worksheet()
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                page.write_string(at, column, text)
    return SimpleUploadedFile("table.xlsx", out.getvalue())


def column(rows: list[list[str]], heading: str) -> tuple[int, int]:
    """Where a heading stands: row, column."""
    return next((at, row.index(heading)) for at, row in enumerate(rows) if heading in row)


def sealed(page: str) -> str:
    found = re.search(r'name="sealed" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.fixture
def changed(site: int, office: Client) -> tuple[list[list[str]], int]:
    """The table with another title in its first row, and the commitment of that row."""
    rows = sheet(office, site)
    at, title = column(rows, HEADS)
    rows[at + 1][title] += "（修订）"
    return rows, int(rows[at + 1][column(rows, "编号")[1]])


def test_the_preview_shows_what_would_change_and_writes_nothing(
    site: int, office: Client, changed: tuple[list[list[str]], int]
) -> None:
    answer = office.post(f"/programmes/{site}/task-table/", {"file": book(changed[0])})
    assert answer.status_code == 200
    assert "<ins>（修订）</ins>" in answer.content.decode()
    assert not Revision.objects.filter(commitment_id=changed[1], number=2).exists()


def test_confirmed_the_table_is_taken_over(site: int, office: Client, changed: tuple[list[list[str]], int]) -> None:
    page = office.post(f"/programmes/{site}/task-table/", {"file": book(changed[0])}).content.decode()
    where = f"/programmes/{site}/task-table/confirm/"
    assert office.post(where, {"sealed": sealed(page), "reason": "as agreed"}).status_code == 302
    assert Commitment.objects.get(pk=changed[1]).title.endswith("（修订）")


def test_without_a_reason_the_preview_comes_back_with_the_error_at_its_field(
    site: int, office: Client, changed: tuple[list[list[str]], int]
) -> None:
    page = office.post(f"/programmes/{site}/task-table/", {"file": book(changed[0])}).content.decode()
    answer = office.post(f"/programmes/{site}/task-table/confirm/", {"sealed": sealed(page), "reason": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"]


def test_a_preview_that_is_stale_is_shown_anew(site: int, office: Client, changed: tuple[list[list[str]], int]) -> None:
    page = office.post(f"/programmes/{site}/task-table/", {"file": book(changed[0])}).content.decode()
    Commitment.objects.filter(pk=changed[1]).update(edit=99)
    answer = office.post(f"/programmes/{site}/task-table/confirm/", {"sealed": sealed(page), "reason": "as agreed"})
    assert answer.status_code == 409
    assert sealed(answer.content.decode()) != sealed(page)


def test_a_refused_row_offers_nothing_to_confirm(site: int, office: Client) -> None:
    rows = sheet(office, site)
    at, title = column(rows, HEADS)
    rows[at + 1][title] = "=1+1"
    answer = office.post(f"/programmes/{site}/task-table/", {"file": book(rows)})
    page = answer.content.decode()
    assert answer.context["preview"].refused == 1
    assert "drop_missing" not in page
    assert 'name="reason"' not in page


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "随便写的字".encode()])
def test_a_file_that_is_no_table_is_said_at_its_field(site: int, office: Client, content: bytes) -> None:
    answer = office.post(f"/programmes/{site}/task-table/", {"file": SimpleUploadedFile("坏.xlsx", content)})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_paper_is_refused_as_a_table_without_the_advice_to_save_it_as_a_paper(site: int, office: Client) -> None:
    paper = office.get(f"/programmes/{site}/task-table.docx").content
    answer = office.post(f"/programmes/{site}/task-table/", {"file": SimpleUploadedFile("表.docx", paper)})
    assert answer.status_code == 422
    assert "xlsx" in answer.context["form"].errors["file"][0]


def test_a_seal_of_another_programme_is_refused(
    site: int, office: Client, changed: tuple[list[list[str]], int]
) -> None:
    answer = office.post(f"/programmes/{site}/task-table/confirm/", {"sealed": "not:a:seal", "reason": "-"})
    assert answer.status_code == 422


def test_a_department_takes_the_table_out_and_brings_nothing_back(
    site: int, sits: Callable[[str], Client], changed: tuple[list[list[str]], int]
) -> None:
    client = sits("department")
    assert client.get(f"/programmes/{site}/task-table.xlsx").status_code == 200
    page = client.post(f"/programmes/{site}/task-table/", {"file": book(changed[0])}).content.decode()
    answer = client.post(f"/programmes/{site}/task-table/confirm/", {"sealed": sealed(page), "reason": "-"})
    assert answer.status_code == 403


# --- the office's own amendment ---------------------------------------------------------------------------------


@pytest.fixture
def form(site: int, office: Client) -> tuple[str, dict[str, object]]:
    """The address of the form of the first task, and what stands in it."""
    pk = Commitment.objects.filter(programme_id=site, kind="task", withdrawn_on__isnull=True).earliest("order").pk
    answer = office.get(f"/commitments/{pk}/amend/")
    assert answer.status_code == 200
    return f"/commitments/{pk}/amend/", {**answer.context["form"].initial, "reason": "as agreed"}


def test_an_own_amendment_leads_to_the_history(office: Client, form: tuple[str, dict[str, object]]) -> None:
    answer = office.post(form[0], {**form[1], "title": "另一个标题"})
    assert (answer.status_code, answer["Location"]) == (302, form[0].replace("amend", "history"))


def test_an_unknown_unit_is_said_at_its_field_and_what_was_typed_stays(
    office: Client, form: tuple[str, dict[str, object]]
) -> None:
    answer = office.post(form[0], {**form[1], "support": "县虚构办"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["support"]
    assert "县虚构办" in answer.content.decode()


def test_a_department_does_not_amend(sits: Callable[[str], Client], form: tuple[str, dict[str, object]]) -> None:
    assert sits("department").get(form[0]).status_code == 403
