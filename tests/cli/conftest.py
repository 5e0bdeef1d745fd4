"""The plan that the commands are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

PLAN = """云溪县乡村道路建设实施方案
一、主要任务
（一）修好道路。2023年底前新建道路12公里。〔责任单位：县交通局，各乡镇〕
（二）点亮村庄。安装路灯300盏。〔责任单位：县城市管理局〕
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, "utf-8")
    return path
