"""Papers and tables that are brought in: what may not be kept is told at the field, and nothing of it is kept."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from luoshi.assessment.rules.exchange import framework_to_json
from luoshi.assessment.rules.framework import Framework, Row
from luoshi.audit.models import Entry
from luoshi.plans.models import Version
from web.cast import PLAN, upload

NUMBER = "50024019900307447X"
UNITS = "单位名称,备注\n县档案馆,{}\n"
ACCOUNTS = "登录名,姓名,单位,备注\ndangan,赵六,县农业农村委,{}\n"
TASKS = "目标任务,工作内容,责任单位,备注\n设立档案室,年内完成。,县农业农村委,{}\n"


def wrong(response_body: bytes) -> str:
    return "".join(html.fromstring(response_body.decode()).xpath("//p[@class='field-error']//text()"))


def journalled() -> str:
    return json.dumps([[line.old, line.new] for line in Entry.objects.all()], ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (f"{PLAN}联系人张三：{NUMBER}\n", "方案.txt", "居民身份证号码（第12行：联系人张三：500*************7X）"),
        (f"机密★1年\n{PLAN}", "方案.txt", "文件标有密级"),
        (PLAN, f"方案{NUMBER}.txt", "文件名"),
    ],
)
@pytest.mark.parametrize("place", ["plans/upload/", "draft", "next", "amendment"])
def test_a_plan_that_may_not_be_kept_is_told_at_the_field(
    site: int, office: Client, draft: str, place: str, text: str, name: str, said: str
) -> None:
    versions = Version.objects.count()
    address = {
        "plans/upload/": "/plans/upload/",
        "amendment": f"/programmes/{site}/amendments/version/",
    }.get(place, f"{draft}file/")
    response = office.post(address, {"file": upload(text, name), "as": place})
    assert response.status_code == 422
    assert said in wrong(response.content)
    assert NUMBER not in response.content.decode()
    assert Version.objects.count() == versions
    assert NUMBER not in journalled()


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/units/import/", UNITS),
        ("/accounts/import/", ACCOUNTS),
        ("/programmes/{}/task-table/", TASKS),
    ],
)
def test_a_table_with_a_mark_or_a_number_is_told_at_the_field_and_carried_nowhere(
    site: int, office: Client, address: str, table: str
) -> None:
    for content, said in (
        (f"秘密★3年,\n{table.format('无')}", "文件标有密级"),
        (table.format(NUMBER), "居民身份证号码"),
    ):
        response = office.post(address.format(site), {"file": SimpleUploadedFile("表.csv", content.encode())})
        assert response.status_code == 422
        assert said in wrong(response.content)
        assert NUMBER not in response.content.decode()


def test_a_framework_in_json_is_looked_at_with_its_name(office: Client) -> None:
    for name, title in (("表.json", f"联系{NUMBER}"), (f"{NUMBER}.json", "新建停车场")):
        content = framework_to_json(Framework("停车便民", "1", (Row("1", title, Decimal(1)),)))
        response = office.post("/frameworks/bring/", {"file": SimpleUploadedFile(name, content.encode())})
        assert response.status_code == 422
        assert "居民身份证号码" in wrong(response.content)
