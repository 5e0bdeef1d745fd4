"""Who is likely meant by the name of a group; the office confirms."""

from __future__ import annotations

import re

from luoshi.units.rules.kinds import COUNTY_LEVEL, TOWNSHIPS, UnitKind

_KINDS: tuple[tuple[str, frozenset[UnitKind]], ...] = (
    (r"村（?社区|村\(?社区|村居|各村|各社区", frozenset({UnitKind.VILLAGE})),
    (r"乡镇|镇街|镇乡|各镇|各乡|街道", TOWNSHIPS),
    (r"学校", frozenset({UnitKind.SCHOOL})),
    (r"企业|公司", frozenset({UnitKind.ENTERPRISE})),
    (r"群团|人民团体", frozenset({UnitKind.MASS})),
    (r"党委部门|党群", frozenset({UnitKind.PARTY, UnitKind.MASS})),
    (r"政府部门|行政部门", frozenset({UnitKind.GOVERNMENT})),
    (r"部门|单位|机关|委办局|县级|县直|区级|区直", COUNTY_LEVEL),
)


def proposed_kinds(name: str) -> frozenset[UnitKind]:
    """The kinds of body that the name of a group proposes: 各乡镇（街道） townships and subdistricts, 县级部门单位
    every body of the county itself, 各乡镇（街道）、县级部门 both. Empty where the name says nothing.
    """
    found: frozenset[UnitKind] = frozenset()
    for pattern, kinds in _KINDS:
        if re.search(pattern, name) and not (kinds == COUNTY_LEVEL and found and not _BOTH.search(name)):
            found |= kinds
    return found


_BOTH = re.compile(r"(?:县|区|市)(?:级|直)|部门|机关")
