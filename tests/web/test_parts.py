"""Whose parts of a table are, in the browser: the list with its doubts, one part said, and what a department sees."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.rounds import open_round, plan_round
from luoshi.assessment.models import Part, Row, Subject
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.demonstration.queries import account
from luoshi.units.models import Unit
from luoshi.units.queries import seat
from rooms.departments import by_departments
from web.conftest import TODAY
from web.test_joint import page, stranger

__all__ = ["stranger"]


@pytest.fixture
def adoption(site: int) -> int:
    """Units of the demonstration by parts of three: one is called as a unit is, one nearly so, one like nobody."""
    actor = seat(account("office")).actor
    first, second = units()[:2]
    table = by_departments(first, second, "县星际航行局")
    version = keep_framework(actor=actor, framework=table, today=TODAY)
    return adopt(actor=actor, programme_id=site, version_id=version, subject_kind=SubjectKind.UNIT)


def units() -> list[str]:
    bound = Unit.objects.filter(kind="government", valid_to=None).order_by("order", "pk")
    return list(bound.values_list("name", flat=True))


def head(code: str) -> int:
    return Row.objects.filter(code=code, version__framework__title="县直部门年度考核").latest("pk").pk


def test_the_list_says_whose_each_part_is_and_what_is_in_doubt(office: Client, adoption: int) -> None:
    shown = page(office, f"/assessment/{adoption}/parts/")
    whose = [cell.text_content().strip() for cell in shown.xpath("//td[@data-label='归属单位']")]
    assert whose == [*units()[:2], "没有找到同名单位"]
    assert "1 组待确认" in shown.text_content()
    assert len(shown.xpath("//section[@aria-labelledby='without']//li")) > 1


def test_the_office_says_whose_a_part_is(office: Client, adoption: int) -> None:
    unit = Unit.objects.get(name=units()[2])
    shown = page(office, f"/assessment/{adoption}/parts/{head('2.3')}/")
    [seen] = shown.xpath("//input[@name='seen']/@value")
    response = office.post(f"/assessment/{adoption}/parts/{head('2.3')}/", {"unit": str(unit.pk), "seen": seen})
    assert response.status_code == 302
    assert Part.objects.get(unit=unit).row.code == "2.3"
    stale = office.post(f"/assessment/{adoption}/parts/{head('2.3')}/", {"seen": seen})
    assert stale.status_code == 409


def test_a_unit_with_another_part_is_refused_in_a_sentence(office: Client, adoption: int) -> None:
    unit = Unit.objects.get(name=units()[0])
    response = office.post(f"/assessment/{adoption}/parts/{head('2.3')}/", {"unit": str(unit.pk)})
    assert response.status_code == 409
    assert f"{unit.name}已有个性指标" in response.content.decode()


def test_units_do_not_say_whose_parts_are(adoption: int, sits: Callable[[str], Client], stranger: Client) -> None:
    for who in ("township", "leader"):
        response = sits(who).post(f"/assessment/{adoption}/parts/{head('2.3')}/", {})
        assert response.status_code == 403, who
    assert stranger.get(f"/assessment/{adoption}/parts/").status_code == 404


def test_a_department_sees_its_own_part_and_is_told_what_is_left_out(office: Client, adoption: int) -> None:
    actor = seat(account("office")).actor
    made = plan_round(actor=actor, adoption_id=adoption, kind=RoundKind.REVIEW)
    open_round(actor=actor, round_id=made, today=TODAY)
    one = Subject.objects.get(round_id=made, unit__name=units()[0])
    shown = page(office, f"/assessment/subjects/{one.pk}/")
    assert "其他单位的 5 行个性指标不列出" in shown.text_content()
    row = page(office, f"/assessment/subjects/{one.pk}/rows/{head('2.2.1')}/")
    assert "其他单位" in row.text_content()
    assert not row.xpath("//form[contains(@action, 'mark')]")


def test_the_joint_table_leads_to_the_parts_and_names_whose_rows_are(office: Client, adoption: int) -> None:
    shown = page(office, f"/assessment/{adoption}/joint/")
    assert shown.xpath(f"//a[@href='/assessment/{adoption}/parts/']")
    assert units()[0] in shown.xpath(f"//tr[@id='row-{head('2.1.1')}']/th")[0].text_content()
    assert "归属未确定" in shown.xpath(f"//tr[@id='row-{head('2.3.1')}']/th")[0].text_content()
