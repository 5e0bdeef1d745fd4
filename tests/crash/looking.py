"""The application as it is served, which tells besides how the connections of its threads write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from luoshi.config.wsgi import application as served

# isort: split
from django.db import connection

ASKED = ("synchronous", "journal_mode", "foreign_keys")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] != "/connection/":
        return served(environ, start_response)
    with connection.cursor() as cursor:
        told = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ASKED}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]
