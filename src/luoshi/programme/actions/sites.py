"""Demonstration sites: proposing, describing, moving them between categories and states. Quotas are asked each time."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Count

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.actions.programmes import count_edit, held
from luoshi.programme.models import Programme, Site, SiteCategory
from luoshi.programme.policy import parties, require_move, visible
from luoshi.programme.rules import Noun, SiteState, led_to, move
from luoshi.programme.rules.sites import Quota, Scheme, entering, require_profile
from luoshi.programme.rules.texts import require_line, require_reason
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries

NAME_LIMIT = 120


def propose_site(
    *,
    actor: Actor,
    programme_id: int,
    category_id: int,
    host_id: int,
    name: str,
    today: date,
    profile: str = "",
    reason: str = "",
) -> int:
    """A new candidate; gives its id. ``reason`` says why it may exceed a quota.

    Raises ``Invalid`` for a name or profile that cannot be kept and ``quota-over`` where a quota would be exceeded
    without a reason, ``Conflict`` (``site-exists``) where the category has the name, ``NotFound`` and ``NotAllowed``.
    """
    with transaction.atomic():
        programme = held(actor, programme_id)
        require_move(Noun.PROGRAMME, "keep-sites", programme.state, parties(actor, programme))
        category, host = category_of(programme, category_id), unit_queries.unit(actor, host_id)
        kept = _name(category, name)
        why = _require_room(category, reason, None)
        site = Site.objects.create(
            jurisdiction_id=actor.jurisdiction_id,
            category=category,
            host=host,
            name=kept,
            profile=require_profile(profile),
            state_on=today,
        )
        record(
            actor=actor,
            verb="programme.propose_site",
            subject_kind="site",
            subject_id=site.pk,
            new={**_told(site), "state": site.state, "reason": why},
        )
    return site.pk


def edit_site(
    *,
    actor: Actor,
    site_id: int,
    profile: str | None = None,
    name: str | None = None,
    host_id: int | None = None,
    category_id: int | None = None,
    reason: str = "",
    seen: int | None = None,
) -> None:
    """Change what a site is; None leaves a thing as it is. The host may change the profile, the office all.

    Raises what ``propose_site`` raises, and ``Conflict`` (``stale``) where it was changed since ``seen``.
    """
    with transaction.atomic():
        site, programme = held_site(actor, site_id)
        mine = parties(actor, programme, host=site.host_id)
        require_move(Noun.SITE, "describe", site.state, mine)
        if any(given is not None for given in (name, host_id, category_id)):
            require_move(Noun.PROGRAMME, "keep-sites", programme.state, mine)
        count_edit(site, seen)
        before, left = _told(site), site.category
        why = ""
        if category_id is not None and category_id != site.category_id:
            site.category = category_of(programme, category_id)
            why = _require_room(site.category, reason, left)
        if name is not None or site.category_id != left.pk:
            site.name = _name(site.category, site.name if name is None else name, site.pk)
        if host_id is not None:
            site.host = unit_queries.unit(actor, host_id)
        if profile is not None:
            site.profile = require_profile(profile)
        site.save(update_fields=["category", "name", "host", "profile"])
        record(
            actor=actor,
            verb="programme.edit_site",
            subject_kind="site",
            subject_id=site.pk,
            old=before,
            new={**_told(site), "reason": why},
        )


def move_site(
    *, actor: Actor, site_id: int, verb: str, today: date, reason: str = "", seen: int | None = None
) -> SiteState:
    """Lead a site to its next state by a verb of the table: cultivate, inspect, name, withdraw, restore.

    Raises ``Conflict`` (``state-forbids``, ``stale``), ``Invalid`` (``reason-missing``; ``quota-over`` cannot happen,
    for what comes back has a reason), ``NotAllowed``, ``NotFound``.
    """
    with transaction.atomic():
        site, programme = held_site(actor, site_id)
        after = require_move(Noun.SITE, verb, site.state, parties(actor, programme, host=site.host_id))
        why = require_reason(reason) if reason.strip() or move(Noun.SITE, verb).reasoned else ""
        count_edit(site, seen)
        before = {"state": site.state, "on": site.state_on.isoformat()}
        site.state, site.state_on, site.state_reason = after, today, why
        site.save(update_fields=["state", "state_on", "state_reason"])
        record(
            actor=actor,
            verb=f"programme.{verb}_site",
            subject_kind="site",
            subject_id=site.pk,
            old=before,
            new={"state": after, "on": today.isoformat(), "reason": why},
        )
    return SiteState(after)


# --- what every verb of a site begins with ----------------------------------------------------------------------


def held_site(actor: Actor, site_id: int) -> tuple[Site, Programme]:
    """A site and its programme, locked, which takes changes still. Raises ``NotFound`` for strangers, ``Conflict``
    (``state-forbids``) where the programme is closed.
    """
    found = Site.objects.filter(pk=site_id, category__scheme__programme__in=visible(actor))
    programme_id = found.values_list("category__scheme__programme_id", flat=True).first()
    if programme_id is None:
        raise NotFound("site-not-found", _("There is no such site."))
    programme = held(actor, programme_id)
    led_to(Noun.PROGRAMME, "keep-sites", programme.state)
    return Site.objects.select_related("category").get(pk=site_id), programme


def category_of(programme: Programme, category_id: int) -> SiteCategory:
    """A category of a programme. Raises ``NotFound``."""
    found = SiteCategory.objects.select_related("scheme").filter(pk=category_id, scheme__programme=programme).first()
    if found is None:
        raise NotFound("site-category-not-found", _("There is no such category of sites."))
    return found


def exceeded(category: SiteCategory, leaving_id: int | None = None) -> tuple[Phrase, ...]:
    """What one more site in a category would exceed; ``leaving_id`` is the category that it comes from."""
    rows = SiteCategory.objects.filter(scheme_id=category.scheme_id)
    scheme = Scheme(category.scheme.total, {row.pk: Quota(row.quota_min, row.quota_max) for row in rows})
    standing = Site.objects.filter(category__scheme_id=category.scheme_id).exclude(state=SiteState.WITHDRAWN.value)
    counts = dict(standing.order_by().values_list("category_id").annotate(n=Count("pk")))
    return entering(scheme, counts, category.pk, leaving_id)


def _require_room(category: SiteCategory, reason: str, left: SiteCategory | None) -> str:
    over = exceeded(category, left.pk if left else None)
    if not over:
        return ""
    if not reason.strip():
        raise Invalid(
            "quota-over",
            "{said}" if len(over) == 1 else _("{said} {more}"),
            _("Give a reason, or choose another category."),
            said=over[0],
            more=over[-1],
        )
    return require_reason(reason)


def _name(category: SiteCategory, name: str, own_id: int | None = None) -> str:
    kept = require_line(name, NAME_LIMIT, "site-name")
    if Site.objects.filter(category=category, name=kept).exclude(pk=own_id or 0).exists():
        raise Conflict("site-exists", _("The category has a site “{name}” already."), name=kept)
    return kept


def _told(site: Site) -> dict[str, object]:
    return {"category": site.category_id, "host": site.host_id, "name": site.name, "profile": site.profile}
