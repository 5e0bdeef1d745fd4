"""A fictional county at full size, to see and to measure how the pages carry it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.demonstration import filling, queries, working
from luoshi.demonstration.bodies import TOWNSHIPS, townships
from luoshi.demonstration.inventing import Scale, items, stages
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.programme import actions as programme_actions
from luoshi.programme.models import Programme
from luoshi.tenancy import queries as tenancy
from luoshi.tenancy.models import Jurisdiction
from luoshi.tenancy.rules import Actor, Role, site_actor
from luoshi.units import queries as unit_queries
from luoshi.units.models import Unit
from luoshi.units.rules import UnitKind

Say = Callable[..., None]
MOST = Scale(units=2000, commitments=20_000, obligations=400_000)
TITLE = "青澜县综合提升行动（规模演示）"


def require_demonstration() -> Jurisdiction:
    """The demonstration of this site. Raises ``Conflict`` (``not-a-demonstration``) where real work may stand here."""
    county = tenancy.demonstration()
    if county is None or len(tenancy.jurisdictions()) > 1:
        raise Conflict(
            "not-a-demonstration",
            _("This site is not a demonstration, so nothing is made up in it."),
            _("Name another data folder (LUOSHI_DATA) and start “luoshi demo” in it once."),
        )
    return county


def _quiet(message: str, **params: object) -> None:
    """Say nothing."""


def generate(*, scale: Scale, today: date | None = None, seed: int = 7, say: Say = _quiet) -> int:
    """One more programme in the demonstration, issued and under way; gives its id.

    All of it or nothing, as one line of the journal. The same scale and seed give the same programme. ``say`` is told,
    in marked messages, what is being done. Raises ``Conflict`` where the site is no demonstration, ``Invalid``
    (``scale-impossible``) where the numbers do not fit each other.
    """
    _require_possible(scale)
    county = require_demonstration()
    actor = site_actor(county.pk)
    day = today or tenancy.today(county)
    with transaction.atomic():
        ground = _ground(actor, scale, day, Random(seed))  # noqa: S311 - nothing is kept secret with it
        say(_("{count} units"), count=len(ground.unit_ids))
        made_id = _fill(ground, scale, say)
        record(
            actor=actor,
            verb="demonstration.generate",
            subject_kind="programme",
            subject_id=made_id,
            new={"units": scale.units, "commitments": scale.commitments, "obligations": scale.obligations},
        )
    return made_id


def _require_possible(scale: Scale) -> None:
    numbers = ((scale.units, MOST.units), (scale.commitments, MOST.commitments), (scale.obligations, MOST.obligations))
    fits = scale.commitments <= scale.obligations <= scale.commitments * scale.units
    if not fits or not all(0 < number <= most for number, most in numbers):
        raise Invalid(
            "scale-impossible",
            _("There must be at least one obligation for each commitment, and at most one for each unit in it."),
            _("At most {units} units, {commitments} commitments and {obligations} obligations can be made."),
            units=MOST.units,
            commitments=MOST.commitments,
            obligations=MOST.obligations,
        )


def _ground(actor: Actor, scale: Scale, today: date, random: Random) -> filling.Ground:
    bodies = list(unit_queries.units(actor, today))
    missing = scale.units - len(bodies)
    if missing > 0:
        _more_bodies(actor, missing, len(bodies))
        bodies = list(unit_queries.units(actor, today))
    bodies = bodies[: scale.units]
    place_of = {unit.id: place for place, unit in enumerate(bodies)}
    group = next((one for one in unit_queries.groups(actor, today) if one.name == TOWNSHIPS), None)
    members = [unit.id for unit in group.members] if group else []
    whole = bool(members) and all(unit_id in place_of for unit_id in members)
    desk = next(one.unit_name for one in queries.accounts() if one.role is Role.OFFICE)
    office = next((unit for unit in bodies if unit.name == desk), bodies[0])
    programme = Programme.objects.create(
        jurisdiction_id=actor.jurisdiction_id,
        title=TITLE,
        issuer=office.name,
        issued_on=today - timedelta(days=300),
        state="issued",
        office_id=office.id,
    )
    return filling.Ground(
        tenant=actor.jurisdiction_id,
        programme=programme,
        account_id=None,
        unit_ids=tuple(unit.id for unit in bodies),
        unit_names=tuple(unit.name for unit in bodies),
        group_id=group.id if group and whole else None,
        group_name=group.name if group else "",
        group=frozenset(place_of[unit_id] for unit_id in members) if whole else frozenset(),
        today=today,
        issued_on=today - timedelta(days=290),
        random=random,
    )


def _more_bodies(actor: Actor, missing: int, after: int) -> None:
    """Schools and communities beneath the townships, until there are enough."""
    sorts = (("中心学校", UnitKind.SCHOOL), ("第一社区", UnitKind.VILLAGE), ("农业公司", UnitKind.ENTERPRISE))
    names = [name for name, _kind in townships()]
    Unit.objects.bulk_create(
        Unit(
            jurisdiction_id=actor.jurisdiction_id,
            name=names[place % len(names)] + sorts[place // len(names) % 3][0] + _round(place // len(names) // 3),
            kind=sorts[place // len(names) % 3][1].value,
            order=after + place + 1,
        )
        for place in range(missing)
    )


def _round(number: int) -> str:
    return f"（{number + 1}）" if number else ""


def _fill(ground: filling.Ground, scale: Scale, say: Say) -> int:
    phases = stages(ground.today)
    wanted = items(scale, sorted(ground.group), ground.today, ground.random)
    commitments = filling.write_commitments(ground, phases, wanted)
    say(_("{count} commitments"), count=len(commitments))
    owed = working.write_obligations(ground, wanted, commitments)
    say(_("{count} obligations"), count=len(owed))
    times = working.write_occurrences(ground, phases, wanted, commitments, owed)
    say(_("{count} periods and deadlines"), count=len(times))
    say(_("{count} lines of history"), count=working.write_history(ground, times))
    say(_("{count} difficulties"), count=working.write_petitions(ground, owed))
    lit = programme_actions.relight(today=ground.today, programme_id=ground.programme.pk)
    say(_("{count} lights"), count=lit)
    return ground.programme.pk
