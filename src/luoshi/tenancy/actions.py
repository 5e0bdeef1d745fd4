"""Setting up a jurisdiction and its accounts.

The journal lies above this room, so its lines about these verbs are written by the rooms that call them.
"""

from __future__ import annotations

import secrets
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.tenancy.rules import require_contact, require_no_identity

LONGEST = 80
# no signs that are read as others (0 O, 1 l I)
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


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
    must_change: bool = False,
) -> Account:
    """A new account; without a password it cannot sign in by itself (the demonstration's accounts).

    ``must_change`` where the password is handed over by somebody else. Raises ``Invalid`` for a name or contact that
    will not do or a password that is too weak, ``Conflict`` where the sign-in name is taken.
    """
    if not sign_in_name.strip() or not name.strip():
        raise Invalid("name-missing", _("An account needs a name and a name to sign in with."))
    account = Account(jurisdiction_id=jurisdiction_id, sign_in_name=sign_in_name.strip(), must_change=must_change)
    account.name, account.post, account.contact = kept(name, post, contact)
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


def kept(name: str, post: str, contact: str) -> tuple[str, str, str]:
    """Name, post and office contact as they are kept. Raises ``Invalid`` for what is no office's business."""
    name, post = (" ".join(text.split()) for text in (name, post))
    if not name:
        raise Invalid("name-missing", _("An account needs a name and a name to sign in with."))
    for text in (name, post, contact):
        require_no_identity(text)
        if len(text) > LONGEST:
            raise Invalid("text-too-long", _("At most {most} characters."), most=LONGEST)
    return name, post, require_contact(contact)


def start_password() -> str:
    """A password to hand over once: sixteen signs that cannot be misread, in fours."""
    return "-".join("".join(secrets.choice(_SIGNS) for _sign in range(4)) for _group in range(4))


def set_start_password(account: Account) -> str:
    """Give an account a new password that it must change at its next sign-in; gives the password."""
    password = start_password()
    account.set_password(password)
    account.must_change = True
    account.save(update_fields=["password", "must_change"])
    return password


def set_own_password(account: Account, *, old: str, new: str) -> None:
    """Change a password by whoever knows it. Raises ``Invalid`` (``password-wrong``, ``password-same``,
    ``password-weak``).
    """
    if not account.check_password(old):
        raise Invalid("password-wrong", _("This is not the present password."))
    if old == new:
        raise Invalid("password-same", _("The new password is the old one. Choose another."))
    _require_strong(new, account)
    account.set_password(new)
    account.must_change = False
    account.save(update_fields=["password", "must_change"])


def _require_strong(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid("password-weak", _("The password is too weak: {why}"), why=" ".join(error.messages)) from error
