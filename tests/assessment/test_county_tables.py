"""Tables of many subjects and styles: what was planted is found, and nothing else, in every form of file."""

from __future__ import annotations

import pytest

from assessment.county_tables import COUNTY_TABLES
from assessment.imitated import made
from assessment.office_tables import told
from luoshi.assessment.reading.tables import read_framework

forms = pytest.mark.parametrize("form", ["csv", "blank", "xlsx", "docx"])


@forms
@pytest.mark.parametrize("name", COUNTY_TABLES)
def test_what_was_planted_is_found_and_nothing_else(name: str, form: str) -> None:
    table, planted = COUNTY_TABLES[name]
    assert sorted(code for code, _row in told(read_framework(*made(table, form)))) == sorted(c for c, _row in planted)


@pytest.mark.parametrize("name", COUNTY_TABLES)
def test_each_finding_names_its_row(name: str) -> None:
    table, planted = COUNTY_TABLES[name]
    assert sorted(told(read_framework(*made(table, "csv")))) == sorted(planted)
