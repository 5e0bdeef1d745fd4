"""A server that is killed while reports come in: what was acknowledged is whole, the rest is not there at all."""

from __future__ import annotations

import http.client
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from crash.conftest import Founded, Site
from crash.county import Desk, at_once
from crash.rows import told_twice_or_half, whole

pytestmark = pytest.mark.django_db  # the county is made in the database of the tests
SENDERS, ENOUGH = 4, 20


@pytest.fixture
def killed(founded: Founded, tmp_path: Path) -> Iterator[Site]:
    """A site of this test alone."""
    site = founded.site(tmp_path / "site")
    site.start()
    yield site
    site.end(signal.SIGKILL)


def words(desk: Desk) -> str:
    return f"第{desk.request_id}项已按要求完成，台账已建。"


def burst(site: Site, desks: SimpleQueue[Desk], acknowledged: dict[int, str]) -> None:
    """Report until the server is gone, and remember what it acknowledged."""
    while True:
        try:
            desk = desks.get_nowait()
            (told,) = at_once(site.port, [desk.bytes(words(desk))])
        except (Empty, OSError, http.client.HTTPException):
            return
        assert (told.status, told.place) == (302, "/inbox/")
        acknowledged[desk.request_id] = words(desk)


def test_a_kill_during_a_burst_of_reports_loses_no_acknowledged_one_and_leaves_none_half(
    killed: Site, founded: Founded
) -> None:
    desks: SimpleQueue[Desk] = SimpleQueue()
    for desk in founded.desks:
        desks.put(desk)
    acknowledged: dict[int, str] = {}
    senders = [threading.Thread(target=burst, args=(killed, desks, acknowledged)) for _one in range(SENDERS)]
    for sender in senders:
        sender.start()
    deadline = time.monotonic() + 60
    while len(acknowledged) < ENOUGH and time.monotonic() < deadline:
        time.sleep(0.01)
    killed.end(signal.SIGKILL)
    for sender in senders:
        sender.join(60)
    assert ENOUGH <= len(acknowledged) < len(founded.desks)

    killed.start()
    kept = whole(killed.folder)
    assert acknowledged.items() <= kept.items()
    assert len(kept) - len(acknowledged) <= SENDERS  # those whose answer was on its way
    assert told_twice_or_half(killed.folder) == []

    fresh = next(desk for desk in founded.desks if desk.request_id not in kept)
    again = next(desk for desk in founded.desks if desk.request_id in kept)
    told = at_once(killed.port, [desk.bytes(words(desk)) for desk in (fresh, again)])
    assert [one.status for one in told] == [302, 302]  # the second is told that it is there
    assert whole(killed.folder) == {**kept, fresh.request_id: words(fresh)}
    assert told_twice_or_half(killed.folder) == []
