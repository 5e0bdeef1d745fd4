"""Structures: categories with a quota each and a total (八类示范单位 … 各选2—4个 … 25个创建点).

Reads a stretch of text. Writes ``Structure`` values.
"""

from __future__ import annotations

import re

from luoshi.kernel.numerals import CHINESE, number
from luoshi.outline.model import Span, Structure

_CN = f"[{CHINESE}]{{1,5}}"
_TO = r"\s?(?:[-—–－~～―至到]|--|——)\s?"
_KINDS = re.compile(rf"(?P<n>{_CN}|\d{{1,2}})(?:大)?类(?P<what>[\u4e00-\u9fff]{{2,10}})")
_QUOTA = re.compile(
    rf"各(?:自)?(?:选|建|创建|打造|培育|推荐|确定|树立|评选|选树|选取|遴选|建设)[^\d一二两三四五六七八九十，。；]{{0,6}}(?P<a>\d+|{_CN})(?:{_TO}(?P<b>\d+|{_CN}))?(?P<u>个|家|处|所|户)(?P<what>[\u4e00-\u9fff]{{0,6}})"
)
_TOTAL = re.compile(
    r"(?P<n>\d{1,4})(?P<u>个|家|处|所|户)(?P<what>[\u4e00-\u9fff]{0,12}?(?:点|示范点|创建点|单位|基地|样板|户))"
)
_NEAR = 800


def structures_of(text: str, start: int, end: int) -> tuple[Structure, ...]:
    """Categories with a quota each and a total (八类示范单位 … 各选2—4个 … 25个创建点)."""
    found: list[Structure] = []
    for quota in _QUOTA.finditer(text, start, end):
        low = max(start, quota.start() - _NEAR)
        kinds = [k for k in _KINDS.finditer(text, low, min(end, quota.end() + _NEAR)) if _listed(text, k, end)]
        kinds = kinds or list(_KINDS.finditer(text, low, quota.start()))[-1:]
        totals = [
            t
            for t in _TOTAL.finditer(text, low, min(end, quota.end() + 200))
            if not (quota.start() <= t.start() < quota.end())
        ]
        if not kinds:
            continue
        kind = kinds[0]
        categories = _listed(text, kind, end)
        total = max(totals, key=lambda t: int(t["n"]), default=None)
        low_each = number(quota["a"])
        first = min(kind.start(), quota.start(), *(t.start() for t in totals[:1]))
        found.append(Structure(
            name=kind.group(), total=int(total["n"]) if total else None, unit=quota["u"], categories=categories,
            min_each=low_each, max_each=number(quota["b"]) if quota["b"] else low_each, span=Span(first, quota.end()),
        ))  # fmt: skip
    return tuple({s.name: s for s in reversed(found)}.values())


def _listed(text: str, kind: re.Match[str], end: int) -> tuple[str, ...]:
    """The categories themselves: the next list near that has as many members as the count says."""
    count = number(kind["n"]) or 0
    window = text[kind.end() : min(end, kind.end() + 240)]
    for sentence in re.split(r"[。；\n]", window):
        for clause in re.split(r"[，：:]|——", sentence):
            members = [m.strip("“”\"' ") for m in re.split(r"、|和|及|以及", clause)]
            if count >= 2 and len(members) == count and all(1 < len(m) <= 24 for m in members):
                return _cleaned(members)
    return ()


def _cleaned(members: list[str]) -> tuple[str, ...]:
    """Without the words before the first member: 着力创建…示范机关、示范乡镇 share their last words."""
    first = members[0]
    if len(members) > 1 and len(first) > max(len(m) for m in members[1:]):
        head = members[1][:2]
        at = first.rfind(head)
        tail = re.search(r"(?:创建|打造|建设|培育|包括|分为|即|为)([\u4e00-\u9fff]{2,8})$", first)
        first = first[at:] if at > 0 else (tail.group(1) if tail else first)
    return (first, *members[1:])
