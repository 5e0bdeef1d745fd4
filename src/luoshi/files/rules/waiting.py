"""What is said of a file that waits in quarantine: what was found or is asked, and only what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.files.rules.identifiers import KIND_WORDS
from luoshi.files.rules.kinds import KINDS
from luoshi.files.rules.large import LOOK
from luoshi.files.rules.masking import MASKABLE
from luoshi.files.rules.uploads import Looked, Said
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

SHOWN = 8  # findings that are told at once
_KINDS = {kind.value: Phrase(words) for kind, words in KIND_WORDS.items()}
_MEDIA = frozenset(KINDS[kind][0] for kind in MASKABLE)
_FOUND = _("It holds numbers or lists of private persons and is not kept as it is: {what}.")
_MASK = _("Tick “write over” and send again, withdraw the file, or choose another one.")
_AT_ITS_SOURCE = _(
    "A file of this kind cannot be written over here: withdraw it, mask the places in the document that it was made "
    "from, and give it again."
)


def may_mask(media_type: str, size: int) -> bool:
    """Whether a file of a kind and of ``size`` bytes can be written over here."""
    return media_type in _MEDIA and size <= LOOK


def why_waits(looked: Looked, *, maskable: bool) -> Invalid:
    """Why a file waits: ``personal-data`` with what was found and where, else ``file-questioned`` with what is asked.
    ``maskable`` says whether it can be written over here."""
    if not looked.findings:
        return questioned(looked.questions)
    return Invalid(
        "personal-data",
        _FOUND,
        _MASK if maskable else _AT_ITS_SOURCE,
        what=listed(looked.findings[:SHOWN]),
        maskable=maskable,
    )


def questioned(asked: Iterable[Said]) -> Invalid:
    """What is asked about a file before it is kept."""
    return Invalid(
        "file-questioned",
        _("Asked before it is kept: {asked}"),
        _("If so, tick “I have looked” and send again."),
        asked=listed(asked),
    )


def listed(said: Iterable[Said]) -> Phrase:
    """Several reasons as one; of a finding whose excerpt was not noted, what it is."""
    shown = [(one.words, one.shown or _KINDS.get(one.code)) for one in said]
    found = [Phrase("{words} {shown}", {"words": words, "shown": more}) if more else words for words, more in shown]
    places = {f"p{number}": words for number, words in enumerate(found)}
    return Phrase("; ".join("{" + key + "}" for key in places), places)
