"""Structures of sites and their categories, as the office corrects them: quotas, names, what the plan did not say."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.actions.programmes import count_edit, held
from luoshi.programme.actions.sites import category_of
from luoshi.programme.models import Programme, SiteCategory, SiteScheme
from luoshi.programme.policy import parties, require_move
from luoshi.programme.rules import Noun
from luoshi.programme.rules.sites import Quota, require_quota
from luoshi.programme.rules.texts import require_line
from luoshi.tenancy.rules import Actor


def add_scheme(
    *, actor: Actor, programme_id: int, name: str, total: int | None = None, unit: str = "", seen: int | None = None
) -> int:
    """A structure of sites that the plan did not give; gives its id."""
    with transaction.atomic():
        programme = _kept(actor, programme_id, seen)
        require_quota(Quota(total, total))
        last = programme.site_schemes.aggregate(last=Max("order"))["last"] or 0
        scheme = SiteScheme.objects.create(
            jurisdiction_id=actor.jurisdiction_id,
            programme=programme,
            order=last + 1,
            name=require_line(name, 200, "scheme-name"),
            total=total,
            unit=" ".join(unit.split())[:20],
        )
        _record(actor, "add_scheme", programme, {}, _scheme_told(scheme))
    return scheme.pk


def set_scheme(
    *, actor: Actor, programme_id: int, scheme_id: int, name: str, total: int | None, seen: int | None = None
) -> None:
    """The name and the total of a structure. Raises ``Invalid`` (``quota-range``), ``NotFound``."""
    with transaction.atomic():
        programme = _kept(actor, programme_id, seen)
        scheme = _scheme(programme, scheme_id)
        require_quota(Quota(total, total))
        before = _scheme_told(scheme)
        scheme.name, scheme.total = require_line(name, 200, "scheme-name"), total
        scheme.save(update_fields=["name", "total"])
        _record(actor, "set_scheme", programme, before, _scheme_told(scheme))


def add_category(
    *, actor: Actor, programme_id: int, scheme_id: int, name: str, quota: Quota, seen: int | None = None
) -> int:
    """One more category of a structure; gives its id. Raises ``Conflict`` (``category-exists``)."""
    with transaction.atomic():
        programme = _kept(actor, programme_id, seen)
        scheme = _scheme(programme, scheme_id)
        require_quota(quota)
        last = scheme.categories.aggregate(last=Max("order"))["last"] or 0
        category = SiteCategory.objects.create(
            jurisdiction_id=actor.jurisdiction_id,
            scheme=scheme,
            order=last + 1,
            name=_free(scheme, name),
            quota_min=quota.least,
            quota_max=quota.most,
        )
        _record(actor, "add_site_category", programme, {}, _told(category))
    return category.pk


def set_category(
    *, actor: Actor, programme_id: int, category_id: int, name: str, quota: Quota, seen: int | None = None
) -> None:
    """The name and the quota of a category. A quota below what is there is kept: the page says so."""
    with transaction.atomic():
        programme = _kept(actor, programme_id, seen)
        category = category_of(programme, category_id)
        require_quota(quota)
        before = _told(category)
        category.name = _free(category.scheme, name, category.pk)
        category.quota_min, category.quota_max = quota.least, quota.most
        category.save(update_fields=["name", "quota_min", "quota_max"])
        _record(actor, "set_site_category", programme, before, _told(category))


def drop_category(*, actor: Actor, programme_id: int, category_id: int, seen: int | None = None) -> None:
    """Take a category out that no site ever stood in. Raises ``Conflict`` (``category-used``)."""
    with transaction.atomic():
        programme = _kept(actor, programme_id, seen)
        category = category_of(programme, category_id)
        if category.sites.exists():
            raise Conflict(
                "category-used",
                _("Sites stand in “{name}”, withdrawn ones included."),
                _("Move them to another category first."),
                name=category.name,
            )
        before = _told(category)
        category.delete()
        _record(actor, "drop_site_category", programme, before, {})


def _kept(actor: Actor, programme_id: int, seen: int | None) -> Programme:
    programme = held(actor, programme_id)
    require_move(Noun.PROGRAMME, "keep-sites", programme.state, parties(actor, programme))
    count_edit(programme, seen)
    return programme


def _scheme(programme: Programme, scheme_id: int) -> SiteScheme:
    found = programme.site_schemes.filter(pk=scheme_id).first()
    if found is None:
        raise NotFound("site-scheme-not-found", _("There is no such structure of sites."))
    return found


def _free(scheme: SiteScheme, name: str, own_id: int | None = None) -> str:
    kept = require_line(name, 120, "category-name")
    if scheme.categories.filter(name=kept).exclude(pk=own_id or 0).exists():
        raise Invalid("category-exists", _("There is a category “{name}” already."), name=kept)
    return kept


def _told(category: SiteCategory) -> dict[str, object]:
    return {
        "category": category.pk,
        "scheme": category.scheme_id,
        "name": category.name,
        "least": category.quota_min,
        "most": category.quota_max,
    }


def _scheme_told(scheme: SiteScheme) -> dict[str, object]:
    return {"scheme": scheme.pk, "name": scheme.name, "total": scheme.total}


def _record(actor: Actor, verb: str, programme: Programme, old: dict[str, object], new: dict[str, object]) -> None:
    record(actor=actor, verb=f"programme.{verb}", subject_kind="programme", subject_id=programme.pk, old=old, new=new)
