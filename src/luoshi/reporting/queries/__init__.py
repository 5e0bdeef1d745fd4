"""Questions about what is asked, answered and shown."""

from luoshi.reporting.queries.asking import Choice, Composing, Preview, UnitFate, choices, composing, may_ask, preview
from luoshi.reporting.queries.burden import Burden, UnitBurden, burden
from luoshi.reporting.queries.burden_of_units import CountyBurden, OwnBurden, county_burden, own_burden
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
from luoshi.reporting.queries.given import GivenChoice, GivenLine, GivenReports, given_by, given_in
from luoshi.reporting.queries.inbox import Month, RequestLine, ToJudge, month, request_about, titles, to_judge
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
from luoshi.reporting.queries.responses import Given, RemarkLine
from luoshi.reporting.queries.return_sheets import month_counts, months_of, return_sheets
from luoshi.reporting.queries.returns import return_preview, returned
from luoshi.reporting.queries.rhythm import RhythmCost, rhythm_cost
from luoshi.reporting.queries.sheets import Asked, Drafted, ReportSheet, Writing, sheet, writing
from luoshi.reporting.queries.sites import SiteEvidence, evidence_of_site
from luoshi.reporting.queries.told import Reported, Told, answering, reported
from luoshi.reporting.queries.urging import Urging, urging
from luoshi.reporting.queries.waiting import WaitingFile, waiting, waiting_for_evidence, waiting_for_report

__all__ = [
    "Asked",
    "Burden",
    "Choice",
    "Composing",
    "CountyBurden",
    "Dates",
    "Drafted",
    "EvidenceLine",
    "EvidenceSheet",
    "Given",
    "GivenChoice",
    "GivenLine",
    "GivenReports",
    "Hint",
    "Known",
    "Month",
    "Outcome",
    "OwnBurden",
    "Preview",
    "Publicity",
    "QuestionLine",
    "QuestionList",
    "QuestionSheet",
    "RemarkLine",
    "ReportSheet",
    "Reported",
    "ReportingDesk",
    "RequestLine",
    "RhythmCost",
    "Running",
    "SentAgain",
    "SiteEvidence",
    "ToJudge",
    "Told",
    "UnitAnswer",
    "UnitBurden",
    "UnitCount",
    "UnitFate",
    "Urging",
    "WaitingFile",
    "Writing",
    "answering",
    "blob_of",
    "burden",
    "choices",
    "composing",
    "county_burden",
    "dates",
    "desk",
    "evidence",
    "evidence_of_site",
    "given_before",
    "given_by",
    "given_in",
    "is_there",
    "library",
    "may_ask",
    "month",
    "month_counts",
    "months_of",
    "outcomes",
    "outside_time",
    "own_burden",
    "preview",
    "publicity",
    "question",
    "questions",
    "reported",
    "request_about",
    "return_preview",
    "return_sheets",
    "returned",
    "rhythm_cost",
    "sheet",
    "titles",
    "to_judge",
    "to_use",
    "urging",
    "waiting",
    "waiting_for_evidence",
    "waiting_for_report",
    "was_given",
    "writing",
]
