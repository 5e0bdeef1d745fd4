"""Commitments that touch groups of people take organisation-level papers only, unless the office says otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, NotAllowed, NotFound
from luoshi.outline.read import read_plan
from luoshi.programme import actions, queries
from luoshi.programme.models import Commitment, Metric, Occurrence, Target
from luoshi.programme.queries.standings import lights_by_id
from luoshi.programme.rules.restricting import REASONS, WORDS, People, touched
from luoshi.tenancy.rules import Role
from rooms.cast import TODAY, County, draft_anew, found_county, run_programme

SEED = Path(__file__).resolve().parents[3] / "shared" / "plans" / "00-seed.txt"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("做好流动人口服务管理。", People.MOVING),
        ("引导信教群众遵纪守法。", People.BELIEVING),
        ("加强党外代表人士队伍建设。", People.REPRESENTING),
        ("为少数民族群众提供便利服务。", People.MINORITY),
        ("走访慰问困难群众。", People.NEEDING),
        ("规范干部选拔任用程序。", People.PROMOTED),
        ("加强重点人员帮扶。", People.WATCHED),
    ],
)
def test_a_sentence_about_people_is_told_by_its_word(text: str, people: People) -> None:
    found = touched(text)
    assert found is not None
    assert found.people is people
    assert found.word in found.reason.words()


@pytest.mark.parametrize(
    "text", ["", "新建公共停车场6个。", "由县残疾人联合会牵头修订制度。", "广泛动员各族群众参与。"]
)
def test_a_sentence_about_things_is_left_alone(text: str) -> None:
    assert touched(text) is None


@given(st.sampled_from([word for words in WORDS.values() for word in words.split()]), st.text(max_size=20))
def test_every_word_of_the_table_is_found_wherever_it_stands(word: str, around: str) -> None:
    assert touched(f"{around}{word}{around}") is not None


def test_every_kind_of_people_has_words_and_a_reason() -> None:
    assert set(WORDS) == set(REASONS) == set(People)


@pytest.fixture
def commitment(county: County) -> int:
    """A task of the small plan, which touches nobody."""
    run_programme(county)
    return Commitment.objects.filter(kind="task").first().pk


def test_acceptance_proposes_the_mark_for_sentences_about_people_only(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WORDS, People.WATCHED, "占道杂物")  # a word of the small plan's second task
    draft_anew(county)
    assert [row.restricted for row in Commitment.objects.filter(kind="task")] == [False, True]


def test_the_office_sets_and_lifts_the_mark(county: County, commitment: int) -> None:
    actions.restrict(actor=county.office, commitment_id=commitment, restricted=True)
    shown = queries.restriction(county.office, commitment)
    assert (shown.restricted, shown.proposed, shown.may_set) == (True, False, True)
    assert shown.reason is not None
    actions.restrict(actor=county.office, commitment_id=commitment, restricted=False)
    assert queries.restriction(county.office, commitment).reason is None
    verbs = Entry.objects.filter(subject_kind="commitment").values_list("verb", flat=True)
    assert list(verbs) == ["programme.restrict", "programme.lift_restriction"]


def test_a_body_sees_the_mark_and_cannot_change_it(county: County, commitment: int) -> None:
    liaison = replace(county.member(Role.LIAISON, "东岸镇"), account_id=county.office.account_id)
    assert not queries.restriction(liaison, commitment).may_set
    with pytest.raises(NotAllowed):
        actions.restrict(actor=liaison, commitment_id=commitment, restricted=True)


def test_what_takes_papers_only_shows_no_figure_that_was_reported_before(county: County, commitment: int) -> None:
    time = Occurrence.objects.filter(obligation__commitment=commitment, obligation__unit__name="东岸镇")[0]
    liaison = county.member(Role.LIAISON, "东岸镇")
    if not Target.objects.filter(commitment=commitment).exists():
        add_target(county, commitment)
    actions.note_progress(actor=liaison, occurrence_id=time.pk, text="建成一个。", today=TODAY, figure="1")

    def shown() -> list[object]:
        thread = queries.obligation(county.office, time.obligation_id, TODAY).thread
        return [line.figure for line in thread if line.key == "progress"]

    assert shown() == [1]
    before = lights_by_id([time.obligation_id], TODAY)[time.obligation_id]
    actions.restrict(actor=county.office, commitment_id=commitment, restricted=True)
    assert shown() == [None]
    after = lights_by_id([time.obligation_id], TODAY)[time.obligation_id]
    assert "1 / 6" not in after.reason.words()
    assert after != before
    actions.restrict(actor=county.office, commitment_id=commitment, restricted=False)
    assert shown() == [1]  # the journal kept it


def add_target(county: County, commitment: int) -> None:
    """A quantity that the small plan's reading does not name: six car parks."""
    programme = Commitment.objects.get(pk=commitment).programme_id
    metric = Metric.objects.create(
        jurisdiction_id=county.id, programme_id=programme, name="停车场", unit_of_measure="个"
    )
    Target.objects.create(
        jurisdiction_id=county.id,
        programme_id=programme,
        commitment_id=commitment,
        metric=metric,
        order=1,
        text="停车场6个",
        comparator="=",
        scaled=6_000_000,
    )


def test_a_stale_click_changes_nothing(county: County, commitment: int) -> None:
    actions.restrict(actor=county.office, commitment_id=commitment, restricted=True, seen=0)
    with pytest.raises(Conflict):
        actions.restrict(actor=county.office, commitment_id=commitment, restricted=False, seen=0)
    assert Commitment.objects.get(pk=commitment).restricted


def test_another_county_knows_nothing_of_the_commitment(county: County, commitment: int) -> None:
    stranger = found_county("邻县").office
    with pytest.raises(NotFound):
        actions.restrict(actor=stranger, commitment_id=commitment, restricted=True)
    with pytest.raises(NotFound):
        queries.restriction(stranger, commitment)


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="../shared is not here")
def test_of_the_nine_tasks_of_the_seed_the_few_about_people_are_proposed() -> None:
    plan = read_plan(SEED)
    found = [number for number, task in enumerate(plan.tasks, start=1) if touched(task.text)]
    assert {4, 7} <= set(found)
    assert len(found) <= 4
