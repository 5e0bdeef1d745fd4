"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """See the package."""

    name = "luoshi.tenancy"
    label = "tenancy"
