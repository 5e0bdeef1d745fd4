"""Pictures of sites: of places and events, each with what it shows in words."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.files import actions as file_actions
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.actions.sites import held_site
from luoshi.programme.models import Programme, Site, SitePicture
from luoshi.programme.policy import parties, require_move, require_office, visible
from luoshi.programme.rules import Noun, Party
from luoshi.programme.rules.texts import require_line, require_reason
from luoshi.tenancy.rules import Actor

CAPTION_LIMIT = 200
MOST = 24  # pictures that a site shows


def add_picture(
    *, actor: Actor, site_id: int, content: bytes, caption: str, today: date, taken_on: date | None = None
) -> int:
    """Show a picture at a site, by its host or the office; gives its id. One that was withdrawn comes back.

    Raises ``Invalid`` for a file that is no picture (``files.rules.picture``), without a caption
    (``caption-length``), taken in the future (``taken-later``) or one too many (``pictures-many``).
    """
    with transaction.atomic():
        site, programme = _described(actor, site_id)
        words = require_line(caption, CAPTION_LIMIT, "caption-length")
        if taken_on is not None and taken_on > today:
            raise Invalid("taken-later", _("The day lies ahead. Give the day on which the picture was taken."))
        _require_room(site)
        blob_id = file_actions.keep_picture(actor=actor, content=content)
        if site.pictures.filter(blob_id=blob_id, withdrawn_by_office=True).exists():
            require_office(actor, programme)
        picture, _made = SitePicture.objects.update_or_create(
            site=site,
            blob_id=blob_id,
            defaults={
                "jurisdiction_id": actor.jurisdiction_id,
                "caption": words,
                "taken_on": taken_on,
                "withdrawn_on": None,
                "withdrawn_by_office": False,
            },
        )
        _record(actor, "add", picture, {"picture": picture.pk, "caption": words})
    return picture.pk


def withdraw_picture(*, actor: Actor, picture_id: int, today: date, reason: str) -> int:
    """Show a picture no more; gives the id of its site. Raises ``Invalid`` (``reason-missing``), ``NotFound``."""
    with transaction.atomic():
        picture, programme = _picture(actor, picture_id)
        why = require_reason(reason)
        picture.withdrawn_on = today
        picture.withdrawn_by_office = picture.withdrawn_by_office or Party.OFFICE in parties(actor, programme)
        picture.save(update_fields=["withdrawn_on", "withdrawn_by_office"])
        _record(actor, "withdraw", picture, {"picture": picture.pk, "caption": picture.caption, "reason": why})
    return picture.site_id


def restore_picture(*, actor: Actor, picture_id: int) -> int:
    """Show a withdrawn picture again; gives the id of its site. Raises as ``add_picture`` where there is no room, and
    ``NotAllowed`` (``withdrawn-by-office``) for anybody else where the office withdrew it.
    """
    with transaction.atomic():
        picture, programme = _picture(actor, picture_id)
        if picture.withdrawn_by_office:
            require_office(actor, programme)
        if picture.withdrawn_on is not None:
            _require_room(picture.site)
        picture.withdrawn_on, picture.withdrawn_by_office = None, False
        picture.save(update_fields=["withdrawn_on", "withdrawn_by_office"])
        _record(actor, "restore", picture, {"picture": picture.pk, "caption": picture.caption})
    return picture.site_id


def _require_room(site: Site) -> None:
    if site.pictures.filter(withdrawn_on__isnull=True).count() >= MOST:
        raise Invalid("pictures-many", _("A site shows at most {most} pictures. Withdraw one first."), most=MOST)


def _described(actor: Actor, site_id: int) -> tuple[Site, Programme]:
    site, programme = held_site(actor, site_id)
    require_move(Noun.SITE, "describe", site.state, parties(actor, programme, host=site.host_id))
    return site, programme


def _picture(actor: Actor, picture_id: int) -> tuple[SitePicture, Programme]:
    found = SitePicture.objects.filter(pk=picture_id, site__category__scheme__programme__in=visible(actor)).first()
    if found is None:
        raise NotFound("picture-not-found", _("There is no such picture."))
    _site, programme = _described(actor, found.site_id)
    return found, programme


def _record(actor: Actor, verb: str, picture: SitePicture, new: dict[str, object]) -> None:
    record(
        actor=actor,
        verb=f"programme.{verb}_site_picture",
        subject_kind="site",
        subject_id=picture.site_id,
        new=new,
    )
