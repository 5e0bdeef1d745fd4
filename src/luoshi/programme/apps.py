"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """See the package."""

    name = "luoshi.programme"
    label = "programme"
