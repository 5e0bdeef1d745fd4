"""Items of a reading as plain data: finding them, making them, turning one kind into another.

A reading is the dictionary of ``outline.exchange.plan_to_dict``. Item dictionaries are never changed in place; the
lists that hold them are, on the copy that ``corrections.apply`` makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from luoshi.outline.model import Span
from luoshi.outline.stages.measures import measures
from luoshi.plans.rules.states import ItemKind

Item = dict[str, Any]
Data = dict[str, Any]

TITLE = 40  # characters of a title that is taken from the text
_OPENING = "〔（(【［["
_CLOSING = "〕）)】］]"


def lists(data: Data, kind: ItemKind) -> Iterator[list[Item]]:
    """The lists in which items of a kind stand; duties stand in one for each phase."""
    if kind is ItemKind.TASK:
        yield data["tasks"]
    elif kind is ItemKind.HEADING:
        yield data["headings"]
    elif kind is ItemKind.SAFEGUARD:
        yield data["safeguards"]
    elif kind is ItemKind.DUTY:
        yield from (phase["items"] for phase in data["phases"])


def find_item(data: Data, kind: ItemKind, start: int, end: int) -> tuple[list[Item], int] | None:
    """The list and index of the item of a kind at a place: the one that begins there, else the smallest around it."""
    around: list[tuple[int, list[Item], int]] = []
    for items in lists(data, kind):
        for index, item in enumerate(items):
            if item["span"][0] == start:
                return items, index
            if item["span"][0] <= start and end <= item["span"][1]:
                around.append((item["span"][1] - item["span"][0], items, index))
    if not around:
        return None
    _size, items, index = min(around, key=lambda found: found[0])
    return items, index


def overlapping(data: Data, kind: ItemKind, start: int, end: int) -> Item | None:
    """The first item of a kind that shares words with a place, if any; blanks at its edges are no words."""
    words = data["source"]["text"][start:end]
    first, last = end - len(words.lstrip()), start + len(words.rstrip())
    return next(
        (item for items in lists(data, kind) for item in items if item["span"][0] < last and first < item["span"][1]),
        None,
    )


def insert(data: Data, kind: ItemKind, item: Item) -> bool:
    """Put an item into its list in the order of the text; False where there is no list for it (a duty, no phase)."""
    start = item["span"][0]
    if kind is ItemKind.DUTY:
        before = [phase for phase in data["phases"] if phase["span"][0] <= start] or data["phases"][:1]
        if not before:
            return False
        target = before[-1]["items"]
    else:
        target = next(lists(data, kind))
    index = next((n for n, other in enumerate(target) if other["span"][0] > start), len(target))
    target.insert(index, item)
    return True


def sentences(text: str, start: int, end: int) -> list[Item]:
    """The sentences of a place as measures, cut and judged as the reader does it."""
    return [
        {"text": measure.text, "span": list(measure.span), "principle": measure.principle}
        for measure in measures(text, [Span(start, end)])
    ]


def short_title(words: str) -> str:
    """The first clause of a text, for an item that has no title of its own."""
    clause = re.split(r"[，。；：！？\n]", words.strip(), maxsplit=1)[0].strip()
    return clause[:TITLE]


def inside(span: Iterable[int] | None, start: int, end: int) -> bool:
    """Whether a span lies in ``[start, end)``."""
    if span is None:
        return False
    first, last = span
    return start <= first and last <= end


def body(text: str, start: int, end: int, item: Item) -> tuple[int, int]:
    """The place of an item's words within ``[start, end)``: without number and title, without its list of units."""
    for part in (item.get("number", ""), item.get("title", "")):
        if part and text.startswith(part, start):
            start += len(part)
            while start < end and text[start] in " 　。：:.、":
                start += 1
    marks = [ref["span"][0] for ref in item["unit_refs"] if inside(ref["span"], start, end)]
    if marks:
        tail = text[max(start, min(marks) - 16) : min(marks)]
        bracket = max(tail.rfind(mark) for mark in _OPENING)
        if bracket >= 0 and text[start:end].rstrip()[-1:] in _CLOSING:
            end = min(marks) - len(tail) + bracket
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def blank(text: str, start: int, end: int, title: str = "") -> Item:
    """An item of no kind yet from words that somebody selected."""
    words = text[start:end]
    return {
        "number": "",
        "path": "",
        "title": title or short_title(words),
        "text": words.strip(),
        "span": [start, end],
        "unit_refs": [],
        "deadline": None,
        "deadlines": [],
        "rhythm": None,
        "measures": sentences(text, start, end),
        "targets": [],
        "confidence": 1.0,
    }


def neutral(text: str, kind: ItemKind, item: Item) -> Item:
    """An item of any kind with all that a task has."""
    if kind is ItemKind.TASK:
        return item
    if kind is ItemKind.HEADING:
        start, end = item["span"]
        made = blank(text, start, end, item["text"])
        return {**made, "number": item["number"]}
    start, end = item["span"]
    made = blank(text, *body(text, start, end, item))
    return {**made, **item, "title": made["title"], "text": item["text"]}


def shaped(kind: ItemKind, item: Item, level: int = 1) -> Item:
    """A neutral item as a reading keeps one of a kind."""
    if kind is ItemKind.HEADING:
        return {
            "level": level,
            "number": item["number"],
            "text": item["title"] or item["text"][:TITLE],
            "span": item["span"],
        }
    names = [ref["name"] for ref in item["unit_refs"]]
    by_role = {
        role: list(dict.fromkeys(ref["name"] for ref in item["unit_refs"] if ref["role"] == role))
        for role in ("lead", "support")
    }
    made = {**item, "units": list(dict.fromkeys(names))}
    if kind is ItemKind.TASK:
        return {**made, "lead_units": by_role["lead"], "support_units": by_role["support"]}
    kept = ("number", "text", "span", "units", "unit_refs", "deadline", "rhythm", "confidence")
    return {key: made[key] for key in kept}
