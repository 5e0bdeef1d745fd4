"""The places of a rule's words where points are given or taken, in order: 得2分、扣0.5分、不得分、扣完为止、按比例得分.

Reads folded words (see ``folding``). What stands between two anchors is the condition of the second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

P = r"\d{1,6}(?:\.\d{1,6})?"
_NO = "(?![钟之局级类别制数值公店红])"  # 分钟、分之 are no points
_END = r"(?=[，。；、（）\s]|$)"
_PT = rf"{P}\s*分{_NO}"


class Anchor(Enum):
    """What is said of points at a place."""

    GAIN = auto()  # 得2分
    ADD = auto()  # 加2分、奖2分
    LOSS = auto()  # 扣2分
    NONE = auto()  # 不得分
    FULL = auto()  # 得满分
    CAP = auto()  # 扣完为止、最高2分
    SHARE = auto()  # 按比例得分
    RATE = auto()  # 完成率×15分
    DISCRETION = auto()  # 酌情给分
    LIST = auto()  # 分别得5、3、2分
    SLASHED = auto()  # ≥90/80/70%→6/4/2
    VETO = auto()
    EXEMPT = auto()
    NOT_APPLICABLE = auto()
    VAGUE = auto()  # 加分、扣分 without an amount


@dataclass(frozen=True, slots=True)
class Place:
    """An anchor: its kind, the amounts it names, the verb, and what is said per (2分/次)."""

    kind: Anchor
    start: int
    end: int
    amounts: tuple[Decimal, ...] = ()
    verb: str = ""
    per: str = ""
    words: str = ""


_ITS = r"(?:该|本|此|整|这)?个?(?:大|小)?(?:项|条|款)?(?:指标|内容|工作|分值)?"
_COUNTED = r"(?:次|个|起|件|例|项|处|人|天|日|篇|条|份|户|家|名|所|期|场|宗|批|村|校|单位|问题|%|个百分点)"
# 90分以上、80-89分的: a score that the condition is about, not points that are given
_SCORE = (
    r"(?!\s*(?:以上|以下|以内|之间|及以|[至到]\s*\d|-\s*\d+\s*分?(?:以|的|之|得|计|为)|（不?含"
    r"|\s*[≤<≥>]|的?(?:为|得|计|扣|评|者|不得|不计)))"
)
SPOKEN = rf"(?<!含)(?<![\d.]){_PT}{_SCORE}"  # an amount of points, wherever it stands
_RATE = "(?:率|比例|比|度|系数|百分比|占比|比重|百分数)"
_GIVE = "(?:给予|给|扣减|扣|加|计|打|赋|记|减|评|得)"
# Order matters: where two forms fit a place, the first is taken.
_FORMS: dict[Anchor, tuple[str, ...]] = {
    Anchor.VETO: (
        r"一票否决|实行否决|予以否决|取消[^，。；]{0,12}?(?:资格|评优)|不予(?:验收|通过|命名|申报)",
        r"直接(?:评|定|判|认)?(?:定)?为?不(?:合格|达标|通过|予通过)|(?:视为|定为|评为|判为)(?:考核)?不(?:合格|达标)",
    ),
    Anchor.NOT_APPLICABLE: (
        rf"(?:则|可)?{_ITS}(?:不评分|不参评|不参与(?:评分|考核|评价|打分)|不适用|不(?:予|作|做)?(?:考核|评价)(?!办法|组|内容))",
        rf"(?:则|可)?{_ITS}(?:不计入(?:总分|考核|满分)|按(?:合理)?缺项(?:处理)?|为合理缺项)",
    ),
    Anchor.EXEMPT: (
        r"(?:此|该|本)?(?:次|事件|项|类)?(?:可以|可|则|均)?(?:不予扣分|不再扣分|不扣分|免予扣分|免于扣分|免扣)",
    ),
    Anchor.SLASHED: (
        rf"(?:≥|>|≤|<|=|达到?|不低于|不高于|不超过|高于|低于|大于|小于)?\s*{P}(?:%|倍|分)?(?:/{P}(?:%|倍)?)+"
        rf"[^\d，。；→得]{{0,4}}?\s*(?:→|->|=>|：|，)?(?:依次|分别|对应)?(?:得|计|扣)?\s*{P}(?:/{P})+\s*分?",
    ),
    Anchor.LIST: (
        rf"按(?:照)?\s*{P}(?:：{P})+\s*的?比例(?:给予|另)?(?:加|得|计|扣)分?",
        rf"(?:分别|依次|对应|相应)(?:给予|予以)?(?:得|加|扣减|扣|减|奖励|奖|计|记|给|赋|为)?"
        rf"\s*{P}\s*分?(?:(?:[、，/；]|和|及)\s*{P}\s*分?)+",
    ),
    Anchor.CAP: (
        rf"(?:直至|直到|至|累计)?扣完(?:本项|该项|此项|本指标|该小项)?(?:全部)?(?:{P}\s*分|分值|分数|得分|分)?(?:为止|即止)",
        r"扣至(?:0|零)分?(?:为止)?|(?:加|得|奖)(?:满|完)(?:为止|即止)|直至满分(?!\s*\d)",
        rf"(?:最多|最高|至多|上限|封顶|累计最高|累计最多)(?:可|只|累计)?"
        rf"(?:不超过|不得超过|得|加|奖|扣|计|给|为|至)?\s*{P}\s*(?:分{_NO})?",
        rf"(?:累计|合计|总计|本项|该项|总|全年)?(?:最高|最多)?(?:扣分|加分|得分|扣|加|总分)?(?:累计|合计)?"
        rf"(?:不超过|不得超过|不高于)\s*{_PT}",
        rf"(?<=[，；。、])(?:一共|总共|共计|共|合计)\s*{_PT}(?=[，。；）]|$)",
        rf"以\s*{_PT}\s*为限|{_PT}\s*(?:封顶|为限|为止)|(?:直至|直到|达到)?满分(?:为)?\s*{P}\s*(?:分{_NO})?(?:为止)?",
    ),
    Anchor.RATE: (
        rf"(?:得分=)?[\u4e00-\u9fffA-Za-z（）/]*?{_RATE}\s*×\s*{P}\s*(?:分{_NO})?",
        rf"(?:得分=)?{P}\s*分?\s*×\s*[\u4e00-\u9fff（）/]*?{_RATE}(?:得分|计分)?",
        rf"{P}\s*分?\s*×\s*（?[^，。；×]{{1,20}}÷[^，。；×]{{1,20}}?(?:）|(?=[，。；]|$))",
        rf"（?[\u4e00-\u9fff]{{2,16}}÷[\u4e00-\u9fff]{{2,16}}）?\s*×\s*{P}\s*分",
        rf"得分=[^，。；]*?×\s*(?:{P}\s*分?|(?:本项)?(?:分值|标准分|权重))",
    ),
    Anchor.SHARE: (
        r"按(?:照)?[^，。；]{0,16}?(?:比例|百分比|完成率|占比|比率|得分率)[^，。；]{0,6}?"
        r"(?:折算(?:成|为)?(?:计?得?分|计分)?|得分|给分|计分|赋分|记分|扣分|加分|扣减|计算(?:得分)?|计|得|扣)(?:得分|相应分值|分)?",
        r"(?:等?比例|同比例)(?:得分|给分|计分|扣分|扣减|赋分)",
    ),
    Anchor.DISCRETION: (
        rf"(?:在)?\s*{P}\s*分?-{P}\s*分(?:之间|范围内|以内|区间内?|内)(?:由[^，。；\d]{{0,8}})?[^，。；\d]{{0,4}}?(?:打分|评分|赋分|计分|给分|记分)",
        rf"(?:由[^，。；]{{0,8}})?(?:酌情|视情况?|视情节|视程度)[^，。；\d]{{0,8}}?{_GIVE}分?"
        rf"\s*(?:{P}\s*分?(?:-{P})?\s*分{_NO})?",
        rf"{_GIVE}\s*{P}\s*分?-{P}\s*分{_NO}|{P}\s*分?-{P}\s*分{_NO}{_SCORE}(?!）\s*的?(?:得|计|给|为))",
    ),
    Anchor.NONE: (
        rf"{_ITS}(?:均|都|则|即|也)?(?:不得分|不计分|不给分|不予计分|不予给分|不记分|不赋分|不得{_END}|全扣|扣完{_END})",
        rf"{_ITS}(?:均|都|则|即|也)?(?:得|计|记|为|按)?\s*(?<![\d.])(?:0|零)\s*分{_NO}(?:计|处理)?",
        r"扣(?:除)?(?:全部|全额|所有)(?:分值|分数|分)?|(?:分值|分数)全部扣除",
    ),
    Anchor.LOSS: (
        rf"(?:再|各|均|则|直接|一次性|倒|予以)?(?:扣除|扣减|扣|减扣|减去|减)\s*(?:{_PT}(?:/{_COUNTED})?|{P}{_END})",
    ),
    Anchor.ADD: (
        rf"(?:可|则|另|再|各|均|额外)?(?:加计|加记|奖励|奖|加)\s*(?:{_PT}(?:/{_COUNTED})?|{P}{_END})",
    ),
    Anchor.FULL: (
        r"(?:可|则)?(?:得|计|记|给|为|按|赋)(?:全部|该项|本项)?(?:满分|全分)(?:计)?",
        rf"(?<!酌情给)(?:得分|给分|计分){_END}",
    ),
    Anchor.GAIN: (
        rf"(?:可|则|各|均|即)?(?:得|计|记|给|赋|获|为)\s*(?:{_PT}{_SCORE}(?:/{_COUNTED})?|{P}{_END})",
        rf"(?<!含)(?<![\d.]){_PT}{_SCORE}(?:/{_COUNTED})?",
    ),
    Anchor.VAGUE: (rf"(?:适当|相应)?(?:加分|扣分|减分){_END}",),
}  # fmt: skip
_NAMES = {f"a{at}": kind for at, kind in enumerate(_FORMS)}
_ANY = re.compile("|".join(f"(?P<a{at}>{'|'.join(forms)})" for at, forms in enumerate(_FORMS.values())))
_AMOUNT = re.compile(P)
_VERB = re.compile(r"扣|减|加|奖")


@lru_cache(maxsize=512)
def anchors(words: str) -> tuple[Place, ...]:
    """Every place of folded words where points are spoken of."""
    return tuple(_place(found) for found in _ANY.finditer(words))


def _place(found: re.Match[str]) -> Place:
    kind = _NAMES[found.lastgroup or ""]
    words = found.group()
    verb = _VERB.search(words)
    per = re.search(rf"/({_COUNTED})$", words)
    return Place(
        kind,
        found.start(),
        found.end(),
        tuple(Decimal(figure) for figure in _AMOUNT.findall(words)),
        {"减": "扣", "奖": "加"}.get(verb.group(), verb.group()) if verb else "得",
        per[1] if per else "",
        words,
    )
