"""Evidence offered to a row: what was given once for a commitment or a site is shown to every row that it can prove."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from luoshi.assessment.models import RowProof, RowService, Subject
from luoshi.assessment.policy import markers_of, oversees
from luoshi.assessment.queries.compiling import table_for
from luoshi.assessment.queries.parts import others_now
from luoshi.assessment.queries.whose import whose
from luoshi.assessment.rules.rounds import Marker
from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.reporting.models import EvidenceUse, EvidenceVersion
from luoshi.reporting.policy import readable_evidence
from luoshi.reporting.queries.evidence import EvidenceLine, line_of
from luoshi.tenancy.rules import Actor

MOST = 60  # pieces of evidence offered to one row, the latest first
OF_COMMITMENT = "version__responses__request__occurrence__obligation"
LOOKERS = frozenset({Marker.OFFICE, Marker.SCORER, Marker.INSPECTOR})
"""Who looks at all evidence of a row in order to judge it; others see what they may read anyway."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A piece of evidence that can prove a row, and why it is offered; ``proof_id`` where it was said to prove it."""

    line: EvidenceLine
    grounds: tuple[Phrase, ...]
    proof_id: int | None = None
    passage: str = ""

    @property
    def version_id(self) -> int:
        """The version of evidence."""
        return self.line.version_id


def offers(actor: Actor, subject: Subject, code: str) -> tuple[Offer, ...]:
    """What is offered to a row of a subject, what proves it already first. Withdrawn evidence is not offered, and to a
    row in the part of another body nothing is.
    """
    if code in others_now(subject, table_for(subject.round.version)):
        return ()
    grounds = _grounds(subject, code)
    proofs = {row.evidence_version_id: row for row in proofs_of(subject, code)}
    ids = [*proofs, *(pk for pk in sorted(grounds, reverse=True) if pk not in proofs)][: MOST + len(proofs)]
    rows = EvidenceVersion.objects.filter(pk__in=ids).select_related("blob", "evidence__unit")
    rows = rows.filter(Q(evidence__withdrawn_on=None) | Q(pk__in=list(proofs)))
    if not _looks(actor, subject, code):
        rows = rows.filter(evidence__in=readable_evidence(actor))
    found = {row.pk: row for row in rows}
    return tuple(
        Offer(
            line_of(found[pk]),
            tuple(grounds.get(pk, ())),
            proofs[pk].pk if pk in proofs else None,
            proofs[pk].passage if pk in proofs else "",
        )
        for pk in ids
        if pk in found
    )


def offered_ids(actor: Actor, subject: Subject, code: str, wanted: Iterable[int]) -> set[int]:
    """Which of these versions of evidence are offered to the row."""
    asked = set(wanted)
    return {one.version_id for one in offers(actor, subject, code) if one.version_id in asked} if asked else set()


def offered_file(actor: Actor, subject: Subject, code: str, version_id: int) -> tuple[int, str]:
    """The blob (id) and the name of a file that is offered to a row. Raises ``NotFound``."""
    if version_id not in offered_ids(actor, subject, code, [version_id]):
        raise NotFound("file-not-found", _("There is no such file."))
    row = EvidenceVersion.objects.get(pk=version_id)
    if row.blob_id is None:
        raise NotFound("file-not-found", _("There is no such file."))
    return row.blob_id, row.file_name


def proofs_of(subject: Subject, code: str) -> QuerySet[RowProof]:
    """What was said to prove a row of this subject, in any version of the table."""
    rows = RowProof.objects.filter(adoption_id=subject.round.adoption_id, row__code=code)
    return rows.filter(whose(subject)).order_by("pk")


def _looks(actor: Actor, subject: Subject, code: str) -> bool:
    if oversees(actor, subject.round.adoption.programme):
        return True
    return not markers_of(actor, subject, code).isdisjoint(LOOKERS)


def _grounds(subject: Subject, code: str) -> dict[int, list[Phrase]]:
    """Versions of evidence with why each is offered: it served an answer to a commitment that serves the row, or a
    site. For a unit or a site only what that body gave.
    """
    services = RowService.objects.filter(adoption_id=subject.round.adoption_id, row__code=code)
    served = list(services.values_list("commitment_id", "site_id"))
    commitments = {pk for pk, _site in served if pk is not None}
    sites = {pk for _commitment, pk in served if pk is not None and subject.site_id is None}
    if subject.site_id is not None:
        sites.add(subject.site_id)
    found: dict[int, list[Phrase]] = {}
    if commitments:
        of = f"{OF_COMMITMENT}__commitment"
        uses = EvidenceUse.objects.filter(
            Q(**{f"{of}_id__in": commitments}) | Q(**{f"{of}__parent_id__in": commitments}),
            version__responses__returned_on=None,
        )
        body = subject.unit_id if subject.site is None else subject.site.host_id
        if body is not None:
            uses = uses.filter(**{f"{OF_COMMITMENT}__unit_id": body})
        for pk, number, title in uses.values_list("evidence_version_id", f"{of}__number", f"{of}__title").distinct():
            words = Phrase(_("given for “{title}”"), {"title": f"{number}{title}"})
            found.setdefault(pk, []).append(words)
    if sites:
        uses = EvidenceUse.objects.filter(site_id__in=sites)
        for pk, name in uses.values_list("evidence_version_id", "site__name"):
            found.setdefault(pk, []).append(Phrase(_("given for the site “{name}”"), {"name": name}))
    return found
