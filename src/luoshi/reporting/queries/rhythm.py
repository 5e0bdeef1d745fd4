"""What a day of the month would cost before the office sets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Programme
from luoshi.programme.policy import visible as visible_programmes
from luoshi.reporting.models import Reporting, ReportingPeriod
from luoshi.reporting.policy import require_office
from luoshi.reporting.queries.to_ask import to_ask
from luoshi.reporting.rules.burden import rhythm_warnings
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class RhythmCost:
    """What a day of the month would ask of this month at once: how many requests of how many units, by ``due`` (None:
    nothing, for the month is asked about already or the day has passed), ``days`` from today. ``mark`` changes with it.
    """

    requests: int = 0
    units: int = 0
    due: date | None = None
    days: int = 0
    warnings: tuple[Phrase, ...] = ()

    @property
    def mark(self) -> str:
        """What somebody has seen who confirms it."""
        said = f"{self.requests} {self.units} {self.due}\n" + "\n".join(phrase.words() for phrase in self.warnings)
        return sha256(said.encode()).hexdigest()[:16]


def programme_run(actor: Actor, programme_id: int) -> Programme:
    """A programme that the actor runs. Raises ``NotFound`` for strangers, ``NotAllowed`` for others."""
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    require_office(actor, programme)
    return programme


def rhythm_cost(actor: Actor, programme_id: int, day: int | None, today: date) -> RhythmCost:
    """What setting a day (1 to 28; None: no day) would ask of units at once, and what speaks against it. A day that
    stands already is no new one. Raises what ``programme_run`` does.
    """
    programme = programme_run(actor, programme_id)
    stands = Reporting.objects.filter(programme=programme).values_list("day", flat=True).first()
    if day is None or day == stands:
        return RhythmCost()
    due = today.replace(day=day)
    month = ReportingPeriod.objects.filter(programme=programme, name=f"{today:%Y-%m}")
    asked_already = month.exists() or (stands is not None and stands >= today.day)  # by the day that stands
    if due < today or asked_already:
        return RhythmCost(warnings=rhythm_warnings(day))
    going = to_ask(actor.jurisdiction_id, today, programme_id=programme_id, day=day).going
    if not going:
        return RhythmCost(warnings=rhythm_warnings(day))
    requests, units = len(going), len({row.obligation.unit_id for row in going})
    days = (due - today).days
    against = rhythm_warnings(day, requests=requests, units=units, due=due, days=days)
    return RhythmCost(requests, units, due, days, against)
