"""Asking before issuing: rounds, comments, decisions, and tables that come back."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.programme import actions
from luoshi.programme.actions.decomposing import drop_party
from luoshi.programme.models import Assignment, Comment, Commitment, ConsultedUnit, Programme
from luoshi.programme.queries.comment_tables import preview_comments, read_comment_table
from luoshi.programme.queries.consulting import Round, UnitDesk, consulting_desk, unit_desk
from luoshi.programme.rules import CommentVerdict
from luoshi.programme.rules.consulting import Fate, Item, Judged, Line, Standing, judge, letter
from luoshi.programme.rules.consulting import Round as Told
from luoshi.tenancy.rules import Actor, Role, seated
from rooms.cast import TODAY, County, draft_programme, found_county

ANSWERS_BY = TODAY + timedelta(days=7)


@pytest.fixture
def draft(county: County) -> int:
    return draft_programme(county).programme_id


@pytest.fixture
def asked(county: County, draft: int) -> int:
    """The draft, with its bodies asked."""
    actions.open_consultation(actor=county.office, programme_id=draft, today=TODAY, answers_by=ANSWERS_BY)
    return draft


def liaison(county: County, unit: str = "东岸镇") -> Actor:
    """Somebody who answers for a body."""
    return seated(county.office.account_id, county.id, "liaison", [(Role.LIAISON, county.unit_ids[unit])])


def say(
    county: County, asked: int, text: str = "建议由县交通局牵头。", unit: str = "东岸镇", about: str = "增加"
) -> int:
    first = Commitment.objects.filter(programme=asked, title__startswith=about).first() if about else None
    return actions.comment(
        actor=liaison(county, unit),
        programme_id=asked,
        unit_id=county.unit_ids[unit],
        commitment_id=first.pk if first else None,
        text=text,
        today=TODAY,
    )


def the_round(county: County, programme_id: int) -> Round:
    found = consulting_desk(county.office, programme_id).round
    assert found is not None
    return found


def standings(county: County, programme_id: int) -> dict[str, Standing]:
    return {line.name: line.standing for line in the_round(county, programme_id).asked}


# --- the round ------------------------------------------------------------------------------------------------------


def test_every_body_that_the_draft_names_is_asked_and_groups_are_expanded(county: County, asked: int) -> None:
    names = {"县住建局", "县交通局", "县公安局", "县城管局", "东岸镇", "西岸乡"}
    assert {line.name for line in the_round(county, asked).asked} == names
    assert Programme.objects.get(pk=asked).state == "consulting"


def test_a_day_that_is_past_is_refused_and_nobody_is_asked(county: County, draft: int) -> None:
    with pytest.raises(Invalid) as caught:
        actions.open_consultation(actor=county.office, programme_id=draft, today=TODAY, answers_by=date(2026, 11, 22))
    assert caught.value.code == "day-past"
    assert not ConsultedUnit.objects.exists()
    assert Programme.objects.get(pk=draft).state == "draft"


def test_a_draft_that_has_changed_meanwhile_is_not_sent_around(county: County, draft: int) -> None:
    with pytest.raises(Conflict) as caught:
        actions.open_consultation(actor=county.office, programme_id=draft, today=TODAY, answers_by=ANSWERS_BY, seen=7)
    assert caught.value.code == "stale"
    assert not ConsultedUnit.objects.exists()


def test_a_liaison_asks_nobody(county: County, draft: int) -> None:
    with pytest.raises(NotFound):  # it does not know of the draft
        actions.open_consultation(actor=liaison(county), programme_id=draft, today=TODAY, answers_by=ANSWERS_BY)


def test_a_draft_is_seen_by_those_who_are_asked_and_only_while_they_are(county: County, asked: int) -> None:
    assert unit_desk(liaison(county), asked, TODAY) is not None
    actions.close_consultation(actor=county.office, programme_id=asked, today=TODAY)
    with pytest.raises(NotFound):
        unit_desk(liaison(county), asked, TODAY)


def test_bodies_that_did_not_answer_stay_as_having_said_nothing(county: County, asked: int) -> None:
    say(county, asked)
    actions.no_comment(
        actor=liaison(county, "西岸乡"), programme_id=asked, unit_id=county.unit_ids["西岸乡"], today=TODAY
    )
    actions.close_consultation(actor=county.office, programme_id=asked, today=TODAY)
    found = standings(county, asked)
    assert (found["东岸镇"], found["西岸乡"]) == (Standing.COMMENTED, Standing.NO_COMMENT)
    assert found["县公安局"] is Standing.SILENT
    assert Programme.objects.get(pk=asked).state == "draft"


def test_a_second_round_asks_again_and_leaves_the_first_as_it_was(county: County, asked: int) -> None:
    say(county, asked)
    actions.close_consultation(actor=county.office, programme_id=asked, today=TODAY)
    actions.open_consultation(actor=county.office, programme_id=asked, today=TODAY, answers_by=ANSWERS_BY)
    desk = consulting_desk(county.office, asked)
    assert [line.number for line in desk.rounds] == [1, 2]
    assert desk.round is not None
    assert desk.round.comments == ()
    first = consulting_desk(county.office, asked, 1).round
    assert first is not None
    assert len(first.comments) == 1


# --- comments -------------------------------------------------------------------------------------------------------


def test_a_comment_keeps_what_its_commitment_was_called(county: County, asked: int) -> None:
    row = Comment.objects.get(pk=say(county, asked))
    assert row.about == "（一）增加停车泊位"
    assert row.asked.answered_on == TODAY


def test_the_same_words_sent_twice_are_one_comment(county: County, asked: int) -> None:
    assert say(county, asked) == say(county, asked, " 建议由县交通局牵头。 ")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \n", "comment-empty"),
        ("字" * 1501, "comment-long"),
        ("联系人11010519491231002X", "identity-number"),
        ("请联系13812345678", "personal-words"),
    ],
)
def test_words_that_cannot_be_kept_are_refused(county: County, asked: int, text: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        say(county, asked, text)
    assert caught.value.code == code
    assert not Comment.objects.exists()


def test_no_comment_is_refused_while_there_are_comments(county: County, asked: int) -> None:
    say(county, asked)
    with pytest.raises(Conflict) as caught:
        actions.no_comment(actor=liaison(county), programme_id=asked, unit_id=county.unit_ids["东岸镇"], today=TODAY)
    assert caught.value.code == "has-comments"


def test_a_comment_takes_no_comment_back(county: County, asked: int) -> None:
    actions.no_comment(actor=liaison(county), programme_id=asked, unit_id=county.unit_ids["东岸镇"], today=TODAY)
    say(county, asked)
    assert standings(county, asked)["东岸镇"] is Standing.COMMENTED
    assert not ConsultedUnit.objects.get(unit__name="东岸镇").no_comment


def test_a_body_whose_last_comment_is_withdrawn_has_not_answered(county: County, asked: int) -> None:
    actions.withdraw_comment(actor=liaison(county), comment_id=say(county, asked))
    assert standings(county, asked)["东岸镇"] is Standing.WAITING
    assert Entry.objects.get(verb="programme.withdraw_comment").old["text"] == "建议由县交通局牵头。"


def test_the_office_takes_back_what_it_entered_itself_and_never_the_words_of_a_body(county: County, asked: int) -> None:
    own = say(county, asked)
    with pytest.raises(NotAllowed) as caught:
        actions.withdraw_comment(actor=county.office, comment_id=own)
    assert caught.value.code == "comment-not-yours"
    entered = actions.enter_for_unit(
        actor=county.office, programme_id=asked, unit_id=county.unit_ids["西岸乡"], text="电话答复", today=TODAY
    )
    actions.withdraw_comment(actor=county.office, comment_id=entered)
    assert standings(county, asked)["西岸乡"] is Standing.WAITING


def test_a_body_takes_back_what_the_office_entered_for_it(county: County, asked: int) -> None:
    entered = actions.enter_for_unit(
        actor=county.office, programme_id=asked, unit_id=county.unit_ids["东岸镇"], text="电话答复", today=TODAY
    )
    actions.withdraw_comment(actor=liaison(county), comment_id=entered)
    assert standings(county, asked)["东岸镇"] is Standing.WAITING


def test_nobody_comments_for_another_body(county: County, asked: int) -> None:
    with pytest.raises(NotAllowed):
        actions.comment(
            actor=liaison(county), programme_id=asked, unit_id=county.unit_ids["西岸乡"], text="好", today=TODAY
        )


def test_a_body_that_is_not_asked_again_does_not_see_the_next_draft(county: County, asked: int) -> None:
    actions.close_consultation(actor=county.office, programme_id=asked, today=TODAY)
    for row in Assignment.objects.filter(revision__commitment__programme_id=asked, group__isnull=False):
        drop_party(actor=county.office, commitment_id=row.revision.commitment_id, group_id=row.group_id)
    actions.open_consultation(actor=county.office, programme_id=asked, today=TODAY, answers_by=ANSWERS_BY)
    with pytest.raises(NotFound):
        unit_desk(liaison(county), asked, TODAY)
    assert unit_desk(liaison(county, "县住建局"), asked, TODAY) is not None


def test_a_body_of_another_county_knows_of_no_comment(county: County, asked: int) -> None:
    other = found_county("邻县")
    with pytest.raises(NotFound):
        actions.decide(actor=other.office, comment_id=say(county, asked), verdict=CommentVerdict.ADOPTED, today=TODAY)


def test_what_came_by_letter_is_entered_by_the_office(county: County, asked: int) -> None:
    actions.enter_for_unit(
        actor=county.office, programme_id=asked, unit_id=county.unit_ids["西岸乡"], text="时限偏紧。", today=TODAY
    )
    assert ConsultedUnit.objects.get(unit__name="西岸乡").source == "office"
    with pytest.raises(NotAllowed):
        actions.enter_for_unit(
            actor=liaison(county), programme_id=asked, unit_id=county.unit_ids["东岸镇"], text="好", today=TODAY
        )


def test_nothing_is_said_about_a_commitment_of_another_programme(county: County, asked: int) -> None:
    with pytest.raises(NotFound):
        actions.comment(
            actor=liaison(county),
            programme_id=asked,
            unit_id=county.unit_ids["东岸镇"],
            commitment_id=999_999,
            text="好",
            today=TODAY,
        )


def test_a_closed_round_takes_no_more_comments(county: County, asked: int) -> None:
    actions.close_consultation(actor=county.office, programme_id=asked, today=TODAY)
    with pytest.raises(Conflict) as caught:
        actions.enter_for_unit(
            actor=county.office, programme_id=asked, unit_id=county.unit_ids["西岸乡"], text="晚了", today=TODAY
        )
    assert caught.value.code == "state-forbids"


# --- decisions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", [CommentVerdict.PARTLY, CommentVerdict.DECLINED])
def test_what_is_not_wholly_adopted_needs_a_reason(county: County, asked: int, verdict: CommentVerdict) -> None:
    comment_id = say(county, asked)
    with pytest.raises(Invalid) as caught:
        actions.decide(actor=county.office, comment_id=comment_id, verdict=verdict, reason="  ", today=TODAY)
    assert caught.value.code == "reason-missing"
    actions.decide(actor=county.office, comment_id=comment_id, verdict=verdict, reason="上级已有分工。", today=TODAY)
    assert Comment.objects.get().verdict == verdict.value


def test_adopting_a_comment_leaves_the_draft_as_it_is(county: County, asked: int) -> None:
    before = list(Commitment.objects.values("pk", "title", "edit"))
    actions.decide(actor=county.office, comment_id=say(county, asked), verdict=CommentVerdict.ADOPTED, today=TODAY)
    assert list(Commitment.objects.values("pk", "title", "edit")) == before


def test_a_decision_on_what_was_decided_meanwhile_is_refused(county: County, asked: int) -> None:
    comment_id = say(county, asked)
    actions.decide(actor=county.office, comment_id=comment_id, verdict=CommentVerdict.ADOPTED, today=TODAY, seen=0)
    with pytest.raises(Conflict) as caught:
        actions.decide(
            actor=county.office,
            comment_id=comment_id,
            verdict=CommentVerdict.DECLINED,
            reason="不符",
            today=TODAY,
            seen=0,
        )
    assert caught.value.code == "stale"
    assert Comment.objects.get().verdict == "adopted"


def test_a_comment_that_was_decided_is_withdrawn_no_more(county: County, asked: int) -> None:
    comment_id = say(county, asked)
    actions.decide(actor=county.office, comment_id=comment_id, verdict=CommentVerdict.ADOPTED, today=TODAY)
    with pytest.raises(Conflict) as caught:
        actions.withdraw_comment(actor=liaison(county), comment_id=comment_id)
    assert caught.value.code == "comment-decided"


def test_a_body_decides_on_no_comment_and_another_one_does_not_know_of_it(county: County, asked: int) -> None:
    comment_id = say(county, asked)
    with pytest.raises(NotAllowed):
        actions.decide(actor=liaison(county), comment_id=comment_id, verdict=CommentVerdict.ADOPTED, today=TODAY)
    with pytest.raises(NotFound):
        actions.withdraw_comment(actor=liaison(county, "西岸乡"), comment_id=comment_id)
    leader = seated(county.office.account_id, county.id, "", [(Role.LEADER, county.unit_ids["县住建局"])])
    with pytest.raises(NotAllowed):
        actions.decide(actor=leader, comment_id=comment_id, verdict=CommentVerdict.ADOPTED, today=TODAY)


def test_comments_are_decided_after_the_round_and_no_more_after_issue(county: County, asked: int) -> None:
    comment_id = say(county, asked)
    actions.close_consultation(actor=county.office, programme_id=asked, today=TODAY)
    actions.decide(actor=county.office, comment_id=comment_id, verdict=CommentVerdict.ADOPTED, today=TODAY)
    actions.issue(actor=county.office, programme_id=asked, today=TODAY)
    with pytest.raises(Conflict) as caught:
        actions.decide(actor=county.office, comment_id=comment_id, verdict=CommentVerdict.ADOPTED, today=TODAY)
    assert caught.value.code == "round-over"


# --- what pages ask -------------------------------------------------------------------------------------------------


def test_open_comments_stand_before_decided_ones(county: County, asked: int) -> None:
    decided = say(county, asked, about="增加")
    undecided = say(county, asked, "删去第二句。", about="规范")
    actions.decide(actor=county.office, comment_id=decided, verdict=CommentVerdict.ADOPTED, today=TODAY)
    assert [one.id for one in the_round(county, asked).comments] == [undecided, decided]


def test_a_body_sees_what_it_would_owe_with_its_role_and_its_comments(county: County, asked: int) -> None:
    say(county, asked)
    desk = unit_desk(liaison(county), asked, TODAY)
    assert isinstance(desk, UnitDesk)
    assert [(one.commitment.title, one.role, len(one.comments)) for one in desk.concerns] == [
        ("增加停车泊位", "responsible", 1),
        ("11月30日前，各乡镇（街道）、县住建局开展自查", "responsible", 0),
    ]
    assert desk.may_comment


# --- tables -----------------------------------------------------------------------------------------------------------


def sheet(*rows: tuple[str, ...], title: str = "征求意见表") -> bytes:
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet()
    for at, row in enumerate([(title,), ("序号", "单位", "事项编号", "事项", "意见"), *rows]):
        for column, text in enumerate(row):
            page.write_string(at, column, text)
    book.close()
    return out.getvalue()


def take_in(county: County, asked: int, *rows: tuple[str, ...]) -> int:
    lines = read_comment_table(sheet(*rows))
    return actions.import_comments(actor=county.office, programme_id=asked, lines=lines, today=TODAY)


def test_a_table_of_several_bodies_is_taken_over(county: County, asked: int) -> None:
    made = take_in(
        county,
        asked,
        ("1", "东岸镇", "1", "（一）增加停车泊位", "建议推迟一年。"),
        ("2", "东岸镇", "2", "（二）规范停车秩序", ""),
        ("3", "西岸乡", "", "整体意见", "无意见"),
    )
    assert made == 1
    assert Comment.objects.get().about == "（一）增加停车泊位"
    found = standings(county, asked)
    assert (found["东岸镇"], found["西岸乡"]) == (Standing.COMMENTED, Standing.NO_COMMENT)


def test_the_same_table_again_adds_nothing(county: County, asked: int) -> None:
    rows = (("1", "东岸镇", "1", "", "建议推迟。"), ("2", "东岸镇", "1", "", "建议推迟。"))
    assert (take_in(county, asked, *rows), take_in(county, asked, *rows)) == (1, 0)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (("1", "东海县", "1", "", "好"), "B3"),
        (("1", "东岸镇", "99", "", "好"), "C3"),
        (("1", "东岸镇", "1", "别的事项", "好"), "D3"),
        (("1", "东岸镇", "1", "", "字" * 1501), "E3"),
        (("1", "东岸镇", "1", "", "=1+1"), "E3"),
        (("1", "东岸镇", "1", "", "请联系13812345678"), "E3"),
        (("1", "@东岸镇", "1", "", "好"), "B3"),
        (("1", "东岸镇", "", "没有的事项", "好"), "D3"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_by_row_and_column_and_nothing_is_written(
    county: County, asked: int, row: tuple[str, ...], place: str
) -> None:
    good = ("2", "西岸乡", "1", "", "好的建议")
    shown = preview_comments(county.office, asked, read_comment_table(sheet(row, good)))
    assert [(one.fate, one.place) for one in shown.lines] == [(Fate.WRONG, place), (Fate.NEW, "")]
    with pytest.raises(Invalid) as caught:
        take_in(county, asked, row, good)
    assert caught.value.code == "table-faulty"
    assert not Comment.objects.exists()


def test_a_workbook_without_the_headings_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        read_comment_table(_plain_book("甲", "乙"))
    assert caught.value.code == "table-columns"


def _plain_book(*texts: str) -> bytes:
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for column, text in enumerate(texts):
        page.write_string(0, column, text)
    book.close()
    return out.getvalue()


def test_nothing_is_previewed_while_nobody_is_asked(county: County, draft: int) -> None:
    with pytest.raises(Conflict) as caught:
        preview_comments(county.office, draft, ())
    assert caught.value.code == "no-round"


WORDS = st.text(alphabet="=+-@无意见东岸镇一二 ，。12", max_size=12)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), max_size=8))
def test_every_line_has_one_fate_and_a_wrong_one_says_where_and_why(rows: list[tuple[str, str, str, str]]) -> None:
    told = Told(lambda name: 1 if name == "东岸镇" else None, frozenset({1}), {"1": Item(7, "1", "一")}, frozenset())
    lines = [Line(at, *(text.strip() for text in row)) for at, row in enumerate(rows, start=3)]
    judged: tuple[Judged, ...] = judge(lines, told)
    assert [one.line for one in judged] == lines
    for one in judged:
        assert (one.fate is Fate.WRONG) == bool(one.reason) == bool(one.place)
        assert one.fate is not Fate.NEW or one.unit_id == 1


@given(st.integers(0, 16_383))
def test_columns_are_named_as_a_spreadsheet_names_them(index: int) -> None:
    value = 0
    for sign in letter(index):
        value = value * 26 + ord(sign) - 64
    assert value == index + 1
