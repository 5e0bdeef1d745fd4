"""Tables of marks that come back to a round: what becomes of a row, what stands against it, who may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from xlsxwriter import Workbook

from luoshi.assessment.actions.mark_returns import bring_marks, leave_marks, write_marks
from luoshi.assessment.actions.marking import Said, mark
from luoshi.assessment.actions.rounds import close_round
from luoshi.assessment.models import Mark, MarkEvidence, MarkReturnFile, Round, RowScorer, Subject
from luoshi.assessment.queries.mark_returns import MarksPreview, marks_preview, marks_returned
from luoshi.assessment.queries.mark_tables import mark_table, subject_tables, table_counts
from luoshi.assessment.rules.mark_tables.cells import HEADINGS
from luoshi.assessment.rules.mark_tables.judging import Fate
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.audit.models import Entry
from luoshi.documents.mark_table import mark_table as paper_of
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.kernel.quantities import SCALE
from luoshi.outline.readers.calamine import answer
from luoshi.render import xlsx_file
from luoshi.tenancy.rules import Actor, Role
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.scored import adopted, marking, row, subject
from rooms.test_proving import reported

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CODE, VALUE, REASON, KEY, WHO = (HEADINGS[code][0] for code in ("code", "value", "reason", "key", "subject"))
Lines = list[dict[str, object]]


@pytest.fixture
def county(db: None, folder: Path) -> County:
    """The county, with a storage of its own."""
    return found_county()


@pytest.fixture
def self_check(county: County) -> int:
    """A self-check of the small programme."""
    return marking(county, adopted(county, run_programme(county).programme_id))


@pytest.fixture
def of_units(county: County) -> int:
    """A self-check of all units that the small programme binds."""
    return marking(county, adopted(county, run_programme(county).programme_id, SubjectKind.UNIT))


def lines(actor: Actor, round_id: int, subject_id: int | None = None) -> Lines:
    """The lines of the table that somebody takes out, by their headings."""
    data = xlsx_file.write(paper_of(mark_table(actor, round_id, subject_id)))
    cells = [line for line in answer(data)[0]["rows"] if any(line)]
    at = next(at for at, line in enumerate(cells) if VALUE in line)
    body = [dict(zip(cells[at], line, strict=True)) for line in cells[at + 1 :]]
    return [dict(line) for line in body if line[KEY]]


def saved(table: Lines) -> bytes:
    """The same as a workbook of another program."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    heads = list(table[0])
    for at, line in enumerate([heads, *([line[head] for head in heads] for line in table)]):
        for place, value in enumerate(line):
            sheet.write(at, place, value)
    book.close()
    return out.getvalue()


def filled(table: Lines, said: Mapping[str, object], reason: str = "") -> bytes:
    """The table with values by the code of the row, in its first line."""
    left = dict(said)
    for line in table:
        if line[CODE] in left:
            line[VALUE], line[REASON] = left.pop(str(line[CODE])), reason
    assert not left
    return saved(table)


def bring(actor: Actor, round_id: int, data: bytes, key: str = "a" * 20, name: str = "评分表.xlsx") -> MarksPreview:
    bring_marks(actor=actor, round_id=round_id, key=key, files=[(name, data)], now=NOW, today=TODAY)
    return marks_preview(actor, round_id, key)


def write(actor: Actor, shown: MarksPreview, *take: tuple[int, int]) -> tuple[int, int]:
    done = write_marks(actor=actor, round_id=shown.round_id, key=shown.key, seen=shown.mark, today=TODAY, take=take)
    return done.rows, done.refused


def counts(shown: MarksPreview) -> dict[str, int]:
    return {fate.value: count for fate, count in shown.counts}


def marked(county: County, round_id: int, code: str, what: Observation, reason: str = "", **more: object) -> None:
    said = Said(what, reason, **more)  # type: ignore[arg-type]
    mark(actor=county.office, subject_id=subject(round_id).pk, row_id=row(code).pk, said=said, today=TODAY)


def test_marks_go_out_are_filled_in_and_come_back(county: County, self_check: int) -> None:
    table = lines(county.office, self_check)
    assert [line[CODE] for line in table] == ["1.1", "1.2", "2.1", "3", "4"]
    data = filled(table, {"1.1": 85, "1.2": "是", "2.1": "１", "4": "否"}, "台账齐全")
    shown = bring(county.office, self_check, data)
    assert counts(shown) == {"new": 4, "empty": 1}
    assert not Mark.objects.exists()
    assert write(county.office, shown) == (4, 0)
    found = subject(self_check)
    assert (found.points, found.lacking) == (8_900_000, 1)
    assert set(Mark.objects.values_list("reason", flat=True)) == {"台账齐全"}
    assert Entry.objects.filter(verb="assessment.mark").count() == 4
    assert Entry.objects.get(verb="assessment.write_marks").new["written"] == 4


def test_what_was_marked_is_in_the_table_and_changes_nothing_when_it_comes_back(
    county: County, self_check: int
) -> None:
    marked(county, self_check, "1.1", Observation(value=Decimal("85.5")), "实地查看")
    table = lines(county.office, self_check)
    assert (table[0][VALUE], table[0][REASON], table[0]["现得分"]) == ("85.5", "实地查看", "3.42")
    shown = bring(county.office, self_check, saved(table))
    assert counts(shown) == {"same": 1, "empty": 4}
    assert write(county.office, shown) == (0, 0)
    assert Mark.objects.count() == 1


def test_a_changed_mark_is_a_new_version_that_keeps_what_was_looked_at(county: County, self_check: int) -> None:
    version = reported(county, self_check).pk
    marked(county, self_check, "1.2", Observation(met=True), evidence_ids=(version,))
    table = lines(county.office, self_check)
    assert table[1]["已看佐证材料"] == "自查情况通报"
    shown = bring(county.office, self_check, filled(table, {"1.2": "否"}, "台账缺第三季度"))
    assert counts(shown) == {"changed": 1, "empty": 4}
    write(county.office, shown)
    changed = Mark.objects.get(current=True)
    assert (changed.number, changed.points, changed.reason) == (2, 0, "台账缺第三季度")
    assert MarkEvidence.objects.get(mark=changed).evidence_version_id == version


def test_confirming_twice_writes_once(county: County, self_check: int) -> None:
    shown = bring(county.office, self_check, filled(lines(county.office, self_check), {"1.2": "是"}))
    write(county.office, shown)
    with pytest.raises(Conflict) as refused:
        write(county.office, shown)
    assert refused.value.code == "stale"
    assert Mark.objects.count() == 1


def test_no_row_of_a_table_with_a_mark_of_classification_is_kept(county: County, self_check: int) -> None:
    table = lines(county.office, self_check)
    table.append({**dict.fromkeys(table[0], ""), CODE: "密级", VALUE: "机密"})
    shown = bring(county.office, self_check, saved(table))
    assert shown.files[0].file.fault is not None
    assert "密级" in shown.files[0].file.fault.words("zh-hans")
    assert MarkReturnFile.objects.get().lines == []


def test_what_is_sent_twice_is_brought_once(county: County, self_check: int) -> None:
    data = filled(lines(county.office, self_check), {"1.2": "是"})
    bring(county.office, self_check, data)
    bring(county.office, self_check, data)
    assert MarkReturnFile.objects.count() == 1


def test_the_same_table_again_changes_nothing(county: County, self_check: int) -> None:
    data = filled(lines(county.office, self_check), {"1.2": "是"})
    write(county.office, bring(county.office, self_check, data))
    assert counts(bring(county.office, self_check, data, "b" * 20)) == {"same": 1, "empty": 4}


def test_what_somebody_marked_meanwhile_is_shown_and_taken_only_when_it_is_ticked(
    county: County, self_check: int
) -> None:
    data = filled(lines(county.office, self_check), {"1.2": "是"}, "表上所写")
    marked(county, self_check, "1.2", Observation(met=False), "系统中所评")
    shown = bring(county.office, self_check, data)
    ((_file, conflict),) = shown.doubtful
    assert (conflict.fate, conflict.said, conflict.there, conflict.may) == (Fate.CONFLICT, "是", "否", True)
    assert write(county.office, shown) == (0, 0)
    assert conflict.standing is not None
    assert write(county.office, shown, conflict.standing.place) == (1, 0)
    assert Mark.objects.get(current=True).reason == "表上所写"


def test_a_preview_that_is_no_longer_true_is_not_written(county: County, self_check: int) -> None:
    shown = bring(county.office, self_check, filled(lines(county.office, self_check), {"1.2": "是"}))
    marked(county, self_check, "1.2", Observation(met=False))
    with pytest.raises(Conflict):
        write(county.office, shown)
    assert Mark.objects.count() == 1


def test_a_row_that_nobody_touched_in_the_table_leaves_what_was_marked_meanwhile(
    county: County, self_check: int
) -> None:
    marked(county, self_check, "1.2", Observation(met=True))
    table = lines(county.office, self_check)
    marked(county, self_check, "1.2", Observation(met=False), "复核")
    assert counts(bring(county.office, self_check, saved(table))) == {"same": 1, "empty": 4}


def test_a_closed_round_gives_no_table_and_takes_none(county: County, self_check: int) -> None:
    data = filled(lines(county.office, self_check), {"1.2": "是"})
    close_round(actor=county.office, round_id=self_check, today=TODAY)
    with pytest.raises(Conflict) as caught:
        mark_table(county.office, self_check)
    assert caught.value.code == "round-not-open"
    shown = bring(county.office, self_check, data)
    assert counts(shown) == {"empty": 4, "frozen": 1}
    assert write(county.office, shown) == (0, 0)


def test_the_table_of_another_round_is_told(county: County, self_check: int) -> None:
    data = filled(lines(county.office, self_check), {"1.2": "是"})
    other = marking(county, Round.objects.get(pk=self_check).adoption_id, RoundKind.REVIEW)
    shown = bring(county.office, other, data)
    assert counts(shown) == {"unknown": 1}
    assert shown.work == 0


def test_a_value_that_cannot_be_read_and_one_that_the_rule_does_not_give_are_told(
    county: County, self_check: int
) -> None:
    shown = bring(county.office, self_check, filled(lines(county.office, self_check), {"1.1": "约八成", "1.2": "是"}))
    assert counts(shown) == {"new": 1, "empty": 3, "unreadable": 1}
    assert write(county.office, shown) == (1, 0)


def test_a_unit_takes_out_and_brings_back_its_own_table_alone(county: County, of_units: int) -> None:
    own = replace(county.member(Role.LIAISON, "东岸镇"), account_id=county.office.account_id)
    assert [name for _pk, name, _rows in table_counts(own, of_units).subjects] == ["东岸镇"]
    write(own, bring(own, of_units, filled(lines(own, of_units), {"1.2": "是"})))
    assert Mark.objects.get().subject.unit_id == county.unit_ids["东岸镇"]
    theirs = filled(lines(county.office, of_units, subject(of_units, "西岸乡").pk), {"1.2": "是"})
    assert counts(bring(own, of_units, theirs, "b" * 20)) == {"unknown": 1}


def test_a_scorer_may_not_write_the_rows_of_others(county: County) -> None:
    review = marking(county, adopted(county, run_programme(county).programme_id), RoundKind.REVIEW)
    scorer = replace(county.member(Role.LIAISON, "西岸乡"), account_id=county.office.account_id)
    RowScorer.objects.create(
        jurisdiction_id=county.id,
        adoption_id=Round.objects.get(pk=review).adoption_id,
        row=row("1.1"),
        unit_id=county.unit_ids["西岸乡"],
    )
    assert [line[CODE] for line in lines(scorer, review)] == ["1.1"]
    data = filled(lines(county.office, review), {"1.1": 90, "1.2": "是"})
    shown = bring(scorer, review, data)
    assert counts(shown) == {"new": 1, "unknown": 1}
    assert write(scorer, shown) == (1, 0)
    assert Mark.objects.get().unit.name == "西岸乡"  # type: ignore[union-attr]


def test_whoever_marks_nothing_and_strangers_have_no_table(county: County, self_check: int) -> None:
    inspector = replace(county.member(Role.INSPECTOR, "西岸乡"), account_id=county.office.account_id)
    stranger = found_county("远山县").office
    for ask in (table_counts, mark_table):
        with pytest.raises(NotAllowed):
            ask(inspector, self_check)
        with pytest.raises(NotFound):
            ask(stranger, self_check)
    data = filled(lines(county.office, self_check), {"1.2": "是"})
    with pytest.raises(NotAllowed):
        bring(inspector, self_check, data)


def test_each_of_those_who_are_assessed_gets_a_table_and_all_come_back_together(county: County, of_units: int) -> None:
    tables = list(subject_tables(county.office, of_units))
    assert len(tables) == Subject.objects.filter(round_id=of_units).count()
    files = []
    for name, table in tables:
        data = filled(lines(county.office, of_units, table.rows[0].subject_id), {"1.1": 60})
        files.append((f"{name}.xlsx", data))
    bring_marks(actor=county.office, round_id=of_units, key="a" * 20, files=files, now=NOW, today=TODAY)
    assert write(county.office, marks_preview(county.office, of_units, "a" * 20)) == (len(tables), 0)
    assert set(Subject.objects.filter(round_id=of_units).values_list("points", flat=True)) == {int(2.4 * SCALE)}


def test_one_table_holds_all_who_are_assessed_with_their_names(county: County, of_units: int) -> None:
    names = {line[WHO] for line in lines(county.office, of_units)}
    assert names == {name for _pk, name, _rows in table_counts(county.office, of_units).subjects}


def test_a_return_that_was_let_go_is_not_written(county: County, self_check: int) -> None:
    shown = bring(county.office, self_check, filled(lines(county.office, self_check), {"1.2": "是"}))
    leave_marks(actor=county.office, round_id=self_check, key=shown.key, today=TODAY)
    with pytest.raises(Conflict) as refused:
        write(county.office, shown)
    assert refused.value.code == "return-left"
    assert marks_returned(county.office, self_check)[0].left_on == TODAY


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x00" * 99])
def test_a_broken_file_is_told_and_keeps_the_good_one(county: County, self_check: int, data: bytes) -> None:
    good = filled(lines(county.office, self_check), {"1.2": "是"})
    files = [("坏.xlsx", data), ("好.xlsx", good)]
    bring_marks(actor=county.office, round_id=self_check, key="a" * 20, files=files, now=NOW, today=TODAY)
    shown = marks_preview(county.office, self_check, "a" * 20)
    assert [one.file.path for one in shown.files if one.file.fault] == ["坏.xlsx"]
    assert shown.work == 1


def test_no_file_and_an_old_form_are_told(county: County, self_check: int) -> None:
    for key, code in (("a" * 20, "return-empty"), ("!", "return-key")):
        with pytest.raises(Invalid) as caught:
            bring_marks(actor=county.office, round_id=self_check, key=key, files=[], now=NOW, today=TODAY)
        assert caught.value.code == code


def test_a_number_of_a_person_enters_neither_the_lines_nor_a_mark(county: County, self_check: int) -> None:
    data = filled(lines(county.office, self_check), {"1.2": "是"}, "问 13812345678")
    shown = bring(county.office, self_check, data)
    assert counts(shown) == {"unreadable": 1, "empty": 4}
    assert "13812345678" not in repr(list(MarkReturnFile.objects.values_list("lines", "path")))


def test_the_number_of_questions_does_not_grow_with_the_rows(county: County, of_units: int) -> None:
    one = subject(of_units, "东岸镇").pk

    def asked(subject_id: int | None, key: str) -> tuple[int, int]:
        with CaptureQueriesContext(
            connection,
        ) as out:
            table = lines(county.office, of_units, subject_id)
        data = saved([{**line, VALUE: "3" if line[CODE] in ("1.1", "2.1") else "是"} for line in table])
        bring_marks(actor=county.office, round_id=of_units, key=key, files=[("表.xlsx", data)], now=NOW, today=TODAY)
        with CaptureQueriesContext(connection) as back:
            marks_preview(county.office, of_units, key)
        return len(out), len(back)

    assert asked(one, "a" * 20) == asked(None, "b" * 20)


def test_what_is_too_much_for_once_is_written_in_steps_and_nothing_twice(county: County, self_check: int) -> None:
    data = filled(lines(county.office, self_check), {"1.1": 85, "1.2": "是", "3": "否"})
    for step, (kept, left) in enumerate([(2, 1), (1, 0)]):
        shown = bring(county.office, self_check, data)
        done = write_marks(
            actor=county.office, round_id=self_check, key=shown.key, seen=shown.mark, today=TODAY, most=2
        )
        assert (step, done.rows, done.left) == (step, kept, left)
    assert Mark.objects.count() == 3
    assert len(MarkReturnFile.objects.get().outcome) == 5
    assert Entry.objects.get(verb="assessment.write_marks").new["written"] == 3


def test_a_file_with_nothing_to_write_is_finished_when_it_is_confirmed(county: County, self_check: int) -> None:
    shown = bring(county.office, self_check, saved(lines(county.office, self_check)))
    assert (shown.work, shown.waiting) == (0, True)
    assert write(county.office, shown) == (0, 0)
    assert marks_returned(county.office, self_check)[0].waiting == 0
    assert Entry.objects.get(verb="assessment.write_marks").new["written"] == 0


def test_letting_go_what_was_never_brought_is_told(county: County, self_check: int) -> None:
    with pytest.raises(NotFound):
        leave_marks(actor=county.office, round_id=self_check, key="c" * 20, today=TODAY)
