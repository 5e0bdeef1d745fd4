"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """See the package."""

    name = "luoshi.plans"
    label = "plans"
