"""Bringing a table in: all rows that are not refused, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Actor
from luoshi.units.actions.accounts import join, open_account
from luoshi.units.actions.bodies import unfollowed
from luoshi.units.actions.groups import create_group, enter, leave_group
from luoshi.units.actions.names import set_names
from luoshi.units.models import Group, GroupMember, Unit, UnitName
from luoshi.units.queries.tables import account_preview, unit_preview
from luoshi.units.rules.heads import TableRow
from luoshi.units.rules.unit_rows import Body, Fate, Judged


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that a table made, with its start password, which is kept nowhere."""

    sign_in_name: str
    name: str
    password: str


def import_units(*, actor: Actor, rows: Sequence[TableRow], mark: str, today: date) -> int:
    """Write what the preview with this ``mark`` promised; gives the number of rows written.

    Raises ``Conflict`` (``stale``) where the rows would do something else by now, ``NotAllowed``.
    """
    with transaction.atomic():
        preview = unit_preview(actor, rows, today)
        _require_same(preview.mark, mark)
        for row in preview.rows:
            if row.fate is Fate.GROUP:
                create_group(actor=actor, name=row.name)
        work = [row for row in preview.rows if row.fate in (Fate.CREATE, Fate.CHANGE) and row.body is not None]
        try:
            with transaction.atomic():
                _write(actor, [row.body for row in work if row.body is not None], today)
        except IntegrityError as error:  # two of its names are one body's and another's at once
            raise Conflict("unit-exists", _("Two units would have one name. Bring the table in two steps.")) from error
        record(
            actor=actor,
            verb="units.import_units",
            subject_kind="jurisdiction",
            subject_id=actor.jurisdiction_id,
            new={"rows": [_told(row) for row in work]},
        )
    return preview.work


def _told(row: Judged) -> dict[str, object]:
    changes = {change.column: [change.old, change.new] for change in row.changes}
    return {"row": row.number, "unit": row.name, "fate": row.fate.value, "changes": changes}


def _write(actor: Actor, work: Sequence[Body], today: date) -> None:
    tenant = actor.jurisdiction_id
    last = Unit.objects.filter(jurisdiction_id=tenant).aggregate(last=Max("order"))["last"] or 0
    UnitName.objects.filter(unit_id__in=[body.id for body in work]).delete()
    written: list[tuple[Unit, Body, set[str]]] = []
    old_names = dict(Unit.objects.filter(jurisdiction_id=tenant).values_list("pk", "name"))
    for at, body in enumerate(work, start=1):
        kept = {
            "name": body.name,
            "kind": body.kind.value,
            "order": body.order or last + at,
            "valid_from": body.valid_from,
            "valid_to": body.valid_to,
        }
        if body.id:
            Unit.objects.filter(pk=body.id).update(**kept, edit=F("edit") + 1)
            unit = Unit.objects.get(pk=body.id)
        else:
            unit = Unit.objects.create(jurisdiction_id=tenant, **kept)
        former = {old_names[body.id]} - {body.name} if body.id else set()
        written.append((unit, body, {*body.aliases, *former}))
    for unit, _body, names in written:
        set_names(unit, names)
    _place(tenant, written)
    _group(tenant, written, today)
    unfollowed(tenant)


def _place(tenant: int, written: Sequence[tuple[Unit, Body, set[str]]]) -> None:
    named = UnitName.objects.filter(jurisdiction_id=tenant, unit__valid_to__isnull=True)
    ids = dict(named.values_list("name", "unit_id"))
    ids |= {unit.name: unit.pk for unit, _body, _names in written}
    ids |= dict(Unit.objects.filter(jurisdiction_id=tenant, valid_to__isnull=True).values_list("name", "pk"))
    for unit, body, _names in written:
        parent_id = ids[body.parent] if body.parent else None
        if unit.parent_id != parent_id:
            Unit.objects.filter(pk=unit.pk).update(parent_id=parent_id)


def _group(tenant: int, written: Sequence[tuple[Unit, Body, set[str]]], today: date) -> None:
    groups = {group.name: group for group in Group.objects.filter(jurisdiction_id=tenant)}
    inside = set(
        GroupMember.objects.filter(jurisdiction_id=tenant, valid_to__isnull=True).values_list("group_id", "unit_id")
    )
    for unit, body, _names in written:
        wanted = {groups[name].pk for name in body.groups}
        for group in groups.values():
            member = (group.pk, unit.pk) in inside
            if group.pk in wanted and not member:
                enter(group, {unit.pk}, today)
            elif member and group.pk not in wanted:
                leave_group(group, {unit.pk}, today)


def import_accounts(*, actor: Actor, rows: Sequence[TableRow], mark: str) -> tuple[Opened, ...]:
    """Write what the preview with this ``mark`` promised; gives the new accounts with their start passwords.

    Raises ``Conflict`` (``stale``) where the rows would do something else by now, ``NotAllowed``.
    """
    opened: dict[str, tuple[int, Opened]] = {}
    with transaction.atomic():
        preview = account_preview(actor, rows)
        _require_same(preview.mark, mark)
        for row in preview.rows:
            person = row.person
            if person is None or row.fate not in (Fate.CREATE, Fate.CHANGE):
                continue
            account_id = person.id or (opened[person.sign_in_name][0] if person.sign_in_name in opened else 0)
            if not account_id:
                account_id, password = open_account(
                    actor=actor,
                    sign_in_name=person.sign_in_name,
                    name=person.name,
                    post=person.post,
                    contact=person.contact,
                )
                opened[person.sign_in_name] = (account_id, Opened(person.sign_in_name, person.name, password))
            elif person.id:
                Account.objects.filter(pk=person.id, jurisdiction_id=actor.jurisdiction_id).update(
                    name=person.name, post=person.post, contact=person.contact, edit=F("edit") + 1
                )
            for role in row.roles:
                join(actor=actor, account_id=account_id, unit_id=row.unit_id, role=role)
        record(
            actor=actor,
            verb="units.import_accounts",
            subject_kind="jurisdiction",
            subject_id=actor.jurisdiction_id,
            new={
                "rows": [
                    {"row": row.number, "fate": row.fate.value, "changes": [change.column for change in row.changes]}
                    for row in preview.rows
                    if row.fate in (Fate.CREATE, Fate.CHANGE)
                ]
            },
        )
    return tuple(one for _account, one in opened.values())


def _require_same(mark: str, seen: str) -> None:
    if mark != seen:
        raise Conflict("stale", _("Somebody has changed this meanwhile. Look at it as it is now and decide again."))
