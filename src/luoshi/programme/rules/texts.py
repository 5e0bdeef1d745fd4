"""Short texts that people type for a programme: names, captions, reasons; nothing of a private person. Pure."""

from __future__ import annotations

from luoshi.files.rules.clean import require_public
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _


def require_line(text: str, most: int, code: str) -> str:
    """A line with its blanks made single. Raises ``Invalid`` (``code``) where nothing is left, or more than ``most``
    characters, and what ``require_public`` raises.
    """
    kept = " ".join(text.split())
    if not 0 < len(kept) <= most:
        raise Invalid(code, _("Write between 1 and {most} characters here."), most=most)
    return require_public(kept, code)


def require_reason(text: str) -> str:
    """A reason. Raises ``Invalid`` (``reason-missing``) where there is none, or it is longer than 300 characters, and
    what ``require_public`` raises.
    """
    kept = " ".join(text.split())
    if not 0 < len(kept) <= 300:
        raise Invalid("reason-missing", _("Say why, in at most 300 characters."))
    return require_public(kept, "reason-missing")
