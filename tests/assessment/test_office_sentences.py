"""Rules as offices write them are read rightly, or with a doubt, and never wrongly without one."""

from __future__ import annotations

import pytest

from assessment.office_sentences import OFFICE_SENTENCES, Expected, told
from luoshi.assessment.reading.sentences import read_rule

STILL_DOUBTED = 6  # of those that leave nothing open
names = pytest.mark.parametrize("expected", OFFICE_SENTENCES, ids=lambda one: one.words[:16])


@names
def test_what_is_read_without_doubt_is_what_the_sentence_says(expected: Expected) -> None:
    read = read_rule(expected.words, expected.points)
    assert read.doubts or told(read) in expected.shapes


@names
def test_what_the_words_leave_open_is_a_doubt(expected: Expected) -> None:
    assert not expected.open or read_rule(expected.words, expected.points).doubts


def test_nearly_all_that_leave_nothing_open_are_read_without_doubt() -> None:
    closed = [(one, read_rule(one.words, one.points)) for one in OFFICE_SENTENCES if not one.open]
    assert sum(1 for _one, read in closed if read.doubts) <= STILL_DOUBTED
