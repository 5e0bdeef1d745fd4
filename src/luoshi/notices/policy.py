"""Who may: what goes to an account is that account's own; a county's list of days is its operator's."""

from __future__ import annotations

from django.db.models import QuerySet

from luoshi.kernel.errors import NotAllowed, NotFound
from luoshi.kernel.wording import _
from luoshi.notices.models import Feed, Message
from luoshi.tenancy.rules import Actor


def require_own(actor: Actor) -> int:
    """The actor's account. Raises ``NotFound`` for whoever has none: nothing is sent to the site itself."""
    if actor.account_id is None:
        raise NotFound("account-not-found", _("There is no such account."))
    return actor.account_id


def require_site(actor: Actor) -> None:
    """Raise ``NotAllowed`` for whoever does not act for the site itself (its operator, at the command line)."""
    if actor.account_id is not None:
        raise NotAllowed("days-not-allowed", _("The list of days is kept by whoever operates the site."))


def own_messages(actor: Actor) -> QuerySet[Message]:
    """What was sent to the actor; nobody sees what was sent to another."""
    return Message.objects.filter(jurisdiction_id=actor.jurisdiction_id, account_id=require_own(actor))


def own_feeds(actor: Actor) -> QuerySet[Feed]:
    """The actor's calendar addresses, the ended ones included."""
    return Feed.objects.filter(jurisdiction_id=actor.jurisdiction_id, account_id=require_own(actor))
