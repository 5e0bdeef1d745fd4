"""One verb for a whole area of the grid: its commitments together, one step, one undo."""

from __future__ import annotations

import pytest

from luoshi.kernel.errors import Conflict, Invalid
from luoshi.programme.actions import decomposing as verbs
from luoshi.programme.actions.areas import beside
from luoshi.programme.actions.snapshots import Rows, taken
from luoshi.programme.models import Allocation, Assignment, Commitment, Measure, Step
from luoshi.units import actions as unit_actions
from luoshi.units.models import Unit
from rooms.cast import TODAY, County, draft_programme


@pytest.fixture
def programme(county: County) -> int:
    return draft_programme(county).programme_id


@pytest.fixture
def task(programme: int) -> Commitment:
    return Commitment.objects.get(programme=programme, title="增加停车泊位")


@pytest.fixture
def police(county: County, programme: int) -> int:
    """A body that the plan names under the other task and that the county has since the programme was drafted."""
    return Unit.objects.get(jurisdiction_id=county.office.jurisdiction_id, name="县公安局").pk


def area(county: County, task: Commitment) -> set[int]:
    return {task.pk, *beside(county.office, task.pk)}


def naming(unit_id: int) -> set[int]:
    rows = Assignment.objects.filter(unit_id=unit_id, revision__current=True)
    return set(rows.values_list("revision__commitment_id", flat=True))


def rows(programme: int) -> Rows:
    return taken(Commitment.objects.filter(programme=programme).values_list("pk", flat=True))


def test_a_body_is_named_in_every_commitment_of_the_area_by_its_name(
    county: County, task: Commitment, police: int
) -> None:
    verbs.name_area(actor=county.office, commitment_id=task.pk, called="县公安局")
    assert naming(police) >= area(county, task)


def test_what_was_done_to_an_area_is_one_step_and_one_undo(
    county: County, programme: int, task: Commitment, police: int
) -> None:
    before = rows(programme)
    verbs.name_area(actor=county.office, commitment_id=task.pk, called="县公安局")
    assert Step.objects.filter(programme=programme).count() == 1
    verbs.undo(actor=county.office, programme_id=programme)
    assert rows(programme) == before


def test_a_body_is_taken_out_of_the_area_with_its_sentences(county: County, task: Commitment) -> None:
    unit = county.unit_ids["县住建局"]
    verbs.drop_area(actor=county.office, commitment_id=task.pk, unit_id=unit)
    assert not naming(unit) & area(county, task)
    assert not Allocation.objects.filter(unit_id=unit, measure__commitment__in=area(county, task)).exists()


def test_all_sentences_of_the_area_or_none_are_a_bodys(county: County, task: Commitment) -> None:
    unit = county.unit_ids["县住建局"]
    verbs.tick_area(actor=county.office, commitment_id=task.pk, unit_id=unit, ticked=False)
    theirs = Allocation.objects.filter(unit_id=unit, measure__commitment__in=area(county, task))
    assert not theirs.exists()
    verbs.tick_area(actor=county.office, commitment_id=task.pk, unit_id=unit)
    wanted = Measure.objects.filter(commitment__in=area(county, task) & naming(unit), principle=False)
    assert set(theirs.values_list("measure_id", flat=True)) == set(wanted.values_list("pk", flat=True))


def test_only_commitments_that_name_nobody_are_not_tracked(county: County, task: Commitment) -> None:
    with pytest.raises(Conflict) as raised:
        verbs.not_track_area(actor=county.office, commitment_id=task.pk)
    assert raised.value.code == "nobody-bare"
    Assignment.objects.filter(revision__commitment=task).delete()
    verbs.not_track_area(actor=county.office, commitment_id=task.pk)
    assert set(Measure.objects.filter(principle=True).values_list("commitment_id", flat=True)) == {task.pk}


def test_a_name_that_nobody_bears_is_refused_with_what_is_near(county: County, task: Commitment) -> None:
    for called in ("县住建委", "火星办事处"):
        with pytest.raises(Invalid) as raised:
            verbs.name_area(actor=county.office, commitment_id=task.pk, called=called)
        assert raised.value.code == "name-unknown"


def test_a_sentence_is_given_to_a_body_that_was_not_named_yet_and_only_that_sentence(
    county: County, task: Commitment, police: int
) -> None:
    measure = Measure.objects.filter(commitment=task).order_by("order")[0]
    verbs.name_for_sentence(actor=county.office, commitment_id=task.pk, measure_id=measure.pk, called="县公安局")
    assert list(Allocation.objects.filter(unit_id=police, measure__commitment=task).values_list("measure_id")) == [
        (measure.pk,)
    ]


def test_the_body_that_follows_takes_the_place_of_the_one_that_ended(
    county: County, task: Commitment, police: int
) -> None:
    gone, heir = county.unit_ids["县住建局"], police
    places = naming(gone)
    unit_actions.merge_units(actor=county.office, unit_ids=[gone], into_id=heir, since=TODAY, today=TODAY)
    verbs.follow_successors(actor=county.office, commitment_id=task.pk)
    assert not naming(gone)
    assert naming(heir) >= places
    with pytest.raises(Conflict) as raised:
        verbs.follow_successors(actor=county.office, commitment_id=task.pk)
    assert raised.value.code == "none-follows"
