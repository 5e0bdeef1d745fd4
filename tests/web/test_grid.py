"""The page of the grid: works by forms alone, in parts with htmx, for the office only, in few queries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.programme.models import Allocation, Commitment, Measure, Obligation, Programme


@pytest.fixture
def draft_grid(site: int) -> str:
    """The address of the grid of the demonstration, made a draft again."""
    Obligation.objects.all().delete()
    Programme.objects.filter(pk=site).update(state="draft")
    return f"/programmes/{site}/grid/"


def cell(page: str, ticked: bool = True) -> str:
    word = "untick" if ticked else "tick"
    found = re.search(rf'value="({word}\.\d+\.unit-\d+)"', page)
    assert found
    return found[1]


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]


def chosen(page: str) -> str:
    found = re.search(r'data-chosen="(\d+)"', page)
    assert found
    return found[1]


def test_a_tick_is_a_form_that_comes_back_to_the_commitment(office: Client, draft_grid: str) -> None:
    page = office.get(draft_grid).content.decode()
    do, at = cell(page), chosen(page)
    before = Allocation.objects.count()
    response = office.post(f"{draft_grid}{at}/", {"do": do, "seen": seen(page)})
    assert (response.status_code, response["Location"]) == (302, f"{draft_grid}?c={at}")
    assert Allocation.objects.count() == before - 1


def test_htmx_gets_the_part_that_changed(office: Client, draft_grid: str) -> None:
    page = office.get(draft_grid).content.decode()
    response = office.post(
        f"{draft_grid}{chosen(page)}/", {"do": cell(page), "seen": seen(page)}, headers={"HX-Request": "true"}
    )
    body = response.content.decode()
    assert response.status_code == 200
    assert body.lstrip().startswith('<div id="work"')
    assert 'aria-pressed="false"' in body


def test_a_stale_form_is_told_beside_the_grid_and_keeps_what_was_typed(office: Client, draft_grid: str) -> None:
    page = office.get(draft_grid).content.decode()
    measure = Measure.objects.filter(commitment_id=chosen(page))[0]
    typed = {"do": f"reword.{measure.pk}", f"text-{measure.pk}": "另外的话", "seen": "99"}
    response = office.post(f"{draft_grid}{chosen(page)}/", typed)
    body = response.content.decode()
    assert response.status_code == 409
    assert 'role="alert"' in body
    assert "另外的话" in body
    part = office.post(f"{draft_grid}{chosen(page)}/", typed, headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Retarget"]) == (409, "#said")


@pytest.mark.parametrize(
    "do",
    ["", "explode", "tick", "tick.x.unit-1", "tick.1.county-1", "lead.group-1", "split.1", "tick.1.unit-" + "9" * 30],
)
def test_what_no_button_asks_for_is_one_clear_sentence(office: Client, draft_grid: str, do: str) -> None:
    page = office.get(draft_grid).content.decode()
    response = office.post(f"{draft_grid}{chosen(page)}/", {"do": do})
    assert response.status_code in (404, 422)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"do": "due", "due": "soon"}, "due"),
        ({"do": "rhythm", "every": "month", "interval": "x"}, "interval"),
        ({"do": "quantity", "value": "many", "unit": "个", "subject": "甲"}, "value"),
        ({"do": "quantity", "value": "Infinity", "unit": "个", "subject": "甲"}, "value"),
        ({"do": "title", "title": "  "}, "title"),
    ],
)
def test_a_field_that_cannot_be_read_is_refused(
    office: Client, draft_grid: str, fields: dict[str, str], name: str
) -> None:
    page = office.get(draft_grid).content.decode()
    assert office.post(f"{draft_grid}{chosen(page)}/", fields).status_code == 422
    assert name in fields


def test_a_sentence_is_split_at_a_mark_without_a_script(office: Client, draft_grid: str) -> None:
    page = office.get(draft_grid).content.decode()
    measure = Measure.objects.filter(commitment_id=chosen(page))[0]
    text = f"{measure.text[:4]}|{measure.text[4:]}"
    office.post(f"{draft_grid}{chosen(page)}/", {"do": f"split.{measure.pk}", f"text-{measure.pk}": text})
    measure.refresh_from_db()
    assert len(measure.text) == 4


def test_undo_takes_the_last_step_back(office: Client, draft_grid: str) -> None:
    page = office.get(draft_grid).content.decode()
    before = Allocation.objects.count()
    office.post(f"{draft_grid}{chosen(page)}/", {"do": cell(page)})
    assert office.post(f"{draft_grid}undo/", {"c": chosen(page)}).status_code == 302
    assert Allocation.objects.count() == before
    assert office.post(f"{draft_grid}undo/", {"c": chosen(page)}).status_code == 409
    assert office.post(f"{draft_grid}redo/", {"c": chosen(page), "step": "1"}).status_code == 302


def test_the_grid_is_the_offices_alone(sits: Callable[[str], Client], draft_grid: str) -> None:
    assert sits("leader").get(draft_grid).status_code == 403
    assert sits("township").get(draft_grid).status_code == 404


def test_an_issued_programme_is_shown_and_not_changed(office: Client, site: int) -> None:
    page = office.get(f"/programmes/{site}/grid/").content.decode()
    assert 'name="do"' not in page
    task = Commitment.objects.filter(programme=site, kind="task")[0]
    assert office.post(f"/programmes/{site}/grid/{task.pk}/", {"do": "title", "title": "甲"}).status_code == 409


def test_the_grid_asks_as_often_for_a_thousand_commitments_as_for_ten(
    office: Client, site: int, draft_grid: str
) -> None:
    task = Commitment.objects.filter(programme=site, kind="task").order_by("order")[0]
    address = f"{draft_grid}?c={task.pk}"
    office.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        office.get(address)
    _grow(task, 1000)
    with CaptureQueriesContext(connection) as many:
        office.get(address)
    assert len(few) == len(many) <= 15


def _grow(task: Commitment, count: int) -> None:
    says = task.revisions.get(current=True)
    made = [
        Commitment(
            jurisdiction_id=task.jurisdiction_id,
            programme_id=task.programme_id,
            kind="task",
            order=100 + at,
            title="甲",
        )
        for at in range(count)
    ]
    for row in Commitment.objects.bulk_create(made):
        says.pk, says.commitment = None, row
        says.save()
        measure = Measure.objects.create(jurisdiction_id=task.jurisdiction_id, commitment=row, order=1, text="乙。")
        assert measure.pk
