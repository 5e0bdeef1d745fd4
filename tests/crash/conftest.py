"""Sites that processes of their own serve on this machine, and who sends files and reports to them."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from pytest_django import DjangoDbBlocker

from crash.county import Desk, found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Site:
    """A served site: its folder, its port, its process, which leads a group of its own.

    ``within`` is a command that runs the server inside something, ``more`` what its environment says besides.
    """

    folder: Path
    port: int = field(default_factory=free_port)
    command: str = "demo"
    within: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)
    server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        luoshi = Path(sys.executable).parent / "luoshi"
        site = {**os.environ, "LUOSHI_DATA": str(self.folder), "LUOSHI_LOG": "ERROR", **self.more}
        self.server = subprocess.Popen(
            [*self.within, luoshi, self.command, "--port", str(self.port)],
            env=site,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _try in range(600):
            assert self.server.poll() is None, "the server ended"
            try:
                if ask(self.port, "GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        pytest.fail("the server does not answer")

    def workers(self) -> list[int]:
        """The processes of the server, itself and all that it started."""
        assert self.server is not None
        told = [path.read_text().rpartition(")") for path in Path("/proc").glob("[0-9]*/stat")]
        return [int(head.split()[0]) for head, _is, rest in told if int(rest.split()[2]) == self.server.pid]

    def end(self, by: signal.Signals) -> None:
        """End the server and its workers, by the id of their group."""
        if self.server is not None and self.server.poll() is None:
            os.killpg(self.server.pid, by)
            self.server.wait(30)


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, list[str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers.get_all("Set-Cookie") or []
    finally:
        connection.close()


@dataclass(slots=True)
class Visitor:
    """Somebody on a chair of the demonstration; the chair outlives the server."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def sit(self, role: str) -> None:
        self._form("/")
        form = urlencode({"role": role, "csrfmiddlewaretoken": self.token}).encode()
        self.ask("POST", "/role/", form, **{"Content-Type": "application/x-www-form-urlencoded"})
        self._form("/inbox/")

    def _form(self, page: str) -> None:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask("GET", page)[1].decode())
        assert found is not None
        self.token = found[1]

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        status, told, cookies = ask(self.port, method, path, body, Cookie=self.cookie, **headers)
        for cookie in cookies:
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return status, told

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def send(self, key: str, content: bytes) -> dict[str, Any] | None:
        """Send a file; what was acknowledged, None where nothing was."""
        headers = {"X-CSRFToken": self.token, "X-File-Name": f"{key}.txt"}
        try:
            status, told = self.ask("PUT", f"/uploads/{key}/", content, **headers)
        except (OSError, http.client.HTTPException):
            return None
        answer: dict[str, Any] = json.loads(told)
        assert status == 201, answer
        return answer


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration that is made once; each test serves a copy of it."""
    _posix()
    site = Site(tmp_path_factory.mktemp("made") / "site")
    site.start()
    site.end(signal.SIGTERM)
    return site.folder


@pytest.fixture
def served(demonstration: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "site")
    shutil.copytree(demonstration, site.folder)
    site.start()
    yield site
    site.end(signal.SIGKILL)


def _posix() -> None:
    if sys.platform == "win32":
        pytest.skip("groups of processes are those of POSIX systems")


@dataclass(frozen=True, slots=True)
class Founded:
    """The folder of a county that was made once, to be copied, and what waits there to be reported."""

    folder: Path
    desks: list[Desk]

    def site(self, folder: Path, **how: Any) -> Site:
        """A copy of it as a site, not yet served."""
        shutil.copytree(self.folder, folder)
        tests = os.pathsep.join((str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")))
        more = {"PYTHONPATH": tests, "DJANGO_SETTINGS_MODULE": "crash.looked_at", "LUOSHI_REMIND_EVERY": "0"}
        return Site(folder, command="serve", more=more, **how)


@pytest.fixture(scope="session")
def founded(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Founded:
    """A county that nothing was reported in yet; nothing of it stays in the database of the tests."""
    _posix()
    folder = tmp_path_factory.mktemp("county")
    with django_db_blocker.unblock():
        return Founded(folder, found(folder))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory, founded: Founded) -> Iterator[Site]:
    """The county, served to all tests of a module; each takes other desks."""
    site = founded.site(tmp_path_factory.mktemp("served") / "site")
    site.start()
    yield site
    site.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def waiting(founded: Founded) -> Iterator[Desk]:
    """Desks at which nobody has reported yet, one after the other."""
    return iter(founded.desks)
