"""What a large fictional programme says: titles, days, rhythms and sizes, the same for the same seed. No database.

The words are of our own making and mean no county; what matters is that every sort of duty stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from luoshi.programme.rules import CommitmentKind

AREAS = (
    "乡村道路与交通",
    "供水与水利",
    "城镇更新",
    "产业培育",
    "公共服务",
    "生态治理",
    "文化旅游",
    "数字政务",
    "安全与应急",
    "社会治理",
)
VERBS = ("新建", "改造", "完善", "推进", "建立", "扩建", "整治", "规范", "培育", "提升")
OBJECTS = (
    "村级公路安保设施",
    "小型水库除险工程",
    "老旧小区管网",
    "特色产业基地",
    "社区服务站",
    "河道生态缓冲带",
    "文化活动场所",
    "一窗办理事项",
    "森林防火隔离带",
    "网格服务阵地",
    "停车泊位",
    "农贸市场",
    "污水收集管网",
    "便民充电设施",
    "乡镇卫生院用房",
)
PLACES = ("在城区", "在集镇", "在沿江片区", "在北部片区", "在南部片区", "在中心村", "在交通沿线", "在工业园区")
UNITS = ("公里", "座", "处", "个", "万平方米", "户")
PHASES = ("动员部署阶段", "集中推进阶段", "巩固提升阶段", "总结验收阶段")
BEFORE, AFTER = timedelta(days=300), timedelta(days=240)  # the programme around today


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a county is to be made."""

    units: int = 100
    commitments: int = 1000
    obligations: int = 12_000


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase of the programme; both days belong to it."""

    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Item:
    """A commitment. ``phase`` is a place among the stages; ``wanted`` is a quantity in ``unit``, None where there is
    none; ``bodies`` are places in the list of bodies, and ``grouped`` tells that a whole group is among them.
    """

    kind: CommitmentKind
    area: int
    title: str
    text: str
    phase: int | None
    due: date | None
    every: str
    wanted: int | None
    unit: str
    bodies: tuple[int, ...]
    grouped: bool


def stages(today: date) -> tuple[Stage, ...]:
    """Four phases of equal length around a day."""
    first, length = today - BEFORE, (BEFORE + AFTER) // len(PHASES)
    return tuple(
        Stage(name, first + length * place, first + length * (place + 1) - timedelta(days=1))
        for place, name in enumerate(PHASES)
    )


def items(scale: Scale, group: Sequence[int], today: date, random: Random) -> tuple[Item, ...]:
    """The commitments. ``group`` are the places of the bodies that plans name as one."""
    sizes = _sizes(scale, len(group), random)
    return tuple(_item(place, size, scale, tuple(group), today, random) for place, size in enumerate(sizes))


def _sizes(scale: Scale, group: int, random: Random) -> list[int]:
    """How many bodies owe each commitment: together exactly as many as there are to be obligations."""
    share = scale.obligations / scale.commitments
    few = max(1, round(share / 2))
    grouped = group and share >= group / 10
    sizes = [
        min(scale.units, group + random.randint(0, 3)) if grouped and random.random() < share / (3 * group) else
        min(scale.units, random.randint(1, 2 * few))
        for _place in range(scale.commitments)
    ]  # fmt: skip
    missing = scale.obligations - sum(sizes)
    while missing:
        place, step = random.randrange(len(sizes)), 1 if missing > 0 else -1
        if 1 <= sizes[place] + step <= scale.units:
            sizes[place] += step
            missing -= step
    return sizes


def _item(place: int, size: int, scale: Scale, group: tuple[int, ...], today: date, random: Random) -> Item:
    grouped = bool(group) and size >= len(group)
    bodies = list(group) if grouped else []
    others = [body for body in range(scale.units) if body not in bodies]
    bodies += random.sample(others, size - len(bodies))
    kind = random.choices((CommitmentKind.TASK, CommitmentKind.DUTY, CommitmentKind.SAFEGUARD), weights=(90, 7, 3))[0]
    verb, thing, where = random.choice(VERBS), random.choice(OBJECTS), random.choice(PLACES)
    wanted = random.randint(2, 60) if random.random() < 0.25 else None
    unit = random.choice(UNITS)
    phase, due, every = _time(kind, today, random)
    amount = f"{wanted}{unit}" if wanted else ""
    return Item(
        kind=kind,
        area=place % len(AREAS),
        title=f"{where}{verb}{thing}（{place + 1}）",
        text=f"{where}{verb}{thing}{amount}。明确专人，按期报送进展。营造良好氛围。",
        phase=phase,
        due=due,
        every=every,
        wanted=wanted,
        unit=unit,
        bodies=tuple(bodies),
        grouped=grouped,
    )


def _time(kind: CommitmentKind, today: date, random: Random) -> tuple[int | None, date | None, str]:
    sort = random.choices(("day", "phase", "month", "quarter", "half-year", "none"), weights=(45, 27, 6, 10, 7, 5))[0]
    phase = random.randrange(len(PHASES)) if kind is CommitmentKind.DUTY or sort == "phase" else None
    if sort == "day":
        return phase, today + timedelta(days=random.randint(-BEFORE.days + 60, AFTER.days)), ""
    if sort in ("month", "quarter", "half-year"):
        return phase, None, sort
    return phase, None, ""
