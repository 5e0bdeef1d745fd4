"""Rules in ordinary words, of our own, with the kind of rule that each is: points of the row | words | kind.

Those after a ``?`` cannot be read without doubt, because the words leave something open.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

_SENTENCES = """
10 | 每少一次扣0.5分，扣完为止。 | Deduct
5 | 未建制度的扣2分，制度不全的扣1分，未落实的每项扣0.5分。 | Deduct
5 | 每发现一处不合格扣1分，最多扣3分。 | Deduct
4 | 处理及时得4分，每有一起未处理扣2分，经核实已整改的可不扣分。 | Deduct
5 | 逾期一天扣0.5分，扣完为止 | Deduct
5 | 被省级通报的扣5分/次，被市级通报的扣3分/次 | Deduct
10 | 资料齐全计10分；缺一项扣1分；不规范每处扣0.5分。 | Deduct
6 | 每周巡查不少于1次，每少一次扣0.1分；每月会商不少于2次，每少一次扣0.2分 | Deduct
10 | 每项2分，共5项，缺一项扣2分 | Deduct
8 | 96%起，每高1个百分点得2分，满分8分。 | Increment
10 | 达到90%得10分，每低2个百分点扣1分，扣完为止。 | Increment
5 | 满意度90%以上得满分，每降低1个百分点扣0.5分，低于80%不得分。 | Increment
8 | 覆盖率100%得8分，每下降1%扣0.4分 | Increment
2 | 与全省平均值比较，比值为1时2分，比值每增0.1扣0.5分，扣完为止 | PeerMean
5 | 按完成比例得分。 | Proportional
15 | 得分=完成率×15 | Proportional
6 | 资金到位率*6分 | Proportional
10 | 年度任务完成得10分，未完成的按比例扣分。 | Proportional
8 | 完成计划的得8分。未完成的，按实际完成比例计分，完成比例低于50%的不得分。 | Proportional
20 | 根据上级考核结果按比例折算计分 | Proportional
8 | ≤0.9/1.0/1.1/1.2倍→8/6/3/1/0 | Steps
6 | >80/70/60%→6/4/2 | Steps
8 | 用水量≤标准值的0.9倍得8分；≤1.0倍得6分；≤1.1倍得3分；＞1.1倍不得分 | Steps
3 | 达到5%得1分；达到10%得2分；达到15%以上得3分 | Steps
10 | 大于等于95%得10分，大于等于85%小于95%得7分，小于85%得0分 | Steps
10 | 投入占比≥3%，得10分；2%≤占比＜3%，得6分；<2%，不得分 | Steps
3 | 1次得1分，2次得2分，3次及以上得3分 | Steps
6 | 达到年度目标值得6分；小于目标值不得分 | AllOrNothing
5 | 水质达标率≥85%得5分，低于85%不得分 | AllOrNothing
4 | 符合得分 | AllOrNothing
10 | 发生重大责任事故的，本项不得分。 | AllOrNothing
3 | 优秀得3分，良好得2分，合格得1分，不合格不得分。 | Choice
2 | 优良2分，一般1分，较差0分 | Choice
5 | 符合要求得5分，基本符合得3分，不符合不得分。 | Choice
4 | 有专门机构得4分，只有兼职人员得2分，没有的得0分 | Choice
6 | 获国家级表彰的得6分，省级表彰的得4分，市级表彰的得2分，不重复计分。 | Choice
10 | 100%—80%（含）得8-10分；80%—60%（含）得6-8分；60%—0得0-6分 | Choice
5 | 视工作情况酌情给1-5分。 | Discretion
1 | 总体完善，视情况酌情给分，最高1分 | Discretion
10 | 第一名得10分，第二名得8分，第三名得6分，其他不得分。 | Rank
10 | 前三名分别得10分、8分、6分。 | Rank
2 | 每报送1件得0.5分，最高2分。 | PerKind
10 | （1）成立专班得2分；（2）制定方案得3分；（3）定期调度得5分。 | Sum
10 | ①机构健全2分②人员到位3分③经费保障5分 | Sum
3 | 有规划（1分）、有方案（1分）、有总结（1分） | Sum
34 | 开工率（10分）：达到100%得10分，每低2%扣1分；完工率（24分）：96%起，每高1个百分点得6分，满分24分 | Sum
5 | 路网完善得5分（主路连接2；支路畅通2；村路硬化1） | Sum
10 | 经验在省、市、县推广的，分别得5分、3分、2分。 | Sum
6 | 1.省级媒体报道得3分；市级媒体报道得2分；县级媒体报道得1分。2.按时报送总结得3分。 | Sum
20 | 市级得分×70%+区县平均得分×30% | Weighted
10 | 全部达标得10分；有一处不达标扣2分；恶化的整个项得0分。 | ZeroIf
16 | 按到位比例得分，整合计划未全部落实的，本项指标不得分 | ZeroIf
5 | 完成率95%以上得5分；90%-95%得3分；90%以下不得分。 | ?Steps
5 | 每超出10%扣1分 | ?Deduct
3 | 投入增长5%得2分，每增加1个百分点加1分，最高加3分 | ?Increment
10 | 每次扣1分；由领导酌情给分。 | ?Deduct
5 | 按照权重赋分 | ?Unread
10 | 获省、市表彰的，分别奖6、3分。 | ?Best
5 | 每起扣1分；造成恶劣影响的，取消评优资格 | ?Deduct
5 | 工作完成较好的，酌情加分。 | Discretion
"""


class Told(NamedTuple):
    """A sentence with the points of its row, the kind of its rule, and whether the words leave nothing open."""

    points: Decimal
    words: str
    kind: str
    sure: bool


def _told(line: str) -> Told:
    points, words, kind = (part.strip() for part in line.split(" | "))
    return Told(Decimal(points), words, kind.lstrip("?"), not kind.startswith("?"))


SENTENCES = tuple(_told(line) for line in _SENTENCES.strip().splitlines())
