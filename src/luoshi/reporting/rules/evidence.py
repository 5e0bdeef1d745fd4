"""Evidence (佐证材料): its kinds, channels and what each asks. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Day, Phrase
from luoshi.kernel.wording import _

EXPLANATION_LIMIT = 500  # characters


class ProofKind(StrEnum):
    """What kind of proof a piece of evidence is."""

    DOCUMENT = "document"
    EXPLANATION = "explanation"
    PICTURE = "picture"
    STATISTICS = "statistics"
    PUBLISHED = "published"


class Channel(StrEnum):
    """Where something was published."""

    RADIO = "radio"
    TELEVISION = "television"
    NEWSPAPER = "newspaper"
    WEB = "web"
    POSTER = "poster"


PROOF_WORDS = {
    ProofKind.DOCUMENT: _("Document"),
    ProofKind.EXPLANATION: _("Explanation"),
    ProofKind.PICTURE: _("Picture"),
    ProofKind.STATISTICS: _("Statistics"),
    ProofKind.PUBLISHED: _("Published item"),
}
CHANNEL_WORDS = {
    Channel.RADIO: _("Radio"),
    Channel.TELEVISION: _("Television"),
    Channel.NEWSPAPER: _("Newspaper"),
    Channel.WEB: _("Web"),
    Channel.POSTER: _("Poster"),
}
ORGANISATION_LEVEL = frozenset({ProofKind.DOCUMENT, ProofKind.PUBLISHED})
"""The kinds that a restricted commitment takes (仅收组织层面材料)."""


def taken_by_restricted(kind: ProofKind, media_type: str) -> bool:
    """Whether a restricted commitment takes evidence: papers and what is published, and no picture, as whatever it is
    given. ``media_type`` is that of its file (empty: none).
    """
    return kind in ORGANISATION_LEVEL and not media_type.startswith("image/")


def require_taken_by_restricted(kind: ProofKind, media_type: str, *, field: str = "file") -> None:
    """Raise ``Invalid`` (``evidence-not-taken``) for what a restricted commitment does not take, with what it takes
    instead; ``field`` is where it was given.
    """
    if not taken_by_restricted(kind, media_type):
        raise Invalid(
            "evidence-not-taken",
            _("Here only papers of organisations and what is published already are taken, not this: {kind}."),
            _("Give a paper of a body instead (docx, xlsx, PDF, OFD, text), or the address of what is published."),
            kind=Phrase(PROOF_WORDS[kind if kind not in ORGANISATION_LEVEL else ProofKind.PICTURE]),
            field=field,
        )


def outside(day: date, start: date | None, end: date | None, today: date) -> Phrase | None:
    """Why evidence that holds from a day lies outside the time of a programme; None where it does not, or where nothing
    is known of that time. It is said and not refused: an older rule may prove what is asked.
    """
    if day > today:
        return Phrase(_("It holds from {day}, a day that has not come yet: it may be returned."), {"day": Day(day)})
    if start is not None and day < start:
        words = _("It holds from {day}, before the programme begins ({start}): it may be returned.")
        return Phrase(words, {"day": Day(day), "start": Day(start)})
    if end is not None and day > end:
        words = _("It holds from {day}, after the programme has ended ({end}): it may be returned.")
        return Phrase(words, {"day": Day(day), "end": Day(end)})
    return None
