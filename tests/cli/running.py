"""Running the command as a user does, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys


def luoshi(*arguments: object, given: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error", "-m", "luoshi.cli.main", *map(str, arguments)]
    return subprocess.run(
        command, input=given, capture_output=True, timeout=240, check=False, env={**os.environ, **environment}
    )


def sentences(run: subprocess.CompletedProcess[bytes]) -> list[str]:
    return run.stderr.decode().splitlines()
