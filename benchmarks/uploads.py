"""A large upload against writing, hashing and fsyncing the same bytes in one process, in the same run.

    uploads.py [MB]

Makes a demonstration in a folder of its own, serves it as ``luoshi serve`` does, and sends an archive of photographs by
one PUT after the other, the yardstick taking turns on the same disk. Prints the table of ``docs/benchmarks.md``.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

ROUNDS = 9
PHOTO = 4 * 1024 * 1024
RATE, GROWTH = 0.75, 64.0  # of the yardstick; MB


def main() -> int:
    """Measure and print; 1 where a limit is not kept."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    folder = tempfile.TemporaryDirectory(prefix="luoshi-uploads-")
    with folder, served(Path(folder.name)) as (port, server):
        visitor = Visitor(port)
        visitor.send(b"a paper\n" * 100, "warm.txt")
        before = peak(server)
        plain, sent = [], []
        for number in range(ROUNDS):
            content = archive(size)
            plain.append(yardstick(content, Path(folder.name) / f"plain-{number}"))
            sent.append(visitor.send(content, "photos.zip"))
        growth = (peak(server) - before) / 1024
    rate = median(p / s for p, s in zip(plain, sent, strict=True))
    print("| what | measured | limit | kept |\n|---|---|---|---|")
    print(f"| {size} MB written, hashed, fsynced in one process | {median(plain):.2f} s | – | – |")
    print(f"| the same sent, looked at, kept and acknowledged | {median(sent):.2f} s | – | – |")
    kept = {True: "yes", False: "**no**"}
    print(f"| its rate ÷ that of the yardstick | {rate:.0%} | ≥ {RATE:.0%} | {kept[rate >= RATE]} |")
    print(f"| growth of the server's peak memory | {growth:.0f} MB | ≤ {GROWTH:.0f} MB | {kept[growth <= GROWTH]} |")
    return 0 if rate >= RATE and growth <= GROWTH else 1


def archive(size: int) -> bytes:
    """An archive of photographs, as a phone makes them, of a size in MB; no two are the same."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as photos:
        for number in range(size * 1024 * 1024 // PHOTO):
            photos.writestr(f"{number:03}.jpg", photograph(PHOTO - 512))
    return made.getvalue()


def photograph(size: int) -> bytes:
    """A JPEG whose picture is noise: the parts that one has, and a scan of random bytes."""
    tables = b"".join(
        b"\xff" + mark + (len(body) + 2).to_bytes(2, "big") + body
        for mark, body in (
            (b"\xe0", b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            (b"\xdb", b"\x00" + b"\x10" * 64),
            (b"\xc0", b"\x08\x0f\xa0\x0b\xb8\x01\x01\x11\x00"),
            (b"\xc4", b"\x00" + b"\x00" * 15 + b"\x01\x00"),
            (b"\xda", b"\x01\x01\x00\x00\x3f\x00"),
        )
    )
    scan = secrets.token_bytes(size).replace(b"\xff", b"\xfe")
    return b"\xff\xd8" + tables + scan + b"\xff\xd9"


def yardstick(content: bytes, place: Path) -> float:
    """Seconds to write, hash and fsync bytes, piece by piece, in this process.

    The file stays, as an upload does: pages that were just given back would make the next file cheaper than it is.
    """
    start = time.perf_counter()
    digest = hashlib.sha256()
    with place.open("wb", buffering=0) as file:
        for at in range(0, len(content), 1024 * 1024):
            piece = content[at : at + 1024 * 1024]
            digest.update(piece)
            file.write(piece)
        os.fsync(file.fileno())
    return time.perf_counter() - start


class Visitor:
    """Somebody who has signed in, on one connection."""

    def __init__(self, port: int) -> None:
        """Take the chair of a township in the demonstration."""
        self.port = port
        self.cookies: dict[str, str] = {}
        self.token = ""
        self._form("/")
        self._ask("POST", "/role/", urlencode({"role": "township", "csrfmiddlewaretoken": self.token}).encode())
        self._form("/inbox/")

    def _form(self, page: str) -> None:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self._ask("GET", page)[1].decode())
        if found is None:
            raise SystemExit(f"{page} holds no form")
        self.token = found[1]

    def _ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120, blocksize=256 * 1024)
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **headers}
        if method == "POST":
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        told = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, told

    def send(self, content: bytes, name: str) -> float:
        """Send a file by PUT; seconds until it is acknowledged with its digest."""
        headers = {"X-CSRFToken": self.token, "X-File-Name": name}
        start = time.perf_counter()
        status, told = self._ask("PUT", f"/uploads/{secrets.token_hex(16)}/", content, **headers)
        taken = time.perf_counter() - start
        answer = json.loads(told)
        if status != 201 or answer["state"] != "kept" or answer["sha256"] != hashlib.sha256(content).hexdigest():
            raise SystemExit(f"{status}: {answer}")
        return taken


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int]]:
    """A demonstration served on this machine; gives its port and the id of its server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    luoshi = Path(sys.executable).parent / "luoshi"
    site = {**os.environ, "LUOSHI_DATA": str(folder / "site")}
    server = subprocess.Popen([luoshi, "demo", "--port", str(port)], env=site, stdout=subprocess.DEVNULL)
    try:
        _wait(port, server)
        yield port, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _try in range(600):
        if server.poll() is not None:
            raise SystemExit("the server ended")
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def peak(server: int) -> float:
    """The most memory that a server and its workers ever held, in KB (Linux)."""
    family = [server, *(int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split())]
    told = [Path(f"/proc/{pid}/status").read_text() for pid in family]
    return sum(float(found[1]) for status in told if (found := re.search(r"VmHWM:\s+(\d+)", status)))


if __name__ == "__main__":
    sys.exit(main())
