"""What a table of accounts would do: the fate of each row, judged before anything is written. A row is an account with
its roles for one body; whoever works for two bodies stands in two rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _, translate
from luoshi.tenancy.rules import (
    ROLE_WORDS,
    Role,
    require_contact,
    require_no_identity,
    require_sign_in_name,
)
from luoshi.units.rules.heads import FORMULA_STARTS, Fault, TableRow
from luoshi.units.rules.unit_rows import Change, Fate

HEADINGS: dict[str, tuple[str, ...]] = {
    "sign_in_name": ("登录名", "账号", "用户名", "sign_in_name"),
    "name": ("姓名", "名称", "name"),
    "unit": ("单位", "单位名称", "unit"),
    "post": ("职务", "post"),
    "contact": ("办公电话", "联系电话", "办公联系方式", "contact"),
    "roles": ("角色", "role", "roles"),
}
NEEDED = ("sign_in_name", "name", "unit")
LONGEST = 80
_PARTED = re.compile(r"[、，,；;/\n|]+")
_ROLE_WRITINGS = {
    "联络员": Role.LIAISON,
    "审核人": Role.APPROVER,
    "领导": Role.LEADER,
    "督查员": Role.INSPECTOR,
    "管理员": Role.MANAGER,
    "办公室": Role.OFFICE,
}


@dataclass(frozen=True, slots=True)
class Person:
    """An account as the judge compares it; ``held`` are roles with the ids of bodies. ``id`` is 0 for a new one.
    ``touchable`` where whoever brings the table may change it.
    """

    id: int
    sign_in_name: str
    name: str
    post: str = ""
    contact: str = ""
    held: frozenset[tuple[Role, int]] = frozenset()
    touchable: bool = True


@dataclass(frozen=True, slots=True)
class JudgedPerson:
    """A row and its fate; ``unit_id`` and ``roles`` are what it adds, ``person`` what is kept of somebody after it."""

    number: int
    name: str
    fate: Fate
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
    person: Person | None = None
    unit_id: int = 0
    roles: tuple[Role, ...] = ()


def judge_accounts(
    rows: Iterable[TableRow],
    people: Iterable[Person],
    units: Mapping[str, int],
    grantable: frozenset[Role],
    taken: frozenset[str] = frozenset(),
) -> tuple[JudgedPerson, ...]:
    """The fate of every row. ``units`` gives bodies by each of their names, ``taken`` the sign-in names that somebody
    elsewhere on the site has.
    """
    known = {person.sign_in_name: person for person in people}
    first: dict[str, tuple[int, Person]] = {}
    given: set[tuple[str, int]] = set()
    found = []
    for row in rows:
        faults: list[Fault] = []
        person = _person(row, known, taken, faults)
        unit_id = _unit(row, units, faults)
        roles = _roles(row, grantable, faults)
        before = first.get(person.sign_in_name)
        if before and (before[1].name, before[1].post, before[1].contact) != (person.name, person.post, person.contact):
            words = _("Row {number} says something else of this account.")
            faults.append(Fault(HEADINGS["name"][0], Phrase(words, {"number": before[0]})))
        if (person.sign_in_name, unit_id) in given:
            words = _("This account stands for this unit in a row above already.")
            faults.append(Fault(HEADINGS["unit"][0], Phrase(words)))
        if faults:
            found.append(JudgedPerson(row.number, row.get("name"), Fate.REFUSED, faults=tuple(faults)))
            continue
        first.setdefault(person.sign_in_name, (row.number, person))
        given.add((person.sign_in_name, unit_id))
        found.append(_fate(row, known.get(person.sign_in_name), person, unit_id, roles))
    return tuple(found)


def _fate(row: TableRow, old: Person | None, person: Person, unit_id: int, roles: tuple[Role, ...]) -> JudgedPerson:
    new = tuple(role for role in roles if old is None or (role, unit_id) not in old.held)
    changes = []
    if old is not None:
        pairs = (
            ("name", old.name, person.name),
            ("post", old.post, person.post),
            ("contact", old.contact, person.contact),
        )
        changes = [Change(HEADINGS[code][0], before, after) for code, before, after in pairs if before != after]
        if new:
            words = "、".join(translate(ROLE_WORDS[role]) for role in new)
            changes.append(Change(HEADINGS["roles"][0], "", f"{row.get('unit')} {words}"))
    fate = Fate.CREATE if old is None else Fate.CHANGE if changes else Fate.SAME
    return JudgedPerson(row.number, person.name, fate, tuple(changes), (), person, unit_id, new)


def _person(row: TableRow, known: Mapping[str, Person], taken: frozenset[str], faults: list[Fault]) -> Person:
    sign_in_name = row.get("sign_in_name")
    old = known.get(sign_in_name)
    if old is None:
        try:
            sign_in_name = require_sign_in_name(sign_in_name)
        except Invalid as error:
            faults.append(_fault("sign_in_name", error))
        if sign_in_name in taken:
            words = _("Somebody signs in under this name already.")
            faults.append(Fault(HEADINGS["sign_in_name"][0], Phrase(words)))
    elif not old.touchable:
        words = _("The roles of this account are the system manager's matter.")
        faults.append(Fault(HEADINGS["sign_in_name"][0], Phrase(words)))
    said = {code: _text(row, code, getattr(old, code, ""), faults) for code in ("name", "post", "contact")}
    if not said["name"]:
        faults.append(Fault(HEADINGS["name"][0], Phrase(_("A name is missing."))))
    return Person(old.id if old else 0, sign_in_name, said["name"], said["post"], said["contact"])


def _text(row: TableRow, code: str, old: str, faults: list[Fault]) -> str:
    if code not in row.said:
        return old
    text = " ".join(row.get(code).split())
    try:
        require_no_identity(text)
        require_contact(text)
    except Invalid as error:
        faults.append(_fault(code, error))
    if len(text) > LONGEST:
        faults.append(Fault(HEADINGS[code][0], Phrase(_("At most {most} characters."), {"most": LONGEST})))
    if (
        text.startswith(FORMULA_STARTS)
        and text != old
        and not (code == "contact" and re.fullmatch(r"\+?[\d -]+", text))
    ):
        words = _("“{name}” begins with a sign that a spreadsheet runs as a formula (= + - @). Write it without.")
        faults.append(Fault(HEADINGS[code][0], Phrase(words, {"name": text[:40]})))
    return text


def _unit(row: TableRow, units: Mapping[str, int], faults: list[Fault]) -> int:
    unit_id = units.get(row.get("unit"), 0)
    if not unit_id:
        faults.append(
            Fault(HEADINGS["unit"][0], Phrase(_("No unit is called {name}."), {"name": row.get("unit")[:40]}))
        )
    return unit_id


def _roles(row: TableRow, grantable: frozenset[Role], faults: list[Fault]) -> tuple[Role, ...]:
    """The roles of a cell; an empty one says liaison."""
    writings = {word: role for role, words in ROLE_WORDS.items() for word in (role.value, words.casefold())}
    writings |= {translate(words): role for role, words in ROLE_WORDS.items()} | _ROLE_WRITINGS
    found = []
    for text in filter(None, (part.strip() for part in _PARTED.split(row.get("roles") or Role.LIAISON.value))):
        role = writings.get(text.casefold())
        if role is None or role not in grantable:
            words = _("“{role}” is no role that you may hand out.")
            faults.append(Fault(HEADINGS["roles"][0], Phrase(words, {"role": text[:40]})))
        else:
            found.append(role)
    return tuple(dict.fromkeys(found))


def _fault(code: str, error: Invalid) -> Fault:
    return Fault(HEADINGS[code][0], Phrase(error.message, error.params))
