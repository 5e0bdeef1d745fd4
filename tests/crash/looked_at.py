"""The settings of a site, served by an application that tells of its connection."""

from __future__ import annotations

from luoshi.config.settings import *  # noqa: F403

WSGI_TARGET = "crash.looking:application"
