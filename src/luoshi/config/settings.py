"""Settings of a site. Every environment variable that Luoshi reads is read here."""

from __future__ import annotations

import os
from pathlib import Path

DATA = Path(os.environ.get("LUOSHI_DATA", "var")).resolve()
SECRET_KEY = os.environ.get("LUOSHI_SECRET_KEY", "development only")  # noqa: S105 - replaced on a site
USE_TZ = True
INSTALLED_APPS: list[str] = []
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "luoshi.sqlite3"}}
