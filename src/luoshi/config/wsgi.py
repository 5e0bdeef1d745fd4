"""The entry point of a web server."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
application = get_wsgi_application()
# every page is loaded before the first visitor comes, not while they wait
get_resolver().url_patterns  # noqa: B018
# what was loaded stays for ever: the collector need not look through it again with every few hundred objects of a page
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
