"""The ticks of the grid: whose a sentence is, and which sentences are tracked."""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.programme.actions.stepping import Work, meant, step
from luoshi.programme.models import Allocation, Assignment, Measure
from luoshi.programme.rules.decomposition import Body, Sentence, Tick, proposed_on
from luoshi.tenancy.rules import Actor


def tick(
    *,
    actor: Actor,
    commitment_id: int,
    measure_id: int,
    unit_id: int | None = None,
    group_id: int | None = None,
    seen: int | None = None,
) -> None:
    """Say that a body or a group answers for a sentence. Raises what ``stepping.step`` raises, ``Conflict``
    (``not-tracked``) for a statement of purpose and ``Invalid`` (``not-named``) where it is not named there.
    """
    with step(actor, "tick", commitment_id, seen) as work:
        _tick(work, [tracked(work, measure_id)], [_named(work, unit_id, group_id)])


def untick(
    *,
    actor: Actor,
    commitment_id: int,
    measure_id: int,
    unit_id: int | None = None,
    group_id: int | None = None,
    seen: int | None = None,
) -> None:
    """Say that a body or a group does not answer for a sentence."""
    with step(actor, "untick", commitment_id, seen) as work:
        named = _named(work, unit_id, group_id)
        rows = Allocation.objects.filter(measure=work.measure(measure_id))
        rows.filter(meant(named.unit_id, named.group_id)).delete()


def tick_row(
    *, actor: Actor, commitment_id: int, measure_id: int, ticked: bool = True, seen: int | None = None
) -> None:
    """A sentence for everybody who is named, or (``ticked`` False) for nobody."""
    with step(actor, "tick_row" if ticked else "untick_row", commitment_id, seen) as work:
        if ticked:
            _tick(work, [tracked(work, measure_id)], named_bodies(work))
        else:
            Allocation.objects.filter(measure=work.measure(measure_id)).delete()


def tick_column(
    *,
    actor: Actor,
    commitment_id: int,
    unit_id: int | None = None,
    group_id: int | None = None,
    ticked: bool = True,
    seen: int | None = None,
) -> None:
    """All sentences that are tracked for a body or a group, or (``ticked`` False) none."""
    with step(actor, "tick_column" if ticked else "untick_column", commitment_id, seen) as work:
        named = _named(work, unit_id, group_id)
        if ticked:
            _tick(work, Measure.objects.filter(commitment=work.commitment, principle=False), [named])
        else:
            rows = Allocation.objects.filter(measure__commitment=work.commitment)
            rows.filter(meant(named.unit_id, named.group_id)).delete()


def not_track(*, actor: Actor, commitment_id: int, measure_id: int | None = None, seen: int | None = None) -> None:
    """Mark a sentence, or without one all of the commitment, as a statement of purpose: it loses its ticks."""
    with step(actor, "not_track", commitment_id, seen) as work:
        for measure in _meant(work, measure_id):
            measure.principle = True
            measure.save(update_fields=["principle"])
            measure.allocations.all().delete()


def track(*, actor: Actor, commitment_id: int, measure_id: int | None = None, seen: int | None = None) -> None:
    """Track a sentence (or all) after all; its ticks are proposed anew."""
    with step(actor, "track", commitment_id, seen) as work:
        bodies = named_bodies(work)
        for measure in _meant(work, measure_id):
            if measure.principle:
                measure.principle = False
                measure.save(update_fields=["principle"])
                write_ticks(work, proposed_on(Sentence(measure.pk, measure.text), bodies, work.programme.title))


def _meant(work: Work, measure_id: int | None) -> list[Measure]:
    if measure_id is not None:
        return [work.measure(measure_id)]
    return list(Measure.objects.filter(commitment=work.commitment))


def tracked(work: Work, measure_id: int) -> Measure:
    """A sentence that is tracked. Raises ``NotFound``, ``Conflict`` (``not-tracked``)."""
    measure = work.measure(measure_id)
    if measure.principle:
        raise Conflict(
            "not-tracked",
            _("This sentence is marked as a statement of purpose."),
            _("Track it first; then say whose it is."),
        )
    return measure


def named_bodies(work: Work) -> list[Body]:
    """Who is named for the commitment, in order."""
    rows = Assignment.objects.filter(revision__commitment=work.commitment, revision__current=True).order_by("order")
    return [Body(row.unit_id, row.group_id, row.written) for row in rows]


def _named(work: Work, unit_id: int | None, group_id: int | None) -> Body:
    for body in named_bodies(work):
        if (body.unit_id, body.group_id) == (unit_id, group_id):
            return body
    raise not_named()


def not_named() -> Invalid:
    """For a body or group that the commitment does not name."""
    return Invalid(
        "not-named", _("This body is not named for the commitment."), _("Name it there first, then give it sentences.")
    )


def _tick(work: Work, measures: Iterable[Measure], bodies: Iterable[Body]) -> None:
    there = list(bodies)
    write_ticks(work, [Tick(measure.pk, body) for measure in measures for body in there], proposed=False)


def write_ticks(work: Work, ticks: Iterable[Tick], *, proposed: bool = True) -> None:
    """Write ticks; one that is there already stays as it is."""
    Allocation.objects.bulk_create(
        (
            Allocation(
                jurisdiction_id=work.tenant,
                measure_id=tick.sentence_id,
                unit_id=tick.body.unit_id,
                group_id=tick.body.group_id,
                ground=tick.ground,
                proposed=proposed,
            )
            for tick in ticks
        ),
        ignore_conflicts=True,
    )
