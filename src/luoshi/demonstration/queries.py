"""The accounts that a newcomer may take, where the site is a demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.demonstration.cast import PLAYERS
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy import queries as tenancy
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Role


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """An account that needs no password. ``words`` is a marked message that names the role."""

    account_id: int
    key: str
    role: Role
    sign_in_name: str
    name: str
    post: str
    unit_name: str
    words: str


def accounts() -> tuple[DemonstrationAccount, ...]:
    """The accounts in the order in which they are offered; none where the site is no demonstration."""
    rows = Account.objects.filter(jurisdiction__demonstration=True, is_active=True)
    found = {row.sign_in_name: row for row in rows}
    return tuple(
        DemonstrationAccount(
            account_id=found[name].pk,
            key=player.key,
            role=player.role,
            sign_in_name=name,
            name=found[name].name,
            post=found[name].post,
            unit_name=player.unit,
            words=player.words,
        )
        for player in PLAYERS
        if (name := sign_in_name(player.key)) in found
    )


def account(key: str) -> Account:
    """The account behind a key, to be signed in. Raises ``NotFound`` where the site is no demonstration."""
    for offered in accounts():
        if offered.key == key:
            return tenancy.account(offered.account_id)
    raise NotFound("account-not-found", _("There is no such account."))


def sign_in_name(key: str) -> str:
    """The name under which a demonstration account stands."""
    return f"demo-{key}"
