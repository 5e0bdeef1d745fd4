"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """See the package."""

    name = "luoshi.files"
    label = "files"
