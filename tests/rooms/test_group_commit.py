"""Verbs that wait to write at the same moment are written in one transaction, and each is judged by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, IntegrityError, OperationalError, connection, connections, transaction

from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.tenancy import group_commit
from luoshi.tenancy.group_commit import MOST, together
from luoshi.tenancy.models import Jurisdiction
from rooms.filed import filed_beside, in_a_file

pytestmark = pytest.mark.django_db(transaction=True)

Work = Callable[[], object]
REFUSED = Conflict("stale", _("Somebody else has changed this meanwhile."))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with in_a_file(tmp_path):
        yield tmp_path


def named(name: str) -> Work:
    """Keep a county, and tell in which thread it was done."""

    def work() -> int:
        Jurisdiction.objects.create(name=name)
        return threading.get_ident()

    return work


def refused() -> int:
    """Keep a county, and refuse it then."""
    Jurisdiction.objects.create(name="no county")
    raise REFUSED


def at_once(folder: Path, works: Sequence[Work], patience: float = 30) -> list[object]:
    """What all of them gave or raised, who were waiting when the turn came; for the place of the writer they wait so
    many seconds.
    """
    told: list[object] = [None] * len(works)

    def ask(number: int) -> None:
        with filed_beside(folder, timeout=patience):
            try:
                told[number] = together(works[number])
            except Exception as error:
                told[number] = error

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(works))]
    with group_commit._TURN:
        for thread in threads:
            thread.start()
        while len(group_commit._QUEUE) < len(works):
            time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert group_commit._QUEUE == []
    return told


def kept() -> set[str]:
    return set(Jurisdiction.objects.values_list("name", flat=True))


def test_one_writes_for_all_who_wait(folder: Path) -> None:
    names = {f"county {number}" for number in range(5)}
    assert len(set(at_once(folder, [named(name) for name in sorted(names)]))) == 1
    assert kept() == names


def test_no_more_are_written_at_once_than_may_wait_for_one_commit(folder: Path) -> None:
    told = at_once(folder, [named(f"county {number}") for number in range(MOST + 2)])
    assert len(kept()) == MOST + 2
    assert 1 < len(set(told)) <= 3


def test_what_is_refused_leaves_no_trace_and_the_others_are_kept(folder: Path) -> None:
    told = at_once(folder, [named("first"), refused, named("last")])
    assert told[1] is REFUSED
    assert kept() == {"first", "last"}


def test_where_the_database_refuses_one_each_is_done_by_itself(folder: Path) -> None:
    told = at_once(folder, [named("first"), named("twice"), named("twice"), named("last")])
    assert sum(isinstance(one, IntegrityError) for one in told) == 1
    assert kept() == {"first", "twice", "last"}
    assert len({one for one in told if isinstance(one, int)}) == 3


def test_nothing_is_acknowledged_where_a_refusal_cannot_be_taken_back_alone(folder: Path) -> None:
    tries: list[int] = []

    def broken() -> None:
        tries.append(1)
        if len(tries) == 1:  # the database gave up the whole transaction meanwhile
            connection.connection.execute("ROLLBACK")
        raise REFUSED

    told = at_once(folder, [named("first"), broken])
    assert isinstance(told[0], int)
    assert told[1] is REFUSED
    assert kept() == {"first"}


def test_nothing_is_acknowledged_where_the_commit_fails(folder: Path) -> None:
    def full() -> None:
        Jurisdiction.objects.create(name="full")
        with connection.cursor() as cursor:  # a row that refers to nothing is refused at the commit
            cursor.execute(
                "INSERT INTO tenancy_account (jurisdiction_id, sign_in_name, name, password, post, contact, is_active,"
                " must_change, edit) VALUES (4711, 'nobody', '', '', '', '', 1, 0, 0)"
            )

    told = at_once(folder, [named("first"), full])
    assert isinstance(told[1], IntegrityError)
    assert kept() == {"first"}


def test_whoever_waits_alone_writes_alone(folder: Path) -> None:
    assert together(named("only")) == threading.get_ident()
    assert kept() == {"only"}
    with pytest.raises(Conflict):
        together(refused)
    assert kept() == {"only"}


def test_a_busy_database_is_told_to_all(folder: Path) -> None:
    with filed_beside(folder), transaction.atomic():
        told = at_once(folder, [named("first"), named("last")], patience=0.2)
    assert [type(one) for one in told] == [OperationalError] * 2
    assert kept() == set()


def test_inside_a_transaction_it_is_part_of_that(folder: Path) -> None:
    def half() -> None:
        with transaction.atomic():
            together(named("part"))
            raise REFUSED

    with pytest.raises(Conflict):
        half()
    assert kept() == set()
    assert not connections[DEFAULT_DB_ALIAS].in_atomic_block
