"""Duty words: by what stands in the name of a body, which words of a sentence likely make it that body's own. Pure.

Our own table, for any county: offices of one duty are named alike everywhere (水利局, 水务局). A word stands here where
it points to few bodies; words that every sentence has (发展, 建设, 管理) point to nobody.
"""

from __future__ import annotations

import re
from functools import lru_cache

# what stands in the name -> words of its duties
_TABLE: tuple[tuple[str, str], ...] = (
    ("发展改革|发改", "项目 投资 规划纲要 价格 节能 信用体系 营商环境 重大工程 以工代赈 易地搬迁"),
    ("经济信息|经信|工信|工业信息|工业和信息", "工业 制造业 信息化 通信 网络 5G 电力 企业 数字经济 中小微"),
    ("教委|教育|教科", "教育 学校 校园 教师 学生 学前 义务教育 青少年 课堂 思政课 师资 双语 大中小学"),
    ("科技|科学技术", "科技 创新 科普 研发 技术成果"),
    ("民族宗教|民宗|民族事务", "民族 宗教 民族团结 共同体意识 民族政策 宗教场所 少数民族"),
    ("公安", "治安 公安 警务 户籍 流动人口 交通安全 打击 违法 反诈 扫黑 巡查 停车秩序"),
    ("民政", "民政 养老 社会救助 低保 社会组织 婚姻 殡葬 社区治理 特困 福利 慈善 未成年人保护 社会工作"),
    ("司法", "司法 法治 普法 法律 调解 公证 行政执法 法律援助 矛盾纠纷"),
    ("财政", "资金 经费 财政 预算 转移支付 补助 投入 专项"),
    ("人力社保|人社|人力资源", "就业 创业 社会保险 社保 技能培训 劳动 人才 农民工 工资 表彰 职业"),
    ("规划自然资源|自然资源|规自", "国土 空间规划 土地 用地 耕地 矿山 地质灾害 自然资源 规划编制 村庄规划"),
    ("生态环境|环保", "环境 污染 生态环境 水质 大气 排放 环保 土壤 垃圾 噪声 碳"),
    ("住房城乡|住建|城乡建设", "住房 城镇 建筑 危房 老旧小区 棚户区 城乡建设 农房 停车场 传统村落 物业 人居"),
    ("交通", "交通 公路 道路 客运 运输 铁路 农村公路 公交 通畅 四好"),
    ("水利|水务", "水利 水库 灌溉 河 河长 饮水 供水 防汛 水土 水资源 节水"),
    ("农业农村|农业|农委", "农业 农村 乡村 粮食 耕地 种植 养殖 农产品 农民 高标准农田 特色产业 厕所 示范带 田园"),
    ("商务", "商贸 消费 市场体系 电商 电子商务 外贸 物流 商业 招商 开放 夜间经济"),
    (
        "文化旅游|文旅|文化和旅游|文广",
        "文化 旅游 文物 非物质文化遗产 非遗 景区 广播 演出 图书馆 博物馆 文艺 文旅 民宿 体育 戏",
    ),
    ("卫生健康|卫健", "医疗 卫生 健康 疾病 医院 疫情 公共卫生 妇幼 中医 托育 生育"),
    ("退役军人", "退役军人 优抚 双拥 军人 烈士"),
    ("应急", "应急 安全生产 防灾 减灾 灾害 救援 突发 风险隐患 消防"),
    ("审计", "审计"),
    ("市场监管|市场监督", "市场监管 食品 药品 质量 标准 消费者 知识产权 商标 市场主体 价格监管 公平竞争"),
    ("统计", "统计 普查 数据质量"),
    ("医疗保障|医保", "医保 医疗保障 医疗保险 医疗救助"),
    ("林业|林草|园林", "林业 森林 林 草原 湿地 绿化 国土绿化 生态修复 石漠化 自然保护 野生"),
    ("乡村振兴|扶贫", "乡村振兴 脱贫 帮扶 返贫 扶贫 衔接资金 示范村"),
    ("城市管理|城管", "城市管理 市容 环卫 占道 垃圾 城管 户外广告 停车泊位 背街小巷 绿地"),
    ("工业园区|园区管委会|开发区|高新区", "园区 工业园 入驻 标准厂房 招商 产业集聚 开发区"),
    ("政务服务|行政审批|大数据", "政务服务 审批 一网通办 办事 大数据 窗口"),
    ("信访", "信访 诉求"),
    ("机关事务", "公共机构 机关事务 公务用车"),
    ("气象", "气象 预警"),
    ("供销", "供销 农资"),
    ("消防", "消防 火灾"),
    ("税务", "税 税收"),
    ("法院", "审判 司法 诉讼 法院 执行 判决 法治"),
    ("检察", "检察 公益诉讼 司法 法治"),
    ("纪委|监委", "监督 执纪 作风 问责 纪律 廉"),
    ("组织部", "党建 干部 基层党组织 党组织 人才 党员 考核 选用"),
    ("宣传部", "宣传 媒体 精神文明 舆论 新闻 理论 核心价值观 文明 宣讲 标语 氛围"),
    ("统战部", "统战 统一战线 代表人士 党外 民族工作 宗教 联谊 民族团结"),
    ("政法委", "平安 政法 社会治理 维稳 网格 综治 矛盾纠纷 风险"),
    ("编办|编制", "机构编制 编制"),
    ("党校|行政学校|行政学院", "培训 党校 干部教育 教学 课程"),
    ("网信", "网络 网信 舆情 互联网"),
    ("人大", "人大 立法 代表 执法检查 地方性法规"),
    ("政协", "政协 委员 协商 提案 视察"),
    ("县委办|党委办", "县委 党委 述职 督查 考核"),
    ("政府办", "政府 督查 督办 政务 考核"),
    ("团县委|共青团|团委", "青年 青少年 志愿 共青团 少先队 团员"),
    ("妇联", "妇女 儿童 家庭 家风 巾帼 妇联"),
    ("工商联", "民营 非公 商会 民营企业 企业家"),
    ("残联", "残疾 无障碍 康复"),
    ("工会", "职工 工会 劳模 困难职工"),
    ("科协", "科普 科技 科学素质"),
    ("文联", "文艺 创作 文学"),
)
_RULES = tuple((re.compile(stem), tuple(words.split())) for stem, words in _TABLE)
# what says where a body stands and of what sort it is, not what it does
_RANK = re.compile(r"^(?:省|市|县|区|州|旗)(?:级|直|委)?")
_SORT = re.compile(
    r"(?:委员会|管理局|事务局|事业局|管委会|办公室|机关|局|委|办|部|处|院|站|中心|会|社|公司|集团|（[^）]*）)$"
)


@lru_cache(maxsize=4096)
def duty_words(name: str) -> tuple[str, ...]:
    """The words that make a sentence a body's own, the longest first; what is left of its name once rank and sort are
    taken off is one of them. Empty for a name that says nothing (县某中心).
    """
    found = {word for stem, words in _RULES if stem.search(name) for word in words}
    own = distinctive(name)
    if len(own) >= 2:
        found.add(own)
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def distinctive(name: str) -> str:
    """What is left of a name without rank and sort: 水利 of 县水利局."""
    previous, rest = "", _RANK.sub("", name.strip(), count=1)
    while rest != previous:
        previous, rest = rest, _SORT.sub("", rest)
    return rest


def duty_word(name: str, sentence: str, theme: str = "") -> str:
    """The longest duty word of a body that stands in a sentence, or nothing. A word of the ``theme`` (the title of the
    programme) stands everywhere in it and points to nobody.
    """
    return next((word for word in duty_words(name) if word in sentence and word not in theme), "")
