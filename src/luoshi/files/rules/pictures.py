"""Pictures as they may be kept: the picture itself, without what a camera wrote beside it.

A photograph tells where and when it was taken, with which machine and often by whom. Nothing of that is kept: only the
parts that a viewer needs to draw the picture pass, everything else is left out. No pixel is decoded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from luoshi.files.rules import jpeg, png, webp
from luoshi.files.rules.broken import Broken
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

PICTURE_LIMIT = 10 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: its media type, told by its first bytes, and its bytes without metadata."""

    media_type: str
    content: bytes


def picture(content: bytes) -> Picture:
    """The picture in a file. Raises ``Invalid``: ``picture-empty``, ``picture-too-large`` (above ``PICTURE_LIMIT``
    bytes), ``picture-kind`` for whatever is neither JPEG, PNG nor WebP, ``picture-broken`` for one that is cut off or
    made otherwise than its format says.
    """
    if not content:
        raise Invalid("picture-empty", _("The file is empty."), _("Choose a picture."))
    if len(content) > PICTURE_LIMIT:
        raise Invalid(
            "picture-too-large",
            _("The picture is larger than {limit} MB."),
            _("Make it smaller and send it again."),
            limit=PICTURE_LIMIT // 1024 // 1024,
        )
    media_type, stripped = _format_of(content)
    try:
        return Picture(media_type, stripped(content))
    except (Broken, IndexError) as error:
        raise Invalid(
            "picture-broken",
            _("The picture is damaged or cut off."),
            _("Open it, save it anew as JPEG or PNG, and send that."),
        ) from error


def _format_of(content: bytes) -> tuple[str, Callable[[bytes], bytes]]:
    if content.startswith(jpeg.SIGNATURE):
        return "image/jpeg", jpeg.stripped
    if content.startswith(png.SIGNATURE):
        return "image/png", png.stripped
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", webp.stripped
    raise Invalid(
        "picture-kind",
        _("This is not a picture that can be shown: only JPEG, PNG and WebP are taken."),
        _("Save it as JPEG or PNG and send that."),
    )
