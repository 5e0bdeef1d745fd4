"""Making a programme, still a draft, of an accepted plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.outline.exchange import plan_from_dict
from luoshi.plans import actions as plan_actions
from luoshi.plans import queries as plan_queries
from luoshi.plans.models import Version
from luoshi.programme.drafting.parties import Named, Party, meant, parties, settle
from luoshi.programme.drafting.proposal import Proposal, propose
from luoshi.programme.drafting.rows import Draft, places, write
from luoshi.programme.models import Programme
from luoshi.programme.policy import Verb, require
from luoshi.tenancy.rules import Actor
from luoshi.units import actions as unit_actions
from luoshi.units import queries as unit_queries


@dataclass(frozen=True, slots=True)
class Accepted:
    """What acceptance made beside the programme, for the office to look at.

    ``suggestions`` pairs a name that had to be made with the known one that it looks like.
    """

    programme_id: int
    created_units: tuple[str, ...]
    created_groups: tuple[str, ...]
    empty_groups: tuple[str, ...]
    suggestions: tuple[tuple[str, str], ...]


def accept_plan(
    *, actor: Actor, version_id: int, today: date, despite_errors: bool = False, reason: str = ""
) -> Accepted:
    """Accept a draft and make its programme: all of it, or nothing.

    Names become bodies and groups: known ones are matched; an unknown body is made (kind ``other``), an unknown group
    is made empty; both are journalled and given back. ``reason`` says why a plan stands ``despite_errors``. The
    programme is a draft: nobody owes anything until ``issue``. Raises what ``plans.actions.accept`` raises, and
    ``Conflict`` (``reading-empty``) where there is nothing to run, ``Invalid`` where a name or figure cannot be kept.
    """
    with transaction.atomic():
        found = plan_actions.accept(actor=actor, version_id=version_id, despite_errors=despite_errors, reason=reason)
        require(actor, Verb.CREATE)
        proposal = propose(plan_from_dict(plan_queries.corrected(found)))
        if not proposal.items:
            raise Conflict(
                "reading-empty",
                _("There is neither a task nor a duty in this reading."),
                _("Add at least one by selecting its text."),
            )
        programme = Programme.objects.create(
            jurisdiction_id=actor.jurisdiction_id,
            version=found,
            title=proposal.title or found.plan.title,
            issuer=proposal.issuer,
            issued_on=proposal.issued_on,
            office_id=min(actor.office_ids, default=None),
            created_by_id=actor.account_id,
        )
        known, accepted = _settle_names(actor, proposal, programme.pk, today)
        passages = plan_actions.keep_passages(actor=actor, found=found, places=places(proposal))
        draft = Draft(actor, programme, passages, known)
        write(draft, proposal)
        record(
            actor=actor,
            verb="programme.accept_plan",
            subject_kind="programme",
            subject_id=programme.pk,
            new=_journal(found, proposal, known, accepted),
        )
    return accepted


def _journal(found: Version, proposal: Proposal, known: Mapping[str, Party], accepted: Accepted) -> dict[str, object]:
    return {
        "version": found.pk,
        "items": len(proposal.items),
        "names": len(known),
        "created_units": list(accepted.created_units),
        "created_groups": list(accepted.created_groups),
    }


# --- names ------------------------------------------------------------------------------------------------------


def _settle_names(
    actor: Actor, proposal: Proposal, programme_id: int, today: date
) -> tuple[dict[str, Party], Accepted]:
    bodies, groups = unit_queries.unit_directory(actor), unit_queries.group_directory(actor)
    named = parties(proposal.items, bodies, groups)
    settled = settle(named, bodies, groups, lambda name: make(actor, name))
    members = {group.id: tuple(unit.id for unit in group.members) for group in unit_queries.groups(actor, today)}
    made = [one for one in settled if one.made]
    accepted = Accepted(
        programme_id,
        created_units=tuple(one.named.written for one in made if not one.named.group),
        created_groups=tuple(one.named.written for one in made if one.named.group),
        empty_groups=tuple(one.named.written for one in settled if one.named.group and not members.get(one.id)),
        suggestions=tuple((one.named.written, one.like) for one in made if one.like),
    )
    return meant(settled, members), accepted


def make(actor: Actor, name: Named) -> int:
    """A body or group for a name that nobody knows; the second name that the plan gives is kept with it."""
    aliases = (name.alias,) if name.alias else ()
    if name.group:
        return unit_actions.create_group(actor=actor, name=name.written, aliases=aliases)
    return unit_actions.create_unit(actor=actor, name=name.written, aliases=aliases, reason="named-by-plan")
