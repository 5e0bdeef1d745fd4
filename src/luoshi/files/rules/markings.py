"""Marks of classification: where one stands as a mark, the paper may not be kept here; where the words only occur, the
person who gives the file is asked.

A mark stands at the top of the first page, beside a star, or in a line or cell that is called 密级 (GB/T 9704-2012,
7.2.2). 国家秘密, 商业秘密 and their like are what papers speak about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

TOP_LINES = 8  # lines of the first page among which a mark may stand

_STAR = "[★☆✩✭⭐﹡*＊]"
_MARK = "(?:绝密|机密|秘密)"
_TERM = r"(?:\d{1,3}(?:年|个月|天)|[一二三五十]+年|长期|启用前|解密前)?"
_URGENT = "(?:特急|加急|特提|平急|急件|急)?"
_NUMBER = r"(?:(?:份号|编号|N[oO]\.?|№)?[:：]?\d{0,8})"
_ALONE = re.compile(rf"{_NUMBER}{_URGENT}(?:密级[:：]?)?{_STAR}?{_MARK}级?{_STAR}?{_TERM}{_URGENT}{_NUMBER}")
_STARRED = re.compile(rf"{_NUMBER}(?:密级[:：]?)?{_MARK}[★☆✩✭⭐].*|.*[^“”\"'‘「『《（(、和或及]{_MARK}[★☆✩✭⭐]{_TERM}")
_CALLED = re.compile(rf"{_NUMBER}(?:.{{0,12}}[;；,，])?密级(?:程度|等级)?[:：|]?{_MARK}(?![、/或和及与□]).*")
_CALL = re.compile(r"密级(?:程度|等级)?[:：]?")
_FIRST = re.compile(rf"{_MARK}(?:{_STAR}?{_TERM})?")
_BRACKETS = re.compile(r"[\s\u3000\xa0\u200b【】〔〕\[\]]")

_ELSEWHERE = re.compile(
    rf"(?<!国家)(?<!商业)(?<!工作)(?<!技术)(?<!通信)(?<!保守)(?<!泄露)(?<!企业)(?<!军事)(?<!行业)(?<!审判)(?<!的){_MARK}(?!级及?以)"
    r"|内部审计|内部资料|内部文件|内部使用|内部掌握|注意保存|不得外传|不宜公开|严禁外传"
)


def is_mark(line: str, *, top: bool) -> bool:
    """Whether a line (or a cell) is a mark of classification in its position; ``top`` for the first lines of a
    paper."""
    bare = _BRACKETS.sub("", line)
    if len(bare) > 120 or not re.search(_MARK, bare):
        return False
    if _CALLED.fullmatch(bare) or _STARRED.fullmatch(bare):
        return True
    return _ALONE.fullmatch(bare) is not None and (top or re.search("[★☆✩✭⭐]|密级", bare) is not None)


def is_marked_row(cells: Sequence[str]) -> bool:
    """Whether a row of a table says 密级 in one cell and a mark in the next that holds something."""
    words = [bare for cell in cells if (bare := _BRACKETS.sub("", cell))]
    return any(_CALL.fullmatch(a) and _FIRST.fullmatch(b) for a, b in pairwise(words))


def words_elsewhere(line: str) -> tuple[str, ...]:
    """The words of a line that sound like a mark and stand where none stands."""
    return tuple(match[0] for match in _ELSEWHERE.finditer(line))
