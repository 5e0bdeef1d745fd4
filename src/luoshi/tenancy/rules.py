"""Who acts: roles, and the actor as a value that every policy can judge without a database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _


class Role(StrEnum):
    """What an account may be for a body."""

    OFFICE = "office"  # runs programmes: reads plans, accepts, issues, judges
    LEADER = "leader"  # reads everything, gives it two minutes
    APPROVER = "approver"  # signs for a body
    LIAISON = "liaison"  # answers for a body
    INSPECTOR = "inspector"
    MANAGER = "manager"  # accounts and units, no content
    AUDITOR = "auditor"  # reads everything and the journal
    PUBLIC = "public"  # a visitor: what the portal shows; nobody holds it for a body


ROLE_WORDS = {
    Role.OFFICE: _("Programme office"),
    Role.LEADER: _("Leader"),
    Role.APPROVER: _("Unit approver"),
    Role.LIAISON: _("Liaison"),
    Role.INSPECTOR: _("Inspector"),
    Role.MANAGER: _("System manager"),
    Role.AUDITOR: _("Auditor"),
    Role.PUBLIC: _("Public"),
}
HELD = tuple(role for role in Role if role is not Role.PUBLIC)
"""The roles that an account may hold for a body."""
SPEAKERS = frozenset({Role.LIAISON, Role.APPROVER})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for whom. ``account_id`` is None for the site itself (installing, the demonstration).

    ``unit_ids`` are all bodies that the actor belongs to, ``office_ids`` those whose programmes it runs (office),
    ``liaison_ids`` those for which it answers (liaison or approver).
    """

    account_id: int | None
    jurisdiction_id: int
    name: str = ""
    roles: frozenset[Role] = frozenset()
    unit_ids: frozenset[int] = frozenset()
    office_ids: frozenset[int] = frozenset()
    liaison_ids: frozenset[int] = frozenset()

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of the roles."""
        return not self.roles.isdisjoint(roles)


def seated(account_id: int | None, jurisdiction_id: int, name: str, held: Iterable[tuple[Role, int]]) -> Actor:
    """The actor who holds these roles, each for a body (by id)."""
    pairs = tuple(held)
    return Actor(
        account_id=account_id,
        jurisdiction_id=jurisdiction_id,
        name=name,
        roles=frozenset(role for role, _unit in pairs),
        unit_ids=frozenset(unit for _role, unit in pairs),
        office_ids=frozenset(unit for role, unit in pairs if role is Role.OFFICE),
        liaison_ids=frozenset(unit for role, unit in pairs if role in SPEAKERS),
    )


def site_actor(jurisdiction_id: int) -> Actor:
    """The site itself, which may do whatever its own set-up needs."""
    return Actor(account_id=None, jurisdiction_id=jurisdiction_id, roles=frozenset(Role))


_SIGN_IN_NAME = re.compile(r"[\w.@+-]{2,80}")
_LONG_IDENTITY = r"(?<!\d)\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
_IDENTITY = re.compile(rf"{_LONG_IDENTITY}|(?<!\d)\d{{15}}(?!\d)")
_BEHIND = "|".join(rf"(?<=(?<![\d.])[1-9]{second}\.)" for second in ("", r"\d"))
_LISTED = re.compile(rf"(?:(?<!\d\.)|{_BEHIND}){_LONG_IDENTITY}")
_LIST_NUMBER = re.compile(r"(?<![\d.])[1-9]\d?[.)、）\s]\s*(?=\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
_BETWEEN = re.compile(r"(?<=[\dXx])[\s\-‐‑‒–—−·.()（）\u00ad\u200b-\u200d\u2060\ufeff]+(?=[\dXx])")


def require_sign_in_name(text: str) -> str:
    """The name as it is kept. Raises ``Invalid`` (``sign-in-name``) for one that cannot be typed or is too short."""
    name = text.strip()
    require_no_identity(name)
    if not _SIGN_IN_NAME.fullmatch(name):
        raise Invalid("sign-in-name", _("A name to sign in with has 2 to 80 letters, figures or . _ -."))
    if _MOBILE.search(_joined(name)):
        raise Invalid("sign-in-name", _("This is a mobile number. Give a name that belongs to the post."))
    return name


def require_contact(text: str) -> str:
    """An office's telephone or address as it is kept. Raises ``Invalid`` (``contact-personal``) for what looks like a
    mobile number, however it is parted, and ``identity-number`` for a resident identity number.
    """
    contact = " ".join(text.split())
    require_no_identity(contact)
    if _MOBILE.search(_joined(contact)):
        raise Invalid("contact-personal", _("This looks like a personal mobile number. Give the office telephone."))
    return contact


def require_no_identity(text: str, field: str = "") -> None:
    """Raise ``Invalid`` (``identity-number``) where a text holds a resident identity number; ``field``, where it was
    typed, is kept with the error.
    """
    if _IDENTITY.search(_joined(text)) or _is_listed(text):
        raise Invalid("identity-number", _("Resident identity numbers are not kept here. Take it out."), field=field)


def _is_listed(text: str) -> bool:
    """Whether an identity number of 18 signs stands behind the number of a list: joined to it, it has 19."""
    usual = unicodedata.normalize("NFKC", text)
    return _LISTED.search(usual) is not None or _LISTED.search(_joined(_LIST_NUMBER.sub(" ", usual))) is not None


def _joined(text: str) -> str:
    """A text with its full-width figures made plain and what parts figures taken out."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
