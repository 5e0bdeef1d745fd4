"""What notes say of the total once it is there: grades by count, scorers with weights, conversion to another scale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from luoshi.assessment.reading.folding import folded
from luoshi.assessment.reading.sentences.sharing import sources_of
from luoshi.assessment.rules.framework import Conversion, CountGrade, Row, RowKind, Scorer, leaves
from luoshi.assessment.rules.grammar import Proportional

_P = r"\d{1,4}(?:\.\d{1,4})?"
_GRADE = "优秀|优良|良好|基本合格|合格|不合格|基本达标|达标|不达标"
_MET = "达标|合格|符合要求|达到要求|通过"
# 33项及以上达标、未达标不超过3项的为优秀 · 达标25-32项的为良好 · 不足25项的为不合格
_COUNTED = re.compile(
    rf"(?P<before>[^，。；\d]{{0,10}}?)(?P<less>不足|少于|不满|低于)?(?P<n>\d{{1,3}})(?:\s*-\s*\d{{1,3}})?\s*项(?:指标)?"
    rf"(?P<more>(?:（含）)?(?:及)?以上|以下)?(?:均|都)?(?:{_MET})?"
    r"(?:[，、]?(?:且)?(?:不达标|未达标|不合格)(?:的)?(?:项|指标)?(?:不超过|不多于|≤)\s*(?P<not>\d{1,3})\s*项)?"
    rf"的?[，]?(?:评定?|确?定|认定|评定|评|视)?为\s*(?P<name>{_GRADE})(?:等次|等级|县|单位)?(?=[，。；、）]|$)"
)
_FAILED = re.compile("不达标|未达标|不合格|不符合|未达到|未通过|否决")
_WHOLE = re.compile("总分|总得分|总成绩|最终得分|最终成绩|综合得分|考核得分|考核成绩|年度得分|测评得分|评估得分")
_APART = re.compile("不评分|不适用|不参评|缺项|不涉及|不计分|不考核")
_CONVERTED = re.compile(
    rf"(?:{_WHOLE.pattern})[^。；\d+]{{0,16}}?(?:折算|换算|折合)[^。；\d+]{{0,20}}?(?:占|满分|计|成|为|后)"
    rf"[^，。；\d+]{{0,12}}?(?P<points>{_P})\s*分(?!制|以|及以|的|者|-)"
    rf"|(?:{_WHOLE.pattern})\s*×\s*(?:(?P<share>0\.\d{{1,4}})|(?P<percent>\d{{1,2}})\s*%)"
    r"[，]?(?:后)?(?:折算)?(?:计入|纳入|作为)[^，。；\d+]{2,20}"
)
_MARKED = re.compile(r"^(?:注|说明|备注|附注)?：?\s*(?:\d{1,2}[.、]\s*)?")


def count_grades_of(notes: Sequence[str], rows: Sequence[Row]) -> tuple[CountGrade, ...]:
    """Grades by how many rows are met, the best first; none where the table has no such rows or they do not fit."""
    there = sum(1 for row in leaves(tuple(rows)) if row.kind is RowKind.PASS_FAIL)
    found: dict[str, CountGrade] = {}
    for match in (match for text in notes for match in _COUNTED.finditer(folded(text))):
        if _FAILED.search(match["before"]) or int(match["n"]) > there:
            continue
        least = 0 if match["less"] or match["more"] == "以下" else int(match["n"])
        not_met = int(match["not"]) if match["not"] else None
        found.setdefault(match["name"], CountGrade(match["name"], least, not_met))
    grades = tuple(found.values())
    falling = all(one.met > other.met for one, other in pairwise(grades))
    return grades if len(grades) > 1 and falling else ()


def scorers_of(notes: Sequence[str]) -> tuple[Scorer, ...]:
    """总分中自评占30%，复核占70%: who marks the whole table and with which weight; none where it is not the whole."""
    for sentence in (part for text in notes for part in re.split("[。；\n]", folded(text))):
        if not _WHOLE.search(sentence):
            continue
        said = [
            (re.sub(rf"^.*?(?:{_WHOLE.pattern})(?:中|=|由|按|：|为)*", "", label), by)
            for label, by in sources_of(sentence)
        ]
        if len(said) > 1 and len({label for label, _by in said}) == len(said) and sum(by for _label, by in said) == 1:
            return tuple(Scorer(str(at), label, by) for at, (label, by) in enumerate(said, start=1) if label)
    return ()


def conversion_of(notes: Sequence[str], total: Decimal | None) -> Conversion | None:
    """考核得分按比例折算后占20分, 得分×0.6计入…: the whole total is worth so many points elsewhere; None where the
    whole is not known or the words mean rows that do not apply.
    """
    if total is None or total <= 0:
        return None
    for sentence in (part for text in notes for part in re.split("[。；\n]", folded(text))):
        found = None if _APART.search(sentence) else _CONVERTED.search(sentence)
        if found is None or "+" in sentence:
            continue
        share = Decimal(found["share"]) if found["share"] else Decimal(found["percent"] or 0) / 100
        points = Decimal(found["points"]) if found["points"] else total * share
        if points != total:
            return Conversion(_MARKED.sub("", sentence.strip())[:80], Proportional(total, points))
    return None
