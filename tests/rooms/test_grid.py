"""The grid: whose the sentences are, what it comes to, what it lacks, and that every step can be taken back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, LuoshiError, NotAllowed, NotFound
from luoshi.outline.model import Every
from luoshi.programme import actions, queries
from luoshi.programme.actions import decomposing as verbs
from luoshi.programme.actions.snapshots import Rows, taken
from luoshi.programme.models import Allocation, Assignment, Commitment, Lineage, Measure, Metric, Revision, Step, Target
from luoshi.programme.queries import grid
from luoshi.programme.rules import UnitRole
from luoshi.tenancy.rules import Actor, Role
from luoshi.units.models import Group, Unit
from rooms.cast import TODAY, County, draft_programme


@pytest.fixture
def programme(county: County) -> int:
    return draft_programme(county).programme_id


@pytest.fixture
def task(programme: int) -> Commitment:
    """增加停车泊位: two sentences, two bodies and the townships."""
    return Commitment.objects.get(programme=programme, title="增加停车泊位")


def somebody(county: County, role: Role) -> Actor:
    return replace(county.member(role), account_id=county.office.account_id)


def sentences(task: Commitment) -> list[Measure]:
    return list(Measure.objects.filter(commitment=task).order_by("order"))


def ticked(task: Commitment) -> set[tuple[str, str]]:
    rows = Allocation.objects.filter(measure__commitment=task)
    return {(row.measure.text[:4], (row.unit or row.group).name) for row in rows}  # type: ignore[union-attr]


def rows(programme: int) -> Rows:
    return taken(Commitment.objects.filter(programme=programme).values_list("pk", flat=True))


def test_acceptance_proposes_ticks_for_every_sentence_and_every_body(programme: int) -> None:
    for item in Commitment.objects.filter(programme=programme):
        named = Assignment.objects.filter(revision__commitment=item).count()
        got = Allocation.objects.filter(measure__commitment=item).values_list("unit_id", "group_id").distinct()
        assert len(got) == named
        assert not named or not item.measures.filter(allocations__isnull=True).exists()


def test_a_duty_has_sentences_like_a_task(programme: int) -> None:
    duty = Commitment.objects.get(programme=programme, title__contains="摸清底数")
    assert [measure.text for measure in sentences(duty)] == ["县住建局摸清底数。"]
    assert sentences(duty)[0].passage is not None


def test_a_tick_is_taken_off_and_set_again(county: County, task: Commitment) -> None:
    first, unit = sentences(task)[0], county.unit_ids["县住建局"]
    verbs.untick(actor=county.office, commitment_id=task.pk, measure_id=first.pk, unit_id=unit, seen=0)
    assert (first.text[:4], "县住建局") not in ticked(task)
    verbs.tick(actor=county.office, commitment_id=task.pk, measure_id=first.pk, unit_id=unit, seen=1)
    assert (first.text[:4], "县住建局") in ticked(task)
    assert Allocation.objects.get(measure=first, unit_id=unit).proposed is False


def test_one_tick_is_one_line_of_the_journal_with_old_and_new(county: County, task: Commitment) -> None:
    first, unit = sentences(task)[0], county.unit_ids["县住建局"]
    verbs.untick(actor=county.office, commitment_id=task.pk, measure_id=first.pk, unit_id=unit)
    line = Entry.objects.get(verb="programme.untick")
    [row] = line.old["allocation"].values()
    assert (row["measure_id"], row["unit_id"]) == (first.pk, unit)
    assert list(line.new["allocation"].values()) == [{}]


def test_many_ticks_are_still_one_obligation(county: County, programme: int, task: Commitment) -> None:
    before = grid.grid(county.office, programme, TODAY).obligations
    verbs.tick_row(actor=county.office, commitment_id=task.pk, measure_id=sentences(task)[0].pk)
    verbs.tick_row(actor=county.office, commitment_id=task.pk, measure_id=sentences(task)[1].pk)
    assert grid.grid(county.office, programme, TODAY).obligations == before


def test_a_stale_form_changes_nothing(county: County, task: Commitment) -> None:
    verbs.set_title(actor=county.office, commitment_id=task.pk, title="停车", seen=0)
    with pytest.raises(Conflict) as caught:
        verbs.set_title(actor=county.office, commitment_id=task.pk, title="泊位", seen=0)
    assert caught.value.code == "stale"
    assert Commitment.objects.get(pk=task.pk).title == "停车"
    assert Step.objects.count() == 1


def test_a_sentence_that_is_not_tracked_loses_its_ticks_and_gets_them_proposed_again(
    county: County, task: Commitment
) -> None:
    first = sentences(task)[0]
    verbs.not_track(actor=county.office, commitment_id=task.pk, measure_id=first.pk)
    assert {text for text, _name in ticked(task)} == {sentences(task)[1].text[:4]}
    with pytest.raises(Conflict) as caught:
        verbs.tick_row(actor=county.office, commitment_id=task.pk, measure_id=first.pk)
    assert caught.value.code == "not-tracked"
    verbs.track(actor=county.office, commitment_id=task.pk, measure_id=first.pk)
    assert {name for text, name in ticked(task) if text == first.text[:4]} == {"县住建局", "各乡镇（街道）"}


def test_halves_of_a_sentence_keep_its_ticks_and_its_place(county: County, task: Commitment) -> None:
    first = sentences(task)[0]
    verbs.split_measure(actor=county.office, commitment_id=task.pk, measure_id=first.pk, at=2)
    one, two, _three = sentences(task)
    assert (one.text, two.text) == ("新建", "公共停车场6个。")
    assert one.passage_id == two.passage_id == first.passage_id
    assert {name for text, name in ticked(task) if text == "新建"} == {
        name for text, name in ticked(task) if text == "公共停车"
    }
    verbs.merge_measure(actor=county.office, commitment_id=task.pk, measure_id=one.pk)
    assert [row.text for row in sentences(task)] == ["新建公共停车场6个。", "利用边角地块设置临时泊位。"]


@pytest.mark.parametrize("at", [-1, 0, 99])
def test_a_sentence_is_not_split_into_nothing(county: County, task: Commitment, at: int) -> None:
    with pytest.raises(Invalid) as caught:
        verbs.split_measure(actor=county.office, commitment_id=task.pk, measure_id=sentences(task)[0].pk, at=at)
    assert caught.value.code == "split-empty"


def test_merged_sentences_stand_on_both_places_of_the_plan(county: County, task: Commitment) -> None:
    verbs.merge_measure(actor=county.office, commitment_id=task.pk, measure_id=sentences(task)[0].pk)
    [whole] = sentences(task)
    assert whole.passage is not None
    assert whole.passage.text == "新建公共停车场6个。利用边角地块设置临时泊位。"


def test_a_reworded_sentence_is_shown_beside_the_plans_own(county: County, programme: int, task: Commitment) -> None:
    first = sentences(task)[0]
    verbs.reword_measure(actor=county.office, commitment_id=task.pk, measure_id=first.pk, text=" 建停车场6个 ")
    chosen = grid.grid(county.office, programme, TODAY, task.pk).chosen
    assert chosen is not None
    assert (chosen.rows[0].text, chosen.rows[0].original) == ("建停车场6个", "新建公共停车场6个。")


def test_a_sentence_answered_apart_is_a_commitment_with_its_bodies_and_folds_back(
    county: County, programme: int, task: Commitment
) -> None:
    before = ticked(task)
    second = sentences(task)[1]
    verbs.untick(actor=county.office, commitment_id=task.pk, measure_id=second.pk, unit_id=county.unit_ids["县住建局"])
    made = verbs.answer_apart(actor=county.office, commitment_id=task.pk, measure_id=second.pk)
    apart = Commitment.objects.get(pk=made)
    assert (apart.order, apart.number, apart.title) == (task.order, "（一）-1", "利用边角地块设置临时泊位")
    assert [row.written for row in Assignment.objects.filter(revision__commitment=apart)] == [
        "县交通局",
        "各乡镇（街道）",
    ]
    assert Lineage.objects.get(target=apart).source == task
    back = verbs.fold_back(actor=county.office, commitment_id=made, today=TODAY)
    assert back == task.pk
    assert ticked(task) == before - {("利用边角", "县住建局")}
    assert Commitment.objects.get(pk=made).withdrawn_on == TODAY
    assert made not in [mark.id for mark in grid.grid(county.office, programme, TODAY).marks]


def test_the_only_sentence_cannot_be_answered_apart(county: County, programme: int) -> None:
    duty = Commitment.objects.get(programme=programme, title__contains="摸清底数")
    with pytest.raises(Conflict) as caught:
        verbs.answer_apart(actor=county.office, commitment_id=duty.pk, measure_id=sentences(duty)[0].pk)
    assert caught.value.code == "only-sentence"


def test_merged_commitments_have_one_lead(county: County, programme: int, task: Commitment) -> None:
    other = Commitment.objects.get(programme=programme, title="规范停车秩序")
    police = Unit.objects.get(name="县公安局").pk
    verbs.set_lead(actor=county.office, commitment_id=other.pk, unit_id=police)
    verbs.set_lead(actor=county.office, commitment_id=task.pk, unit_id=county.unit_ids["县住建局"])
    verbs.merge_commitments(actor=county.office, commitment_id=other.pk, into_id=task.pk, today=TODAY)
    roles = dict(Assignment.objects.filter(revision__commitment=task).values_list("written", "role"))
    assert [name for name, role in roles.items() if role == "lead"] == ["县住建局"]
    assert len(sentences(task)) == 4


def test_a_lead_has_supporters_and_groups_stay_responsible(county: County, task: Commitment) -> None:
    verbs.set_lead(actor=county.office, commitment_id=task.pk, unit_id=county.unit_ids["县住建局"], others_support=True)
    roles = dict(Assignment.objects.filter(revision__commitment=task).values_list("written", "role"))
    assert roles == {"县住建局": "lead", "县交通局": "support", "各乡镇（街道）": "responsible"}
    verbs.clear_lead(actor=county.office, commitment_id=task.pk)
    assert set(Assignment.objects.filter(revision__commitment=task).values_list("role", flat=True)) == {"responsible"}


def test_a_body_that_is_named_gets_sentences_and_loses_them_when_it_is_dropped(
    county: County, task: Commitment
) -> None:
    town = county.unit_ids["东岸镇"]
    verbs.name_party(actor=county.office, commitment_id=task.pk, unit_id=town)
    assert {name for _text, name in ticked(task)} >= {"东岸镇"}
    with pytest.raises(Invalid) as caught:
        verbs.name_party(actor=county.office, commitment_id=task.pk, unit_id=town)
    assert caught.value.code == "named-already"
    verbs.drop_party(actor=county.office, commitment_id=task.pk, unit_id=town)
    assert "东岸镇" not in {name for _text, name in ticked(task)}


def test_days_rhythm_phase_and_quantity_are_set(county: County, programme: int, task: Commitment) -> None:
    do: dict[str, Any] = {"actor": county.office, "commitment_id": task.pk}
    verbs.set_due(**do, due=date(2026, 12, 20), start=date(2026, 12, 1))
    verbs.set_rhythm(**do, every=Every.MONTH, interval=2, day=5)
    phase = task.programme.phases.get(order=2)
    verbs.set_phase(**do, phase_id=phase.pk)
    verbs.set_quantity(**do, value=Decimal("6"), unit="个", subject="停车场")
    says = Revision.objects.get(commitment=task)
    assert (says.due_kind, says.due, says.rhythm_text) == ("within", date(2026, 12, 20), "每2个月")
    assert Commitment.objects.get(pk=task.pk).phase == phase
    target = Target.objects.get(commitment=task)
    assert (target.text, target.value) == ("停车场6个", Decimal(6))
    verbs.drop_quantity(**do, target_id=target.pk)
    assert not task.programme.metrics.filter(name="停车场").exists()


@pytest.mark.parametrize(
    ("due", "start", "code"),
    [
        (date(1999, 1, 1), None, "day-out-of-range"),
        (None, date(2026, 1, 1), "due-missing"),
        (date(2026, 1, 1), date(2026, 2, 1), "days-reversed"),
    ],
)
def test_days_that_cannot_be_are_refused(
    county: County, task: Commitment, due: date | None, start: date | None, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        verbs.set_due(actor=county.office, commitment_id=task.pk, due=due, start=start)
    assert caught.value.code == code


# --- who may, when ----------------------------------------------------------------------------------------------


def test_only_the_office_decomposes_and_only_a_draft(county: County, programme: int, task: Commitment) -> None:
    with pytest.raises(NotFound):
        verbs.set_title(actor=somebody(county, Role.LIAISON), commitment_id=task.pk, title="甲")
    with pytest.raises(NotAllowed):
        verbs.set_title(actor=somebody(county, Role.LEADER), commitment_id=task.pk, title="甲")
    with pytest.raises(NotAllowed):
        grid.grid(somebody(county, Role.LEADER), programme, TODAY)
    actions.issue(actor=county.office, programme_id=programme, today=TODAY)
    with pytest.raises(Conflict) as caught:
        verbs.set_title(actor=county.office, commitment_id=task.pk, title="甲")
    assert caught.value.code == "state-forbids"


# --- undo and redo ----------------------------------------------------------------------------------------------


def test_undo_gives_the_rows_back_with_their_keys_and_redo_does_it_again(
    county: County, programme: int, task: Commitment
) -> None:
    start = rows(programme)
    made = verbs.answer_apart(actor=county.office, commitment_id=task.pk, measure_id=sentences(task)[1].pk)
    done = rows(programme)
    assert verbs.undo(actor=county.office, programme_id=programme) == task.pk
    assert rows(programme) == start
    assert verbs.redo(actor=county.office, programme_id=programme) == task.pk
    assert rows(programme) == done
    assert Commitment.objects.filter(pk=made).exists()


def test_a_new_verb_after_undo_forgets_what_could_be_done_again(
    county: County, programme: int, task: Commitment
) -> None:
    verbs.set_title(actor=county.office, commitment_id=task.pk, title="甲")
    verbs.undo(actor=county.office, programme_id=programme)
    verbs.set_title(actor=county.office, commitment_id=task.pk, title="乙")
    with pytest.raises(Conflict) as caught:
        verbs.redo(actor=county.office, programme_id=programme)
    assert caught.value.code == "nothing-to-redo"


def test_undo_refuses_what_would_not_be_true_any_more(county: County, programme: int, task: Commitment) -> None:
    verbs.set_title(actor=county.office, commitment_id=task.pk, title="甲")
    Commitment.objects.filter(pk=task.pk).update(title="乙")
    with pytest.raises(Conflict) as caught:
        verbs.undo(actor=county.office, programme_id=programme)
    assert caught.value.code == "step-stale"
    with pytest.raises(Conflict):
        verbs.undo(actor=county.office, programme_id=programme, seen=7)


def test_undo_refuses_to_lead_back_into_a_phase_that_is_gone(county: County, programme: int, task: Commitment) -> None:
    phase = actions.add_phase(actor=county.office, programme_id=programme, name="收尾阶段")
    for phase_id in (phase, None):
        verbs.set_phase(actor=county.office, commitment_id=task.pk, phase_id=phase_id)
    actions.drop_phase(actor=county.office, programme_id=programme, phase_id=phase)
    with pytest.raises(Conflict) as caught:
        verbs.undo(actor=county.office, programme_id=programme)
    assert caught.value.code == "step-held"
    assert Commitment.objects.get(pk=task.pk).phase_id is None


def test_undo_refuses_a_quantity_whose_place_is_taken(county: County, programme: int, task: Commitment) -> None:
    said: dict[str, Any] = {"value": Decimal(6), "unit": "个", "subject": "停车场"}
    verbs.set_quantity(actor=county.office, commitment_id=task.pk, **said)
    target = Target.objects.get(commitment=task, metric__name="停车场")
    verbs.drop_quantity(actor=county.office, commitment_id=task.pk, target_id=target.pk)
    Metric.objects.create(
        jurisdiction_id=county.id, programme_id=programme, name=said["subject"], unit_of_measure=said["unit"]
    )  # as a change of an amendment makes one, which is no step
    with pytest.raises(Conflict) as caught:
        verbs.undo(actor=county.office, programme_id=programme)
    assert caught.value.code == "step-held"


def test_an_area_gathers_and_is_not_decomposed(county: County, programme: int, task: Commitment) -> None:
    area = Commitment.objects.create(
        jurisdiction_id=county.id, programme_id=programme, kind="area", order=0, title="重点任务"
    )
    Revision.objects.create(jurisdiction_id=county.id, commitment=area, text="重点任务")
    with pytest.raises(NotFound):
        verbs.name_party(actor=county.office, commitment_id=area.pk, unit_id=county.unit_ids["县住建局"])
    with pytest.raises(NotFound):
        verbs.merge_commitments(actor=county.office, commitment_id=task.pk, into_id=area.pk, today=TODAY)
    assert Commitment.objects.get(pk=task.pk).withdrawn_on is None


def _random_verb(dice: random.Random, county: County, programme: int) -> None:
    item = dice.choice(list(Commitment.objects.filter(programme=programme, withdrawn_on=None)))
    do: dict[str, Any] = {"actor": county.office, "commitment_id": item.pk}
    own = sentences(item)
    if not own:
        return
    one: dict[str, Any] = {**do, "measure_id": dice.choice(own).pk}
    units, groups = list(Unit.objects.values_list("pk", flat=True)), list(Group.objects.values_list("pk", flat=True))
    body = {"unit_id": dice.choice(units)} if dice.random() < 0.8 else {"group_id": dice.choice(groups)}
    others = Commitment.objects.filter(programme=programme, withdrawn_on=None).exclude(pk=item.pk)
    target = Target.objects.filter(commitment=item).first()
    dice.choice(
        [
            lambda: verbs.tick(**one, **body),
            lambda: verbs.untick(**one, **body),
            lambda: verbs.tick_row(**one, ticked=dice.random() < 0.5),
            lambda: verbs.tick_column(**do, **body, ticked=dice.random() < 0.5),
            lambda: verbs.not_track(**one),
            lambda: verbs.track(**do),
            lambda: verbs.split_measure(**one, at=dice.randint(1, 5)),
            lambda: verbs.merge_measure(**one),
            lambda: verbs.reword_measure(**one, text=f"改写{dice.randint(0, 99)}"),
            lambda: verbs.answer_apart(**one),
            lambda: verbs.fold_back(**do, today=TODAY),
            lambda: verbs.merge_commitments(**do, into_id=dice.choice([*others, item]).pk, today=TODAY),
            lambda: verbs.name_party(**do, **body),
            lambda: verbs.drop_party(**do, **body),
            lambda: verbs.set_lead(**do, unit_id=dice.choice(units), others_support=dice.random() < 0.5),
            lambda: verbs.set_role(**do, **body, role=dice.choice(list(UnitRole))),
            lambda: verbs.clear_lead(**do),
            lambda: verbs.set_due(**do, due=date(2026, 12, dice.randint(1, 28))),
            lambda: verbs.set_rhythm(**do, every=dice.choice([None, *Every])),
            lambda: verbs.set_phase(**do, phase_id=None),
            lambda: verbs.set_title(**do, title=f"题目{dice.randint(0, 99)}"),
            lambda: verbs.set_quantity(**do, value=Decimal(dice.randint(1, 9)), unit="个", subject=dice.choice("甲乙")),
            lambda: verbs.drop_quantity(**do, target_id=target.pk if target else 0),
        ]
    )()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_done_can_be_undone_to_the_start_and_done_again(county: County, programme: int, seed: int) -> None:
    dice, start = random.Random(seed), rows(programme)  # noqa: S311 - nothing is secret here
    for _turn in range(40):
        try:
            _random_verb(dice, county, programme)
        except LuoshiError:
            continue
    end, steps = rows(programme), Step.objects.count()
    assert steps > 10
    for _turn in range(steps):
        verbs.undo(actor=county.office, programme_id=programme)
    assert rows(programme) == start
    for _turn in range(steps):
        verbs.redo(actor=county.office, programme_id=programme)
    assert rows(programme) == end
    assert queries.programmes(county.office)[0].id == programme
