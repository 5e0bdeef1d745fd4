"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See the package."""

    name = "luoshi.audit"
    label = "audit"
