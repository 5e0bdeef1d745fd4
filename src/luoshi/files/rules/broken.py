"""The one thing that a reader of pictures says when a file is not what its first bytes promise."""

from __future__ import annotations


class Broken(ValueError):
    """The file ends too early, or a length in it leads nowhere."""
