"""The web face as a Django application: it has templates, tags and static files, and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, template tags and static files of the HTML face."""

    name = "luoshi.web"
    label = "web"
