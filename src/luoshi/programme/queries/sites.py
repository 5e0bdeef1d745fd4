"""Demonstration sites: a programme's structures with their quotas, one site in full, a picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from luoshi.audit.queries import Told, history
from luoshi.files.queries import Opened, open_blob
from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Programme, Site, SiteCategory, SitePicture, SiteScheme
from luoshi.programme.policy import parties, visible
from luoshi.programme.queries.facts import ProgrammeLine, line_of
from luoshi.programme.queries.facts import programme as programme_row
from luoshi.programme.rules import Move, Noun, Party, SiteState, moves
from luoshi.programme.rules.sites import Filled, Quota, filled, in_all, possible
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site as its category lists it; ``mine`` where the actor answers for its host."""

    id: int
    name: str
    host_id: int
    host_name: str
    state: SiteState
    state_on: date
    pictures: int
    described: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class CategorySheet:
    """A category with its quota, as it is filled, and its sites: those that stand before those that were withdrawn."""

    id: int
    name: str
    filled: Filled
    sites: tuple[SiteLine, ...]

    @property
    def empty(self) -> bool:
        """Whether no site ever stood in it."""
        return not self.sites


@dataclass(frozen=True, slots=True)
class SchemeSheet:
    """A structure of sites: ``filled`` is all categories against the total; ``fault`` why the quotas cannot give it."""

    id: int
    name: str
    unit: str
    total: int | None
    filled: Filled
    categories: tuple[CategorySheet, ...]
    fault: Phrase | None


@dataclass(frozen=True, slots=True)
class SitesSheet:
    """The sites of a programme. ``edit`` is the programme's edit number, for the forms of the quotas."""

    programme: ProgrammeLine
    edit: int
    may_keep: bool
    schemes: tuple[SchemeSheet, ...]

    @property
    def count(self) -> int:
        """Sites that stand."""
        return sum(scheme.filled.count for scheme in self.schemes)


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A picture: what it shows in words, and when."""

    id: int
    caption: str
    taken_on: date | None
    withdrawn_on: date | None
    may_restore: bool = True


@dataclass(frozen=True, slots=True)
class SiteSheet:
    """One site. ``moves`` are the verbs that the actor may use now; ``history`` is its part of the journal."""

    id: int
    programme: ProgrammeLine
    name: str
    profile: str
    host_id: int
    host_name: str
    category_id: int
    category_name: str
    scheme_name: str
    filled: Filled
    state: SiteState
    state_on: date
    state_reason: str
    edit: int
    pictures: tuple[PictureLine, ...]
    withdrawn_pictures: tuple[PictureLine, ...]
    moves: tuple[Move, ...]
    may_describe: bool
    may_keep: bool
    history: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class SiteText:
    """A site as its form begins: what may be changed of it, and by whom."""

    id: int
    programme: ProgrammeLine
    name: str
    profile: str
    host_id: int
    category_id: int
    edit: int
    may_describe: bool
    may_keep: bool


def sites(actor: Actor, programme_id: int) -> SitesSheet:
    """All sites of a programme, with how the quotas are filled. Raises ``NotFound``, ``NotAllowed``."""
    found = programme_row(actor, programme_id)
    categories: dict[int, list[SiteCategory]] = defaultdict(list)
    for category in SiteCategory.objects.filter(scheme__programme=found).order_by("scheme_id", "order"):
        categories[category.scheme_id].append(category)
    lines: dict[int, list[SiteLine]] = defaultdict(list)
    shown = Count("pictures", filter=Q(pictures__withdrawn_on__isnull=True))
    rows = Site.objects.filter(category__scheme__programme=found).select_related("host").annotate(shown=shown)
    for row in rows.order_by("category_id", "pk"):
        lines[row.category_id].append(_line(actor, row, row.shown))
    schemes = SiteScheme.objects.filter(programme=found).order_by("order")
    return SitesSheet(
        programme=line_of(found),
        edit=found.edit,
        may_keep=_may_keep(actor, found),
        schemes=tuple(_scheme(row, categories[row.pk], lines) for row in schemes),
    )


def site(actor: Actor, site_id: int) -> SiteSheet:
    """One site with its pictures, its next verbs and its history. Raises ``NotFound``, ``NotAllowed``."""
    found, programme = _found(actor, site_id)
    category = found.category
    standing = Site.objects.filter(category=category).exclude(state=SiteState.WITHDRAWN.value).count()
    keeps, office = _may_keep(actor, programme), Party.OFFICE in parties(actor, programme)
    pictures = [
        PictureLine(p.pk, p.caption, p.taken_on, p.withdrawn_on, office or not p.withdrawn_by_office)
        for p in found.pictures.order_by("pk")
    ]
    open_to = _moves(actor, programme, found)
    describes = any(move.verb == "describe" for move in open_to)
    return SiteSheet(
        id=found.pk,
        programme=line_of(programme),
        name=found.name,
        profile=found.profile,
        host_id=found.host_id,
        host_name=found.host.name,
        category_id=category.pk,
        category_name=category.name,
        scheme_name=category.scheme.name,
        filled=filled(standing, Quota(category.quota_min, category.quota_max)),
        state=SiteState(found.state),
        state_on=found.state_on,
        state_reason=found.state_reason,
        edit=found.edit,
        pictures=tuple(one for one in pictures if one.withdrawn_on is None),
        withdrawn_pictures=tuple(one for one in pictures if one.withdrawn_on is not None) if describes else (),
        moves=tuple(move for move in open_to if move.verb != "describe"),
        may_describe=describes,
        may_keep=keeps,
        history=history(actor, "site", found.pk),
    )


def site_text(actor: Actor, site_id: int) -> SiteText:
    """What the form of a site begins with. Raises ``NotFound``, ``NotAllowed``."""
    found, programme = _found(actor, site_id)
    return SiteText(
        id=found.pk,
        programme=line_of(programme),
        name=found.name,
        profile=found.profile,
        host_id=found.host_id,
        category_id=found.category_id,
        edit=found.edit,
        may_describe=any(move.verb == "describe" for move in _moves(actor, programme, found)),
        may_keep=_may_keep(actor, programme),
    )


def _found(actor: Actor, site_id: int) -> tuple[Site, Programme]:
    rows = Site.objects.select_related("host", "category__scheme")
    found = rows.filter(pk=site_id, jurisdiction_id=actor.jurisdiction_id).first()
    if found is None:
        raise NotFound("site-not-found", _("There is no such site."))
    return found, programme_row(actor, found.category.scheme.programme_id)


def site_picture(actor: Actor, picture_id: int) -> Opened:
    """A picture that stands at a site of a programme that the actor may see. Raises ``NotFound``."""
    found = SitePicture.objects.filter(
        pk=picture_id, withdrawn_on__isnull=True, site__category__scheme__programme__in=visible(actor)
    ).first()
    if found is None:
        raise NotFound("picture-not-found", _("There is no such picture."))
    return open_blob(actor, found.blob_id)


def site_of_picture(actor: Actor, picture_id: int) -> int:
    """The site that a picture belongs to. Raises ``NotFound``."""
    rows = SitePicture.objects.filter(pk=picture_id, site__category__scheme__programme__in=visible(actor))
    found = rows.values_list("site_id", flat=True).first()
    if found is None:
        raise NotFound("picture-not-found", _("There is no such picture."))
    return found


def _line(actor: Actor, row: Site, pictures: int) -> SiteLine:
    return SiteLine(
        id=row.pk,
        name=row.name,
        host_id=row.host_id,
        host_name=row.host.name,
        state=SiteState(row.state),
        state_on=row.state_on,
        pictures=pictures,
        described=bool(row.profile),
        mine=row.host_id in actor.liaison_ids,
    )


def _scheme(row: SiteScheme, categories: Iterable[SiteCategory], lines: dict[int, list[SiteLine]]) -> SchemeSheet:
    rows = tuple(categories)
    sheets = tuple(_category(category, lines[category.pk]) for category in rows)
    quotas = (Quota(category.quota_min, category.quota_max) for category in rows)
    return SchemeSheet(
        id=row.pk,
        name=row.name,
        unit=row.unit,
        total=row.total,
        filled=in_all((sheet.filled.count for sheet in sheets), row.total),
        categories=sheets,
        fault=possible(row.total, quotas),
    )


def _category(row: SiteCategory, lines: Sequence[SiteLine]) -> CategorySheet:
    standing = [line for line in lines if line.state is not SiteState.WITHDRAWN]
    gone = [line for line in lines if line.state is SiteState.WITHDRAWN]
    return CategorySheet(
        id=row.pk,
        name=row.name,
        filled=filled(len(standing), Quota(row.quota_min, row.quota_max)),
        sites=(*standing, *gone),
    )


def _may_keep(actor: Actor, programme: Programme) -> bool:
    mine = parties(actor, programme)
    return any(move.verb == "keep-sites" for move in moves(Noun.PROGRAMME, programme.state, mine))


def _moves(actor: Actor, programme: Programme, found: Site) -> tuple[Move, ...]:
    """What may be done to a site now; nothing where its programme is closed."""
    if all(move.verb != "keep-sites" for move in moves(Noun.PROGRAMME, programme.state, Party)):
        return ()
    return tuple(moves(Noun.SITE, found.state, parties(actor, programme, host=found.host_id)))
