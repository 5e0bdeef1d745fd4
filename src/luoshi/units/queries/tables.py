"""Tables that come in, judged against what is kept now."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from luoshi.outline.stages.names import is_collective
from luoshi.tenancy import policy as accounts_policy
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Actor
from luoshi.units.policy import Verb, require
from luoshi.units.queries.accounts import accounts
from luoshi.units.queries.known import units
from luoshi.units.queries.lists import group_lines, unit_lines
from luoshi.units.rules import State
from luoshi.units.rules.account_rows import JudgedPerson, Person, judge_accounts
from luoshi.units.rules.heads import TableRow
from luoshi.units.rules.unit_rows import Body, Fate, Judged, judge

Row = TypeVar("Row", Judged, JudgedPerson)


@dataclass(frozen=True, slots=True)
class Preview(Generic[Row]):
    """The fate of each row of a table, and a mark by which a later judgement is told apart from it."""

    rows: tuple[Row, ...]
    mark: str

    def count(self, fate: Fate) -> int:
        """How many rows have a fate."""
        return sum(row.fate is fate for row in self.rows)

    @property
    def refused(self) -> int:
        """Rows that stay out."""
        return self.count(Fate.REFUSED)

    @property
    def work(self) -> int:
        """Rows that would be written."""
        return len(self.rows) - self.refused - self.count(Fate.SAME)


def bodies(actor: Actor, today: date) -> tuple[Body, ...]:
    """The bodies that have not ended, as a table has them."""
    return tuple(
        Body(
            line.id,
            line.name,
            line.kind,
            line.parent_name,
            line.aliases,
            line.groups,
            line.order,
            line.valid_from,
            line.valid_to,
        )
        for line in unit_lines(actor, today)
        if line.state is not State.ENDED
    )


def unit_preview(actor: Actor, rows: Sequence[TableRow], today: date) -> Preview[Judged]:
    """What a table of bodies would do today. Raises ``NotAllowed``."""
    require(actor, Verb.EDIT)
    collective = frozenset(row.get("name") for row in rows if is_collective(row.get("name")))
    judged = judge(rows, bodies(actor, today), (line.name for line in group_lines(actor)), collective)
    return Preview(judged, _mark(judged))


def account_preview(actor: Actor, rows: Sequence[TableRow]) -> Preview[JudgedPerson]:
    """What a table of accounts would do now. Raises ``NotAllowed``."""
    accounts_policy.require(actor, accounts_policy.Verb.OPEN)
    grantable = accounts_policy.grantable(actor)
    people = tuple(
        Person(
            line.id,
            line.sign_in_name,
            line.name,
            line.post,
            line.contact,
            frozenset((held.role, held.unit_id) for held in line.held),
            touchable=line.roles <= grantable and line.id != actor.account_id,
        )
        for line in accounts(actor)
    )
    names = {row.get("sign_in_name") for row in rows}
    elsewhere = Account.objects.exclude(jurisdiction_id=actor.jurisdiction_id).filter(sign_in_name__in=names)
    known = units(actor)
    by_name = {name: unit.id for unit in known for name in unit.aliases} | {unit.name: unit.id for unit in known}
    taken = frozenset(elsewhere.values_list("sign_in_name", flat=True))
    judged = judge_accounts(rows, people, by_name, grantable, taken)
    return Preview(judged, _mark(judged))


def _mark(judged: object) -> str:
    return hashlib.sha256(repr(judged).encode()).hexdigest()
