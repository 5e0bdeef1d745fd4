"""Keeping bytes: the storage first, the row after it, so that no row ever points at nothing."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from luoshi.audit.actions import record
from luoshi.files.models import Blob
from luoshi.files.queries import place_of
from luoshi.files.rules import picture
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


def keep_picture(*, actor: Actor, content: bytes) -> int:
    """Keep a picture without its metadata and give the id of its blob. Raises ``Invalid`` as ``rules.picture`` does."""
    found = picture(content)
    return keep(actor=actor, content=found.content, media_type=found.media_type)
