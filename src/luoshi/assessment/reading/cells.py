"""What single cells say: points in every way of writing them, points behind a heading, names of offices, ways of
measuring, proofs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from luoshi.assessment.reading.folding import folded
from luoshi.assessment.rules.framework import Method, RowKind

_NUMBER = r"\d{1,6}(?:\.\d{1,6})?"
_POINTS = re.compile(rf"(?:满分|分值|最高|共|计|合计|标准分)?：?\s*([+-]?)\s*({_NUMBER})\s*(分|%|)")
_STARS = "★☆※▲●◆"
_VETO = re.compile(r"否决")
_NOTHING = {"", "-", "--", "/", "\\", "无", "未公布", "未明确", "待定", "暂无", "暂缺", "不详"}
_OUTSIDE = re.compile("(加|奖|奖励|附加)分(?:项)?|(?:扣|减|倒扣)分(?:项)?")
_NATURES = re.compile(r"约束性|参考性|预期性|指导性|必达|必备|基本项|关键项|达标")
_HEADED = re.compile(
    rf"\s*[（\[【]\s*(?:共|共计|满分|分值|总分|合计|计|权重|标准分|本项)?：?\s*({_NUMBER})\s*(分|)\s*(?:左右)?[）\]】]\s*[：。]?$"
)
_BARE = re.compile(rf"[\s：，、-]({_NUMBER})\s*分$|(?<=[\u4e00-\u9fff])({_NUMBER})分$")
YEAR = 1000  # a number in brackets as large as this is a year or a quantity, no points


@dataclass(frozen=True, slots=True)
class Points:
    """What a cell of points says: the value (None: nothing), the kind of row where the cell names one, its words."""

    value: Decimal | None = None
    kind: RowKind | None = None
    nature: str = ""
    starred: bool = False
    unclear: str = ""


def points_of(text: str) -> Points:
    """The points of a cell: 6、６分、2.5、否决项、约束性、★5、+10、—."""
    words = folded(text).strip()
    starred = any(star in words for star in _STARS)
    words = words.strip(_STARS + " ").strip()
    if words in _NOTHING:
        return Points(starred=starred)
    if (kind := _kind_of(words)) is not None:
        return Points(kind=kind, starred=starred)
    if found := _POINTS.fullmatch(words):
        value = Decimal(found[2])
        kind = {"+": RowKind.BONUS, "-": RowKind.PENALTY}.get(found[1])
        return Points(value, kind, starred=starred)
    if _NATURES.search(words) and len(words) <= 8:
        return Points(kind=RowKind.PASS_FAIL, nature=words, starred=starred)
    marked = re.fullmatch(rf"(.{{0,6}}?)({_NUMBER})\s*分?(?:（.*）)?", words)
    if marked and not re.search(r"\d", marked[1]):
        kind = RowKind.PENALTY if "扣" in marked[1] else RowKind.BONUS if re.search("加|奖|附加", marked[1]) else None
        return Points(Decimal(marked[2]), kind, starred=starred)
    return Points(starred=starred, unclear=text)


def _kind_of(words: str) -> RowKind | None:
    """The kind that a cell names instead of points: 一票否决, 加分."""
    if _VETO.search(words):
        return RowKind.VETO
    outside = _OUTSIDE.fullmatch(words)
    return None if outside is None else RowKind.BONUS if outside[1] else RowKind.PENALTY


@dataclass(frozen=True, slots=True)
class Headed:
    """A heading: its words, and the points behind it; ``unit_missing`` where they stand without 分."""

    title: str
    points: Decimal | None = None
    unit_missing: bool = False


@lru_cache(maxsize=2048)
def headed(text: str) -> Headed:
    """A heading with its points: “一、组织领导（20分）”, “县水文站（20）”."""
    words = " ".join(text.split())
    found = _HEADED.search(folded(words))
    if found and found.start() > 0:
        value = Decimal(found[1])
        if found[2] or (value < YEAR and value == value.to_integral_value() and value >= 1):
            return Headed(words[: found.start()].rstrip(), value, not found[2])
    bare = _BARE.search(folded(words))
    if bare and len(words) <= 30 and bare.start() > 1:
        return Headed(words[: bare.start()].rstrip(" ：:，、-—"), Decimal(bare[1] or bare[2]))
    return Headed(words)


# --- who ----------------------------------------------------------------------------------------------------------

_LABELS = (
    ("scorer", r"(?:负责)?(?:考核|考评|评分|评价|测评|评估)(?:责任|牵头)?(?:部门|单位)"),
    ("support", r"(?:配合|协办|协助)(?:部门|单位)?"),
    ("doer", r"(?:责任|牵头|主办|承办|落实)(?:部门|单位)?|提供材料(?:部门|单位)"),
)
_LABELLED = re.compile(
    r"(?:^|(?<=[；。，\s【（\]】]))【?(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in _LABELS)
    + r")[】]?(?:：|(?<=】))"
)
_RUN_ON = re.compile(
    r"(?:(?:省|市|州|县|区|旗|镇|乡)(?:委|政府)?(?:[\u4e00-\u9fff]{1,12}?)(?:局|委|办|部|厅|院|署|会|站|室|中心|队|公司|校|所|社)"
    r"(?:办公室|机关|室)?)(?=(?:省|市|州|县|区|旗)(?:委|政府)?[\u4e00-\u9fff]|$)"
)


def names_of(text: str) -> tuple[str, ...]:
    """The names of a cell of offices, also where nothing parts them: 县委宣传部县教育局县河长办."""
    parts = [part.strip("（）").removesuffix("等") for part in re.split(r"[、，；。\n/]+|\s+", folded(text))]
    return tuple(dict.fromkeys(name for part in parts if part for name in _apart(part)))


def _apart(words: str) -> list[str]:
    """Names that run together, parted where one ends like an office and the next begins like one."""
    found: list[str] = []
    rest = words
    while rest:
        match = _RUN_ON.match(rest)
        if match is None or match.end() == len(rest):
            break
        found.append(match.group())
        rest = rest[match.end() :]
    return [*found, rest] if rest else found


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell of proofs says once the labels in it are taken apart."""

    proofs: tuple[str, ...] = ()
    scored_by: tuple[str, ...] = ()
    done_by: tuple[str, ...] = ()


def said_in(text: str) -> Said:
    """A cell of proofs: “台账；负责考核部门：县水利局”, “责任：甲局；配合：乙局”, “【提供材料部门】丙局”."""
    words = folded(text)
    labels = list(_LABELLED.finditer(words))
    before = words[: labels[0].start()] if labels else words
    kept: dict[str, list[str]] = {"scorer": [], "support": [], "doer": []}
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(words)
        kept[label.lastgroup or "doer"] += names_of(words[label.end() : end])
    proofs = [part.strip(" ，。、（【】") for part in re.split(r"[；\n]", before)]
    return Said(
        tuple(dict.fromkeys(part for part in proofs if part)),
        tuple(dict.fromkeys(kept["scorer"])),
        tuple(dict.fromkeys([*kept["doer"], *kept["support"]])),
    )


# --- how ----------------------------------------------------------------------------------------------------------

_METHODS = (
    (Method.BRIEFING, r"听取?汇报|汇报|座谈|访谈"),
    (
        Method.DOCUMENTS,
        r"材料审核|查[看阅].{0,8}(?:资料|材料|文件|台账|档案|记录)|资料审查|台账检查|查资料|材料审查|网上申报|佐证材料",
    ),
    (Method.SITE, r"实地|现场|暗访|走访|抽查|整体观察|明查"),
    (Method.SURVEY, r"问卷|满意度调查|入户调查|电话调查|测评调查|民意"),
    (Method.AUTHORITY, r"主管部门(?:意见|评价|提供)|部门(?:意见|评价|打分)|行业部门"),
)
_ONLY_METHODS = re.compile(
    r"(?:(?:听取?汇报|材料审核|资料审查|查阅?资料|实地(?:考察|检查|查看|走访)|现场(?:考察|检查|查看)|问卷调查|网络调查|调查问卷|整体观察"
    r"|座谈(?:了解|访谈)?|暗访|明察暗访|随机抽查|抽查|入户调查|部门(?:意见|评价)|主管部门意见)(?:等|相结合)?[、，；。和与及+\s]*)+"
)


def methods_of(text: str) -> tuple[Method, ...]:
    """The ways of measuring that words name; ``OTHER`` for words that name none of the known ones."""
    found = tuple(method for method, form in _METHODS if re.search(form, text))
    return found or ((Method.OTHER,) if text.strip() else ())


def only_methods(text: str) -> bool:
    """Whether words say nothing but how it is measured: 实地考察、问卷调查."""
    return bool(_ONLY_METHODS.fullmatch(folded(text).strip()))
