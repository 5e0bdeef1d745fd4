"""A server that is killed in the middle: what was acknowledged is there, what was not leaves no trace."""

from __future__ import annotations

import secrets
import signal
import socket
import sqlite3
import threading
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from crash.conftest import Site, Visitor

SENDERS = 4


def content() -> bytes:
    return f"第{secrets.token_hex(20)}号通报\n".encode() + "本月各项工作按计划推进。\n".encode() * 6000


def rows(site: Site, question: str) -> set[str]:
    with closing(sqlite3.connect(site.folder / "luoshi.sqlite3")) as database:
        return {str(row[0]) for row in database.execute(question)}


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG"}


def burst(visitor: Visitor, acknowledged: dict[str, str], stop: threading.Event) -> None:
    """Send until the server is gone, and remember what it acknowledged."""
    while not stop.is_set():
        key, paper = secrets.token_hex(16), content()
        answer = visitor.send(key, paper)
        if answer is None:
            return
        assert answer["state"] == "kept"
        assert answer["sha256"] == sha256(paper).hexdigest()
        acknowledged[key] = answer["sha256"]


def half_sent(visitor: Visitor) -> socket.socket:
    """A connection on which half of a file has come."""
    connection = socket.create_connection(("127.0.0.1", visitor.port), 10)
    head = (
        f"PUT /uploads/{secrets.token_hex(16)}/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {visitor.cookie}\r\n"
        f"X-CSRFToken: {visitor.token}\r\nX-File-Name: half.txt\r\nContent-Length: 8000000\r\n\r\n"
    )
    connection.sendall(head.encode() + b"x" * 4_000_000)
    return connection


def test_a_kill_during_a_burst_loses_nothing_that_was_acknowledged(served: Site) -> None:
    visitor = Visitor(served.port)
    visitor.sit("township")
    before = rows(served, "SELECT key FROM files_upload")  # what the demonstration has
    half, stop = half_sent(visitor), threading.Event()
    acknowledged: dict[str, str] = {}
    senders = [threading.Thread(target=burst, args=(visitor, acknowledged, stop)) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    deadline = time.monotonic() + 60
    while len(acknowledged) < 12 and time.monotonic() < deadline:
        time.sleep(0.02)
    served.end(signal.SIGKILL)
    stop.set()
    for sender in senders:
        sender.join(40)
    half.close()
    assert len(acknowledged) >= 12

    served.start()
    last = visitor.send(secrets.token_hex(16), content())  # what the killed one left is swept before it
    assert last is not None
    for key, digest in acknowledged.items():
        status, kept = visitor.ask("GET", f"/uploads/{key}/file/")
        assert (status, sha256(kept).hexdigest()) == (200, digest)
    told = rows(served, "SELECT key FROM files_upload") - {last["key"]} - before
    assert told >= set(acknowledged)
    assert len(told - set(acknowledged)) <= SENDERS  # those whose answer was on its way
    assert files(served.folder / "files") == rows(served, "SELECT sha256 FROM files_blob")
    assert files(served.folder / "quarantine") == set()


def test_a_connection_that_breaks_off_leaves_nothing(served: Site) -> None:
    visitor = Visitor(served.port)
    visitor.sit("township")
    before = rows(served, "SELECT key FROM files_upload")
    connection = half_sent(visitor)
    deadline = time.monotonic() + 20
    while not files(served.folder / "quarantine") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert files(served.folder / "quarantine")
    connection.close()
    while files(served.folder / "quarantine") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert files(served.folder / "quarantine") == set()
    assert rows(served, "SELECT key FROM files_upload") == before
