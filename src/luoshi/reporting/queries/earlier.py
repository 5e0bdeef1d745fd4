"""What a unit reported lately and can report again: offered, the likest first, so that nobody types it twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from difflib import SequenceMatcher

from django.db.models import Exists, OuterRef, Q

from luoshi.kernel.quantities import SCALE
from luoshi.reporting.models import EvidenceUse, Request, Response
from luoshi.reporting.queries.known import figure_of, known, wanted_of
from luoshi.reporting.queries.tracked import is_another, tracked
from luoshi.reporting.rules import ORGANISATION_LEVEL, ReportState
from luoshi.reporting.rules.matching import Figure, Wanted

LATELY = timedelta(days=31)
MOST = 3
LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer of the unit: its words, its figure with the ``period``, ``place`` and ``definition`` that it is of,
    where it was given, and the paper that was signed for it.
    """

    version_id: int
    words: str
    figure: Decimal | None
    figure_unit: str
    where: str
    on: date
    evidence: int
    period: str = ""
    place: str = ""
    definition: str = ""
    signed: str = ""


def earlier_of(row: Request, says: Iterable[str], today: date) -> tuple[Earlier, ...]:
    """The answers that the unit of a request gave lately to others, without those whose evidence was withdrawn or is
    not taken here, and what was said about another commitment that is restricted; with a figure only where it is of the
    quantity, period, place and definition that are asked, so that no figure is ever offered for another thing. For a
    question that asks for a figure or a paper: only what answers it.
    """
    wanted_here = wanted_of(row.question) if row.question is not None else None
    if wanted_here is not None and wanted_here.matchable:
        return _answering(row, wanted_here)
    path = "request__occurrence__obligation__commitment__programme"
    given = Response.objects.filter(
        request__unit_id=row.unit_id, on__gte=today - LATELY, returned_on__isnull=True, reused=False
    ).exclude(Q(version__state=ReportState.NO_CHANGE.value) | Q(version__text=""))
    commitment, area = row.occurrence.obligation.commitment, row.occurrence.obligation.unit.name
    refused = Q(evidence_version__evidence__withdrawn_on__isnull=False)
    if commitment.restricted:
        refused |= ~Q(evidence_version__kind__in=[kind.value for kind in ORGANISATION_LEVEL])
    brought = EvidenceUse.objects.filter(refused, version=OuterRef("version"))
    given = given.exclude(request=row).exclude(elsewhere_restricted(commitment.pk)).exclude(Exists(brought))
    given = given.select_related("version", path)
    rows = given.prefetch_related("version__values__metric", "version__evidence_uses").order_by("-pk")[:LOOKED_AT]
    wanted, asked = "".join(says), tracked(row, today).values()
    found = []
    for one in rows:
        if is_another(one.version, asked, area):
            continue
        about = one.request.occurrence.obligation.commitment
        alike = SequenceMatcher(None, wanted, f"{about.title}{one.version.text}").ratio()
        found.append((-alike, -one.pk, _line(one, f"{about.programme.title} {about.number}{about.title}", area)))
    return tuple(line for _alike, _pk, line in sorted(found, key=lambda each: each[:2])[:MOST])


def elsewhere_restricted(commitment_id: int) -> Q:
    """The responses about a restricted commitment other than this one: what was said there stays there."""
    commitment = "request__occurrence__obligation__commitment"
    return Q(**{f"{commitment}__restricted": True}) & ~Q(**{commitment: commitment_id})


def _answering(row: Request, wanted: Wanted) -> tuple[Earlier, ...]:
    """What the unit has said since it was asked that answers the question."""
    owed = row.occurrence.obligation
    found = known(row.jurisdiction_id, {row.unit_id: owed.unit.name}, wanted).get(row.unit_id)
    if found is None:
        return ()
    brought = EvidenceUse.objects.filter(version_id=found.version_id).count()
    words = found.text or found.paper
    line = Earlier(found.version_id, words, found.figure, found.figure_unit, found.where, found.on, brought)
    papers = Response.objects.filter(version_id=found.version_id).exclude(signed="").order_by("-pk")
    line = replace(line, signed=papers.values_list("signed", flat=True).first() or "")
    return (line if wanted.figure is None else _counted(line, wanted.figure, owed.unit.name),)


def _line(one: Response, where: str, own_area: str) -> Earlier:
    version, brought = one.version, len(one.version.evidence_uses.all())
    line = Earlier(version.pk, version.text, None, "", where, one.on, brought, signed=one.signed)
    value = next(iter(version.values.all()), None)
    if value is None:
        return line
    line = replace(line, figure=Decimal(value.scaled) / SCALE, figure_unit=value.metric.unit_of_measure)
    return _counted(line, figure_of(value), own_area)


def _counted(line: Earlier, figure: Figure, own_area: str) -> Earlier:
    return replace(line, period=figure.period, place=figure.place or own_area, definition=figure.definition)
