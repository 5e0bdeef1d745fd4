"""Whether what is asked is there already: figures by what they count, files by their digest or published address. Pure.

Two figures are the same only with the same quantity, unit of measure, way of counting, period, place and definition.
Spelling is levelled (width of signs, blanks, names of one unit of measure); nothing is converted and nothing guessed:
万元 is not 元, a year is not a month, and a sum is not a level.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from luoshi.kernel.dates import is_day, is_written_day
from luoshi.kernel.numerals import number

ALIKE = 0.9  # share of signs in common from which two questions are one
_QUOTES = str.maketrans("", "", "“”‘’\"'「」『』")
_END = "。.;,、!?"
# Names of one and the same unit, as papers write them after NFKC (which makes ㎡ m2 and ％ %). GB 3100—93.
_UNITS = (
    ("km2", "Km2", "KM2", "平方公里", "平方千米"),
    ("km", "Km", "KM", "公里", "千米"),
    ("m2", "M2", "平方米", "平米"),
    ("m3", "M3", "立方米"),
    ("m", "米"),
    ("hm2", "ha", "公顷"),
    ("kg", "Kg", "KG", "千克", "公斤"),
    ("t", "吨"),
    ("h", "小时"),
)
_UNIT_OF = {name: names[0] for names in _UNITS for name in names}
_PERIOD = re.compile(
    r"(?P<year>\d{4})(?P<parted>年度|年|[-./])?(?:"
    r"(?:第?(?P<quarter>[1-4一二三四])季度?|Q(?P<short>[1-4]))"
    r"|(?P<half>上半年|下半年|H[12])"
    r"|(?P<month>\d{1,2})月?份?"
    r"|全年)?"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure is of. ``accrual`` is ``level`` or ``cumulative``; ``period`` as ``period_of`` gives it; an empty
    ``place`` is the area of the body that reports, an empty ``definition`` the usual one.
    """

    quantity: str
    unit_of_measure: str
    accrual: str
    period: str
    place: str = ""
    definition: str = ""

    def key(self, own_area: str) -> tuple[str, str, str, str, str, str]:
        """What two figures must have in common to be one; ``own_area`` is the name of the body that reports."""
        return (
            words_of(self.quantity),
            measure_of(self.unit_of_measure),
            self.accrual,
            self.period,
            words_of(self.place) or words_of(own_area),
            words_of(self.definition),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants: a figure, a paper (by ``digest``, or by ``url``), or nothing that a machine can match."""

    figure: Figure | None = None
    digest: str = ""
    url: str = ""

    @property
    def matchable(self) -> bool:
        """Whether an earlier answer can be told to answer it."""
        return self.figure is not None or self.wants_paper

    @property
    def wants_paper(self) -> bool:
        """Whether a certain file or published item is wanted."""
        return bool(self.digest or self.url)

    def takes(self, figures: Iterable[Figure], papers: Iterable[tuple[str, str]], own_area: str) -> bool:
        """Whether an answer with these figures and papers (digest, address) has all that is wanted."""
        if not self.matchable:
            return False
        if self.figure is not None and self.figure.key(own_area) not in {one.key(own_area) for one in figures}:
            return False
        return not self.wants_paper or any(self._is(digest, url) for digest, url in papers)

    def _is(self, digest: str, url: str) -> bool:
        if self.digest:
            return digest_of(digest) == digest_of(self.digest)
        return bool(url) and address_of(url) == address_of(self.url)


def words_of(text: str) -> str:
    """Words without what writers vary: width of signs, blanks, case, quotation marks, a full stop at the end."""
    level = "".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split())
    return level.casefold().rstrip(_END)


def measure_of(text: str) -> str:
    """A unit of measure under one of its names. Case is kept: MW is not mW."""
    level = "".join(unicodedata.normalize("NFKC", text).split())
    return _UNIT_OF.get(level, level)


def period_of(text: str) -> str:
    """A period as it is kept: 2026, 2026-H2, 2026-Q3, 2026-11, 2026-11-30; empty where the text names none."""
    level = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if level.count("-") == 2 and is_written_day(level):
        return level
    found = _PERIOD.fullmatch(level)
    if found is None or not is_day(int(found["year"]), 1, 1):
        return ""
    year, quarter = found["year"], found["quarter"] or found["short"]
    if quarter:
        return f"{year}-Q{number(quarter)}"
    if found["half"]:
        return f"{year}-{'H1' if found['half'] in ('上半年', 'H1') else 'H2'}"
    if found["month"]:
        told = found["parted"] or len(found["month"]) == 2  # 20261 may be anything
        return f"{year}-{int(found['month']):02}" if told and 1 <= int(found["month"]) <= 12 else ""
    return year


def digest_of(text: str) -> str:
    """A SHA-256 digest as it is kept: 64 hexadecimal signs; empty where the text is none."""
    level = "".join(text.split()).lower()
    return level if re.fullmatch(r"[0-9a-f]{64}", level) else ""


def address_of(url: str) -> str:
    """A published address without its scheme, a slash at its end and a place within the page.

    A part behind # that is a way (#/news/3) chooses the page and is kept; so are port and query, for they may.
    """
    parts = urlsplit(url.strip())
    path = parts.path if parts.query else parts.path.rstrip("/")
    way = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{parts.netloc.lower()}{path}{'?' if parts.query else ''}{parts.query}{way}"


def alike(one: str, other: str) -> bool:
    """Whether two questions are one, otherwise worded. Other figures in it (another month) make another question."""
    first, second = words_of(one), words_of(other)
    if re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return False
    return first == second or SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE
