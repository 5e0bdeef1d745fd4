"""A state in words whose every number opens: which page answers which part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from luoshi.kernel.wording import translate
from luoshi.programme.queries import Part

HERE = "\x01"  # where the number stands while the words are translated


@dataclass(frozen=True, slots=True)
class Said:
    """One part of the line."""

    key: str
    html: SafeString


def said(parts: Iterable[Part], programme_id: int) -> tuple[Said, ...]:
    """Each part with its number as a link."""
    return tuple(Said(part.key, _html(part, programme_id)) for part in parts)


def _html(part: Part, programme_id: int) -> SafeString:
    address = address_of(part, programme_id)
    params = dict(part.phrase.params)
    if part.number is None or "number" not in params:
        return format_html('<a href="{}">{}</a>', address, part.phrase.words(get_language() or ""))
    words = translate(part.phrase.message, get_language() or "", {**params, "number": HERE})
    before, _, after = words.partition(HERE)
    return format_html('{}<a class="number" href="{}">{}</a>{}', before, address, part.number, after)


def address_of(part: Part, programme_id: int) -> str:
    """The page that shows what the number counts."""
    if part.key in ("commitment", "own") and part.id is not None:
        return reverse("unit" if part.key == "own" else "commitment", args=[part.id])
    if part.key in ("bodies", "assignments"):
        return reverse(part.key, args=[programme_id])
    if part.key == "areas":
        return reverse("board", args=[programme_id])
    if part.key == "obligations":
        return f"{reverse('owed', args=[programme_id])}?{urlencode({'kind': 'task'})}"
    choice = {"phase": part.id} if part.key == "phase" else {"light": part.key}
    return f"{reverse('programme', args=[programme_id])}?{urlencode(choice)}"
