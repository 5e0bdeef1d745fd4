"""Accounts and for whom they work. The accounts' own table lies in ``tenancy``; here is who they are for a body, and
the journal of both.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.tenancy import actions as tenancy
from luoshi.tenancy.models import Account
from luoshi.tenancy.policy import AccountState, Verb, allowed, require, require_over
from luoshi.tenancy.rules import Actor, Role, require_sign_in_name
from luoshi.units.actions.names import stale
from luoshi.units.models import Membership, Unit

Held = tuple[Role, int]  # a role, and the body (by id) for which it is held


def open_account(
    *, actor: Actor, sign_in_name: str, name: str, post: str = "", contact: str = "", held: Iterable[Held] = ()
) -> tuple[int, str]:
    """A new account with its roles; gives its id and a start password that is kept nowhere and must be changed at the
    first sign-in.

    Raises ``Invalid`` for a name or contact that will not do, ``Conflict`` (``account-exists``), ``NotAllowed`` for
    roles that the actor may not hand out, ``NotFound`` for bodies of elsewhere.
    """
    require(actor, Verb.OPEN)
    pairs, password = list(dict.fromkeys(held)), tenancy.start_password()
    with transaction.atomic():
        account = tenancy.create_account(
            jurisdiction_id=actor.jurisdiction_id,
            sign_in_name=require_sign_in_name(sign_in_name),
            name=name,
            post=post,
            contact=contact,
            password=password,
            must_change=True,
        )
        record(
            actor=actor,
            verb="units.open_account",
            subject_kind="account",
            subject_id=account.pk,
            new={"sign_in_name": account.sign_in_name, "name": account.name, "post": account.post},
        )
        for role, unit_id in pairs:
            join(actor=actor, account_id=account.pk, unit_id=unit_id, role=role)
    return account.pk, password


def edit_account(*, actor: Actor, account_id: int, edit: int, name: str, post: str, contact: str) -> None:
    """Change what is kept of somebody. Raises ``Invalid``, ``Conflict`` (``stale``), ``NotAllowed``, ``NotFound``."""
    require(actor, Verb.EDIT)
    with transaction.atomic():
        account = _below(actor, account_id, own=True)
        name, post, contact = tenancy.kept(name, post, contact)
        changed = Account.objects.filter(pk=account_id, edit=edit).update(
            name=name, post=post, contact=contact, edit=F("edit") + 1
        )
        if not changed:
            raise stale()
        record(
            actor=actor,
            verb="units.edit_account",
            subject_kind="account",
            subject_id=account_id,
            old={"name": account.name, "post": account.post, "contact": account.contact},
            new={"name": name, "post": post, "contact": contact},
        )


def renew_password(*, actor: Actor, account_id: int) -> str:
    """A new start password for an account that works; gives it, once. Open sessions of the account end."""
    require(actor, Verb.RENEW)
    with transaction.atomic():
        account = _below(actor, account_id)
        _in_state(actor, Verb.RENEW, account)
        password = tenancy.set_start_password(account)
        record(actor=actor, verb="units.renew_password", subject_kind="account", subject_id=account_id)
    return password


def change_own_password(*, actor: Actor, old: str, new: str) -> None:
    """Change the actor's own one. Raises ``Invalid`` (``password-wrong``, ``password-same``, ``password-weak``)."""
    with transaction.atomic():
        account = _account(actor, actor.account_id or 0)
        tenancy.set_own_password(account, old=old, new=new)
        record(actor=actor, verb="units.change_own_password", subject_kind="account", subject_id=account.pk)


def close_account(*, actor: Actor, account_id: int, reason: str = "") -> None:
    """Nobody signs in with it any more; what it did and was stays. Raises ``Conflict`` (``account-state``)."""
    _switch(actor, account_id, Verb.CLOSE, active=False, reason=reason)


def restore_account(*, actor: Actor, account_id: int) -> None:
    """Let a closed account sign in again."""
    _switch(actor, account_id, Verb.RESTORE, active=True)


def leave(*, actor: Actor, account_id: int, unit_id: int, role: Role) -> None:
    """Take a role for a body away from an account. Raises ``NotFound`` where it has none such."""
    require(actor, Verb.GRANT)
    require_over(actor, account_id, (role,))
    with transaction.atomic():
        rows = Membership.objects.filter(
            jurisdiction_id=actor.jurisdiction_id, account_id=account_id, unit_id=unit_id, role=role.value
        )
        if not rows.delete()[0]:
            raise NotFound("account-not-found", _("There is no such account or unit."))
        record(
            actor=actor,
            verb="units.leave",
            subject_kind="account",
            subject_id=account_id,
            old={"unit": unit_id, "role": role.value},
        )


def hand_over(*, actor: Actor, from_id: int, to_id: int) -> int:
    """All that one account is for its bodies goes over to another one, in one step; gives how many roles went. Nothing
    that the first one did changes.

    Raises ``Invalid`` (``hand-over-itself``, ``hand-over-nothing``), ``Conflict`` (``account-state``) where the second
    is closed, ``NotAllowed``, ``NotFound``.
    """
    require(actor, Verb.GRANT)
    if from_id == to_id:
        raise Invalid("hand-over-itself", _("Choose another account that takes the work over."))
    with transaction.atomic():
        giver, taker = _below(actor, from_id), _account(actor, to_id)
        _in_state(actor, Verb.GRANT, taker)
        held = list(giver.memberships.order_by("pk"))
        if not held:
            raise Invalid("hand-over-nothing", _("This account works for no unit: there is nothing to hand over."))
        require_over(actor, to_id, ())
        present = set(taker.memberships.values_list("unit_id", "role"))
        for row in held:
            if (row.unit_id, row.role) in present:
                row.delete()
            else:
                Membership.objects.filter(pk=row.pk).update(account=taker)
        record(
            actor=actor,
            verb="units.hand_over",
            subject_kind="account",
            subject_id=to_id,
            old={"account": from_id},
            new={"account": to_id, "roles": [{"unit": row.unit_id, "role": row.role} for row in held]},
        )
    return len(held)


def join(*, actor: Actor, account_id: int, unit_id: int, role: Role) -> None:
    """Make an account work for a body, in a role that the actor may hand out. Raises ``NotAllowed``, and ``NotFound``
    where either is not of the actor's jurisdiction.
    """
    require(actor, Verb.GRANT)
    require_over(actor, account_id, (role,))
    tenant = actor.jurisdiction_id
    with transaction.atomic():
        both = (
            Account.objects.filter(jurisdiction_id=tenant, pk=account_id, is_active=True).exists()
            and Unit.objects.filter(jurisdiction_id=tenant, pk=unit_id).exists()
        )
        if not both:
            raise NotFound("account-not-found", _("There is no such account or unit."))
        _row, created = Membership.objects.get_or_create(
            jurisdiction_id=tenant, account_id=account_id, unit_id=unit_id, role=role.value
        )
        if created:
            record(
                actor=actor,
                verb="units.join",
                subject_kind="account",
                subject_id=account_id,
                new={"unit": unit_id, "role": role.value},
            )


def _switch(actor: Actor, account_id: int, verb: Verb, *, active: bool, reason: str = "") -> None:
    require(actor, verb)
    with transaction.atomic():
        account = _below(actor, account_id)
        _in_state(actor, verb, account)
        Account.objects.filter(pk=account_id).update(is_active=active, edit=F("edit") + 1)
        record(
            actor=actor,
            verb=f"units.{verb.value}_account",
            subject_kind="account",
            subject_id=account_id,
            old={"active": not active},
            new={"active": active, "reason": reason.strip()},
        )


def _in_state(actor: Actor, verb: Verb, account: Account) -> None:
    state = AccountState.ACTIVE if account.is_active else AccountState.CLOSED
    if not allowed(actor, verb, state):
        raise Conflict("account-state", _("The account has been closed or restored meanwhile."))


def _account(actor: Actor, account_id: int) -> Account:
    found = Account.objects.filter(jurisdiction_id=actor.jurisdiction_id, pk=account_id).first()
    if found is None:
        raise NotFound("account-not-found", _("There is no such account."))
    return found


def _below(actor: Actor, account_id: int, *, own: bool = False) -> Account:
    """An account all of whose roles are the actor's to change; ``own`` where the actor's own may be meant."""
    account = _account(actor, account_id)
    if not (own and actor.account_id == account_id):
        require_over(actor, account_id, {Role(role) for role in account.memberships.values_list("role", flat=True)})
    return account
