"""Files that only LibreOffice can read (doc, wps, rtf): converted to docx in a folder of their own, then read."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from luoshi.outline.model import Source
from luoshi.outline.readers import docx
from luoshi.outline.readers.notes import MAX_FILE_BYTES, SECONDS, note, refuse

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
# a converter needs no macros and asks nothing of other machines
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def read(data: bytes) -> Source:
    """Bytes of a doc, wps or rtf → its source. Raises ``doc-needs-libreoffice``, ``doc-not-converted`` and others."""
    ending = "rtf" if data.lstrip()[:5] == b"{\\rtf" else "doc"
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise refuse("doc-needs-libreoffice", format=ending)
    with tempfile.TemporaryDirectory(prefix="luoshi-", ignore_cleanup_errors=True) as folder:
        converted = _converted(program, data, ending, Path(folder))
    source = docx.read(converted)
    return replace(source, kind="doc", diagnostics=(note("converted", format=ending), *source.diagnostics))


def _converted(program: str, data: bytes, ending: str, folder: Path) -> bytes:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    given = folder / f"given.{ending}"
    given.write_bytes(data)
    _run(
        [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", "docx", "--outdir", str(folder / "out"), str(given),
        ],
        ending,
    )  # fmt: skip
    result = folder / "out" / "given.docx"
    if not result.is_file() or result.stat().st_size > MAX_FILE_BYTES:
        raise refuse("doc-not-converted", format=ending)
    return result.read_bytes()


def _run(command: list[str], ending: str) -> None:
    """Run a program and all that it starts; end them all when time is up."""
    with subprocess.Popen(  # noqa: S603  a program of the system, on a file in our folder
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        try:
            running.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise refuse("file-too-slow", format=ending, seconds=SECONDS) from None
        finally:
            _end(running)


def _end(running: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        try:
            os.killpg(running.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
    else:
        running.kill()
