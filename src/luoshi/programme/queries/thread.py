"""The history of an obligation as one thread: sent, received, answered, asked, decided; the newest last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from luoshi.audit.models import Entry
from luoshi.kernel.quantities import SCALE
from luoshi.programme.models import Handling, Obligation, Occurrence, PetitionStep
from luoshi.programme.rules import HandlingVerb, PetitionKind
from luoshi.programme.rules.periods import ONCE

JOURNALLED = ("programme.withdraw_obligation", "programme.reinstate_obligation")


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One line. ``key`` tells what was done: ``sent``, ``received``, ``withdrawn``, ``reinstated``, the verb of a
    handling (``answer``), or kind and verb of a petition (``extension-grant``). ``unit_name`` is who did it, or for
    ``difficulty-assign`` who was asked; empty for the office. ``handling_id`` is the line of the history of an
    occurrence that it shows.
    """

    on: date
    key: str
    unit_name: str
    text: str = ""
    period: str = ""
    figure: Decimal | None = None
    figure_unit: str = ""
    reachable: bool | None = None
    late_by: int = 0
    wanted: date | None = None
    petition_id: int | None = None
    handling_id: int | None = None


Dated = tuple[tuple[date, str], ThreadLine]


class History:
    """The times of some obligations and what was done about them: by obligation, and the last answer to each time."""

    def __init__(self, obligation_ids: Iterable[int]) -> None:
        ids = list(obligation_ids)
        self.times: dict[int, list[Occurrence]] = {pk: [] for pk in ids}
        self.lines: dict[int, list[Dated]] = {pk: [] for pk in ids}
        self.answers: dict[int, ThreadLine] = {}
        for time in Occurrence.objects.filter(obligation_id__in=ids).order_by("due", "pk"):
            self.times[time.obligation_id].append(time)
        rows = Handling.objects.filter(occurrence__obligation_id__in=ids).order_by("pk")
        for one in rows.select_related("occurrence__obligation__commitment", "unit", "target__metric"):
            line = _handled(one)
            self.lines[one.occurrence.obligation_id].append(((one.on, one.at.isoformat()), line))
            if one.verb == HandlingVerb.ANSWER.value:
                self.answers[one.occurrence_id] = line


def steps_of(row: Obligation) -> list[PetitionStep]:
    """Every step of every petition about an obligation, the petitions with all that they name."""
    near = ("petition__occurrence", "petition__needed_from", "petition__assigned_to")
    rows = PetitionStep.objects.filter(petition__obligation=row).order_by("pk")
    return list(rows.select_related("unit", *near))


def thread(row: Obligation, handled: Iterable[Dated], steps: Iterable[PetitionStep]) -> tuple[ThreadLine, ...]:
    """The history of an obligation whose body is loaded, newest last."""
    asked = (((one.on, one.at.isoformat()), petition_line(one)) for one in steps)
    lines = chain(_sent(row), handled, asked, _stood(row))
    return tuple(line for _on, line in sorted(lines, key=lambda pair: pair[0]))


def _sent(row: Obligation) -> Iterator[Dated]:
    yield (row.issued_on, ""), ThreadLine(row.issued_on, "sent", "")
    if row.received_on is not None:
        yield (row.received_on, ""), ThreadLine(row.received_on, "received", row.unit.name)


def _handled(one: Handling) -> ThreadLine:
    occurrence, late = one.occurrence, 0
    # what takes organisation-level papers only shows no figure, though one was reported before; the journal keeps it
    hidden = one.scaled is None or occurrence.obligation.commitment.restricted
    if one.verb == HandlingVerb.ANSWER.value and occurrence.due is not None:
        late = max(0, (one.on - occurrence.due).days)
    return ThreadLine(
        on=one.on,
        key=one.verb,
        unit_name=one.unit.name if one.unit else "",
        text=one.text,
        period=period_of(occurrence),
        figure=None if hidden else Decimal(one.scaled or 0) / SCALE,
        figure_unit=one.target.metric.unit_of_measure if one.target and not hidden else "",
        reachable=one.reachable,
        late_by=late,
        handling_id=one.pk,
    )


def petition_line(one: PetitionStep) -> ThreadLine:
    """A line of history of a petition; the petition, its occurrence and the body are loaded."""
    asked, opens = one.petition, one.verb == "open"
    shows_day = opens or (one.verb == "grant" and asked.kind == PetitionKind.EXTENSION.value)
    return ThreadLine(
        on=one.on,
        key=f"{asked.kind}-{one.verb}",
        unit_name=one.unit.name if one.unit else "",
        text=one.text or (asked.text if opens else ""),
        period=period_of(asked.occurrence),
        wanted=asked.wanted if shows_day else None,
        petition_id=asked.pk,
    )


def period_of(row: Occurrence | None) -> str:
    """The name of the period of a rhythm; empty for what is done once."""
    return "" if row is None or row.period == ONCE else row.period


def _stood(row: Obligation) -> Iterator[Dated]:
    """That it was withdrawn and reinstated, as the journal tells it."""
    subject = {"jurisdiction_id": row.jurisdiction_id, "subject_kind": "obligation", "subject_id": str(row.pk)}
    for entry in Entry.objects.filter(**subject, verb__in=JOURNALLED).order_by("sequence"):
        on = date.fromisoformat(str(entry.new["day"]))
        key = "withdrawn" if entry.verb == JOURNALLED[0] else "reinstated"
        yield (on, entry.at.isoformat()), ThreadLine(on, key, "", text=str(entry.new["reason"]))
