"""Subjects: bodies that a sentence names as acting, without a list or a label (各乡镇（街道）、县级部门单位对…自查).

Reads a sentence. Writes ``UnitRef`` values; the name must stand where the sentence begins, behind its time at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from luoshi.outline.model import Role, Span, UnitRef
from luoshi.outline.stages import names, units
from luoshi.outline.stages.measures import sentences
from luoshi.outline.stages.units import Clause

_TIME = re.compile(
    r"(?:(?:(?:每年|每月|每季度)?(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?"
    r"(?:[上中下]旬|月?[底末初]|年[底末])?(?:之?前|起|以前|至)?|(?:在|于)?[^，。]{0,12}(?:期间|阶段|之后|以后))[，,：:]?)"
    r"(?:同时|其中)?[，,]?"
)
# A body's last character may as well begin the verb behind it: 组|织, 部|署, 处|理.
_VERB_AFTER = {
    "组": "织建", "部": "署", "处": "理置于在", "办": "好理法事", "委": "托派", "会": "同议商", "社": "会",
    "所": "有属需在", "站": "在", "科": "学技", "局": "部面限", "队": "伍", "区": "域内", "县": "域", "市": "场",
    "村": "民容庄", "院": "落", "室": "内", "台": "账",
}  # fmt: skip
_LIST = re.compile(r"[、，,]|和|及")


def subjects(text: str, start: int, end: int) -> tuple[UnitRef, ...]:
    """The bodies with which the sentences of a stretch begin, each once; a collective may begin a later clause."""
    found: dict[str, UnitRef] = {}
    for sentence in sentences(text, Span(start, end)):
        named = list(_head(text, sentence))
        if not named and (clause := _LATER.search(text, *sentence)):
            named = list(_names_from(text, clause.end(), sentence.end))
        for unit in named:
            found.setdefault(unit.name, unit)
    return tuple(found.values())


_LATER = re.compile(r"[，,](?=各)")


def _head(text: str, sentence: Span) -> Iterator[UnitRef]:
    time = _TIME.match(text, sentence.start, sentence.end)
    yield from _names_from(text, time.end() if time else sentence.start, sentence.end)


def _names_from(text: str, at: int, end: int) -> Iterator[UnitRef]:
    """The bodies of a list that begins here and ends where no further name follows."""
    sentence = Span(at, end)
    while (stop := _name_end(text, at, sentence.end)) is not None:
        name = re.sub(r"\s+", "", text[at:stop])
        yield UnitRef(name, Role.RESPONSIBLE, Span(at, stop), names.is_collective(name), names.alias_of(name))
        joint = _LIST.match(text, stop, sentence.end)
        if not joint:
            return
        at = joint.end()


# A sentence that begins with one of these does not begin with a body.
_NO_NAME = re.compile(
    "督促|指导|邀请|协调|组织(?!部)|支持|鼓励|引导|动员|要求|推动|推进|加强|开展|建立|会同|取得|按照|召开|成立|根据|结合|通过"
    "|制定|完善|强化|充分|进一步|继续|坚持|落实|做好|抓好|形成|发挥|营造|确保|加大|深入|全面|扎实|认真|积极|严格"
    "|依托|依法|调整|组建|面向|更好|重大|提高|建设|打造|培育|重点|创新|每|由|报"
    '|[“"‘《我本该此其这那对把将为在以从向与于并也还要能可有]'
)


# What stands in no name: a stretch that holds one of these has run into the verb.
_VERB_INSIDE = re.compile(
    "向|对|将|把|被|及时|发挥|组建|会同|召开|成立|开展|制定|报送|按时|根据|负责|抽调|形成|的|要|应|是|逐"
)


def _acts(name: str) -> bool:
    """Whether a stretch reads as a body that can act: 创建全国示范县 ends like a place but is none."""
    if _VERB_INSIDE.search(name):
        return False
    if names.is_collective(name) and name.startswith("各"):
        return names.is_unit(name) or names.is_label(name)
    place = name.endswith(("县", "市", "区", "州", "村", "镇", "乡", "省"))
    return names.is_unit(name) and (not place or name.startswith("全") or (len(name) <= 4 and "示范" not in name))


def _name_end(text: str, at: int, end: int) -> int | None:
    """Where a name that begins here ends: the longest stretch that reads as a body and leaves a verb whole."""
    if _NO_NAME.match(text, at):
        return None
    best = None
    for stop in range(at + 2, min(end, at + 24) + 1):
        if text[stop - 1] in "、，。；：,;“”《》":
            break
        piece = text[at:stop]
        if piece.count("（") != piece.count("）") or not _acts(piece):
            continue
        following = text[stop : stop + 1]
        if following and following in _VERB_AFTER.get(piece[-1], ""):
            continue
        if best is not None and re.search(
            r"对|的|将|把|要|应|负责|成立|开展|制定|根据|结合|组织(?!部)|按照|做|在|及|和", text[best:stop]
        ):
            break
        best = stop
    return best if best is not None and (best - at > 2 or names.is_collective(text[at:best])) else None


_BY = re.compile(r"由([^。；;，,：:\n]{2,80}?)(牵头|负责|承担|主办|按照?(?:各自)?职责(?:分工)?(?:负责)?)")
_WITH = re.compile(r"(?:负责)?[，,]?(?:共同)?(?:组织|会同|联合|协同|配合)(?!部|实施|开展|做好)")


def in_prose(text: str, start: int, end: int) -> list[Clause]:
    """Bodies that a sentence says to act: 由社会事业处牵头，组织交通与建设处…; B、C配合."""
    found = []
    for sentence in sentences(text, Span(start, end)):
        for said in _BY.finditer(text, *sentence):
            role = Role.LEAD if said.group(2) == "牵头" else Role.RESPONSIBLE
            bodies = [u for u in units.in_list(text, Span(*said.span(1))) if names.is_unit(u.name) or u.group]
            if not bodies:
                continue
            bodies = [replace(u, role=role) for u in bodies]
            joined = _WITH.match(text, said.end(), sentence.end)
            after = (
                joined.end()
                if joined
                else (said.end() + 1 if text[said.end() : said.end() + 1] in "，," else said.end())
            )
            others = list(_names_from(text, after, sentence.end))
            if others and not joined and not re.match(r"(?:配合|协助|参与|按职责)", text[others[-1].span.end :][:4]):
                others = []
            bodies += [replace(u, role=Role.SUPPORT) for u in others]
            found.append(Clause(Span(*said.span()), tuple(bodies), formal=False))
    return found
