"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """See the package."""

    name = "luoshi.assessment"
    label = "assessment"
