"""Frameworks in the browser: brought in, looked at, kept, edited, adopted, gone over from, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import post_save
from django.test import Client
from lxml import html

from luoshi.assessment.models import Adoption, Framework, FrameworkVersion, Row
from luoshi.assessment.rules.exchange import framework_from_dict, framework_to_json
from luoshi.assessment.templates import templates
from web.conftest import TODAY
from web.test_joint import page, stranger

__all__ = ["stranger"]

TABLE = """停车便民测评表（2026年）
序号,一级指标,二级指标,分值,评分标准,负责考核部门,佐证材料
1,泊位建设,新建停车场,60,每少建一个扣10分，扣完为止,县住建局,竣工验收材料
2,泊位建设,临时泊位有台账,20,有台账得20分，没有不得分,县住建局,台账
3,停车秩序,按季公布巡查结果,20,每少一次扣5分，扣完为止,县公安局,公布截图
"""


def table(text: str = TABLE, name: str = "测评表.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def brought(client: Client, **given: Any) -> html.HtmlElement:
    response = client.post("/frameworks/bring/", {"file": table(), **given})
    assert response.status_code == 200, response.content.decode()[:2000]
    return html.fromstring(response.content.decode())


def kept(client: Client, preview: html.HtmlElement, into: str = "") -> str:
    """Keep what a preview shows; gives the address of the framework."""
    sealed = preview.xpath("//input[@name='sealed']/@value")[0]
    response = client.post("/frameworks/bring/keep/", {"sealed": sealed, "into": into})
    assert response.status_code == 302, response.content.decode()[:2000]
    return str(response["Location"])


def test_a_table_is_shown_as_it_was_read_before_it_is_kept(office: Client) -> None:
    shown = brought(office)
    words = shown.text_content()
    assert "停车便民测评表" in words
    assert "每少建一个扣10分，扣完为止" in words
    assert shown.xpath("//p[@class='state']/b")[0].text == "3"
    assert not Framework.objects.exists()


def test_what_was_shown_is_kept_with_its_findings(office: Client) -> None:
    address = kept(office, brought(office))
    version = FrameworkVersion.objects.get()
    assert [row.code for row in Row.objects.filter(version=version, leaf=True)] == ["1", "2", "3"]
    assert version.file_name == "测评表.csv"
    assert all({"code", "row", "params"} <= set(one) for one in version.findings)
    assert "新建停车场" in page(office, address).text_content()


def test_findings_speak_the_language_of_the_page_and_those_kept_in_words_stay(office: Client) -> None:
    uneven = table(TABLE.replace("（2026年）", "（总分90分）"))
    address = kept(office, brought(office, file=uneven))
    noticed = "string(//section[@aria-labelledby='findings'])"
    assert "90" in page(office, address).xpath(noticed)
    version = FrameworkVersion.objects.get()
    office.post("/language/", {"language": "en"})
    english = page(office, address).xpath(noticed)
    assert "The table says 90 in all, its rows add up to 100." in english
    version.findings = [{"code": "old", "severity": "doubt", "row": "1", "line": 3, "message": "旧话", "advice": "看"}]
    version.save()
    assert "旧话" in page(office, address).xpath(noticed)


def test_the_framework_that_was_kept_opens_though_another_came_at_the_same_moment(office: Client) -> None:
    def another(sender: type, instance: FrameworkVersion, **_said: object) -> None:
        if Framework.objects.count() == 1:
            other = Framework.objects.create(jurisdiction_id=instance.jurisdiction_id, title="别的测评")
            given = {"jurisdiction_id": instance.jurisdiction_id, "number": 1, "body": instance.body, "made_on": TODAY}
            FrameworkVersion.objects.create(framework=other, **given)

    post_save.connect(another, sender=FrameworkVersion)
    try:
        address = kept(office, brought(office))
    finally:
        post_save.disconnect(another, sender=FrameworkVersion)
    assert address == f"/frameworks/{Framework.objects.get(title='停车便民测评表（2026年）').pk}/"


def test_a_changed_table_is_the_next_version(office: Client) -> None:
    address = kept(office, brought(office))
    framework = Framework.objects.get()
    changed = table(TABLE.replace("60", "55").replace("台账,20", "台账,25"))
    kept(office, brought(office, file=changed), into=str(framework.pk))
    assert list(framework.versions.values_list("number", flat=True)) == [1, 2]
    assert "55" in page(office, address).text_content()
    assert "60" in page(office, f"{address}?version=1").text_content()


def test_a_framework_as_json_is_taken(office: Client) -> None:
    data = framework_to_json(templates()["unity-county"])
    shown = brought(office, file=table(data, "体系.json"))
    kept(office, shown)
    assert framework_from_dict(FrameworkVersion.objects.get().body) == templates()["unity-county"]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("甲,乙\n1,2\n", "别的.csv", "没有找到"),
        ("", "空.csv", "空"),
        (TABLE + "4,其他,联系人,1,身份证11010519491231002X,县住建局,无\n", "测评表.csv", "私"),
        ("{", "坏.json", "JSON"),
    ],
)
def test_what_cannot_be_read_says_why(office: Client, text: str, name: str, words: str) -> None:
    response = office.post("/frameworks/bring/", {"file": table(text, name)})
    assert response.status_code == 422
    error = html.fromstring(response.content.decode()).xpath("//p[@class='field-error']")[0].text_content()
    assert words in error
    assert not Framework.objects.exists()


def test_a_preview_of_somebody_else_keeps_nothing(office: Client, sits: Callable[[str], Client]) -> None:
    assert office.post("/frameworks/bring/keep/", {"sealed": "made-up"}).status_code == 422
    sealed = brought(office).xpath("//input[@name='sealed']/@value")[0]
    assert sits("leader").post("/frameworks/bring/keep/", {"sealed": sealed}).status_code in (403, 422)
    assert not Framework.objects.exists()


def test_a_template_is_looked_at_and_kept_with_its_label(office: Client) -> None:
    assert "/frameworks/templates/unity-county/" in page(office, "/frameworks/").xpath("//a/@href")
    shown = page(office, "/frameworks/templates/unity-county/")
    assert "未公布" in shown.text_content()
    address = kept(office, shown)
    assert Framework.objects.get().template == "unity-county"
    assert "据公开文本整理" in page(office, address).text_content()
    assert office.get("/frameworks/templates/nothing/").status_code == 404


def test_a_row_is_edited_and_kept_as_the_next_version(office: Client) -> None:
    address = kept(office, brought(office))
    form = page(office, f"{address}row/?code=2").xpath("//main//form")[0]
    sent = {box.name: box.value for box in form.inputs if box.name and box.name != "csrfmiddlewaretoken"}
    sent |= {"points": "15.50", "scored_by": "县住建局\n县城管局", "proofs": "台账"}
    response = office.post(f"{address}row/", sent)
    assert response.status_code == 302, response.content.decode()[:3000]
    version = FrameworkVersion.objects.latest("number")
    row = next(one for area in framework_from_dict(version.body).rows for one in area.children if one.code == "2")
    assert (str(row.points), row.scored_by) == ("15.5", ("县住建局", "县城管局"))
    assert version.number == 2
    assert "sum-differs" in {one["code"] for one in version.findings} or version.findings


def test_an_edit_of_an_older_version_is_refused(office: Client) -> None:
    address = kept(office, brought(office))
    form = page(office, f"{address}whole/").xpath("//main//form")[0]
    sent = {box.name: box.value or "" for box in form.inputs if box.name and box.name != "csrfmiddlewaretoken"}
    assert office.post(f"{address}whole/", {**sent, "pass_points": "90"}).status_code == 302
    response = office.post(f"{address}whole/", {**sent, "pass_points": "80"})
    assert response.status_code == 422
    assert "他人" in html.fromstring(response.content.decode()).xpath("//p[@role='alert']")[0].text_content()
    assert FrameworkVersion.objects.count() == 2


def test_points_that_are_no_figure_stand_at_their_field(office: Client) -> None:
    address = kept(office, brought(office))
    version = FrameworkVersion.objects.get().pk
    response = office.post(f"{address}row/", {"row_code": "2", "version": version, "kind": "base", "points": "很多"})
    assert response.status_code == 422
    assert 'value="很多"' in response.content.decode()


def test_it_is_adopted_and_the_joint_table_opens(office: Client, site: int) -> None:
    address = kept(office, brought(office))
    response = office.post(f"{address}adopt/", {"programme": site, "kind": "programme"})
    assert response["Location"] == f"/assessment/{Adoption.objects.get().pk}/joint/"
    again = office.post(f"{address}adopt/", {"programme": site, "kind": "programme"})
    assert again.status_code == 409
    assert office.post(f"{address}adopt/", {"programme": site, "kind": "site"}).status_code == 422


def test_going_over_shows_what_is_lost_first(office: Client, site: int) -> None:
    address = kept(office, brought(office))
    office.post(f"{address}adopt/", {"programme": site, "kind": "programme"})
    without = TABLE[: TABLE.index("3,停车秩序")]
    kept(office, brought(office, file=table(without)), into=str(Framework.objects.get().pk))
    way = page(office, address).xpath("//a[contains(@href, '/renew/')]/@href")[0]
    shown = page(office, way)
    assert "按季公布巡查结果" in shown.xpath("//section[@aria-labelledby='lost']")[0].text_content()
    assert Adoption.objects.get().version.number == 1
    edit = shown.xpath("//input[@name='edit']/@value")[0]
    assert office.post(way, {"edit": edit}).status_code == 302
    assert Adoption.objects.get().version.number == 2
    assert office.post(way, {"edit": edit}).status_code == 409


def test_it_is_withdrawn_with_a_reason(office: Client) -> None:
    address = kept(office, brought(office))
    for nothing in ("", "已有\0新表"):
        assert office.post(f"{address}withdraw/", {"reason": nothing}).status_code == 422
    assert office.post(f"{address}withdraw/", {"reason": "已有新表"}).status_code == 302
    assert Framework.objects.get().withdrawn_on is not None


def test_strangers_do_not_find_it_and_colleagues_do_not_change_it(
    office: Client, stranger: Client, sits: Callable[[str], Client]
) -> None:
    address = kept(office, brought(office))
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}withdraw/", {"reason": "x"}).status_code == 404
    leader = sits("leader")
    assert not page(leader, address).xpath("//a[contains(@href, '/row/')]")
    assert leader.get("/frameworks/bring/").status_code == 403
    assert leader.get(f"{address}row/?code=1").status_code == 403
    assert leader.post(f"{address}withdraw/", {"reason": "x"}).status_code == 403
    assert leader.get("/frameworks/templates/unity-county/").status_code == 403


def test_an_empty_list_tells_the_next_step(office: Client) -> None:
    assert page(office, "/frameworks/").xpath("//div[@class='empty']//a[@href='/frameworks/bring/']")
