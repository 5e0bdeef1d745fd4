"""Which doubts a correction answers, so that nobody has to settle by hand what was just put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.outline.model import Span
from luoshi.plans.queries import Doubt
from luoshi.plans.rules import ItemKind, Operation
from luoshi.web.reading.found import Item

# doubts about an item as a whole, and the operations that decide them
ABOUT_ITEM = {
    "item-without-units": (Operation.SET_UNITS, Operation.SET_KIND, Operation.REMOVE),
    "units-in-prose": (Operation.SET_UNITS, Operation.SET_KIND, Operation.REMOVE),
    "units-below": (Operation.SET_UNITS, Operation.SPLIT, Operation.REMOVE),
}
ABOUT_LIMIT = ("deadline-open", "deadline-inexact")


def answered(doubts: Iterable[Doubt], item: Item, operation: Operation, payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys of the doubts that a correction of an item answers; a doubtful name is answered once it is gone."""
    kept = {str(unit["name"]) for unit in payload.get("units", ())}
    return tuple(doubt.key for doubt in doubts if doubt.stands and _answers(doubt, item, operation, kept))


def _answers(doubt: Doubt, item: Item, operation: Operation, kept: set[str]) -> bool:
    if doubt.code == "name-doubtful":
        names = {unit.name for unit in getattr(item.thing, "units", ()) if unit.span == doubt.span}
        return bool(names) and (
            operation is Operation.REMOVE or (operation is Operation.SET_UNITS and not names & kept)
        )
    if doubt.code in ABOUT_LIMIT:
        limits = [*getattr(item.thing, "deadlines", ()), *filter(None, (item.deadline,))]
        own = item.deadline is not None and item.deadline.span == doubt.span
        if operation is Operation.REMOVE:
            return any(limit.span == doubt.span for limit in limits)
        return operation is Operation.SET_DEADLINE and own
    return operation in ABOUT_ITEM.get(doubt.code, ()) and _within(doubt.span, item.thing.span)


def answered_by_adding(doubts: Iterable[Doubt], kind: ItemKind, span: Span) -> tuple[str, ...]:
    """Keys of the doubts that words answer which became an item: that there is no task, or that these are none yet."""
    found = []
    for doubt in doubts:
        first = doubt.code == "no-tasks" and kind is ItemKind.TASK
        if doubt.stands and (first or (doubt.code == "item-without-units" and _within(doubt.span, span))):
            found.append(doubt.key)
    return tuple(found)


def _within(inner: Span | None, outer: Span) -> bool:
    return inner is not None and outer.start <= inner.start and inner.end <= outer.end
