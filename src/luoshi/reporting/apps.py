"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """See the package."""

    name = "luoshi.reporting"
    label = "reporting"
