"""Demonstration sites: quotas are asked at every step, each body speaks for its own, nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.audit.models import Entry
from luoshi.files.models import Blob
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.programme import actions, queries
from luoshi.programme.models import Programme, Site, SitePicture
from luoshi.programme.rules import Noun, Party, SiteState, moves
from luoshi.programme.rules.sites import Fill, Quota, Scheme, entering, filled, possible
from luoshi.tenancy.rules import Actor, Role
from made.pictures import PLACE, jpeg, png
from rooms.cast import TODAY, County, draft_programme, found_county, run_programme

ends = st.integers(0, 9)


# --- quotas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "least", "most", "fill", "said"),
    [
        (1, 2, 4, Fill.SHORT, "1 of 2–4"),
        (2, 2, 4, Fill.MET, "2 of 2–4"),
        (4, 2, 4, Fill.MET, "4 of 2–4"),
        (5, 2, 4, Fill.OVER, "5 of 2–4"),
        (24, 25, 25, Fill.SHORT, "24 of 25"),
        (3, 3, None, Fill.MET, "3 of at least 3"),
        (3, None, 2, Fill.OVER, "3 of at most 2"),
        (7, None, None, Fill.FREE, "7"),
    ],
)
def test_a_number_of_sites_is_judged_by_its_quota(
    count: int, least: int | None, most: int | None, fill: Fill, said: str
) -> None:
    judged = filled(count, Quota(least, most))
    assert (judged.fill, judged.said.words("en")) == (fill, said)


@given(st.integers(0, 30), st.tuples(ends, ends).map(sorted))
def test_what_is_short_becomes_enough_by_what_the_reason_names(count: int, pair: list[int]) -> None:
    judged = filled(count, Quota(*pair))
    if judged.fill is Fill.SHORT:
        assert filled(count + int(str(judged.reason.params["n"])), Quota(*pair)).fill is Fill.MET
    if judged.fill is Fill.OVER:
        assert filled(count - int(str(judged.reason.params["n"])), Quota(*pair)).fill is Fill.MET


@given(st.lists(st.tuples(ends, ends).map(sorted), min_size=1, max_size=6), st.integers(0, 60))
def test_a_total_is_possible_where_it_lies_between_the_sums(pairs: list[list[int]], total: int) -> None:
    least, most = sum(a for a, _b in pairs), sum(b for _a, b in pairs)
    assert (possible(total, [Quota(*pair) for pair in pairs]) is None) == (least <= total <= most)


def test_a_move_within_a_structure_leaves_its_total_alone() -> None:
    scheme = Scheme(2, {1: Quota(0, 2), 2: Quota(0, 2)})
    assert entering(scheme, {1: 2, 2: 0}, 2, leaving=1) == ()
    assert len(entering(scheme, {1: 2, 2: 0}, 2)) == 1
    assert len(entering(scheme, {1: 2, 2: 0}, 1)) == 2


# --- verbs ------------------------------------------------------------------------------------------------------


@pytest.fixture
def programme(county: County) -> int:
    """The small plan, issued."""
    return run_programme(county).programme_id


@pytest.fixture
def category(county: County, programme: int) -> int:
    """A category that takes one or two sites, of a structure that asks for two in all."""
    scheme = actions.add_scheme(actor=county.office, programme_id=programme, name="示范点", total=2, unit="个")
    return actions.add_category(
        actor=county.office, programme_id=programme, scheme_id=scheme, name="便民停车场", quota=Quota(1, 2)
    )


def propose(county: County, programme: int, category: int, name: str = "东岸停车场", reason: str = "") -> int:
    return actions.propose_site(
        actor=county.office,
        programme_id=programme,
        category_id=category,
        host_id=county.unit_ids["东岸镇"],
        name=name,
        today=TODAY,
        reason=reason,
    )


def host(county: County, unit: str = "东岸镇") -> Actor:
    """A liaison of a body; without an account of its own it would be the site itself, which may all."""
    return replace(county.member(Role.LIAISON, unit), account_id=county.office.account_id)


def test_a_proposed_site_is_a_candidate_and_counts(county: County, programme: int, category: int) -> None:
    propose(county, programme, category)
    sheet = queries.sites(host(county), programme).schemes[0]
    assert sheet.categories[0].sites[0].state is SiteState.CANDIDATE
    assert sheet.categories[0].sites[0].mine
    assert sheet.categories[0].filled.said.words("en") == "1 of 1–2"
    assert sheet.filled.fill is Fill.SHORT


def test_one_site_too_many_needs_a_reason(county: County, programme: int, category: int) -> None:
    propose(county, programme, category, "东岸停车场")
    propose(county, programme, category, "西岸停车场")
    with pytest.raises(Invalid) as caught:
        propose(county, programme, category, "南岸停车场")
    assert caught.value.code == "quota-over"
    propose(county, programme, category, "南岸停车场", reason="经领导小组会议研究同意")
    assert Entry.objects.filter(verb="programme.propose_site").last().new["reason"] == "经领导小组会议研究同意"


def test_a_withdrawn_site_counts_no_more_and_can_come_back(county: County, programme: int, category: int) -> None:
    site = propose(county, programme, category)
    with pytest.raises(Invalid) as caught:
        actions.move_site(actor=county.office, site_id=site, verb="withdraw", today=TODAY)
    assert caught.value.code == "reason-missing"
    actions.move_site(actor=county.office, site_id=site, verb="withdraw", today=TODAY, reason="选址调整")
    assert queries.sites(county.office, programme).count == 0
    actions.move_site(actor=county.office, site_id=site, verb="restore", today=TODAY, reason="恢复选址")
    assert queries.site(county.office, site).state is SiteState.CANDIDATE


def test_a_site_goes_the_way_of_the_table(county: County, programme: int, category: int) -> None:
    site = propose(county, programme, category)
    for verb in ("cultivate", "inspect", "name"):
        assert verb in {move.verb for move in queries.site(county.office, site).moves}
        actions.move_site(actor=county.office, site_id=site, verb=verb, today=TODAY)
    assert queries.site(county.office, site).state is SiteState.NAMED
    with pytest.raises(Conflict):
        actions.move_site(actor=county.office, site_id=site, verb="cultivate", today=TODAY)


def test_a_reason_that_nobody_asked_for_is_kept_whole_or_refused(county: County, programme: int, category: int) -> None:
    site = propose(county, programme, category)
    with pytest.raises(Invalid) as caught:
        actions.move_site(actor=county.office, site_id=site, verb="cultivate", today=TODAY, reason="由" * 301)
    assert caught.value.code == "reason-missing"
    actions.move_site(actor=county.office, site_id=site, verb="cultivate", today=TODAY, reason="由" * 300)
    assert Site.objects.get(pk=site).state_reason == "由" * 300


def test_a_page_offers_what_the_table_knows(county: County, programme: int, category: int) -> None:
    site = propose(county, programme, category)
    known = {move.verb for move in moves(Noun.SITE, "candidate", [Party.OFFICE])} - {"describe"}
    assert {move.verb for move in queries.site(county.office, site).moves} == known
    assert queries.site(host(county), site).moves == ()


def test_a_host_describes_its_own_site_and_nothing_more(county: County, programme: int, category: int) -> None:
    site = propose(county, programme, category)
    actions.edit_site(actor=host(county), site_id=site, profile="占地两千平方米。")
    assert queries.site(host(county), site).profile == "占地两千平方米。"
    with pytest.raises(NotAllowed):
        actions.edit_site(actor=host(county), site_id=site, name="别名")
    with pytest.raises(NotAllowed):
        actions.edit_site(actor=host(county, "西岸乡"), site_id=site, profile="别处")
    with pytest.raises(NotAllowed):
        actions.move_site(actor=host(county), site_id=site, verb="cultivate", today=TODAY)


def test_a_profile_of_a_thousand_characters_is_kept_and_not_one_more(
    county: County, programme: int, category: int
) -> None:
    site = propose(county, programme, category)
    actions.edit_site(actor=county.office, site_id=site, profile="停" * 1000)
    with pytest.raises(Invalid) as caught:
        actions.edit_site(actor=county.office, site_id=site, profile="停" * 1001)
    assert caught.value.code == "profile-length"


def test_a_number_of_a_private_person_is_kept_nowhere(county: County, programme: int, category: int) -> None:
    with pytest.raises(Invalid) as caught:
        propose(county, programme, category, "停车场 110101199003070011")
    assert caught.value.code == "identity-number"
    with pytest.raises(Invalid) as caught:
        propose(county, programme, category, "停车场 13812345678")
    assert caught.value.code == "personal-words"


def test_a_stale_form_changes_nothing(county: County, programme: int, category: int) -> None:
    site = propose(county, programme, category)
    actions.edit_site(actor=county.office, site_id=site, profile="先到", seen=0)
    with pytest.raises(Conflict) as caught:
        actions.edit_site(actor=county.office, site_id=site, profile="后到", seen=0)
    assert caught.value.code == "stale"
    assert Site.objects.get(pk=site).profile == "先到"


def test_a_site_changes_its_category_within_the_quota(county: County, programme: int, category: int) -> None:
    scheme = queries.sites(county.office, programme).schemes[0].id
    other = actions.add_category(
        actor=county.office, programme_id=programme, scheme_id=scheme, name="路内泊位", quota=Quota(0, 0)
    )
    site = propose(county, programme, category)
    with pytest.raises(Invalid):
        actions.edit_site(actor=county.office, site_id=site, category_id=other)
    actions.edit_site(actor=county.office, site_id=site, category_id=other, reason="类别合并")
    assert queries.site(county.office, site).category_id == other


def test_a_closed_programme_keeps_its_sites_as_they_are(county: County, programme: int, category: int) -> None:
    site = propose(county, programme, category)
    Programme.objects.filter(pk=programme).update(state="closed")
    with pytest.raises(Conflict):
        actions.edit_site(actor=host(county), site_id=site, profile="迟到")
    assert queries.site(county.office, site).moves == ()


def test_another_county_knows_nothing_of_a_site(county: County, programme: int, category: int) -> None:
    site, stranger = propose(county, programme, category), found_county("邻县").office
    with pytest.raises(NotFound):
        queries.site(stranger, site)
    with pytest.raises(NotFound):
        actions.edit_site(actor=stranger, site_id=site, profile="x")
    with pytest.raises(NotFound):
        queries.sites(stranger, programme)


def test_a_host_sees_no_site_of_a_draft(county: County) -> None:
    draft = draft_programme(county).programme_id
    scheme = actions.add_scheme(actor=county.office, programme_id=draft, name="示范点")
    category = actions.add_category(
        actor=county.office, programme_id=draft, scheme_id=scheme, name="停车场", quota=Quota()
    )
    site = propose(county, draft, category)
    with pytest.raises(NotFound):
        queries.site(host(county), site)


# --- structures -------------------------------------------------------------------------------------------------


def test_the_office_corrects_a_quota(county: County, programme: int, category: int) -> None:
    actions.set_category(
        actor=county.office, programme_id=programme, category_id=category, name="停车场", quota=Quota(3, 5)
    )
    sheet = queries.sites(county.office, programme).schemes[0]
    assert (sheet.categories[0].name, sheet.categories[0].filled.quota) == ("停车场", Quota(3, 5))
    assert sheet.fault is not None


@pytest.mark.parametrize("quota", [Quota(3, 2), Quota(-1, 2), Quota(0, 10_000)])
def test_a_quota_that_is_no_range_is_refused(county: County, programme: int, category: int, quota: Quota) -> None:
    with pytest.raises(Invalid) as caught:
        actions.set_category(
            actor=county.office, programme_id=programme, category_id=category, name="停车场", quota=quota
        )
    assert caught.value.code == "quota-range"


def test_a_category_in_use_is_not_taken_out(county: County, programme: int, category: int) -> None:
    propose(county, programme, category)
    with pytest.raises(Conflict) as caught:
        actions.drop_category(actor=county.office, programme_id=programme, category_id=category)
    assert caught.value.code == "category-used"


def test_a_body_does_not_change_quotas(county: County, programme: int, category: int) -> None:
    with pytest.raises(NotAllowed):
        actions.drop_category(actor=host(county), programme_id=programme, category_id=category)


# --- pictures ---------------------------------------------------------------------------------------------------


def test_a_host_shows_a_picture_of_its_site(county: County, programme: int, category: int, folder: Path) -> None:
    site = propose(county, programme, category)
    picture = actions.add_picture(
        actor=host(county), site_id=site, content=jpeg(), caption="停车场入口", today=TODAY, taken_on=TODAY
    )
    with queries.site_picture(county.member(Role.LEADER), picture).content as content:
        assert PLACE not in content.read()
    assert [line.caption for line in queries.site(county.office, site).pictures] == ["停车场入口"]


def test_a_withdrawn_picture_is_served_no_more_and_can_come_back(
    county: County, programme: int, category: int, folder: Path
) -> None:
    site = propose(county, programme, category)
    picture = actions.add_picture(actor=county.office, site_id=site, content=png(), caption="入口", today=TODAY)
    actions.withdraw_picture(actor=county.office, picture_id=picture, today=TODAY, reason="拍到行人")
    with pytest.raises(NotFound):
        queries.site_picture(county.office, picture)
    actions.restore_picture(actor=county.office, picture_id=picture)
    assert len(queries.site(county.office, site).pictures) == 1


def test_what_the_office_withdrew_comes_back_by_the_office_alone(
    county: County, programme: int, category: int, folder: Path
) -> None:
    site = propose(county, programme, category)
    picture = actions.add_picture(actor=host(county), site_id=site, content=png(), caption="入口", today=TODAY)
    actions.withdraw_picture(actor=county.office, picture_id=picture, today=TODAY, reason="拍到行人")
    with pytest.raises(NotAllowed) as caught:
        actions.restore_picture(actor=host(county), picture_id=picture)
    assert caught.value.code == "withdrawn-by-office"
    with pytest.raises(NotAllowed):  # nor by sending it again
        actions.add_picture(actor=host(county), site_id=site, content=png(), caption="入口", today=TODAY)
    assert [one.may_restore for one in queries.site(host(county), site).withdrawn_pictures] == [False]
    actions.restore_picture(actor=county.office, picture_id=picture)
    assert len(queries.site(county.office, site).pictures) == 1


def test_a_host_brings_back_what_it_withdrew_itself(
    county: County, programme: int, category: int, folder: Path
) -> None:
    site = propose(county, programme, category)
    picture = actions.add_picture(actor=host(county), site_id=site, content=png(), caption="入口", today=TODAY)
    actions.withdraw_picture(actor=host(county), picture_id=picture, today=TODAY, reason="换一张")
    actions.restore_picture(actor=host(county), picture_id=picture)
    assert len(queries.site(county.office, site).pictures) == 1


def test_a_picture_does_not_come_back_to_a_site_that_is_full(
    county: County, programme: int, category: int, folder: Path
) -> None:
    site = propose(county, programme, category)
    picture = actions.add_picture(actor=county.office, site_id=site, content=png(), caption="入口", today=TODAY)
    actions.withdraw_picture(actor=county.office, picture_id=picture, today=TODAY, reason="拍到行人")
    for number in range(24):
        blob = Blob.objects.create(jurisdiction_id=county.id, sha256=f"{number:064}", size=1, media_type="image/png")
        SitePicture.objects.create(jurisdiction_id=county.id, site_id=site, blob=blob, caption="入口")
    with pytest.raises(Invalid) as caught:
        actions.restore_picture(actor=county.office, picture_id=picture)
    assert caught.value.code == "pictures-many"


def test_a_picture_is_not_for_another_body_or_county(
    county: County, programme: int, category: int, folder: Path
) -> None:
    site = propose(county, programme, category)
    with pytest.raises(NotAllowed):
        actions.add_picture(actor=host(county, "西岸乡"), site_id=site, content=png(), caption="入口", today=TODAY)
    picture = actions.add_picture(actor=county.office, site_id=site, content=png(), caption="入口", today=TODAY)
    with pytest.raises(NotFound):
        queries.site_picture(found_county("邻县").office, picture)


def test_a_picture_without_words_is_not_shown(county: County, programme: int, category: int, folder: Path) -> None:
    site = propose(county, programme, category)
    with pytest.raises(Invalid) as caught:
        actions.add_picture(actor=county.office, site_id=site, content=png(), caption=" ", today=TODAY)
    assert caught.value.code == "caption-length"


def test_the_history_of_a_site_is_told(county: County, programme: int, category: int) -> None:
    site = propose(county, programme, category)
    actions.move_site(actor=county.office, site_id=site, verb="cultivate", today=TODAY)
    told = queries.site(county.office, site).history
    assert [line.verb for line in told] == ["programme.cultivate_site", "programme.propose_site"]
    assert told[0].new["state"] == "cultivated"
