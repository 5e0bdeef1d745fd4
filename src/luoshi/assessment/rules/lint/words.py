"""Words by which a row of a table is known: awards, cases, states of mind, traces of work."""

from __future__ import annotations

import re

from luoshi.assessment.rules.framework import RowKind

LONGEST_NAME = 16  # a longer title is about awards (奖励扶助政策), it does not name a part of the table

# --- outside the base ---------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"^[（(\s]*[一二三四五六七八九十\d]{0,3}[）)、.．\s]*")
_BOTH = re.compile(r"奖扣|加减分|加扣分|奖罚|奖惩(?:分|项|$)|奖励?(?:与|和|及)?(?:惩罚|扣分)")
_AWARD = re.compile(
    r"(?:奖励|加|奖|附加|鼓励|创新加|特色加)分|(?:加分|奖励|鼓励|附加)(?:性)?(?:项目?|指标|条款|内容)|^(?:综合|工作|特别|其他|专项)?奖励$"
)
_PENALTY = re.compile(r"(?:扣分|减分|惩罚|倒扣|负面)(?:性)?(?:项目?|指标|条款|清单)|^(?:综合|其他)?(?:扣|减)分$")


def outside_kind(title: str) -> RowKind | None:
    """What a title names that stands outside the base; ``BONUS`` also for awards and penalties together (奖扣分)."""
    name = _NUMBER.sub("", re.sub(r"\s+", "", title))
    if len(name) > LONGEST_NAME:
        return None
    if _BOTH.search(name) or _AWARD.search(name):
        return RowKind.BONUS
    return RowKind.PENALTY if _PENALTY.search(name) else None


_ONLY_ADDS = re.compile(r"(?:加|奖)(?:励|计|记)?\s*\d+(?:\.\d+)?\s*分")
_EARNS = re.compile(
    r"(?<![获取])得|计\d|记\d|给|扣|满分|比例|×|[≥≤><]|每[^，。；]{0,8}(?:高|低|增|减|升|降)|\d\s*分[^，。；]{0,3}$|时\d"
)


def only_adds(sentence: str) -> bool:
    """Whether a rule knows nothing but awards: 获省级表彰加5分."""
    return _ONLY_ADDS.search(sentence) is not None and _EARNS.search(_ONLY_ADDS.sub("", sentence)) is None


# --- perverse -----------------------------------------------------------------------------------------------------

_CASE = r"(?:案例|案件|典型案|问题线索|违法(?:行为)?|违规(?:行为)?|处罚|立案|查处(?:情况)?)"
_PERVERSE = re.compile(
    rf"(?:无|没有|未(?:查处|查办|办理|发现|发生|立案|查获|移送))[^，。；\d]{{0,8}}{_CASE}?[^，。；\d]{{0,6}}(?:的)?，?(?:本项|该项|此项)?(?:不得分|不计分|不给分|得?0分|扣\s*\d)"
)
_PER_CASE = re.compile(
    r"每(?:查处|查办|立案|办理|查获|处罚)[^，。；]{0,12}(?:起|件|例|宗|人)[^，。；]{0,4}(?:得|加|计)\s*\d"
)


def perverse(sentence: str) -> str:
    """The words by which a rule pays for cases, empty where it does not."""
    found = _PERVERSE.search(sentence)
    if found and re.search(_CASE, found.group()):
        return found.group()
    paid = _PER_CASE.search(sentence)
    return paid.group() if paid else ""


# --- proof --------------------------------------------------------------------------------------------------------

_MIND = re.compile(
    r"认识|意识(?!形态)|自觉|思想|重视|观念|觉悟|精神面貌|氛围|深入人心|旗帜鲜明|政治站位|态度|决心|理念|感情|认同感?$"
)
_SHOWN = re.compile(
    r"文件|制度|方案|计划|台[账帐]|记录|机构|名单|会议|培训|活动|设立|建立|公示|率|比例|[\d０-９]|检查|考试|测试|问卷|调查|满意度|统计|公布"
    r"|经费|预算|纳入|列入|建成|配备|签订|印发|出台|报告|总结|标语|宣传栏|专栏"
)


def only_mind(words: str) -> bool:
    """Whether words name a state of mind and nothing that could be shown."""
    return _MIND.search(words) is not None and _SHOWN.search(words) is None


# --- traces -------------------------------------------------------------------------------------------------------

_TRACES = (
    r"(?:召开|组织|举办|开)[^，。；]{0,14}会(?:议)?[^，。；]{0,6}\d+\s*(?:次|场)|会议(?:次数|场次|数量)|每(?:少|缺)(?:召开|开)?[一1]次(?:[^，。；]{0,6})会",
    r"(?:照片|图片|影像|视频|截图)[^，。；]{0,8}(?:\d+\s*(?:张|幅|份|个|段)|数量|不少于|每少)|\d+\s*(?:张|幅)[^，。；]{0,6}(?:照片|图片)|拍照(?:留痕|上传|打卡)|留痕",
    r"(?:APP|App|app|小程序|公众号|客户端|学习强国)[^，。；]{0,16}?(?:注册|使用|登录|登陆|安装|下载|关注|打卡|浏览|活跃|巡|积分|点赞|转发)"
    r"|(?:平台|系统|软件|账号|网站)[^，。；]{0,10}(?:使用率|登录率|登陆率|注册率|活跃度|安装率|上线率|打卡|在线率|登录次数|点击)",
    r"(?:加入|组建|建立|进入?|入)[^，。；]{0,8}(?:微信|QQ|钉钉|工作|交流|联络)群|(?:微信|QQ|钉钉)(?:工作)?群",
    r"(?:信息|简报|稿件|用稿|投稿|供稿|新闻|报道|文章|通讯|动态|快讯)[^，。；]{0,10}?(?:\d+\s*(?:篇|条|期|则)|[一1](?:篇|条|期)|采用|刊发数|数量|篇数)"
    r"|(?:报送|上报|刊发|发布|投)[^，。；]{0,8}(?:\d+|[一每])\s*(?:篇|条|期)",
    r"填写[^，。；]{0,4}(?:日志|日记)|工作日志|学习笔记|心得体会[^，。；]{0,6}篇|打卡|签到率|点赞数?|转发量|阅读量|点击量",
)
_TRACE = re.compile("|".join(f"(?:{form})" for form in _TRACES))


def traces(words: str) -> tuple[str, ...]:
    """The words by which a row counts traces of work: meetings, pictures, log-ins, groups, news items."""
    return tuple(dict.fromkeys(re.sub(r"\s+", "", found.group()) for found in _TRACE.finditer(words)))


# --- slips --------------------------------------------------------------------------------------------------------

_TWICE = re.compile(r"((?![一逐])[\u4e00-\u9fff]{2})\1")
CUT = re.compile(
    r"截断|缺失|未载|未取得|未见[）)]|原文未|未能取得|原文如此|待定|另行(?:制定|通知|下发|公布)|细则(?:另发|略)|[（(]略[）)]"
)


def written_twice(words: str) -> str:
    """Two characters that stand twice in a row (协助协助), as slips of typing do; not 研究研究 of one verb doubled."""
    found = next((f for f in _TWICE.finditer(words) if f[1][0] != f[1][1]), None)
    return found[1] if found else ""
