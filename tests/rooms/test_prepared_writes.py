"""Prepared inserts and updates write what a model's own would."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from luoshi.audit.actions import record
from luoshi.audit.models import Entry
from luoshi.programme.models import Programme
from luoshi.tenancy.models import Account
from luoshi.tenancy.prepared_writes import PreparedInsert, PreparedUpdate
from luoshi.units.models import Unit
from rooms.cast import County, run_programme


def test_a_row_is_read_as_it_was_inserted(county: County) -> None:
    insert = PreparedInsert(Account)
    for name in ("联络员", "负责人"):
        row = insert.add(Account(jurisdiction_id=county.id, sign_in_name=name, name=name, is_active=False))
        assert Account.objects.get(pk=row.pk) == row
        assert not row._state.adding
        assert {**vars(Account.objects.get(pk=row.pk)), "_state": None} == {**vars(row), "_state": None}


def test_a_row_of_columns_is_the_row_that_a_model_would_have_written(county: County) -> None:
    insert = PreparedInsert(Account)
    for name in ("联络员", "负责人"):
        row = insert.make(jurisdiction_id=county.id, sign_in_name=name, name=name)
        Account(jurisdiction_id=county.id, sign_in_name=f"{name}二", name=name).save()
        other = vars(Account.objects.get(sign_in_name=f"{name}二"))
        apart = {"id": row.pk, "sign_in_name": name, "_state": None}
        assert {**vars(Account.objects.get(pk=row.pk)), **apart} == {**vars(row), **apart} == {**other, **apart}


def test_defaults_that_are_made_for_each_row_are_its_own(county: County) -> None:
    insert = PreparedInsert(Entry)
    lines = [
        insert.make(jurisdiction_id=county.id, sequence=number, verb="one", subject_kind="county", subject_id="1")
        for number in (4711, 4712, 4713)
    ]
    assert len({id(line.new) for line in lines}) == 3
    assert [Entry.objects.get(pk=line.pk).new for line in lines] == [{}, {}, {}]


def test_a_row_that_is_not_written_yet_can_be_changed(county: County) -> None:
    insert = PreparedInsert(Account)
    for name in ("联络员", "负责人"):
        row = insert.new(jurisdiction_id=county.id, sign_in_name=name)
        assert (row.pk, row.name, row._state.adding) == (None, "", True)
        row.name = name
        assert Account.objects.get(pk=insert.add(row).pk).name == name


@pytest.mark.parametrize("before", [0, 1])
def test_a_column_that_there_is_not_is_refused(county: County, before: int) -> None:
    insert = PreparedInsert(Account)
    for number in range(before):
        insert.make(jurisdiction_id=county.id, sign_in_name=f"first {number}")
    with pytest.raises(TypeError, match="hobby"):
        insert.make(jurisdiction_id=county.id, sign_in_name="second", hobby="fishing")


def test_times_and_json_are_kept_as_django_keeps_them(county: County) -> None:
    record(
        actor=county.office, verb="one", subject_kind="county", subject_id=county.id, new={"名称": ["甲", None, 1.5]}
    )
    found = Entry.objects.get(verb="one")
    Entry(jurisdiction_id=county.id, sequence=found.sequence + 1, verb="two", new=found.new).save()
    other = Entry.objects.get(verb="two")
    assert (found.new, found.old) == (other.new, other.old) == ({"名称": ["甲", None, 1.5]}, {})
    assert abs((other.at - found.at).total_seconds()) < 60
    assert Entry.objects.filter(new__名称__0="甲").count() == 2


def test_a_row_is_inserted_once(county: County) -> None:
    unit = Unit.objects.get(pk=county.unit_ids["东岸镇"])
    with pytest.raises(ValueError, match="once"):
        PreparedInsert(Unit).add(unit)


def test_what_the_database_refuses_leaves_the_transaction_to_be_rolled_back(county: County) -> None:
    insert = PreparedInsert(Account)
    insert.add(Account(jurisdiction_id=county.id, sign_in_name="twice"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert.add(Account(jurisdiction_id=county.id, sign_in_name="twice"))
    assert Account.objects.filter(sign_in_name="twice").count() == 1


def test_only_the_rows_that_are_found_are_changed(county: County) -> None:
    programme = Programme.objects.get(pk=run_programme(county).programme_id)
    update = PreparedUpdate(lambda pk, edit: Programme.objects.filter(pk=pk, edit=edit), "edit", "title", "issued_on")
    for title, issued_on in (("甲", date(2026, 3, 1)), ("乙", None)):
        edit = Programme.objects.get(pk=programme.pk).edit
        assert update.run(programme.pk, edit + 1, edit=0, title="nobody's", issued_on=None) == 0
        assert update.run(programme.pk, edit, edit=edit + 1, title=title, issued_on=issued_on) == 1
        changed = Programme.objects.get(pk=programme.pk)
        assert (changed.edit, changed.title, changed.issued_on) == (edit + 1, title, issued_on)


def test_every_column_gets_a_value(county: County) -> None:
    update = PreparedUpdate(lambda pk: Unit.objects.filter(pk=pk), "name", "order")
    with pytest.raises(ValueError, match="name, order"):
        update.run(county.unit_ids["东岸镇"], name="东岸镇")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        PreparedInsert(Account).add(Account(sign_in_name="nobody"))
    with pytest.raises(RuntimeError):
        PreparedUpdate(lambda pk: Unit.objects.filter(pk=pk), "name").run(1, name="")


def test_lines_are_numbered_within_their_county(county: County) -> None:
    before = Entry.objects.filter(jurisdiction_id=county.id).count()
    for number in (1, 2):
        record(actor=county.office, verb=f"verb {number}", subject_kind="county", subject_id=county.id)
    kept = Entry.objects.filter(jurisdiction_id=county.id).values_list("sequence", flat=True)
    assert list(kept) == list(range(1, before + 3))
