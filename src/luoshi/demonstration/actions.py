"""Building the demonstration, by the same actions that a user calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from luoshi.demonstration.assessing import Assessed, assess
from luoshi.demonstration.bodies import ALIASES, COUNTY, DEPARTMENTS, GROUP_ALIASES, TOWNSHIPS, departments, townships
from luoshi.demonstration.calendar import issued_on, plan_text
from luoshi.demonstration.cast import PLAYERS
from luoshi.demonstration.life import Story, live
from luoshi.demonstration.queries import sign_in_name
from luoshi.demonstration.telling import tell
from luoshi.kernel.wording import _
from luoshi.plans import actions as plan_actions
from luoshi.plans import queries as plan_queries
from luoshi.programme import actions as programme_actions
from luoshi.tenancy import actions as tenancy_actions
from luoshi.tenancy.rules import Actor, Role, seated, site_actor
from luoshi.units import actions as unit_actions

FILE_NAME = "青澜县创建全省宜居宜业示范县实施方案（演示）.txt"
Say = Callable[[str], None]


def create_demonstration(*, today: date, lived: bool = True, say: Say = lambda message: None) -> int:  # noqa: ARG005
    """A fictional county with its bodies, accounts and one programme under way; gives the programme's id.

    All of it or nothing. The county stands still on ``today``, seven days before its self-check. Unless it has
    ``lived``, the programme is issued on that day and nothing has happened yet. ``say`` is told, in marked messages,
    what is being done.
    """
    with transaction.atomic():
        say(_("Founding a fictional county"))
        county = tenancy_actions.create_jurisdiction(name=COUNTY, frozen_day=today)
        actor = site_actor(county.pk)
        unit_ids = _bodies(actor)
        office = _accounts(actor, unit_ids)
        say(_("Reading its plan"))
        content = plan_text(today).encode("utf-8")
        version_id = plan_actions.upload_plan(actor=office, content=content, file_name=FILE_NAME)
        doubts = [doubt.key for doubt in plan_queries.reading(office, version_id).doubts]
        plan_actions.look(actor=office, version_id=version_id, doubts=doubts)
        say(_("Making a programme of it"))
        accepted = programme_actions.accept_plan(actor=office, version_id=version_id, today=today)
        if lived:
            say(_("Letting months go by"))
            story = Story(office, unit_ids, accepted.programme_id, today)
            live(story, issued_on(today))
            tell(story)
            say(_("Letting the county be assessed"))
            assess(Assessed(office, accepted.programme_id, issued_on(today), today))
        else:
            programme_actions.issue(actor=office, programme_id=accepted.programme_id, today=today)
    return accepted.programme_id


def _bodies(actor: Actor) -> dict[str, int]:
    unit_ids = {}
    for name, kind in [*departments(), *townships()]:
        unit_ids[name] = unit_actions.create_unit(actor=actor, name=name, kind=kind, aliases=ALIASES.get(name, ()))
    for group, members in ((TOWNSHIPS, townships()), (DEPARTMENTS, departments())):
        unit_actions.create_group(
            actor=actor,
            name=group,
            unit_ids=[unit_ids[name] for name, _kind in members],
            aliases=GROUP_ALIASES[group],
            confirmed=True,
        )
    return unit_ids


def _accounts(actor: Actor, unit_ids: dict[str, int]) -> Actor:
    """The accounts; gives the office as the actor of what follows."""
    office = actor
    for player in PLAYERS:
        account = tenancy_actions.create_account(
            jurisdiction_id=actor.jurisdiction_id,
            sign_in_name=sign_in_name(player.key),
            name=player.name,
            post=player.post,
        )
        unit_id = unit_ids[player.unit]
        unit_actions.join(actor=actor, account_id=account.pk, unit_id=unit_id, role=player.role)
        if player.role is Role.OFFICE:
            office = seated(account.pk, actor.jurisdiction_id, account.name, [(Role.OFFICE, unit_id)])
    return office
