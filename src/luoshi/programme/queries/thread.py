"""The history of an obligation as one thread: sent, received, answered, asked, decided; the newest last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from luoshi.audit.models import Entry
from luoshi.kernel.quantities import SCALE
from luoshi.programme.models import Handling, Obligation, PetitionStep, Receipt
from luoshi.programme.rules import HandlingVerb, PetitionKind

JOURNALLED = ("programme.withdraw_obligation", "programme.reinstate_obligation")


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One line. ``key`` tells what was done: ``sent``, ``received``, ``withdrawn``, ``reinstated``, the verb of a
    handling (``answer``), or kind and verb of a petition (``extension-grant``). ``unit_name`` is who did it, or for
    ``difficulty-assign`` who was asked; empty for the office.
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

    @property
    def is_petition(self) -> bool:
        """Whether it is about something that was asked."""
        return self.petition_id is not None


def thread(row: Obligation, receipt: Receipt | None) -> tuple[ThreadLine, ...]:
    """The history of an obligation whose body is loaded, newest last."""
    lines = chain(_sent(row, receipt), _handled(row), _asked(row), _stood(row))
    return tuple(line for _on, line in sorted(lines, key=lambda pair: pair[0]))


Dated = tuple[tuple[date, str], ThreadLine]


def _sent(row: Obligation, receipt: Receipt | None) -> Iterator[Dated]:
    yield (row.issued_on, ""), ThreadLine(row.issued_on, "sent", "")
    received = receipt.received_on if receipt else row.received_on
    if received is not None:
        yield (received, ""), ThreadLine(received, "received", row.unit.name)


def _handled(row: Obligation) -> Iterator[Dated]:
    rows = Handling.objects.filter(occurrence__obligation=row).select_related("occurrence", "unit", "target__metric")
    for one in rows:
        yield (one.on, one.at.isoformat()), handled(one)


def handled(one: Handling) -> ThreadLine:
    """A line of history of an occurrence; its occurrence, body and quantity are loaded."""
    occurrence, late = one.occurrence, 0
    if one.verb == HandlingVerb.ANSWER.value and occurrence.due is not None:
        late = max(0, (one.on - occurrence.due).days)
    return ThreadLine(
        on=one.on,
        key=one.verb,
        unit_name=one.unit.name if one.unit else "",
        text=one.text,
        period="" if occurrence.period == "once" else occurrence.period,
        figure=None if one.scaled is None else Decimal(one.scaled) / SCALE,
        figure_unit=one.target.metric.unit_of_measure if one.target else "",
        reachable=one.reachable,
        late_by=late,
    )


def _asked(row: Obligation) -> Iterator[Dated]:
    steps = PetitionStep.objects.filter(petition__obligation=row).select_related("petition__occurrence", "unit")
    for one in steps:
        yield (one.on, one.at.isoformat()), petition_line(one)


def petition_line(one: PetitionStep) -> ThreadLine:
    """A line of history of a petition; the petition, its occurrence and the body are loaded."""
    asked, opens = one.petition, one.verb == "open"
    shows_day = opens or (one.verb == "grant" and asked.kind == PetitionKind.EXTENSION.value)
    period = asked.occurrence.period if asked.occurrence else "once"
    return ThreadLine(
        on=one.on,
        key=f"{asked.kind}-{one.verb}",
        unit_name=one.unit.name if one.unit else "",
        text=one.text or (asked.text if opens else ""),
        period="" if period == "once" else period,
        wanted=asked.wanted if shows_day else None,
        petition_id=asked.pk,
    )


def _stood(row: Obligation) -> Iterator[Dated]:
    """That it was withdrawn and reinstated, as the journal tells it."""
    subject = {"jurisdiction_id": row.jurisdiction_id, "subject_kind": "obligation", "subject_id": str(row.pk)}
    for entry in Entry.objects.filter(**subject, verb__in=JOURNALLED).order_by("sequence"):
        on = date.fromisoformat(str(entry.new["day"]))
        key = "withdrawn" if entry.verb == JOURNALLED[0] else "reinstated"
        yield (on, entry.at.isoformat()), ThreadLine(on, key, "", text=str(entry.new["reason"]))


def last_answers(obligation_ids: Iterable[int]) -> dict[int, ThreadLine]:
    """The last answer to each occurrence (id) of some obligations."""
    rows = Handling.objects.filter(occurrence__obligation_id__in=list(obligation_ids), verb=HandlingVerb.ANSWER.value)
    return {
        one.occurrence_id: handled(one)
        for one in rows.select_related("occurrence", "unit", "target__metric").order_by("pk")
    }
