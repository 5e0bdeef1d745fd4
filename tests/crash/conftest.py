"""A demonstration that a process of its own serves on this machine, and somebody who sends files to it."""

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Site:
    """A served site: its folder, its port, its process, which leads a group of its own."""

    folder: Path
    port: int
    server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        luoshi = Path(sys.executable).parent / "luoshi"
        site = {**os.environ, "LUOSHI_DATA": str(self.folder), "LUOSHI_LOG": "ERROR"}
        self.server = subprocess.Popen(
            [luoshi, "demo", "--port", str(self.port)],
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
    if sys.platform == "win32":
        pytest.skip("groups of processes are those of POSIX systems")
    site = Site(tmp_path_factory.mktemp("made") / "site", free_port())
    site.start()
    site.end(signal.SIGTERM)
    return site.folder


@pytest.fixture
def served(demonstration: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "site", free_port())
    shutil.copytree(demonstration, site.folder)
    site.start()
    yield site
    site.end(signal.SIGKILL)
