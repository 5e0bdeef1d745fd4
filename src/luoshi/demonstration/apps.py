"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """See the package."""

    name = "luoshi.demonstration"
    label = "demonstration"
