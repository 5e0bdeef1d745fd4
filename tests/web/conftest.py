"""A demonstration site, and clients that sit on its chairs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from luoshi.demonstration.actions import create_demonstration
from luoshi.demonstration.queries import account
from luoshi.plans import queries as plans
from luoshi.programme import queries as programme
from luoshi.units.queries import seat
from made.laid import Change, every_row
from web.cast import upload

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def laid(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[int, Change]:
    """The id of the programme of a demonstration that is made once, and its rows."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = every_row()
        made = create_demonstration(today=TODAY, lived=False)
        change = Change.between(before, every_row())
        transaction.set_rollback(True)
    return made, change


@pytest.fixture
def site(db: None, settings: Settings, laid: tuple[int, Change]) -> int:
    """A demonstration; gives the id of its programme."""
    settings.DEMONSTRATION = True
    programme_id, change = laid
    change.lay()
    return programme_id


@pytest.fixture
def sits(site: int) -> Callable[[str], Client]:
    """A client on the chair of a role."""

    def sit(role: str) -> Client:
        client = Client()
        assert client.post("/role/", {"role": role}).status_code == 302
        return client

    return sit


@pytest.fixture
def office(sits: Callable[[str], Client]) -> Client:
    """The programme office."""
    return sits("office")


@pytest.fixture
def draft(office: Client) -> str:
    """The address of the reading of an uploaded plan."""
    response = office.post("/plans/upload/", {"file": upload()})
    assert response.status_code == 302
    return str(response["Location"])


@pytest.fixture
def addresses(site: int) -> dict[str, str]:
    """An address of every page of the site."""
    actor = seat(account("office")).actor
    commitments = programme.commitments(actor, site, TODAY).lines
    bodies = programme.bodies(actor, site, TODAY)
    row = programme.board(actor, site, TODAY).rows[0]
    return {
        "start": "/",
        "read": "/read/",
        "sign-in": "/sign-in/",
        "plans": "/plans/",
        "reading": f"/plans/{plans.plans(actor)[0].version_id}/",
        "programmes": "/programmes/",
        "programme": f"/programmes/{site}/",
        "board": f"/programmes/{site}/board/",
        "cell": f"/programmes/{site}/board/cell/?row={row.commitment_id}&at=unit-{next(iter(row.cells))}",
        "bodies": f"/programmes/{site}/bodies/",
        "commitment": f"/commitments/{commitments[0].id}/",
        "unit": f"/units/{bodies[0].unit_id}/",
    }
