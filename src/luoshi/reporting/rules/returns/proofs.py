"""The evidence that a row names: something published at an address, or a file that lies beside the table."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.reporting.rules.returns.reading import ReadRow
from luoshi.units.rules.days import day_of

TITLE_LIMIT, NUMBER_LIMIT, ADDRESS_LIMIT = 200, 100, 500
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """What a row names: ``address`` where it was published, or ``file`` by which name it lies beside the table.
    ``fault`` says why it cannot be taken; the report is taken without it.
    """

    title: str
    number: str
    day: date | None
    address: str
    file: str
    fault: Phrase | None = None


def named(row: ReadRow) -> Named | None:
    """The evidence of a row; None where it names none."""
    title, number, where = row.get("proof"), row.get("number"), row.get("address")
    if not (title or number or where):
        return None
    address, file, fault = "", where, None
    found = _ADDRESS.search(unicodedata.normalize("NFKC", where))
    if found is not None:
        address, file = found.group().rstrip("。；，、;,)）"), ""
        if address.lower().startswith("www."):
            address = f"http://{address}"
        fault = _address_fault(address)
    day = None
    try:
        day = day_of(unicodedata.normalize("NFKC", row.get("day")))
    except Invalid as error:
        fault = Phrase(error.message, error.params)
    title = (title or number or file).replace("\n", " ")
    if len(title) > TITLE_LIMIT or len(number) > NUMBER_LIMIT:
        fault = Phrase(_("The name or number of the evidence is too long."))
    return Named(title[:TITLE_LIMIT], number[:NUMBER_LIMIT], day, address, file or ("" if address else title), fault)


def _address_fault(address: str) -> Phrase | None:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if "." in host and len(address) <= ADDRESS_LIMIT:
        return None
    return Phrase(_("“{text}” is no whole address."), {"text": address[:60]})
