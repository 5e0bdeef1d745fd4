"""The reports that were given to a request, as they were given and judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from luoshi.audit.models import Entry
from luoshi.kernel.quantities import SCALE
from luoshi.programme.queries.wordings import Worded, Wordings
from luoshi.reporting.models import Request, Response
from luoshi.reporting.queries.evidence import EvidenceLine, line_of_use
from luoshi.reporting.rules import ReportState, lines_of, sentences_of

GAVE = ("reporting.report", "reporting.note", "reporting.give_known")  # lines of the journal that name a response


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """What was said of a line of a report."""

    line: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Given:
    """A report as it was given and judged; ``worded`` are the words under which it was asked, where they were others
    than today's.
    """

    response_id: int
    version_id: int
    number: int
    says: ReportState
    sentences: tuple[str, ...]
    figure: Decimal | None
    figure_name: str
    figure_unit: str
    reachable: bool | None
    evidence: tuple[EvidenceLine, ...]
    on: date
    signed: str
    reused: bool
    accepted_on: date | None
    returned_on: date | None
    reason: str
    remarks: tuple[RemarkLine, ...]
    worded: Worded | None = None

    @property
    def whole(self) -> tuple[RemarkLine, ...]:
        """The remarks that speak of no line of it, but of the whole."""
        evidence = [line.version_id for line in self.evidence]
        lines = lines_of(self.sentences, figure=self.figure is not None, evidence=evidence)
        return tuple(one for one in self.remarks if one.line not in lines)


def responses(row: Request, wordings: Wordings) -> tuple[Given, ...]:
    """What was reported to a request, newest first; who may read it is for the caller to ask."""
    rows = Response.objects.filter(request=row).select_related("version").order_by("-pk")
    rows = rows.prefetch_related(
        "remarks",
        "version__values__metric",
        "version__evidence_uses__evidence_version__blob",
        "version__evidence_uses__evidence_version__evidence__unit",
    )
    moments = _moments(row) if wordings.changed else {}
    found = []
    for one in rows:
        worded = wordings.at(moments.get(one.pk, one.version.at)) if wordings.changed else wordings.now
        found.append(_given_one(one, worded if worded != wordings.now else None))
    return tuple(found)


def _moments(row: Request) -> dict[int, datetime]:
    """When each response (id) to a request was given, as the journal tells it: a version may be older than that."""
    subject = {"jurisdiction_id": row.jurisdiction_id, "subject_kind": "request", "subject_id": str(row.pk)}
    lines = Entry.objects.filter(**subject, verb__in=GAVE).order_by("sequence").values_list("new", "at")
    return {new["response"]: at for new, at in lines if new.get("response")}


def _given_one(one: Response, worded: Worded | None) -> Given:
    version = one.version
    value = next(iter(version.values.all()), None)
    return Given(
        response_id=one.pk,
        version_id=version.pk,
        number=version.number,
        says=ReportState(version.state),
        sentences=sentences_of(version.text),
        figure=Decimal(value.scaled) / SCALE if value else None,
        figure_name=(value.quantity or value.metric.name) if value else "",
        figure_unit=value.metric.unit_of_measure if value else "",
        reachable=version.reachable,
        evidence=tuple(line_of_use(use) for use in version.evidence_uses.all()),
        on=one.on,
        signed=one.signed,
        reused=one.reused,
        accepted_on=one.accepted_on,
        returned_on=one.returned_on,
        reason=one.reason,
        remarks=tuple(RemarkLine(mark.line, mark.text, mark.on) for mark in one.remarks.all()),
        worded=worded,
    )
