"""What a forecast is made for, risks of vetoes, and forecasts that are kept as they were shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from luoshi.assessment.actions.adopting import held_adoption
from luoshi.assessment.models import ForecastRun, ForecastSettings, Risk, Row
from luoshi.assessment.queries.forecasting import state_of
from luoshi.assessment.queries.standing import Target, require_target
from luoshi.assessment.rules.forecast.answer import answer
from luoshi.assessment.rules.forecast.likelihood import Likelihood, require_chances
from luoshi.assessment.rules.forecast.outlook import forecast
from luoshi.assessment.rules.forecast.state import State
from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.numbers import kept, millionths
from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.rules.texts import require_reason
from luoshi.tenancy.rules import Actor

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an office forecasts for: the day of application, the threshold (None: the framework's pass mark), what its
    classes mean in per cent, and whether only marks with grounds count.
    """

    on: date | None
    threshold: Decimal | None
    firm: int
    possible: int
    hard: int
    strict: bool


def set_forecast(*, actor: Actor, adoption_id: int, wanted: Wanted, seen: int | None = None) -> None:
    """Set what the forecasts of an adoption are made for. Raises ``Invalid`` (``likelihood-chances``,
    ``threshold-length``), ``Conflict`` (``stale``), ``NotFound``, ``NotAllowed``.
    """
    chances = {
        Likelihood.FIRM: Decimal(wanted.firm) / HUNDRED,
        Likelihood.POSSIBLE: Decimal(wanted.possible) / HUNDRED,
        Likelihood.HARD: Decimal(wanted.hard) / HUNDRED,
    }
    require_chances(chances)
    if wanted.threshold is not None and not (kept(wanted.threshold) and wanted.threshold > 0):
        raise Invalid("threshold-length", _("Give the points to be reached, with at most six decimals."))
    with transaction.atomic():
        adoption = held_adoption(actor, adoption_id)
        row, _made = ForecastSettings.objects.get_or_create(
            adoption=adoption, defaults={"jurisdiction_id": adoption.jurisdiction_id}
        )
        if seen is not None and seen != row.edit:
            raise Conflict(
                "stale",
                _("Somebody else has changed this meanwhile."),
                _("Reload the page, look at what has changed, and decide again."),
            )
        old = _told(row)
        row.on, row.strict = wanted.on, wanted.strict
        row.threshold = None if wanted.threshold is None else millionths(wanted.threshold)
        row.firm, row.possible, row.hard = wanted.firm, wanted.possible, wanted.hard
        row.edit += 1
        row.save()
        record(
            actor=actor,
            verb="assessment.set_forecast",
            subject_kind="adoption",
            subject_id=adoption.pk,
            old=old,
            new=_told(row),
        )


def set_risk(*, actor: Actor, adoption_id: int, row_id: int, percent: int | None, reason: str) -> None:
    """Say how likely a veto is to strike, in per cent with a reason (None: unknown again)."""
    with transaction.atomic():
        adoption = held_adoption(actor, adoption_id)
        row = Row.objects.filter(pk=row_id, version_id=adoption.version_id, kind=RowKind.VETO.value).first()
        if row is None:
            raise NotFound("row-not-found", _("There is no such veto in this framework."))
        if percent is None:
            Risk.objects.filter(adoption=adoption, row=row).delete()
            why = ""
        else:
            if not 0 <= percent <= HUNDRED:
                raise Invalid("risk-percent", _("Give a whole number from 0 to 100."))
            why = require_reason(reason)
            Risk.objects.update_or_create(
                adoption=adoption,
                row=row,
                defaults={"jurisdiction_id": adoption.jurisdiction_id, "percent": percent, "reason": why},
            )
        record(
            actor=actor,
            verb="assessment.set_risk",
            subject_kind="adoption",
            subject_id=adoption.pk,
            new={"row": row.code, "percent": percent, "reason": why},
        )


def keep_forecast(*, actor: Actor, target: Target, today: date) -> int:
    """Keep a forecast as it is now, with all that went into it; gives its id. For the office alone."""
    with transaction.atomic():
        adoption = held_adoption(actor, target.adoption_id)
        require_target(adoption, target)
        state = state_of(adoption, target)
        row = ForecastRun.objects.create(
            jurisdiction_id=adoption.jurisdiction_id,
            adoption=adoption,
            unit_id=target.unit_id,
            site_id=target.site_id,
            state=written(state),
            answer=answer(forecast(state)),
            account_id=actor.account_id,
            on=today,
        )
        record(
            actor=actor,
            verb="assessment.keep_forecast",
            subject_kind="forecast",
            subject_id=row.pk,
            new={"adoption": adoption.pk, "proved": row.answer["proved"]},
        )
        return row.pk


def written(state: State) -> dict[str, object]:
    """A state as ``luoshi forecast`` reads it. A figure of at most six decimals survives its way through JSON."""
    return {
        "threshold": _number(state.threshold),
        "resolution": _number(state.resolution),
        "rows": [
            {
                "id": row.id,
                "points": _number(row.points),
                "mark": _number(row.mark),
                "open": [
                    {
                        "id": gap.id,
                        "gain": _number(gap.gain),
                        "chance": _number(gap.chance),
                        "event": gap.event,
                        **({} if gap.asks is None else {"asks": list(gap.asks)}),
                    }
                    for gap in row.gaps
                ],
            }
            for row in state.rows
        ],
        "vetoes": [{"id": veto.id, "chance": _number(veto.chance)} for veto in state.vetoes],
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _told(row: ForecastSettings) -> dict[str, object]:
    on = None if row.on is None else row.on.isoformat()
    return {
        "on": on,
        "threshold": row.threshold,
        "firm": row.firm,
        "possible": row.possible,
        "hard": row.hard,
        "strict": row.strict,
    }
