"""Questions about what is asked, answered and shown."""

from luoshi.reporting.queries.desk import ReportingDesk, UnitCount, desk
from luoshi.reporting.queries.evidence import EvidenceLine, EvidenceSheet, blob_of, evidence, library
from luoshi.reporting.queries.inbox import Month, RequestLine, month
from luoshi.reporting.queries.sheets import Asked, Drafted, Given, RemarkLine, ReportSheet, Writing, sheet, writing

__all__ = [
    "Asked",
    "Drafted",
    "EvidenceLine",
    "EvidenceSheet",
    "Given",
    "Month",
    "RemarkLine",
    "ReportSheet",
    "ReportingDesk",
    "RequestLine",
    "UnitCount",
    "Writing",
    "blob_of",
    "desk",
    "evidence",
    "library",
    "month",
    "sheet",
    "writing",
]
