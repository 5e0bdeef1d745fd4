"""Pieces of a rule that belong together: the steps of one figure, a base with its deductions, the levels of a choice.

A piece is an anchor with its condition; a group becomes one rule (see ``building``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum, auto

from luoshi.assessment.reading.sentences.anchors import Anchor, P, Place, anchors
from luoshi.assessment.reading.sentences.conditions import BEYOND, UNIT, Condition, condition_of, of_each
from luoshi.assessment.rules.grammar import Interval


@dataclass(frozen=True, slots=True)
class Piece:
    """An anchor, its condition, and the words between the anchor before it and itself."""

    place: Place
    condition: Condition
    words: str

    @property
    def amount(self) -> Decimal | None:
        """The points named, if one amount is."""
        return self.place.amounts[0] if self.place.amounts else None


class Form(Enum):
    """What a group is about."""

    GAIN = auto()  # plain conditions that earn points
    STEPS = auto()  # figures that earn points
    SLOPE = auto()
    LOSS = auto()
    COUNT = auto()  # so much for each
    SHARE = auto()
    DISCRETION = auto()
    RANK = auto()
    LIST = auto()
    SLASHED = auto()


@dataclass(slots=True)
class Group:
    """Pieces of one form, and what was said about them beside."""

    form: Form
    pieces: list[Piece] = field(default_factory=list)
    losses: list[Piece] = field(default_factory=list)
    extras: list[Piece] = field(default_factory=list)  # what is added for each beside a base
    slopes: list[Piece] = field(default_factory=list)
    shares: list[Piece] = field(default_factory=list)
    caps: list[Piece] = field(default_factory=list)
    most: dict[int, Decimal] = field(default_factory=dict)  # what a deduction takes at most, by its place in losses
    zeros: list[Piece] = field(default_factory=list)  # nothing at all under this condition
    nones: list[Piece] = field(default_factory=list)  # nothing for these figures, or else
    ratios: list[Piece] = field(default_factory=list)  # 按2：1：0.5比例加分
    exempt: str = ""
    discretion: bool = False


@dataclass(slots=True)
class Found:
    """The groups of some words, and what stands beside them."""

    groups: list[Group] = field(default_factory=list)
    vetoes: list[Piece] = field(default_factory=list)
    not_applicable: bool = False
    vague: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # places that no group could take


_ENDS = re.compile(r"[。；\n]")
_WHOLE = re.compile(r"整|本项|该项|此项|该指标|本指标")
_ELSE = re.compile(r"否则|反之|其他|其余|未|不|没有|无|低于|小于|大于|高于|超过|少于|达不到|以下|逾期|缺")


def pieces_of(words: str) -> list[Piece]:
    """The pieces of folded words, in order."""
    found, at = [], 0
    for place in anchors(words):
        between = words[at : place.start]
        found.append(Piece(place, _condition(between, place), between))
        at = place.end
    return found


def _condition(between: str, place: Place) -> Condition:
    """What the last sentence before an anchor says; the whole where the anchor stands alone (“…。得5分”)."""
    stripped = between.strip(" ，。；、：\n")
    parts = [part for part in _ENDS.split(stripped) if part.strip()]
    words = parts[-1] if parts else ""
    if place.per:
        return Condition(words, each=Decimal(1), unit=place.per)
    return of_each(condition_of(words)) if place.kind is Anchor.LOSS else condition_of(words)


def groups_of(words: str) -> Found:
    """The groups of folded words."""
    found = Found()
    for piece in _counts_apart(pieces_of(words)):
        _take(piece, found)
    return found


_SO_MANY = re.compile(rf"({P})\s*({UNIT})(?:及)?(以上)?")


def _counts_apart(pieces: list[Piece]) -> list[Piece]:
    """“1次得1分，2次得2分，3次及以上得3分” are steps of a count, not so much for each."""
    told = [_SO_MANY.fullmatch(p.condition.words) if p.place.kind is Anchor.GAIN else None for p in pieces]
    if sum(1 for match in told if match) < 2:
        return pieces
    return [
        replace(piece, condition=Condition(piece.condition.words, (_so_many(match),))) if match else piece
        for piece, match in zip(pieces, told, strict=True)
    ]


def _so_many(match: re.Match[str]) -> Interval:
    count = Decimal(match[1])
    return Interval(count, True, None if match[3] else count, None if match[3] else True, match[2])


def _take(piece: Piece, found: Found) -> None:
    last = found.groups[-1] if found.groups else None
    _TAKEN.get(piece.place.kind, _gain)(piece, found, last)


def _open(found: Found, form: Form) -> Group:
    found.groups.append(Group(form))
    return found.groups[-1]


def _veto(piece: Piece, found: Found, _last: Group | None) -> None:
    found.vetoes.append(piece)


def _not_applicable(_piece: Piece, found: Found, _last: Group | None) -> None:
    found.not_applicable = True


def _vague(piece: Piece, found: Found, _last: Group | None) -> None:
    found.vague.append(piece.words.strip(" ，。；") + piece.place.words)


def _exempt(piece: Piece, found: Found, last: Group | None) -> None:
    if last is not None and last.losses:
        last.exempt = piece.condition.words or piece.words.strip(" ，。；")
    elif last is None:
        found.lost.append(piece.place.words)


def _list(piece: Piece, found: Found, last: Group | None) -> None:
    if piece.place.verb == "扣":
        _open(found, Form.LOSS).losses.append(piece)
    elif "：" in piece.place.words and last is not None and last.form is Form.GAIN:
        last.ratios.append(piece)
    else:
        _open(found, Form.LIST).pieces.append(piece)


def _slashed(piece: Piece, found: Found, _last: Group | None) -> None:
    _open(found, Form.SLASHED).pieces.append(piece)


def _cap(piece: Piece, found: Found, last: Group | None) -> None:
    if last is not None:
        if last.losses and piece.amount is not None:
            last.most[len(last.losses) - 1] = piece.amount
        last.caps.append(piece)
    elif piece.amount is not None and re.search("得|满分", piece.place.words):
        _open(found, Form.GAIN).pieces.append(piece)


def _nothing(piece: Piece, found: Found, last: Group | None) -> None:
    condition = piece.condition
    short = len(condition.words) <= 8 and not condition.tests
    if last is None and condition.tests and piece.amount is not None:
        _step(piece, found, last)  # 110%时0分，每高10%加0.5分
    elif last is None or (last.form in (Form.LOSS, Form.COUNT, Form.DISCRETION) and not last.pieces):
        (last or _open(found, Form.GAIN)).zeros.append(piece)
    elif last.losses or (_WHOLE.search(piece.place.words + piece.words) and not condition.tests):
        last.zeros.append(piece)
    elif last.form is Form.GAIN and short and not _ELSE.search(condition.words) and condition.words:
        last.pieces.append(piece)  # 较差0分
    else:
        last.nones.append(piece)


def _loss(piece: Piece, found: Found, last: Group | None) -> None:
    if last is not None and last.form is Form.COUNT and _only_shares_out(last, piece):
        found.groups[-1] = last = Group(Form.LOSS)
    if piece.condition.slope:
        base = (
            last if last is not None and last.form in (Form.STEPS, Form.GAIN, Form.SLOPE) else _open(found, Form.SLOPE)
        )
        base.slopes.append(piece)
    elif last is not None and (last.form is Form.LOSS or _joined(piece, last)):
        last.losses.append(piece)
    else:
        _open(found, Form.LOSS).losses.append(piece)


def _only_shares_out(last: Group, piece: Piece) -> bool:
    """“每项2分，缺一项扣2分”: the first only says what each deduction is worth."""
    return (
        len(last.pieces) == 1
        and last.pieces[0].amount == piece.amount
        and not re.match("[得计记给]", last.pieces[0].place.words)
    )


def _joined(piece: Piece, last: Group) -> bool:
    """Whether a deduction is taken from the points before it: it follows in the same breath."""
    return last.form in (Form.GAIN, Form.STEPS, Form.COUNT) and "\n" not in piece.words


def _share(piece: Piece, found: Found, last: Group | None) -> None:
    if last is not None and last.form in (Form.GAIN, Form.STEPS) and piece.place.kind is Anchor.SHARE:
        last.shares.append(piece)
    else:
        _open(found, Form.SHARE).shares.append(piece)


def _discretion(piece: Piece, found: Found, last: Group | None) -> None:
    ranges = len(piece.place.amounts) == 2
    if last is not None and ranges and last.form is Form.GAIN and _follows(piece, last):
        last.pieces.append(piece)  # 好得3分，中得2分，差得0-1分
        return
    if last is not None and last.losses and not piece.place.amounts:
        last.discretion = True
    elif last is not None and last.form is Form.DISCRETION and ranges and len(last.pieces[-1].place.amounts) == 2:
        last.pieces.append(piece)  # 80%以上得8-10分；60%以上得6-8分
    else:
        _open(found, Form.DISCRETION).pieces.append(piece)


def _gain(piece: Piece, found: Found, last: Group | None) -> None:
    condition = piece.condition
    if condition.slope:
        base = (
            last if last is not None and last.form in (Form.STEPS, Form.GAIN, Form.SLOPE) else _open(found, Form.SLOPE)
        )
        base.slopes.append(piece)
    elif condition.places is not None:
        group = last if last is not None and last.form is Form.RANK else _open(found, Form.RANK)
        group.pieces.append(piece)
    elif last is not None and last.form is Form.RANK and BEYOND.search(condition.words):
        last.pieces.append(piece)
    elif condition.each is not None:
        if last is not None and (last.losses or last.form is Form.GAIN) and piece.place.kind is Anchor.ADD:
            last.extras.append(piece)
        else:
            group = last if last is not None and last.form is Form.COUNT else _open(found, Form.COUNT)
            group.pieces.append(piece)
    elif piece.place.kind is Anchor.ADD and last is not None and last.losses:
        last.extras.append(piece)
    elif len(condition.tests) == 1 and not condition.compound:
        _step(piece, found, last)
    else:
        group = last if last is not None and _follows(piece, last) else _open(found, Form.GAIN)
        group.pieces.append(piece)


def _step(piece: Piece, found: Found, last: Group | None) -> None:
    test, subject = piece.condition.tests[0], piece.condition.subject
    if piece.place.kind is Anchor.ADD and last is not None and last.slopes:
        last.caps.append(piece)  # 每降低1%加2分，降低2%以上加4分
        return
    if last is not None and last.form is Form.STEPS and not last.slopes:
        before = last.pieces[-1].condition
        first = last.pieces[0].condition.subject
        same = not subject or first.endswith(subject) or subject.endswith(first or "-") or _only_signs(subject)
        if same and _alike(before.tests[0], test):
            last.pieces.append(piece)
            return
    if last is not None and last.form is Form.RANK and re.match("其[他余]", piece.condition.words):
        last.pieces.append(piece)
        return
    if last is not None and _whole_before(last, piece):
        last.form = Form.STEPS
        last.pieces[0] = replace(last.pieces[0], condition=replace(last.pieces[0].condition, tests=(WHOLE,)))
        last.pieces.append(piece)
        return
    _open(found, Form.STEPS).pieces.append(piece)


WHOLE = Interval(Decimal(100), True, Decimal(100), True, "%")


def _whole_before(last: Group, piece: Piece) -> bool:
    """“全部完成得10分，完成80%以上得8分”: the first is the step of 100 %."""
    if last.form is not Form.GAIN or len(last.pieces) != 1 or last.losses or piece.condition.tests[0].unit != "%":
        return False
    before = last.pieces[0]
    falling = before.amount is not None and piece.amount is not None and piece.amount < before.amount
    return falling and re.search("全部|全面|足额", before.condition.words) is not None


def _alike(one: Interval, other: Interval) -> bool:
    return one.unit == other.unit or not one.unit or not other.unit


def _only_signs(subject: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:每年|比例|完成率|比值|得分率|占比|率|[得达在]|的|，|其中|若|如|如果|当|完成|达到|合格率|覆盖率)*",
            subject,
        )
    )


LEVELS = re.compile(
    r"(?:^|[^\u4e00-\u9fff])?(?:优秀|优良|良好|优|良|较好|好|一般|中等|中|较差|差|合格|基本合格|不合格|达标|基本达标|不达标|完善|较完善|基本完善|不完善"
    r"|健全|较健全|基本健全|不健全|齐全|规范|较规范|基本规范|不规范|满意|较满意|基本满意|不满意|完成|基本完成|未完成|部分完成|全部完成|及时|较及时|不及时"
    r"|到位|基本到位|不到位|明显|较明显|不明显|显著|高|较高|低|较低|强|较强|弱|有|无|是|否|及格|不及格|有效|较有效|充分|较充分)的?$"
)


def _follows(piece: Piece, last: Group) -> bool:
    """Whether a plain gain is one more level of the choice before it: 优良2分，一般1分."""
    if last.form is not Form.GAIN or not last.pieces or last.losses or last.extras:
        return False
    before = last.pieces[-1]
    if not LEVELS.search(piece.condition.words) or not LEVELS.search(before.condition.words):
        return False
    amount = max(piece.place.amounts, default=None)
    smaller = amount is not None and before.amount is not None and amount < before.amount
    return smaller and len(piece.condition.words) <= max(10, len(before.condition.words))


_TAKEN: dict[Anchor, Callable[[Piece, Found, Group | None], None]] = {
    Anchor.VETO: _veto,
    Anchor.NOT_APPLICABLE: _not_applicable,
    Anchor.VAGUE: _vague,
    Anchor.CAP: _cap,
    Anchor.EXEMPT: _exempt,
    Anchor.NONE: _nothing,
    Anchor.LOSS: _loss,
    Anchor.SHARE: _share,
    Anchor.RATE: _share,
    Anchor.DISCRETION: _discretion,
    Anchor.LIST: _list,
    Anchor.SLASHED: _slashed,
}
