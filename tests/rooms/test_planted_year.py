"""A planted year of 200 questions: most true duplicates are answered from what is there, and no false one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.made.planted_year import PROGRAMMES, REQUESTS, UNITS, Ask, year

from luoshi.kernel.quantities import SCALE
from luoshi.programme.models import Commitment, Obligation, Occurrence, Programme
from luoshi.programme.rules import Accrual
from luoshi.reporting import actions
from luoshi.reporting.actions import Given, Said
from luoshi.reporting.models import Request, Value
from luoshi.reporting.rules import Channel, Composed, ProofKind, ReportState
from luoshi.tenancy.actions import create_jurisdiction
from luoshi.tenancy.rules import Actor, Role, seated, site_actor
from luoshi.units.models import Unit

pytestmark = pytest.mark.django_db
LEAST = 0.6  # of the true duplicates


@dataclass
class Office:
    """A county in which the year is played, and what came of it."""

    actor: Actor
    units: dict[str, int]
    commitments: list[int]
    answered: Counter[str] = field(default_factory=Counter)
    duplicates: Counter[str] = field(default_factory=Counter)
    false: list[tuple[Ask, str]] = field(default_factory=list)

    def play(self, ask: Ask) -> None:
        """One question: looked at, sent, answered where it is asked, and what becomes of its answer."""
        asked = composed(ask, self.commitments[ask.programme], self.units[ask.unit])
        if ask.repeats is not None:
            self.duplicates[ask.kind] += 1
        sent = actions.ask(actor=self.actor, composed=asked, today=ask.day, confirmed=True)
        request = Request.objects.get(question_id=sent.question_id)
        if sent.known:
            self._judge(ask, request)
        elif request.state == "open":
            self._answer(ask, request)

    def _judge(self, ask: Ask, request: Request) -> None:
        """Whether the earlier answer that was given to the question is the right one."""
        value = Value.objects.filter(version__responses__request=request).first()
        right = ask.repeats is not None
        if ask.quantity:
            right = right and value is not None and Decimal(value.scaled) / SCALE == Decimal(ask.value)
        if right:
            self.answered[ask.kind] += 1
        else:
            self.false.append((ask, f"{value and value.scaled}"))

    def _answer(self, ask: Ask, request: Request) -> None:
        liaison = seated(None, self.actor.jurisdiction_id, "联络员", [(Role.LIAISON, self.units[ask.unit])])
        proofs = (self._proof(liaison, ask),) if ask.brings else ()
        at = {"actor": liaison, "request_id": request.pk}
        said = Said(ReportState.UNDER_WAY, "已核实。", ask.answer, evidence_ids=proofs)
        actions.report(**at, said=said, today=ask.day)
        if ask.then == "withdraw":
            actions.withdraw(actor=liaison, evidence_id=proofs[0], reason="已失效", today=ask.day)
        elif ask.then:
            actions.return_(actor=self.actor, request_id=request.pk, reason="请核实。", today=ask.day)
        if ask.then == "correct":
            said = Said(ReportState.UNDER_WAY, "已更正。", ask.corrected)
            actions.report(**at, said=said, today=ask.day)

    def _proof(self, liaison: Actor, ask: Ask) -> int:
        page = ask.brings if ask.brings.startswith("http") else f"https://file.linhu.example/{ask.brings[:12]}"
        digest = "" if ask.brings.startswith("http") else ask.brings
        held = Given(ProofKind.PUBLISHED, "公开材料", ask.day, url=page, digest=digest, channel=Channel.WEB)
        return actions.give(actor=liaison, unit_id=self.units[ask.unit], given=held, today=ask.day)


def composed(ask: Ask, commitment: int, unit: int) -> Composed:
    """The question as its office types it."""
    return Composed(
        commitment_id=commitment,
        text=f"第{ask.number}项：请报送所列内容。",
        paper="市级考核细则",
        row=f"第{ask.number}行",
        due=ask.day + timedelta(days=10),
        unit_ids=(unit,),
        quantity=ask.quantity,
        unit_of_measure=ask.measure,
        accrual=Accrual.CUMULATIVE if ask.cumulative else Accrual.LEVEL,
        period=ask.period,
        place=ask.place,
        definition=ask.definition,
        digest=ask.digest,
        url=ask.url,
    )


@pytest.fixture
def office() -> Office:
    tenant = create_jurisdiction(name="临湖县")
    units = {name: Unit.objects.create(jurisdiction=tenant, name=name, kind="township").pk for name in UNITS}
    commitments = []
    for title in PROGRAMMES:
        programme = Programme.objects.create(jurisdiction=tenant, title=title, state="issued")
        row = Commitment.objects.create(
            jurisdiction=tenant, programme=programme, kind="task", order=1, number="（一）", title=f"{title}任务"
        )
        for unit in units.values():
            owed = Obligation.objects.create(
                jurisdiction=tenant, commitment=row, unit_id=unit, role="responsible", issued_on=date(2026, 1, 1)
            )
            Occurrence.objects.create(jurisdiction=tenant, obligation=owed, period="once")
        commitments.append(row.pk)
    return Office(site_actor(tenant.pk), units, commitments)


def test_a_planted_year_answers_most_true_duplicates_and_no_false_one(office: Office) -> None:
    for ask in year():
        office.play(ask)
    share = office.answered.total() / office.duplicates.total()
    assert office.false == []
    assert share >= LEAST, f"{share:.0%}: {office.answered} of {office.duplicates}"


def test_the_year_holds_what_it_promises() -> None:
    made = year()
    assert len(made) == REQUESTS
    assert sum(ask.repeats is not None for ask in made) >= 60
    assert {ask.kind for ask in made} >= {
        "other period",
        "other place",
        "other definition",
        "other measure",
        "other unit",
        "level and sum",
        "after return",
        "after withdraw",
    }
