"""Keeping bytes: the storage first, the row after it, so that no row ever points at nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from luoshi.audit.actions import record
from luoshi.files.models import Blob
from luoshi.files.queries import place_of
from luoshi.files.rules import picture
from luoshi.files.rules.masking import mask
from luoshi.files.rules.screening import masked_name, screen
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.tenancy.models import Jurisdiction
from luoshi.tenancy.rules import Actor


def keep(*, actor: Actor, content: bytes, media_type: str) -> int:
    """Keep bytes and give the id of their blob; the same bytes are kept once in a jurisdiction.

    Whoever calls has judged what they are and whether the actor may: this room does not know what a file is for. Bytes
    whose row is rolled back stay in the storage, unreferenced, and are found there if they come again.
    """
    digest, tenant = hashlib.sha256(content).hexdigest(), actor.jurisdiction_id
    storage, place = storages["default"], place_of(tenant, digest)
    if not storage.exists(place):
        storage.save(place, ContentFile(content))
    with transaction.atomic():
        Jurisdiction.objects.select_for_update().get(pk=tenant)
        if not storage.exists(place):  # a sweep took away what a killed process had left of the same bytes
            storage.save(place, ContentFile(content))
        blob, made = Blob.objects.get_or_create(
            jurisdiction_id=tenant, sha256=digest, defaults={"size": len(content), "media_type": media_type}
        )
        if made:
            record(
                actor=actor,
                verb="files.keep",
                subject_kind="blob",
                subject_id=blob.pk,
                new={"sha256": digest, "size": len(content), "media_type": media_type},
            )
    return blob.pk


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was looked at and kept: its blob (id), what it is, and its name."""

    blob_id: int
    media_type: str
    name: str


def take(*, actor: Actor, content: bytes, name: str, masking: bool = False, sure: bool = False) -> Taken:
    """Look at a file that somebody gives, and keep it if nothing stands against it.

    ``masking`` writes over numbers of private persons before anything is kept; ``sure`` answers the questions that the
    file raises. Pictures are kept without what a camera writes into them. Raises ``Invalid``: ``file-refused`` with
    what is wrong, ``personal-data`` with what was found and where, ``file-questioned`` with what is asked.
    """
    found = screen(content, name)
    if found.faults:
        raise Invalid(
            "file-refused", _("The file was not kept. {reasons}"), reasons=_listed(one.reason for one in found.faults)
        )
    if found.findings and masking:
        content, name = mask(content, name), masked_name(name)
        found = screen(content, name)
    if found.findings:
        what = _listed(Phrase(_("{place}: {shown}"), {"place": f.place, "shown": f.shown}) for f in found.findings[:8])
        raise Invalid(
            "personal-data",
            _("It holds numbers or lists of private persons and was not kept: {what}."),
            _("Choose it again with “write over” ticked, or give another file."),
            what=what,
        )
    if found.questions and not sure:
        asked = _listed(one.reason for one in found.questions)
        raise Invalid(
            "file-questioned",
            _("Asked before it is kept: {asked}"),
            _("If so, choose it again with “I have looked” ticked."),
            asked=asked,
        )
    if found.media_type.startswith("image/"):
        made = picture(content)
        return Taken(keep(actor=actor, content=made.content, media_type=made.media_type), made.media_type, name)
    return Taken(keep(actor=actor, content=content, media_type=found.media_type), found.media_type, name)


def _listed(phrases: Iterable[Phrase]) -> Phrase:
    """Several phrases as one."""
    said = list(phrases)
    places = {f"p{number}": phrase for number, phrase in enumerate(said)}
    return Phrase("; ".join("{" + key + "}" for key in places), places)


def keep_picture(*, actor: Actor, content: bytes) -> int:
    """Keep a picture without its metadata and give the id of its blob. Raises ``Invalid`` as ``rules.picture`` does."""
    found = picture(content)
    return keep(actor=actor, content=found.content, media_type=found.media_type)
