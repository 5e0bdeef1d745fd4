"""Several files as one archive; the same files are the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from luoshi.render.archive import EARLIEST


def bundle(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip archive of names (with folders before a stroke) and bytes; names in UTF-8."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = ZipInfo(name, EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
