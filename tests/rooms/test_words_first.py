"""Words are looked at before a verb begins its transaction: whoever else writes need not wait for that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.errors import Invalid
from luoshi.programme import actions
from luoshi.reporting import actions as reporting
from luoshi.reporting.rules import Composed
from rooms.cast import TODAY, County
from rooms.desk import open_desk

pytestmark = pytest.mark.django_db
PRIVATE = "请联系13812345678。"
ONE = 1  # of anything: what is refused for its words is never looked for
ASKED = Composed(ONE, PRIVATE, "市级考核细则", "3.2 停车泊位", TODAY)

VERBS: dict[str, Callable[..., object]] = {
    "confirm": lambda **by: actions.confirm(**by, occurrence_id=ONE, text=PRIVATE),
    "return": lambda **by: actions.return_(**by, occurrence_id=ONE, reason=PRIVATE),
    "reopen": lambda **by: actions.reopen(**by, occurrence_id=ONE, reason=PRIVATE),
    "urge": lambda **by: actions.urge(**by, occurrence_id=ONE, text=PRIVATE),
    "object": lambda **by: actions.object_(**by, obligation_id=ONE, reason=PRIVATE),
    "extend": lambda **by: actions.ask_extension(**by, occurrence_id=ONE, wanted=TODAY, reason=PRIVATE),
    "raise": lambda **by: actions.raise_difficulty(**by, obligation_id=ONE, wanted=TODAY, text=PRIVATE),
    "grant": lambda **by: actions.grant(**by, petition_id=ONE, text=PRIVATE),
    "refuse": lambda **by: actions.refuse(**by, petition_id=ONE, reason=PRIVATE),
    "assign": lambda **by: actions.assign(**by, petition_id=ONE, unit_id=ONE, text=PRIVATE),
    "answer a difficulty": lambda **by: actions.answer_difficulty(**by, petition_id=ONE, text=PRIVATE),
    "withdraw": lambda **by: actions.withdraw_obligation(**by, obligation_id=ONE, reason=PRIVATE),
    "reinstate": lambda **by: actions.reinstate_obligation(**by, obligation_id=ONE, reason=PRIVATE),
    "add a measure": lambda **by: actions.add_measure(**by, obligation_id=ONE, text=PRIVATE),
    "reword a measure": lambda **by: actions.reword_measure(**by, measure_id=ONE, text=PRIVATE),
    "return a report": lambda **by: reporting.return_(**by, request_id=ONE, reason=PRIVATE),
    "return what was answered": lambda **by: reporting.return_occurrence(**by, occurrence_id=ONE, reason=PRIVATE),
    "ask": lambda **by: reporting.ask(**by, composed=replace(ASKED, due=TODAY.replace(day=30))),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_looks_at_its_words_before_it_asks_the_database(county: County, verb: str) -> None:
    with CaptureQueriesContext(connection) as asked, pytest.raises(Invalid) as refused:
        VERBS[verb](actor=county.office, today=TODAY)
    assert refused.value.code == "personal-words"
    assert len(asked) == 0


def test_a_report_is_returned_with_the_reason_that_was_given(county: County) -> None:
    desk = open_desk(county)
    time = desk.time("东岸镇")
    actions.answer(actor=desk.speaker("东岸镇"), occurrence_id=time.pk, text="已自查。", today=TODAY)
    reporting.return_occurrence(actor=desk.office, occurrence_id=time.pk, reason=" 请补充照片。 ", today=TODAY)
    assert desk.time("东岸镇").handlings.get(verb="return").text == "请补充照片。"


def test_the_reason_of_a_return_holds_no_identity_number_whatever_its_last_sign(county: County) -> None:
    with pytest.raises(Invalid) as refused:
        reporting.return_(actor=county.office, request_id=ONE, reason="身份证110105194912310021", today=TODAY)
    assert refused.value.code == "identity-number"
