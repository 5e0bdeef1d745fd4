"""Speed of the desk: what each page of a site takes on the server, and how many questions it asks.

    LUOSHI_DATA=FOLDER LUOSHI_DEMONSTRATION=1 desk.py

The site is one that ``luoshi generate`` filled; ``run.py`` makes one and calls this. Every page is opened in turn, many
rounds, and the table of ``docs/benchmarks.md`` printed. The yardstick is plain SQL in the same run: the squares of the
board counted with the bare driver.
"""

from __future__ import annotations

import math
import sqlite3
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported

ROUNDS = 21  # the first is not counted
MEDIAN_LIMIT, P95_LIMIT, QUERY_LIMIT = 100, 200, 15  # milliseconds, milliseconds, questions
PLAIN = """
SELECT coalesce(c.parent_id, c.id), o.unit_id, o.group_id, o.light, count(*)
FROM programme_obligation o
JOIN programme_commitment c ON c.id = o.commitment_id
WHERE c.programme_id = ? AND c.kind = 'task' AND o.withdrawn_on IS NULL
GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: milliseconds at the median and at the 95th percentile, and questions to the database."""

    name: str
    role: str
    median: float
    p95: float
    queries: int

    @property
    def kept(self) -> bool:
        return self.median <= MEDIAN_LIMIT and self.p95 <= P95_LIMIT and self.queries <= QUERY_LIMIT

    def __str__(self) -> str:
        word = "yes" if self.kept else "**no**"
        return f"| {self.name} | {self.role} | {self.median:.0f} | {self.p95:.0f} | {self.queries} | {word} |"


def main() -> int:
    """Measure and print; 1 where a limit is not kept."""
    settings.ALLOWED_HOSTS = ["testserver"]
    (programme,) = _asked("SELECT max(id) FROM programme_programme")
    one = _asked(
        "SELECT c.id, c.parent_id, o.unit_id, o.id FROM programme_obligation o"
        " JOIN programme_commitment c ON c.id = o.commitment_id"
        " WHERE c.programme_id = %s AND o.light = 'late' ORDER BY o.id LIMIT 1",
        programme,
    )
    found = [
        *_opened("office", _of_the_office(programme, *one)),
        *_opened("leader", {"board": f"/programmes/{programme}/board/"}),
        *_opened("township", {"inbox": "/inbox/", "inbox, later": "/inbox/?part=later"}),
    ]
    plain = _plain(programme)
    print("| page | who | median ms | p95 ms | queries | kept |\n|---|---|---|---|---|---|")
    print("\n".join(map(str, found)))
    board = next(page for page in found if page.name == "board")
    print(f"\nboard ÷ plain SQL that counts its squares ({plain:.1f} ms): {board.median / plain:.1f} ×")
    return 0 if all(page.kept for page in found) else 1


def _of_the_office(programme: int, commitment: int, area: int, unit: int, obligation: int) -> dict[str, str]:
    one = f"/programmes/{programme}"
    return {
        "programmes": "/programmes/",
        "board": f"{one}/board/",
        "a cell of the board": f"{one}/board/cell/?row={area}&at=unit-{unit}",
        "commitments": f"{one}/",
        "commitments, filtered": f"{one}/?light=late&q=1",
        "obligations": f"{one}/owed/",
        "assignments": f"{one}/assignments/",
        "by unit": f"{one}/bodies/",
        "timeline": f"{one}/timeline/",
        "by phase": f"{one}/phases/",
        "by deadline": f"{one}/deadlines/",
        "filter": f"{one}/filter/",
        "grid": f"{one}/grid/",
        "comments": f"{one}/consulting/",
        "issue and receipts": f"{one}/issue/",
        "requests": f"{one}/desk/",
        "sites": f"{one}/sites/",
        "amendments": f"{one}/amendments/",
        "task table": f"{one}/task-table/",
        "settings": f"{one}/settings/",
        "a commitment": f"/commitments/{commitment}/",
        "an obligation": f"/obligations/{obligation}/",
        "inbox": "/inbox/",
        "units": "/units/",
        "groups": "/units/groups/",
        "accounts": "/accounts/",
        "plans": "/plans/",
    }


def _asked(question: str, *parameters: int) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return tuple(cursor.fetchone())


def _opened(role: str, pages: dict[str, str]) -> Iterable[Measured]:
    """Each page, the pages taking turns, so that a busy moment of the machine meets all of them."""
    client = Client()
    client.post("/role/", {"role": role})
    times: dict[str, list[float]] = {name: [] for name in pages}
    asked: dict[str, int] = {}
    for number in range(ROUNDS):
        for name, address in pages.items():
            start = time.perf_counter()
            if number:
                answer = client.get(address)
                times[name].append((time.perf_counter() - start) * 1000)
            else:
                with CaptureQueriesContext(connection) as captured:
                    answer = client.get(address)
                asked[name] = len(captured)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answers {answer.status_code}")
    for name, taken in times.items():
        yield Measured(name, role, median(taken), sorted(taken)[math.ceil(len(taken) * 0.95) - 1], asked[name])


def _plain(programme: int) -> float:
    """Milliseconds of the yardstick."""
    taken = []
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as plain:
        for _ in range(ROUNDS):
            start = time.perf_counter()
            plain.execute(PLAIN, (programme,)).fetchall()
            taken.append((time.perf_counter() - start) * 1000)
    return median(taken[1:])


if __name__ == "__main__":
    sys.exit(main())
