"""What a correction does to a reading.

``apply`` replays a log of steps over what the reader said. Steps point by anchors, so the same log holds over another
reading of the text, and over a changed text as far as the words that it is about still stand there; a step whose words
are gone becomes a diagnostic. Nothing here raises over a log that ``frozen`` has made.

Payloads (as stored; places are anchors): set-kind ``{to}``, move-bounds ``{from, until}``, set-title ``{title}``,
set-units ``{units: [{name, role, group?}]}``, set-deadline ``{text, kind, date, start, end}`` or ``{}``, set-targets
``{targets: [...]}``, add ``{until, title?, units?}``, remove ``{}``, split ``{at}``, join ``{}``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.outline.stages.names import is_collective
from luoshi.plans.rules.anchors import closing, opening, place
from luoshi.plans.rules.items import (
    Data,
    Item,
    blank,
    body,
    find_item,
    insert,
    inside,
    lists,
    neutral,
    overlapping,
    sentences,
    shaped,
)
from luoshi.plans.rules.limits import require_days, require_figures, require_names, require_words
from luoshi.plans.rules.states import ItemKind, Operation

CODE = "correction-lost"
MESSAGE = _("A correction has lost its place: “{quote}” no longer stands in the text as it did.")
ADVICE = _("Look at the place and correct it again, or undo the old correction.")


class LostError(LookupError):
    """A step does not find its place."""


@dataclass(frozen=True, slots=True)
class Step:
    """One correction as a value. ``anchor`` also holds the ``kind`` of the item."""

    operation: Operation
    anchor: Mapping[str, Any]
    payload: Mapping[str, Any]


def apply(reading: Mapping[str, Any], steps: Iterable[Step]) -> Data:
    """The reading with the steps applied in order; steps without a place are told in its diagnostics."""
    data, lost = _replay(reading, steps)
    if lost:
        data["diagnostics"] = [*data["diagnostics"], *(_diagnostic(step) for step in lost)]
    return data


def lost_steps(reading: Mapping[str, Any], steps: Iterable[Step]) -> list[Step]:
    """The steps that do not find their place."""
    return _replay(reading, steps)[1]


def _replay(reading: Mapping[str, Any], steps: Iterable[Step]) -> tuple[Data, list[Step]]:
    data: Data = {
        **reading,
        "tasks": list(reading["tasks"]),
        "headings": list(reading["headings"]),
        "safeguards": list(reading["safeguards"]),
        "phases": [{**phase, "items": list(phase["items"])} for phase in reading["phases"]],
    }
    lost = []
    for step in steps:
        try:
            _OPERATIONS[step.operation](data, step)
        except LostError:
            lost.append(step)
    return data, lost


def _diagnostic(step: Step) -> Item:
    params = {"quote": str(step.anchor["quote"])}
    return {
        "code": CODE,
        "severity": "doubt",
        "message": translate(MESSAGE, DEFAULT_LANGUAGE, params),
        "advice": translate(ADVICE, DEFAULT_LANGUAGE),
        "span": None,
        "key": {"message": MESSAGE, "advice": ADVICE, "params": params},
    }


def frozen(text: str, operation: Operation, kind: ItemKind, span: tuple[int, int], given: Mapping[str, Any]) -> Step:
    """A step as it is stored: places of the current text turned into anchors.

    Raises ``ValueError`` or ``KeyError`` where a place is empty, outside the text, or missing, and
    ``Invalid`` where a figure, a name or words cannot be kept.
    """
    start, end = _within(text, span)
    payload: dict[str, Any] = dict(given)
    require_words(payload)
    if operation is Operation.SET_DEADLINE:
        require_days(payload)
    if operation is Operation.SET_TARGETS:
        require_figures(payload)
    if operation in {Operation.SET_UNITS, Operation.ADD}:
        require_names(payload)
    if operation is Operation.ADD:
        payload["until"] = closing(text, start, end)
    if operation is Operation.MOVE_BOUNDS:
        first, last = _within(text, payload.pop("span"))
        payload["from"] = opening(text, first, last)
        payload["until"] = closing(text, first, last)
    if operation is Operation.SPLIT:
        at = int(payload["at"])
        if not start < at < end:
            raise ValueError("the split lies outside the item")
        payload["at"] = opening(text, at, end)
    return Step(operation, {**opening(text, start, end), "kind": kind.value}, payload)


def _within(text: str, span: Iterable[Any]) -> tuple[int, int]:
    start, end = (int(number) for number in span)
    if not 0 <= start < end <= len(text):
        raise ValueError("the place lies outside the text")
    return start, end


# --- operations -------------------------------------------------------------------------------------------------


def _text(data: Data) -> str:
    return str(data["source"]["text"])


def _at(data: Data, where: Mapping[str, Any]) -> tuple[int, int]:
    found = place(_text(data), where)
    if found is None:
        raise LostError
    return found


def _item(data: Data, step: Step) -> tuple[ItemKind, list[Item], int]:
    kind = ItemKind(step.anchor["kind"])
    found = find_item(data, kind, *_at(data, step.anchor))
    if found is None:
        raise LostError
    return kind, *found


def _change(data: Data, step: Step, **changes: Any) -> None:
    kind, items, index = _item(data, step)
    if kind is ItemKind.HEADING:
        kept: Item = {key: value for key, value in changes.items() if key in {"text", "span"}}
        items[index] = {**items[index], **kept}
    else:
        whole = {**neutral(_text(data), kind, items[index]), **changes}
        items[index] = shaped(kind, whole)


def _set_title(data: Data, step: Step) -> None:
    kind, _items, _index = _item(data, step)
    title = str(step.payload["title"])
    if kind in {ItemKind.DUTY, ItemKind.SAFEGUARD}:
        raise LostError  # they are their words; there is no title to set
    _change(data, step, **{"text" if kind is ItemKind.HEADING else "title": title})


def _set_units(data: Data, step: Step) -> None:
    _kind, items, index = _item(data, step)
    _change(data, step, unit_refs=_refs(_text(data), items[index], step.payload["units"]))


def _refs(text: str, item: Item, units: Iterable[Mapping[str, Any]]) -> list[Item]:
    before = {ref["name"]: ref for ref in item.get("unit_refs", ())}
    start, end = item["span"]
    refs = []
    for unit in units:
        name = str(unit["name"])
        old = before.get(name)
        at = text.find(name, start, end)
        span = old["span"] if old else [at, at + len(name)] if at >= 0 else [start, end]
        group = bool(unit.get("group", old["group"] if old else is_collective(name)))
        alias = old["alias"] if old else None
        refs.append({"name": name, "role": str(unit["role"]), "group": group, "alias": alias, "span": span})
    return refs


def _set_deadline(data: Data, step: Step) -> None:
    _kind, items, index = _item(data, step)
    if not step.payload:
        _change(data, step, deadline=None)
        return
    start, end = items[index]["span"]
    words = str(step.payload.get("text", ""))
    at = _text(data).find(words, start, end) if words else -1
    deadline = {key: step.payload.get(key) for key in ("text", "kind", "date", "start", "end")}
    deadline["text"] = words
    deadline["span"] = [at, at + len(words)] if at >= 0 else [start, end]
    others = [found for found in items[index].get("deadlines", ()) if found["text"] != words]
    _change(data, step, deadline=deadline, deadlines=[deadline, *others])


def _set_targets(data: Data, step: Step) -> None:
    kind, items, index = _item(data, step)
    if kind is not ItemKind.TASK:
        raise LostError
    start, end = items[index]["span"]
    targets = []
    for target in step.payload["targets"]:
        words = str(target["text"])
        at = _text(data).find(words, start, end)
        targets.append({**target, "span": [at, at + len(words)] if at >= 0 else [start, end]})
    others = [target for target in data["targets"] if not inside(target["span"], start, end)]
    data["targets"] = sorted([*others, *targets], key=lambda target: target["span"])  # the plan's list says the same
    _change(data, step, targets=targets)


def _set_kind(data: Data, step: Step) -> None:
    kind, items, index = _item(data, step)
    to = ItemKind(step.payload["to"])
    if to is kind:
        return
    text = _text(data)
    item = items[index]
    whole = neutral(text, kind, _grown(data, item) if kind is ItemKind.HEADING else item)
    if to is ItemKind.DUTY and not data["phases"]:
        raise LostError
    del items[index]
    if to is not ItemKind.TEXT:
        insert(data, to, shaped(to, whole, level=_level(data, item["span"][0])))


def _grown(data: Data, heading: Item) -> Item:
    """A heading with the words beneath it, up to the next item of any kind."""
    start, end = heading["span"]
    begins = [item["span"][0] for kind in ItemKind for items in lists(data, kind) for item in items]
    begins += [phase["span"][0] for phase in data["phases"]]
    until = min((begin for begin in begins if begin > start), default=len(_text(data)))
    words = _text(data)[start:until].rstrip()
    return {**heading, "span": [start, max(end, start + len(words))]}


def _level(data: Data, start: int) -> int:
    before = [heading["level"] for heading in data["headings"] if heading["span"][0] < start]
    return int(before[-1]) if before else 1


def _move_bounds(data: Data, step: Step) -> None:
    kind, items, index = _item(data, step)
    text = _text(data)
    start, end = _at(data, step.payload["from"])[0], _at(data, step.payload["until"])[1]
    if end <= start:
        raise LostError
    if kind is ItemKind.HEADING:
        _change(data, step, span=[start, end], text=text[start:end].strip())
        return
    items[index] = shaped(kind, _piece(text, neutral(text, kind, items[index]), start, end))


def _piece(text: str, item: Item, start: int, end: int) -> Item:
    """A neutral item over other bounds: what lies within them stays, and new words become new sentences."""
    keeps_head = bool(item["number"]) and text.startswith(item["number"], start)
    head = {"number": item["number"], "title": item["title"]} if keeps_head else {"number": "", "title": ""}
    first, last = body(text, start, end, {**item, **head})
    known = {tuple(measure["span"]): measure for measure in item["measures"]}
    made = [known.get(tuple(measure["span"]), measure) for measure in sentences(text, first, last)]
    if not keeps_head:
        head["title"] = blank(text, first, max(last, first))["title"]
    return {
        **item,
        **head,
        "span": [start, end],
        "text": text[first:last],
        "measures": made,
        "targets": [target for target in item["targets"] if inside(target["span"], start, end)],
        "deadlines": [found for found in item["deadlines"] if inside(found["span"], start, end)],
    }


def _add(data: Data, step: Step) -> None:
    kind = ItemKind(step.anchor["kind"])
    text = _text(data)
    start, end = _at(data, step.anchor)[0], _at(data, step.payload["until"])[1]
    if end <= start or kind is ItemKind.TEXT or overlapping(data, kind, start, end):
        raise LostError
    made = blank(text, start, end, str(step.payload.get("title", "")))
    made["unit_refs"] = _refs(text, made, step.payload.get("units", ()))
    if not insert(data, kind, shaped(kind, made, level=_level(data, start))):
        raise LostError


def _remove(data: Data, step: Step) -> None:
    _kind, items, index = _item(data, step)
    del items[index]


def _split(data: Data, step: Step) -> None:
    kind, items, index = _item(data, step)
    text = _text(data)
    start, end = items[index]["span"]
    at = _at(data, step.payload["at"])[0]
    if kind is ItemKind.HEADING or not start < at < end:
        raise LostError
    whole = neutral(text, kind, items[index])
    pieces = []
    for first, last in ((start, at), (at, end)):
        piece = _piece(text, whole, first, last)
        for single in ("deadline", "rhythm"):
            # a limit in a bracket at the end holds for both; one within a sentence goes where the sentence goes
            found = whole[single]
            if found and inside(found["span"], start, end) and not inside(found["span"], first, last):
                piece[single] = None
        pieces.append(shaped(kind, piece))
    items[index : index + 1] = pieces


def _join(data: Data, step: Step) -> None:
    kind, items, index = _item(data, step)
    if kind is ItemKind.HEADING or index + 1 >= len(items):
        raise LostError
    text = _text(data)
    first, second = (neutral(text, kind, item) for item in items[index : index + 2])
    seen = {ref["name"] for ref in first["unit_refs"]}
    joined = {
        **first,
        "span": [first["span"][0], max(first["span"][1], second["span"][1])],
        "text": f"{first['text']}{second['text']}",
        "unit_refs": [*first["unit_refs"], *(ref for ref in second["unit_refs"] if ref["name"] not in seen)],
        "deadline": first["deadline"] or second["deadline"],
        "rhythm": first["rhythm"] or second["rhythm"],
        "deadlines": [*first["deadlines"], *second["deadlines"]],
        "measures": [*first["measures"], *second["measures"]],
        "targets": [*first["targets"], *second["targets"]],
        "confidence": min(first["confidence"], second["confidence"]),
    }
    items[index : index + 2] = [shaped(kind, joined)]


_OPERATIONS: Mapping[Operation, Callable[[Data, Step], None]] = {
    Operation.SET_KIND: _set_kind,
    Operation.MOVE_BOUNDS: _move_bounds,
    Operation.SET_TITLE: _set_title,
    Operation.SET_UNITS: _set_units,
    Operation.SET_DEADLINE: _set_deadline,
    Operation.SET_TARGETS: _set_targets,
    Operation.ADD: _add,
    Operation.REMOVE: _remove,
    Operation.SPLIT: _split,
    Operation.JOIN: _join,
}
