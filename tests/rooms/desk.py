"""The small programme as bodies and its office work in it: who speaks for whom, and the self-check that all owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.programme import actions
from luoshi.programme.models import Obligation, Occurrence, Petition
from luoshi.tenancy import actions as tenancy_actions
from luoshi.tenancy.rules import Actor, Role, seated
from luoshi.units.models import Unit
from rooms.cast import TODAY, County, run_programme

CHECK = "开展自查"  # due on 30 November: seven days from the day of the tests
PARKING = "增加停车泊位"  # without a day of its own


@dataclass(frozen=True)
class Desk:
    """A programme that runs, in its county."""

    county: County
    programme_id: int

    @property
    def office(self) -> Actor:
        """Who runs it; it works in 县住建局."""
        return self.county.office

    def speaker(self, *units: str, role: Role = Role.LIAISON) -> Actor:
        """A liaison of some bodies, with an account of its own."""
        name = f"{'-'.join(units)}-{role}"
        account = tenancy_actions.create_account(jurisdiction_id=self.county.id, sign_in_name=name, name="联络员")
        return seated(account.pk, self.county.id, "联络员", [(role, self.unit(unit)) for unit in units])

    def unit(self, name: str) -> int:
        """A body of the county."""
        return Unit.objects.get(name=name, jurisdiction_id=self.county.id).pk

    def owed(self, unit: str, title: str = CHECK) -> Obligation:
        """What a body owes."""
        return Obligation.objects.get(
            unit__name=unit, commitment__title__contains=title, commitment__programme_id=self.programme_id
        )

    def time(self, unit: str, title: str = CHECK) -> Occurrence:
        """The one time of it."""
        return Occurrence.objects.get(obligation=self.owed(unit, title))

    def light(self, unit: str, title: str = CHECK, today: date = TODAY) -> str:
        """Its light as a page counts it: those that hold no more are made anew before."""
        actions.refresh(programme_id=self.programme_id, today=today)
        return self.owed(unit, title).light

    def role(self, unit: str, role: str, title: str = CHECK) -> None:
        """Let a body lead or support."""
        Obligation.objects.filter(pk=self.owed(unit, title).pk).update(role=role)


def open_desk(county: County) -> Desk:
    """The small plan, issued."""
    return Desk(county, run_programme(county).programme_id)


def stranger() -> Actor:
    """A liaison of another county."""
    jurisdiction = tenancy_actions.create_jurisdiction(name="远山县")
    account = tenancy_actions.create_account(jurisdiction_id=jurisdiction.pk, sign_in_name="far", name="联络员")
    unit = Unit.objects.create(jurisdiction=jurisdiction, name="县远山局", kind="government")
    return seated(account.pk, jurisdiction.pk, "联络员", [(Role.LIAISON, unit.pk)])


def state(petition_id: int) -> str:
    """Where a petition stands."""
    return Petition.objects.get(pk=petition_id).state
