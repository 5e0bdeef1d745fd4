"""Amounts of points in Chinese numerals: 得三分, 扣两分, 加十分, 扣半分, 零点五分."""

from __future__ import annotations

import re

from luoshi.kernel.numerals import number

_ONES = "零〇一二两三四五六七八九"
_SPOKEN = re.compile(
    rf"(?P<before>[得扣加奖计记给减赋为是共各（：，、至到]|满分|最高|最多|不超过|每[次项个件起处人])(?P<n>半|[{_ONES}]点[{_ONES}]{{1,2}}|[{_ONES}十百]{{1,5}})"
    rf"(?=分(?![之钟部局公类级别制数值红店段管])|[、至到-][{_ONES}十]{{1,3}}分)"
)


def in_digits(words: str) -> str:
    """Words with spoken amounts of points written in digits; 十分重视 and 三分之一 are no amounts."""
    return _SPOKEN.sub(lambda found: found["before"] + _digits(found["n"]), words)


def _digits(spoken: str) -> str:
    if spoken == "半":
        return "0.5"
    whole, point, rest = spoken.partition("点")
    value = 0 if whole in ("零", "〇") else number(whole.replace("两", "二"))
    if value is None:
        return spoken
    after = "".join(str(number(sign.replace("两", "二")) or 0) for sign in rest)
    return f"{value}.{after}" if point else str(value)
