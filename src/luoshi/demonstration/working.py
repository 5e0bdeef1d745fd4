"""What is owed in a large fictional programme and what was done about it, written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from luoshi.demonstration.filling import BATCH, Ground, role_of
from luoshi.demonstration.inventing import Item, Stage
from luoshi.kernel.quantities import SCALE
from luoshi.programme.models import (
    Commitment,
    Handling,
    Issue,
    Obligation,
    Occurrence,
    Petition,
    PetitionStep,
    Receipt,
    Target,
)
from luoshi.programme.rules import ObligationState, OccurrenceState, Terms
from luoshi.programme.rules.periods import periods


def write_obligations(ground: Ground, items: Sequence[Item], made: Sequence[Commitment]) -> list[Obligation]:
    """One issue to all bodies, received by nearly all."""
    issue = Issue.objects.create(
        jurisdiction_id=ground.tenant,
        programme=ground.programme,
        number=1,
        issued_on=ground.issued_on,
        account_id=ground.account_id,
    )
    slow = {place for place in range(len(ground.unit_ids)) if ground.random.random() < 0.08}
    received = ground.issued_on + timedelta(days=2)
    bodies = sorted({place for item in items for place in item.bodies})
    Receipt.objects.bulk_create(
        Receipt(
            jurisdiction_id=ground.tenant,
            issue=issue,
            unit_id=ground.unit_ids[place],
            received_on=None if place in slow else received,
        )
        for place in bodies
    )
    return list(
        Obligation.objects.bulk_create(
            (
                Obligation(
                    jurisdiction_id=ground.tenant,
                    commitment=row,
                    unit_id=ground.unit_ids[place],
                    group_id=ground.group_id if item.grouped and place in ground.group else None,
                    role=role_of(item, place).value,
                    issue=issue,
                    state=(ObligationState.ISSUED if place in slow else ObligationState.RECEIVED).value,
                    issued_on=ground.issued_on,
                    received_on=None if place in slow else received,
                )
                for item, row in zip(items, made, strict=True)
                for place in item.bodies
            ),
            batch_size=BATCH,
        )
    )


def write_occurrences(
    ground: Ground,
    stages: Sequence[Stage],
    items: Sequence[Item],
    commitments: Sequence[Commitment],
    owed: Sequence[Obligation],
) -> list[Occurrence]:
    """The times of every obligation, most of the past ones dealt with."""
    by_commitment = {row.pk: item for item, row in zip(items, commitments, strict=True)}
    made: list[Occurrence] = []
    for obligation in owed:
        item = by_commitment[obligation.commitment_id]
        stage = None if item.phase is None else stages[item.phase]
        terms = Terms(
            due=item.due,
            every=item.every,
            phase_start=stage.start if stage else None,
            phase_end=stage.end if stage else None,
            programme_end=stages[-1].end,
        )
        for time in periods(terms, ground.issued_on):
            state, answered_on = _dealt(ground, time.due, sure=bool(item.every))
            made.append(
                Occurrence(
                    jurisdiction_id=ground.tenant,
                    obligation=obligation,
                    period=time.name,
                    opens_on=time.opens_on,
                    due=time.due,
                    first_due=time.due,
                    state=state.value,
                    answered_on=answered_on,
                    confirmed_on=answered_on if state is OccurrenceState.CONFIRMED else None,
                )
            )
    return list(Occurrence.objects.bulk_create(made, batch_size=BATCH))


def _dealt(ground: Ground, due: date | None, *, sure: bool) -> tuple[OccurrenceState, date | None]:
    """What became of one time; of a rhythm (``sure``) nearly every time was answered, or all would be late."""
    chance = ground.random.random()
    if due is None or due >= ground.today:
        if chance > 0.06:
            return OccurrenceState.OPEN, None
        return OccurrenceState.ANSWERED, ground.today - timedelta(days=ground.random.randint(0, 20))
    missed = 0.01 if sure else 0.06
    if chance < missed:
        return OccurrenceState.OPEN, None
    if chance < 2 * missed:
        return OccurrenceState.RETURNED, None
    late = ground.random.randint(1, 9) if chance > 0.97 else -ground.random.randint(0, 12)
    answered = min(ground.today, due + timedelta(days=late))
    return (OccurrenceState.ANSWERED if chance < 0.1 else OccurrenceState.CONFIRMED), answered


def write_history(ground: Ground, times: Sequence[Occurrence]) -> int:
    """What was said of every time that was answered, with figures where a quantity is wanted; gives how many lines."""
    wanted = {row.commitment_id: row for row in Target.objects.filter(programme=ground.programme)}
    rows = []
    for time in times:
        owner = time.obligation
        told = owner.commitment_id in wanted and ground.random.random() < 0.4
        if time.state == OccurrenceState.OPEN.value and not told:
            continue
        target = wanted.get(owner.commitment_id)
        share = ground.random.uniform(0.2, 1.1)
        rows.append(
            Handling(
                jurisdiction_id=ground.tenant,
                occurrence=time,
                verb="answer" if time.state != OccurrenceState.RETURNED.value else "return",
                text="按计划推进，已完成阶段任务。",
                target=target,
                scaled=None if target is None else int(target.scaled * share) // SCALE * SCALE,
                reachable=False if ground.random.random() < 0.004 else None,
                unit_id=owner.unit_id,
                on=time.answered_on or ground.today,
            )
        )
    Handling.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def write_petitions(ground: Ground, owed: Sequence[Obligation]) -> int:
    """A difficulty for about every hundredth obligation; gives how many."""
    chosen = ground.random.sample(list(owed), max(1, len(owed) // 100))
    on = ground.today - timedelta(days=9)
    rows = Petition.objects.bulk_create(
        (
            Petition(
                jurisdiction_id=ground.tenant,
                obligation=obligation,
                kind="difficulty",
                state=ground.random.choice(("open", "assigned", "meeting", "answered")),
                text="用地手续尚未批复，需要协调解决。",
                needed_words="上级主管部门",
                wanted=ground.today + timedelta(days=20),
                opened_on=on,
            )
            for obligation in chosen
        ),
        batch_size=BATCH,
    )
    PetitionStep.objects.bulk_create(
        (
            PetitionStep(
                jurisdiction_id=ground.tenant, petition=row, verb="open", text=row.text, unit=row.obligation.unit, on=on
            )
            for row in rows
        ),
        batch_size=BATCH,
    )
    return len(rows)
