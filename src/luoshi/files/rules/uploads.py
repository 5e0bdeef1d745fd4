"""What becomes of a file that was sent: its states, and what is noted of the look at it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from luoshi.files.rules.identifiers import without_numbers
from luoshi.files.rules.screening import Screening, masked_name
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _


class UploadState(StrEnum):
    """Where an upload stands; the values are codes and stay as they are."""

    QUARANTINED = "quarantined"  # it waits to be masked, vouched for or withdrawn
    KEPT = "kept"
    MASKED = "masked"  # kept, with what concerns persons written over
    WITHDRAWN = "withdrawn"  # by whoever sent it; no bytes are left
    REFUSED = "refused"  # something stands against it; no bytes are left
    EXPIRED = "expired"  # it waited too long; no bytes are left


UPLOAD_WORDS = {
    UploadState.QUARANTINED: _("Waits for you"),
    UploadState.KEPT: _("Kept"),
    UploadState.MASKED: _("Masked and kept"),
    UploadState.WITHDRAWN: _("Withdrawn"),
    UploadState.REFUSED: _("Not kept"),
    UploadState.EXPIRED: _("Removed after waiting too long"),
}
TOLD = 200  # faults, findings and questions of a kind that are noted
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the look at a file gave: a stable code (``encrypted``, ``mobile``, ``no-text``), the reason or
    the place in words, what to do, and for a finding its excerpt, which is told once and not noted."""

    code: str
    words: Phrase
    advice: Phrase | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the look at a file gave, as it is told to whoever sent it."""

    media_type: str = ""
    faults: tuple[Said, ...] = ()
    findings: tuple[Said, ...] = ()
    questions: tuple[Said, ...] = ()

    @property
    def state(self) -> UploadState:
        """Where an upload goes with this."""
        if self.faults:
            return UploadState.REFUSED
        return UploadState.QUARANTINED if self.findings or self.questions else UploadState.KEPT


def looked(screening: Screening) -> Looked:
    """What a screening says of an upload."""
    return Looked(
        screening.media_type,
        tuple(Said(one.code, one.reason, one.advice) for one in screening.faults[:TOLD]),
        tuple(Said(str(one.kind), one.place, None, one.shown) for one in screening.findings[:TOLD]),
        tuple(Said(one.code, one.reason) for one in screening.questions[:TOLD]),
    )


def noted(told: Looked) -> dict[str, Any]:
    """What is kept of it: codes and places, no excerpt and no number."""
    return {
        part: [
            {"code": one.code, "words": _written(one.words), "advice": one.advice and _written(one.advice)}
            for one in getattr(told, part)
        ]
        for part in ("faults", "findings", "questions")
    }


def remembered(media_type: str, note: Mapping[str, Any]) -> Looked:
    """The other way."""
    parts = (
        tuple(
            Said(one["code"], _read(one["words"]), _read(one["advice"]) if one["advice"] else None)
            for one in note.get(part, [])
        )
        for part in ("faults", "findings", "questions")
    )
    return Looked(media_type, *parts)


def _written(phrase: Phrase) -> dict[str, Any]:
    def value(one: object) -> object:
        if isinstance(one, Phrase):
            return _written(one)
        return one if isinstance(one, int | float | None) else without_numbers(str(one))

    return {"m": phrase.message, "p": {key: value(one) for key, one in phrase.params.items()}}


def _read(note: Mapping[str, Any]) -> Phrase:
    return Phrase(note["m"], {key: _read(one) if isinstance(one, dict) else one for key, one in note["p"].items()})


def require_key(text: str) -> str:
    """The key of an upload. Raises ``Invalid`` (``upload-key``) for what no page of ours makes."""
    if not _KEY.fullmatch(text):
        raise Invalid("upload-key", _("The key of an upload has 16 to 64 letters, figures, _ or -."))
    return text


def require_name(text: str) -> str:
    """The name of a file as it is kept: without folders and signs that no name has, numbers of persons masked."""
    bare = re.split(r"[\\/]", text)[-1]
    name = "".join(sign for sign in bare if sign.isprintable()).strip()
    if not name:
        raise Invalid("upload-name", _("The file has no name."), _("Give it one and send it again."))
    stem, dot, ending = masked_name(name).rpartition(".")
    return f"{stem[: 180 - len(ending)]}.{ending}" if dot and len(ending) <= 8 else masked_name(name)[:180]
