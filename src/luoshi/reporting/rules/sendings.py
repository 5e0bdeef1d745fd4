"""The key of a file says for what it is sent, so that one that waits in quarantine is found again where it belongs.

A page makes a key of the words here and signs drawn by chance: ``report-17-<32 hexadecimal signs>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(r"(?P<use>report|evidence)-(?P<id>\d{1,18})-[0-9a-f]{32}")
_UNNAMED = re.compile(r"[0-9a-f]{32}")


def report_key(request_id: int) -> str:
    """How the keys of files that are sent to the report of a request begin."""
    return f"report-{request_id}-"


def evidence_key(evidence_id: int) -> str:
    """How the keys of files that are sent as a new version of evidence begin."""
    return f"evidence-{evidence_id}-"


@dataclass(frozen=True, slots=True)
class Use:
    """For what a file was sent: the report of a request or a piece of evidence, by id; neither where its page did not
    say."""

    request_id: int | None = None
    evidence_id: int | None = None


def use_of(key: str) -> Use | None:
    """For what the file of a key was sent; None where it was sent for no evidence of a unit."""
    found = _KEY.fullmatch(key)
    if found is None:
        return Use() if _UNNAMED.fullmatch(key) else None
    pk = int(found["id"])
    return Use(request_id=pk) if found["use"] == "report" else Use(evidence_id=pk)
