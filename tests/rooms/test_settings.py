"""What the office sets of a programme, its phases while it is a draft, its end; and whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.programme import actions, queries
from luoshi.programme.models import Obligation, Programme
from luoshi.programme.policy import runs
from luoshi.programme.rules.phases import Stretch, oddities, require_range
from luoshi.programme.rules.settings import Settings, judged, wanting
from luoshi.tenancy import actions as tenancy_actions
from luoshi.tenancy.rules import Actor, Role, seated, site_actor
from luoshi.units import actions as unit_actions
from rooms.cast import TODAY, County, draft_programme, found_county, run_programme

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
KEPT = Settings("停车便民行动", serves="全省便民停车行动", serves_paper="省政办〔2026〕8号")


@pytest.fixture
def draft(county: County) -> int:
    """The small plan, accepted."""
    return draft_programme(county).programme_id


@pytest.fixture
def running(county: County) -> int:
    """The small plan, issued."""
    return run_programme(county).programme_id


def set_all(county: County, programme: int, settings: Settings = KEPT, actor: Actor | None = None, **more: int) -> None:
    kept = replace(settings, office_id=settings.office_id or county.unit_ids["县住建局"])
    actions.set_programme(actor=actor or county.office, programme_id=programme, settings=kept, today=TODAY, **more)


def second_office(county: County, unit: str = "东岸镇") -> Actor:
    """The office of another body of the same county."""
    account = tenancy_actions.create_account(jurisdiction_id=county.id, sign_in_name="second-office", name="治理办")
    unit_id = county.unit_ids[unit]
    unit_actions.join(actor=site_actor(county.id), account_id=account.pk, unit_id=unit_id, role=Role.OFFICE)
    return seated(account.pk, county.id, "治理办", [(Role.OFFICE, unit_id)])


# --- settings ---------------------------------------------------------------------------------------------------


def test_what_the_office_sets_is_kept_and_told(county: County, draft: int) -> None:
    set_all(county, draft)
    shown = queries.settings(county.office, draft)
    assert (shown.settings.serves, shown.settings.serves_paper) == (KEPT.serves, KEPT.serves_paper)
    assert shown.wanting == ()
    told = Entry.objects.get(verb="programme.set")
    assert told.new["serves"] == KEPT.serves
    assert "soon_days" not in told.new


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(KEPT, title=" "), "title-length"),
        (replace(KEPT, title="长" * 301), "title-length"),
        (replace(KEPT, serves="长" * 301), "serves-length"),
        (replace(KEPT, serves_paper="长" * 301), "paper-length"),
        (replace(KEPT, soon_days=0), "soon-days"),
        (replace(KEPT, soon_days=61), "soon-days"),
        (replace(KEPT, margin_percent=51), "margin-percent"),
        (replace(KEPT, margin_percent=-1), "margin-percent"),
        (replace(KEPT, light_words={"late": "超过八个字的灯的名称"}), "light-word"),
        (replace(KEPT, light_words={"late": "红灯", "done": "红灯"}), "light-word"),
        (replace(KEPT, light_words={"purple": "紫灯"}), "light-word"),
    ],
)
def test_what_cannot_be_kept_is_refused(wrong: Settings, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        judged(wrong)
    assert caught.value.code == code


def test_the_edges_of_the_thresholds_are_taken() -> None:
    for soon, margin in ((1, 0), (60, 50)):
        assert judged(replace(KEPT, soon_days=soon, margin_percent=margin)).soon_days == soon


def test_what_it_serves_is_asked_for_until_it_is_told() -> None:
    assert len(wanting(Settings("a", office_id=1))) == 1
    assert len(wanting(Settings("a", serves="b", office_id=1))) == 1
    assert wanting(Settings("a", serves="b", serves_paper="c", office_id=1)) == ()


def test_a_new_threshold_lights_anew(county: County, running: int) -> None:
    soon = Obligation.objects.filter(commitment__programme_id=running, light="due-soon")
    set_all(county, running, replace(KEPT, soon_days=60))
    many = soon.count()
    set_all(county, running, replace(KEPT, soon_days=1))
    assert many > soon.count()


def test_a_stale_form_sets_nothing(county: County, draft: int) -> None:
    seen = queries.settings(county.office, draft).edit
    set_all(county, draft, seen=seen)
    with pytest.raises(Conflict):
        set_all(county, draft, replace(KEPT, title="另一个"), seen=seen)
    assert Programme.objects.get(pk=draft).title == KEPT.title


def test_a_body_without_an_office_is_given_no_programme(county: County, draft: int) -> None:
    with pytest.raises(Invalid) as caught:
        set_all(county, draft, replace(KEPT, office_id=county.unit_ids["西岸乡"]))
    assert caught.value.code == "office-unit"


# --- several programmes -----------------------------------------------------------------------------------------


def test_two_offices_of_a_county_do_not_run_each_others_programmes(county: County, running: int) -> None:
    other = second_office(county)
    programme = Programme.objects.get(pk=running)
    assert (runs(county.office, programme), runs(other, programme)) == (True, False)
    with pytest.raises(NotAllowed):
        set_all(county, running, actor=other)
    with pytest.raises(NotAllowed):
        queries.settings(other, running)
    with pytest.raises(NotAllowed):
        actions.close_programme(actor=other, programme_id=running, reason="不归它管")


def test_an_office_hands_its_programme_to_another_office(county: County, running: int) -> None:
    other = second_office(county)
    set_all(county, running, replace(KEPT, office_id=county.unit_ids["东岸镇"]))
    set_all(county, running, replace(KEPT, title="接手", office_id=county.unit_ids["东岸镇"]), actor=other)
    with pytest.raises(NotAllowed):
        set_all(county, running)


def test_another_county_knows_nothing_of_the_settings(county: County, running: int) -> None:
    with pytest.raises(NotFound):
        queries.settings(found_county("邻县").office, running)


# --- the end ----------------------------------------------------------------------------------------------------


def test_a_programme_is_closed_and_opened_again_with_reasons(county: County, running: int) -> None:
    with pytest.raises(Invalid):
        actions.close_programme(actor=county.office, programme_id=running, reason=" ")
    actions.close_programme(actor=county.office, programme_id=running, reason="已通过验收")
    with pytest.raises(Conflict):
        set_all(county, running)
    assert [move.verb for move in queries.settings(county.office, running).ends] == ["reopen"]
    actions.reopen_programme(actor=county.office, programme_id=running, reason="复验", today=TODAY)
    assert Programme.objects.get(pk=running).state == "issued"


# --- phases -----------------------------------------------------------------------------------------------------


def names(county: County, programme: int) -> list[str]:
    return [row.phase.name for row in queries.settings(county.office, programme).phases]


def test_the_office_adds_renames_dates_and_reorders_phases_of_a_draft(county: County, draft: int) -> None:
    made = actions.add_phase(actor=county.office, programme_id=draft, name="验收阶段", start=date(2027, 1, 1))
    assert names(county, draft) == ["准备阶段", "推进阶段", "验收阶段"]
    actions.raise_phase(actor=county.office, programme_id=draft, phase_id=made)
    assert names(county, draft) == ["准备阶段", "验收阶段", "推进阶段"]
    actions.set_phase(
        actor=county.office, programme_id=draft, phase_id=made, name="验收", start=None, end=date(2027, 6, 30)
    )
    shown = queries.settings(county.office, draft).phases[1].phase
    assert (shown.name, shown.start, shown.end) == ("验收", None, date(2027, 6, 30))


def test_the_first_phase_goes_no_higher(county: County, draft: int) -> None:
    first = queries.settings(county.office, draft).phases[0].phase.id
    actions.raise_phase(actor=county.office, programme_id=draft, phase_id=first)
    assert names(county, draft)[0] == "准备阶段"


def test_only_an_empty_phase_is_taken_out(county: County, draft: int) -> None:
    rows = queries.settings(county.office, draft).phases
    with pytest.raises(Conflict) as caught:
        actions.drop_phase(actor=county.office, programme_id=draft, phase_id=rows[0].phase.id)
    assert caught.value.code == "phase-used"
    made = actions.add_phase(actor=county.office, programme_id=draft, name="多余")
    actions.drop_phase(actor=county.office, programme_id=draft, phase_id=made)
    assert len(names(county, draft)) == 2


def test_phases_of_an_issued_programme_stand(county: County, running: int) -> None:
    with pytest.raises(Conflict) as caught:
        actions.add_phase(actor=county.office, programme_id=running, name="验收阶段")
    assert caught.value.code == "state-forbids"


@given(days, days)
def test_a_phase_ends_no_earlier_than_it_begins(start: date, end: date) -> None:
    if end >= start:
        require_range(start, end)
    else:
        with pytest.raises(Invalid) as caught:
            require_range(start, end)
        assert caught.value.code == "phase-range"


def test_a_day_that_no_programme_has_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        require_range(date(202, 1, 1), None)
    assert caught.value.code == "phase-year"


@given(days, st.integers(0, 90), st.integers(-20, 20))
def test_phases_that_overlap_or_leave_a_gap_are_told(start: date, length: int, apart: int) -> None:
    end = start + timedelta(days=length)
    second = Stretch("二", end + timedelta(days=apart), None)
    assert bool(oddities([Stretch("一", start, end), second])) == (apart != 1)
