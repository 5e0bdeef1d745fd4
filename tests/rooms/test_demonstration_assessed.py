"""How the demonstration is assessed: a table in order, a round that was closed, a forecast that says something."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.assessment.models import Adoption, Gap, Round, Subject
from luoshi.assessment.queries.forecasting import sheet
from luoshi.assessment.queries.standing import Target
from luoshi.assessment.rules.framework import walk
from luoshi.assessment.rules.lint import findings_of
from luoshi.demonstration import actions, queries
from luoshi.demonstration.assessing import indicators
from luoshi.units.queries import seat

TODAY = date(2026, 11, 23)


def test_the_invented_table_is_in_order_and_says_that_it_is_invented() -> None:
    framework = indicators()
    assert sum(row.points or 0 for row in framework.rows if row.children) == 100
    assert [finding.code for finding in findings_of(framework)] == []
    assert [row.code for row in walk(framework.rows) if row.doubts] == []
    assert framework.label == "演示分值，非官方"


@pytest.mark.django_db
def test_a_visitor_meets_a_closed_round_a_self_check_and_a_forecast_below_the_threshold() -> None:
    actions.create_demonstration(today=TODAY)
    office = seat(queries.account("office")).actor
    adoption = Adoption.objects.get()
    assert list(Round.objects.values_list("state", flat=True)) == ["closed", "open"]
    first, latest = Subject.objects.order_by("pk")
    assert (first.lacking, latest.lacking) == (0, 4)
    made = sheet(office, Target(adoption.pk)).made
    assert made is not None
    assert 70 < made.proved < 90 < made.most
    assert Decimal("0.05") < made.chance < Decimal("0.95")
    assert not Gap.objects.filter(chance="").exists()
