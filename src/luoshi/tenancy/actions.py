"""Setting up a jurisdiction and its accounts.

The journal lies above this room, so its lines about these verbs are written by the rooms that call them.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.tenancy.models import Account, Jurisdiction


def create_jurisdiction(*, name: str, frozen_day: date | None = None) -> Jurisdiction:
    """A new jurisdiction; with ``frozen_day`` it is a demonstration that stands still on that day.

    Raises ``Invalid`` for an empty name, ``Conflict`` where the name is taken.
    """
    if not name.strip():
        raise Invalid("name-missing", _("A jurisdiction needs a name."))
    try:
        with transaction.atomic():
            return Jurisdiction.objects.create(
                name=name.strip(), demonstration=frozen_day is not None, frozen_day=frozen_day
            )
    except IntegrityError as error:
        raise Conflict("jurisdiction-exists", _("There is a jurisdiction of this name already.")) from error


def create_account(
    *,
    jurisdiction_id: int,
    sign_in_name: str,
    name: str,
    post: str = "",
    contact: str = "",
    password: str | None = None,
) -> Account:
    """A new account; without a password it cannot sign in by itself (the demonstration's accounts).

    Raises ``Invalid`` for a missing name or a password that is too weak, ``Conflict`` where the sign-in name is taken.
    """
    if not sign_in_name.strip() or not name.strip():
        raise Invalid("name-missing", _("An account needs a name and a name to sign in with."))
    account = Account(
        jurisdiction_id=jurisdiction_id,
        sign_in_name=sign_in_name.strip(),
        name=name.strip(),
        post=post,
        contact=contact,
    )
    if password is None:
        account.set_unusable_password()
    else:
        _require_strong(password, account)
        account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("account-exists", _("Somebody signs in under this name already.")) from error
    return account


def _require_strong(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid("password-weak", _("The password is too weak: {why}"), why=" ".join(error.messages)) from error
