"""Changes of an amendment as lines: both texts side by side with what changed, and what accepting would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from luoshi.kernel.wording import _
from luoshi.programme.models import Change, Obligation, Occurrence, Revision
from luoshi.programme.rules import KIND_WORDS, ChangeDecision, ChangeKind, CommitmentKind, OccurrenceState
from luoshi.programme.rules.comparing import PHASE, WHAT_WORDS, What, normal
from luoshi.programme.rules.marking import Mark, after, before, marks
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries
from luoshi.units.rules import Directory


@dataclass(frozen=True, slots=True)
class Pair:
    """One side of a change beside the other: a name, what it was, what it is to be."""

    words: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What accepting would do: who owes it newly (a group with how many members), who no more, what stays."""

    gains: tuple[tuple[str, int], ...] = ()
    loses: tuple[str, ...] = ()
    answers: int = 0
    owed: int = 0


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change. ``own`` is what the programme says now where the office had worded it otherwise than the old plan;
    ``edit`` goes back with the decision.
    """

    id: int
    kind: ChangeKind
    item_words: str
    is_phase: bool
    what: tuple[str, ...]
    number: str
    title: str
    old: tuple[Mark, ...]
    new: tuple[Mark, ...]
    facts: tuple[Pair, ...]
    own: str
    effect: Effect
    commitment_id: int | None
    edit: int | None
    decision: ChangeDecision
    reason: str
    decided_by: str
    decided_on: date | None


def lines_of(actor: Actor, rows: Sequence[Change], *, runs: bool) -> tuple[ChangeLine, ...]:
    """The lines of some changes, in a number of queries that does not grow with them; ``runs`` where bodies owe."""
    ids = [row.commitment_id for row in rows if row.commitment_id]
    now = dict(Revision.objects.filter(commitment__in=ids, current=True).values_list("commitment_id", "text"))
    weigh = _Weighing(actor, ids) if runs else None
    return tuple(_line(row, now.get(row.commitment_id or 0, ""), weigh) for row in rows)


def _line(row: Change, now: str, weigh: _Weighing | None) -> ChangeLine:
    old, new = row.old_item, row.new_item
    shown: Mapping[str, Any] = new or old or {}
    text = marks(_text(old), _text(new))
    own = now if old and now and normal(now) != normal(old["text"]) and row.decision == "open" else ""
    return ChangeLine(
        id=row.pk,
        kind=ChangeKind(row.kind),
        item_words=_kind_words(shown["kind"]),
        is_phase=shown["kind"] == PHASE,
        what=tuple(WHAT_WORDS[What(one)] for one in (new or {}).get("what", ())),
        number=shown["number"],
        title=shown["title"],
        old=before(text) if old else (),
        new=after(text) if new else (),
        facts=tuple(_facts(old, new)),
        own=own,
        effect=weigh.effect(row) if weigh else Effect(),
        commitment_id=row.commitment_id,
        edit=row.commitment.edit if row.commitment else None,
        decision=ChangeDecision(row.decision),
        reason=row.reason,
        decided_by=row.account.name if row.account else "",
        decided_on=row.decided_on,
    )


def _kind_words(kind: str) -> str:
    return _("Phase") if kind == PHASE else KIND_WORDS[CommitmentKind(kind)]


def _text(item: Mapping[str, Any] | None) -> str:
    return str(item["text"]) if item else ""


_SAID: Mapping[What, Callable[[Mapping[str, Any]], str]] = {
    What.NUMBER: lambda item: item["number"],
    What.TITLE: lambda item: item["title"],
    What.PARTIES: lambda item: "、".join(name for name, _role in item["units"]),
    What.DUE: lambda item: item["due"]["text"] or item["due"]["due"] or "",
    What.RHYTHM: lambda item: (item["rhythm"] or {}).get("text", ""),
    What.QUANTITY: lambda item: "；".join(target["text"] for target in item["targets"]),
    What.PLACE: lambda item: item["within"] or item["phase"],
}


_LISTS = {What.PARTIES: "、", What.QUANTITY: "；"}


def _apart(one: str, other: str, mark: str) -> tuple[str, str]:
    """What only one of two lists names; the lists themselves where they name the same."""
    left, right = one.split(mark), other.split(mark)
    gone, come = [name for name in left if name not in right], [name for name in right if name not in left]
    return (mark.join(gone), mark.join(come)) if gone or come else (one, other)


def _facts(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[Pair]:
    """What else differs; of an item that stands alone, all that it says."""
    told = {What(one) for one in (new or {}).get("what", ())}
    found = []
    for what, said in _SAID.items():
        one, other = said(old) if old else "", said(new) if new else ""
        if old and new and what in _LISTS:
            one, other = _apart(one, other, _LISTS[what])
        if (one or other) and (what in told if old and new else what is not What.TITLE):
            found.append(Pair(WHAT_WORDS[what], one, other))
    return found


class _Weighing:
    """What accepting each of some changes would do, from what was loaded once."""

    def __init__(self, actor: Actor, ids: Sequence[int]) -> None:
        self.names = {unit.id: unit.name for unit in unit_queries.units(actor)}
        found = unit_queries.groups(actor)
        self.groups: Directory = unit_queries.group_directory(actor)
        self.bodies: Directory = unit_queries.unit_directory(actor)
        self.members = {group.id: len(group.members) for group in found}
        self.owing: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
        live = Obligation.objects.filter(commitment__in=ids, withdrawn_on__isnull=True)
        for commitment_id, unit_id, group_id in live.values_list("commitment_id", "unit_id", "group_id"):
            self.owing[commitment_id].append((unit_id, group_id))
        said = Occurrence.objects.filter(obligation__commitment__in=ids, obligation__withdrawn_on__isnull=True)
        said = said.filter(Q(handlings__isnull=False) | ~Q(state=OccurrenceState.OPEN.value))
        counts = said.order_by().values_list("obligation__commitment_id").annotate(many=Count("pk", distinct=True))
        self.answers = dict(counts)

    def effect(self, row: Change) -> Effect:
        """What accepting a change would do."""
        pk = row.commitment_id or 0
        old = {name for name, _role in (row.old_item or {}).get("units", ())}
        new = [name for name, _role in (row.new_item or {}).get("units", ())]
        owing = self.owing.get(pk, [])
        gains = tuple((name, self._size(name)) for name in dict.fromkeys(new) if name not in old)
        gone = old - set(new) if row.kind != ChangeKind.REMOVED.value else None
        loses = [unit for unit, group in owing if gone is None or self._named(unit, group, gone)]
        if row.kind in {ChangeKind.MOVED.value, ChangeKind.UNCHANGED.value}:
            gains, loses = (), []
        return Effect(gains, tuple(self.names.get(unit, "") for unit in loses), self.answers.get(pk, 0), len(owing))

    def _size(self, name: str) -> int:
        """How many members a group has; 0 for a body."""
        return self.members.get(self.groups.match(name).id or 0, 0)

    def _named(self, unit_id: int, group_id: int | None, gone: set[str]) -> bool:
        ids = (
            {self.groups.match(name).id for name in gone} if group_id else {self.bodies.match(name).id for name in gone}
        )
        return (group_id or unit_id) in ids
