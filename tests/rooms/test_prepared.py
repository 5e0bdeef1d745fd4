"""Prepared questions answer as the querysets that they are made of."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.signals import post_init

from luoshi.programme.models import Commitment, Programme
from luoshi.tenancy.prepared import Prepared
from luoshi.units.models import Unit
from rooms.cast import County, run_programme


def named(unit_id: int) -> QuerySet[Unit]:
    rows = Unit.objects.filter(pk=unit_id).select_related("jurisdiction")
    return rows.only("name", "jurisdiction__name").annotate(county=F("jurisdiction__name"))


def test_a_prepared_question_gives_the_same_rows_as_its_queryset(county: County) -> None:
    prepared = Prepared(named)
    for unit_id in county.unit_ids.values():
        (found,), (row,) = prepared.all(unit_id), named(unit_id)
        assert (found, found.name, found.jurisdiction.name) == (row, row.name, row.jurisdiction.name)
        assert found.get_deferred_fields() == row.get_deferred_fields()
        assert vars(found)["county"] == row.jurisdiction.name


@pytest.mark.parametrize("beyond", [2**63, -(2**63) - 1, 10**25])
def test_a_number_that_no_column_can_hold_finds_no_row(county: County, beyond: int) -> None:
    assert Prepared(named).first(beyond) is None


def test_what_is_selected_with_a_row_is_not_asked_for_again(county: County, django_assert_num_queries: object) -> None:
    prepared = Prepared(named)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = prepared.first(county.unit_ids["东岸镇"])
        assert found is not None
        assert found.jurisdiction.name == "临湖县"


def test_what_a_row_does_not_have_is_known_to_be_missing(county: County, django_assert_num_queries: object) -> None:
    above = Prepared(lambda pk: Unit.objects.filter(pk=pk).select_related("parent", "jurisdiction"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = above.first(county.unit_ids["东岸镇"])
        assert found is not None
        assert (found.parent, found.jurisdiction.name) == (None, "临湖县")


def test_a_model_that_wants_to_know_when_it_is_made_is_left_to_django(county: County) -> None:
    def told(**_about: object) -> None:
        pass

    post_init.connect(told, sender=Unit)
    try:
        with pytest.raises(TypeError, match="Unit"):
            Prepared(lambda pk: Unit.objects.filter(pk=pk)).first(county.unit_ids["东岸镇"])
    finally:
        post_init.disconnect(told, sender=Unit)


def test_there_is_no_first_row_where_no_key_fits(county: County) -> None:
    assert Prepared(named).first(max(county.unit_ids.values()) + 1) is None


def test_values_are_read_as_their_columns_mean_them(county: County) -> None:
    programme_id = run_programme(county).programme_id

    def dated(of: int, above: int) -> QuerySet[Commitment, tuple[object, ...]]:
        rows = Commitment.objects.filter(programme_id=of, pk__gt=above).order_by("pk")
        return rows.values_list("title", "restricted", "programme__issued_on", "programme__light_words")

    assert Prepared(dated).all(programme_id, 0) == list(dated(programme_id, 0))


def test_each_key_goes_to_its_own_place(county: County) -> None:
    own = Prepared(lambda county_id, unit_id: Unit.objects.filter(jurisdiction_id=county_id, pk=unit_id))
    unit_id = county.unit_ids["东岸镇"]
    assert own.first(county.id, unit_id) == Unit.objects.get(pk=unit_id)
    assert own.first(county.id + 1, unit_id) is None


def test_a_key_that_the_question_does_not_ask_for_is_refused(county: County) -> None:
    with pytest.raises(ValueError, match="every key"):
        Prepared(lambda one, _other: Unit.objects.filter(pk=one)).all(county.id, 1)


@pytest.mark.django_db(transaction=True)
def test_a_question_that_locks_is_asked_inside_a_transaction_only() -> None:
    locking = Prepared(lambda pk: Programme.objects.filter(pk=pk).select_for_update(of=("self",)))
    with transaction.atomic():
        assert locking.first(1) is None
    with pytest.raises(RuntimeError):
        locking.first(1)


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_over_its_own_connection() -> None:
    prepared, told = Prepared(named), []

    def ask() -> None:
        prepared.first(1)
        told.append(connection.connection)
        connection.close()

    prepared.first(1)
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert told[0] is not None
    assert told[0] is not connection.connection
