"""Phases that a new version of the plan adds, drops, renames or dates anew, and the days that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.plans.rules import PassageKind
from luoshi.programme.actions.following import move_days
from luoshi.programme.actions.lighting import relight
from luoshi.programme.actions.wordings import Amending
from luoshi.programme.drafting.proposal import Stage
from luoshi.programme.models import Amendment, Change, Commitment, Obligation, Phase, Revision
from luoshi.programme.rules import ChangeKind, CommitmentKind, Terms
from luoshi.programme.rules.comparing import PHASE, What


def is_phase(change: Change) -> bool:
    """Whether a change is about a phase and not about a commitment."""
    item = change.new_item or change.old_item or {}
    return bool(item["kind"] == PHASE)


def moves_days(change: Change) -> bool:
    """Whether what a change does may move days that its own words do not tell."""
    return is_phase(change) or What.PLACE.value in (change.new_item or {}).get("what", ())


def carry_out_phase(amending: Amending, amendment: Amendment, change: Change, stages: Sequence[Stage]) -> None:
    """Let the phases be as the new version has them in this. Within the verb that decided it.

    Raises ``Conflict`` (``phase-gone``) where the phase is not there any more, (``phase-used``) where one is to go
    in which commitments stand.
    """
    row = _standing(amending, amendment, change)
    if change.kind == ChangeKind.REMOVED.value:
        if row is not None:
            _drop(row)
    else:
        stage = stages[_place(change, stages)]
        if change.kind == ChangeKind.ADDED.value:
            row = Phase(
                jurisdiction_id=amending.tenant,
                programme=amending.programme,
                order=_last(amending) + 1,
                name=stage.name,
                start=stage.start,
                end=stage.end,
            )
        elif row is None:
            raise Conflict(
                "phase-gone",
                _("The programme has this phase no more."),
                _("Keep the programme as it is in this."),
            )
        _take_over(row, stage, (change.new_item or {})["what"])
        passages = amendment.new.passages.filter(kind=PassageKind.PHASE.value)
        row.passage = passages.filter(start=stage.span.start, end=stage.span.end).first()
        row.save()
        _order(amending, stages)
    amending.__dict__.pop("phases", None)  # they are read anew


def _standing(amending: Amending, amendment: Amendment, change: Change) -> Phase | None:
    """The phase that the old item became: by its place in the old text, else by its name."""
    item = change.old_item
    if item is None:
        return None
    rows = amending.programme.phases.all()
    place = {"passage__version": amendment.old, "passage__start": item["start"], "passage__end": item["end"]}
    return rows.filter(**place).first() or rows.filter(name=item["title"]).first()


def _place(change: Change, stages: Sequence[Stage]) -> int:
    new = change.new_item or {}
    return next(at for at, stage in enumerate(stages) if tuple(stage.span) == (new["start"], new["end"]))


def _take_over(row: Phase, stage: Stage, what: Iterable[str]) -> None:
    """Only what the plan changed: a day that the office corrected itself stays."""
    told = set(what)
    if What.TITLE.value in told:
        row.name = stage.name
    if What.DUE.value in told:
        row.start, row.end = stage.start, stage.end


def _last(amending: Amending) -> int:
    return max(amending.programme.phases.values_list("order", flat=True), default=0)


def _drop(row: Phase) -> None:
    if row.commitments.filter(withdrawn_on__isnull=True).exists():
        raise Conflict(
            "phase-used",
            _("Commitments stand in “{name}”."),
            _("Decide first what becomes of them, then of the phase."),
            name=row.name,
        )
    row.commitments.update(phase=None)
    row.delete()


def _order(amending: Amending, stages: Sequence[Stage]) -> None:
    """Phases in the order of the new version; one that it does not have stays behind the one before it."""
    places = {stage.name: float(at) for at, stage in enumerate(stages)}
    rows, ranked, rank = list(amending.programme.phases.order_by("order")), [], -1.0
    for row in rows:
        rank = places.get(row.name, rank)
        ranked.append((rank, row.order, row))
    wanted = [row for _rank, _order, row in sorted(ranked, key=lambda one: one[:2])]
    if wanted == rows:
        return
    free = _last(amending)
    for first in (free, 0):  # no two may share a place meanwhile
        for at, row in enumerate(wanted, start=first + 1):
            Phase.objects.filter(pk=row.pk).update(order=at)


class Schedule:
    """The days of every commitment as they were before some changes; open times follow those that are others after."""

    def __init__(self, amending: Amending) -> None:
        self.amending = amending
        self.before = {row.commitment_id: terms for row, terms in self._terms()}

    def follow(self) -> None:
        """Move the times of all whose days are others by now, and light them anew."""
        moved = []
        for row, terms in self._terms():
            if self.before.get(row.commitment_id) != terms:
                move_days(self.amending, row.commitment, row)
                moved.append(row.commitment_id)
        owed = Obligation.objects.filter(commitment__in=moved, withdrawn_on__isnull=True)
        relight(today=self.amending.today, obligation_ids=owed.values_list("pk", flat=True))

    def _terms(self) -> list[tuple[Revision, Terms]]:
        live = Commitment.objects.filter(programme=self.amending.programme, withdrawn_on__isnull=True)
        live = live.exclude(kind=CommitmentKind.AREA.value)
        rows = Revision.objects.filter(current=True, commitment__in=live).select_related("commitment")
        return [(row, self.amending.terms(row, row.commitment)) for row in rows]
