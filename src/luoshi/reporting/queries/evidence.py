"""Evidence as lists and pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Protocol

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Day, Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Phase, Site
from luoshi.programme.policy import READERS, runs
from luoshi.programme.queries.paging import Paged, paged
from luoshi.reporting.models import Draft, Evidence, EvidenceUse, EvidenceVersion
from luoshi.reporting.policy import readable, readable_evidence, require_speaking, visible
from luoshi.reporting.rules import ORGANISATION_LEVEL, Channel, ProofKind, outside
from luoshi.tenancy.rules import Actor

RECENT = 6  # that are offered beside the form
FOUND = 20  # that a search shows
PAGE = 100  # of all that was given
SEARCHED = ("title", "passage", "text", "file_name", "paper_number", "outlet", "url", "event")


class ReportOf(Protocol):
    """As much of a report as tells what evidence it can bring."""

    @property
    def unit_id(self) -> int: ...
    @property
    def restricted(self) -> bool: ...
    @property
    def evidence_ids(self) -> tuple[int, ...]: ...


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
    taken_on: date | None
    taken_at: str
    event: str
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
    passage: str = ""


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


@dataclass(frozen=True, slots=True)
class Found:
    """What a search shows, newest first; ``more`` where there is more than that."""

    lines: tuple[EvidenceLine, ...]
    more: bool


def offered(
    unit_id: int, *, restricted: bool, besides: Iterable[int], words: str = "", most: int = RECENT
) -> tuple[EvidenceLine, ...]:
    """What a unit gave lately and can bring again: where every one of the words stands in what is said of it, without
    those (ids) that are brought, and where it is ``restricted`` without what is not taken.
    """
    rows = _latest(unit_id).exclude(evidence_id__in=list(besides))
    if restricted:
        rows = rows.filter(kind__in=ORGANISATION_LEVEL).exclude(blob__media_type__startswith="image/")
    for word in words.split():
        places = (Q(**{f"{name}__icontains": word}) for name in SEARCHED)
        rows = rows.filter(reduce(or_, places))
    return latest_of(rows.order_by("-evidence_id").values_list("evidence_id", flat=True)[:most])


def to_use(actor: Actor, asked: ReportOf, words: str) -> Found:
    """The evidence that a report can bring, found by words (empty: the latest). Raises ``NotFound`` for whoever does
    not answer for its unit.
    """
    require_speaking(actor, asked.unit_id)
    besides = asked.evidence_ids
    found = offered(asked.unit_id, restricted=asked.restricted, besides=besides, words=words, most=FOUND + 1)
    return Found(found[:FOUND], more=len(found) > FOUND)


def _latest(unit_id: int) -> QuerySet[EvidenceVersion]:
    """The latest version of each piece of evidence of a unit; withdrawn is as not given."""
    later = EvidenceVersion.objects.filter(evidence=OuterRef("evidence"), number__gt=OuterRef("number"))
    return EvidenceVersion.objects.filter(
        ~Exists(later), evidence__unit_id=unit_id, evidence__withdrawn_on__isnull=True
    )


def library(actor: Actor, page: int = 1) -> Paged[EvidenceLine]:
    """A page of the evidence of the actor's units, newest first."""
    rows = Evidence.objects.filter(jurisdiction_id=actor.jurisdiction_id, unit_id__in=actor.liaison_ids)
    newest = rows.order_by("-pk").values_list("pk", flat=True)
    return paged(rows.count(), page, lambda first, end: latest_of(newest[first:end]), PAGE)


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
        taken_on=row.taken_on,
        taken_at=row.taken_at,
        event=row.event,
        withdrawn_on=row.evidence.withdrawn_on,
        withdrawn_reason=row.evidence.withdrawn_reason,
        unit_name=row.evidence.unit.name,
        uses=uses,
    )


def line_of_use(use: EvidenceUse) -> EvidenceLine:
    """The version that serves an answer, with the words that prove the point there."""
    line = line_of(use.evidence_version)
    return replace(line, passage=use.passage or line.passage)


def drafted_lines(draft: Draft) -> tuple[EvidenceLine, ...]:
    """What a draft brings, with the words that prove the point there."""
    passages = dict(draft.evidence.values_list("evidence_id", "passage"))
    return tuple(replace(line, passage=passages[line.id] or line.passage) for line in latest_of(passages))


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
        served=_served(actor, row),
        sites=tuple(sites.order_by("name").values_list("pk", "name")),
    )


def _served(actor: Actor, row: Evidence) -> tuple[Served, ...]:
    """What it serves, as far as the actor may read that: evidence of a unit may serve programmes of many offices."""
    found = []
    read = set(
        readable(actor)
        .filter(responses__version__evidence_uses__evidence_version__evidence=row)
        .values_list("pk", flat=True)
    )
    own = row.unit_id in actor.liaison_ids or actor.account_id is None or actor.has(*READERS)
    uses = EvidenceUse.objects.filter(evidence_version__evidence=row).select_related(
        "evidence_version", "site__category__scheme__programme"
    )
    path = "version__responses__request__occurrence__obligation__commitment__programme"
    for use in uses.prefetch_related(path).order_by("pk"):
        if use.site is not None:
            if not own and not runs(actor, use.site.category.scheme.programme):
                continue
            found.append(Served(use.evidence_version.number, use.site.name, "", None, use.site.pk, use.on))
            continue
        for response in use.version.responses.all() if use.version else ():
            if response.request_id not in read:
                continue
            commitment = response.request.occurrence.obligation.commitment
            words = f"{commitment.number}{commitment.title}"
            title = commitment.programme.title
            found.append(
                Served(use.evidence_version.number, words, title, response.request_id, None, response.on, use.passage)
            )
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
    """What a unit has given already of the same file, else of the same published address, as far as its latest version
    still holds it; withdrawn is as not given.
    """
    rows = _latest(unit_id)
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
