"""The publicity ledger (宣传台账): what was published, from the same evidence; a matrix of coverage and no ranking."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Obligation, Site
from luoshi.programme.policy import visible as visible_programmes
from luoshi.reporting.models import EvidenceUse, EvidenceVersion
from luoshi.reporting.policy import require_overseeing
from luoshi.reporting.rules import Channel, ProofKind
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """One published item: where, when, of which unit, and the sites that it serves."""

    evidence_id: int
    title: str
    channel: Channel
    outlet: str
    on: date
    url: str
    unit_id: int
    unit_name: str
    sites: tuple[str, ...]
    site_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Covered:
    """A unit or a site and how many items there are of it, by channel in the order of ``Channel``."""

    id: int
    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Publicity:
    """What was published about a programme. Units and sites without an item stand in the matrix too: that is its use.

    ``months`` are (2026-11, counts by channel), newest first; ``items`` those of the choice, newest first.
    """

    programme_id: int
    programme_title: str
    units: tuple[Covered, ...]
    sites: tuple[Covered, ...]
    months: tuple[tuple[str, tuple[int, ...]], ...]
    items: tuple[Item, ...]
    total: int


def publicity(
    actor: Actor, programme_id: int, *, channel: str = "", unit_id: int | None = None, month: str = ""
) -> Publicity:
    """The ledger of a programme, its items narrowed by a choice. Raises ``NotFound`` for strangers, ``NotAllowed`` for
    units.
    """
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    require_overseeing(actor, programme)
    items = _items(programme_id)
    owed = Obligation.objects.filter(commitment__programme=programme, withdrawn_on__isnull=True)
    units = dict(owed.order_by("unit__order", "unit_id").values_list("unit_id", "unit__name"))
    sites = Site.objects.filter(category__scheme__programme=programme).order_by("pk").values_list("pk", "name")
    by_unit = Counter((item.unit_id, item.channel) for item in items)
    by_site = Counter((pk, item.channel) for item in items for pk in item.site_ids)
    by_month = Counter((f"{item.on:%Y-%m}", item.channel) for item in items)
    months = sorted({name for name, _channel in by_month}, reverse=True)
    return Publicity(
        programme_id=programme.pk,
        programme_title=programme.title,
        units=tuple(Covered(pk, name, tuple(by_unit[pk, one] for one in Channel)) for pk, name in units.items()),
        sites=tuple(Covered(pk, name, tuple(by_site[pk, one] for one in Channel)) for pk, name in sites),
        months=tuple((name, tuple(by_month[name, one] for one in Channel)) for name in months),
        items=tuple(
            item
            for item in items
            if channel in ("", item.channel.value)
            and unit_id in (None, item.unit_id)
            and month in ("", f"{item.on:%Y-%m}")
        ),
        total=len(items),
    )


def _items(programme_id: int) -> tuple[Item, ...]:
    """The latest version of every published item that serves an answer or a site of the programme, newest first."""
    of_answer = Q(version__responses__request__occurrence__obligation__commitment__programme_id=programme_id)
    of_site = Q(site__category__scheme__programme_id=programme_id)
    uses = EvidenceUse.objects.filter(of_answer | of_site, evidence_version__kind=ProofKind.PUBLISHED.value)
    uses = uses.exclude(evidence_version__evidence__withdrawn_on__isnull=False).exclude(evidence_version__channel="")
    sites: dict[int, dict[int, str]] = {}
    latest: dict[int, EvidenceVersion] = {}
    for use in uses.select_related("evidence_version__evidence__unit", "site").distinct():
        version = use.evidence_version
        served = sites.setdefault(version.evidence_id, {})
        if use.site is not None:
            served[use.site.pk] = use.site.name
        if version.evidence_id not in latest or latest[version.evidence_id].number < version.number:
            latest[version.evidence_id] = version
    found = [
        Item(
            evidence_id=row.evidence_id,
            title=row.title,
            channel=Channel(row.channel),
            outlet=row.outlet,
            on=row.published_on or row.effective_on,
            url=row.url,
            unit_id=row.evidence.unit_id,
            unit_name=row.evidence.unit.name,
            sites=tuple(sorted(set(sites[row.evidence_id].values()))),
            site_ids=frozenset(sites[row.evidence_id]),
        )
        for row in latest.values()
    ]
    return tuple(sorted(found, key=lambda item: (item.on, item.evidence_id), reverse=True))
