"""Marking: what was observed of a row, judged by its rule, kept in versions and rolled up.

One changed mark touches the row, the rows above it and the total; others only where a rule looks at peers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from luoshi.assessment.actions.counting import Counted, Held, count_mark, held_subject, recount
from luoshi.assessment.actions.rounds import held_round
from luoshi.assessment.models import Mark, MarkEvidence
from luoshi.assessment.policy import markers_of
from luoshi.assessment.queries.offers import offered_ids
from luoshi.assessment.queries.parts import parts_now
from luoshi.assessment.rules.framework import walk
from luoshi.assessment.rules.kept_marks import from_kept, is_nothing, to_kept
from luoshi.assessment.rules.marks import REASON_LIMIT, Observation
from luoshi.assessment.rules.parts import head_of, rows_of_others
from luoshi.assessment.rules.rolling import Total
from luoshi.assessment.rules.rounds import Marker, may_mark, require_marking
from luoshi.assessment.rules.rows import RowOutcome
from luoshi.audit.actions import record
from luoshi.files.rules.clean import require_clean
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed
from luoshi.kernel.wording import _
from luoshi.reporting.models import EvidenceVersion
from luoshi.reporting.policy import readable_evidence
from luoshi.tenancy.prepared import Prepared
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Marked:
    """What a mark made: its version, what its row came to, the totals of the rows above (by code, "" for the whole),
    and of how many others the points changed because the rule looks at peers.
    """

    number: int
    outcome: RowOutcome
    totals: Mapping[str, Total]
    others: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A mark as a scorer gives it: what was observed (None: taken back), why, and the evidence looked at (versions)."""

    seen: Observation | None
    reason: str = ""
    evidence_ids: tuple[int, ...] = field(default=())


def mark(*, actor: Actor, subject_id: int, row_id: int, said: Said, today: date, number: int | None = None) -> Marked:
    """Mark a row of a subject, or take its mark back. ``number`` is the version that the scorer saw (0: none).

    Raises ``Invalid`` (``mark-empty``, ``reason-missing`` for a mark taken back, ``reason-length``,
    ``points-outside``, ``row-elsewhere``), ``Conflict`` (``stale``, ``round-not-open``), ``NotAllowed``
    (``mark-not-yours``), ``NotFound``.
    """
    with transaction.atomic():
        held = held_subject(actor, subject_id, row_id)
        require_marking(held.subject.round.state)
        mine = markers_of(actor, held.subject, held.row.row.code)
        if not may_mark(held.subject.round.markers, mine):
            raise NotAllowed("mark-not-yours", _("This row is marked by others in this round."))
        before = _BEFORE.first(subject_id, row_id)
        _require_own_part(held, said)
        if number is not None and number != (before.number if before else 0):
            raise Conflict(
                "stale",
                _("Somebody else has changed this meanwhile."),
                _("Reload the page, look at what has changed, and decide again."),
            )
        counted = count_mark(held, before, _checked(held, said, before))
        _require_inside(said.seen, counted.outcome)
        kept = _keep(actor, held, said, before, counted, mine, today)
        _record(actor, held, said, before, kept)
        return Marked(kept.number, counted.outcome, counted.totals, counted.others)


def _standing(subject_id: int, row_id: int) -> QuerySet[Mark]:
    rows = Mark.objects.filter(subject_id=subject_id, row_id=row_id, current=True).order_by()
    return rows.only("number", "observation", "plain", "points")


_BEFORE = Prepared(_standing)


def _require_own_part(held: Held, said: Said) -> None:
    """A row in the part of another body is not marked; a mark that stands there by mistake is taken back."""
    code, table = held.row.row.code, held.table.compiled
    if said.seen is None or not head_of(table, code):
        return
    parts = parts_now(held.subject, held.table, {code: False})
    if code in rows_of_others(table, parts):
        titles = {row.code: row.title for row in walk(table.framework.rows)}
        raise Invalid(
            "row-elsewhere",
            _("“{row}” stands in the part of another body ({part}); here “{own}” is marked."),
            _("Mark the rows of its own part, or say in the joint table whose part it is."),
            row=held.row.row.title[:80],
            part=titles[head_of(table, code)][:80],
            own="、".join(titles[one] for own in parts.values() for one in own)[:80],
        )


def _checked(held: Held, said: Said, before: Mark | None) -> Observation | None:
    """What is refused before anything is counted."""
    if len(said.reason) > REASON_LIMIT:
        raise Invalid("reason-length", _("A reason has at most {most} characters."), most=REASON_LIMIT)
    require_clean(said.reason)
    if said.seen is not None and is_nothing(said.seen):
        raise Invalid("mark-empty", _("Say what was found: a figure, a count, met or not met, or points."))
    if said.seen is None and before is None:
        raise Invalid("mark-empty", _("There is no mark to take back."))
    if said.seen is None and not said.reason.strip():
        raise Invalid("reason-missing", _("Give a reason."))
    if said.seen is not None:
        from_kept(held.row, *to_kept(held.row, said.seen))  # what could not be read again is not kept
    return said.seen


def _require_inside(seen: Observation | None, outcome: RowOutcome) -> None:
    """Points that the rule does not take are refused, with what it says of them."""
    if seen is None or seen.points is None:
        return
    if outcome.points is None or outcome.points != seen.points:
        raise Invalid("points-outside", _("These points cannot be given here: {why}."), why=outcome.reason)


def _keep(
    actor: Actor,
    held: Held,
    said: Said,
    before: Mark | None,
    counted: Counted,
    mine: Iterable[Marker],
    today: date,
) -> Mark:
    if before is not None:
        Mark.objects.filter(pk=before.pk).update(current=False)
    data, plain = (None, None) if said.seen is None else to_kept(held.row, said.seen)
    kept = Mark.objects.create(
        jurisdiction_id=held.subject.jurisdiction_id,
        subject=held.subject,
        row_id=held.row_id,
        number=(before.number if before else 0) + 1,
        observation=data,
        plain=plain,
        points=counted.outcome.scaled,
        reason=said.reason.strip(),
        unit_id=_for_whom(actor, held, mine),
        account_id=actor.account_id,
        on=today,
    )
    for version_id in _evidence(actor, held, said.evidence_ids, before):
        MarkEvidence.objects.create(jurisdiction_id=kept.jurisdiction_id, mark=kept, evidence_version_id=version_id)
    return kept


def _for_whom(actor: Actor, held: Held, mine: Iterable[Marker]) -> int | None:
    """The body for which the mark is made: the one that the actor speaks for, else the office of the programme."""
    if Marker.OFFICE in frozenset(mine):
        return held.subject.round.adoption.programme.office_id
    own = actor.liaison_ids or actor.unit_ids
    return min(own) if len(own) == 1 else None


def _evidence(actor: Actor, held: Held, version_ids: Iterable[int], before: Mark | None) -> list[int]:
    """Versions that the actor may read anyway, that are offered to the row, or that the mark before looked at."""
    wanted = list(dict.fromkeys(version_ids))
    if not wanted:
        return []
    rows = EvidenceVersion.objects.filter(pk__in=wanted, evidence__in=readable_evidence(actor))
    found = set(rows.values_list("pk", flat=True))
    if before is not None and len(found) < len(wanted):
        found |= set(before.evidence.filter(evidence_version__in=wanted).values_list("evidence_version_id", flat=True))
    if len(found) < len(wanted):
        found |= offered_ids(actor, held.subject, held.row.row.code, wanted)
    if len(found) < len(wanted):
        raise Invalid("evidence-not-found", _("There is no such evidence."))
    return wanted


def _record(actor: Actor, held: Held, said: Said, before: Mark | None, kept: Mark) -> None:
    record(
        actor=actor,
        verb="assessment.mark" if said.seen is not None else "assessment.take_back_mark",
        subject_kind="mark",
        subject_id=f"{held.subject.pk}/{held.row.row.code}",
        old={} if before is None else {"number": before.number, "points": before.points},
        new={
            "number": kept.number,
            "points": kept.points,
            "observation": kept.observation,
            "plain": kept.plain,
            "reason": kept.reason,
            "evidence": list(said.evidence_ids),
        },
    )


def recount_round(*, actor: Actor, round_id: int) -> int:
    """Count an open round anew from its marks alone; gives how many subjects it has. A closed round stays as it is.

    Raises ``Conflict`` (``round-not-open``), ``NotFound``, ``NotAllowed``.
    """
    with transaction.atomic():
        row = held_round(actor, round_id)
        require_marking(row.state)
        counted = recount(row.pk, row.version_id)
        record(
            actor=actor,
            verb="assessment.recount",
            subject_kind="round",
            subject_id=row.pk,
            new={"subjects": counted},
        )
        return counted
