"""Fixtures of the rooms' tests."""

from __future__ import annotations

import pytest

from luoshi.reporting import actions
from luoshi.reporting.rules import Approval
from made.laid import laid_again
from rooms.cast import TODAY, County, found_county, run_programme


@pytest.fixture
def county(db: None) -> County:
    """A county with its office, on a fresh database."""
    return found_county()


@pytest.fixture
def programme(county: County) -> int:
    """The small programme, issued, reported on by the 25th of each month."""
    return laid_again(("reported on", county.id), lambda: _reported_on(county))


def _reported_on(county: County) -> int:
    found = run_programme(county).programme_id
    actions.set_reporting(actor=county.office, programme_id=found, approval=Approval.NONE, day=25, today=TODAY)
    actions.open_requests(actor=county.office, programme_id=found, today=TODAY)
    return found
