"""Every sentence that the readers of files may say: errors that refuse a file, and diagnostics beside a reading.

Codes are stable. An error means that there is nothing to read; a diagnostic never stops a reading.
"""

from __future__ import annotations

from luoshi.kernel.errors import UnreadableFile
from luoshi.kernel.wording import _
from luoshi.outline.model import Diagnostic, Severity, Span

# --- limits, said in the sentences below ------------------------------------------------------------------------

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 800_000
MAX_BLOCKS = 200_000
MAX_CELLS = 400_000
SECONDS = 9

_SAVE_AS = _("Open it in the office program, save it as docx or PDF, and give that file.")
_SPLIT = _("Keep only the pages of the plan, or cut it into several files.")

# --- errors -----------------------------------------------------------------------------------------------------

_ERRORS: dict[str, tuple[str, str]] = {
    "file-missing": (_("There is no file “{name}”."), _("Check the path and the name.")),
    "file-is-folder": (_("“{name}” is a folder, not a file."), _("Give one of the files in it.")),
    "file-not-allowed": (_("The file “{name}” may not be read."), _("Ask for the right to read it, or copy it.")),
    "file-not-regular": (_("“{name}” is not an ordinary file."), _("Save its content to a file first.")),
    "file-not-opened": (_("The file “{name}” could not be opened."), _("Copy it to another place and try again.")),
    "file-empty": (_("The file is empty."), _("Check that it was saved or downloaded completely.")),
    "file-too-large": (_("The file is larger than {limit} MB."), _SPLIT),
    "text-too-long": (_("The file holds more than {limit} characters, or too many parts."), _SPLIT),
    "file-inflates": (_("The file is a small archive that unpacks to far too much."), _SAVE_AS),
    "file-encrypted": (_("The file is protected by a password."), _("Take the password off and give it again.")),
    "file-damaged": (_("The {format} file is damaged or cut off."), _("Download it again, or save it anew.")),
    "file-entities": (_("The file defines XML entities, which no office program does."), _SAVE_AS),
    "file-binary": (_("The file is not a text and of no kind that can be read."), _SAVE_AS),
    "file-kind": (_("The file is a {format} file, which cannot be read as a plan."), _SAVE_AS),
    "file-picture": (
        _("The file is a picture; it holds no text."),
        _("Give the document itself, or run text recognition on it first."),
    ),
    "file-scanned": (
        _("The {format} file holds pictures of pages and no text."),
        _("It was scanned: give the document itself, or run text recognition on it first."),
    ),
    "file-no-text": (_("There is no text in the {format} file."), _("Check that it is the right file.")),
    "file-too-slow": (_("Reading the {format} file took longer than {seconds} seconds."), _SPLIT),
    "file-too-heavy": (_("Reading the {format} file needs too much memory."), _SPLIT),
    "doc-needs-libreoffice": (
        _("A {format} file can only be read where LibreOffice is installed."),
        _("Install LibreOffice, or save the file as docx and give that."),
    ),
    "doc-not-converted": (_("LibreOffice could not convert the {format} file."), _SAVE_AS),
}


def refuse(code: str, **params: object) -> UnreadableFile:
    """The error of a code; ``params`` fill the places of its sentence."""
    message, advice = _ERRORS[code]
    return UnreadableFile(code, message, advice, **params)


def too_long() -> UnreadableFile:
    """The error for more text than is read."""
    return refuse("text-too-long", limit=MAX_CHARACTERS)


# --- diagnostics ------------------------------------------------------------------------------------------------

_NOTES: dict[str, tuple[Severity, str, str]] = {
    "wrong-extension": (
        Severity.NOTE,
        _("The file is called “{name}” but holds {format}; it was read as that."),
        _("Give it the right ending."),
    ),
    "direction-override": (
        Severity.DOUBT,
        _("The text holds {count} invisible marks that turn the direction of writing."),
        _("What is shown may differ from what is written: compare with the paper."),
    ),
    "control-characters": (
        Severity.DOUBT,
        _("The text holds {count} control characters."),
        _("Look whether words are missing around them."),
    ),
    "bad-bytes": (
        Severity.DOUBT,
        _("{count} places of the text could not be decoded and show as �."),
        _("Compare these places with the paper, or save the file anew in UTF-8."),
    ),
    "hidden-text": (Severity.NOTE, _("{count} pieces of hidden text were left out."), _("Show them if they count.")),
    "hidden-sheet": (Severity.NOTE, _("The hidden sheet “{name}” was left out."), _("Show it if it counts.")),
    "contents-left-out": (
        Severity.NOTE,
        _("A table of contents of {count} lines was left out."),
        _("Nothing need be done."),
    ),
    "repeated-header": (
        Severity.NOTE,
        _("{count} repeated header rows of a table were left out."),
        _("Nothing need be done."),
    ),
    "page-furniture": (
        Severity.NOTE,
        _("{count} page numbers and running heads were left out."),
        _("Nothing need be done."),
    ),
    "table-by-position": (
        Severity.DOUBT,
        _("A table without ruled lines was read by the position of its words."),
        _("Compare its cells with the paper."),
    ),
    "converted": (
        Severity.NOTE,
        _("The {format} file was converted by LibreOffice before it was read."),
        _("Nothing need be done."),
    ),
}


def note(code: str, span: Span | None = None, **params: object) -> Diagnostic:
    """The diagnostic of a code at a place."""
    severity, message, advice = _NOTES[code]
    return Diagnostic(code, severity, span, message, advice, params)
