"""The reason with which somebody sends a report back, returns it, or withdraws what was asked or given. Pure."""

from __future__ import annotations

from luoshi.files.rules.clean import require_clean
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

WITHDRAWAL_LIMIT = 300  # characters of the reason of a withdrawal; that of a return may be as long as a report


def require_reason(text: str, most: int) -> str:
    """A reason as it is kept. Raises ``Invalid`` (``reason-missing``, ``text-too-long``, ``personal-words``): none is
    cut short.
    """
    kept = written_reason(text, most)
    require_clean(kept)
    return kept


def written_reason(text: str, most: int) -> str:
    """The same of a text that was looked at."""
    kept = text.strip()
    if not kept:
        raise Invalid("reason-missing", _("Give a reason."))
    if len(kept) > most:
        raise Invalid("text-too-long", _("This is too long: at most {most} characters."), most=most)
    return kept
