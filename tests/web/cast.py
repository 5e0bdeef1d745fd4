"""What the tests of the pages share: a plan of our own wording, and who looks."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

ROLES = ("office", "department", "township", "leader")

PLAN = """临湖县停车便民行动实施方案
为方便群众停车，制定本方案。
一、重点任务
（一）增加停车泊位。新建公共停车场6个。利用边角地块设置临时泊位。〔责任单位：县住建局、县交通局，各乡镇（街道）〕
（二）规范停车秩序。清理占道杂物。每季度公布巡查结果。〔责任单位：县公安局、县城管局〕
（三）加强宣传引导。用好各类媒体，讲清停车规则。
二、实施步骤
（一）准备阶段（2026年7月—2026年9月）
1.县住建局摸清底数。
（二）推进阶段（2026年10月—2026年12月）
1.11月30日前，各乡镇（街道）、县住建局开展自查。
"""


def upload(text: str = PLAN, name: str = "停车方案.txt") -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, text.encode())
