"""Speed of the forecast: 200 rows at 0.1 points with 150 open gaps, in plain Python.

The state has every hard thing at once: gaps worth whole rows, rows whose gains overshoot, events that serve two rows.
The yardstick is the plainest convolution of the same gaps in the same run, two additions a step in a loop: the
distribution alone, and again for each gap secured, which is what the worth of the gaps asks for.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from statistics import median

from luoshi.assessment.rules.forecast.outlook import forecast
from luoshi.assessment.rules.forecast.sets import smallest_set
from luoshi.assessment.rules.forecast.state import Gap, Row, State

ROWS, GAPS, SECOND = 200, 150, 30  # of the gaps, those that are the second of their row
RUNS = 15
FORECAST_LIMIT, SET_LIMIT = 50, 500  # milliseconds
WANTED = (Decimal("0.5"), Decimal("0.8"), Decimal("0.95"))


def main() -> int:
    """Measure and print; 1 where a limit is not kept."""
    state = made_state()
    made = forecast(state)
    sets = [smallest_set(state, wanted) for wanted in WANTED]
    jobs: dict[str, Callable[[], object]] = {
        "forecast": lambda: forecast(state),
        "plain": lambda: plain(state),
        **{f"set {wanted}": partial(smallest_set, state, wanted) for wanted in WANTED},
        "small set": lambda: smallest_set(small_state(), Decimal("0.8")),
    }
    times = {name: _median(job) for name, job in jobs.items()}
    steps = len(made.spread)
    print("| what | median ms | limit | kept |\n|---|---|---|---|")
    name = f"{ROWS} rows, {GAPS} gaps, {steps} totals: distribution, and what each gap brings"
    kept = [_line(name, times["forecast"], FORECAST_LIMIT)]
    for wanted, found in zip(WANTED, sets, strict=True):
        name = f"the smallest set that reaches {wanted} ({len(found.events)} events)"
        kept.append(_line(name, times[f"set {wanted}"], SET_LIMIT))
    kept.append(_line("the smallest of all sets of 15 gaps", times["small set"], SET_LIMIT))
    each = times["plain"] * (GAPS + 1)
    print(f"\nplain convolution: {times['plain']:.1f} ms once, {each:.0f} ms with each gap secured in turn")
    print(f"distribution and steps ÷ plain convolution once: {times['forecast'] / times['plain']:.1f} ×")
    return 0 if all(kept) else 1


def _line(what: str, took: float, limit: int) -> bool:
    print(f"| {what} | {took:.0f} | {limit} | {'yes' if took <= limit else '**no**'} |")
    return took <= limit


def _median(job: Callable[[], object]) -> float:
    taken = []
    for _run in range(RUNS):
        start = time.process_time()
        job()
        taken.append((time.process_time() - start) * 1000)
    return median(taken)


def made_state() -> State:
    """About 100 points in 200 rows, of which over half can still be gained; the threshold is 85 % of them."""
    dice = random.Random(7)  # noqa: S311 - not a secret
    rows = []
    shared = {number: Decimal(dice.randint(3, 9)) / 10 for number in range(10)}
    for number in range(ROWS):
        points = Decimal(dice.choice([1, 3, 5, 7, 9])) / 10
        gaps = []
        for turn in range((number < GAPS - SECOND) + (number < SECOND)):
            event = dice.choice(list(shared)) if number % 6 == turn else None
            chance = Decimal(dice.choice([3, 6, 9])) / 10 if event is None else shared[event]
            gaps.append(Gap(f"{number}.{turn}", points, chance, event))
        rows.append(Row(number, points, Decimal(0) if gaps else points, tuple(gaps)))
    whole = sum((row.points or Decimal(0) for row in rows), Decimal(0))
    return State(whole * 85 / 100, Decimal("0.1"), tuple(rows))


def small_state() -> State:
    """Fifteen gaps of different worth."""
    rows = tuple(
        Row(number, Decimal(4), Decimal(1), (Gap(number, Decimal(5 + number) / 10, Decimal(number % 5 + 2) / 10),))
        for number in range(15)
    )
    return State(Decimal(28), Decimal("0.1"), rows)


def plain(state: State) -> list[float]:
    """Each gap convolved by itself, in two plain loops: the yardstick."""
    spread = [1.0]
    for gap in (gap for row in state.rows for gap in row.gaps):
        steps, chance = int((gap.gain or 0) * 10), float(gap.chance or 0)
        after = [0.0] * (len(spread) + steps)
        for place, weight in enumerate(spread):
            after[place] += weight * (1 - chance)
            after[place + steps] += weight * chance
        spread = after
    return spread


if __name__ == "__main__":
    sys.exit(main())
