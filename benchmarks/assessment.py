"""Rounds at size, on the site that LUOSHI_DATA names: one changed mark and the whole tree of 2,000 rows, and 1,000,000
marks counted from nothing.

    LUOSHI_DATA=folder LUOSHI_DEMONSTRATION=1 python benchmarks/assessment.py

A mark is sent through the whole stack (middleware, session, form, verb, journal, redirect) to a database that syncs
every transaction to the disk. Medians; the counting is set against reading the same marks through the same driver, in
turns, in processor time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from statistics import median

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from luoshi.cli import ready  # noqa: F401 - Django must be ready before a room is imported

# isort: split

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.counting import recount
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.rounds import close_round, open_round, plan_round
from luoshi.assessment.models import Mark, Row, Subject
from luoshi.assessment.queries.subjects import subject_sheet
from luoshi.assessment.rules.framework import Framework
from luoshi.assessment.rules.framework import Row as RuleRow
from luoshi.assessment.rules.grammar import AllOrNothing, Deduct, Per, Proportional, Rule, Unread
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.demonstration.queries import account
from luoshi.programme.models import Programme
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Unit
from luoshi.units.queries import seat

TODAY = date.today()
AREAS, IN_AREA, ROUNDS = 40, 50, 3
SUBJECTS, ROWS = 10_000, 100
SAVE_LIMIT, TREE_LIMIT, COUNT_LIMIT = 20, 60, 3  # milliseconds, milliseconds, times
SAVES, READS, COUNTS = 60, 15, 3
RULES: tuple[Rule, ...] = (
    AllOrNothing(),
    Proportional(Decimal(100)),
    Deduct((Per("missed", "每少一次", Decimal("0.1")),)),
    Unread(),
)


def main() -> int:
    """Measure and print; 1 where a limit is not kept."""
    settings.ALLOWED_HOSTS = ["testserver"]
    actor = seat(account("office")).actor
    programme = Programme.objects.order_by("-pk")[0].pk
    print("| what | median ms | of it processor | limit | kept |\n|---|---|---|---|---|")
    kept = [_large_table(actor, programme)]
    reading, counting = _million(actor, programme)
    ratio = counting / reading
    kept.append(ratio <= COUNT_LIMIT)
    print(
        f"\n{SUBJECTS * ROWS:,} marks read by the driver {reading:.2f} s, counted and written {counting:.2f} s: ",
        end="",
    )
    print(f"{ratio:.1f} × (limit {COUNT_LIMIT} ×, {'kept' if ratio <= COUNT_LIMIT else '**not kept**'})")
    return 0 if all(kept) else 1


def table(areas: int, in_area: int, title: str) -> Framework:
    """Areas with rows of four kinds of rules."""
    rows = tuple(
        RuleRow(
            str(area),
            f"领域{area}",
            children=tuple(
                RuleRow(f"{area}.{row}", f"测评项{area}.{row}", Decimal(1), rule=RULES[row % len(RULES)])
                for row in range(1, in_area + 1)
            ),
        )
        for area in range(1, areas + 1)
    )
    return Framework(title, "1", rows)


def _large_table(actor: Actor, programme: int) -> bool:
    version = keep_framework(actor=actor, framework=table(AREAS, IN_AREA, "两千项"), today=TODAY)
    adoption = adopt(actor=actor, programme_id=programme, version_id=version, subject_kind=SubjectKind.PROGRAMME)
    for number in range(1, ROUNDS + 1):
        made = plan_round(actor=actor, adoption_id=adoption, kind=RoundKind.REVIEW)
        open_round(actor=actor, round_id=made, today=TODAY)
        _fill(made, version)
        recount(made, version)
        if number < ROUNDS:
            close_round(actor=actor, round_id=made, today=TODAY)
    subject = Subject.objects.get(round_id=made)
    client = _office()
    saved = [_saved(client, subject.pk, row) for row in _some(version, SAVES + 5)][5:]
    tree = _timed(lambda: subject_sheet(actor, subject.pk), READS)
    page = _timed(lambda: client.get(f"/assessment/subjects/{subject.pk}/"), READS)
    size = len(client.get(f"/assessment/subjects/{subject.pk}/").content)
    print(_line(f"one changed mark of {AREAS * IN_AREA:,} rows", saved, SAVE_LIMIT))
    print(_line(f"the whole tree, {ROUNDS} rounds beside each other", tree, TREE_LIMIT))
    print(_line(f"its page, {size // 1024} KB", page, None))
    return _middle(saved) <= SAVE_LIMIT and _middle(tree) <= TREE_LIMIT


Times = list[tuple[float, float]]  # milliseconds on the clock, and of the processor


def _timed(job: Callable[[], object], runs: int) -> Times:
    found = []
    for _number in range(runs + 1):
        start, busy = time.perf_counter(), time.process_time()
        job()
        found.append(((time.perf_counter() - start) * 1000, (time.process_time() - busy) * 1000))
    return found[1:]


def _middle(times: Times) -> float:
    return median(clock for clock, _busy in times)


def _line(what: str, times: Times, limit: int | None) -> str:
    middle, busy = _middle(times), median(busy for _clock, busy in times)
    word = "–" if limit is None else "yes" if middle <= limit else "**no**"
    return f"| {what} | {middle:.0f} | {busy:.0f} | {limit or '–'} | {word} |"


def _office() -> Client:
    client = Client()
    client.post("/role/", {"role": "office"})
    return client


def _some(version: int, count: int) -> list[int]:
    """Rows of all areas whose marks are figures, each area in turn."""
    rows = Row.objects.filter(version_id=version, leaf=True).values_list("code", "pk")
    figures = [(int(code.rpartition(".")[2]), pk) for code, pk in rows]
    return [pk for row, pk in sorted(figures) if row % len(RULES) == 1][:count]


def _saved(client: Client, subject: int, row: int) -> tuple[float, float]:
    """One mark, changed through the form of its row."""
    number = Mark.objects.get(subject_id=subject, row_id=row, current=True).number
    said = {"number": number, "value": "73", "reason": "抽查"}
    return _once(lambda: client.post(f"/assessment/subjects/{subject}/rows/{row}/", said))


def _once(job: Callable[[], object]) -> tuple[float, float]:
    start, busy = time.perf_counter(), time.process_time()
    answer = job()
    took = (time.perf_counter() - start) * 1000, (time.process_time() - busy) * 1000
    if getattr(answer, "status_code", 302) != 302:
        raise SystemExit(f"The mark was answered with {getattr(answer, 'status_code', '')}.")
    return took


def _fill(round_id: int, version: int) -> None:
    """Every row of every subject of a round marked, by plain SQL: how marks come in is not what is measured."""
    rows = Row.objects.filter(version_id=version, leaf=True).order_by("order").values_list("pk", "code")
    kinds = [(pk, int(code.rpartition(".")[2]) % len(RULES)) for pk, code in rows]
    subjects = Subject.objects.filter(round_id=round_id).order_by("pk").values_list("pk", "jurisdiction_id")
    columns = 'jurisdiction_id, subject_id, row_id, number, current, plain, reason, points, "on", at'
    marks = f"INSERT INTO {Mark._meta.db_table} ({columns}) VALUES (%s, %s, %s, 1, %s, %s, '', %s, %s, %s)"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(marks, list(_lines(list(subjects), kinds)))


def _lines(subjects: list[tuple[int, int]], kinds: list[tuple[int, int]]) -> Iterator[tuple[int | str, ...]]:
    day, at = TODAY.isoformat(), f"{TODAY.isoformat()} 08:00:00"
    for subject, jurisdiction in subjects:
        for row, kind in kinds:
            seed = (subject * 31 + row * 17) % 100
            plain = (seed % 2, seed * 1_000_000, seed % 12 * 1_000_000, seed * 10_000)[kind]
            points = (
                plain * 1_000_000,
                seed * 10_000,
                max(0, 1_000_000 - seed % 12 * 100_000),
                seed * 10_000,
            )[kind]
            yield jurisdiction, subject, row, True, plain, points, day, at


def _million(actor: Actor, programme: int) -> tuple[float, float]:
    """Processor seconds of reading a million marks through the driver, and of counting a round of them from nothing."""
    version = keep_framework(actor=actor, framework=table(4, ROWS // 4, "百项"), today=TODAY)
    adoption = adopt(actor=actor, programme_id=programme, version_id=version, subject_kind=SubjectKind.PROGRAMME)
    made = plan_round(actor=actor, adoption_id=adoption, kind=RoundKind.REVIEW)
    open_round(actor=actor, round_id=made, today=TODAY)
    Subject.objects.filter(round_id=made).delete()
    own = {"jurisdiction_id": actor.jurisdiction_id}
    units = Unit.objects.bulk_create(Unit(**own, name=f"第{n}村组单位", kind="other") for n in range(SUBJECTS))
    Subject.objects.bulk_create(Subject(**own, round_id=made, unit_id=unit.pk) for unit in units)
    _fill(made, version)
    reads, counts = [], []
    for _number in range(COUNTS):
        start = time.process_time()
        _read(made)
        between = time.process_time()
        recount(made, version)
        counts.append(time.process_time() - between)
        reads.append(between - start)
    return median(reads), median(counts)


def _read(round_id: int) -> int:
    """The marks of a round as the driver gives them."""
    marks, subjects = Mark._meta.db_table, Subject._meta.db_table
    query = (
        f"SELECT m.subject_id, m.row_id, m.plain, m.observation FROM {marks} m"  # noqa: S608
        f" JOIN {subjects} s ON s.id = m.subject_id WHERE s.round_id = %s AND m.current"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [round_id])
        return sum(1 for _line in cursor.fetchall())


if __name__ == "__main__":
    sys.exit(main())
