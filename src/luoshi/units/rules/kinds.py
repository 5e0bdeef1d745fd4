"""Kinds of bodies: their words, the kind that a name tells, and the kind that a table writes."""

from __future__ import annotations

import re
from enum import StrEnum

from luoshi.kernel.wording import _, translate


class UnitKind(StrEnum):
    """The kind of a body: a plan's bodies are not all subordinates of the government."""

    PARTY = "party"
    GOVERNMENT = "government"
    CONGRESS = "congress"
    CPPCC = "cppcc"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    DISCIPLINE = "discipline"
    MASS = "mass"
    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"
    VILLAGE = "village"
    SCHOOL = "school"
    ENTERPRISE = "enterprise"
    OTHER = "other"


KIND_WORDS = {
    UnitKind.PARTY: _("Party organ"),
    UnitKind.GOVERNMENT: _("Government department"),
    UnitKind.CONGRESS: _("People's congress"),
    UnitKind.CPPCC: _("CPPCC"),
    UnitKind.COURT: _("Court"),
    UnitKind.PROCURATORATE: _("Procuratorate"),
    UnitKind.DISCIPLINE: _("Discipline"),
    UnitKind.MASS: _("Mass organisation"),
    UnitKind.TOWNSHIP: _("Township"),
    UnitKind.SUBDISTRICT: _("Subdistrict"),
    UnitKind.VILLAGE: _("Village or community"),
    UnitKind.SCHOOL: _("School"),
    UnitKind.ENTERPRISE: _("Enterprise"),
    UnitKind.OTHER: _("Other body"),
}
TOWNSHIPS = frozenset({UnitKind.TOWNSHIP, UnitKind.SUBDISTRICT})
BELOW = frozenset({*TOWNSHIPS, UnitKind.VILLAGE, UnitKind.SCHOOL, UnitKind.ENTERPRISE})
COUNTY_LEVEL = frozenset(UnitKind) - BELOW - {UnitKind.OTHER}
"""Kinds whose bodies are 县级部门单位 unless the office says otherwise."""

# Told from the name alone; the first that fits. A name in brackets behind the name is not looked at.
_TELLS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            UnitKind.SCHOOL,
            r"(?<!党)(?<!行政)(?:学校|[中小大]学|学院|幼儿园|职教中心|职高|[一二三四五六七八九十]中)$",
        ),
        (UnitKind.ENTERPRISE, r"(?:公司|集团|银行|支行|分行|信用社|农商行|供销社|联合社|企业|[^水]厂|矿)$"),
        (UnitKind.DISCIPLINE, r"纪委|纪检|监委|监察委"),
        (UnitKind.CONGRESS, r"^.{0,9}人大(?!代表大会堂)"),
        (UnitKind.CPPCC, r"政协"),
        (UnitKind.COURT, r"法院(?:机关)?$"),
        (UnitKind.PROCURATORATE, r"检察院(?:机关)?$"),
        (
            UnitKind.MASS,
            r"(?:^团.{0,4}委$|共青团|妇联|妇女联合会|工商联|工商业联合会|残联|残疾人联合会|总工会|工会$|科协|科学技术协会|文联"
            r"|文学艺术界联合会|侨联|台联|社科联|红十字会|计生协|计划生育协会|法学会|关工委|贸促会|记协|作协|慈善总?会)",
        ),
        (UnitKind.VILLAGE, r"(?:村|社区|居委会|村委会|居民委员会|村民委员会)$"),
        (UnitKind.SUBDISTRICT, r"街道(?:办事处|党工委|办)?$"),
        (UnitKind.TOWNSHIP, r"(?:镇|乡)(?:人民政府|政府|党委)?$"),
        (
            UnitKind.PARTY,
            r"[县市区州省旗盟]委(?!会)|^党|党校|党委|党工委|工委$|统战部|组织部|宣传部|政法委|老干部局|编办",
        ),
        (
            UnitKind.GOVERNMENT,
            r"(?:政府|局|委|委员会|管委会|办|办公室|办事处|中心|队|站|所|处|署|专班|指挥部|园区|开发区|公安|应急|海关|税务|消防"
            r"|气象|馆|院)$",
        ),
    )
)
_BRACKETS = re.compile(r"[（(〔][^（）()〔〕]*[）)〕]")


def kind_of(name: str) -> UnitKind:
    """The kind that a body's name tells; ``OTHER`` where it tells none.

    县委宣传部 is the party's, 县人大常委会办公室 the congress's, 黄水镇 a township, 团县委 a mass organisation.
    """
    bare = "".join(_BRACKETS.sub("", name).split()) or name
    return next((kind for kind, tell in _TELLS if tell.search(bare)), UnitKind.OTHER)


# How tables write kinds, beside the codes and the words of the interface.
_WRITTEN = {
    "党委部门": UnitKind.PARTY,
    "党委": UnitKind.PARTY,
    "党群部门": UnitKind.PARTY,
    "党政机关": UnitKind.GOVERNMENT,
    "政府": UnitKind.GOVERNMENT,
    "政府部门": UnitKind.GOVERNMENT,
    "政府工作部门": UnitKind.GOVERNMENT,
    "人大": UnitKind.CONGRESS,
    "人大机关": UnitKind.CONGRESS,
    "npc": UnitKind.CONGRESS,
    "政协": UnitKind.CPPCC,
    "政协机关": UnitKind.CPPCC,
    "法院": UnitKind.COURT,
    "检察院": UnitKind.PROCURATORATE,
    "纪委": UnitKind.DISCIPLINE,
    "纪委监委": UnitKind.DISCIPLINE,
    "群团": UnitKind.MASS,
    "群团组织": UnitKind.MASS,
    "人民团体": UnitKind.MASS,
    "massorg": UnitKind.MASS,
    "乡镇": UnitKind.TOWNSHIP,
    "镇": UnitKind.TOWNSHIP,
    "乡": UnitKind.TOWNSHIP,
    "民族乡": UnitKind.TOWNSHIP,
    "街道": UnitKind.SUBDISTRICT,
    "街道办事处": UnitKind.SUBDISTRICT,
    "村": UnitKind.VILLAGE,
    "社区": UnitKind.VILLAGE,
    "村社区": UnitKind.VILLAGE,
    "学校": UnitKind.SCHOOL,
    "企业": UnitKind.ENTERPRISE,
    "国有企业": UnitKind.ENTERPRISE,
    "其他": UnitKind.OTHER,
    "其它": UnitKind.OTHER,
}
_LOOK_AT_NAME = frozenset({"", "judicial", "park", "司法机关", "政法机关", "园区", "事业单位"})


def written_kind(text: str, name: str) -> UnitKind | None:
    """The kind that a cell of a table says; where it leaves it open (empty, 司法机关), the one that the name tells.

    None where it says a kind that there is not.
    """
    plain = _plain(text)
    if plain in _LOOK_AT_NAME:
        return kind_of(name)
    for kind, words in KIND_WORDS.items():
        told = {kind.value, words, translate(words, "zh-hans")}
        if plain in map(_plain, told):
            return kind
    return _WRITTEN.get(plain)


def _plain(text: str) -> str:
    return re.sub(r"[\s_/、（）()'’-]+", "", text).casefold()


def kind_word(kind: UnitKind, language: str = "zh-hans") -> str:
    """The word for a kind."""
    return translate(KIND_WORDS[kind], language)
