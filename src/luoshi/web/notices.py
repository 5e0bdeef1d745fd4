"""What a page says once, above its content, after something was done."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language


def in_a_row(sentences: Iterable[str]) -> str:
    """Sentences one after the other: Chinese sets no blank between them."""
    return ("" if (get_language() or "").startswith("zh") else " ").join(sentences)
