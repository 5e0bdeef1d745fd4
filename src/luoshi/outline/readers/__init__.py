"""Files as a person sees them: one module a format, each giving a ``Source``.

``open`` tells what a file is and calls its reader; ``draft`` writes the text of a source; ``notes`` holds all that the
readers may say. Bytes are never trusted: see ``zips`` and ``xml`` for the limits, ``child`` for the process in which
the parsers run that are written in other languages.
"""

from luoshi.outline.readers.open import read_source

__all__ = ["read_source"]
