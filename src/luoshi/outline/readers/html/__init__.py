"""Web pages: ``page`` decodes and writes, ``flow`` cuts elements into lines, ``tables`` makes grids of tables."""

from luoshi.outline.readers.html.page import read

__all__ = ["read"]
