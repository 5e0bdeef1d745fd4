"""A forecast and a set as plain values for JSON; the keys are told in ``docs/forecast.md``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from luoshi.assessment.rules.forecast.outlook import Forecast
from luoshi.assessment.rules.forecast.sets import Chosen, SmallestSet

HALF_UP = "half-up"


def answer(made: Forecast, smallest: SmallestSet | None = None) -> dict[str, Any]:
    """Points and chances as JSON numbers; ``set`` only where one was asked for."""
    told: dict[str, Any] = {
        "threshold": float(made.state.threshold),
        "proved": float(made.proved),
        "short": float(made.short),
        "most": float(made.most),
        "chance": made.chance,
        "chance_with_vetoes": made.chance_with_vetoes,
        "median": float(made.median),
        "band": [float(total) for total in made.band],
        "distribution": [[float(total), chance] for total, chance in made.spread],
        "next": [
            {
                "id": step.id,
                "gain": float(step.gain),
                "raises_chance_by": step.raises,
                "gaps": list(step.gaps),
                "rows": list(step.rows),
            }
            for step in made.next
        ],
        "unknown": list(dict.fromkeys(lack.id for lack in made.lacks)),
        "lacks": [{"id": lack.id, "kind": lack.kind, "field": lack.field} for lack in made.lacks],
        "rounding": _rounding(made),
        "capped": [{"id": row.id, "mark": _float(row.mark), "points": _float(row.points)} for row in made.capped],
    }
    return told if smallest is None else {**told, "set": _set(smallest)}


def _rounding(made: Forecast) -> dict[str, Any]:
    values = [
        {"id": one.id, "field": one.field, "from": float(one.given), "to": float(one.taken)} for one in made.rounded
    ]
    return {"resolution": float(made.state.resolution), "rule": HALF_UP, "values": values}


def _set(smallest: SmallestSet) -> dict[str, Any]:
    return {
        "wanted": float(smallest.wanted),
        "reached": smallest.reached,
        "chance": smallest.chance,
        "organisations": smallest.organisations,
        "method": str(smallest.method),
        "events": [_chosen(event) for event in smallest.events],
        "ids": [gap for event in smallest.events for gap in event.gaps],
    }


def _chosen(event: Chosen) -> dict[str, Any]:
    return {
        "id": event.id,
        "gain": float(event.gain),
        "gaps": list(event.gaps),
        "rows": list(event.rows),
        "asks": list(event.asks),
    }


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
