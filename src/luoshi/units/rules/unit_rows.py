"""What a table of bodies would do to those that are kept: the fate of each row, judged before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.units.rules.days import day_of, require_days
from luoshi.units.rules.heads import FORMULA_STARTS, Fault, TableRow
from luoshi.units.rules.kinds import UnitKind, kind_of, kind_word, written_kind
from luoshi.units.rules.names import kept_name
from luoshi.units.rules.tree import cycle

HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("编号", "id", "单位编号"),
    "name": ("单位名称", "名称", "单位", "unit", "name", "责任单位", "机构名称"),
    "kind": ("类别", "单位类别", "类型", "单位类型", "性质", "kind", "unit_type", "type"),
    "parent": ("上级单位", "上级", "主管单位", "parent"),
    "aliases": ("其他名称", "别名", "简称", "曾用名", "aliases"),
    "groups": ("所属单位组", "所属集合", "所属分组", "分组", "集合单位", "groups"),
    "order": ("排序", "order"),
    "valid_from": ("启用日期", "起始日期", "设立日期", "valid_from", "from"),
    "valid_to": ("停用日期", "截止日期", "撤销日期", "valid_to", "to"),
}
NEEDED = ("name",)
MOST_ORDER = 100_000
_PARTED = re.compile(r"[、，,；;\n|]+")
_GROUP_KIND = re.compile(r"group|集合|分组", re.IGNORECASE)


class Fate(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    CHANGE = "change"
    SAME = "same"
    GROUP = "group"  # a collective: becomes a group whose members the office confirms
    REFUSED = "refused"


FATE_WORDS = {
    Fate.CREATE: _("new"),
    Fate.CHANGE: _("changes"),
    Fate.SAME: _("as it is"),
    Fate.GROUP: _("new group"),
    Fate.REFUSED: _("refused"),
}


@dataclass(frozen=True, slots=True)
class Body:
    """A body as the judge compares it; ``parent`` and ``groups`` by name. ``id`` is 0 for one that is to be made."""

    id: int
    name: str
    kind: UnitKind
    parent: str = ""
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    order: int = 0
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes, by the heading of its column, with both texts."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A row and its fate. ``body`` is what it would be; None where it is refused or becomes a group."""

    number: int
    name: str
    fate: Fate
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
    body: Body | None = None


def judge(
    rows: Iterable[TableRow], kept: Iterable[Body], groups: Iterable[str], collective: frozenset[str] = frozenset()
) -> tuple[Judged, ...]:
    """The fate of every row against the standing bodies ``kept`` and the names of the groups that there are.

    ``collective`` are names in the table that read as many bodies (各乡镇（街道）). A row that is refused is as if it
    were not there: what leans on it (a parent) is refused too.
    """
    bench = _Bench(tuple(kept), frozenset(groups), collective)
    found = [bench.first(row) for row in rows]
    while True:
        settled = bench.lean(found)
        if settled == found:
            return tuple(found)
        found = settled


class _Bench:
    """The names that are taken, before the table and by it."""

    def __init__(self, kept: tuple[Body, ...], groups: frozenset[str], collective: frozenset[str]) -> None:
        self.kept, self.groups, self.collective = kept, groups, collective
        self.by_id = {body.id: body for body in kept}
        self.holder: dict[str, int] = {alias: body.id for body in kept for alias in body.aliases}
        self.holder |= {body.name: body.id for body in kept}
        self.seen: dict[str, int] = {}  # a name in the table -> the row that has it
        self.rows_of: dict[int, int] = {}  # a body -> the row that is about it

    def first(self, row: TableRow) -> Judged:
        """All that a row can be asked by itself."""
        name = row.get("name")
        if (row.get("kind") and _GROUP_KIND.search(row.get("kind"))) or name in self.collective:
            return self._group(row)
        faults: list[Fault] = []
        old = self._meant(row, faults)
        body = self._body(row, old, faults)
        self._claim(row.number, body, faults)
        if faults:
            return Judged(row.number, name, Fate.REFUSED, faults=tuple(faults))
        changes = _changes(old, body) if old else ()
        fate = Fate.CREATE if old is None else Fate.CHANGE if changes else Fate.SAME
        return Judged(row.number, name, fate, changes, body=body)

    def lean(self, found: list[Judged]) -> list[Judged]:
        """Refuse the rows whose parent is nowhere, or beneath them."""
        names = {alias: body.name for body in self.kept for alias in body.aliases} | {
            body.name: body.name for body in self.kept
        }
        renamed = {self.by_id[one.body.id].name: one.body.name for one in found if one.body is not None and one.body.id}
        parents = {renamed.get(body.name, body.name): renamed.get(body.parent, body.parent) for body in self.kept}
        parents |= {one.body.name: one.body.parent for one in found if one.body is not None}
        names |= {one.body.name: one.body.name for one in found if one.body is not None}
        parents = {
            child: renamed.get(names.get(above, above), names.get(above, above)) for child, above in parents.items()
        }
        return [self._leaning(one, parents, names) for one in found]

    def _leaning(self, one: Judged, parents: Mapping[str, str], names: Mapping[str, str]) -> Judged:
        if one.body is None or not one.body.parent:
            return one
        if one.body.parent not in names:
            reason = Phrase(_("No unit is called {name}."), {"name": one.body.parent})
        elif cycle({child: above or None for child, above in parents.items()}, one.body.name):
            reason = Phrase(_("{name} stands beneath this unit itself."), {"name": one.body.parent})
        else:
            return one
        fault = Fault(HEADINGS["parent"][0], reason)
        return Judged(one.number, one.name, Fate.REFUSED, faults=(fault,))

    def _group(self, row: TableRow) -> Judged:
        name, faults = row.get("name"), list[Fault]()
        try:
            name = kept_name(name)
        except Invalid as error:
            faults.append(_fault("name", error))
        if name.startswith(FORMULA_STARTS):
            faults.append(_formula("name", name))
        if faults:
            return Judged(row.number, name, Fate.REFUSED, faults=tuple(faults))
        return Judged(row.number, name, Fate.SAME if name in self.groups else Fate.GROUP)

    def _meant(self, row: TableRow, faults: list[Fault]) -> Body | None:
        """The body that a row is about: by its number, else by its name or another one of its names."""
        number = row.get("id")
        if not number:
            return self.by_id.get(self.holder.get(row.get("name"), 0))
        found = self.by_id.get(int(number)) if number.isascii() and number.isdecimal() and len(number) < 12 else None
        if found is None:
            faults.append(
                Fault(HEADINGS["id"][0], Phrase(_("No standing unit has the number {number}."), {"number": number}))
            )
        return found

    def _body(self, row: TableRow, old: Body | None, faults: list[Fault]) -> Body:
        name = row.get("name")
        try:
            name = kept_name(name)
        except Invalid as error:
            faults.append(_fault("name", error))
        by_name = old is not None and not row.get("id")  # found by another name: no renaming is meant
        body = old or Body(0, name, kind_of(name), order=0)
        if not by_name:
            body = replace(body, name=name)
        body = replace(body, kind=_kind(row, body, faults), order=_order(row, body, faults))
        for code in ("valid_from", "valid_to"):
            if code in row.said:
                try:
                    body = _with(body, code, day_of(row.get(code)))
                except Invalid as error:
                    faults.append(_fault(code, error))
        try:
            require_days(body.valid_from, body.valid_to)
        except Invalid as error:
            faults.append(_fault("valid_to", error))
        for code in ("aliases", "groups"):
            if code in row.said:
                names = tuple(dict.fromkeys(filter(None, (part.strip() for part in _PARTED.split(row.get(code))))))
                body = _with(body, code, tuple(one for one in names if one != body.name))
        if "parent" in row.said:
            body = replace(body, parent=row.get("parent"))
        self._harmless(body, old, faults)
        return body

    def _harmless(self, body: Body, old: Body | None, faults: list[Fault]) -> None:
        """A name that a spreadsheet would run is no name, unless it is kept so already."""
        present = {old.name, *old.aliases, *old.groups} if old else set()
        for code, names in (("name", (body.name,)), ("aliases", body.aliases), ("groups", body.groups)):
            for name in names:
                if name.startswith(FORMULA_STARTS) and name not in present:
                    faults.append(_formula(code, name))
                elif code == "groups" and name not in self.groups:
                    faults.append(Fault(HEADINGS[code][0], Phrase(_("No group is called {name}."), {"name": name})))
                elif code == "aliases" and len(name) > 120:
                    faults.append(Fault(HEADINGS[code][0], Phrase(_("A name has at most 120 characters."))))

    def _claim(self, number: int, body: Body, faults: list[Fault]) -> None:
        """Each name once in the table, and nobody else's."""
        if body.id and self.rows_of.setdefault(body.id, number) != number:
            words: dict[str, object] = {"number": self.rows_of[body.id]}
            faults.append(Fault(HEADINGS["name"][0], Phrase(_("Row {number} is about this unit already."), words)))
            return
        for code, names in (("name", (body.name,)), ("aliases", body.aliases)):
            for name in names:
                holder = self.by_id.get(self.holder.get(name, 0))
                if self.seen.setdefault(name, number) != number:
                    words = {"name": name, "number": self.seen[name]}
                    faults.append(
                        Fault(HEADINGS[code][0], Phrase(_("Row {number} has the name {name} already."), words))
                    )
                elif holder is not None and holder.id != body.id:
                    told = {"name": name, "holder": holder.name}
                    faults.append(Fault(HEADINGS[code][0], Phrase(_("{name} is the name of {holder} already."), told)))


def _with(body: Body, code: str, value: object) -> Body:
    changed: dict[str, Any] = {code: value}
    return replace(body, **changed)


def _kind(row: TableRow, body: Body, faults: list[Fault]) -> UnitKind:
    if not row.get("kind"):
        return body.kind
    kind = written_kind(row.get("kind"), body.name)
    if kind is None:
        faults.append(
            Fault(HEADINGS["kind"][0], Phrase(_("There is no kind “{kind}”."), {"kind": row.get("kind")[:40]}))
        )
    return kind or body.kind


def _order(row: TableRow, body: Body, faults: list[Fault]) -> int:
    text = row.get("order")
    if not text:
        return body.order
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and int(text) <= MOST_ORDER):
        faults.append(
            Fault(HEADINGS["order"][0], Phrase(_("“{text}” is no whole number up to 100000."), {"text": text[:40]}))
        )
        return body.order
    return int(text)


def _changes(old: Body, new: Body) -> tuple[Change, ...]:
    pairs = (
        ("name", old.name, new.name),
        ("kind", kind_word(old.kind), kind_word(new.kind)),
        ("parent", old.parent, new.parent),
        ("aliases", "、".join(sorted(old.aliases)), "、".join(sorted(new.aliases))),
        ("groups", "、".join(sorted(old.groups)), "、".join(sorted(new.groups))),
        ("order", str(old.order), str(new.order)),
        ("valid_from", _iso(old.valid_from), _iso(new.valid_from)),
        ("valid_to", _iso(old.valid_to), _iso(new.valid_to)),
    )
    return tuple(Change(HEADINGS[code][0], before, after) for code, before, after in pairs if before != after)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _fault(code: str, error: Invalid) -> Fault:
    return Fault(HEADINGS[code][0], Phrase(error.message, error.params))


def _formula(code: str, name: str) -> Fault:
    words = _("“{name}” begins with a sign that a spreadsheet runs as a formula (= + - @). Write it without.")
    return Fault(HEADINGS[code][0], Phrase(words, {"name": name[:40]}))
