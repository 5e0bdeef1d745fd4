"""Words of a table with one form for each character, so that a rule of reading is written once.

A folded text has the length of the original: a place in one is a place in the other.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
_WIDE |= {chr(code): chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SAME = {
    sign: one
    for one, signs in {
        "%": "％﹪", ".": "．", "+": "＋", "-": "－−–—﹣～~〜∼", "<": "＜﹤", ">": "＞﹥", "=": "＝",
        "≥": "≧⩾", "≤": "≦⩽", "×": "＊*✕╳Ｘ", "/": "／∕", "（": "(﹙〔", "）": ")﹚〕",
        "；": ";﹔", "：": ":", " ": "\u3000\xa0\t", "！": "!", "？": "?",
    }.items()
    for sign in signs
}  # fmt: skip
_TABLE = str.maketrans(_WIDE | _SAME)
_COMMA = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")
_STOP = re.compile(r"。|(?<=[\u4e00-\u9fff）])\.(?!\d)")


# the same words are looked at by several readers one after the other
@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """The text with digits, signs and brackets in one form each; a comma between thousands stays one."""
    text = text.translate(_TABLE).replace("﹐", "，")
    return _STOP.sub("。", _COMMA.sub("，", text))


def squeezed(text: str) -> str:
    """A heading of a column without blanks and line ends."""
    return re.sub(r"\s+", "", folded(text))
