"""Group commit: verbs that wait for the place of SQLite's writer at the same moment are written in one transaction.

SQLite lets one write at a time, and a third of the time of a small write is the commit to the disk. Where several
threads of a process wait to write, the first of them that gets the turn writes for all::

    def report(*, actor, request_id, ...):
        return together(lambda: _report(actor, request_id, ...))

Each is still judged by itself: what is refused goes back to its savepoint, and is told to whoever asked for it.
Nothing is acknowledged before the commit that has it; where that fails, nothing of it was kept, and each is tried
once more alone. PostgreSQL lets many write at a time and gathers their commits itself: there, and inside another
verb's transaction, this is a plain transaction.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

from luoshi.kernel.errors import LuoshiError

Given = TypeVar("Given")

MOST = 16  # verbs of one transaction: the others must not wait long for a commit


class _Waiting(Generic[Given]):
    """A verb that waits: ``tried`` when somebody has taken it into a common transaction, ``done`` when the commit of
    that is on the disk, or it was refused and the refusal stands.
    """

    def __init__(self, work: Callable[[], Given]) -> None:
        self.work = work
        self.tried = self.done = False
        self.refused: LuoshiError | None = None
        self.value: Given | None = None

    def run(self, *, shared: bool) -> None:
        """Do it, with a savepoint of its own in a transaction that others share; one that is alone needs none."""
        try:
            with transaction.atomic(savepoint=shared):
                self.value = self.work()
        except LuoshiError as error:
            self.refused = error


_QUEUE: list[_Waiting[Any]] = []
_QUEUED = threading.Lock()  # held for a moment, by whoever changes the queue
_TURN = threading.Lock()  # held while one writes for all


def together(work: Callable[[], Given]) -> Given:
    """Do what ``work`` does in a transaction, together with what waits beside it; gives what it gives.

    ``work`` may be called in another thread, and once more where the first transaction was not kept: it reads and
    writes rows, and nothing else. Raises what it raises.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return _alone(work)
    mine = _Waiting(work)
    with _QUEUED:
        _QUEUE.append(mine)
    with _TURN:
        if not mine.tried:
            _write_for_all(mine)
        if not mine.done:  # the common transaction was not kept
            return _alone(work)
    if mine.refused is not None:
        raise mine.refused
    return mine.value  # type: ignore[return-value] # what work gave


def _alone(work: Callable[[], Given]) -> Given:
    with transaction.atomic():
        return work()


def _write_for_all(mine: _Waiting[Any]) -> None:
    """Do a verb with what is queued beside it, and mark all as done; leaves them undone where the transaction is not
    kept. Whoever comes while this waits for the place of the writer is written with it. Raises what keeps the
    transaction from beginning.
    """
    _take(mine)
    batch: list[_Waiting[Any]] = []
    try:
        with transaction.atomic():
            batch += [mine, *_take(*_QUEUE[: MOST - 1])]
            for one in batch:
                one.run(shared=len(batch) > 1)
            if len(batch) > 1 and transaction.get_rollback():
                raise RuntimeError("one could not be taken back alone")  # so that nothing is kept of any
    except Exception:
        if not batch:
            raise
        return
    for one in batch:
        one.done = True


def _take(*wanted: _Waiting[Any]) -> tuple[_Waiting[Any], ...]:
    """Take these out of the queue."""
    with _QUEUED:
        for one in wanted:
            _QUEUE.remove(one)
            one.tried = True
    return wanted
