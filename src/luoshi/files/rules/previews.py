"""What a file says, as plain text, for a look at it without opening it: nothing that is in the file runs.

Where there is no text, or more than is shown, the preview says so: a blank page would look like an empty file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from luoshi.files.rules import kinds
from luoshi.files.rules.identifiers import without_numbers
from luoshi.files.rules.kinds import KINDS, PICTURES, Stopped
from luoshi.files.rules.screening import Screening, screen
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

PREVIEW_LIMIT = 32 * 1024 * 1024  # bytes; above it a file is only offered to be saved
_MORE = Phrase(_("Only the beginning is shown here; the file holds more. Save it to read the whole."))
_SCANNED = Phrase(_("The pages are pictures and hold no text that could be shown. Save the file to look at it."))
_BLANK = Phrase(_("The file holds no text that could be shown. Save it to look at it."))
_UNREAD = Phrase(_("The file could not be read as text here. Save it to look at it."))
_TOO_LARGE = _("The file is larger than {limit} MB and is not looked into here. Save it to look at it.")
_SOME = _("The pages {pages} are pictures and hold no text that could be shown. Save the file to look at them.")
_ARCHIVE = _("An archive of {n} files; nothing in it is opened here. Save it to open them.")


@dataclass(frozen=True, slots=True)
class Preview:
    """``picture`` where a browser may show the file itself; else the first ``lines`` of its text, numbers of persons
    masked, and whether there are ``more`` than are given. ``notes`` say what is not shown and why; ``files`` are those
    of an archive, by name and size in bytes."""

    media_type: str
    picture: bool = False
    lines: tuple[str, ...] = ()
    more: bool = False
    notes: tuple[Phrase, ...] = ()
    files: tuple[tuple[str, int], ...] = ()


def preview_of(file: IO[bytes], size: int, media_type: str, name: str = "") -> Preview:
    """The preview of an open file of ``size`` bytes; never raises, whatever the bytes are."""
    if media_type in {KINDS[kind][0] for kind in PICTURES}:
        return Preview(media_type, picture=True)
    if media_type == KINDS["zip"][0]:
        return _listed(file, media_type)
    if size > PREVIEW_LIMIT:
        return Preview(media_type, notes=(Phrase(_TOO_LARGE, {"limit": PREVIEW_LIMIT // 1024 // 1024}),))
    screening = screen(file.read(), name)
    return Preview(media_type, lines=screening.lines, more=screening.cut, notes=_notes(screening))


def _notes(screening: Screening) -> tuple[Phrase, ...]:
    if not screening.lines:
        scanned = any(one.code == "no-text" for one in screening.questions)
        return (_SCANNED if scanned else _UNREAD if screening.faults else _BLANK,)
    pages = [one.reason.params["pages"] for one in screening.questions if "pages" in one.reason.params]
    unseen = tuple(Phrase(_SOME, {"pages": numbers}) for numbers in pages)
    return (_MORE, *unseen) if screening.cut else unseen


def _listed(file: IO[bytes], media_type: str) -> Preview:
    """The files of an archive, told by its directory; none of them is unpacked."""
    try:
        with kinds.opened(file) as archive:
            found = kinds.entries(archive)
    except Stopped:
        return Preview(media_type, notes=(_UNREAD,))
    files = tuple((without_numbers(kinds.name_of(entry)), entry.file_size) for entry in found)
    return Preview(media_type, notes=(Phrase(_ARCHIVE, {"n": len(files)}),), files=files)
