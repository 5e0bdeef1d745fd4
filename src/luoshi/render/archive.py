"""Office files are zip archives; this makes the same content the same bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can name


def without_clock(archive: bytes) -> bytes:
    """The same archive with every entry dated alike."""
    out = BytesIO()
    with ZipFile(BytesIO(archive)) as read, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for entry in read.infolist():
            dated = ZipInfo(entry.filename, EARLIEST)
            dated.compress_type = ZIP_DEFLATED
            written.writestr(dated, read.read(entry.filename))
    return out.getvalue()
