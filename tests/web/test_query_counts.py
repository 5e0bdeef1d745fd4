"""The heaviest pages of the desk ask as often at 1,000 commitments as at ten, and never more than fifteen times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from luoshi.demonstration.actions import create_demonstration
from luoshi.demonstration.generating import generate
from luoshi.demonstration.inventing import Scale
from luoshi.programme.models import Obligation

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
FEW = Scale(units=100, commitments=10, obligations=120)
MANY = Scale(units=100, commitments=1000, obligations=12_000)
MOST = 15
OF_PROGRAMME = (
    "board/",
    "board/cell/",
    "",
    "owed/",
    "bodies/",
    "timeline/",
    "phases/",
    "deadlines/",
    "grid/",
    "issue/",
    "burden/",
)
PAGES = (*OF_PROGRAMME, "commitment", "obligation", "inbox", "burden of the county", "burden of a unit")

Counts = dict[str, int]
CHOOSER = '"tenancy_jurisdiction"."demonstration"'  # the choice of roles, which no site but a demonstration asks for


def addresses(programme_id: int) -> Iterator[tuple[str, str, str]]:
    """Page, role that opens it, address."""
    owed = Obligation.objects.filter(commitment__programme_id=programme_id, commitment__kind="task")
    one = owed.select_related("commitment").order_by("pk")[0]
    for page in OF_PROGRAMME:
        query = f"?row={one.commitment.parent_id}&at=unit-{one.unit_id}" if page == "board/cell/" else ""
        yield page, "office", f"/programmes/{programme_id}/{page}{query}"
    yield "commitment", "office", f"/commitments/{one.commitment_id}/"
    yield "obligation", "office", f"/obligations/{one.pk}/"
    yield "inbox", "township", "/inbox/"
    yield "burden of the county", "office", "/burden/"
    yield "burden of a unit", "township", "/burden/ours/"


def counted(programme_id: int) -> Counts:
    """How often each page asks the database; opened once before, so that stored lights are fresh."""
    found: Counts = {}
    for page, role, address in addresses(programme_id):
        client = Client()
        client.post("/role/", {"role": role})
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        found[page] = sum(CHOOSER not in query["sql"] for query in captured.captured_queries)
    return found


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[Counts, Counts]:
    """The counts at few and at many commitments, taken in a site that is made once and taken back."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEMONSTRATION=True):
        create_demonstration(today=TODAY, lived=False)
        few = counted(generate(scale=FEW))
        many = counted(generate(scale=MANY))
        transaction.set_rollback(True)
    return few, many


@pytest.mark.parametrize("page", PAGES)
def test_a_heavy_page_asks_as_often_at_a_thousand_commitments_as_at_ten(
    page: str, counts: tuple[Counts, Counts]
) -> None:
    few, many = counts
    assert few[page] == many[page] <= MOST
