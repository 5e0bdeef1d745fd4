"""What a picture is, and what of it is kept: told by its bytes, never by its name."""

from luoshi.files.rules.pictures import PICTURE_LIMIT, Picture, picture

__all__ = ["PICTURE_LIMIT", "Picture", "picture"]
