"""Template tags of the grid: what was typed before something was refused."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template

from luoshi.programme.queries.grid import GridRow
from luoshi.web.templatetags.luoshi import figure as figure_of

register = template.Library()


@register.simple_tag
def typed_text(typed: Mapping[str, str], row: GridRow) -> str:
    """The words of a sentence's field: as they were typed, else as they stand."""
    return typed.get(f"text-{row.id}", row.text) if typed else row.text


@register.simple_tag
def typed_open(typed: Mapping[str, str], row: GridRow) -> str:
    """``open`` for a sentence whose words were typed anew."""
    return " open" if typed.get(f"text-{row.id}", row.text) != row.text else ""


@register.filter
def figure(value: Decimal) -> str:
    """A decimal without needless zeros."""
    return figure_of(value)
