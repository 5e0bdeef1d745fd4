"""Programmes: what acceptance makes, and what the pages ask."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.plans import actions as plan_actions
from luoshi.plans import queries as plan_queries
from luoshi.plans.rules import ItemKind, Operation
from luoshi.programme import actions, queries
from luoshi.programme.drafting.preview import preview
from luoshi.programme.models import Commitment, Obligation, Programme
from luoshi.programme.queries import grid
from luoshi.programme.queries.board import short_names
from luoshi.programme.rules import CommitmentKind, LightCode, UnitRole
from luoshi.tenancy.rules import Role
from luoshi.units import actions as unit_actions
from luoshi.units.models import Unit
from luoshi.units.rules import UnitKind
from rooms.cast import TODAY, County, keep_draft, look_at_all, run_programme, small_plan, span


@pytest.fixture
def running(county: County) -> actions.Accepted:
    return run_programme(county)


@pytest.fixture
def board(county: County, running: actions.Accepted) -> queries.Board:
    return queries.board(county.office, running.programme_id, TODAY)


def test_unknown_names_become_bodies_and_are_given_back(running: actions.Accepted) -> None:
    assert running.created_units == ("县交通局", "县公安局", "县城管局")
    assert Unit.objects.get(name="县公安局").kind == "government"
    made = Entry.objects.filter(verb="units.create_unit", new__reason="named-by-plan")
    assert [line.new["name"] for line in made] == ["县交通局", "县公安局", "县城管局"]


def test_groups_are_expanded_and_frozen_when_a_plan_is_accepted(county: County, running: actions.Accepted) -> None:
    first = Commitment.objects.filter(kind="task").order_by("order")[0]
    owing = {row.unit.name: row.group and row.group.name for row in Obligation.objects.filter(commitment=first)}
    assert owing == {"县住建局": None, "县交通局": None, "东岸镇": "各乡镇（街道）", "西岸乡": "各乡镇（街道）"}


def test_a_preview_says_what_acceptance_then_makes_and_writes_nothing(county: County) -> None:
    version_id = keep_draft(county)
    look_at_all(county, version_id)
    shown = preview(county.office, version_id, TODAY)
    assert not Programme.objects.exists()
    assert not Unit.objects.filter(name="县公安局").exists()
    accepted = actions.accept_plan(actor=county.office, version_id=version_id, today=TODAY, despite_errors=True)
    assert tuple(name.written for name in shown.new_bodies) == accepted.created_units
    assert shown.items == Commitment.objects.count()
    assert shown.obligations == grid.grid(county.office, accepted.programme_id, TODAY).obligations
    assert [(group.written, group.made, group.members) for group in shown.groups] == [("各乡镇（街道）", False, 2)]


def test_a_preview_points_to_the_first_place_of_each_name(county: County) -> None:
    version_id = keep_draft(county)
    text = plan_queries.reading(county.office, version_id).plan.source.text
    for name in preview(county.office, version_id, TODAY).names:
        assert text.startswith(name.written, name.at)


def test_the_reason_for_accepting_despite_errors_goes_to_the_journal(county: County) -> None:
    version_id = keep_draft(county)
    look_at_all(county, version_id)
    actions.accept_plan(
        actor=county.office, version_id=version_id, today=TODAY, despite_errors=True, reason="经领导同意"
    )
    assert Entry.objects.get(verb="plans.accept").new["reason"] == "经领导同意"


def test_short_names_of_bodies_are_never_the_same_and_never_a_bare_office() -> None:
    names = ["县委办公室", "县政府办公室", "县公安局", "县委统战部", "县统战部", "枫溪镇"]
    shown = ["县委办公室", "政府办公室", "公安局", "县委统战部", "县统战部", "枫溪镇"]
    assert list(short_names(names).values()) == shown


def test_an_unknown_group_is_made_empty_and_told(county: County) -> None:
    version_id = keep_draft(county)
    plan_actions.correct(
        actor=county.office,
        version_id=version_id,
        operation=Operation.SET_UNITS,
        kind=ItemKind.TASK,
        span=small_plan().tasks[0].span,
        payload={"units": [{"name": "县级各部门", "role": "responsible"}]},
    )
    look_at_all(county, version_id)
    accepted = actions.accept_plan(actor=county.office, version_id=version_id, today=TODAY, despite_errors=True)
    assert (accepted.created_groups, accepted.empty_groups) == (("县级各部门",), ("县级各部门",))


def accepted_with(county: County, *names: str) -> actions.Accepted:
    version_id = keep_draft(county)
    plan_actions.correct(
        actor=county.office,
        version_id=version_id,
        operation=Operation.SET_UNITS,
        kind=ItemKind.TASK,
        span=small_plan().tasks[0].span,
        payload={"units": [{"name": name, "role": "responsible"} for name in names]},
    )
    look_at_all(county, version_id)
    return actions.accept_plan(actor=county.office, version_id=version_id, today=TODAY, despite_errors=True)


def test_one_new_body_under_names_that_look_the_same_is_made_once(county: County) -> None:
    accepted = accepted_with(county, "县\u202e档案馆", "县档案馆", "县档案 馆")
    assert [name for name in accepted.created_units if "档案" in name] == ["县\u202e档案馆"]
    assert Unit.objects.filter(name="县档案馆").count() == 1


def test_a_new_body_that_looks_like_a_known_one_is_made_and_pointed_out(county: County) -> None:
    unit_actions.create_unit(actor=county.office, name="县市场监管局", kind=UnitKind.GOVERNMENT)
    accepted = accepted_with(county, "县市场监督管理局")
    assert accepted.suggestions == (("县市场监督管理局", "县市场监管局"),)


def test_a_name_that_is_none_keeps_the_plan_from_being_accepted_and_says_which(county: County) -> None:
    draft = plan_queries.version(county.office, version_id := keep_draft(county))
    draft.reading["tasks"][0]["unit_refs"][0]["name"] = "县" * 130  # as a reader may say it: a correction may not
    draft.save(update_fields=["reading"])
    look_at_all(county, version_id)
    with pytest.raises(Invalid) as caught:
        actions.accept_plan(actor=county.office, version_id=version_id, today=TODAY, despite_errors=True)
    assert caught.value.code == "name-length"
    assert not Programme.objects.exists()
    assert not Unit.objects.filter(name="县公安局").exists()


def test_a_reading_without_tasks_and_duties_makes_no_programme_and_stays_a_draft(county: County) -> None:
    text = "关于放假的通知\n今天放假。\n".encode()
    version_id = plan_actions.upload_plan(actor=county.office, content=text, file_name="note.txt")
    look_at_all(county, version_id)
    with pytest.raises(Conflict) as caught:
        actions.accept_plan(actor=county.office, version_id=version_id, today=TODAY, despite_errors=True)
    assert caught.value.code == "reading-empty"
    assert plan_queries.reading(county.office, version_id).state == "draft"
    assert not Programme.objects.exists()


def test_a_plan_is_accepted_once(county: County) -> None:
    running = run_programme(county)
    version_id = Programme.objects.get(pk=running.programme_id).version_id
    assert version_id is not None
    with pytest.raises(Conflict) as caught:
        actions.accept_plan(actor=county.office, version_id=version_id, today=TODAY)
    assert caught.value.code == "already-accepted"


def test_the_board_counts_assignments_as_written_and_expanded(board: queries.Board) -> None:
    totals = board.totals
    assert (totals.areas, totals.tasks, totals.assignments, totals.obligations) == (2, 2, 5, 6)
    assert (totals.bodies, totals.named_bodies, totals.phases, totals.duties) == (6, 4, 2, 3)


def test_the_board_has_a_column_for_each_named_body_and_one_for_the_group(board: queries.Board) -> None:
    assert [(column.name, column.tasks) for column in board.columns] == [
        ("县住建局", 1),
        ("县交通局", 1),
        ("县公安局", 1),
        ("县城管局", 1),
    ]
    assert [(column.name, [unit.name for unit in column.units]) for column in board.group_columns] == [
        ("各乡镇（街道）", ["东岸镇", "西岸乡"])
    ]


def test_a_row_of_the_board_has_a_cell_for_whoever_owes_it(county: County, board: queries.Board) -> None:
    row = board.rows[0]
    assert (row.number, row.written, row.owed, len(row.cells), len(row.group_cells)) == ("（一）", 3, 4, 4, 1)
    assert row.cells[county.unit_ids["东岸镇"]].role is UnitRole.RESPONSIBLE


def test_today_lies_in_the_phase_that_holds_it(board: queries.Board) -> None:
    assert [phase.place for phase in board.phases] == ["past", "now"]
    assert [(phase.from_permille, phase.to_permille) for phase in board.phases] == [(0, 500), (500, 1000)]
    assert board.today_permille is not None
    assert 500 < board.today_permille < 1000


def test_a_dated_duty_tells_its_days_and_its_bodies(board: queries.Board) -> None:
    duty = board.duties[1]
    assert (duty.due, duty.days, duty.bodies, duty.light.code) == (date(2026, 11, 30), 7, 3, LightCode.DUE_SOON)


def test_every_number_of_the_first_line_opens_something(county: County, board: queries.Board) -> None:
    keys = [(part.key, part.number) for part in board.state.parts]
    assert keys == [
        ("commitment", 7),
        ("phase", 2),
        ("areas", 2),
        ("assignments", 5),
        ("obligations", 6),
        ("bodies", 6),
        ("due-soon", 1),
    ]
    assert len(queries.bodies(county.office, board.programme.id, TODAY)) == 6


def test_the_first_line_of_a_body_tells_its_own(county: County, running: actions.Accepted) -> None:
    liaison = county.member(Role.LIAISON, "东岸镇")
    line = queries.state_line(liaison, running.programme_id, TODAY)
    unit_id = county.unit_ids["东岸镇"]
    assert [(part.key, part.number, part.id) for part in line.parts if part.key == "own"] == [
        ("own", 1, unit_id),
        ("own", 1, unit_id),
    ]


def test_a_list_of_commitments_can_be_narrowed(county: County, running: actions.Accepted) -> None:
    def numbers(**filters: object) -> list[str]:
        choice = queries.Choice(**filters)  # type: ignore[arg-type]
        found = queries.commitments(county.office, running.programme_id, TODAY, choice)
        return [f"{line.kind}{line.number}" for line in found.lines]

    assert numbers(kind=CommitmentKind.TASK) == ["task（一）", "task（二）"]
    assert numbers(unit_id=county.unit_ids["西岸乡"]) == ["task（一）", "duty1."]
    assert numbers(light=LightCode.DUE_SOON) == ["duty1."]


def test_a_commitment_shows_its_sentences_with_their_places(county: County, running: actions.Accepted) -> None:
    found = Commitment.objects.filter(kind="task").order_by("order")[0]
    sheet = queries.commitment(county.office, found.pk, TODAY)
    text = small_plan().source.text
    assert [text[line.start : line.end] for line in sheet.measures] == [line.text for line in sheet.measures]
    assert text[sheet.start : sheet.end] == sheet.sentence
    assert [(party.name, len(party.members)) for party in sheet.parties] == [
        ("县住建局", 0),
        ("县交通局", 0),
        ("各乡镇（街道）", 2),
    ]


def test_a_body_s_sheet_holds_all_that_it_owes(county: County, running: actions.Accepted) -> None:
    sheet = queries.unit(county.office, county.unit_ids["东岸镇"], TODAY)
    owed = sheet.programmes[0]
    assert [line.through_group for line in owed.tasks] == ["各乡镇（街道）"]
    assert [line.due for line in owed.duties] == [date(2026, 11, 30)]


def test_a_programme_is_found_by_the_version_that_it_stands_on(county: County, running: actions.Accepted) -> None:
    version_id = Programme.objects.get(pk=running.programme_id).version_id
    assert version_id is not None
    assert queries.programme_of(county.office, version_id) == running.programme_id


def test_a_board_asks_the_database_the_same_number_of_times_however_much_it_shows(
    county: County, running: actions.Accepted, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        queries.board(county.office, running.programme_id, TODAY)


def test_a_figure_too_large_to_be_kept_keeps_the_plan_from_being_accepted_and_says_which(county: County) -> None:
    version_id = keep_draft(county)
    draft = plan_queries.version(county.office, version_id)
    words = span("公共停车场6个")
    draft.reading["targets"] = [
        {
            "text": "公共停车场6个",
            "value": 10**13,
            "value_max": None,
            "unit": "个",
            "comparator": "=",
            "subject": "",
            "span": list(words),
        }
    ]
    draft.save(update_fields=["reading"])
    look_at_all(county, version_id)
    with pytest.raises(Invalid) as caught:
        actions.accept_plan(actor=county.office, version_id=version_id, today=TODAY, despite_errors=True)
    assert (caught.value.code, caught.value.params["text"]) == ("quantity-too-large", "公共停车场6个")
    assert not Programme.objects.exists()
