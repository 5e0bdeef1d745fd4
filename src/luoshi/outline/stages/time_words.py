"""The words of time: how plans write points, ranges, limits and rhythms.

Forms only; ``times`` says what they mean.
"""

from __future__ import annotations

import re

_CN = "一二三四五六七八九十"
# A point in time, its groups numbered by {n}: year, this year, month, day, quarter, half, part of a month or year.
_POINT = (
    r"(?:(?P<y{n}>(?:19|20)\d\d)\s?年\s?|(?P<this{n}>今年|本年度?|当年|明年|次年|翌年)\s?)?"
    rf"(?:(?P<m{{n}}>\d{{{{1,2}}}}|[{_CN}]{{{{1,2}}}}(?=月))\s?月份?\s?"
    r"(?:(?P<d{n}>\d{{1,2}})\s?(?:[日号]|(?![\d年月.%％])))?"
    r"|第?(?P<q{n}>[一二三四1-4])季度|(?P<h{n}>[上下]半年))?"
    r"(?P<p{n}>[上中下]旬|月?[底末初]|年[底末]|岁末|[春夏秋冬]季?(?:学期|开学)?)?"
)
_BEGIN = (
    r"(?=(?:19|20)\d\d\s?年|今年|本年|当年|明年|次年|翌年|\d{1,2}\s?月"
    rf"|[{_CN}]{{1,2}}月|第?[一二三四1-4]季度|[上下]半年|年[底末])"
)
_DASH = r"\s?(?:[-—–－~～―─至到]{1,3}|——)\s?"
_NOT_BEFORE = "前(?!后|期|提|沿|列|往|来|景|三|十|身|款|述)"
_NOT_INSIDE = "内(?!容|部|涵|外|设)"

POINT = re.compile(_BEGIN + _POINT.format(n=""))
RANGE = re.compile(
    rf"{_BEGIN}{_POINT.format(n='1')}{_DASH}"
    rf"(?:(?P<only>\d{{1,2}})\s?[日号](?!\d)|{_BEGIN}{_POINT.format(n='2')})(?P<tail>[止底]?前?)?"
)
LIMIT = re.compile(rf"{_BEGIN}{_POINT.format(n='')}\s?(?P<by>(?:之|以)?{_NOT_BEFORE}|为?止|{_NOT_INSIDE})?")
# 5年内, 2—3年内, 今年内, 年内
LENGTH = re.compile(
    rf"(?:力争|用|在)?(?:(?:未来|今后|约)?(?:\d{{1,2}}|[{_CN}两]{{1,2}})(?:[-—～至到](?:\d{{1,2}}|[{_CN}]))?(?:年|个月)(?:左右)?"
    rf"|年|本年度?|今年|本月|当月)(?:时间)?(?:之|以)?{_NOT_INSIDE}"
)
# Where one of these may begin; a cheap look before the long forms are tried.
TRIGGER = re.compile(
    rf"\d|[今本当明次翌]年|年[底末内]|[{_CN}两]{{1,2}}(?:年|个?月)|第?[一二三四]季度|[上下]半年|[本当]月"
    r"|[“\"]?十[三四五六]五|[“\"]?(?:春节|国庆|元旦|中秋|五一|清明|端午|寒假|暑假|开学|汛期|入冬|采暖季)"
)
# 到“十四五”末 ends with the year in which the five-year plan ends; holidays with a fixed day give it.
FIVE_YEARS = re.compile(r"(?:力?争?到|至)?[“\"]?十(?P<n>[三四五六])五[”\"]?(?:规划)?(?:末|期末|时期末)(?!期间)")
FESTIVAL = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)年)?[“\"]?(?P<name>春节|国庆|元旦|中秋|五一|清明|端午|寒假|暑假|开学|汛期|入冬|采暖季)[”\"]?节?"
    r"(?:假期|来临|到来)?(?:之|以)?前(?!后|期|提)"
)
FESTIVAL_DAYS = {"国庆": (9, 30), "五一": (4, 30)}
# 2000年底前建成的小区 says which, not by when.
WHICH = re.compile(r"[^，。；]{0,6}(?:建成|竣工|设立|登记|注册|投用|出生|修建|建设)(?:的|、)")
GOES_ON_EACH = re.compile(r"每(?:年|月|周|季度)[^，。；]{0,12}、$")
HELD_EVENT = re.compile(r"[^，。；]{0,4}(?:举办|召开|举行)")
UNTIL = re.compile(r"(?:力?争?到|截至|截止到?|至)$")

# A bare date dates a result only where what stands around it says so.
BEFORE_BARE = re.compile(r"(?:比|较|以|自|从|对|按照|根据|同比|相比|截至|于|的|《|“|「|（|\(|〔|[\u4e00-\u9fff]\d?)$")
MEANT = re.compile(r"(?:力争|争取|计划|确保|预计|拟)$")
AFTER_BARE = re.compile(
    r"\s?(?:度|以来|以后|之后|起|开始|版|级|工作要点|以下|及以|全国|全省|全市|第|印发|《|》|”|届|生|款|份|\))"
)
RESULT = re.compile(
    r"^[，,]?(?:[\u4e00-\u9fff“”]{0,10}?(?:计划|力争|确保|争取|预计|实现|完成|建成|达到?|全面|基本|新建|新增|改造"
    r"|创建|竣工|投产|投用|投入使用|投入运行|启用|开工|公布|推广|扩大|覆盖|出台)"
    r"|[^，。；]{0,24}?\d+(?:\.\d+)?\s?(?![年月日号\d.]))"
)
LABELLED = re.compile(
    r"(?:完成|办理|办结|工作|实施|整改|落实|建设|推进|达标)?(?:时限|期限|时间|时间节点|进度)(?:要求|安排|进度)?"
    r"\s?[：:]\s?(?P<value>(?:[^。；;，,\n）)〕】]|[，,](?!.{0,6}[：:])){1,48})"
)
EXPLICIT = re.compile(r"(?:完成|办理|办结|整改|落实|推进)(?:时限|期限|时间)|时限|期限|完成进度")
EVENT_LABEL = re.compile(r"(?:活动|举办|启动|开展|演出|比赛|培训|会议|展览|营业|开放|施行)(?:时间|日期)[：:][^。\n]*$")
# What a year may be part of: 《2022年…要点》, 2025年…规划
EVENT_BEHIND = re.compile(r"\s?(?:期间|，?在[\u4e00-\u9fff]{2,12}(?:举办|召开)|举办|召开)")
PLAN_BEHIND = re.compile(r"[^，。；]{0,8}(?:规划|计划》|行动计划|方案)")
EACH = re.compile(r"每(?:个)?(?:年|月|周|季度|半年)?(?:的)?$")

RHYTHM = re.compile(
    r"每(?P<n>\d{1,2}|两|[一二三四五六]|半)?(?:个)?(?P<every>天|日|周|星期|旬|月|季度?|年度?|学期)(?:度)?"
    r"(?:(?P<m>\d{1,2})月)?(?:(?P<d>\d{1,2})[日号])?(?:[底末初]?前)?(?!一次性|户|家|座|个|万|人|亩|吨|平方)"
)
STEADY = re.compile(
    r"长期(?:坚持|推进|实施|开展|执行)?|持续(?:推进|实施|开展|进行)|常态化(?:推进|开展|实施)?|常年|经常性"
)
