"""Who is responsible, told from the words of one clause."""

from __future__ import annotations

import pytest

from luoshi.outline.model import Role
from luoshi.outline.stages import names, units
from luoshi.outline.stages.subjects import in_prose, subjects

LEAD, RESPONSIBLE, SUPPORT = Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT


def roles(text: str) -> list[tuple[str, Role]]:
    return [(u.name, u.role) for c in units.clauses(text, 0, len(text)) for u in c.units]


def read_names(text: str) -> list[str]:
    return [text[s.start : s.end] for s in names.split(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "建成驿站。〔责任单位：县商务局、县林业局 、县档案馆，各乡镇（街道）〕",
            ["县商务局", "县林业局", "县档案馆", "各乡镇（街道）"],
        ),
        ("责任部门：城关联合党委及柳岸社区、北桥社区", ["城关联合党委", "柳岸社区", "北桥社区"]),
        ("（县水利局、县财政局等按职责分工负责）", ["县水利局", "县财政局"]),
        ("（省教育厅、省财政厅等省级有关部门及各设区市负责）", ["省教育厅", "省财政厅", "各设区市"]),
        ("【责任单位：县委党校（县行政学校）；联系电话：0000-000000】", ["县委党校（县行政学校）"]),
        ("牵头处室：规划处（详见附件2）；配合部门 ：相关联合党委及村居。", ["规划处", "相关联合党委及村居"]),
        ("建好台账。由建设处、应急办牵头，片区相关处室按职责分工负责。", ["建设处", "应急办", "片区相关处室"]),
    ],
)
def test_bodies_are_kept_as_written_without_repeats(text: str, expected: list[str]) -> None:
    assert [name for name, _ in roles(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（县教育局牵头负责;县财政局、各乡镇配合)", [("县教育局", LEAD), ("县财政局", SUPPORT), ("各乡镇", SUPPORT)]),
        ("（牵头单位：县水利局，配合单位：县农业农村局）", [("县水利局", LEAD), ("县农业农村局", SUPPORT)]),
        ("责任单位：县商务局", [("县商务局", RESPONSIBLE)]),
        ("主办单位：县文化馆\n承办单位：县图书馆", [("县文化馆", RESPONSIBLE), ("县图书馆", RESPONSIBLE)]),
        ("（县民政局会同县残联牵头，县财政局负责）", [("县民政局", LEAD), ("县残联", LEAD), ("县财政局", RESPONSIBLE)]),
    ],
)  # fmt: skip
def test_labels_and_verbs_give_the_roles(text: str, expected: list[tuple[str, Role]]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "（含改造提升等内容由财政负责）",
        "（以下简称创建办）",
        "（GB50337-2016）",
        "（见附件1）",
        "按照职责推进，形成合力。",
        "（另行通知）",
    ],
)
def test_a_remark_in_brackets_names_nobody(text: str) -> None:
    assert roles(text) == []


def test_a_word_that_governs_both_sides_of_an_and_is_not_cut() -> None:
    assert read_names("县住房和城乡建设局、县发展和改革委员会、交通与建设处") == [
        "县住房和城乡建设局",
        "县发展和改革委员会",
        "交通与建设处",
    ]


def test_two_complete_bodies_are_cut_at_and() -> None:
    assert read_names("县教育局和县体育局及各学校") == ["县教育局", "县体育局", "各学校"]


def test_a_persons_name_is_dropped_and_its_place_is_told() -> None:
    text = "（责任单位：县水利局 王某某）"
    (clause,) = units.clauses(text, 0, len(text))
    assert [u.name for u in clause.units] == ["县水利局"]
    assert [text[p.start : p.end] for p in clause.persons] == ["王某某"]


def test_a_label_for_persons_ends_the_list_of_bodies() -> None:
    assert roles("责任单位：县水利局；责任人：李某某；完成时限：12月底") == [("县水利局", RESPONSIBLE)]


def test_a_collective_is_a_group_and_a_second_name_is_an_alias() -> None:
    text = "（责任单位：各乡镇（街道）、县委党校（县行政学校））"
    (clause,) = units.clauses(text, 0, len(text))
    assert [(u.group, u.alias) for u in clause.units] == [(True, None), (False, "县行政学校")]


@pytest.mark.parametrize(
    "rule",
    ["排在第一位的为牵头部门，下同", "列第一位者为牵头单位，下同", "排名第一的单位为牵头单位", "第一个单位为牵头单位"],
)
def test_a_rule_said_once_makes_the_first_body_lead(rule: str) -> None:
    assert units.first_leads(f"（县水利局、县财政局负责。{rule}）")


def test_sentences_tell_who_acts_only_at_their_head() -> None:
    text = "11月30日前，各乡镇（街道）、县级部门单位对工作开展自查。督促各学校整改。"
    assert [u.name for u in subjects(text, 0, len(text))] == ["各乡镇（街道）", "县级部门单位"]


def test_a_verb_is_not_swallowed_by_a_name() -> None:
    text = "县创建工作领导小组组织人员对照指标自验。县民政局处理来信。"
    assert [u.name for u in subjects(text, 0, len(text))] == ["县创建工作领导小组", "县民政局"]


def test_prose_tells_the_lead_and_those_it_calls_in() -> None:
    text = "由社会事业处牵头，组织交通与建设处、资源生态处和相关单位开展巡查。"
    (clause,) = in_prose(text, 0, len(text))
    assert [(u.name, u.role) for u in clause.units] == [
        ("社会事业处", LEAD), ("交通与建设处", SUPPORT), ("资源生态处", SUPPORT), ("相关单位", SUPPORT),
    ]  # fmt: skip


def test_a_bracket_of_nothing_but_bodies_behind_a_sentence_names_who_is_responsible() -> None:
    assert roles("推动银行发放贷款。（人民银行青岚省分行、省委金融办）") == [
        ("人民银行青岚省分行", RESPONSIBLE),
        ("省委金融办", RESPONSIBLE),
    ]


def test_a_time_in_the_bracket_is_nobody() -> None:
    assert [name for name, _ in roles("出台细则。（省卫生健康委牵头，省民政厅配合，2025年9月底前出台）")] == [
        "省卫生健康委",
        "省民政厅",
    ]


def test_lead_in_brackets_behind_a_name_marks_it() -> None:
    assert roles("责任单位：区住建局（牵头）、区财政局") == [("区住建局", LEAD), ("区财政局", RESPONSIBLE)]


def test_a_sentence_of_who_does_what_may_end_with_when() -> None:
    text = "建设充电设施。县住建局牵头，县发改局，各乡镇（街道）配合，6月底前完成60%。"
    assert roles(text) == [("县住建局", LEAD), ("县发改局", SUPPORT), ("各乡镇（街道）", SUPPORT)]
