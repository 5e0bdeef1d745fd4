"""Papers of which the words are kept: what may not be kept is refused whole, and leaves nothing anywhere."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from luoshi.audit.models import Entry
from luoshi.files.rules.papers import of_rows, require_clean_paper
from luoshi.kernel.errors import Invalid
from luoshi.outline.read import read_plan
from luoshi.plans import actions
from luoshi.plans.models import Plan, Version
from luoshi.plans.rules import ItemKind, Operation
from luoshi.programme.queries.comment_tables import read_comment_table
from made import made
from made.docx import HEAD, W, package, run
from rooms.cast import TEXT, County, keep_draft, small_plan

TESTS = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("LUOSHI_SHARED") or TESTS.parents[1] / "shared") / "plans"
NUMBER, CARD, MOBILE = "50024019900307447X", "6228480402564890018", "13800138000"
ROLL = "姓名\t身份证件\t住址\n张三\t有\t东岸镇1组\n李四\t有\t东岸镇2组\n王五\t有\t东岸镇3组"
HOLDERS = (
    "成立领导小组，组长：张三（县委常委、副县长），副组长：李四（县住建局局长），成员：王五（县交通局副局长）。\n"
    "办公室设在县住建局，联系人：赵六（县住建局办公室主任），电话：023-73331234。\n"
    "将本项工作纳入内部审计，不得泄露国家秘密和商业秘密。"
)


def given_plans() -> list[Path]:
    return [*sorted((TESTS / "plans").glob("*.txt")), *sorted(SHARED.rglob("*.txt"))]


def with_head(docx: bytes, words: str) -> bytes:
    """The document with a head over its pages."""
    file = io.BytesIO(docx)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/header1.xml", f"{HEAD}<w:hdr {W}><w:p>{run(words)}</w:p></w:hdr>")
    return file.getvalue()


def refused(text: str, name: str = "方案.txt") -> Invalid:
    with pytest.raises(Invalid) as caught:
        require_clean_paper(text.encode(), name, text)
    return caught.value


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (f"联系人张三：{NUMBER}", "居民身份证号码（第12行：联系人张三：500*************7X）"),
        (f"补贴打入{CARD}。", "银行卡号（第12行：补贴打入***************0018）"),
        (f"联系人：张三，{MOBILE}", "个人手机号码（第12行：联系人：张三，138******00）"),
        (ROLL, "群众名单（第12行："),
    ],
)
def test_what_a_plan_may_not_hold_leaves_nothing_and_is_said_with_its_place(
    county: County, words: str, said: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(Invalid) as caught:
        actions.upload_plan(
            actor=county.office, content=f"{TEXT.rstrip()}\n{words}\n".encode(), file_name="parking.txt"
        )
    told = caught.value.in_words("zh-hans")
    assert said in told
    assert told.endswith("请删去后重新上传。")
    assert not any(number in told for number in (NUMBER, CARD, MOBILE))
    assert not Plan.objects.exists()
    assert Entry.objects.count() == before


def test_neither_a_new_version_nor_another_file_under_a_draft_brings_it_in(county: County) -> None:
    version_id = keep_draft(county)
    plan_id = Version.objects.get(pk=version_id).plan_id
    content = f"{TEXT}\n联系人张三：{NUMBER}\n".encode()
    with pytest.raises(Invalid):
        actions.upload_plan(actor=county.office, content=content, file_name="a.txt", plan_id=plan_id)
    with pytest.raises(Invalid):
        actions.replace_file(actor=county.office, version_id=version_id, content=content, file_name="a.txt")
    assert Version.objects.get().reading["source"]["text"] == TEXT
    assert not any(NUMBER in json.dumps([line.old, line.new]) for line in Entry.objects.all())


def test_the_name_of_a_file_is_looked_at_too(county: County) -> None:
    with pytest.raises(Invalid) as caught:
        actions.upload_plan(actor=county.office, content=TEXT.encode(), file_name=f"方案{NUMBER}.txt")
    assert "文件名" in caught.value.in_words("zh-hans")
    assert not Plan.objects.exists()
    assert not any(NUMBER in json.dumps(line.new) for line in Entry.objects.all())


@pytest.mark.parametrize("mark", ["机密", "秘密★1年", "密级：机密", "【绝密】"])
@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
def test_a_plan_with_a_mark_in_its_position_is_refused_whatever_its_format(
    county: County, mark: str, kind: str
) -> None:
    text = f"{mark}\n{TEXT}"
    with pytest.raises(Invalid) as caught:
        actions.upload_plan(
            actor=county.office, content=text.encode() if kind == "txt" else made(text, kind), file_name=f"p.{kind}"
        )
    assert caught.value.code == "classified"
    assert not Plan.objects.exists()


def test_a_mark_in_the_head_of_the_pages_is_seen_though_a_reading_leaves_it_out() -> None:
    content = with_head(package(f"<w:p>{run('停车便民行动实施方案')}</w:p><w:sectPr/>"), "机密")
    text = read_plan(content, name="p.docx").source.text
    assert "机密" not in text
    with pytest.raises(Invalid) as caught:
        require_clean_paper(content, "p.docx", text)
    assert "页眉" in caught.value.in_words("zh-hans")


def test_office_holders_fixed_lines_and_words_about_secrets_pass(county: County) -> None:
    actions.upload_plan(actor=county.office, content=f"{TEXT}\n{HOLDERS}\n".encode(), file_name="parking.txt")
    assert HOLDERS in Version.objects.get().reading["source"]["text"]


@pytest.mark.parametrize("path", given_plans(), ids=lambda path: path.stem)
def test_every_given_plan_is_taken(path: Path) -> None:
    content = path.read_bytes()
    require_clean_paper(content, path.name, read_plan(content, name=path.name).source.text)


def test_many_places_are_told_in_one_sentence() -> None:
    told = refused("\n".join(f"第{at}户 1380013800{at}" for at in range(8))).in_words("zh-hans")
    assert told.count("个人手机号码") == 5
    assert "另有3处" in told


def test_a_place_in_a_table_is_the_row_that_a_spreadsheet_shows() -> None:
    text, where = of_rows([(2, ("单位名称", "备注")), (5, ("县住建局", NUMBER))])
    with pytest.raises(Invalid) as caught:
        require_clean_paper(b"", "units.xlsx", text, where)
    assert "第5行" in caught.value.in_words("zh-hans")


def test_a_table_of_comments_with_a_mark_is_not_read() -> None:
    assert read_comment_table("单位,意见\n县住建局,同意。\n".encode())
    with pytest.raises(Invalid) as caught:
        read_comment_table("机密★,\n单位,意见\n县住建局,同意。\n".encode())
    assert caught.value.code == "classified"


@pytest.mark.parametrize(
    ("operation", "payload"),
    [
        (Operation.SET_TITLE, {"title": f"联系张三{MOBILE}"}),
        (Operation.SET_UNITS, {"units": [{"name": f"张三{NUMBER}", "role": "lead"}]}),
        (Operation.SET_DEADLINE, {"text": f"问{MOBILE}", "kind": "by", "date": "2026-12-01"}),
    ],
)
def test_a_correction_brings_in_nothing_of_the_kind(
    county: County, operation: Operation, payload: dict[str, object]
) -> None:
    version_id = keep_draft(county)
    with pytest.raises(Invalid) as caught:
        actions.correct(
            actor=county.office,
            version_id=version_id,
            operation=operation,
            kind=ItemKind.TASK,
            span=small_plan().tasks[0].span,
            payload=payload,
        )
    assert caught.value.code == "personal-words"
    assert not Version.objects.get(pk=version_id).corrections.exists()
