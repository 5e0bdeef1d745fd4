"""Carrying out one accepted change. What the office itself made of a commitment stays where the plan did not change:
a change says what the old and the new reading differ in, and only that is taken over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.plans.rules import PassageKind
from luoshi.programme.actions.following import owe_all, withdraw_obligations
from luoshi.programme.actions.name_settling import Known, settle_names
from luoshi.programme.actions.revising import revise, write_revision
from luoshi.programme.actions.saying import renew_measures, renew_targets, tick
from luoshi.programme.actions.stages import carry_out_phase, is_phase
from luoshi.programme.actions.wordings import Amending, Named, Wording, current
from luoshi.programme.drafting.parties import Party, chosen
from luoshi.programme.drafting.proposal import Item, Proposal
from luoshi.programme.drafting.rows import PASSAGE_OF
from luoshi.programme.models import Amendment, Change, Commitment
from luoshi.programme.rules import ChangeKind, CommitmentKind, UnitRole
from luoshi.programme.rules.comparing import What
from luoshi.programme.rules.decomposition import kept_purposes


@dataclass
class Application:
    """What the changes of one amendment need."""

    amending: Amending
    amendment: Amendment
    proposal: Proposal

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        """Whom the names of the new version mean."""
        return settle_names(self.amending.actor, self.proposal.items, self.amending.members)

    @cached_property
    def known(self) -> Known:
        """The names that the county knows."""
        return Known(self.amending.actor)

    @cached_property
    def passages(self) -> Mapping[tuple[str, int, int], int]:
        """The kept places of the new version."""
        rows = self.amendment.new.passages.values_list("kind", "start", "end", "pk")
        return {(kind, start, end): pk for kind, start, end, pk in rows}

    def passage(self, kind: PassageKind, start: int, end: int) -> int | None:
        """The kept passage of a place."""
        return self.passages.get((kind.value, start, end))


def carry_out(application: Application, change: Change, reason: str) -> None:
    """Let the programme say what the new version says in this. Within the verb that decided it.

    Raises ``Conflict`` (``commitment-withdrawn``) where what was to be changed is not there any more, and what
    ``carry_out_phase`` raises.
    """
    if is_phase(change):
        carry_out_phase(application.amending, application.amendment, change, application.proposal.phases)
        return
    kind = ChangeKind(change.kind)
    if kind is ChangeKind.ADDED:
        change.commitment = _add(application, change)
        return
    commitment = change.commitment
    if commitment is None or commitment.withdrawn_on is not None:
        if kind is ChangeKind.REMOVED:
            return  # it is gone already
        raise Conflict(
            "commitment-withdrawn",
            _("What this change is about was withdrawn from the programme, or merged into another commitment."),
            _("Keep the programme as it is in this, and change the other commitment by hand."),
        )
    if kind is ChangeKind.REMOVED:
        withdraw(application.amending, commitment, reason)
    elif kind is ChangeKind.CHANGED:
        _change(application, change, commitment, reason)
    elif kind is ChangeKind.MOVED:
        commitment.number = change.new_item["number"][:60] if change.new_item else commitment.number
        commitment.save(update_fields=["number"])


def withdraw(amending: Amending, commitment: Commitment, reason: str) -> None:
    """Let nobody owe it any more; tasks of an area that goes stand for themselves from then on."""
    commitment.withdrawn_on = amending.today
    commitment.save(update_fields=["withdrawn_on"])
    commitment.children.update(parent=None)
    withdraw_obligations(amending, commitment.obligations.all(), reason)


def _item(application: Application, change: Change) -> Item:
    assert change.new_item is not None  # noqa: S101 - only a removed item has none
    return application.proposal.items[int(change.new_item["index"])]


def _named(application: Application, item: Item) -> tuple[Named, ...]:
    return tuple(
        Named(party.unit_id, party.group_id, role, written)
        for party, role, written in chosen(application.parties, item.units)
    )


def _wording(application: Application, item: Item) -> Wording:
    """What a new item says."""
    rhythm = item.rhythm
    return Wording(
        number=item.number,
        title=item.title,
        text=item.text,
        named=_named(application, item),
        passage_id=application.passage(PASSAGE_OF[item.kind], *item.span),
        due_kind=item.due.kind.value,
        due_text=item.due.text,
        due=item.due.due,
        start=item.due.start,
        rhythm_text=rhythm.text if rhythm else "",
        every=rhythm.every.value if rhythm else "",
        interval=min(max(rhythm.interval, 1), 1000) if rhythm else 1,
        month=rhythm.month if rhythm else None,
        day=rhythm.day if rhythm else None,
        confidence=round(min(max(item.confidence, 0), 1) * 100),
    )


# what a change is about -> the parts of a wording that it brings
_PARTS: Mapping[What, tuple[str, ...]] = {
    What.WORDS: ("text",),
    What.TITLE: ("title",),
    What.NUMBER: ("number",),
    What.DUE: ("due_kind", "due_text", "due", "start"),
    What.RHYTHM: ("rhythm_text", "every", "interval", "month", "day"),
}


def _change(application: Application, change: Change, commitment: Commitment, reason: str) -> None:
    item, old = _item(application, change), dict(change.old_item or {})
    what = [What(one) for one in (change.new_item or {})["what"]]
    new, (_row, now) = _wording(application, item), current(commitment)
    taken: dict[str, Any] = {part: getattr(new, part) for one in what for part in _PARTS.get(one, ())}
    if What.PARTIES in what:
        taken["named"] = _merged(application, now.named, old["units"], new.named)
    wording = replace(now, passage_id=new.passage_id, **taken)
    if What.WORDS in what:
        renew_measures(application.amending, commitment, old["measures"], _measures(application, item))
    if What.QUANTITY in what:
        renew_targets(application.amending, commitment, old["targets"], (change.new_item or {})["targets"])
    revise(application.amending, commitment, wording, reason)


def _merged(
    application: Application, now: tuple[Named, ...], old: list[list[str]], new: tuple[Named, ...]
) -> tuple[Named, ...]:
    """Who is named, once what the plan changed is taken over: a lead that the office chose stays one."""
    before = {(one.unit_id, one.group_id): one for one in _known(application, old)}
    after = {(one.unit_id, one.group_id): one for one in new}
    found = []
    for one in now:
        key = (one.unit_id, one.group_id)
        if key in before and key not in after:
            continue
        was, will = before.get(key), after.get(key)
        found.append(replace(one, role=will.role) if was and will and was.role is not will.role else one)
    have = {(one.unit_id, one.group_id) for one in found}
    return (*found, *(one for key, one in after.items() if key not in have and key not in before))


def _known(application: Application, units: list[list[str]]) -> list[Named]:
    """Whom the names of the old item mean, as the county knows them today; a name that nobody knows means nobody."""
    found = []
    for name, role in units:
        party = application.parties.get(name) or application.known.party(name)
        if party is not None:
            found.append(Named(party.unit_id, party.group_id, UnitRole(role), name))
    return found


def _measures(application: Application, item: Item) -> list[tuple[str, bool, int | None]]:
    purposes = kept_purposes([measure.principle for measure in item.measures], named=bool(item.units))
    return [
        (measure.text, purpose, application.passage(PassageKind.MEASURE, *measure.span))
        for measure, purpose in zip(item.measures, purposes, strict=True)
    ]


def _add(application: Application, change: Change) -> Commitment:
    """A new commitment with all that its item says, owed by those that it names."""
    item, amending = _item(application, change), application.amending
    phase = None if item.phase is None else application.proposal.phases[item.phase].name
    made = Commitment.objects.create(
        jurisdiction_id=amending.tenant,
        programme=amending.programme,
        phase_id=next((one.id for one in amending.phases if one.name == phase), None),
        kind=item.kind.value,
        order=change.order,
        number=item.number[:60],
        title=item.title,
    )
    wording = _wording(application, item)
    write_revision(amending, made, wording)
    renew_measures(amending, made, [], _measures(application, item))
    tick(amending, made, (), wording.named)
    renew_targets(amending, made, [], (change.new_item or {})["targets"])
    if amending.runs and item.kind is not CommitmentKind.AREA:
        owe_all(amending, made, wording.named)
    return made
