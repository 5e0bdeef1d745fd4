"""The pages of assessment and a mark ask the database as often for a large table as for a small one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.marking import Said, mark
from luoshi.assessment.actions.rounds import close_round, open_round, plan_round
from luoshi.assessment.models import Row, Subject
from luoshi.assessment.rules.framework import Framework
from luoshi.assessment.rules.framework import Row as RuleRow
from luoshi.assessment.rules.grammar import AllOrNothing
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.demonstration.queries import account
from luoshi.units.queries import seat
from web.conftest import TODAY

pytestmark = pytest.mark.django_db

MARK, SUBJECT, ROW, PROGRAMME = 15, 8, 13, 13
"""How often each asks at most. A mark: session, account, seat; the row for its form; then, between begin and commit,
the round, the subject, the mark before, and what is written: the subject, two versions of the mark, the journal; at
last the next row without a mark.
"""


def table(rows: int) -> Framework:
    """Areas of five rows that are met or not."""
    return Framework(
        f"{rows}项",
        "1",
        tuple(
            RuleRow(
                str(area),
                f"领域{area}",
                children=tuple(
                    RuleRow(f"{area}.{row}", f"测评项{area}.{row}", Decimal(1), rule=AllOrNothing())
                    for row in range(1, 6)
                ),
            )
            for area in range(1, rows // 5 + 1)
        ),
    )


def marked(site: int, rows: int, rounds: int) -> Subject:
    """The programme in the last of its rounds; the first five rows are marked in each, all but the last are closed."""
    office = seat(account("office")).actor
    version = keep_framework(actor=office, framework=table(rows), today=TODAY)
    adoption = adopt(actor=office, programme_id=site, version_id=version, subject_kind=SubjectKind.PROGRAMME)
    for left in reversed(range(rounds)):
        made = plan_round(actor=office, adoption_id=adoption, kind=RoundKind.REVIEW)
        open_round(actor=office, round_id=made, today=TODAY)
        subject = Subject.objects.get(round_id=made)
        for row in Row.objects.filter(version_id=version, leaf=True)[:5]:
            said = Said(Observation(met=bool(left)))
            mark(actor=office, subject_id=subject.pk, row_id=row.pk, said=said, today=TODAY)
        if left:
            close_round(actor=office, round_id=made, today=TODAY)
    return subject


def asked(client: Client, address: str, said: dict[str, object] | None = None) -> int:
    """How often the page, or what is sent to it, asks the database; the page was opened once before."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address) if said is None else client.post(address, said)
    assert answer.status_code == (200 if said is None else 302)
    return len(captured)


def addresses(subject: Subject) -> dict[str, str]:
    """The pages of assessment in which the office works."""
    row = Row.objects.filter(version_id=subject.round.version_id, leaf=True)[3]
    return {
        "subject": f"/assessment/subjects/{subject.pk}/",
        "row": f"/assessment/subjects/{subject.pk}/rows/{row.pk}/",
        "programme": f"/programmes/{subject.programme_id}/assessment/",
    }


def test_a_changed_mark_asks_the_database_as_often_in_a_large_table(office: Client, site: int) -> None:
    counts = []
    for rows in (10, 200):
        address = addresses(marked(site, rows, rounds=1))["row"]
        counts.append(asked(office, address, {"number": 1, "met": "yes", "reason": "抽查"}))
    assert counts[0] == counts[1] <= MARK


@pytest.mark.parametrize(("page", "most"), [("subject", SUBJECT), ("row", ROW), ("programme", PROGRAMME)])
def test_a_page_asks_the_database_as_often_for_a_large_table_in_three_rounds(
    office: Client, site: int, page: str, most: int
) -> None:
    small = asked(office, addresses(marked(site, 10, rounds=1))[page])
    large = asked(office, addresses(marked(site, 200, rounds=3))[page])
    assert small == large <= most
