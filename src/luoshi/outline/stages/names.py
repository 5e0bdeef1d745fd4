"""Names of bodies: what reads like one, where a list of them is to be cut, what is a collective, what is a person.

Reads a piece of text. Writes names with their places. No list of places or of particular bodies is kept here: a body
is known by the word that it ends with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.outline.model import Span

# The last word of a body's name. Longer endings first only where one hides another.
_ENDINGS = (
    "委员会|人民政府|分行|支行|农商行|农信社|办事处|管委会|居委会|村委会|党工委|党委|党组|政府|机关|法院|检察院|监委|纪委|工委|团委|常委会|"
    "领导小组|工作组|工作专班|专班|指挥部|联合会|联合社|供销社|合作社|协会|学会|商会|工会|妇联|残联|工商联|文联|"
    "社科联|科协|侨联|台联|作协|记协|红十字会|基金会|理事会|议事会|公司|集团|银行|信用社|企业|国企|央企|"
    "大学|学院|中学|小学|学校|幼儿园|党校|医院|卫生院|疾控|中心|分中心|站|所|队|总队|支队|大队|中队|分局|总局|总站|"
    "园区|开发区|新区|高新区|保税区|景区|片区|社区|林场|农场|水库|电视台|融媒体|报社|杂志社|图书馆|文化馆|博物馆|"
    "档案馆|地区|单位|部门|部委|机构|团体|组织|处室|科室|股室|年级|年段|教研组|备课组|校|街道|乡镇|镇街|镇|乡|村居|村|"
    "省|市|县|区|州|盟|旗|局|委|办|办公室|部|厅|处|科|室|院|署|会|社|司|台|馆|组|公安|供电|电力|电信|移动|联通|"
    "铁塔|邮政|烟草|税务|海关|消防|气象|人行|银监|证监|人武部|武装部|总工会|团县委|团市委|团区委|专员办|网信办|"
    "编办|金融办|督查室|研究室|信访办|指导站|服务站|管理所|派出所|司法所|事务所|媒体|业主|高校|院校|国资"
)
_ENDS = re.compile(rf"(?:{_ENDINGS})$")
_COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|其他|其它|全[县市区州省校]|所有|涉及|直属)|[县市区州省]?(?:直|级|属)(?:各|有关|相关)|"
    r"(?:各|有关|相关)(?:部门|单位|处室|科室|乡镇|镇|街道|村|社区|企业|学校|县|市|区|地区|委办局|年级|年段|组织|机构)"
    r"|等(?:部门|单位)$|^(?:[县市区州省]级|[县市区州省]直)(?:各)?(?:部门|单位|机关|部门单位)"
)
_AFTER_ETC = re.compile(r"等(?![级候待])[^、，,；;]*$")
_NOTE = re.compile(
    r"[（(]\s*(?:详?见|参见|附件|以下简称|简称|下同|排|列|按|负责|牵头|配合|责任|主要|具体|含|包括|注|联系|电话|另行)[^（）()]*[）)]"
)
_AND = re.compile(r"以及|[及和与]")
_SEPARATORS = "、，,；;/／|"
_OPEN, _CLOSE = "（(〔[【《〈“「", "）)〕]】》〉”」"
# A body named with its government: 县委和县政府办公室 is governed by its last word.
_HALVES = re.compile(r"^[\u4e00-\u9fff]{0,6}[县市区省州]委$")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤康易乔赖文樊温季俞葛"
)
_PERSON = re.compile(rf"^[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}|[某×xX〇○*＊]{{1,2}})$")


_BRACKET_BEHIND = re.compile(r"[（(〔][^（）()〔〕]*[）)〕]$")


def is_unit(name: str) -> bool:
    """Whether a name ends as bodies' names end (a bracket behind it is passed over)."""
    bare = _BRACKET_BEHIND.sub("", name).strip() if name[-1:] in _CLOSE else name.strip()
    return 2 <= len(bare) <= 40 and bool(_ENDS.search(bare)) and not _SENTENCE.search(bare) and not is_label(bare)


_SENTENCE = re.compile(r"[。！？：:]|(?:推进|加强|开展|落实|完善|建立|做好|加快|提高|确保|组织好|不断)")


_LABEL_NAME = re.compile(
    r"(?:总?牵头|责任|配合|主办|承办|协办|主管|参与|成员|组织|实施|落实)(?:单位|部门|处室|科室|主体|机构)$"
)


def is_label(name: str) -> bool:
    """责任单位 is the heading of a list, not a body."""
    return bool(_LABEL_NAME.search(name))


def is_collective(name: str) -> bool:
    """Whether a name stands for many bodies (各乡镇（街道）, 区直相关部门)."""
    return bool(_COLLECTIVE.search(name))


def is_person(name: str) -> bool:
    """Whether a short name reads as a person's and not as a body's."""
    return bool(_PERSON.match(name)) and not is_unit(name)


def alias_of(name: str) -> str | None:
    """The second name in brackets, where the bracket holds a body: 县委党校（县行政学校）."""
    found = re.search(r"[（(]([^（）()]{2,20})[）)]$", name)
    return found.group(1) if found and is_unit(found.group(1)) and not is_collective(name) else None


def split(text: str, start: int, end: int, *, blanks: bool = False) -> list[Span]:
    """Cut a list of bodies into names.

    Cut at 、，； and the like outside brackets, at 及, 和 and 与 where both sides are complete, at blanks in a cell
    of a table (``blanks``) or where both sides read as bodies; 等 and what it drags along fall away, as do notes.
    """
    names: list[Span] = []
    for piece in _pieces(text, start, end, blanks=blanks):
        for part in _at_conjunctions(text, piece):
            name = _trimmed(text, part)
            if name.start < name.end and not _empty(text[name.start : name.end]):
                names += _run_together(text, name)
    return names


_SEAM = re.compile(r"(?<=[局委办府处会院部])(?=[省市县区])")


def _run_together(text: str, name: Span) -> list[Span]:
    """Two bodies whose blank was lost where a full line ended: 区公安分局|区城管执法局, both of one jurisdiction."""
    for seam in _SEAM.finditer(text, name.start + 4, name.end):
        left, right = text[name.start : seam.start()], text[seam.start() : name.end]
        if len(right) >= 4 and _JURISDICTION.match(left) and is_unit(left) and is_unit(right):
            return [Span(name.start, seam.start()), *_run_together(text, Span(seam.start(), name.end))]
    return [name]


_JURISDICTION = re.compile(r"[省市县区]|[\u4e00-\u9fff]{1,3}[省市县区]")


def _empty(name: str) -> bool:
    return bool(re.fullmatch(r"[等\W_]*|有关|相关|其他", name)) or name.startswith(("等有关", "等相关"))


_CUT = re.compile(rf"[{re.escape(_SEPARATORS + _OPEN + _CLOSE)}\n\t \u3000]")


def _pieces(text: str, start: int, end: int, *, blanks: bool) -> Iterator[Span]:
    depth, at = 0, start
    for mark in _CUT.finditer(text, start, end):
        sign = mark.group()
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and (sign in _SEPARATORS or _parts(text, at, mark.start(), end, blanks)):
            yield Span(at, mark.start())
            at = mark.end()
    yield Span(at, end)


def _parts(text: str, start: int, at: int, end: int, blanks: bool) -> bool:
    """Whether a blank parts two names (it may as well be a stray blank inside one)."""
    left, right = text[start:at].strip(), text[at:end].strip()
    if not left or not right:
        return False
    if blanks or text[at] in "\n\t":
        return True
    following = re.split(r"[、，,；;\s]", right, maxsplit=1)[0]
    return is_unit(left) and (is_unit(following) or is_collective(following) or is_person(following))


def _at_conjunctions(text: str, span: Span) -> list[Span]:
    parts, at = [], span.start
    for found in _AND.finditer(text, span.start, span.end):
        left, right = text[at : found.start()].strip(), text[found.end() : span.end].strip()
        if (
            _complete(left)
            and _whole(right)
            and not _governed(left, right)
            and _depth(text, span.start, found.start()) == 0
        ):
            parts.append(Span(at, found.start()))
            at = found.end()
    return [*parts, Span(at, span.end)]


def _complete(left: str) -> bool:
    bare = re.sub(_AFTER_ETC, "", left)
    return len(bare) >= 2 and is_unit(bare)


def _whole(right: str) -> bool:
    """What follows 及 is a body by itself: it ends as one, and is more than a bare ending (村居, 单位)."""
    first = _AND.split(re.sub(_AFTER_ETC, "", right), maxsplit=1)[0]
    return (is_unit(first) and (len(first) > 2 or first[0] in "各县市区省")) or right.startswith(("各", "有关", "相关"))


def _governed(left: str, right: str) -> bool:
    """One word governs both: 相关联合党委及村居, 县委和县政府办公室."""
    if _HALVES.match(left) and right.endswith(("办公室", "督查室", "研究室", "办")):
        return True
    generic = len(right) <= 3 and not right.startswith(("各", "县", "市", "区"))
    return generic and left.startswith(("相关", "有关", "各"))


def _depth(text: str, start: int, end: int) -> int:
    piece = text[start:end]
    return sum(piece.count(c) for c in _OPEN) - sum(piece.count(c) for c in _CLOSE)


def _trimmed(text: str, span: Span) -> Span:
    """The name without notes, 等…, and stray marks at its ends."""
    start, end = span
    raw = text[start:end]
    for note in _NOTE.finditer(raw):
        if note.end() == len(raw.rstrip(" \u3000等")):
            end = start + note.start()
    raw = text[start:end]
    if (etc := _AFTER_ETC.search(raw)) and _depth(raw, 0, etc.start()) == 0:
        end = start + etc.start()
    while start < end and text[start] in " \t\n\u3000\xa0：:。.、，,；;":
        start += 1
    while end > start and text[end - 1] in " \t\n\u3000\xa0：:。.、，,；;":
        end -= 1
    return Span(start, end)
