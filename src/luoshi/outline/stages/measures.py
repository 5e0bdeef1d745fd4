"""Measures: the sentences of a task, and which of them only state a purpose and commit nobody.

Reads a stretch of text. Writes ``Measure`` values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from luoshi.outline.model import Measure, Span
from luoshi.outline.stages.lines import strip

_OPEN, _CLOSE = "（(〔【《“「", "）)〕】》”」"
_MARK = re.compile(rf"[。！？；;\n{re.escape(_OPEN + _CLOSE)}]")
# How a statement of purpose begins ...
_PURPOSE = re.compile(
    r"^(?:以[^，。]{2,40}(?:为|统领|引领|助推|促进)|坚持|深入(?:学习)?贯彻|全面(?:学习)?贯彻|认真(?:学习)?贯彻|深入践行|牢固树立|紧紧?围绕|立足|聚焦|"
    r"遵循|践行|贯彻落实(?:党的|习|党中央|中央)|高举|坚定不移|始终|把[^，。]{2,20}(?:作为|摆在|放在)|充分认识|进一步(?:提高|增强)[^，。]{0,8}(?:认识|意识)|"
    r"不断(?:提升|提高|增强|满足|推动|推进)|努力(?:打造|实现|形成|营造)|形成[^，。]{0,20}(?:格局|局面|态势|氛围)|营造|推动形成|[^，。]{2,20}(?:是|事关|关系))"
)
# ... and what makes a sentence a commitment all the same: something that a paper can show.
_CONCRETE = re.compile(
    r"建立|制定|制订|印发|出台|编制|召开|举办|组织|成立|设立|建成|建设|完成|新建|改造|落实[^，。]{0,12}(?:制|制度|政策|资金|经费)|实施|修订|完善[^，。]{0,10}(?:机制|制度|设施|体系)|"
    r"排查|检查|整治|治理|培训|宣传|发布|报送|汇总|开通|配备|安装|修复|引进|培育|打造|创建|审批|验收|评选|推广|发展|抓好|做好|办好|开展|推进|加强|加大|加快|健全|优化|严格|严厉|\d"
)


# A line that answers a question of the form is no sentence of the task: 完成时限：每季度
_LABEL = re.compile(
    r"(?:完成|办理|办结|实施|工作)?(?:时限|时间|期限)[：:]|(?:责任|牵头|分管|包保|联系)?(?:领导|责任人|联系人)[：:]|联系电话[：:]"
)


def measures(text: str, spans: Iterable[Span]) -> tuple[Measure, ...]:
    """The sentences of a task's text, in order."""
    found = []
    for span in spans:
        for sentence in sentences(text, span):
            words = text[sentence.start : sentence.end]
            if _LABEL.match(words):
                continue
            found.append(Measure(words, sentence, principle=is_principle(words)))
    return tuple(found)


def is_principle(sentence: str) -> bool:
    """Whether a sentence states a purpose and names nothing that somebody would do."""
    if not _PURPOSE.match(sentence):
        return False
    return not any(_CONCRETE.match(clause.strip()) for clause in re.split(r"[，,、]", sentence)[1:])


def sentences(text: str, span: Span) -> Iterator[Span]:
    """Sentences end at 。！？； outside brackets and quotation marks, and at line ends."""
    depth, at = 0, span.start
    for mark in _MARK.finditer(text, *span):
        sign = mark.group()
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif sign == "\n" or depth == 0:
            depth = 0
            piece = strip(text, Span(at, mark.start() if sign == "\n" else mark.end()))
            if piece.end - piece.start > 1:
                yield piece
            at = mark.end()
    rest = strip(text, Span(at, span.end))
    if rest.end - rest.start > 1:
        yield rest
