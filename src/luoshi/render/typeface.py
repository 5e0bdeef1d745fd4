"""The typefaces and sizes of an official paper (GB/T 9704-2012), by name only: no font is shipped.

Where an office's machine lacks one of them, its word processor takes the nearest that it has.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typeface:
    """A Chinese typeface, the Latin one beside it, and a size in points."""

    chinese: str
    size: float
    latin: str = "Times New Roman"
    bold: bool = False


TITLE = Typeface("方正小标宋简体", 22)  # 2号
UNDER_TITLE = Typeface("楷体_GB2312", 12)  # 小4号
CAPTION = Typeface("黑体", 14)
HEADING = Typeface("黑体", 10.5)  # 5号, as tables are set
SECTION = Typeface("黑体", 10.5)
CELL = Typeface("仿宋_GB2312", 10.5)
REMARK = Typeface("仿宋_GB2312", 10.5)
PAGE_NUMBER = Typeface("宋体", 14, latin="宋体")  # 4号

MILLIMETRES_A_POINT = 25.4 / 72
PAGE_SHORT, PAGE_LONG = 210.0, 297.0  # A4 in millimetres
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_SIDE = 24.0, 24.0, 18.0
