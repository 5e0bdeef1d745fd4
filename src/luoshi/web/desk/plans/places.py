"""Names of items on the page (``task-120-480``) and back: the kind and the place by which corrections name them."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.outline.model import Span
from luoshi.plans.rules import ItemKind
from luoshi.web.reading.found import Item, Reading

KEY = re.compile(r"([a-z]{2,12})-(\d{1,9})-(\d{1,9})")


class Place(NamedTuple):
    """What a correction speaks of."""

    kind: ItemKind
    span: Span


def place_of(key: str) -> Place:
    """The place that a key names. Raises ``NotFound`` where it names none."""
    match = KEY.fullmatch(key)
    if match is None or match[1] not in set(ItemKind):
        raise NotFound("item-not-found", _("There is no such item in this reading."), _("Reload the page."))
    return Place(ItemKind(match[1]), Span(int(match[2]), int(match[3])))


def item_of(reading: Reading, key: str) -> Item:
    """The item of a reading with that key. Raises ``NotFound``."""
    for item in reading.editable:
        if item.key == key:
            return item
    raise NotFound("item-not-found", _("There is no such item in this reading."), _("Reload the page."))
