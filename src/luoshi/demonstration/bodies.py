"""The bodies of the fictional county: names that any county could have, townships that none has."""

from __future__ import annotations

from luoshi.units.rules import UnitKind

COUNTY = "青澜县（演示）"
TOWNSHIPS = "各乡镇（街道）"
DEPARTMENTS = "县级部门单位"
GROUP_ALIASES = {
    TOWNSHIPS: ("各镇街", "各乡镇街道"),
    DEPARTMENTS: ("县级各部门单位", "县级各部门", "县级有关部门"),
}
ALIASES = {
    "县委党校（县行政学校）": ("县委党校", "县行政学校"),
    "县发展改革局": ("县发改局",),
    "县工业信息化局": ("县工信局",),
    "县人力社保局": ("县人社局",),
    "县住房城乡建设局": ("县住建局",),
    "县文化旅游局": ("县文旅局",),
    "县政务服务局": ("县政务办",),
}

_DEPARTMENTS = {
    UnitKind.PARTY: "县委办公室 县委组织部 县委宣传部 县委政法委 县委编办 县委党校（县行政学校）",
    UnitKind.GOVERNMENT: (
        "县政府办公室 县发展改革局 县教育局 县科技局 县工业信息化局 县公安局 县民政局 县司法局 县财政局 "
        "县人力社保局 县自然资源局 县生态环境局 县住房城乡建设局 县城市管理局 县交通运输局 县水利局 "
        "县农业农村局 县商务局 县文化旅游局 县卫生健康局 县退役军人事务局 县应急管理局 县市场监管局 "
        "县统计局 县医疗保障局 县政务服务局 县林业局 县工业园区管委会"
    ),
    UnitKind.CONGRESS: "县人大常委会办公室",
    UnitKind.CPPCC: "县政协办公室",
    UnitKind.DISCIPLINE: "县纪委监委机关",
    UnitKind.COURT: "县法院",
    UnitKind.PROCURATORATE: "县检察院",
    UnitKind.MASS: "团县委 县妇联 县残联",
}
_SUBDISTRICTS = "青屏 澜江 望山 东湖"
_TOWNS = "枫溪 竹岭 白沙坪 双桥 云门 柳湾 石泉 兴隆场 清水河 梅岭 南坪 古渡 松林 东风桥 杉木 太平场 高垭"
_RURAL = "丰乐 长滩 木鱼 平桥 茶园 花石 小溪 上坝 下坝 新田 月亮坪 鹿鸣"


def departments() -> list[tuple[str, UnitKind]]:
    """The county's own bodies."""
    return [(name, kind) for kind, names in _DEPARTMENTS.items() for name in names.split()]


def townships() -> list[tuple[str, UnitKind]]:
    """Subdistricts, towns and townships, in the order in which a county lists them."""
    streets = [(f"{name}街道", UnitKind.SUBDISTRICT) for name in _SUBDISTRICTS.split()]
    towns = [(f"{name}镇", UnitKind.TOWNSHIP) for name in _TOWNS.split()]
    return streets + towns + [(f"{name}乡", UnitKind.TOWNSHIP) for name in _RURAL.split()]
