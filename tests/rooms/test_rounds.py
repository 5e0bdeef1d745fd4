"""Rounds: planned, opened over the subjects of a day, closed for good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoshi.assessment.actions.rounds import close_round, digest_of, open_round, plan_round
from luoshi.assessment.models import Round, Subject
from luoshi.assessment.rules.rounds import Marker, RoundKind, SubjectKind
from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.tenancy.rules import Role
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.scored import adopted, marking, subject


@pytest.fixture
def adoption(county: County) -> int:
    """The small programme, assessed as a whole."""
    return adopted(county, run_programme(county).programme_id)


def test_a_round_takes_the_usual_markers_of_its_kind_and_its_name(county: County, adoption: int) -> None:
    made = plan_round(actor=county.office, adoption_id=adoption, kind=RoundKind.SELF_CHECK)
    row = Round.objects.get(pk=made)
    assert (row.name, row.markers, row.state) == ("自查自评", ["self", "office"], "planned")


def test_who_may_mark_is_data(county: County, adoption: int) -> None:
    made = plan_round(
        actor=county.office, adoption_id=adoption, kind=RoundKind.REVIEW, name="初验", markers=[Marker.INSPECTOR]
    )
    assert Round.objects.get(pk=made).markers == ["inspector"]


def test_a_round_assesses_the_programme(county: County, adoption: int) -> None:
    made = marking(county, adoption)
    assert subject(made).programme_id == Round.objects.get(pk=made).adoption.programme_id


def test_a_round_over_units_assesses_every_unit_that_is_bound(county: County) -> None:
    made = marking(county, adopted(county, run_programme(county).programme_id, SubjectKind.UNIT))
    names = set(Subject.objects.filter(round_id=made).values_list("unit__name", flat=True))
    assert {"县住建局", "东岸镇", "西岸乡"} <= names


def test_a_round_opens_after_the_one_before_it_is_closed(county: County, adoption: int) -> None:
    first = marking(county, adoption)
    second = plan_round(actor=county.office, adoption_id=adoption, kind=RoundKind.REVIEW, after_id=first)
    with pytest.raises(Conflict) as caught:
        open_round(actor=county.office, round_id=second, today=TODAY)
    assert caught.value.code == "round-before"
    close_round(actor=county.office, round_id=first, today=TODAY)
    assert open_round(actor=county.office, round_id=second, today=TODAY) == 1


def test_a_closed_round_is_sealed_by_its_digest(county: County, adoption: int) -> None:
    made = marking(county, adoption)
    sealed = close_round(actor=county.office, round_id=made, today=TODAY)
    row = Round.objects.get(pk=made)
    assert (row.state, row.digest, digest_of(row)) == ("closed", sealed, sealed)
    assert Entry.objects.get(verb="assessment.close_round").new["digest"] == sealed


def test_a_round_is_not_closed_or_opened_twice(county: County, adoption: int) -> None:
    made = marking(county, adoption)
    with pytest.raises(Conflict):
        open_round(actor=county.office, round_id=made, today=TODAY)
    close_round(actor=county.office, round_id=made, today=TODAY)
    with pytest.raises(Conflict):
        close_round(actor=county.office, round_id=made, today=TODAY)


def test_a_stale_form_closes_nothing(county: County, adoption: int) -> None:
    made = marking(county, adoption)
    with pytest.raises(Conflict) as caught:
        close_round(actor=county.office, round_id=made, today=TODAY, seen=99)
    assert caught.value.code == "stale"


def test_an_unknown_scorer_is_refused(county: County, adoption: int) -> None:
    with pytest.raises(Invalid) as caught:
        plan_round(actor=county.office, adoption_id=adoption, kind=RoundKind.REVIEW, scorer="复评")
    assert caught.value.code == "scorer-unknown"


def test_colleagues_may_not_and_strangers_do_not_know(county: County, adoption: int) -> None:
    made = plan_round(actor=county.office, adoption_id=adoption, kind=RoundKind.REVIEW)
    with pytest.raises(NotAllowed):
        open_round(actor=replace(county.member(Role.LIAISON, "东岸镇"), account_id=99), round_id=made, today=TODAY)
    with pytest.raises(NotFound):
        open_round(actor=found_county("远山县").office, round_id=made, today=TODAY)
