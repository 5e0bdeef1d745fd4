"""A question before it is sent: what can be asked of whom, what is there already, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.db.models import Q

from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.kernel.phrases import Day, Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Commitment, Obligation
from luoshi.programme.policy import runs
from luoshi.programme.policy import visible as visible_programmes
from luoshi.programme.queries.paging import Paged, paged
from luoshi.programme.rules import NOT_RUNNING, Accrual, ProgrammeState
from luoshi.reporting.models import Question, Request
from luoshi.reporting.policy import askable
from luoshi.reporting.queries.known import Hint, Known, Running, hints, known, running, wanted_of
from luoshi.reporting.rules import Composed, Fate, checked
from luoshi.reporting.rules.burden import warnings
from luoshi.reporting.rules.matching import Wanted, alike
from luoshi.tenancy.rules import Actor

LATELY = timedelta(days=31)
PAGE = 50  # commitments of a choice


@dataclass(frozen=True, slots=True)
class UnitFate:
    """What becomes of the question for one unit. ``fate`` is what the system proposes; ``asked`` where the unit will be
    asked in any case, because the office says so.
    """

    unit_id: int
    unit_name: str
    obligation_id: int
    fate: Fate
    asked: bool
    known: Known | None
    running: Running | None
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A question as it would be sent: each unit's fate and what speaks against it. ``mark`` changes with either."""

    composed: Composed
    units: tuple[UnitFate, ...]
    warnings: tuple[Phrase, ...]
    mark: str

    def of(self, fate: Fate) -> tuple[UnitFate, ...]:
        """The units of one fate, as it will be."""
        if fate is Fate.ASK:
            return tuple(one for one in self.units if one.asked)
        return tuple(one for one in self.units if one.fate is fate and not one.asked)

    @property
    def asked(self) -> tuple[UnitFate, ...]:
        """The units that will find it in their inbox."""
        return self.of(Fate.ASK)

    @property
    def spared(self) -> int:
        """How many units are not asked, for what is wanted is there or on its way."""
        return len(self.units) - len(self.asked)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity that the commitment counts already."""

    name: str
    unit_of_measure: str
    accrual: Accrual


@dataclass(frozen=True, slots=True)
class Composing:
    """What the form of a question is filled with: the commitment, who can be asked, what it counts."""

    commitment_id: int
    programme_id: int
    programme_title: str
    number: str
    title: str
    restricted: bool
    units: tuple[tuple[int, str], ...]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A commitment about which something can be asked."""

    commitment_id: int
    number: str
    title: str


def composing(actor: Actor, commitment_id: int) -> Composing:
    """What can be asked about a commitment. Raises ``NotFound`` for strangers, ``NotAllowed`` for units."""
    row = commitment_of(actor, commitment_id)
    owed = _owed(actor, row)
    metrics = [one.metric for one in row.targets.select_related("metric").order_by("order")]
    counted = dict.fromkeys((one.name, one.unit_of_measure, Accrual(one.accrual)) for one in metrics)
    return Composing(
        commitment_id=row.pk,
        programme_id=row.programme_id,
        programme_title=row.programme.title,
        number=row.number,
        title=row.title,
        restricted=row.restricted,
        units=tuple((one.unit_id, one.unit.name) for one in owed),
        quantities=() if row.restricted else tuple(Quantity(*one) for one in counted),
    )


def may_ask(actor: Actor, commitment_id: int) -> bool:
    """Whether the actor may ask anybody about a commitment; what does not run is not asked about."""
    rows = Commitment.objects.filter(pk=commitment_id, programme__in=visible_programmes(actor))
    row = rows.filter(programme__state=ProgrammeState.ISSUED.value).select_related("programme").first()
    return row is not None and askable(actor, row).exists()


def choices(actor: Actor, programme_id: int, text: str = "", page: int = 1) -> tuple[str, Paged[Choice]]:
    """The title of a programme and a page of its commitments that somebody owes, narrowed by words in number or title.
    Raises ``NotFound`` for strangers, ``NotAllowed`` for those who do not run it.
    """
    programme = visible_programmes(actor).filter(pk=programme_id).first()
    if programme is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    if not runs(actor, programme):
        raise NotAllowed("programme-not-allowed", _("This is for those who work in the programme."))
    rows = Commitment.objects.filter(programme=programme, obligations__withdrawn_on__isnull=True)
    if text.strip():
        rows = rows.filter(Q(number__icontains=text.strip()) | Q(title__icontains=text.strip()))
    found = rows.filter(obligations__isnull=False).distinct().order_by("order", "pk")
    rows_of = found.values_list("pk", "number", "title")
    shown = paged(found.count(), page, lambda first, end: [Choice(*one) for one in rows_of[first:end]], PAGE)
    return programme.title, shown


def preview(actor: Actor, composed: Composed, today: date, all_the_same: Iterable[int] = ()) -> Preview:
    """What would become of a question for each unit, and what speaks against sending it; ``all_the_same`` are units
    (ids) that are asked though they have answered already or are being asked.

    Raises what ``rules.checked`` does, ``Invalid`` (``figure-not-asked``, ``question-units``), ``NotFound``,
    ``NotAllowed``, ``Conflict`` (``programme-not-running``).
    """
    return preview_of(actor, checked(composed, today), today, all_the_same)


def preview_of(actor: Actor, kept: Composed, today: date, all_the_same: Iterable[int] = ()) -> Preview:
    """The same of a question that was looked at (``rules.checked``)."""
    row = commitment_of(actor, kept.commitment_id)
    if row.restricted and kept.quantity:
        raise Invalid("figure-not-asked", _("No figure is taken here: organisation-level papers only."))
    owed = _chosen(_owed(actor, row), kept)
    insisted = frozenset(all_the_same)
    units = tuple(_fates(actor.jurisdiction_id, owed, kept, insisted))
    against = (*warnings(kept.text, today=today, due=kept.due), *_repeated(row, units, kept, today))
    return Preview(kept, units, against, _mark(units, against))


def commitment_of(actor: Actor, commitment_id: int) -> Commitment:
    """A commitment of a programme that the actor may know of; raises ``NotFound``."""
    rows = Commitment.objects.filter(pk=commitment_id, programme__in=visible_programmes(actor))
    row = rows.select_related("programme").first()
    if row is None:
        raise NotFound("commitment-not-found", _("There is no such commitment."))
    return row


def _owed(actor: Actor, row: Commitment) -> list[Obligation]:
    """The obligations about which the actor may ask, in the usual order of units."""
    if row.programme.state != ProgrammeState.ISSUED.value:
        raise Conflict(*NOT_RUNNING)
    owed = list(askable(actor, row).select_related("unit").order_by("unit__order", "unit_id"))
    if not owed and not runs(actor, row.programme):
        raise NotAllowed(
            "question-not-allowed", _("Questions are asked by the office, or by a lead of its supporters.")
        )
    if not owed:
        raise Invalid("question-units", _("Nobody owes this, so nobody can be asked."))
    return owed


def _chosen(owed: list[Obligation], kept: Composed) -> list[Obligation]:
    if kept.unit_ids is None:
        return owed
    found = [one for one in owed if one.unit_id in kept.unit_ids]
    if len(found) != len(set(kept.unit_ids)):
        raise Invalid("question-units", _("Choose among the units that owe it."))
    return found


def _fates(
    jurisdiction_id: int, owed: Iterable[Obligation], kept: Composed, insisted: frozenset[int]
) -> Iterable[UnitFate]:
    rows = list(owed)
    names = {one.unit_id: one.unit.name for one in rows}
    there = known(jurisdiction_id, names, kept.wanted)
    rest = {pk: name for pk, name in names.items() if pk not in there}
    coming = running(jurisdiction_id, rest, kept.wanted, kept.due)
    others = hints(jurisdiction_id, rest, kept.wanted)
    for one in rows:
        pk = one.unit_id
        fate = Fate.KNOWN if pk in there else Fate.RUNNING if pk in coming else Fate.ASK
        asked = fate is Fate.ASK or pk in insisted
        yield UnitFate(pk, one.unit.name, one.pk, fate, asked, there.get(pk), coming.get(pk), others.get(pk, ()))


def _repeated(row: Commitment, units: Iterable[UnitFate], kept: Composed, today: date) -> Iterable[Phrase]:
    """The same question asked of the same units lately, and units that are asked though it is not needed."""
    asked = {one.unit_id for one in units if one.asked}
    lately = Question.objects.filter(
        commitment__programme_id=row.programme_id, sent_on__gte=today - LATELY, withdrawn_on__isnull=True
    )
    for earlier in lately.select_related("metric").order_by("pk"):
        if not alike(earlier.text, kept.text) or _key(wanted_of(earlier)) != _key(kept.wanted):
            continue
        again = Request.objects.filter(question=earlier, unit_id__in=asked).count()
        if again:
            said = {"n": again, "day": Day(earlier.sent_on), "text": earlier.text}
            yield Phrase(_("Asked already on {day}, of {n} of these units: “{text}”"), said)
    needless = sum(one.fate is not Fate.ASK and one.asked for one in units)
    if needless:
        yield Phrase(_("{n} units are asked for what is there or on its way already."), {"n": needless})


def _key(wanted: Wanted) -> object:
    return wanted.figure.key("") if wanted.figure is not None else None


def _mark(units: Iterable[UnitFate], against: Iterable[Phrase]) -> str:
    said = [f"{one.unit_id}{one.fate}{one.asked}{one.known.version_id if one.known else ''}" for one in units]
    return sha256("\n".join([*said, *(phrase.words() for phrase in against)]).encode()).hexdigest()[:16]
