"""Questions about what is asked, answered and shown."""

from luoshi.reporting.queries.burden import Burden, UnitBurden, burden
from luoshi.reporting.queries.desk import ReportingDesk, UnitCount, desk
from luoshi.reporting.queries.evidence import EvidenceLine, EvidenceSheet, blob_of, evidence, library
from luoshi.reporting.queries.inbox import Month, RequestLine, month
from luoshi.reporting.queries.publicity import Publicity, publicity
from luoshi.reporting.queries.reminding import Dates, dates
from luoshi.reporting.queries.sheets import Asked, Drafted, Given, RemarkLine, ReportSheet, Writing, sheet, writing
from luoshi.reporting.queries.urging import Urging, urging

__all__ = [
    "Asked",
    "Burden",
    "Dates",
    "Drafted",
    "EvidenceLine",
    "EvidenceSheet",
    "Given",
    "Month",
    "Publicity",
    "RemarkLine",
    "ReportSheet",
    "ReportingDesk",
    "RequestLine",
    "UnitBurden",
    "UnitCount",
    "Urging",
    "Writing",
    "blob_of",
    "burden",
    "dates",
    "desk",
    "evidence",
    "library",
    "month",
    "publicity",
    "sheet",
    "urging",
    "writing",
]
