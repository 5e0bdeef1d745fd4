"""Quantities that are counted beside those that a plan names: what an office asks about has a definition too."""

from __future__ import annotations

from luoshi.programme.models import Metric
from luoshi.programme.rules import Accrual


def define_metric(
    *, jurisdiction_id: int, programme_id: int, name: str, unit_of_measure: str, accrual: Accrual
) -> Metric:
    """A quantity of a programme, made where there is none of this name in this unit of measure.

    A part of another verb, which judges who may and writes the line of the journal.
    """
    metric, _made = Metric.objects.get_or_create(
        programme_id=programme_id,
        name=name,
        unit_of_measure=unit_of_measure,
        defaults={"jurisdiction_id": jurisdiction_id, "accrual": accrual.value},
    )
    return metric
