"""Lists of people: a table, or lines set like one, whose head asks for a name and for what only concerns a private
person. Lists of office-holders (name, body, post) are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 3  # rows that make a list

_NAMED = re.compile(r"[一-鿿]{0,8}姓名|户主|户主名称|农户|村民|群众|居民|家庭成员|人员名单|名字")
_PRIVATE = re.compile(
    r"身份证|公民身份|身份号|证件号|住址|家庭|户主|户籍|户口|民族|出生|生日|政治面貌|宗教|信仰|银行卡|低保|残疾|脱贫|贫困|婚姻|健康状况|籍贯|监护|常住|病史"
)
_DEPENDS = re.compile(r"手机|移动电话|性别|年龄|地址|居住|村组|组别|卡号|账号|帐号|补助|补贴|救助|发放|承包|人口")
_OFFICE = re.compile(r"单位|部门|职务|职位|岗位|科室|分工|职责|职称|处室|机关|企业|公司|任职")
_NAME = re.compile(r"[一-鿿]{2,6}|[一-鿿]{1,12}[·•・．.][一-鿿]{1,20}")
_NO_NAME = re.compile(r"合计|小计|总计|共计|备注|说明|姓名|户主|填表|审核|制表|样表|示例")
_BESIDE = re.compile(r"[(（][^()（）]*[)）]|[:：*＊\s]")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of people in a table: the row of its head, its columns that tell of them, and its rows that are filled."""

    head: int
    columns: tuple[int, ...]
    rows: tuple[int, ...]


def lists_in(rows: Sequence[Sequence[str]]) -> tuple[Listed, ...]:
    """The lists of people in a table, given as the texts of its cells."""
    heads = [(at, columns) for at, row in enumerate(rows) if (columns := _head(row, rows[at + 1 : at + 2]))]
    ends = [at for at, _columns in heads[1:]] + [len(rows)]
    found = []
    for (at, (names, others)), end in zip(heads, ends, strict=False):
        told = tuple(
            number
            for number in range(at + 1, end)
            if any(_is_name(_cell(rows[number], name)) for name in names)
            and any(_cell(rows[number], other).strip(" *-—/\u3000") for other in others)
        )
        if len(told) >= FEWEST:
            found.append(Listed(at, (*names, *others), told))
    return tuple(found)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _is_name(text: str) -> bool:
    bare = re.sub(r"[\s\u3000]", "", text)
    return _NAME.fullmatch(bare) is not None and not _NO_NAME.search(bare)


def _head(row: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The columns of names and of what is told of the people, where a row is the head of such a list. A head of two
    rows has nothing of its own under the name."""
    words = [_BESIDE.sub("", cell) for cell in row]
    names = tuple(at for at, word in enumerate(words) if _NAMED.fullmatch(word))
    if not names or len(words) < 2:
        return None
    second = [_BESIDE.sub("", cell) for cell in below[0]] if below else []
    if second and all(_cell(second, at) in ("", words[at]) for at in names):
        words = [_cell(words, at) + _cell(second, at) for at in range(max(len(words), len(second)))]
    official = any(_OFFICE.search(word) for at, word in enumerate(words) if at not in names)
    others = tuple(
        at
        for at, word in enumerate(words)
        if at not in names and len(word) <= 24 and (_PRIVATE.search(word) or _DEPENDS.search(word))
    )
    telling = any(_PRIVATE.search(words[at]) or (not official and _DEPENDS.search(words[at])) for at in others)
    private_name = any(words[at] == "户主" or "户主" in words[at] for at in names)
    if telling or (private_name and len([word for word in words if word]) >= 2):
        return names, others or tuple(at for at in range(len(words)) if at not in names)
    return None


# --- lines ------------------------------------------------------------------------------------------------------------

SEPARATORS = (r"\t", r"\|", r"[,，]", r"[;；]", r"、", r"/", r"[ \u3000\xa0]{2,}", r"[ \u3000\xa0]+")
_PERSON = re.compile(
    r"\W{0,3}(?:\d+\s*[.、．)）]?\s*)?(?P<who>[一-鿿]{2,4}|[一-鿿]{1,12}·[一-鿿]{1,20})\s*[，,、\s(（]\s*[男女]\s*[，,、\s]"
    r".*(?:族|出生|生于|岁|现?住|户籍|电话|身份证).*"
)
_POST = re.compile(
    r"现任|拟任|任职|[局县镇乡市州区处科所院校社]长|主任|书记|委员|主席|经理|教授|教师|干部|代表|委员|专家"
)


def cells_of(line: str, separator: str) -> list[tuple[int, int]]:
    """Where the cells of a line stand, without blanks and quotes around them."""
    ends = [(match.start(), match.end()) for match in re.finditer(separator, line)]
    starts = [0, *(end for _start, end in ends)]
    return [_narrowed(line, start, end) for start, end in zip(starts, [*(s for s, _e in ends), len(line)], strict=True)]


def _narrowed(line: str, start: int, end: int) -> tuple[int, int]:
    bare = line[start:end]
    left = start + len(bare) - len(bare.lstrip(" \u3000\xa0\"'"))
    return left, max(left, start + len(bare.rstrip(" \u3000\xa0\"'\r")))


def separator_of(line: str) -> str | None:
    """What parts the cells of a line that is the head of a list of people; none for any other line."""
    if len(line) > 300 or not re.search(r"姓\s*名|户\s*主|村\s*民|居\s*民|农\s*户|群\s*众|家庭成员|名字", line):
        return None
    for separator in SEPARATORS:
        spans = cells_of(line, separator)
        if len(spans) > 1 and _head([line[start:end] for start, end in spans], []):
            return separator
    return None


def is_person(line: str) -> bool:
    """Whether a line tells of a private person in a row of words: a name, a sex, and where or when born or living."""
    return len(line) < 400 and _PERSON.fullmatch(line.strip()) is not None and not _POST.search(line)
