"""Questions about what is asked, answered and shown."""

from luoshi.reporting.queries.burden import Burden, UnitBurden, burden
from luoshi.reporting.queries.desk import ReportingDesk, UnitCount, desk
from luoshi.reporting.queries.evidence import EvidenceLine, EvidenceSheet, blob_of, evidence, library
from luoshi.reporting.queries.inbox import Month, RequestLine, month
from luoshi.reporting.queries.publicity import Publicity, publicity
from luoshi.reporting.queries.return_sheets import month_counts, months_of, return_sheets
from luoshi.reporting.queries.returns import return_preview, returned
from luoshi.reporting.queries.sheets import Asked, Drafted, Given, RemarkLine, ReportSheet, Writing, sheet, writing

__all__ = [
    "Asked",
    "Burden",
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
    "Writing",
    "blob_of",
    "burden",
    "desk",
    "evidence",
    "library",
    "month",
    "month_counts",
    "months_of",
    "publicity",
    "return_preview",
    "return_sheets",
    "returned",
    "sheet",
    "writing",
]
