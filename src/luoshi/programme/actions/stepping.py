"""One verb of the grid as one step: judged, locked, journalled, and kept so that it can be undone and done again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Max, Q

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.actions.programmes import count_edit, moved
from luoshi.programme.actions.snapshots import Rows, changed, put_back, taken
from luoshi.programme.models import Commitment, Measure, Programme, Revision, Step
from luoshi.programme.rules import CommitmentKind
from luoshi.tenancy.rules import Actor

FORM = 1  # of what a step keeps


@dataclass
class Work:
    """What a verb of the grid works on. ``made`` takes the ids of the commitments that it makes."""

    actor: Actor
    programme: Programme
    commitment: Commitment
    made: list[int] = field(default_factory=list)

    @property
    def tenant(self) -> int:
        """The jurisdiction of every row."""
        return self.actor.jurisdiction_id

    @property
    def revision(self) -> Revision:
        """What the commitment says now."""
        return Revision.objects.get(commitment=self.commitment, current=True)

    def measure(self, measure_id: int) -> Measure:
        """A sentence of the commitment. Raises ``NotFound``."""
        found = Measure.objects.filter(pk=measure_id, commitment=self.commitment).first()
        if found is None:
            raise NotFound("measure-not-found", _("There is no such sentence here any more."), _("Reload the page."))
        return found

    def sibling(self, commitment_id: int) -> Commitment:
        """Another commitment of the programme. Raises ``NotFound``."""
        found = (
            self.programme.commitments.filter(pk=commitment_id, withdrawn_on__isnull=True)
            .exclude(pk=self.commitment.pk)
            .exclude(kind=CommitmentKind.AREA.value)
            .first()
        )
        if found is None:
            raise _no_commitment()
        return found


def meant(unit_id: int | None, group_id: int | None) -> Q:
    """The rows of a body, or of a group."""
    return Q(unit_id=unit_id) if unit_id is not None else Q(group_id=group_id or 0)


def _no_commitment() -> NotFound:
    return NotFound("commitment-not-found", _("There is no such commitment."))


@contextmanager
def step(actor: Actor, verb: str, commitment_id: int, seen: int | None, also: Iterable[int] = ()) -> Iterator[Work]:
    """The transaction of a verb. ``also`` are the other commitments that it touches.

    Raises ``NotFound`` for strangers and for areas, which only gather tasks, ``NotAllowed`` for anybody but the
    programme's office, ``Conflict`` where the programme is no draft or the commitment was changed since ``seen``. A
    verb that changes nothing leaves no trace.
    """
    with transaction.atomic():
        rows = Commitment.objects.filter(pk=commitment_id, jurisdiction_id=actor.jurisdiction_id)
        found = rows.exclude(kind=CommitmentKind.AREA.value).first()
        if found is None:
            raise _no_commitment()
        programme, _state = moved(actor, found.programme_id, "decompose")
        if found.withdrawn_on is not None:
            raise Conflict("commitment-gone", _("This commitment has gone into another one."), _("Reload the page."))
        count_edit(found, seen)
        touched = [commitment_id, *also]
        before = taken(touched)
        work = Work(actor, programme, found)
        yield work
        after = taken([*touched, *work.made])
        if after != before:
            Commitment.objects.filter(pk__in=list(also)).update(edit=F("edit") + 1)
            _keep(work, verb, touched, before, after)


def _keep(work: Work, verb: str, touched: list[int], before: Rows, after: Rows) -> None:
    programme = work.programme
    programme.steps.filter(undone=True).delete()
    last = programme.steps.aggregate(last=Max("number"))["last"] or 0
    ids = [*touched, *work.made]
    Step.objects.create(
        jurisdiction_id=work.tenant,
        programme=programme,
        number=last + 1,
        verb=verb,
        before={"form": FORM, "commitments": ids, "rows": before},
        after={"form": FORM, "commitments": ids, "rows": after},
        account_id=work.actor.account_id,
    )
    old, new = changed(before, after)
    record(
        actor=work.actor,
        verb=f"programme.{verb}",
        subject_kind="commitment",
        subject_id=work.commitment.pk,
        old=old,
        new=new,
    )


def undo(*, actor: Actor, programme_id: int, seen: int | None = None) -> int | None:
    """Take the last step back; gives the id of the commitment that it was about (None where that is gone).

    ``seen`` is the number of the step that the person means. Raises ``Conflict`` (``nothing-to-undo``, ``step-stale``).
    """
    with transaction.atomic():
        programme, _state = moved(actor, programme_id, "decompose")
        last = programme.steps.filter(undone=False).order_by("-number").first()
        return _turn(actor, programme, last, seen, undone=True)


def redo(*, actor: Actor, programme_id: int, seen: int | None = None) -> int | None:
    """Do again what was taken back; the same errors as ``undo`` (``nothing-to-redo``)."""
    with transaction.atomic():
        programme, _state = moved(actor, programme_id, "decompose")
        first = programme.steps.filter(undone=True).order_by("number").first()
        return _turn(actor, programme, first, seen, undone=False)


def _turn(actor: Actor, programme: Programme, found: Step | None, seen: int | None, *, undone: bool) -> int | None:
    if found is None:
        code, words = (
            ("nothing-to-undo", _("There is nothing to take back."))
            if undone
            else ("nothing-to-redo", _("There is nothing to do again."))
        )
        raise Conflict(code, words)
    if seen is not None and seen != found.number:
        raise _stale()
    ids = found.before["commitments"]
    now = taken(ids)
    expected, wanted = (found.after, found.before) if undone else (found.before, found.after)
    if now != expected["rows"]:
        raise _stale()
    put_back(now, wanted["rows"])
    Commitment.objects.filter(pk__in=ids).update(edit=F("edit") + 1)
    found.undone = undone
    found.save(update_fields=["undone"])
    old, new = changed(now, wanted["rows"])
    record(
        actor=actor,
        verb="programme.undo" if undone else "programme.redo",
        subject_kind="programme",
        subject_id=programme.pk,
        old={"step": found.number, "verb": found.verb, "rows": old},
        new={"rows": new},
    )
    return next(iter(Commitment.objects.filter(pk__in=ids[:1]).values_list("pk", flat=True)), None)


def _stale() -> Conflict:
    return Conflict(
        "step-stale",
        _("This has changed meanwhile and cannot simply be turned back."),
        _("Reload the page, look at what has changed, and decide again."),
    )
