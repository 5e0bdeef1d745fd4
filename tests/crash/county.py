"""A county for a server to serve: a running programme, a liaison of every township, and what they send to it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from luoshi.programme.actions.tables import apply_table
from luoshi.programme.queries.tables import preview
from luoshi.reporting import actions
from luoshi.reporting.models import Request
from luoshi.reporting.rules import Approval
from luoshi.tenancy import actions as tenancy
from luoshi.tenancy.rules import Role, site_actor
from luoshi.units import actions as units
from luoshi.units.rules.heads import TableRow
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.filed import in_a_file

TOWNSHIPS, LOAD = 60, 200
PLANS = Path(__file__).resolve().parents[1] / "plans"
TOKEN = "a" * 32  # of the form and of the cookie: they have to be the same, no more


@dataclass(frozen=True, slots=True)
class Desk:
    """A request, and the session of somebody who reports on it."""

    request_id: int
    session: str

    def form(self, text: str, **typed: str) -> dict[str, str]:
        return {
            "csrfmiddlewaretoken": TOKEN,
            "seen": "0",
            "draft_seen": "0",
            "state": "completed",
            "text": text,
            **typed,
        }

    def bytes(self, text: str, verb: str = "report", **typed: str) -> bytes:
        """A form as a browser sends it."""
        return post(f"/reports/{self.request_id}/{verb}/", self.form(text, **typed), self.cookie)

    @property
    def cookie(self) -> str:
        return f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a server answered."""

    status: int
    place: str
    words: str
    cookies: tuple[str, ...] = ()


def post(path: str, form: dict[str, str], cookie: str) -> bytes:
    body = urlencode(form).encode()
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"Cookie: {cookie}",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def get(path: str, cookie: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n".encode()


def at_once(port: int, sent: list[bytes]) -> list[Told]:
    """Send each on a connection of its own; the last sign of each only when all else is there."""
    lines = [socket.create_connection(("127.0.0.1", port), 60) for _one in sent]
    for line, what in zip(lines, sent, strict=True):
        line.sendall(what[:-1])
    for line, what in zip(lines, sent, strict=True):
        line.sendall(what[-1:])
    return [_answer(line) for line in lines]


def _answer(line: socket.socket) -> Told:
    with line, closing(HTTPResponse(line)) as answer:
        answer.begin()
        words = answer.read().decode("utf-8", "replace")
        cookies = tuple(one.partition(";")[0] for one in answer.headers.get_all("Set-Cookie") or ())
        return Told(answer.status, answer.headers.get("Location", ""), words, cookies)


def found(folder: Path, desks: Callable[[], list[Desk]] | None = None) -> list[Desk]:
    """A county in a folder, as a site; what waits there to be reported."""
    (folder / "secret-key").write_text(settings.SECRET_KEY, "ascii")
    with in_a_file(folder):
        _note_migrations()
        with transaction.atomic():
            return (desks or _desks)()


def laden() -> list[Desk]:
    """A unit that is asked about two hundred duties of one month, each in words of a real plan."""
    county = found_county("水岸县")
    programme = run_programme(county).programme_id
    lines = [line for path in sorted(PLANS.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    said = [line for line in dict.fromkeys(map(str.strip, lines)) if 45 <= len(line) <= 400][:LOAD]
    assert len(said) == LOAD
    rows = [
        TableRow(number, {"title": line[:40], "text": line, "responsible": "东岸镇", "due": "2099年12月31日前"})
        for number, line in enumerate(said, start=2)
    ]
    mark = preview(county.office, programme, rows, TODAY).mark
    told = {"rows": rows, "mark": mark, "today": TODAY - timedelta(days=40), "reason": "补充任务"}
    apply_table(actor=county.office, programme_id=programme, **told)
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.NONE, day=25, today=TODAY)
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    session = _session(county, county.unit_ids["东岸镇"])
    rows_of = Request.objects.filter(unit_id=county.unit_ids["东岸镇"], state="open")
    return [Desk(pk, session) for pk in rows_of.values_list("pk", flat=True)]


def _note_migrations() -> None:
    """Say that the tables, which the tests made from the models, are those of all migrations."""
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        executor.record_migration(migration)


def _desks() -> list[Desk]:
    names = [f"水岸{number}镇" for number in range(1, TOWNSHIPS + 1)]
    county = found_county("水岸县", townships=names)
    programme = run_programme(county).programme_id
    actions.open_requests(actor=county.office, programme_id=programme, today=TODAY)
    sessions = {county.unit_ids[name]: _session(county, county.unit_ids[name]) for name in names}
    rows = Request.objects.filter(unit_id__in=sessions, state="open").order_by("pk").values_list("pk", "unit_id")
    return [Desk(pk, sessions[unit]) for pk, unit in rows]


def _session(county: County, unit_id: int) -> str:
    """A liaison of a unit, signed in."""
    account = tenancy.create_account(jurisdiction_id=county.id, sign_in_name=f"pier-{unit_id}", name="联络员")
    units.join(actor=site_actor(county.id), account_id=account.pk, unit_id=unit_id, role=Role.LIAISON)
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return str(store.session_key)
