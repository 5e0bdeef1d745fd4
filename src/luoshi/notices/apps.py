"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """See the package."""

    name = "luoshi.notices"
    label = "notices"
