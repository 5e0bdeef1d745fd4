"""A demonstration that is assessed: marked 8.4 of 10, or by a framework of which nothing is known yet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.marking import Said, mark
from luoshi.assessment.actions.rounds import open_round, plan_round
from luoshi.assessment.models import Gap, RowService
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.programme.models import Commitment
from luoshi.tenancy.models import Account
from luoshi.tenancy.rules import Actor
from rooms.cast import found_county
from rooms.scored import parking, row, subject
from web.conftest import TODAY

SEEN = {
    "1.1": Observation(value=Decimal(60)),
    "1.2": Observation(met=True),
    "2.1": Observation(counts={"missed": Decimal(0)}),
}


def assessed(office: Actor, programme_id: int, blank: bool = False) -> int:
    """The adoption; the first task that somebody owes serves the first row. A ``blank`` one has no mark and no
    threshold.
    """
    framework = replace(parking("空白体系"), pass_mark=None) if blank else parking()
    version = keep_framework(actor=office, framework=framework, today=TODAY)
    adoption = adopt(actor=office, programme_id=programme_id, version_id=version, subject_kind=SubjectKind.PROGRAMME)
    if blank:
        return adoption
    made = plan_round(actor=office, adoption_id=adoption, kind=RoundKind.SELF_CHECK)
    open_round(actor=office, round_id=made, today=TODAY)
    for code, what in SEEN.items():
        mark(actor=office, subject_id=subject(made).pk, row_id=row(code).pk, said=Said(what), today=TODAY)
    owed = Commitment.objects.filter(programme_id=programme_id, obligations__unit__isnull=False).order_by("order")[0]
    RowService.objects.create(
        jurisdiction_id=office.jurisdiction_id, adoption_id=adoption, row=row("1.1"), commitment=owed
    )
    return adoption


def served(like: Gap, count: int) -> None:
    """More gaps like one, each by itself."""
    gaps = [
        Gap(
            jurisdiction_id=like.jurisdiction_id,
            adoption_id=like.adoption_id,
            row_id=like.row_id,
            words=f"补齐第{number + 1}处停车泊位的现场照片和台账",
            gain=100_000,
            chance="possible",
            state_on=like.state_on,
        )
        for number in range(count)
    ]
    Gap.objects.bulk_create(gaps)


def jurisdiction_office(name: str) -> Account:
    """Somebody who works in the office of another county."""
    return Account.objects.get(pk=found_county(name).office.account_id)
