"""A year of 200 questions whose truth is known: what repeats what, and what only looks as if it did.

It knows nothing of how the system compares. Everything has a number of its own (a quantity, a place, a definition …)
and several ways in which offices write it; what is the same is told by the numbers alone. ``plain`` spellings differ as
any two typists differ; ``loose`` ones as two people do who mean the same and name it otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from random import Random

FIRST_DAY = date(2026, 1, 5)
REQUESTS = 200
UNITS = ("东岸镇", "西岸乡", "南湾镇", "北山乡")
PROGRAMMES = ("停车便民行动", "城乡融合示范")


@dataclass(frozen=True)
class Written:
    """One thing and how it is written: at random ``plain``, now and then ``loose``."""

    plain: tuple[str, ...]
    loose: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counted:
    """A quantity: its names, the names of its unit of measure, and a unit that is near and not the same."""

    name: Written
    measure: tuple[str, ...]
    near: str
    cumulative: bool = False


QUANTITIES = (
    Counted(
        Written(("新增停车泊位", "新增 停车泊位", "“新增停车泊位”"), ("新增停车泊位数", "停车泊位新增数")),
        ("个", " 个"),
        "处",
    ),
    Counted(
        Written(("建成区面积", "建成区　面积"), ("县城建成区面积",)), ("平方公里", "km²", "平方千米", "k㎡"), "平方米"
    ),
    Counted(Written(("农村公路改造里程",), ("农村公路改造长度",)), ("公里", "km", "千米", "㎞"), "米", cumulative=True),
    Counted(Written(("5G基站", "５Ｇ基站", "5g 基站"), ("5G基站数量",)), ("座",), "个"),
    Counted(
        Written(
            ("文化活动参与情况（线下）", "文化活动参与情况(线下)"),
        ),
        ("人次",),
        "人",
        cumulative=True,
    ),
    Counted(Written(("项目完成投资", "项目完成投资。"), ("项目投资完成额",)), ("万元",), "元", cumulative=True),
    Counted(Written(("绿化覆盖率",), ("绿地覆盖率",)), ("%", "％"), "百分点"),
    Counted(Written(("农村户厕改造", "农村 户厕改造"), ("户厕改造",)), ("座",), "户"),
)
BOTH_WAYS = len(QUANTITIES)  # a level in one programme, a sum in the other
QUANTITIES += (Counted(Written(("拆除违法建筑面积",)), ("平方米", "㎡"), "亩"),)
PLACES = (
    Written(("",), ("本辖区",)),
    Written(("湖滨片区", "湖滨 片区", "“湖滨片区”"), ("湖滨一带",)),
    Written(("老城片区", "老城片区 "), ("老城区",)),
)
DEFINITIONS = (
    Written(("",)),
    Written(("含改建", "含改建。", "含 改建"), ("包括改建的",)),
    Written(("不含改建", "不含改建。")),
    Written(
        ("按竣工验收口径（含试运行）", "按竣工验收口径(含试运行)"),
    ),
)


@dataclass
class Ask:
    """One question to one unit. ``answer`` is what the unit will say (a figure, or nothing where a paper is wanted);
    ``repeats`` the number of the question whose answer it repeats (None: a new one, or one that only looks like it),
    ``value`` what that answer says now. ``then`` is what happens to the answer afterwards: ``return``, ``withdraw``
    (its evidence), ``correct``.
    """

    number: int
    day: date
    programme: int
    unit: str
    kind: str
    answer: str = ""
    quantity: str = ""
    measure: str = ""
    cumulative: bool = False
    period: str = ""
    place: str = ""
    definition: str = ""
    digest: str = ""
    url: str = ""
    brings: str = ""
    repeats: int | None = None
    value: str = ""
    then: str = ""
    corrected: str = ""


Key = tuple[object, ...]


@dataclass
class Year:
    """The maker of a year: what was truly answered stands in ``there``, by its numbers."""

    random: Random
    asks: list[Ask] = field(default_factory=list)
    there: dict[Key, tuple[int, str]] = field(default_factory=dict)
    used: set[Key] = field(default_factory=set)

    def spelled(self, written: Written, loose: bool) -> str:
        """One way of writing it."""
        return self.random.choice(written.loose if loose and written.loose else written.plain)

    def add(self, key: Key, kind: str, *, programme: int | None = None, loose: str = "", **more: object) -> Ask:
        """One more question for a key: written somehow, with the truth about it."""
        number = len(self.asks)
        known = self.there.get(key)
        value = known[1] if known else str(self.random.randint(3, 900))
        ask = Ask(
            number=number,
            day=FIRST_DAY + timedelta(days=number * 350 // REQUESTS),
            programme=self.random.randrange(len(PROGRAMMES)) if programme is None else programme,
            unit=str(key[0]),
            kind=kind,
            answer=value,
            repeats=known[0] if known else None,
            value=known[1] if known else "",
        )
        self._fill(ask, key, loose)
        for name, said in more.items():
            setattr(ask, name, said)
        if known is None:
            self.there[key] = (number, ask.answer)
        if ask.then == "correct":
            ask.corrected = str(int(ask.answer) + 1)
            self.there[key] = (number, ask.corrected)
        if ask.then in ("return", "withdraw"):
            del self.there[key]
        self.used.add(key)
        self.asks.append(ask)
        return ask

    def _fill(self, ask: Ask, key: Key, loose: str) -> None:
        if key[1] == "paper":
            digest = sha256(f"paper {key[2]}".encode()).hexdigest()
            ask.answer, ask.brings = "", digest
            ask.digest = self.random.choice((digest, digest.upper()))
        elif key[1] == "page":
            address = f"www.linhu.example/news/{key[2]}"
            ask.answer, ask.brings = "", f"https://{address}"
            forms = (f"https://{address}", f"http://{address}", f"https://{address}/", f"https://{address}#top")
            ask.url = self.random.choice((f"https://m.linhu.example/news/{key[2]}",) if loose else forms)
        else:
            _unit, quantity, near, cumulative, period, place, definition = key
            counted = QUANTITIES[int(str(quantity))]
            ask.quantity = self.spelled(counted.name, loose == "name")
            ask.measure = counted.near if near else self.random.choice(counted.measure)
            ask.cumulative = bool(cumulative)
            ask.period = self.random.choice(periods(str(period)))
            ask.place = self.spelled(PLACES[int(str(place))], loose == "place")
            if not ask.place and self.random.random() < 0.3:
                ask.place = ask.unit
            ask.definition = self.spelled(DEFINITIONS[int(str(definition))], loose == "definition")

    def fresh(self) -> Key:
        """A figure that nobody was asked for yet."""
        while True:
            number = self.random.randrange(BOTH_WAYS)
            key = self._figure(number, QUANTITIES[number].cumulative)
            if key not in self.used:
                return key

    def _figure(self, number: int, cumulative: bool) -> Key:
        period = self.random.choice([f"2026-{m:02}" for m in range(1, 11)] + ["2026-Q1", "2026-Q2", "2025"])
        place = self.random.choices((0, 1, 2), (6, 2, 2))[0]
        definition = self.random.choices(range(len(DEFINITIONS)), (6, 2, 1, 1))[0]
        return (self.random.choice(UNITS), number, False, cumulative, period, place, definition)

    def known(self, *, figure: bool = True) -> Key:
        """Something that was truly answered and still stands."""
        return self.random.choice([key for key in self.there if (len(key) == 7) == figure])

    def near(self, at: int) -> Key:
        """A figure that differs in one part from one that is there: unit, measure, period, place, definition."""
        while True:
            key = list(self.known())
            if at == 0:
                key[0] = self.random.choice(UNITS)
            elif at == 2:
                key[2] = True
            elif at == 4:
                key[4] = self.random.choice(["2026", "2026-H1", "2026-Q1", "2026-Q3", "2026-02", "2026-09", "2025"])
            elif at == 5:
                key[5] = self.random.randrange(len(PLACES))
            else:
                key[6] = self.random.randrange(len(DEFINITIONS))
            if tuple(key) not in self.used:
                return tuple(key)


def periods(period: str) -> Sequence[str]:
    """How a period is written."""
    year, _dash, rest = period.partition("-")
    if not rest:
        return (year, f"{year}年", f"{year}年度")
    if rest.startswith("Q"):
        return (period, f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度", f"{year}年{rest[1]}季度", f"{year}q{rest[1]}")
    if rest.startswith("H"):
        return (period, f"{year}年上半年" if rest == "H1" else f"{year}年下半年")
    return (period, f"{year}年{int(rest)}月", f"{year}年{rest}月份", f"{year}.{int(rest)}", f"２０２６－{rest}")


KINDS = (
    ["fresh"] * 62 + ["same"] * 46 + ["loose"] * 12 + ["fresh paper"] * 6 + ["same paper"] * 6
    + ["fresh page"] * 7 + ["same page"] * 7 + ["loose page"] * 1
    + ["other period"] * 9 + ["other place"] * 7 + ["other definition"] * 7 + ["other measure"] * 6
    + ["other unit"] * 7 + ["other paper"] * 2
)  # fmt: skip
PARTS = {"other unit": 0, "other measure": 2, "other period": 4, "other place": 5, "other definition": 6}


def year(seed: int = 2026) -> list[Ask]:
    """The questions of a year in their order."""
    made = Year(Random(seed))  # noqa: S311 - a plan of a test, no secret
    kinds = list(KINDS)
    made.random.shuffle(kinds)
    pages = papers = 0
    for _each in range(8):
        made.add(made.fresh(), "fresh")
    for kind in kinds:
        if len(made.asks) > REQUESTS - 16:
            break
        if kind in PARTS:
            made.add(made.near(PARTS[kind]), kind)
        elif kind in ("fresh page", "fresh paper", "other paper"):
            pages, papers = pages + (kind == "fresh page"), papers + (kind != "fresh page")
            of = "page" if kind == "fresh page" else "paper"
            made.add((made.random.choice(UNITS), of, pages if of == "page" else papers), kind)
        elif kind.startswith("same p") or kind == "loose page":
            there = [key for key in made.there if key[1] == kind.split()[1]]
            key = made.random.choice(there) if there else made.fresh()
            made.add(key, kind, loose="url" if kind.startswith("loose") else "")
        elif kind == "same":
            made.add(made.known(), kind)
        elif kind == "loose":
            made.add(made.known(), kind, loose=made.random.choice(("name", "name", "place", "definition")))
        else:
            made.add(made.fresh(), kind)
    _undone(made)
    return made.asks


def _undone(made: Year) -> None:
    """Answers that do not stand: returned, evidence withdrawn; one that was corrected; a level beside a sum."""
    for then in ("return", "return", "withdraw", "correct", "correct"):
        key = made.fresh()
        made.add(key, "fresh", then=then, brings="https://www.linhu.example/proof" if then == "withdraw" else "")
        made.add(key, {"correct": "same, corrected"}.get(then, f"after {then}"))
    key = (UNITS[0], "page", 900)
    made.add(key, "fresh page", then="withdraw")
    made.add(key, "after withdraw")
    for level in (False, True, False):
        made.add((UNITS[1], BOTH_WAYS, False, level, "2026-10", 0, 0), "level and sum", programme=int(level))
