"""The pages of assessment: rounds, subjects, rows, marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.rounds import close_round, open_round, plan_round
from luoshi.assessment.models import Adoption, Mark, Round, Row, RowProof, Subject
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.demonstration.queries import account
from luoshi.kernel.quantities import SCALE
from luoshi.reporting import actions as reporting
from luoshi.reporting.models import EvidenceVersion
from luoshi.reporting.rules import ProofKind
from luoshi.tenancy.rules import Actor
from luoshi.units.queries import seat
from rooms.scored import parking
from web.conftest import TODAY

MOST_QUERIES = 30


def actor(role: str) -> Actor:
    return seat(account(role)).actor


@dataclass(frozen=True)
class Assessed:
    """The demonstration's programme with an open self-check."""

    programme_id: int
    adoption_id: int
    round_id: int

    @property
    def subject(self) -> Subject:
        """The programme itself."""
        return Subject.objects.get(round_id=self.round_id)

    def row(self, code: str) -> str:
        """The address of a row."""
        row = Row.objects.get(version__adoptions=self.adoption_id, code=code)
        return f"/assessment/subjects/{self.subject.pk}/rows/{row.pk}/"


@pytest.fixture
def assessed(site: int) -> Assessed:
    """A self-check of the whole programme."""
    office = actor("office")
    version = keep_framework(actor=office, framework=parking(), today=TODAY)
    adoption = adopt(actor=office, programme_id=site, version_id=version, subject_kind=SubjectKind.PROGRAMME)
    made = plan_round(actor=office, adoption_id=adoption, kind=RoundKind.SELF_CHECK)
    open_round(actor=office, round_id=made, today=TODAY)
    return Assessed(site, adoption, made)


def page(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def send(client: Client, address: str, **said: object) -> tuple[int, html.HtmlElement]:
    response = client.post(address, {"number": 0, **said})
    return response.status_code, html.fromstring(response.content.decode() or "<p/>")


# --- a programme ------------------------------------------------------------------------------------------------


def test_a_programme_that_nothing_assesses_says_what_comes_next(office: Client, site: int) -> None:
    shown = page(office, f"/programmes/{site}/assessment/").text_content()
    assert "还没有" in shown


def test_the_office_adopts_a_framework_plans_and_opens_a_round(office: Client, site: int) -> None:
    version = keep_framework(actor=actor("office"), framework=parking(), today=TODAY)
    answer = office.post(f"/programmes/{site}/assessment/adopt/", {"version": version, "kind": "programme"})
    assert answer.status_code == 302
    shown = page(office, f"/programmes/{site}/assessment/")
    (plan,) = shown.xpath("//a[contains(@href,'/rounds/new/')]/@href")
    answer = office.post(plan, {"kind": "review", "due": "2026-12-01", "markers": ["office"]})
    assert answer.status_code == 302
    assert "未开始" in page(office, answer["Location"]).text_content()
    office.post(f"{answer['Location']}open/", {})
    assert Round.objects.get().state == "open"


def test_adopting_the_sites_of_no_category_is_told_at_its_field(office: Client, site: int) -> None:
    version = keep_framework(actor=actor("office"), framework=parking(), today=TODAY)
    status, shown = send(office, f"/programmes/{site}/assessment/adopt/", version=version, kind="site")
    assert status == 422
    assert shown.xpath("//*[@id='id_category_error']")


def test_closing_is_asked_twice_and_is_for_good(office: Client, assessed: Assessed) -> None:
    shown = page(office, f"/assessment/rounds/{assessed.round_id}/close/").text_content()
    assert "不可" in shown or "不能" in shown
    answer = office.post(f"/assessment/rounds/{assessed.round_id}/close/", {"seen": ""})
    assert answer.status_code == 302
    row = Round.objects.get(pk=assessed.round_id)
    assert row.digest in page(office, answer["Location"]).text_content()


def test_a_framework_is_used_no_more_with_a_reason(office: Client, assessed: Assessed) -> None:
    home = f"/programmes/{assessed.programme_id}/assessment/"
    (address,) = page(office, home).xpath("//form[contains(@action, '/withdraw/')]/@action")
    for nothing in ("", "换用\0新表"):
        status, shown = send(office, address, reason=nothing)
        assert status == 422
        assert shown.xpath("//input[@name='reason'][@aria-invalid='true']")
    assert office.post(address, {"reason": "换用新表"})["Location"] == home
    assert Adoption.objects.get().withdrawn_on == TODAY
    assert not page(office, home).xpath("//form[contains(@action, '/withdraw/')]")
    assert office.post(address, {"reason": "再次停用"}).status_code == 409
    assert Round.objects.get().state == "open"


def test_a_round_is_counted_anew_while_it_is_open(office: Client, assessed: Assessed) -> None:
    send(office, assessed.row("1.2"), met="yes")
    Subject.objects.update(points=0)
    round_page = f"/assessment/rounds/{assessed.round_id}/"
    (address,) = page(office, round_page).xpath("//form[contains(@action, '/recount/')]/@action")
    assert office.post(address)["Location"] == round_page
    assert assessed.subject.points == 2 * SCALE
    close_round(actor=actor("office"), round_id=assessed.round_id, today=TODAY)
    assert not page(office, round_page).xpath("//form[contains(@action, '/recount/')]")
    assert office.post(address).status_code == 409


# --- a subject --------------------------------------------------------------------------------------------------


def test_a_subject_shows_its_rows_sums_and_what_lacks(office: Client, assessed: Assessed) -> None:
    send(office, assessed.row("1.1"), value="85")
    shown = page(office, f"/assessment/subjects/{assessed.subject.pk}/")
    assert "3.4" in shown.xpath("string(//p[@class='standing-total'])")
    assert len(shown.xpath("//tbody/tr")) == 7


def test_a_subject_asks_the_database_a_bounded_number_of_times(office: Client, assessed: Assessed) -> None:
    page(office, f"/assessment/subjects/{assessed.subject.pk}/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(office, f"/assessment/subjects/{assessed.subject.pk}/")
    assert len(asked) <= MOST_QUERIES


def test_rows_are_shown_as_a_heat_map(office: Client, assessed: Assessed) -> None:
    send(office, assessed.row("1.2"), met="yes")
    shown = page(office, f"/assessment/subjects/{assessed.subject.pk}/?view=map")
    assert shown.xpath("//td[@class='heat-5']")


# --- marks ------------------------------------------------------------------------------------------------------


def test_a_mark_is_kept_and_leads_to_the_next_unmarked_row(office: Client, assessed: Assessed) -> None:
    response = office.post(assessed.row("1.1"), {"number": 0, "value": "８５", "reason": "实地查看"})
    assert (response.status_code, response["Location"]) == (302, assessed.row("1.2"))
    assert Mark.objects.get().points == 3_400_000
    assert assessed.subject.points == int(3.4 * SCALE)


def test_a_figure_that_cannot_be_read_stands_at_its_field(office: Client, assessed: Assessed) -> None:
    status, shown = send(office, assessed.row("1.1"), value="约八成")
    assert status == 422
    assert shown.xpath("//*[@id='id_value_error']")
    assert shown.xpath("//input[@name='value']/@value") == ["约八成"]


def test_points_beyond_the_row_stand_at_their_field(office: Client, assessed: Assessed) -> None:
    status, shown = send(office, assessed.row("1.2"), points="5")
    assert status == 422
    assert shown.xpath("//*[@id='id_points_error']")


def test_an_empty_mark_is_told(office: Client, assessed: Assessed) -> None:
    status, shown = send(office, assessed.row("1.2"))
    assert status == 422
    assert shown.xpath("//*[@role='alert']")


def test_a_row_says_what_would_raise_it(office: Client, assessed: Assessed) -> None:
    send(office, assessed.row("1.2"), met="no")
    shown = page(office, assessed.row("1.2"))
    assert "+2" in shown.xpath("string(//ul[@class='raises'])")


def test_a_stale_form_changes_nothing(office: Client, assessed: Assessed) -> None:
    send(office, assessed.row("1.2"), met="no")
    status, _shown = send(office, assessed.row("1.2"), met="yes")
    assert status == 409
    assert Mark.objects.count() == 1


def test_a_mark_is_taken_back_with_a_reason(office: Client, assessed: Assessed) -> None:
    send(office, assessed.row("1.2"), met="no")
    status, shown = send(office, f"{assessed.row('1.2')}take-back/", number=1, reason="")
    assert status == 422
    assert shown.xpath("//*[@id='back_reason_error']")
    assert send(office, f"{assessed.row('1.2')}take-back/", number=1, reason="记错了行")[0] == 302


def test_taking_back_what_was_changed_meanwhile_is_told_on_the_row(office: Client, assessed: Assessed) -> None:
    send(office, assessed.row("1.2"), met="no")
    send(office, assessed.row("1.2"), met="yes", number=1)
    status, shown = send(office, f"{assessed.row('1.2')}take-back/", number=1, reason="记错了行")
    assert status == 409
    assert "他人" in shown.xpath("string(//main//p[@role='alert'])")
    assert Mark.objects.get(current=True).number == 2


def test_a_mark_for_a_round_that_was_closed_meanwhile_is_refused_in_words(office: Client, assessed: Assessed) -> None:
    send(office, assessed.row("1.2"), met="no")
    close_round(actor=actor("office"), round_id=assessed.round_id, today=TODAY)
    for address in (assessed.row("1.2"), f"{assessed.row('1.2')}take-back/"):
        status, shown = send(office, address, number=1, met="yes", reason="补记")
        assert status == 409
        assert "不接受评分" in shown.xpath("string(//main//p[@role='alert'])")


def given(address: str) -> EvidenceVersion:
    """A paper of a township, which the office does not read."""
    township = actor("township")
    link = reporting.Given(ProofKind.DOCUMENT, "自查情况通报", TODAY, url="https://lake.example/news/17")
    evidence = reporting.give(actor=township, unit_id=min(township.liaison_ids), given=link, today=TODAY)
    return EvidenceVersion.objects.get(evidence_id=evidence)


def test_what_a_mark_looked_at_stays_ticked_where_it_is_offered_no_more(office: Client, assessed: Assessed) -> None:
    send(office, assessed.row("1.2"), met="no")
    mark, version = Mark.objects.get(), given(assessed.row("1.2"))
    mark.evidence.create(jurisdiction_id=mark.jurisdiction_id, evidence_version=version)
    shown = page(office, assessed.row("1.2"))
    assert shown.xpath("//input[@name='evidence'][@checked]/@value") == [str(version.pk)]
    assert "自查情况通报" not in shown.text_content()
    assert send(office, assessed.row("1.2"), number=1, met="yes", evidence=version.pk)[0] == 302
    assert Mark.objects.get(current=True).evidence.get().evidence_version == version


def test_what_proves_a_row_already_is_told_on_the_row(office: Client, assessed: Assessed) -> None:
    version = given(assessed.row("1.2"))
    row = Row.objects.get(version__adoptions=assessed.adoption_id, code="1.2")
    RowProof.objects.create(
        jurisdiction_id=row.jurisdiction_id,
        adoption_id=assessed.adoption_id,
        row=row,
        evidence_version=version,
        on=TODAY,
    )
    status, shown = send(office, f"{assessed.row('1.2')}prove/", evidence=version.pk, passage="第二段")
    assert status == 409
    assert "已" in shown.xpath("string(//main//p[@role='alert'])")


def test_a_sign_that_no_database_keeps_is_refused_in_words(office: Client, assessed: Assessed) -> None:
    send(office, assessed.row("1.2"), met="no")
    version = given(assessed.row("1.2"))
    row = Row.objects.get(version__adoptions=assessed.adoption_id, code="1.2")
    proof = RowProof.objects.create(
        jurisdiction_id=row.jurisdiction_id,
        adoption_id=assessed.adoption_id,
        row=row,
        evidence_version=version,
        on=TODAY,
    )
    for address, said in (
        ("take-back/", {"number": 1, "reason": "记错\0了行"}),
        ("prove/", {"evidence": version.pk, "passage": "第二\0段"}),
        (f"proofs/{proof.pk}/withdraw/", {"reason": "不是\0本年"}),
    ):
        status, shown = send(office, f"{assessed.row('1.2')}{address}", **said)
        assert (address, status) == (address, 422)
        assert "空字符" in shown.xpath("string(//main//*[@role='alert'])")
    assert RowProof.objects.count() == Mark.objects.count() == 1


# --- who --------------------------------------------------------------------------------------------------------


def test_a_unit_that_it_does_not_concern_knows_nothing_of_it(sits: Callable[[str], Client], assessed: Assessed) -> None:
    township = sits("township")
    assert township.get(f"/assessment/subjects/{assessed.subject.pk}/").status_code == 404
    assert township.get(assessed.row("1.1")).status_code == 404


def test_a_leader_reads_and_does_not_mark(sits: Callable[[str], Client], assessed: Assessed) -> None:
    leader = sits("leader")
    assert leader.get(assessed.row("1.1")).status_code == 200
    assert send(leader, assessed.row("1.1"), value="1")[0] == 403
    assert leader.get(f"/assessment/rounds/{assessed.round_id}/close/").status_code == 403
    assert leader.post(f"/assessment/rounds/{assessed.round_id}/recount/").status_code == 403
    assert leader.post(f"/assessment/adoptions/{assessed.adoption_id}/withdraw/", {"reason": "停"}).status_code == 403
    home = page(leader, f"/programmes/{assessed.programme_id}/assessment/")
    assert not home.xpath("//form[contains(@action, '/withdraw/')]")
    assert leader.post(f"/programmes/{assessed.programme_id}/assessment/adopt/", {}).status_code == 403
