"""The notice around a plan: title, issuers, number, addressees, date, basis papers, and where the body stands.

Reads ``Line`` values. Writes a ``Notice``, whose ``body`` says which lines the later stages read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from luoshi.kernel.numerals import number
from luoshi.outline.model import Basis, Span
from luoshi.outline.stages import names
from luoshi.outline.stages.lines import Line
from luoshi.outline.stages.marks import Kind

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[（(【]\s?(?:19|20)\d\d\s?[〕\]）)】]\s?(?:第\s?)?\d{1,4}\s?号")
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日")
_DATE_CN = re.compile(
    r"(?P<y>[〇○零一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_PLAN_WORDS = (
    "方案|计划|规划|意见|要点|办法|分工|清单|细则|安排|部署|措施|纲要|行动|工作表|分解表|任务表|安排表|一览表|要求|"
    "责任制|预案|规程|规范|指南|制度|规定|任务书|路线图|时间表|台账"
)
_PLAN_END = re.compile(rf"(?:{_PLAN_WORDS})(?:[（(〔][^）)〕]{{1,20}}[）)〕])?$")
_QUOTED_PLAN = re.compile(
    rf"《([^《》]{{4,80}}?(?:〈[^〈〉]*〉[^《》]*?)*(?:{_PLAN_WORDS})(?:[（(][^）)]{{1,20}}[）)])?)》"
)
_ATTACHMENT = re.compile(r"附件?\s?(?:\d{1,2}|[一二三四五六七八九十])?\s?(?:[：:].*|$|[、.．].*)")
_ADDRESSED = re.compile(r"^[^。；]{2,400}[：:]$")
_BASIS = re.compile(r"《((?:[^《》]|《[^《》]*》){2,120})》\s?(?:[（(]([^（）()]{2,30}?号)[）)])?")
_SENTENCE_MARKS = re.compile(r"[。；！？]")


@dataclass(slots=True)
class Notice:
    """What stands around the plan. ``body`` is the range of lines that hold the plan itself."""

    title: str | None = None
    issuers: tuple[str, ...] = ()
    document_number: str | None = None
    issue_date: str | None = None
    addressees: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    body: range = field(default_factory=lambda: range(0))
    outside: list[Span] = field(default_factory=list)


def notice_of(text: str, lines: Sequence[Line]) -> Notice:
    """Read the notice; where there is none, the body is everything behind the title."""
    printed = [text[line.span.start : line.span.end] for line in lines]
    first_item = next((i for i, line in enumerate(lines) if _is_item(line)), len(lines))
    notice = Notice()
    dated = _dated_line(printed, lines, first_item)
    quoted = _quoted_title(printed[: first_item + 1])
    title_at = _title_lines(printed, lines, dated, first_item, quoted)
    notice.title = "".join(re.sub(r"\s+", "", printed[i]) for i in title_at) or quoted or _run_on_title(printed)
    body_start = title_at[-1] + 1 if title_at else (dated + 1 if dated is not None else 0)
    head = printed[:body_start] if dated is not None else printed[: title_at[0] if title_at else 0]
    notice.document_number = _document_number(printed[: max(body_start, 1)])
    notice.addressees = _addressees(head, printed, title_at, first_item)
    _sign(notice, printed, dated, body_start)
    end = _body_end(printed, lines, body_start)
    if dated is None and notice.issue_date is None:
        end = _closing_signature(notice, printed, lines, body_start, end)
    notice.body = range(body_start, end)
    notice.basis = _basis(text, lines, range(max(first_item, body_start)))
    return notice


def _is_item(line: Line) -> bool:
    return line.table is not None or (
        line.mark is not None and line.mark.kind is not Kind.SPOKEN and line.mark.ordinal == 1
    )


def _document_number(printed: Sequence[str]) -> str | None:
    for line in printed:
        plain = re.sub(r"\s+", "", line)
        if (found := _NUMBER.match(plain)) and len(plain) < len(found.group()) + 60:
            return found.group()
    return None


def _quoted_title(printed: Sequence[str]) -> str | None:
    """The plan that the notice names: 关于印发《…方案》的通知, 现将《…》印发给你们."""
    whole = "".join(printed[:12])
    for pattern in (r"印发|下发|发布|公布|转发", r"现将|制定|制订"):
        for found in _QUOTED_PLAN.finditer(whole):
            if re.search(pattern, whole[max(0, found.start() - 30) : found.end() + 12]):
                return re.sub(r"\s+", "", found.group(1))
    return None


_REMARK = re.compile(r"[（(](?:此件|本件)[^（）()]{1,12}[）)]$")


def _dated_line(printed: Sequence[str], lines: Sequence[Line], first_item: int) -> int | None:
    """The line that closes the notice: a date by itself before the plan begins."""
    for i in range(min(first_item, 60)):
        plain = _REMARK.sub("", re.sub(r"\s+", "", printed[i]))
        if (_DATE.fullmatch(plain) or _DATE_CN.fullmatch(plain)) and lines[i].mark is None:
            return i
        tail = _DATE.search(plain)
        behind_name = tail and tail.end() == len(plain) and 0 < tail.start() <= 30 and i > 0
        if tail and behind_name and not _SENTENCE_MARKS.search(plain) and names.is_unit(plain[: tail.start()]):
            return i
    return None


def _title_lines(
    printed: Sequence[str], lines: Sequence[Line], dated: int | None, first_item: int, quoted: str | None
) -> list[int]:
    """The lines that make the plan's title (it may be broken over several)."""
    if dated is not None and (found := _joined_title(printed, lines, dated + 1, first_item, quoted)):
        return found
    start = 0
    while start < len(printed) and (
        _NUMBER.match(re.sub(r"\s+", "", printed[start])) or _ATTACHMENT.fullmatch(printed[start])
    ):
        start += 1
    return _joined_title(printed, lines, start, first_item, quoted) or _joined_title(
        printed, lines, start, first_item, None
    )


def _joined_title(
    printed: Sequence[str], lines: Sequence[Line], start: int, first_item: int, quoted: str | None
) -> list[int]:
    for at in range(start, min(first_item, start + 8, len(printed))):
        joined = ""
        for to in range(at, min(first_item, at + 5, len(printed))):
            if (
                _SENTENCE_MARKS.search(printed[to])
                or printed[to].endswith(("：", ":", "，"))
                or _ATTACHMENT.fullmatch(printed[to])
            ):
                break
            joined += re.sub(r"\s+", "", printed[to])
            if lines[to].mark is not None and to == at:
                break
            if joined == quoted or (
                len(joined) <= 90 and _PLAN_END.search(joined) and not _more(printed, to, first_item, joined, quoted)
            ):
                return list(range(at, to + 1))
    return []


def _more(printed: Sequence[str], to: int, first_item: int, joined: str, quoted: str | None) -> bool:
    """Whether the title goes on: the next line completes the title that the notice quotes, or is （试行）."""
    if quoted and quoted.startswith(joined) and quoted != joined:
        return True
    following = printed[to + 1] if to + 1 < min(first_item, len(printed)) else ""
    return bool(re.fullmatch(r"的通知|任务分解表|分解表|重点任务分工", following))


_RUN_ON = re.compile(
    rf"(?P<title>[^。；，：]{{4,60}}?(?:{_PLAN_WORDS}))(?=为了?|根据|按照|依据|党中央|近年|今年以来|结合)"
)


def _run_on_title(printed: Sequence[str]) -> str | None:
    """The title of a plan whose line ends are lost: …工作方案为深入贯彻…"""
    found = _RUN_ON.match(re.sub(r"\s+", "", printed[0][:120])) if printed else None
    return found["title"] if found else None


def _addressees(
    head: Sequence[str], printed: Sequence[str], title_at: Sequence[int], first_item: int
) -> tuple[str, ...]:
    candidates = list(head) or list(printed[(title_at[-1] + 1 if title_at else 0) : min(first_item, 6)])
    for line in candidates:
        plain = line.strip()
        if _ADDRESSED.match(plain) and (plain.startswith("各") or names.is_unit(re.split("[，、]", plain[:-1])[-1])):
            return tuple(plain[s.start : s.end] for s in names.split(plain, 0, len(plain) - 1))
    return ()


def _sign(notice: Notice, printed: Sequence[str], dated: int | None, body_start: int) -> None:
    """Issuers and date of the notice: the names above its date, else the names above its title."""
    if dated is None:
        return
    plain = _REMARK.sub("", re.sub(r"\s+", "", printed[dated]))
    notice.issue_date = _iso(plain)
    above = [re.sub(r"(?:19|20)\d\d年.*$", "", plain)] if not _DATE.fullmatch(plain) else []
    for i in range(dated - 1, max(-1, dated - 8), -1):
        line = printed[i].strip()
        if (
            _SENTENCE_MARKS.search(line)
            or line.endswith(("：", ":"))
            or _ATTACHMENT.fullmatch(line)
            or "附件" in line[:3]
        ):
            break
        above[:0] = [p for p in re.split(r"\s{2,}|\u3000+", line) if p]
    issuers = [re.sub(r"\s+", "", name) for name in above if 2 <= len(re.sub(r"\s+", "", name)) <= 40]
    notice.issuers = tuple(dict.fromkeys(issuers)) or _issuers_above(printed[:body_start])


def _issuers_above(printed: Sequence[str]) -> tuple[str, ...]:
    for line in printed[:4]:
        if found := re.match(r"(.{3,40}?)关于", re.sub(r"\s+", "", line)):
            return tuple(n for n in re.split(r"[、\s]", found.group(1)) if n)
    return ()


def _iso(plain: str) -> str | None:
    if found := _DATE.search(plain):
        parts = [int(found[k]) for k in "ymd"]
    elif found := _DATE_CN.search(plain):
        parts = [number(found[k]) or 0 for k in "ymd"]
    else:
        return None
    year, month, day = parts
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _body_end(printed: Sequence[str], lines: Sequence[Line], start: int) -> int:
    """Where the attachments begin: 附件 on a line of its own behind the plan's last item."""
    seen = False
    for i in range(start, len(lines)):
        seen = seen or _is_item(lines[i])
        if seen and lines[i].table is None and _ATTACHMENT.fullmatch(printed[i].strip()) and len(printed[i]) < 80:
            return i
    return len(lines)


def _closing_signature(notice: Notice, printed: Sequence[str], lines: Sequence[Line], start: int, end: int) -> int:
    """A plan without a notice may be signed and dated at its end."""
    for i in range(end - 1, max(start, end - 4), -1):
        plain = re.sub(r"\s+", "", printed[i])
        if lines[i].table is None and lines[i].mark is None and (_DATE.fullmatch(plain) or _DATE_CN.fullmatch(plain)):
            notice.issue_date = _iso(plain)
            signer = re.sub(r"\s+", "", printed[i - 1]) if i > start else ""
            if 2 <= len(signer) <= 40 and not _SENTENCE_MARKS.search(signer) and names.is_unit(signer):
                notice.issuers = (signer,)
                return i - 1
            return i
    return end


def _basis(text: str, lines: Sequence[Line], where: range) -> tuple[Basis, ...]:
    """Papers named in 《》 before the first item, with their numbers; the plan itself is not one."""
    found: dict[str, Basis] = {}
    for i in where:
        line = lines[i]
        if line.table is not None or not re.search(r"根据|按照|依据|落实|贯彻", text[line.span.start : line.span.end]):
            continue
        for paper in _BASIS.finditer(text, *line.span):
            if re.search(r"(?:印发|下发|现将|制定|制订)[^《》]{0,6}$", text[line.span.start : paper.start()]):
                continue
            title = re.sub(r"\s+", "", paper.group(1))
            known = found.get(title)
            if known is None or (known.number is None and paper.group(2)):
                found[title] = Basis(title, paper.group(2), Span(*paper.span()))
    return tuple(found.values())
