"""The evidence that serves a site."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.reporting.models import EvidenceUse
from luoshi.reporting.policy import readable_evidence
from luoshi.reporting.queries.evidence import EvidenceLine, line_of_use
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class SiteEvidence:
    """What serves a site as far as somebody may read it, newest first, withdrawn pieces too; ``others`` counts the
    pieces that stand and that they may not read.
    """

    lines: tuple[EvidenceLine, ...]
    others: int


def evidence_of_site(actor: Actor, site_id: int) -> SiteEvidence:
    """The evidence that serves a site, each piece once, in the version that was brought last. Who may see the site is
    for the caller to ask.
    """
    rows = EvidenceUse.objects.filter(site_id=site_id, jurisdiction_id=actor.jurisdiction_id)
    last: dict[int, EvidenceUse] = {}
    near = ("evidence_version__blob", "evidence_version__evidence__unit")
    for use in rows.select_related(*near).order_by("evidence_version__number", "pk"):
        last[use.evidence_version.evidence_id] = use
    read = set(readable_evidence(actor).filter(pk__in=list(last)).values_list("pk", flat=True)) if last else set()
    lines = {pk: line_of_use(use) for pk, use in last.items()}
    return SiteEvidence(
        lines=tuple(lines[pk] for pk in sorted(read, reverse=True)),
        others=sum(line.withdrawn_on is None for pk, line in lines.items() if pk not in read),
    )
