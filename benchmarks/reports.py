"""Speed of reporting: one report on the server, and two hundred liaisons who send theirs at once.

    LUOSHI_DATA=FOLDER LUOSHI_DEMONSTRATION=1 reports.py

The site is one that ``luoshi generate`` filled; ``run.py`` makes one and calls this. ``luoshi serve`` serves it in a
process of its own on the loopback; every liaison has an account, a session and one report. The yardstick is the same
number of transactions of one row each with the bare driver, ``synchronous=FULL``, in the same run.
"""

from __future__ import annotations

import http.client
import math
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported

# isort: split
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from luoshi.audit.models import Entry
from luoshi.reporting import actions
from luoshi.reporting.models import Request, Response
from luoshi.reporting.rules import ReportState
from luoshi.tenancy import actions as tenancy
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Role, seated, site_actor
from luoshi.units import actions as units

LIAISONS, SINGLE = 200, 40
SAVE_LIMIT, CROWD_LIMIT = 50, 1000  # milliseconds: the median of one, the 95th percentile of two hundred
TOKEN = "a" * 32


@dataclass(frozen=True, slots=True)
class Sent:
    """One report over the wire: what was answered, and how long it took in milliseconds."""

    status: int
    place: str
    took: float


def main() -> int:
    """Measure and print; 1 where a limit is not kept or a report is lost."""
    rows = _requests(LIAISONS + SINGLE)
    alone = [_alone(row) for row in rows[LIAISONS:]]
    sessions = [_session(number, row) for number, row in enumerate(rows[:LIAISONS])]
    before = Response.objects.count(), Entry.objects.filter(verb__in=("reporting.report", "reporting.note")).count()
    connection.close()
    sent = _crowd(sessions, [row.pk for row in rows[:LIAISONS]])
    kept = Response.objects.count() - before[0]
    lines = Entry.objects.filter(verb__in=("reporting.report", "reporting.note")).count() - before[1]
    good = sum(one.status == http.client.FOUND and one.place.endswith("/inbox/") for one in sent)
    took = sorted(one.took for one in sent)
    p95 = took[math.ceil(len(took) * 0.95) - 1]
    plain = _plain()
    print("| what | median ms | p95 ms | limit | kept |\n|---|---|---|---|---|")
    first = median(alone)
    print(_line("one report, on the server", first, max(alone), SAVE_LIMIT, kept=first <= SAVE_LIMIT))
    print(_line(f"{LIAISONS} liaisons at once", median(took), p95, CROWD_LIMIT, kept=p95 <= CROWD_LIMIT))
    print(f"\n{good} of {LIAISONS} acknowledged, {kept} kept, {lines} lines of the journal")
    print(f"one report ÷ one row in a transaction of its own ({plain:.2f} ms): {first / plain:.1f} ×")
    return 0 if first <= SAVE_LIMIT and p95 <= CROWD_LIMIT and good == kept == lines == LIAISONS else 1


def _line(what: str, middle: float, high: float, limit: int, *, kept: bool) -> str:
    return f"| {what} | {middle:.0f} | {high:.0f} | {limit} | {'yes' if kept else '**no**'} |"


def _requests(count: int) -> list[Request]:
    jurisdiction = Account.objects.values_list("jurisdiction_id", flat=True)[0]
    actions.open_requests(actor=site_actor(jurisdiction), today=date.today())
    rows = list(Request.objects.filter(state="open").select_related("occurrence").order_by("pk")[:count])
    if len(rows) < count:
        raise SystemExit(f"The site has {len(rows)} open requests; {count} are needed.")
    return rows


def _alone(row: Request) -> float:
    actor = seated(None, row.jurisdiction_id, "", [(Role.LIAISON, row.unit_id)])
    said = actions.Said(ReportState.COMPLETED, "已按要求完成，相关材料已存档。")
    start = time.perf_counter()
    actions.report(actor=actor, request_id=row.pk, said=said, today=date.today())
    return (time.perf_counter() - start) * 1000


def _session(number: int, row: Request) -> str:
    """A liaison of the unit of a request, signed in."""
    account = tenancy.create_account(
        jurisdiction_id=row.jurisdiction_id, sign_in_name=f"crowd-{number}-{row.pk}", name="联络员"
    )
    site = site_actor(row.jurisdiction_id)
    units.join(actor=site, account_id=account.pk, unit_id=row.unit_id, role=Role.LIAISON)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _crowd(sessions: Sequence[str], request_ids: Sequence[int]) -> list[Sent]:
    """All of them at once, against a server in a process of its own."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "import sys; from luoshi.cli.main import main; sys.exit(main())"]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [*command, "serve", "--port", str(port)], env=os.environ.copy(), stdout=said, stderr=said
        ) as server,
    ):
        try:
            _wait(port)
            with ThreadPoolExecutor(len(sessions)) as crowd:
                return list(crowd.map(lambda pair: _send(port, *pair), zip(sessions, request_ids, strict=True)))
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(port: int) -> None:
    for _attempt in range(120):
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as line:
                line.request("GET", "/healthz")
                if line.getresponse().status == http.client.OK:
                    return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("The server did not begin to serve.")


def _send(port: int, session: str, request_id: int) -> Sent:
    body = urlencode({"state": "completed", "text": "已按要求完成，相关材料已存档。", "csrfmiddlewaretoken": TOKEN})
    head = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
    }
    start = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.request("POST", f"/reports/{request_id}/report/", body, head)
        answer = line.getresponse()
        answer.read()
        return Sent(answer.status, answer.headers.get("Location", ""), (time.perf_counter() - start) * 1000)


def _plain() -> float:
    """Milliseconds of one row in a transaction of its own, with the bare driver."""
    taken = []
    with (
        tempfile.TemporaryDirectory(dir=Path(settings.DATABASES["default"]["NAME"]).parent) as folder,
        closing(sqlite3.connect(Path(folder) / "plain.sqlite3", isolation_level=None)) as plain,
    ):
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        plain.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, words TEXT)")
        for _number in range(LIAISONS):
            start = time.perf_counter()
            plain.execute("INSERT INTO line (words) VALUES ('已完成')")
            taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


if __name__ == "__main__":
    sys.exit(main())
