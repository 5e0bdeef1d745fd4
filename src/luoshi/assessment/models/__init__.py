"""The tables of assessment, one module a family."""

from __future__ import annotations

from luoshi.assessment.models.forecasts import ForecastRun, ForecastSettings, Gap, Risk
from luoshi.assessment.models.frameworks import Framework, FrameworkVersion, Row
from luoshi.assessment.models.returns import MarkReturn, MarkReturnFile
from luoshi.assessment.models.rounds import Adoption, Mark, MarkEvidence, Round, Subject
from luoshi.assessment.models.services import DeclinedService, Part, RowProof, RowScorer, RowService

__all__ = [
    "Adoption",
    "DeclinedService",
    "ForecastRun",
    "ForecastSettings",
    "Framework",
    "FrameworkVersion",
    "Gap",
    "Mark",
    "MarkEvidence",
    "MarkReturn",
    "MarkReturnFile",
    "Part",
    "Risk",
    "Round",
    "Row",
    "RowProof",
    "RowScorer",
    "RowService",
    "Subject",
]
