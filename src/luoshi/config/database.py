"""Where the rows are: an SQLite file in the site's folder, or the PostgreSQL that an address names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Write-ahead logging lets readers go on while one writes; an immediate transaction takes the writer's place at its
# start, so that two writers queue (in luoshi.config.sqlite; up to the timeout) instead of failing half-way. What was
# acknowledged is on the disk (synchronous=FULL): with NORMAL a power failure may take the last transactions with it.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
}


def truth(word: str) -> bool:
    """Whether a setting of the environment says yes."""
    return word.strip().lower() in {"1", "yes", "true", "on"}


def database(address: str, folder: Path) -> dict[str, Any]:
    """Django's description of the database.

    ``address`` is empty for SQLite in ``folder``, else ``postgresql://user:password@host:port/name?sslmode=require``
    (``postgres://`` too; parts that are left out are left to libpq; a host with a slash, percent-encoded, is a socket's
    folder). Raises ``ImproperlyConfigured`` for any other address.
    """
    if not address:
        return {
            "ENGINE": "luoshi.config.sqlite",
            "NAME": folder / "luoshi.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": ":memory:"},  # each process that runs tests has its own
        }
    parts = urlsplit(address)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise ImproperlyConfigured(
            "LUOSHI_DATABASE_URL must look like postgresql://user:password@host:5432/name; leave it out for SQLite."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
