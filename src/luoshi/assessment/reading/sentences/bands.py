"""Steps of a figure: overlapping “达到5%、达到10%” become a ladder, ends that two steps claim are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from luoshi.assessment.rules.framework import Doubt
from luoshi.assessment.rules.grammar import ZERO, Band, Interval, Steps
from luoshi.assessment.rules.numbers import plain

Said = Sequence[tuple[Interval, Decimal]]


def complements(test: Interval, zeros: Sequence[Interval]) -> bool:
    """Whether what earns nothing begins where the test ends: ≥90 得5分，低于90 不得分."""
    ends = {test.low, test.high} - {None}
    return all({zero.low, zero.high} - {None} <= ends for zero in zeros)


def steps(said: Said, zeros: Sequence[Interval], otherwise: Decimal | None) -> tuple[Steps, list[Doubt]]:
    """Steps from what is said of figures; ``zeros`` are those that earn nothing, ``otherwise`` is for the rest."""
    unit = next((test.unit for test, _points in said if test.unit), "")
    bands = [Band(t.low, t.low_closed, t.high, t.high_closed, points) for t, points in said]
    one_way = all(band.high is None for band in bands) or all(band.low is None for band in bands)
    if one_way and otherwise is None and len({band.points for band in bands}) == len(bands):
        otherwise = ZERO  # not even the easiest step was reached
    bands += [Band(z.low, z.low_closed, z.high, z.high_closed, ZERO) for z in zeros]
    bands = _ladder(bands)
    bands.sort(key=lambda band: (band.low is not None, band.low or ZERO))
    bands, doubts = _settled(bands)
    if otherwise is None and zeros and not _open_ended(bands):
        otherwise = ZERO
    return Steps(tuple(bands), otherwise, unit=unit), doubts


def _open_ended(bands: Sequence[Band]) -> bool:
    return any(band.low is None for band in bands) and any(band.high is None for band in bands)


def _ladder(bands: list[Band]) -> list[Band]:
    """A step without an upper end ends where the next one begins, one without a lower end where the one below ends."""
    rising = sorted(
        (band for band in bands if band.high is None and band.low is not None), key=lambda band: band.low or ZERO
    )
    falling = sorted(
        (band for band in bands if band.low is None and band.high is not None), key=lambda band: band.high or ZERO
    )
    changed = {id(band): band for band in bands}
    for lower, upper in pairwise(rising):
        if lower.low != upper.low:
            changed[id(lower)] = replace(lower, high=upper.low, high_closed=_turned(upper.low_closed))
    for lower, upper in pairwise(falling):
        if lower.high != upper.high:
            changed[id(upper)] = replace(upper, low=lower.high, low_closed=_turned(lower.high_closed))
    full = next((band for band in bands if band.low == band.high == 100), None)
    if full is not None and rising and rising[-1].low != 100:
        changed[id(rising[-1])] = replace(rising[-1], high=full.low, high_closed=False)  # there is nothing beyond 100 %
    return [changed[id(band)] for band in bands]


def _turned(closed: bool | None) -> bool | None:
    return None if closed is None else not closed


def _settled(bands: list[Band]) -> tuple[list[Band], list[Doubt]]:
    """Ends that two neighbours share: an end that one states is not the other's; what nobody states stays open."""
    doubts: list[Doubt] = []
    for at in range(len(bands) - 1):
        lower, upper = bands[at], bands[at + 1]
        if lower.high is None or lower.high != upper.low:
            continue
        if lower.high_closed is None or upper.low_closed is None:
            doubts.append(Doubt("ends-unsaid", plain(lower.high)))
            if upper.low_closed is not None:
                bands[at] = replace(lower, high_closed=not upper.low_closed)
            elif lower.high_closed is not None:
                bands[at + 1] = replace(upper, low_closed=not lower.high_closed)
        elif lower.high_closed and upper.low_closed:
            doubts.append(Doubt("ends-twice", plain(lower.high)))
            if lower.points >= upper.points:
                bands[at + 1] = replace(upper, low_closed=False)
            else:
                bands[at] = replace(lower, high_closed=False)
        elif not lower.high_closed and not upper.low_closed:
            doubts.append(Doubt("ends-nowhere", plain(lower.high)))
    return bands, doubts
