"""A proposal as the plain items that ``rules.comparing`` compares and amendments keep. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from luoshi.outline.model import Rhythm, Target
from luoshi.programme.drafting.proposal import Due, Item, Proposal, Stage
from luoshi.programme.rules import DueKind
from luoshi.programme.rules.comparing import PHASE


def items_of(proposal: Proposal) -> list[dict[str, Any]]:
    """The items in the order of the proposal; their form is told in ``rules.comparing``."""
    return [_item(proposal, index, item) for index, item in enumerate(proposal.items)]


def stages_of(proposal: Proposal) -> list[dict[str, Any]]:
    """The phases as items, behind those of ``items_of``: their name is the title, their days are the limit in time."""
    return [_stage(len(proposal.items) + order, stage) for order, stage in enumerate(proposal.phases)]


def _stage(index: int, stage: Stage) -> dict[str, Any]:
    days = "—".join(_day(day) for day in (stage.start, stage.end)) if stage.start or stage.end else ""
    kind = DueKind.BY if stage.end else DueKind.NONE
    return {
        "index": index,
        "kind": PHASE,
        "number": "",
        "title": stage.name,
        "text": f"{stage.name}（{days}）" if days else stage.name,
        "start": stage.span.start,
        "end": stage.span.end,
        "units": [],
        "due": due_dict(Due(kind, days, stage.end, stage.start)),
        "rhythm": None,
        "measures": [],
        "targets": [],
        "within": "",
        "phase": "",
    }


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _item(proposal: Proposal, index: int, item: Item) -> dict[str, Any]:
    return {
        "index": index,
        "kind": item.kind.value,
        "number": item.number,
        "title": item.title,
        "text": item.text,
        "start": item.span.start,
        "end": item.span.end,
        "units": [[ref.name, ref.role.value] for ref in item.units],
        "due": due_dict(item.due),
        "rhythm": rhythm_dict(item.rhythm),
        "measures": [
            {
                "text": measure.text,
                "principle": measure.principle,
                "start": measure.span.start,
                "end": measure.span.end,
            }
            for measure in item.measures
        ],
        "targets": [_target(target) for target in item.targets],
        "within": "" if item.parent is None else proposal.items[item.parent].title,
        "phase": "" if item.phase is None else proposal.phases[item.phase].name,
    }


def due_dict(due: Due) -> dict[str, str | None]:
    """A limit in time with its days in ISO form."""
    return {"kind": due.kind.value, "text": due.text, "due": _iso(due.due), "start": _iso(due.start)}


def rhythm_dict(rhythm: Rhythm | None) -> dict[str, str | int | None] | None:
    """A rhythm as it is kept."""
    if rhythm is None:
        return None
    return {
        "text": rhythm.text,
        "every": rhythm.every.value,
        "interval": min(max(rhythm.interval, 1), 1000),
        "month": rhythm.month,
        "day": rhythm.day,
    }


def _target(target: Target) -> dict[str, str | int | None]:
    return {
        "text": target.text,
        "metric": (target.subject or target.text)[:200],
        "unit": target.unit[:40],
        "comparator": target.comparator.value,
        "value": str(target.value),
        "value_max": None if target.value_max is None else str(target.value_max),
        "start": target.span.start,
        "end": target.span.end,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
