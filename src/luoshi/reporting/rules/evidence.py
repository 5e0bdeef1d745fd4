"""Evidence (佐证材料): its kinds, channels and what each asks. Pure."""

from __future__ import annotations

from enum import StrEnum

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
