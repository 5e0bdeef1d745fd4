"""What a change of a commitment means for the bodies that owe it: who owes it newly, who no more, and by when.

Nothing that was reported is touched. Groups stay as they were frozen at issue; one that is newly named is expanded as
it stands on the day.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from luoshi.programme.actions.issuing import open_occurrences
from luoshi.programme.actions.wordings import Amending, Named
from luoshi.programme.models import Commitment, Handling, Issue, Obligation, Occurrence, Receipt, Revision
from luoshi.programme.rules import ObligationState, OccurrenceState, UnitRole
from luoshi.programme.rules.owing import owing
from luoshi.programme.rules.periods import ONCE, periods

PENDING = (OccurrenceState.OPEN.value, OccurrenceState.RETURNED.value)


def renew_parties(
    amending: Amending, commitment: Commitment, old: Iterable[Named], new: Iterable[Named], reason: str
) -> None:
    """Obligations for the bodies that are newly named, none any more for those that are not, roles as they are now."""
    old, new = tuple(old), tuple(new)
    owed = _owed(amending, new)
    live = {row.unit_id: row for row in commitment.obligations.exclude(state=ObligationState.WITHDRAWN.value)}
    frozen: dict[int | None, tuple[UnitRole, int | None]] = {
        one.group_id: (one.role, one.group_id) for one in new if one.group_id is not None
    }
    lost: list[int] = []
    for unit_id, row in live.items():
        found = owed.get(unit_id) or frozen.get(row.group_id)
        if found is None:
            lost.append(row.pk)
            continue
        role, group_id = found
        if (row.role, row.group_id) != (role.value, group_id):
            Obligation.objects.filter(pk=row.pk).update(role=role.value, group_id=group_id)
    withdraw_obligations(amending, Obligation.objects.filter(pk__in=lost), reason)
    keys = {(one.unit_id, one.group_id) for one in old}
    fresh = _owed(amending, (one for one in new if (one.unit_id, one.group_id) not in keys))
    wanted = {unit_id: owed[unit_id] for unit_id in fresh if unit_id not in live}
    _owe(amending, commitment, wanted)


def owe_all(amending: Amending, commitment: Commitment, named: Iterable[Named]) -> None:
    """Obligations of a new commitment for all that it names."""
    _owe(amending, commitment, _owed(amending, named))


def _owed(amending: Amending, named: Iterable[Named]) -> dict[int, tuple[UnitRole, int | None]]:
    return owing(((one.unit_id, one.group_id, one.role) for one in named), amending.members)


def withdraw_obligations(amending: Amending, rows: QuerySet[Obligation], reason: str) -> int:
    """Let bodies owe it no more, with the reason; what they did about it stays. Gives how many."""
    return rows.exclude(state=ObligationState.WITHDRAWN.value).update(
        state=ObligationState.WITHDRAWN.value, withdrawn_on=amending.today, withdrawn_reason=reason[:300]
    )


def _owe(amending: Amending, commitment: Commitment, wanted: dict[int, tuple[UnitRole, int | None]]) -> None:
    if not wanted:
        return
    issue = _issue_for(amending, wanted)
    before = {row.unit_id: row for row in commitment.obligations.filter(unit_id__in=wanted)}
    for unit_id, row in before.items():  # it owed this once: its history goes on
        role, group_id = wanted[unit_id]
        Obligation.objects.filter(pk=row.pk).update(
            state=ObligationState.ISSUED.value,
            withdrawn_on=None,
            withdrawn_reason="",
            received_on=None,
            role=role.value,
            group_id=group_id,
            issue=issue,
            issued_on=amending.today,
        )
    owed = [
        Obligation(
            jurisdiction_id=amending.tenant,
            commitment=commitment,
            unit_id=unit_id,
            group_id=group_id,
            role=role.value,
            issue=issue,
            issued_on=amending.today,
        )
        for unit_id, (role, group_id) in wanted.items()
        if unit_id not in before
    ]
    Obligation.objects.bulk_create(owed)
    open_occurrences(amending.programme, owed, amending.today)


def _issue_for(amending: Amending, unit_ids: Iterable[int]) -> Issue:
    """The issue of this amendment, with a receipt for each of the bodies; another one where a body has received it."""
    issue = amending.issue
    if issue is None or issue.receipts.filter(unit_id__in=unit_ids, received_on__isnull=False).exists():
        issue = Issue.objects.create(
            jurisdiction_id=amending.tenant,
            programme=amending.programme,
            number=amending.programme.issues.count() + 1,
            issued_on=amending.today,
            note=amending.note[:300],
            account_id=amending.actor.account_id,
        )
        amending.issue = issue
    have = set(issue.receipts.values_list("unit_id", flat=True))
    Receipt.objects.bulk_create(
        Receipt(jurisdiction_id=amending.tenant, issue=issue, unit_id=unit_id)
        for unit_id in unit_ids
        if unit_id not in have
    )
    return issue


# --- days -------------------------------------------------------------------------------------------------------


def move_days(amending: Amending, commitment: Commitment, row: Revision) -> None:
    """Times that stand open follow the new days, those of withdrawn obligations too, which may be reinstated; the first
    day of each stays on record. Periods that a new rhythm asks for are opened, and those that it asks for no more fall
    away unless something was said about them.
    """
    times = periods(amending.terms(row, commitment), amending.today)
    due = {period.name: period for period in times}
    obligations = list(commitment.obligations.all())
    rows = Occurrence.objects.filter(obligation__in=obligations)
    have = {(one.obligation_id, one.period): one for one in rows}
    moved: list[int] = []
    for one in have.values():
        wanted = due.get(one.period)
        if wanted is None or one.state not in PENDING:
            continue
        opens_on = wanted.opens_on if one.period == ONCE else one.opens_on
        if (wanted.due, opens_on) != (one.due, one.opens_on):
            rows.filter(pk=one.pk).update(due=wanted.due, opens_on=opens_on, edit=F("edit") + 1)
        if wanted.due != one.due:
            moved.append(one.pk)
    Handling.objects.filter(occurrence__in=moved, reachable__isnull=False).update(overtaken=True)
    untouched = rows.filter(state=OccurrenceState.OPEN.value, handlings__isnull=True, petitions__isnull=True)
    ahead = Q(due__isnull=True) | Q(due__gte=amending.today) | Q(period=ONCE)
    untouched.filter(ahead).exclude(period__in=due).delete()
    Occurrence.objects.bulk_create(
        Occurrence(
            jurisdiction_id=amending.tenant,
            obligation=obligation,
            period=period.name,
            opens_on=period.opens_on,
            due=period.due,
            first_due=period.due,
        )
        for obligation in obligations
        for period in times
        if (obligation.pk, period.name) not in have
    )
