"""The commands that serve a site, as processes: what a newcomer and an operator meet."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

BUDGET = 240  # seconds: a demonstration lives through months before it is served


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUOSHI_")}
    return {**kept, "LUOSHI_DATA": str(folder), "PYTHONUNBUFFERED": "1"}


def command(folder: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "luoshi.cli.main", *arguments],
        env=environment(folder),
        input=given,
        capture_output=True,
        text=True,
        timeout=BUDGET,
        check=False,
    )


@contextmanager
def serving(folder: Path, port: int, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A running ``luoshi ... --port``; it is ended when the block is left, and must end by itself then."""
    line = [sys.executable, "-m", "luoshi.cli.main", *arguments, "--port", str(port), "--language", "en"]
    with subprocess.Popen(line, env=environment(folder), stdout=subprocess.PIPE, text=True) as process:
        try:
            wait_until_well(process, port)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=BUDGET)


def wait_until_well(process: subprocess.Popen[str], port: int) -> None:
    end = time.monotonic() + BUDGET
    while time.monotonic() < end:
        assert process.poll() is None, "it ended by itself"
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                assert answer.read() == b"ok"
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("it did not serve in time")


def get(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        text: str = answer.read().decode()
    return text


def test_a_demonstration_is_served_kept_over_a_restart_and_ended_cleanly(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port, "demo") as first:
        assert "演示" in get(port, "/")
        first.send_signal(signal.SIGINT)
        assert first.wait(timeout=BUDGET) == 0
        assert first.stdout is not None
        said = first.stdout.read()
    assert f"http://127.0.0.1:{port}/" in said
    assert "demo-office" in said
    with serving(tmp_path, port, "serve") as second:
        assert "演示" in get(port, "/")
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=BUDGET) == 0
    with serving(tmp_path, port, "demo") as third:
        third.terminate()
        assert third.stdout is not None
        assert "is here and is kept" in third.stdout.read()


def test_a_port_in_use_is_told_in_one_sentence_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = command(tmp_path / "site", "demo", "--port", str(port), "--language", "en")
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert str(port) in told.stderr
    assert not (tmp_path / "site").exists()


def test_a_site_that_was_not_created_is_not_served(tmp_path: Path) -> None:
    told = command(tmp_path, "serve", "--port", str(free_port()), "--language", "en")
    assert told.returncode == 1
    assert "create-site" in told.stderr


def test_a_site_is_created_with_an_office_that_can_sign_in(tmp_path: Path) -> None:
    names = ("--jurisdiction", "新县", "--office", "县政府办公室", "--sign-in", "office", "--name", "创建办")
    arguments = ("manage", "create-site", *names, "--password-from-stdin")
    told = command(tmp_path, *arguments, given="a long phrase here\n")
    assert (told.returncode, told.stderr) == (0, "")
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    again = command(tmp_path, *arguments, given="a long phrase here\n")
    assert again.returncode == 1
    assert again.stderr.count("\n") == 1
