"""Fixtures of the rooms' tests."""

from __future__ import annotations

import pytest

from rooms.cast import County, found_county


@pytest.fixture
def county(db: None) -> County:
    """A county with its office, on a fresh database."""
    return found_county()
