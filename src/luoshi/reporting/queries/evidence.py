"""Evidence as lists and pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min

from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Day, Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Phase, Site
from luoshi.reporting.models import Evidence, EvidenceUse, EvidenceVersion
from luoshi.reporting.policy import readable_evidence, require_speaking, visible
from luoshi.reporting.rules import Channel, ProofKind, outside
from luoshi.tenancy.rules import Actor

RECENT = 6


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One version of a piece of evidence; ``uses`` counts the answers and sites that any version of it serves."""

    id: int
    version_id: int
    number: int
    kind: ProofKind
    title: str
    effective_on: date
    given_on: date
    passage: str
    text: str
    blob_id: int | None
    file_name: str
    media_type: str
    size: int
    sha256: str
    url: str
    paper_number: str
    published_on: date | None
    channel: Channel | None
    outlet: str
    caption: str
    withdrawn_on: date | None
    withdrawn_reason: str
    unit_name: str
    uses: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether it holds a picture that can be shown."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Served:
    """What a piece of evidence serves: an answer to a request, or a site."""

    number: int
    words: str
    programme_title: str
    request_id: int | None
    site_id: int | None
    on: date


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """A piece of evidence, its versions (newest first), all that it serves, and the ``sites`` that it could."""

    id: int
    unit_id: int
    mine: bool
    versions: tuple[EvidenceLine, ...]
    served: tuple[Served, ...]
    sites: tuple[tuple[int, str], ...]

    @property
    def latest(self) -> EvidenceLine:
        """The version that is taken when it is brought now."""
        return self.versions[0]


def recent(unit_id: int, *, most: int = RECENT) -> tuple[EvidenceLine, ...]:
    """What a unit gave lately and can bring again."""
    rows = Evidence.objects.filter(unit_id=unit_id, withdrawn_on__isnull=True)
    return latest_of(rows.order_by("-pk").values_list("pk", flat=True)[:most])


def library(actor: Actor, *, most: int = 200) -> tuple[EvidenceLine, ...]:
    """The evidence of the actor's units, newest first."""
    rows = Evidence.objects.filter(jurisdiction_id=actor.jurisdiction_id, unit_id__in=actor.liaison_ids)
    return latest_of(rows.order_by("-pk").values_list("pk", flat=True)[:most])


def latest_of(evidence_ids: Iterable[int]) -> tuple[EvidenceLine, ...]:
    """The latest version of each, newest evidence first."""
    ids = list(evidence_ids)
    last: dict[int, EvidenceVersion] = {}
    uses: dict[int, int] = {}
    rows = EvidenceVersion.objects.filter(evidence_id__in=ids).select_related("blob", "evidence__unit")
    for row in rows.order_by("number"):
        last[row.evidence_id] = row
    for pk in EvidenceUse.objects.filter(evidence_version__evidence_id__in=ids).values_list(
        "evidence_version__evidence_id", flat=True
    ):
        uses[pk] = uses.get(pk, 0) + 1
    return tuple(line_of(last[pk], uses.get(pk, 0)) for pk in sorted(last, reverse=True))


def line_of(row: EvidenceVersion, uses: int = 0) -> EvidenceLine:
    """A version as a line; its blob, evidence and unit are loaded."""
    caption = " · ".join(
        part for part in (row.taken_on.isoformat() if row.taken_on else "", row.taken_at, row.event) if part
    )
    return EvidenceLine(
        id=row.evidence_id,
        version_id=row.pk,
        number=row.number,
        kind=ProofKind(row.kind),
        title=row.title,
        effective_on=row.effective_on,
        given_on=row.given_on,
        passage=row.passage,
        text=row.text,
        blob_id=row.blob_id,
        file_name=row.file_name,
        media_type=row.blob.media_type if row.blob else "",
        size=row.blob.size if row.blob else 0,
        sha256=row.blob.sha256 if row.blob else row.digest,
        url=row.url,
        paper_number=row.paper_number,
        published_on=row.published_on,
        channel=Channel(row.channel) if row.channel else None,
        outlet=row.outlet,
        caption=caption,
        withdrawn_on=row.evidence.withdrawn_on,
        withdrawn_reason=row.evidence.withdrawn_reason,
        unit_name=row.evidence.unit.name,
        uses=uses,
    )


def evidence(actor: Actor, evidence_id: int) -> EvidenceSheet:
    """A piece of evidence. Raises ``NotFound`` for whoever may not read it."""
    row = readable_evidence(actor).filter(pk=evidence_id).first()
    if row is None:
        raise NotFound("evidence-not-found", _("There is no such evidence."))
    versions = row.versions.select_related("blob", "evidence__unit").order_by("-number")
    mine = row.unit_id in actor.liaison_ids
    sites = (
        Site.objects.filter(host_id=row.unit_id, jurisdiction_id=row.jurisdiction_id) if mine else Site.objects.none()
    )
    return EvidenceSheet(
        id=row.pk,
        unit_id=row.unit_id,
        mine=mine and row.withdrawn_on is None,
        versions=tuple(line_of(one) for one in versions),
        served=_served(row),
        sites=tuple(sites.order_by("name").values_list("pk", "name")),
    )


def _served(row: Evidence) -> tuple[Served, ...]:
    found = []
    uses = EvidenceUse.objects.filter(evidence_version__evidence=row).select_related("evidence_version", "site")
    path = "version__responses__request__occurrence__obligation__commitment__programme"
    for use in uses.prefetch_related(path).order_by("pk"):
        if use.site is not None:
            found.append(Served(use.evidence_version.number, use.site.name, "", None, use.site.pk, use.on))
            continue
        for response in use.version.responses.all() if use.version else ():
            commitment = response.request.occurrence.obligation.commitment
            words = f"{commitment.number}{commitment.title}"
            title = commitment.programme.title
            found.append(Served(use.evidence_version.number, words, title, response.request_id, None, response.on))
    return tuple(found)


def blob_of(actor: Actor, version_id: int) -> tuple[int, str]:
    """The blob (id) and file name of a version that the actor may read. Raises ``NotFound``."""
    row = EvidenceVersion.objects.filter(
        pk=version_id, evidence__in=readable_evidence(actor), blob__isnull=False
    ).first()
    if row is None or row.blob_id is None:
        raise NotFound("file-not-found", _("There is no such file."))
    return row.blob_id, row.file_name


def same_of(unit_id: int, blob_id: int | None, url: str) -> EvidenceVersion | None:
    """What a unit has given already of the same file, else of the same published address; withdrawn is as not given."""
    rows = EvidenceVersion.objects.filter(evidence__unit_id=unit_id, evidence__withdrawn_on__isnull=True)
    if blob_id is not None:
        return rows.filter(blob_id=blob_id).order_by("pk").first()
    return rows.filter(url=url.strip()).order_by("pk").first() if url.strip() else None


def given_before(actor: Actor, unit_id: int, blob_id: int | None, url: str) -> Phrase | None:
    """That the unit, for which the actor answers, has given the same already; None where it has not."""
    require_speaking(actor, unit_id)
    same = same_of(unit_id, blob_id, url)
    if same is None:
        return None
    words = _("This was given already as “{title}” on {day}: it is kept once and used again.")
    return Phrase(words, {"title": same.title, "day": Day(same.given_on)})


def outside_time(actor: Actor, request_id: int, evidence_id: int, today: date) -> Phrase | None:
    """Why evidence lies outside the time of the programme that a request is of; None where it does not."""
    row = visible(actor).filter(pk=request_id).select_related("occurrence__obligation__commitment__programme").first()
    rows = readable_evidence(actor).filter(pk=evidence_id)
    day = rows.order_by("-versions__number").values_list("versions__effective_on", flat=True).first()
    if row is None or day is None:
        return None
    programme = row.occurrence.obligation.commitment.programme
    time = Phase.objects.filter(programme=programme).aggregate(start=Min("start"), end=Max("end"))
    start = min(filter(None, (time["start"], programme.issued_on)), default=None)
    return outside(day, start, time["end"], today)
