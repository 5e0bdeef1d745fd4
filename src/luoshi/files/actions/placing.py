"""Bytes that came whole into the quarantine, brought into the store: placed first, told by a row after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.storage import storages
from django.db import DatabaseError, transaction

from luoshi.files.models import Blob
from luoshi.files.quarantine import Coming, told_when_full
from luoshi.files.queries import place_of
from luoshi.files.storage import place
from luoshi.tenancy.models import Jurisdiction


@contextmanager
def one_transaction() -> Iterator[None]:
    """A transaction that says ``disk-full`` where the database finds no room."""
    with told_when_full(), transaction.atomic():
        yield


@contextmanager
def placed(tenant: int, coming: Coming) -> Iterator[None]:
    """Put bytes in their place for the block that tells of them; taken away again where it fails.

    This is before the transaction, since a storage that is far away takes its time.
    """
    coming.called(tenant)
    try:
        with told_when_full():
            place(storages["default"], place_of(tenant, coming.digest), coming.path)
        yield
    except BaseException:
        try:
            forget(tenant, coming.digest)
        except DatabaseError:
            coming.told()  # its name tells the next sweep what to take away
        raise


def told(tenant: int, coming: Coming, media_type: str) -> Blob:
    """The row of bytes that were ``placed``; in the transaction of the verb.

    A sweep may have taken the bytes away before this one had the county's lock, for nobody had told of them yet: then
    they are put again.
    """
    Jurisdiction.objects.select_for_update().get(pk=tenant)
    place(storages["default"], place_of(tenant, coming.digest), coming.path)
    blob, _made = Blob.objects.get_or_create(
        jurisdiction_id=tenant, sha256=coming.digest, defaults={"size": coming.size, "media_type": media_type}
    )
    return blob


def forget(tenant: int, sha256: str) -> None:
    """Take bytes out of the store that no row tells of."""
    with transaction.atomic():
        Jurisdiction.objects.select_for_update().get(pk=tenant)
        if not Blob.objects.filter(jurisdiction_id=tenant, sha256=sha256).exists():
            storages["default"].delete(place_of(tenant, sha256))
