"""The words of responsibility: labels, verbs, and rules that say who leads.

Forms only; ``units`` says what they mean.
"""

from __future__ import annotations

import re

from luoshi.outline.model import Role

LEAD = "总牵头|牵头|主责|主管|归口"
SUPPORT = "配合|协办|协同|协助|参与|参加|参建|支持|会办|协作"
PLAIN = "责任|主办|承办|落实|实施|负责|执行|组织|承担|共同|直接|成员|指导|监督|督导|完成|推进|建设|具体|提供材料"
_BODY = "单位|部门|处室|科室|股室|主体|机构|地区|乡镇|镇街|学校|方"
# 牵头单位、配合/责任单位、牵头（责任）单位、责任单位及部门
_WORD = (
    rf"(?:(?:{LEAD}|{SUPPORT}|{PLAIN})(?:[（(][^（）()]{{1,6}}[）)])?[及和与/、／]?){{1,3}}"
    rf"(?:{_BODY})(?:[及和、](?:{_BODY}))?"
)
_GAP = r"[ \t\u3000]*"
LABEL = re.compile(
    rf"({_WORD}|责任(?=[：:])|牵头(?=[：:])|配合(?=[：:])){_GAP}(?:[（(][^（）()]{{1,8}}[）)])?{_GAP}[：:]"
)
LONGEST_NAMES = 80
LONGEST_LABEL = 32  # characters, blanks and a remark in brackets included
BARE_LABEL = re.compile(rf"({_WORD})(?:为|是|有)?{_GAP}")
_PERSON = (
    r"(?:第一|直接|具体|分管|牵头|责任|包保|主要|配合|联系)?"
    r"(?:责任人|领导|负责人|联系人|联络员|人员|经办人)"
)
# Labels that end a list of bodies: time, persons, scope and the like.
OTHER = re.compile(
    rf"(?:(?:完成|办理|工作|办结)?(?:时限|时间|期限)(?:要求|进度)?|{_PERSON}|(?:联系)?电话|[\u4e00-\u9fff]{{2,4}}范围"
    rf"|(?:工作)?(?:目标|要求|任务|措施|备注|说明|进度)(?:要求)?){_GAP}[：:]|完成时[间限]"
)
PERSONS = re.compile(rf"{_PERSON}{_GAP}[：:]([^；;。）)〕】\n]*)")
_DUTY = r"(?:按照?(?:各自|其)?(?:职责|职能|任务)?(?:和)?(?:分工|职责|职能)?(?:要求)?(?:分别|共同|抓好)?)?"
# Verbs that close a list of bodies, with the role that each gives.
VERBS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(form + "$"))
    for role, form in (
        (
            Role.LEAD,
            "(?:共同|联合|分别|总)?(?:牵头|负总责|主责|主抓)"
            "(?:负责|组织|落实|抓总|实施|推进|办理|制定|单位|部门|协调|抓好)*",
        ),
        (
            Role.SUPPORT,
            rf"{_DUTY}(?:共同|积极|予以|给予|做好)?(?:配合|协助|协办|参与|支持|协同|参加)"
            "(?:实施|落实|推进|完成|做好|工作|单位)*",
        ),
        (
            Role.RESPONSIBLE,
            rf"{_DUTY}(?:共同|具体|分别|组织|整体|全面|抓好|各自|统筹|分级|协同|联合)*"
            "(?:负责|落实|实施|主办|承办|承担|指导|执行|推进|办理|推动|监督)"
            "(?:具体|落实|实施|推进|执行|组织|办理|抓好|指导|监督)*",
        ),
    )
)
# Bodies that a plan names once for all that follows: 以下均需各乡镇落实，不再列出
SAID_ONCE = re.compile(
    r"(?:以下|以上|下列|上述)[^。；，]{0,8}?均(?:需|须|由|要|应)?(?P<units>[^。；]{2,60}?)"
    r"(?:落实|负责|配合|实施|承担)[^。；，]{0,6}[，,](?:后文|下文|表中)?(?:不再|不另|不一一|不逐一)"
)
# Behind a name in a list: 县住建局（牵头）
LEADS_HERE = re.compile(r"\s*[（(](?:总?牵头|主责)[^（）()]{0,4}[）)]")
ACTS = re.compile("牵头|负责|配合")
# How a bracket begins that explains something.
REMARK = re.compile(r"\s*(?:以下)?简称|含|包括|另|详?见|附|注|即|如|此件")
# A piece of a list that tells when, not who.
WHEN = re.compile(r"[，,；;][^，,；;（）()]*(?:前|内|底|年|月|旬|长期|持续)[^，,；;（）()]*$")
CALLED = re.compile(r"\s*(?:由|组织|会同|联合(?!党|会|社|国|体)|协调|督促)?")
JOINS = re.compile(r"会同|联合(?!党|会|社|国|体)|协同(?=[^、，,；;]{2,})")
OPENING, CLOSING = "（(〔【[［", "）)〕】]］"
_FIRST = r"(?:排|列|排序|排列|排名|位列|名列)(?:在)?(?:第一|首|最前|前面?)(?:位|名|个)?(?:的|者)?"
FIRST_LEADS = re.compile(
    rf"{_FIRST}[^。；;，,）)]{{0,10}}?(?:牵头|主办|主责|负总责|第一责任)"
    r"|第一(?:个|家|位)?(?:责任)?(?:单位|部门|者)(?:的)?(?:即)?(?:为|是)(?:牵头|主办|主责)"
)
