"""What a unit reported lately and can report again: offered, the likest first, so that nobody types it twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from difflib import SequenceMatcher

from django.db.models import Exists, OuterRef, Q

from luoshi.kernel.quantities import SCALE
from luoshi.reporting.models import EvidenceUse, Request, Response
from luoshi.reporting.queries.known import known, wanted_of
from luoshi.reporting.rules import ORGANISATION_LEVEL, ReportState
from luoshi.reporting.rules.matching import Wanted

LATELY = timedelta(days=31)
MOST = 3
LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer of the unit: its words, its figure, and where it was given."""

    version_id: int
    words: str
    figure: Decimal | None
    figure_unit: str
    where: str
    on: date
    evidence: int


def earlier_of(
    row: Request, says: Iterable[str], quantities: Iterable[tuple[str, str]], today: date
) -> tuple[Earlier, ...]:
    """The answers that the unit of a request gave lately to others, without those whose evidence was withdrawn or is
    not taken here, and what was said about another commitment that is restricted; a figure only where the same quantity
    in the same unit of measure (``quantities``) is asked, so that no figure is ever offered for another thing. For a
    question that asks for a figure or a paper: only what answers it.
    """
    wanted_here = wanted_of(row.question) if row.question is not None else None
    if wanted_here is not None and wanted_here.matchable:
        return _answering(row, wanted_here)
    path = "request__occurrence__obligation__commitment__programme"
    given = Response.objects.filter(
        request__unit_id=row.unit_id, on__gte=today - LATELY, returned_on__isnull=True, reused=False
    ).exclude(Q(version__state=ReportState.NO_CHANGE.value) | Q(version__text=""))
    commitment = row.occurrence.obligation.commitment
    refused = Q(evidence_version__evidence__withdrawn_on__isnull=False)
    if commitment.restricted:
        refused |= ~Q(evidence_version__kind__in=[kind.value for kind in ORGANISATION_LEVEL])
    brought = EvidenceUse.objects.filter(refused, version=OuterRef("version"))
    given = given.exclude(request=row).exclude(elsewhere_restricted(commitment.pk)).exclude(Exists(brought))
    given = given.select_related("version", path)
    rows = given.prefetch_related("version__values__metric", "version__evidence_uses").order_by("-pk")[:LOOKED_AT]
    wanted, asked = "".join(says), set(quantities) if row.question is None else set()
    found = []
    for one in rows:
        value = next(iter(one.version.values.all()), None)
        if value is not None and (value.metric.name, value.metric.unit_of_measure) not in asked:
            continue
        about = one.request.occurrence.obligation.commitment
        alike = SequenceMatcher(None, wanted, f"{about.title}{one.version.text}").ratio()
        found.append((-alike, -one.pk, _line(one, about.programme.title, f"{about.number}{about.title}")))
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
    return (Earlier(found.version_id, words, found.figure, found.figure_unit, found.where, found.on, brought),)


def _line(one: Response, programme: str, what: str) -> Earlier:
    value = next(iter(one.version.values.all()), None)
    return Earlier(
        one.version_id,
        one.version.text,
        Decimal(value.scaled) / SCALE if value else None,
        value.metric.unit_of_measure if value else "",
        f"{programme} {what}",
        one.on,
        len(one.version.evidence_uses.all()),
    )
