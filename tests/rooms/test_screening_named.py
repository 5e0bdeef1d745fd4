"""Residents who are listed by name alone are found; office-holders, villages, bodies and counts are not."""

from __future__ import annotations

import pytest

from luoshi.files.rules.identifiers import Kind
from luoshi.files.rules.masking import mask
from luoshi.files.rules.screening import screen, screen_text
from made.ordinary_papers import FORMATS, Paper, Part

ROLLS: tuple[tuple[Part, ...], ...] = (
    ("低保对象：张三、李四、王五、赵六",),
    ("低保户花名册", "张三", "李四", "王五"),
    ("贫困户统计", [["序号", "贫困户"], [1, "张三"], [2, "李四"], [3, "王五"]]),
    ([["序号", "农户", "金额"], [1, "张三", 300], [2, "李四", 200], [3, "王五", 100]],),
    ("低保对象花名册", [["序号", "姓名"], [1, "张三"], [2, "李四"], [3, "王五"]]),
    ([["乡镇", "脱贫户", "帮扶干部"], *[["青石镇", name, "钱七"] for name in ("张三", "李四", "王五")]],),
    ("户主：张三 家庭人口：3", "户主：李四 家庭人口：4", "户主：王五 家庭人口：2"),
    ("一组村民", "张三 2人 300元", "李四 3人 400元", "王五 1人 200元"),
    ("一、脱贫户：", "1. 张三", "2. 李四", "3. 王小五"),
    ("困难群众春节慰问名单", "（公示）", "张　三、李　四、王小五"),
    ("县委书记走访慰问困难群众张三、李四和王五等户，送去米和油。",),
    ("受助群众：张三（3人）、李四（2人）、王五（4人）",),
    ("村民张三，住一组；村民李四，住二组；村民王五，住三组",),
    ("低保对象 张三 李四 王五",),
    ("残疾人名单如下：张三，李四，欧阳小五。",),
    ("监测对象（3户）：扎西次仁、达瓦、卓玛",),
)

OTHERS: tuple[tuple[Part, ...], ...] = (
    ("低保户35户，脱贫户120户，监测对象8户。",),
    ("低保户：青石镇35户、云岭乡20户、白沙镇18户",),
    ("低保户较多的村：石门村、龙井村、白沙村",),
    ("脱贫户", "青石镇 35户", "云岭乡 20户", "白沙镇 18户"),
    ("脱贫户 石门 35户", "脱贫户 龙井 20户", "脱贫户 白沙 18户"),
    ("村民委员会：石门、龙井、白沙、柳溪",),
    ("残疾人联合会：张三、李四、王五",),
    ("脱贫户帮扶责任人名单", "张三", "李四", "王五"),
    ("困难群众慰问领导小组成员：张三、李四、王五",),
    ("低保工作领导小组", "组长：张三 县民政局局长", "成员：李四 县财政局副局长", "王五 县残联理事长"),
    ("困难群众慰问安排表", [["慰问领导", "职务"], ["张三", "县长"], ["李四", "副县长"], ["王五", "副县长"]]),
    ("低保对象花名册填报联系人", [["姓名", "办公电话"], ["张三", "023-71234567"], ["李四", "71234568"], ["王五", ""]]),
    ("成员：张三、李四、王五、赵六",),
    ("值班人员", "张三 023-71234567", "李四 023-71234568", "王五 023-71234569"),
    ("居民关心、关注、关切的问题，村民满意，农户方便，残疾人安心，贫困户高兴。",),
    ("贫困户安全、安居、安心；低保户：单人、单亲、高龄",),
    ("村民", "高度重视，加强学习。", "明确任务，压实责任。", "关心群众，方便群众。"),
    ("困难群众：张某、李某、王某某",),
    ("救助对象：张三",),
    ([["乡镇", "低保户", "残疾人"], ["石门", 35, 20], ["龙井", 20, 10], ["白沙", 18, 9]],),
    ([["脱贫户", "户数"], ["青石镇", 35], ["云岭乡", 20], ["白沙镇", 18]],),
    ("脱贫村名单", "石门村", "龙井村", "白沙村"),
    ("王书记、李主任、张镇长走访居民王书记、李主任、张镇长",),
)


def said(parts: tuple[Part, ...]) -> str:
    return FORMATS["txt"](Paper("a", parts)).decode()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("parts", ROLLS, ids=said)
def test_residents_by_name_alone_are_found_and_masked(parts: tuple[Part, ...], form: str) -> None:
    content, name = FORMATS[form](Paper("a", parts)), f"a.{form}"
    screening = screen(content, name)
    assert [finding.kind for finding in screening.findings] == [Kind.RESIDENT_LIST]
    assert not any("张三" in line for line in (*screening.lines, screening.findings[0].shown))
    assert screen(mask(content, name), name).clean


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("parts", OTHERS, ids=said)
def test_office_holders_villages_bodies_and_counts_pass(parts: tuple[Part, ...], form: str) -> None:
    assert screen(FORMATS[form](Paper("a", parts)), f"a.{form}").findings == ()


def test_a_typed_list_of_residents_says_where_it_stands() -> None:
    (finding,) = screen_text("第一行\n低保对象：张三、李四、王五")
    assert (finding.span, finding.place.params) == ((9, 11), {"number": 2})
    assert finding.shown == "低保对象 × 3"
