"""The same promises on a real PostgreSQL: constraints, the journal's numbers, a programme from draft to amendment."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(not PROGRAMS, reason="no PostgreSQL server is installed (Debian: apt-get install postgresql)"),
]
ROOMS = (
    "amending", "audit", "constraints", "consulting", "demonstration", "grid", "handling", "issuing", "made_tables",
    "marking", "petitioning", "plans", "prepared", "prepared_writes", "programme", "reports", "sites", "tables",
    "units",
)  # fmt: skip
AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.name == "posix" and os.geteuid() == 0 else []


def run(program: str, *arguments: str) -> None:
    line = [*AS_POSTGRES, str(PROGRAMS[0] / program), *arguments]
    subprocess.run(line, check=True, capture_output=True, timeout=60, cwd="/")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of an empty database on a server of our own, on a free loopback port."""
    folder = Path(tempfile.mkdtemp(prefix="luoshi-pg-"))
    if AS_POSTGRES:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = str(folder / "data")
    run("initdb", "-D", data, "-U", "luoshi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-h 127.0.0.1 -p {port} -k {folder} -F"
    run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "luoshi", "luoshi")
        yield f"postgresql://luoshi@127.0.0.1:{port}/luoshi"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_the_tests_of_the_rooms_hold_on_postgresql(address: str) -> None:
    here = Path(__file__).parent
    files = [f"test_{name}.py" for name in ROOMS]
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(str(here / name) for name in files)],
        env={**os.environ, "LUOSHI_DATABASE_URL": address},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        cwd=here.parent.parent,
    )
    assert told.returncode == 0, told.stdout[-3000:]
