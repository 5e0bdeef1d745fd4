"""Reports over the wire to a served site: many at the same moment, twice at the same moment, on a disk that is full."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from crash.conftest import Site
from crash.county import Desk, at_once, get
from crash.rows import told_twice_or_half, whole

pytestmark = pytest.mark.django_db  # the county is made in the database of the tests
CROWD = 50
TWICE = "系统中只记一份"


def test_a_served_connection_brings_every_commit_to_the_disk(county: Site) -> None:
    for told in at_once(county.port, [get("/connection/", "")] * 4):
        assert json.loads(told.words) == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}


def test_all_who_report_at_once_are_acknowledged_and_kept_with_their_journal_lines(
    county: Site, waiting: Iterator[Desk]
) -> None:
    desks = [next(waiting) for _one in range(CROWD)]
    told = at_once(county.port, [desk.bytes(f"第{desk.request_id}项已完成。") for desk in desks])
    assert [(one.status, one.place) for one in told] == [(302, "/inbox/")] * CROWD
    kept = whole(county.folder)
    assert {desk.request_id: kept.get(desk.request_id) for desk in desks} == {
        desk.request_id: f"第{desk.request_id}项已完成。" for desk in desks
    }
    assert told_twice_or_half(county.folder) == []


def test_the_same_form_twice_at_the_same_moment_is_one_report(county: Site, waiting: Iterator[Desk]) -> None:
    desk = next(waiting)
    told = at_once(county.port, [desk.bytes("自查已完成。")] * 2)
    assert [(one.status, one.place) for one in told] == [(302, "/inbox/")] * 2
    assert whole(county.folder)[desk.request_id] == "自查已完成。"
    assert told_twice_or_half(county.folder) == []
    pages = at_once(county.port, [get("/inbox/", "; ".join((desk.cookie, *one.cookies))) for one in told])
    assert sum(TWICE in one.words for one in pages) == 1


def test_two_windows_at_the_same_moment_lose_no_words(county: Site, waiting: Iterator[Desk]) -> None:
    desk, words = next(waiting), ["第一个窗口写的内容。", "第二个窗口写的内容。"]
    told = at_once(county.port, [desk.bytes(one) for one in words])
    assert sorted(one.status for one in told) == [302, 409]
    (refused,) = (at for at, one in enumerate(told) if one.status == 409)
    assert whole(county.folder)[desk.request_id] == words[1 - refused]
    assert words[refused] in told[refused].words
    assert told_twice_or_half(county.folder) == []
