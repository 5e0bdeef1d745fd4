"""Taking in files that were gathered outside the site: reports of units, and tables of marks alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from luoshi.files.actions import Sent, receive
from luoshi.files.rules.uploads import Said as Told
from luoshi.kernel.errors import Invalid, LuoshiError
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.reporting.rules.returns.bundles import Part
from luoshi.tenancy.rules import Actor

LONGEST_PATH = 300
DONE, LATE = "written", "late"  # what became of a row that was to be written


def require_key(key: str) -> None:
    """Raise ``Invalid`` (``return-key``) for a key that no page of ours has made."""
    if not (key.isalnum() and key.isascii() and 16 <= len(key) <= 32):
        raise Invalid("return-key", _("This form is too old. Reload the page and choose the files again."))


def unopened(part: Part) -> Told | None:
    """Why a file could not be opened; None where it could."""
    return Told(part.fault.code, part.fault.reason, part.fault.advice) if part.fault is not None else None


def unread(error: LuoshiError) -> Told:
    """Why a file could not be read, to be kept with it."""
    advice = Phrase(error.advice, error.params) if error.advice else None
    return Told(error.code, Phrase(error.message, error.params), advice)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the bytes of a file: the id of the upload, None where there was nothing to take; and ``closed``
    where not even its words may be kept, for it bears a mark of classification.
    """

    id: int | None = None
    closed: Told | None = None


def taken_in(actor: Actor, key: str, part: Part, now: datetime) -> TakenIn:
    """Take the bytes of a file in as any upload."""
    if part.fault is not None or not part.content:
        return TakenIn()
    name = part.path.rpartition("/")[2]
    sent = Sent(f"{key}-{part.sha256[:24]}", name, len(part.content), part.sha256)
    sheet = receive(actor=actor, sent=sent, pieces=[part.content], now=now)
    return TakenIn(sheet.id, next((fault for fault in sheet.looked.faults if fault.code == "classified"), None))
