"""Of what a figure is that a request takes: its quantity, period and place, as they are kept when it is given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from luoshi.programme.models import Target
from luoshi.programme.rules.periods import ONCE
from luoshi.reporting.models import AnswerVersion, Request
from luoshi.reporting.queries.known import figure_of
from luoshi.reporting.rules.matching import Figure


def period_name(row: Request, today: date) -> str:
    """The period of which a figure of a request speaks: that of the rhythm, else the month."""
    if row.question is not None and row.question.period:
        return row.question.period
    if row.period is not None:
        return row.period.name
    return row.occurrence.period if row.occurrence.period != ONCE else f"{today:%Y-%m}"


def tracked(row: Request, today: date) -> dict[int, Figure]:
    """What a figure would be of that is given to a request now, by its target (id); nothing where a question is asked,
    which has its own, or where no figure is taken.
    """
    commitment = row.occurrence.obligation.commitment
    if row.question_id is not None or commitment.restricted:
        return {}
    period = period_name(row, today)
    targets = Target.objects.filter(commitment_id=commitment.pk).select_related("metric").order_by("order")
    return {one.pk: Figure(one.metric.name, one.metric.unit_of_measure, one.metric.accrual, period) for one in targets}


def is_another(version: AnswerVersion, asked: Collection[Figure], own_area: str) -> bool:
    """Whether a version, its values loaded, has a figure of another quantity, period, place or definition than those
    that are asked. One without a figure has none.
    """
    keys = {one.key(own_area) for one in asked}
    return any(figure_of(value).key(own_area) not in keys for value in version.values.all())


def target_of(version: AnswerVersion, asked: Mapping[int, Figure], own_area: str) -> int | None:
    """The target (id) whose figure a version, its values loaded, has; None where it has none of them."""
    said = {figure_of(value).key(own_area) for value in version.values.all()}
    return next((pk for pk, figure in asked.items() if figure.key(own_area) in said), None)
