"""The plans that the tests of the readers may use: one of our own wording, and the real ones beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

REAL = Path(__file__).resolve().parents[3] / "shared" / "plans"
_USED = ("25", "27", "31", "35", "51")  # the other labelled plans judge the rules of the outline: they stay unread here


def real_plans() -> list[Path]:
    """The real plans, none where the folder is not there."""
    labelled = [path for path in sorted(REAL.glob("labelled/*.txt")) if path.name[:2] in _USED]
    return [path for path in (REAL / "00-seed.txt", *labelled, *sorted(REAL.glob("unlabelled/*.txt"))) if path.exists()]


def each_real_plan() -> list[object]:
    """Parameters for a test that runs on every real plan and says why where it cannot."""
    found: list[object] = [pytest.param(path, id=path.stem, marks=pytest.mark.shared) for path in real_plans()]
    missing = pytest.param(None, id="none", marks=pytest.mark.skip(reason="no ../shared/plans beside the project"))
    return found or [missing]


PLAN = """清溪县人民政府办公室
关于印发《清溪县便民服务提升三年行动实施方案》的通知
各乡镇人民政府，县级各部门：
现将《清溪县便民服务提升三年行动实施方案》印发给你们，请认真贯彻执行。
2031年3月8日
清溪县便民服务提升三年行动实施方案
为了让居民少跑路、好办事，结合我县实际，制定本方案。本方案所说的便民服务，是指县、乡镇、村三级窗口向居民和企业提供的全部服务，既包括现场办理，也包括网上办理和上门办理。
一、总体目标
到2033年底，全县建成标准化便民服务中心12个，网上可办事项达到95%以上，窗口平均等候时间不超过10分钟。
二、主要任务
（一）改造服务大厅
1.统一窗口设置。按照一窗受理、后台分办的要求，合并职能相近的窗口，配齐导办人员和自助设备，县政务服务大厅于2031年10月底前完成改造，各乡镇服务中心于2032年6月底前完成改造。（责任单位：县政务服务局、县住房城乡建设局，各乡镇）
2.方便特殊人群。设置无障碍通道和绿色窗口。（责任单位：县残联、县政务服务局）
（二）推进网上办理
1.梳理事项清单。（责任单位：县司法局）
2.打通业务系统。每季度通报一次进展。（责任单位：县大数据中心、县财政局）
三、时间安排
（一）启动阶段（2031年3月）。
（二）实施阶段（2031年4月—2033年10月）。
附件
便民服务任务分解表
序号\t任务\t牵头单位\t完成时限
1\t窗口改造\t县政务服务局\t2031年10月底前
2\t清单梳理\t县司法局\t2031年6月底前
3\t系统联通\t县大数据中心\t长期
"""
