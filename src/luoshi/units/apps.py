"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """See the package."""

    name = "luoshi.units"
    label = "units"
