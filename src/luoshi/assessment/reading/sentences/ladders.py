"""Alternatives among points that look like a sum: 国家级…得3分、省级…得2分、市级…得1分."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from luoshi.assessment.reading.sentences.groups import LEVELS

_LADDER = re.compile(
    r"国家级?|中央|省级?|自治区|市级?|州级?|县级?|区级?|乡镇?级?|镇级?|村级?|[一二三]等|特等|优秀|良好|合格|全国|全省|全市|全县"
)
Told = Sequence[tuple[str, Decimal]]


def is_ladder(told: Told) -> bool:
    """Whether conditions are one thing at falling levels with falling points."""
    falling = all(one[1] > other[1] for one, other in pairwise(told))
    levels = [_level(words) for words, _points in told]
    return len(told) > 1 and falling and all(levels) and len(set(levels)) == len(levels)


def with_alternatives(told: Told, own: Decimal) -> tuple[int, int] | None:
    """The run of items of which only the best can count if all together are to give ``own``."""
    total = sum((points for _words, points in told), Decimal(0))
    for first in range(len(told)):
        for last in range(len(told), first + 1, -1):
            run = told[first:last]
            points = [amount for _words, amount in run]
            if is_ladder(run) and total - sum(points, Decimal(0)) + max(points) == own:
                return first, last
    return None


def _level(words: str) -> str:
    found = _LADDER.search(words) or LEVELS.search(words)
    return found.group() if found else ""
