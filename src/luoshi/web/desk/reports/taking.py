"""A file of a form of evidence, taken in; one that waits in quarantine is settled by the same form, sent again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from luoshi.files.actions import Sent, Settling, Taken
from luoshi.files.actions import take as take_file
from luoshi.tenancy.rules import Actor

PIECE = 256 * 1024  # bytes that are read at once


def take(actor: Actor, values: Mapping[str, Any]) -> Taken | None:
    """Keep the file of a form of evidence; None where there is none. Raises ``Invalid`` as ``files.actions.take``."""
    file, how = values["file"], Settling(values["masking"], values["sure"])
    if file is None and not (values["sent"] or how.masking or how.sure):
        return None
    sent = Sent(values["upload"], file.name or "" if file else "", file.size if file else None)
    pieces = file.chunks(PIECE) if file else None
    return take_file(actor=actor, sent=sent, pieces=pieces, how=how, now=timezone.now())
