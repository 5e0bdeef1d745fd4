"""What changed inside a text, for the eye: the words that stayed, went and came. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
_WORD = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
ISLAND = 2  # so few words that stayed between two that changed are set with them: confetti is hard to read
LONGEST = 1500  # words of one stretch; a longer one is told as a whole


class Sign(StrEnum):
    """What became of some words."""

    SAME = "same"
    DEL = "del"
    INS = "ins"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text and what became of it."""

    sign: Sign
    text: str


def marks(old: str, new: str) -> tuple[Mark, ...]:
    """Both texts in one: without ``INS`` it reads as the old one, without ``DEL`` as the new one."""
    found: list[Mark] = []
    for sign, one, other in _steps(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        if sign is None:
            found += _inside(one, other)
        else:
            found.append(Mark(sign, one or other))
    return _joined(found)


def before(told: Iterable[Mark]) -> tuple[Mark, ...]:
    """The old text with what went."""
    return _joined(mark for mark in told if mark.sign is not Sign.INS)


def after(told: Iterable[Mark]) -> tuple[Mark, ...]:
    """The new text with what came."""
    return _joined(mark for mark in told if mark.sign is not Sign.DEL)


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sign | None, str, str]]:
    """Stretches that stayed, went and came; None for one that was replaced by another."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        one, other = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield Sign.SAME, one, ""
        elif tag == "replace":
            yield None, one, other
        else:
            yield (Sign.DEL if one else Sign.INS), one, other


def _inside(old: str, new: str) -> Iterator[Mark]:
    """The words of a stretch that was replaced."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    if max(len(one), len(other)) > LONGEST:
        yield from _swapped(old, new)
        return
    went = came = ""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    blocks = matcher.get_opcodes()
    for at, (tag, i1, i2, j1, j2) in enumerate(blocks):
        if tag == "equal" and (i2 - i1 > ISLAND or at in {0, len(blocks) - 1}):
            yield from _swapped(went, came)
            went = came = ""
            yield Mark(Sign.SAME, "".join(one[i1:i2]))
        else:
            went += "".join(one[i1:i2])
            came += "".join(other[j1:j2])
    yield from _swapped(went, came)


def _swapped(old: str, new: str) -> Iterator[Mark]:
    if old:
        yield Mark(Sign.DEL, old)
    if new:
        yield Mark(Sign.INS, new)


def _joined(found: Iterable[Mark]) -> tuple[Mark, ...]:
    lines: list[Mark] = []
    for mark in found:
        if lines and lines[-1].sign is mark.sign:
            lines[-1] = Mark(mark.sign, lines[-1].text + mark.text)
        else:
            lines.append(mark)
    return tuple(lines)
