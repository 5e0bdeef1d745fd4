"""The journal is only ever added to."""

from __future__ import annotations

import pytest
from django.db import transaction

from luoshi.audit.actions import record
from luoshi.audit.models import AppendOnlyError, Entry
from rooms.cast import County, found_county


def test_lines_are_numbered_without_gaps(county: County) -> None:
    sequences = list(Entry.objects.filter(jurisdiction_id=county.id).values_list("sequence", flat=True))
    assert sequences == list(range(1, len(sequences) + 1))


def test_a_line_stands_or_falls_with_its_verb(county: County) -> None:
    before = Entry.objects.count()
    with transaction.atomic():
        record(actor=county.office, verb="test", subject_kind="thing", subject_id=1)
        transaction.set_rollback(True)
    assert Entry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_a_mistake() -> None:
    lonely = found_county("孤县")
    with pytest.raises(RuntimeError):
        record(actor=lonely.office, verb="test", subject_kind="thing", subject_id=1)


def test_a_line_is_never_changed_or_removed(county: County) -> None:
    line = Entry.objects.all()[0]
    line.verb = "other"
    for forbidden in (
        line.save,
        line.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(verb="other"),
        lambda: Entry.objects.bulk_update([line], ["verb"]),
    ):
        with pytest.raises(AppendOnlyError):
            forbidden()
