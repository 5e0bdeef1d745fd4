"""Whose an upload is: it is seen by whoever sent it until something that others may see is made of it."""

from __future__ import annotations

from django.db.models import QuerySet

from luoshi.files.models import Upload
from luoshi.kernel.errors import NotAllowed, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import Actor


def visible(actor: Actor) -> QuerySet[Upload]:
    """The uploads that an actor may know of."""
    if actor.account_id is None:
        return Upload.objects.none()
    return Upload.objects.filter(jurisdiction_id=actor.jurisdiction_id, account_id=actor.account_id)


def require(actor: Actor, key: str, upload_id: int | None = None) -> Upload:
    """An upload of the actor by its key. Raises ``NotFound`` (``upload-not-found``) for everybody else's.

    With ``upload_id`` it is that one, whoever of the jurisdiction sent it: whoever calls has judged that the actor may
    settle what it was sent for.
    """
    if upload_id is None:
        found = visible(actor).filter(key=key).first()
    else:
        found = Upload.objects.filter(jurisdiction_id=actor.jurisdiction_id, pk=upload_id, key=key).first()
    if found is None:
        raise NotFound("upload-not-found", _("There is no such upload."))
    return found


def require_sender(actor: Actor) -> int:
    """The account that sends something in. Raises ``NotAllowed`` (``upload-nobody``) where nobody does."""
    if actor.account_id is None:
        raise NotAllowed("upload-nobody", _("Only somebody who has signed in may send files."))
    return actor.account_id
