"""A calendar that other programs fetch: iCalendar (RFC 5545), whole days only. Knows nothing of plans and no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"
FETCHED = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Whole:
    """Something that stands on a whole day. ``key`` stays the same as long as it is the same thing."""

    key: str
    day: date
    summary: str


def write(name: str, days: Iterable[Whole], *, url: str, stamped: date) -> bytes:
    """The calendar: every entry with its summary and one address, nothing else; the same input gives the same bytes.

    ``stamped`` is the day as of which it was made (RFC 5545 §3.8.7.2).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Luoshi//Reports that wait//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FETCHED, parameters={"value": "DURATION"})  # RFC 7986 §5.7
    calendar.add("x-published-ttl", FETCHED)
    for one in days:
        event = Event()
        event.add("uid", one.key)
        event.add("dtstamp", datetime.combine(stamped, time(), UTC))
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", one.summary)
        event.add("url", url)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
