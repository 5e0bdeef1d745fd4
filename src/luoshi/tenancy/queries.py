"""Questions about jurisdictions and accounts, and the one place that asks what day it is."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy.models import Account, Jurisdiction


def today(jurisdiction: Jurisdiction) -> date:
    """The day on which a jurisdiction stands: the calendar's, or the one on which a demonstration stands still.

    Only a face (page, command) may ask; whatever lies beneath takes the day as an argument.
    """
    return jurisdiction.frozen_day or calendar_day()


def calendar_day() -> date:
    """The calendar's day in the site's time zone; a demonstration is created on it."""
    return timezone.localdate()


def account(account_id: int) -> Account:
    """An account that may sign in, with its jurisdiction. Raises ``NotFound``."""
    found = Account.objects.select_related("jurisdiction").filter(pk=account_id, is_active=True).first()
    if found is None:
        raise NotFound("account-not-found", _("There is no such account."))
    return found


def account_called(sign_in_name: str) -> Account:
    """The account that signs in under a name; for commands, never for a page. Raises ``NotFound``."""
    found = Account.objects.select_related("jurisdiction").filter(sign_in_name=sign_in_name, is_active=True).first()
    if found is None:
        raise NotFound("account-not-found", _("There is no such account."))
    return found


def demonstration() -> Jurisdiction | None:
    """The demonstration of this site, if it has one."""
    return Jurisdiction.objects.filter(demonstration=True).order_by("pk").first()


def jurisdictions() -> tuple[Jurisdiction, ...]:
    """All jurisdictions of the site; for commands, never for a page."""
    return tuple(Jurisdiction.objects.order_by("pk"))
