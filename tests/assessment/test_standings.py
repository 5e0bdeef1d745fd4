"""Places within a kind, and draft lists."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.assessment.rules.standings import Draft, Result, Thresholds, draft_of, places, require_thresholds
from luoshi.assessment.rules.verdict import Passing
from luoshi.kernel.errors import Invalid


def result(
    unit: int, points: str | None, *, passing: Passing = Passing.PASSES, struck: int = 0, lacking: tuple[str, ...] = ()
) -> Result:
    return Result(unit, None if points is None else Decimal(points), passing, struck, lacking)


def test_equal_points_share_a_place() -> None:
    assert places([result(1, "90"), result(2, "95"), result(3, "90"), result(4, "80")]) == {1: 2, 2: 1, 3: 2, 4: 4}


def test_who_is_not_wholly_marked_has_no_place() -> None:
    found = places([result(1, "90"), result(2, None), result(3, "99", lacking=("1.1",)), result(4, "0")])
    assert found == {1: 1, 4: 2}


def test_who_is_alone_of_its_kind_has_no_place() -> None:
    assert places([result(1, "90")]) == {}


@pytest.mark.parametrize(
    ("one", "draft"),
    [
        (result(1, "90"), Draft.COMMEND),
        (result(1, "89.99"), None),
        (result(1, "60"), None),
        (result(1, "59.99"), Draft.ANSWER),
        (result(1, "99", struck=1), Draft.ANSWER),
        (result(1, "95", passing=Passing.FAILS), None),
        (result(1, "0", lacking=("2",)), None),
        (result(1, None), None),
    ],
)
def test_a_draft_list_goes_by_the_points_that_the_office_set(one: Result, draft: Draft | None) -> None:
    found = draft_of(one, Thresholds(Decimal(90), Decimal(60)))
    assert (found[0] if found else None) == draft


def test_without_thresholds_nobody_is_listed_for_points() -> None:
    assert draft_of(result(1, "0"), Thresholds()) is None
    assert draft_of(result(1, "100"), Thresholds()) is None


def test_nobody_can_stand_on_both_lists() -> None:
    with pytest.raises(Invalid):
        require_thresholds(Thresholds(Decimal(60), Decimal(90)))


@given(st.lists(st.one_of(st.none(), st.decimals(0, 100, places=1)), max_size=12))
def test_more_points_are_never_a_worse_place(points: list[Decimal | None]) -> None:
    found = places([Result(at, one, Passing.OPEN, 0) for at, one in enumerate(points)])
    for one, place in found.items():
        for other, other_place in found.items():
            left, right = points[one], points[other]
            assert left is not None
            assert right is not None
            assert (left > right) == (place < other_place)
