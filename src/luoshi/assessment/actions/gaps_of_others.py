"""Gaps of rows in the parts of others: dropped, and taken up again when the part turns out to be the body's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import F, QuerySet

from luoshi.assessment.models import Adoption, Gap
from luoshi.assessment.queries.standing import RowStanding, Target
from luoshi.assessment.queries.whose import whose
from luoshi.assessment.rules.gaps import GapState

OF_OTHERS = "该测评项属于其他单位的个性指标"


def drop_of_others(adoption: Adoption, target: Target, rows: Mapping[str, RowStanding], today: date) -> int:
    """Drop the open gaps of rows in the parts of others; gives how many."""
    away = [row.row_id for row in rows.values() if row.outcome.elsewhere and not row.unsaid]
    found = _gaps(adoption, target).filter(row_id__in=away, state=GapState.OPEN.value)
    return found.update(state=GapState.DROPPED.value, state_on=today, reason=OF_OTHERS, edit=F("edit") + 1)


def take_up_again(adoption: Adoption, target: Target, rows: Mapping[str, RowStanding], today: date) -> int:
    """Open the gaps again that were dropped so and whose rows are in nobody else's part any more; gives how many."""
    own = [row.row_id for row in rows.values() if not row.outcome.elsewhere]
    found = _gaps(adoption, target).filter(row_id__in=own, state=GapState.DROPPED.value, reason=OF_OTHERS)
    return found.update(state=GapState.OPEN.value, state_on=today, reason="", edit=F("edit") + 1)


def _gaps(adoption: Adoption, target: Target) -> QuerySet[Gap]:
    return Gap.objects.filter(whose(target), adoption=adoption)
