"""Marks from a CSV table: a line for each subject and row.

Headings, in any order, English or Chinese: ``code``/编号 · ``subject``/单位 · ``scorer``/评分方 · ``points``/得分 ·
``value``/数值 · ``met``/达标 · ``choice``/等次 · ``struck``/否决 · ``worsened``/恶化 · ``applies``/适用 ·
``earlier``/上期 · ``mean``/平均 · ``place``/名次 · ``reason``/理由 · ``evidence``/佐证 (several with ；) ·
``by``/评分人 · ``count:KEY``/次数:KEY · ``exempt:KEY``/豁免:KEY · ``input:NAME``/输入:NAME (a list: figures with ；).
A code such as ``3/a`` marks the part ``a`` of row ``3``. Empty cells are unknown.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from luoshi.assessment.rules.codec import refused
from luoshi.assessment.rules.exchange import MAX_BYTES
from luoshi.assessment.rules.marks import NOTHING, Observation, Subject
from luoshi.assessment.rules.numbers import exact
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

MOST_LINES = 1_000_000
DEEPEST_PART = 8
HEADINGS = {
    "编号": "code",
    "单位": "subject",
    "评分方": "scorer",
    "得分": "points",
    "数值": "value",
    "达标": "met",
    "等次": "choice",
    "否决": "struck",
    "恶化": "worsened",
    "适用": "applies",
    "上期": "earlier",
    "平均": "mean",
    "名次": "place",
    "理由": "reason",
    "佐证": "evidence",
    "评分人": "by",
}
KEYED = {"次数": "count", "豁免": "exempt", "输入": "input"}
YES, NO = {"是", "1", "true", "yes", "达标", "√"}, {"否", "0", "false", "no", "不达标", "×"}


def subjects_from_csv(content: str | bytes, codes: Mapping[str, object]) -> tuple[Subject, ...]:
    """Marks by subject, in the order of the file; ``codes`` are those of the framework's marked rows.

    Raises ``Invalid`` with the line and the heading of the first cell that cannot be read.
    """
    lines = _lines(content)
    headings = _headings(next(lines, []))
    marks: dict[tuple[str, str], dict[str, Observation]] = {}
    for number, line in enumerate(lines, start=2):
        if number > MOST_LINES:
            raise refused("", Phrase(_("has more than {most} items"), {"most": MOST_LINES}))
        cells = {heading: cell.strip() for heading, cell in zip(headings, line, strict=False) if cell.strip()}
        if cells:
            own = marks.setdefault((cells.get("subject", ""), cells.get("scorer", "")), {})
            _place(own, cells, codes, number)
    return tuple(Subject(name or "–", own, scorer) for (name, scorer), own in marks.items())


def _lines(content: str | bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise Invalid("scoring-data-too-large", _("The file is larger than {most} MB."), most=MAX_BYTES // 1024**2)
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        return iter(list(csv.reader(io.StringIO(text, newline=""))))
    except (UnicodeDecodeError, csv.Error):
        raise Invalid(
            "scoring-data-unreadable", _("The file is not CSV."), _("Save the table as CSV in UTF-8.")
        ) from None


def _headings(line: list[str]) -> list[str]:
    found = []
    for cell in line:
        word, colon, key = cell.strip().replace("：", ":").partition(":")
        name = KEYED.get(word, word) if colon else HEADINGS.get(word, word)
        if not (name in KEYED.values() and key.strip() if colon else name in HEADINGS.values() or not name):
            raise refused("[1]", Phrase(_("there is no column “{name}”"), {"name": cell.strip()[:40]}))
        found.append(f"{name}:{key.strip()}" if colon else name)
    if "code" not in found:
        raise refused("[1]", Phrase(_("there is no column “{name}”"), {"name": "code"}))
    return found


def _place(own: dict[str, Observation], cells: Mapping[str, str], codes: Mapping[str, object], number: int) -> None:
    where = f"[{number}]"
    code = cells.get("code", "")
    if not code:
        raise refused(f"{where} code", Phrase(_("is missing")))
    path: list[str] = []
    while code not in codes and "/" in code and len(path) < DEEPEST_PART:
        code, _slash, part = code.rpartition("/")
        path.insert(0, part)
    if code not in codes:
        name = cells["code"][:40]
        raise refused(f"{where} code", Phrase(_("there is no row “{name}”"), {"name": name}))
    own[code] = _with(own.get(code, NOTHING), path, cells, where)


def _with(seen: Observation, path: list[str], cells: Mapping[str, str], where: str) -> Observation:
    if path:
        inside = _with(seen.parts.get(path[0], NOTHING), path[1:], cells, where)
        return replace(seen, parts={**seen.parts, path[0]: inside})
    changed = _observation(cells, where)
    if seen not in (NOTHING, replace(NOTHING, parts=seen.parts)):
        raise refused(f"{where} code", Phrase(_("“{name}” is there twice"), {"name": cells["code"][:40]}))
    return replace(changed, parts=seen.parts)


def _observation(cells: Mapping[str, str], where: str) -> Observation:
    given: dict[str, Any] = {"counts": {}, "exempted": {}, "inputs": {}}
    for heading, cell in cells.items():
        name, _colon, key = heading.partition(":")
        if key:
            into, read = _KEYED[name]
            given[into][key] = read(cell, f"{where} {heading}")
        elif name in _PLAIN:
            field, read = _PLAIN[name]
            given[field] = read(cell, f"{where} {heading}")
    return Observation(**given)


# --- cells -------------------------------------------------------------------------------------------------------


def _figure(cell: str, where: str) -> Decimal:
    number = exact(cell)
    if number is None:
        raise refused(where, Phrase(_('must be a figure with at most six decimals, such as "0.5"')))
    return number


def _figures(cell: str, where: str) -> Decimal | tuple[Decimal, ...]:
    parts = [part.strip() for part in re.split(r"[;；]", cell)]
    if len(parts) == 1:
        return _figure(cell, where)
    return tuple(_figure(part, where) for part in parts if part)


def _yes(cell: str, where: str) -> bool:
    word = cell.lower()
    if word in YES or word in NO:
        return word in YES
    raise refused(where, Phrase(_("must be one of {words}"), {"words": "是, 否"}))


def _whole(cell: str, where: str) -> int:
    if not cell.isascii() or not cell.isdecimal() or len(cell) > 9:
        raise refused(where, Phrase(_("must be a whole number")))
    return int(cell)


def _words(cell: str, _where: str) -> str:
    return cell


def _list(cell: str, _where: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;；]", cell) if part.strip())


_PLAIN: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "points": ("points", _figure),
    "value": ("value", _figure),
    "met": ("met", _yes),
    "choice": ("choice", _words),
    "struck": ("struck", _yes),
    "worsened": ("worsened", _yes),
    "applies": ("applies", _yes),
    "earlier": ("earlier", _figure),
    "mean": ("peers_mean", _figure),
    "place": ("place", _whole),
    "reason": ("reason", _words),
    "evidence": ("evidence", _list),
    "by": ("by", _words),
}
_KEYED: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "count": ("counts", _figure),
    "exempt": ("exempted", _figure),
    "input": ("inputs", _figures),
}
