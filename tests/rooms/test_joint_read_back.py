"""The joint table as a file is read back as the rows that it was printed from, and says what it holds besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from assessment.imitated import departments, made
from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.serving import Server, serve
from luoshi.assessment.models import Adoption
from luoshi.assessment.models import Row as KeptRow
from luoshi.assessment.queries.joint import joint_table
from luoshi.assessment.reading.tables import Reading, read_framework
from luoshi.assessment.rules.framework import Framework, Row
from luoshi.assessment.rules.rounds import SubjectKind
from luoshi.assessment.templates import templates
from luoshi.documents.joint_table import joint_paper
from luoshi.programme.models import Commitment
from luoshi.render import csv_file, docx_file, xlsx_file
from rooms.cast import TODAY, County, run_programme
from rooms.scored import kept, parking

FORMS = {"csv": csv_file.write, "xlsx": xlsx_file.write, "docx": docx_file.write}
forms = pytest.mark.parametrize("form", FORMS)
FRAMEWORKS: dict[str, Callable[[], Framework]] = {
    "parking": parking,
    "township": lambda: templates()["river-chief-township"],
    "skeleton": lambda: templates()["unity-county"],
    "departments": lambda: read_framework(*made(departments(), "csv")).framework,
}


def printed(county: County, framework: Framework, form: str) -> Reading:
    """The joint table of an adoption in which two commitments serve the first row, written and read."""
    programme = run_programme(county).programme_id
    version = kept(county, framework)
    adoption = adopt(
        actor=county.office, programme_id=programme, version_id=version, subject_kind=SubjectKind.PROGRAMME
    )
    first = next(row for row, _above in lines(framework.rows))
    place = KeptRow.objects.get(version=Adoption.objects.get(pk=adoption).version, code=first.code).pk
    for commitment in Commitment.objects.filter(programme_id=programme).exclude(kind="area")[:2]:
        serve(actor=county.office, adoption_id=adoption, row_id=place, server=Server(commitment_id=commitment.pk))
    table = joint_table(county.office, adoption)
    return read_framework(FORMS[form](joint_paper(table, table.rows, TODAY)), f"分解表.{form}")


def lines(rows: tuple[Row, ...], above: tuple[Row, ...] = ()) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """The marked rows of a framework with the rows above them."""
    for row in rows:
        if row.children:
            yield from lines(row.children, (*above, row))
        else:
            yield row, above


def told(framework: Framework) -> list[tuple[object, ...]]:
    """What a joint table says of each marked row."""
    return [
        (
            row.code.lstrip("§0123456789") if row.code.startswith("§") else row.code,
            row.title, row.points, row.kind, " ".join((row.sentence or row.text).split()),
            row.scored_by[:1], row.proofs,
            list(dict.fromkeys((one.title, one.points) for one in above if one.title != row.title)),
        )
        for row, above in lines(framework.rows)
    ]  # fmt: skip


@forms
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_joint_table_is_read_back_as_the_rows_that_it_was_printed_from(county: County, name: str, form: str) -> None:
    framework = FRAMEWORKS[name]()
    reading = printed(county, framework, form)
    assert told(reading.framework) == told(framework)


@forms
def test_what_a_joint_table_holds_beside_the_indicators_is_told(county: County, form: str) -> None:
    reading = printed(county, parking(), form)
    found = {finding.code for finding in reading.findings}
    assert "column-unread" in found
    assert found & {"table-repeats", "sheet-chosen"}
    assert "row-refused" not in found
    assert "number-twice" not in found


@forms
def test_the_rules_of_a_joint_table_are_read_as_before(county: County, form: str) -> None:
    framework = FRAMEWORKS["departments"]()
    again = printed(county, framework, form).framework
    rules = [[row.rule for row, _above in lines(one.rows)] for one in (framework, again)]
    assert rules[0] == rules[1]
