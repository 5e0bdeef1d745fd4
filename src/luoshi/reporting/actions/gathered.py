"""Taking in files that were gathered outside the site: reports of units, and tables of marks alike."""

from __future__ import annotations

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


def taken_in(actor: Actor, key: str, part: Part, now: datetime) -> int | None:
    """Take the bytes of a file in as any upload; the id of the upload, None where there is nothing to take."""
    if part.fault is not None or not part.content:
        return None
    name = part.path.rpartition("/")[2]
    sent = Sent(f"{key}-{part.sha256[:24]}", name, len(part.content), part.sha256)
    return receive(actor=actor, sent=sent, pieces=[part.content], now=now).id
