# ruff: noqa: E501 - cells are written as offices fill them
"""Tables of seven subjects as different offices lay them out, in words of our own, each with the findings planted in it.

``UP`` belongs to the cell above it (see ``imitated``).
"""

from __future__ import annotations

from assessment.imitated import UP

Table = list[tuple[str, ...]]
Findings = list[tuple[str, str]]

# two header rows, the levels merged, points in the names, full-width digits; planted: the grades
# leave 79.5 and 89.5 to none and 60 to two; the points of row 5 stand in its name alone
RIVER: tuple[Table, Findings] = (
    [
        ("某县２０２５年度河长制工作考核评分表", "", "", "", "", ""),
        ("序号", "一级指标", "二级指标", "分值", "计分办法", "材料来源"),
        (
            "1",
            "一、河长履职（３０分）",
            "（一）巡河（１５分）",
            "15",
            "河长按规定频次巡河得15分；每少1次扣1分，扣完为止。",
            "巡河台账",
        ),
        (
            "2",
            UP,
            "（二）交办问题（１５分）",
            "15",
            "交办问题按期办结率达到100%得15分，每低1个百分点扣0.5分。",
            "交办单",
        ),
        (
            "3",
            "二、河湖管护（７０分）",
            "（一）水质（４０分）",
            "40",
            "断面水质达标率≥95%得40分，≥90%得30分，≥80%得20分，低于80%不得分。",
            "监测报告",
        ),
        (
            "4",
            UP,
            "（二）保洁（２０分）",
            "20分",
            "发现一处漂浮物扣０．５分，最多扣10分；发现一处侵占扣2分。",
            "督查记录",
        ),
        ("5", UP, "（三）岸线（１０分）", "", "岸线划界成果公告得5分，界桩埋设到位得5分。", "公告"),
        ("", "合计", "", "100", "", ""),
        (
            "注：1.得分保留两位小数。2.总分90分以上为优秀，80-89分为良好，60-79分为合格，60分以下为不合格。",
            "",
            "",
            "",
            "",
            "",
        ),
    ],
    [("bands-gap", ""), ("bands-gap", ""), ("ends-unsaid", "")],
)

# vetoes first, key rows, awards at the end that the total leaves out; planted: the parts of row 3 come to 9
FOOD_SAFETY: tuple[Table, Findings] = (
    [
        ("食品安全示范县评价细则（试行）", "", "", "", "", "", ""),
        ("编号", "类别", "评价内容", "分值", "评分标准", "评价方式", "责任部门"),
        (
            "A1",
            "否决项",
            "近三年未发生重大及以上食品安全事故",
            "否决",
            "发生的，一票否决。",
            "部门意见",
            "县市场监管局",
        ),
        (
            "B1",
            "基本项（60分）",
            "监管机构健全",
            "20",
            "乡镇监管所全覆盖得20分，每缺1个扣4分，扣完为止。",
            "材料审核",
            "县市场监管局",
        ),
        (
            "B2",
            UP,
            "抽检",
            "30",
            "每千人抽检量达到5批次得30分，每少0.5批次扣3分，扣完为止。",
            "材料审核",
            "县市场监管局、县农业农村局",
        ),
        ("B3", UP, "投诉举报办理", "10", "1.按期办结得5分。\n2.结果公开得4分。", "材料审核", "县市场监管局"),
        (
            "C1",
            "关键项（40分）",
            "学校食堂明厨亮灶",
            "40",
            "覆盖率100%得40分；≥90%得30分；≥80%得20分；<80%不得分。",
            "实地检查",
            "县教育局",
        ),
        (
            "D1",
            "加分项",
            "工作创新",
            "5",
            "经验获国家级推广的加5分，省级推广的加3分，不重复计分。",
            "材料审核",
            "县食安办",
        ),
        ("总分", "", "", "100", "", "", ""),
    ],
    [("sum-differs", "B3")],
)

# item and rule in one cell, points in the name of the item, no column of numbers; planted: a deduction larger than its row
FORESTRY: tuple[Table, Findings] = (
    [
        ("考核项目", "考核内容及评分标准", "满分", "考核部门"),
        ("造林绿化", "完成年度造林任务的得25分，未完成的按完成比例得分。", "25", "县林业局"),
        ("森林防火", "全年未发生较大以上森林火灾得25分；每发生一起一般森林火灾扣3分。", "25", "县应急管理局"),
        ("林长履职", "每季度巡林不少于1次，每少1次扣30分。", "20", "县林长办"),
        ("有害生物防治", "成灾率≤3‰得15分，>3‰不得分。", "15", "县林业局"),
        ("资源保护", "林地案件查结率×15分", "15", "县公安局"),
    ],
    [("deduction-exceeds", "r4")],
)

# met or not met, codes of letters, an explanation column; planted: a target that is missing
SCHOOLS: tuple[Table, Findings] = (
    [
        ("县域学前教育普及普惠评估表", "", "", "", ""),
        ("A级指标", "B级指标", "评估内容", "达标要求", "指标属性"),
        ("A1 普及普惠水平", "B1", "毛入园率", "≥90%", "约束性"),
        (UP, "B2", "普惠性幼儿园覆盖率", "≥85%", "约束性"),
        (UP, "B3", "公办园在园幼儿占比", "≥50%", "约束性"),
        ("A2 保障情况", "B4", "生均公用经费拨款标准", "不低于600元", "约束性"),
        (UP, "B5", "班额普遍达标", "（原文缺失）", "约束性"),
    ],
    [("text-missing", "r7")],
)

# notes and subtotals among rows, headings in rows of their own, parts in brackets; planted: a number that stands twice
VILLAGE: tuple[Table, Findings] = (
    [
        ("文明村测评表", "", "", "", ""),
        ("序号", "测评项目", "测评标准", "标准分", "测评方法"),
        ("一、组织建设（30分）", "", "", "", ""),
        ("1", "制度", "1.有村规民约（5分）；2.有红白理事会章程（5分）；3.执行有记录（5分）。", "15", "查阅资料"),
        ("2", "阵地", "新时代文明实践站挂牌并配有管理员得15分，缺一项扣5分。", "15", "实地检查"),
        ("小计", "", "", "30", ""),
        ("二、村容村貌（70分）", "", "", "", ""),
        ("3", "环境", "垃圾日产日清得40分，发现一处暴露垃圾扣2分，扣完为止。", "40", "实地检查"),
        ("2", "公共设施", "设施完好得30分，损坏一处扣3分。", "30", "实地检查"),
        ("小计", "", "", "70", ""),
        ("合计", "", "", "100", ""),
        ("说明：测评总分85分以上为达标。", "", "", "", ""),
    ],
    [("number-twice", "2-2")],
)

# rows of an organisation only, proofs with offices inside the cell, same as above; planted: a state of mind that nothing shows
UNITY: tuple[Table, Findings] = (
    [
        ("民族团结进步创建机关测评指标", "", "", "", ""),
        ("一级指标", "二级指标", "测评要点", "分值", "证明材料"),
        (
            "1.组织领导（40分）",
            "机制",
            "纳入年度工作要点，得20分；明确专门科室，得20分。",
            "40",
            "文件；责任单位：机关党委",
        ),
        (
            "2.宣传教育（60分）",
            "阵地",
            "设有固定宣传栏，得30分，半年未更新的扣10分。",
            "30",
            "照片说明；责任单位：办公室",
        ),
        (UP, "氛围", "干部思想重视、氛围浓厚的得满分。", "30", ""),
    ],
    [("nothing-proves", "r5")],
)

# weights beside points, columns to be filled in, levels numbered twice over; planted: a filled-in column, steps with a gap
SAFETY: tuple[Table, Findings] = (
    [
        ("序号", "考核类别", "考核指标", "标准分值", "扣分标准", "考核得分", "备注"),
        ("1", "责任落实", "责任书签订", "20", "每缺1家扣1分，扣完为止。", "", "含村（社区）"),
        ("2", "责任落实", "隐患整改", "40", "整改率95%以上得40分，80%以上不足90%得20分，80%以下不得分。", "36", ""),
        ("3", "事故控制", "事故起数", "40", "未发生亡人事故得40分，每发生1起扣20分。", "", ""),
    ],
    [("column-unread", ""), ("bands-gap", "2")],
)

COUNTY_TABLES = {
    "river": RIVER, "food": FOOD_SAFETY, "forestry": FORESTRY, "schools": SCHOOLS, "village": VILLAGE, "unity": UNITY,
    "safety": SAFETY,
}  # fmt: skip
