"""What bodies are, how their names are compared, and which body a written name means."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _

LONGEST_NAME = 120


class UnitKind(StrEnum):
    """The kind of a body: a plan's bodies are not all subordinates of the government."""

    PARTY = "party"
    GOVERNMENT = "government"
    CONGRESS = "congress"
    CPPCC = "cppcc"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    DISCIPLINE = "discipline"
    MASS = "mass"
    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"
    VILLAGE = "village"
    SCHOOL = "school"
    ENTERPRISE = "enterprise"
    OTHER = "other"


KIND_WORDS = {
    UnitKind.PARTY: _("Party organ"),
    UnitKind.GOVERNMENT: _("Government department"),
    UnitKind.CONGRESS: _("People's congress"),
    UnitKind.CPPCC: _("CPPCC"),
    UnitKind.COURT: _("Court"),
    UnitKind.PROCURATORATE: _("Procuratorate"),
    UnitKind.DISCIPLINE: _("Discipline"),
    UnitKind.MASS: _("Mass organisation"),
    UnitKind.TOWNSHIP: _("Township"),
    UnitKind.SUBDISTRICT: _("Subdistrict"),
    UnitKind.VILLAGE: _("Village or community"),
    UnitKind.SCHOOL: _("School"),
    UnitKind.ENTERPRISE: _("Enterprise"),
    UnitKind.OTHER: _("Other body"),
}


class MatchKind(StrEnum):
    """How sure a match is; only a suggestion asks a person."""

    EXACT = "exact"
    ALIAS = "alias"
    NORMALISED = "normalised"
    SUGGESTION = "suggestion"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Known:
    """A body (or group) as the matcher knows it: its own name and its other names."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a written name means. ``id`` is set for the sure kinds; ``suggested_id`` and ``score`` (0-1) for a guess."""

    written: str
    kind: MatchKind
    id: int | None = None
    suggested_id: int | None = None
    score: float = 0.0


CLOSE_ENOUGH = 0.75  # below this a guess is noise
CLEAR_LEAD = 0.05  # a second candidate nearer than this makes the guess a toss

# Brackets that only say which kind of thing the name is, and words that offices add or leave out.
_FOLD = str.maketrans({"（": "(", "）": ")", "、": "", "，": "", "·": "", "　": ""})
_TAILS = ("委员会", "管理委员会", "办公室", "人民政府", "办事处")
_SHORT = {"委员会": "委", "管理委员会": "管委会", "办公室": "办", "人民政府": "", "办事处": ""}


def visible(name: str) -> str:
    """A name as it is seen: no control signs, no marks of direction, single blanks."""
    kept = "".join(sign if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf"} else "" for sign in name)
    return " ".join(kept.split())


def kept_name(text: str) -> str:
    """A name as it is kept. Raises ``Invalid`` (``name-length``) where nothing is seen of it, or it is too long."""
    name = visible(text)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(
            "name-length", _("“{name}” is no name: it has 1 to {most} characters."), most=LONGEST_NAME, name=name[:40]
        )
    return name


def normalised(name: str) -> str:
    """A name without what writers vary: width, blanks, punctuation, long endings (委员会 → 委, 办公室 → 办)."""
    text = unicodedata.normalize("NFKC", visible(name)).translate(_FOLD)
    text = "".join(text.split())
    for tail in sorted(_TAILS, key=len, reverse=True):
        if text.endswith(tail) and len(text) > len(tail) + 1:
            return text[: -len(tail)] + _SHORT[tail]
    return text


class Directory:
    """Names of a jurisdiction's bodies, ready for many look-ups."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.known: list[Known] = []
        self.by_name: dict[str, int] = {}
        self.by_alias: dict[str, int] = {}
        self.by_normal: dict[str, set[int]] = {}
        for item in known:
            self.add(item)

    def add(self, item: Known) -> None:
        """Know one more; where two have a name, the first keeps it."""
        self.known.append(item)
        self.by_name.setdefault(item.name, item.id)
        for alias in filter(None, item.aliases):
            self.by_alias.setdefault(alias, item.id)
        for name in (item.name, *item.aliases):
            self.by_normal.setdefault(normalised(name), set()).add(item.id)

    def match(self, written: str, alias: str | None = None) -> Match:
        """Which body a written name means; ``alias`` is the second name that the plan itself gives in brackets."""
        for name in filter(None, (written, alias)):
            if name in self.by_name:
                return Match(written, MatchKind.EXACT, self.by_name[name], score=1.0)
            if name in self.by_alias:
                return Match(written, MatchKind.ALIAS, self.by_alias[name], score=1.0)
            found = self.by_normal.get(normalised(name), set())
            if len(found) == 1:
                return Match(written, MatchKind.NORMALISED, next(iter(found)), score=1.0)
        return self._suggest(written)

    def _suggest(self, written: str) -> Match:
        plain = normalised(written)
        scored = sorted(
            ((_likeness(plain, normal), min(ids)) for normal, ids in self.by_normal.items()),
            key=lambda pair: (-pair[0], pair[1]),
        )
        best, best_id = scored[0] if scored else (0.0, 0)
        second = next((score for score, other in scored if other != best_id), 0.0)
        if best < CLOSE_ENOUGH or best - second < CLEAR_LEAD:
            return Match(written, MatchKind.NONE)
        return Match(written, MatchKind.SUGGESTION, suggested_id=best_id, score=best)


def _likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 1; what is surely too far apart is not measured exactly."""
    matcher = SequenceMatcher(None, one, other)
    floor = CLOSE_ENOUGH - CLEAR_LEAD
    return matcher.ratio() if matcher.real_quick_ratio() >= floor and matcher.quick_ratio() >= floor else 0.0
