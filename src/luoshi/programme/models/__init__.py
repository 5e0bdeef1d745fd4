"""The tables of a programme, one module a family."""

from __future__ import annotations

from luoshi.programme.models.amendments import Amendment, Change
from luoshi.programme.models.commitments import (
    Allocation,
    Assignment,
    Commitment,
    Lineage,
    Measure,
    Metric,
    Revision,
    Step,
    Target,
)
from luoshi.programme.models.consultations import Comment, Consultation, ConsultedUnit
from luoshi.programme.models.obligations import Handling, Issue, Obligation, Occurrence, OwnMeasure, Receipt
from luoshi.programme.models.petitions import Petition, PetitionStep
from luoshi.programme.models.programmes import Phase, Programme
from luoshi.programme.models.sites import Site, SiteCategory, SitePicture, SiteScheme

__all__ = [
    "Allocation",
    "Amendment",
    "Assignment",
    "Change",
    "Comment",
    "Commitment",
    "Consultation",
    "ConsultedUnit",
    "Handling",
    "Issue",
    "Lineage",
    "Measure",
    "Metric",
    "Obligation",
    "Occurrence",
    "OwnMeasure",
    "Petition",
    "PetitionStep",
    "Phase",
    "Programme",
    "Receipt",
    "Revision",
    "Site",
    "SiteCategory",
    "SitePicture",
    "SiteScheme",
    "Step",
    "Target",
]
