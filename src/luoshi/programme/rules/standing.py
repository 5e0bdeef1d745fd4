"""The light of an obligation: what was asked, what was answered, and how far the quantities are. Pure.

Waiting never makes a light better: as long as nothing is done it stays, or becomes worse. So the day on which it
changes next can be told beforehand, and a stored light be trusted until then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from luoshi.kernel.phrases import Day, Phrase
from luoshi.kernel.wording import _
from luoshi.programme.rules.kinds import LightCode
from luoshi.programme.rules.lights import Light, Terms, Thresholds, by_day, light_of, worst
from luoshi.programme.rules.periods import AHEAD, ONCE, Period, period_words, upcoming
from luoshi.programme.rules.reaching import Figure, Stretch, figure_light, turns
from luoshi.programme.rules.states import OccurrenceState

NEXT = timedelta(days=1)
_LASTING = (LightCode.LATE, LightCode.DONE)  # waiting changes them no more


@dataclass(frozen=True, slots=True)
class Time:
    """One time at which an obligation is to be met, and what was done about it; ``first_due`` is its day before any
    extension.
    """

    period: str
    opens_on: date | None
    due: date | None
    state: OccurrenceState = OccurrenceState.OPEN
    answered_on: date | None = None
    confirmed_on: date | None = None
    first_due: date | None = None

    @property
    def late_by(self) -> int:
        """How many days after its day it was answered; 0 where it was not, or in time."""
        if self.due is None or self.answered_on is None:
            return 0
        return max(0, (self.answered_on - self.due).days)


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the light of one obligation is made from.

    ``reachable`` is what the body said last (None: nothing); ``figures`` are those that somebody has reported: a
    quantity of which nothing is known is not one of which nothing is done. ``runs`` is whether its programme does.
    """

    terms: Terms
    times: tuple[Time, ...]
    issued_on: date
    figures: tuple[Figure, ...] = ()
    reachable: bool | None = None
    runs: bool = True

    @property
    def last(self) -> date | None:
        """The day by which its last time was due before any extension."""
        days = [min(time.due, time.first_due or time.due) for time in self.times if time.due]
        return max(days, default=None)

    @property
    def following(self) -> Period | None:
        """The period after its last one, not opened yet; None where nothing more will be asked."""
        if not self.runs or self.last is None:
            return None
        return upcoming(self.terms, {time.period for time in self.times}, self.last)

    @property
    def stretch(self) -> Stretch:
        """The time that its quantities have."""
        once = self.times[0].due if len(self.times) == 1 else None  # the day after any extension
        ends = once or self.terms.due or self.terms.phase_end or self.terms.programme_end
        return Stretch(self.terms.start or self.terms.phase_start or self.issued_on, ends)


def standing_light(standing: Standing, today: date, thresholds: Thresholds | None = None) -> Light:
    """The light of an obligation on a day, why, and until when it holds if nothing is done."""
    limits = thresholds or Thresholds()
    found = _on(standing, today, limits)
    until = _until(standing, found.code, today, limits)
    if standing.following is not None and standing.last is not None:
        opens_more = max(today, standing.last - AHEAD)  # from the next day on more periods are opened
        until = min(until, opens_more) if until else opens_more
    return replace(found, until=until)


def _until(standing: Standing, code: LightCode, today: date, limits: Thresholds) -> date | None:
    if code in _LASTING:
        return None
    if not standing.times:
        return today  # a rhythm without times moves by itself
    for day in sorted({day for day in _turns(standing, limits) if day > today}):
        if _on(standing, day, limits).code is not code:
            return day - NEXT
    return None


def _turns(standing: Standing, limits: Thresholds) -> Iterator[date]:
    """Every day on which anything about it may change."""
    terms = standing.terms
    for day in (terms.phase_start, terms.phase_end and terms.phase_end + NEXT):
        if day:
            yield day
    for time in standing.times:
        if time.opens_on:
            yield time.opens_on
        if time.due:
            yield time.due - timedelta(days=_soon(time, limits))
            yield time.due + NEXT
    for figure in standing.figures:
        yield from turns(figure, standing.stretch, limits.margin_percent)


# --- on one day -------------------------------------------------------------------------------------------------


def _on(standing: Standing, today: date, limits: Thresholds) -> Light:
    if not standing.times:
        return light_of(standing.terms, today, limits.soon_days)
    times = sorted(standing.times, key=lambda time: (time.due is None, time.due or today, time.period))
    open_ones = [time for time in times if time.state is not OccurrenceState.CONFIRMED]
    if not open_ones:
        return _going_on(times, standing.following) or _done(times)
    if standing.reachable is False:
        return Light(LightCode.LATE, Phrase(_("The body has said that it cannot be reached by its day")))
    found = _behind_us(open_ones, standing, today, limits) or _current(times, open_ones, standing, today, limits)
    figures = [figure_light(figure, standing.stretch, today, limits.margin_percent) for figure in standing.figures]
    reached = worst(figures)
    if reached is None:
        return found
    if found.code in (LightCode.NOT_DUE, LightCode.UNKNOWN):
        return reached
    return worst((found, reached)) or found


def _going_on(times: list[Time], following: Period | None) -> Light | None:
    """All that was asked so far is confirmed, and more will be asked."""
    if following is None or following.due is None:
        return None
    params = {"count": len(times), "period": period_words(following.name), "day": Day(following.due)}
    return Light(LightCode.ON_TIME, Phrase(_("All {count} periods so far confirmed; next {period}, due {day}"), params))


def _done(times: list[Time]) -> Light:
    if len(times) > 1:
        return Light(LightCode.DONE, Phrase(_("All {count} periods confirmed"), {"count": len(times)}))
    day = times[0].confirmed_on
    if day is None:
        return Light(LightCode.DONE, Phrase(_("Confirmed as done.")))
    return Light(LightCode.DONE, Phrase(_("Confirmed on {day}"), {"day": Day(day)}))


def _behind_us(open_ones: list[Time], standing: Standing, today: date, limits: Thresholds) -> Light | None:
    """What should have been done by now and is not: late, or returned."""
    lights = [(time, _of_time(time, standing, today, limits)) for time in open_ones]
    late = [(time, light) for time, light in lights if light.code is LightCode.LATE]
    missing = [time for time, _light in late if time.state is OccurrenceState.OPEN]
    if len(missing) > 1 and missing[0] is late[0][0]:
        return Light(LightCode.LATE, _missing(missing, today))
    if late:
        return late[0][1]
    return next((light for time, light in lights if time.state is OccurrenceState.RETURNED), None)


def _missing(missing: list[Time], today: date) -> Phrase:
    first = missing[0]
    params = {
        "count": len(missing),
        "period": period_words(first.period),
        "days": (today - (first.due or today)).days,
    }
    return Phrase(_("{count} periods not reported; {period} is {days} days past its day"), params)


def _current(times: list[Time], open_ones: list[Time], standing: Standing, today: date, limits: Thresholds) -> Light:
    """The time in which today lies; where that is dealt with, when the next one is due."""
    now = next((time for time in times if time.due is None or time.due >= today), None)
    if now is None:
        return worst(_of_time(time, standing, today, limits) for time in open_ones) or _done(times)
    if now.state is not OccurrenceState.CONFIRMED:
        return _of_time(now, standing, today, limits)
    ahead = next((time for time in open_ones if time.due is None or time.due >= today), None)
    if ahead is None or ahead.due is None:
        return Light(LightCode.ON_TIME, Phrase(_("Answered, waiting to be confirmed")))
    params = {"period": period_words(ahead.period), "day": Day(ahead.due)}
    return Light(LightCode.ON_TIME, Phrase(_("On time; next {period}, due {day}"), params))


def _of_time(time: Time, standing: Standing, today: date, limits: Thresholds) -> Light:
    if time.state is OccurrenceState.CONFIRMED:
        return _done([time])
    if time.state is OccurrenceState.ANSWERED:
        return _answered(time, standing)
    if time.due is None:
        return _dayless(time, standing, today, limits)
    if time.due < today:
        return _passed(time, standing, today)
    return _ahead(time, time.due, today, _soon(time, limits))


def _ahead(time: Time, due: date, today: date, soon: int) -> Light:
    if time.state is OccurrenceState.RETURNED:
        params = {"days": (due - today).days, "day": Day(due)}
        return Light(LightCode.DUE_SOON, Phrase(_("Returned, to be revised; {days} days left, due {day}"), params))
    if time.opens_on is not None and today < time.opens_on:
        return Light(LightCode.NOT_DUE, Phrase(_("Begins {day}"), {"day": Day(time.opens_on)}))
    light = by_day(due, today, soon)
    if time.period == ONCE:
        return light
    params = {"period": period_words(time.period), "why": light.reason}
    return replace(light, reason=Phrase(_("{period}: {why}"), params))


def _answered(time: Time, standing: Standing) -> Light:
    if time.late_by and not _was_over(time, standing):
        params = {"days": time.late_by}
        return Light(LightCode.LATE, Phrase(_("Answered {days} days late, waiting to be confirmed"), params))
    return Light(LightCode.ON_TIME, Phrase(_("Answered, waiting to be confirmed")))


def _was_over(time: Time, standing: Standing) -> bool:
    """Whether its time, which is that of its phase or programme, had ended before anybody was asked."""
    terms = standing.terms
    return time.due is not None and time.due < standing.issued_on and terms.due is None and not terms.every


def _dayless(time: Time, standing: Standing, today: date, limits: Thresholds) -> Light:
    if time.state is OccurrenceState.RETURNED:
        return Light(LightCode.DUE_SOON, Phrase(_("Returned, to be revised")))
    return light_of(replace(standing.terms, due=None), today, limits.soon_days)


def _passed(time: Time, standing: Standing, today: date) -> Light:
    due = time.due or today
    params: dict[str, object] = {"days": (today - due).days, "day": Day(due)}
    if time.state is OccurrenceState.RETURNED:
        return Light(LightCode.LATE, Phrase(_("Returned and not revised, {days} days past its day"), params))
    if _was_over(time, standing):
        reason = _("Its time had ended on {day}, before it was issued; nothing has been reported")
        return Light(LightCode.UNKNOWN, Phrase(reason, params))
    if time.period == ONCE:
        return by_day(due, today, 0)
    params["period"] = period_words(time.period)
    return Light(LightCode.LATE, Phrase(_("{period} not reported, {days} days past its day"), params))


def _soon(time: Time, limits: Thresholds) -> int:
    """How many days ahead a day is near: of a short period at most half of it, or a week would always be near.
    Tomorrow is near whatever the programme says.
    """
    if time.period == ONCE or time.opens_on is None or time.due is None:
        return max(1, limits.soon_days)
    return max(1, min(limits.soon_days, (time.due - time.opens_on).days // 2))
