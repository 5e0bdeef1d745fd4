"""Questions about what is asked, answered and shown."""

from luoshi.reporting.queries.asking import Choice, Composing, Preview, UnitFate, choices, composing, may_ask, preview
from luoshi.reporting.queries.burden import Burden, UnitBurden, burden
from luoshi.reporting.queries.desk import ReportingDesk, UnitCount, desk
from luoshi.reporting.queries.evidence import (
    EvidenceLine,
    EvidenceSheet,
    blob_of,
    evidence,
    given_before,
    library,
    outside_time,
    to_use,
)
from luoshi.reporting.queries.inbox import Month, RequestLine, month, titles
from luoshi.reporting.queries.known import Hint, Known, Running
from luoshi.reporting.queries.publicity import Publicity, publicity
from luoshi.reporting.queries.questions import (
    Outcome,
    QuestionLine,
    QuestionList,
    QuestionSheet,
    UnitAnswer,
    outcomes,
    question,
    questions,
)
from luoshi.reporting.queries.reminding import Dates, dates
from luoshi.reporting.queries.repeated import SentAgain, is_there, was_given
from luoshi.reporting.queries.return_sheets import month_counts, months_of, return_sheets
from luoshi.reporting.queries.returns import return_preview, returned
from luoshi.reporting.queries.sheets import Asked, Drafted, Given, RemarkLine, ReportSheet, Writing, sheet, writing
from luoshi.reporting.queries.urging import Urging, urging
from luoshi.reporting.queries.waiting import WaitingFile, waiting, waiting_for_evidence, waiting_for_report

__all__ = [
    "Asked",
    "Burden",
    "Choice",
    "Composing",
    "Dates",
    "Drafted",
    "EvidenceLine",
    "EvidenceSheet",
    "Given",
    "Hint",
    "Known",
    "Month",
    "Outcome",
    "Preview",
    "Publicity",
    "QuestionLine",
    "QuestionList",
    "QuestionSheet",
    "RemarkLine",
    "ReportSheet",
    "ReportingDesk",
    "RequestLine",
    "Running",
    "SentAgain",
    "UnitAnswer",
    "UnitBurden",
    "UnitCount",
    "UnitFate",
    "Urging",
    "WaitingFile",
    "Writing",
    "blob_of",
    "burden",
    "choices",
    "composing",
    "dates",
    "desk",
    "evidence",
    "given_before",
    "is_there",
    "library",
    "may_ask",
    "month",
    "month_counts",
    "months_of",
    "outcomes",
    "outside_time",
    "preview",
    "publicity",
    "question",
    "questions",
    "return_preview",
    "return_sheets",
    "returned",
    "sheet",
    "titles",
    "to_use",
    "urging",
    "waiting",
    "waiting_for_evidence",
    "waiting_for_report",
    "was_given",
    "writing",
]
