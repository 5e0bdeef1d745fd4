"""Speed of reporting: one report on the server, and two hundred liaisons who send theirs at once.

    LUOSHI_DATA=FOLDER LUOSHI_DEMONSTRATION=1 reports.py

The site is one that ``luoshi generate`` filled; ``run.py`` makes one and calls this. ``luoshi serve`` serves it in
processes of its own on the loopback; every liaison has an account, a session, a connection and one report. All of them
are sent by one loop, which costs the two cores little, and every one is counted from the moment before the first is
sent to the last byte of its own answer. The yardstick is the same number of transactions of one row each with the bare
driver, ``synchronous=FULL``, in the same run. Processor time is the robust figure where others use the machine too.
"""

from __future__ import annotations

import http.client
import math
import os
import selectors
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import NoReturn
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

LIAISONS, SINGLE, WARM = 200, 40, 16
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
    rows = _requests(WARM + LIAISONS + SINGLE)
    alone = [_alone(row) for row in rows[WARM + LIAISONS :]]
    reports = [_bytes(_session(number, row), row.pk) for number, row in enumerate(rows[: WARM + LIAISONS])]
    before = Response.objects.count(), Entry.objects.filter(verb__in=("reporting.report", "reporting.note")).count()
    connection.close()
    sent, processor = _crowd(reports[:WARM], reports[WARM:])
    kept = Response.objects.count() - before[0] - WARM
    lines = Entry.objects.filter(verb__in=("reporting.report", "reporting.note")).count() - before[1] - WARM
    good = sum(one.status == http.client.FOUND and one.place.endswith("/inbox/") for one in sent)
    took = sorted(one.took for one in sent)
    p95 = took[math.ceil(len(took) * 0.95) - 1]
    plain = _plain()
    print("| what | median ms | p95 ms | limit | kept |\n|---|---|---|---|---|")
    first = median(alone)
    print(_line("one report, on the server", first, max(alone), SAVE_LIMIT, kept=first <= SAVE_LIMIT))
    print(_line(f"{LIAISONS} liaisons at once", median(took), p95, CROWD_LIMIT, kept=p95 <= CROWD_LIMIT))
    print(f"\n{good} of {LIAISONS} acknowledged, {kept} kept, {lines} lines of the journal")
    print(f"{processor:.1f} ms of processor in the server for each, {settings.WORKERS} workers")
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


def _crowd(first: Sequence[bytes], reports: Sequence[bytes]) -> tuple[list[Sent], float]:
    """All of them at once, against a server in processes of its own that has taken a few before; and the milliseconds
    of processor that one took there.
    """
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
            _rested(server.pid)
            _at_once(port, first)
            before = _rested(server.pid)
            sent = _at_once(port, reports)
            return sent, (_processor(server.pid) - before) / len(sent)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _processor(pid: int) -> float:
    """Milliseconds of processor that a process and its children have taken; nought where no ``/proc`` tells."""
    folder = Path("/proc")
    ours = {}
    for told in folder.glob("[0-9]*/stat"):
        try:
            fields = told.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ours[int(told.parent.name)] = int(fields[1]), int(fields[11]) + int(fields[12])
    taken = sum(ticks for one, (parent, ticks) in ours.items() if pid in (one, parent))
    return taken * 1000 / os.sysconf("SC_CLK_TCK")


def _rested(pid: int) -> float:
    """Wait until each of the workers is there and has nothing to do; the milliseconds that all took until then."""
    before = -1.0
    for _attempt in range(60):
        taken = _processor(pid)
        if taken == before:
            return taken
        before = taken
        time.sleep(1)
    raise SystemExit("The server does not come to rest.")


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


def _bytes(session: str, request_id: int) -> bytes:
    """One report without a file, as the page's script lets a browser send it: without what is empty; the caption of a
    photo that stands there goes with it.
    """
    typed = {"csrfmiddlewaretoken": TOKEN, "seen": "0", "draft_seen": "0", "state": "completed"}
    typed |= {"text": "已按要求完成，相关材料已存档。", "upload": session}
    typed |= {"taken_on": f"{date.today()}", "taken_at": "某镇", "event": "某项任务"}
    body = urlencode(typed).encode()
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    lines = (
        f"POST /reports/{request_id}/report/ HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"Cookie: {cookies}",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def _at_once(port: int, reports: Sequence[bytes]) -> list[Sent]:
    """Send each on a connection of its own, all before any answer is read; an answer ends where its connection does."""
    answers = [b""] * len(reports)
    done: dict[int, Sent] = {}
    with selectors.DefaultSelector() as waiting:
        start = time.perf_counter()
        lines = [socket.create_connection(("127.0.0.1", port), 60) for _report in reports]
        for number, line in enumerate(lines):
            line.sendall(reports[number])
            waiting.register(line, selectors.EVENT_READ, number)
        while len(done) < len(reports):
            for key, _events in waiting.select(60) or _silence():
                number, line = key.data, lines[key.data]
                some = line.recv(65536)
                answers[number] += some
                if not some:
                    done[number] = _read(answers[number], (time.perf_counter() - start) * 1000)
                    waiting.unregister(line)
                    line.close()
    return [done[number] for number in range(len(reports))]


def _silence() -> NoReturn:
    raise SystemExit("The server did not answer within a minute.")


def _read(answer: bytes, took: float) -> Sent:
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in head[1:])
    return Sent(int(head[0].split()[1]), fields.get("location", ""), took)


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
