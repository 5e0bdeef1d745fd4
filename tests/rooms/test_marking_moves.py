"""Who may do what with a row in which round: the table, said a second time and run."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.marking import Said, mark
from luoshi.assessment.actions.rounds import close_round, open_round, plan_round
from luoshi.assessment.models import Row, RowScorer, RowService, Subject
from luoshi.assessment.policy import (
    markers_of,
    marks_whole,
    readable_rows,
    reads_row,
    rows_to_mark,
    sees_subject,
    visible_subjects,
)
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind, may_mark
from luoshi.kernel.errors import Conflict, LuoshiError, NotAllowed, NotFound
from luoshi.tenancy.rules import Actor, Role
from luoshi.units.models import Unit
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.scored import kept, row

# who × kind of round → what marking a row answers while the round is open; who "serves" serves row 1.2, who "scores"
# scores it; "own" is the unit that is assessed
PROGRAMME = """
office: self-check yes, review yes, inspection no, expected yes, official yes
leader: self-check no, review no, inspection no, expected no, official no
auditor: self-check no, review no, inspection no, expected no, official no
inspector: self-check no, review no, inspection yes, expected no, official no
serves: self-check yes, review no, inspection no, expected no, official no
scores: self-check no, review yes, inspection no, expected no, official no
approves: self-check yes, review no, inspection no, expected no, official no
other: self-check unknown, review unknown, inspection unknown, expected unknown, official unknown
manager: self-check unknown, review unknown, inspection unknown, expected unknown, official unknown
stranger: self-check unknown, review unknown, inspection unknown, expected unknown, official unknown
"""
UNIT = """
office: self-check yes, review yes, inspection no, expected yes, official yes
leader: self-check no, review no, inspection no, expected no, official no
inspector: self-check no, review no, inspection yes, expected no, official no
own: self-check yes, review no, inspection no, expected no, official no
scores: self-check no, review yes, inspection no, expected no, official no
other: self-check unknown, review unknown, inspection unknown, expected unknown, official unknown
stranger: self-check unknown, review unknown, inspection unknown, expected unknown, official unknown
"""


def cells(table: str) -> list[tuple[str, str, str]]:
    found = []
    for line in table.strip().splitlines():
        who, rest = line.split(": ")
        found += [(who, *part.rsplit(" ", 1)) for part in rest.split(", ")]
    return found  # type: ignore[return-value]


def actors(county: County) -> dict[str, Actor]:
    """Everybody of the tables; all with an account, as an account is what tells a person from the site itself."""
    seats = {
        "leader": (Role.LEADER, "县住建局"),
        "auditor": (Role.AUDITOR, "县住建局"),
        "inspector": (Role.INSPECTOR, "县住建局"),
        "manager": (Role.MANAGER, "县住建局"),
        "serves": (Role.LIAISON, "东岸镇"),
        "approves": (Role.APPROVER, "东岸镇"),
        "own": (Role.LIAISON, "东岸镇"),
        "scores": (Role.LIAISON, "西岸乡"),
        "other": (Role.LIAISON, "县交通局"),
    }
    account = county.office.account_id
    found = {name: replace(county.member(*seat), account_id=account) for name, seat in seats.items()}
    return {**found, "office": county.office, "stranger": found_county("远山县").office}


def setting(county: County, subject_kind: SubjectKind, kind: str) -> Subject:
    """An open round of a kind, its rows served and scored."""
    programme = run_programme(county).programme_id
    names = dict(Unit.objects.filter(jurisdiction_id=county.id).values_list("name", "pk"))
    county.unit_ids.update(names)
    adoption = adopt(actor=county.office, programme_id=programme, version_id=kept(county), subject_kind=subject_kind)
    own = {"jurisdiction_id": county.id, "adoption_id": adoption, "row": row("1.2")}
    RowScorer.objects.filter(adoption_id=adoption).delete()
    RowService.objects.filter(adoption_id=adoption).delete()
    RowScorer.objects.create(**own, unit_id=names["西岸乡"])
    RowService.objects.create(**own, unit_id=names["东岸镇"])
    made = plan_round(actor=county.office, adoption_id=adoption, kind=RoundKind(kind))
    open_round(actor=county.office, round_id=made, today=TODAY)
    rows = Subject.objects.filter(round_id=made).select_related("round__adoption__programme", "site", "unit")
    return rows.get() if subject_kind is SubjectKind.PROGRAMME else rows.get(unit__name="东岸镇")


def answered(actor: Actor, subject: Subject) -> str:
    said = Said(Observation(met=True))
    try:
        mark(actor=actor, subject_id=subject.pk, row_id=row("1.2").pk, said=said, today=TODAY)
    except NotFound:
        return "unknown"
    except NotAllowed:
        return "no"
    return "yes"


CASES = [(SubjectKind.PROGRAMME, PROGRAMME), (SubjectKind.UNIT, UNIT)]
KINDS = [kind.value for kind in RoundKind]


@pytest.mark.parametrize(("case", "kind"), list(product(CASES, KINDS)), ids=lambda one: str(one)[:24])
def test_the_table_of_marks_holds(county: County, case: tuple[SubjectKind, str], kind: str) -> None:
    subject = setting(county, case[0], kind)
    people = actors(county)
    wanted = {who: answer for who, of, answer in cells(case[1]) if of == kind}
    assert {who: answered(people[who], subject) for who in wanted} == wanted


@pytest.mark.parametrize(("case", "kind"), list(product(CASES, KINDS)), ids=lambda one: str(one)[:24])
def test_which_rows_are_marked_and_whether_this_one_is_are_the_same_answer(
    county: County, case: tuple[SubjectKind, str], kind: str
) -> None:
    subject = setting(county, case[0], kind)
    for who, actor in actors(county).items():
        if not visible_subjects(actor).filter(pk=subject.pk).exists():
            continue
        listed = set(rows_to_mark(actor, subject).values_list("code", flat=True))
        readable = set(readable_rows(actor, subject).filter(leaf=True).values_list("code", flat=True))
        one_by_one = {code for code in readable if may_mark(subject.round.markers, markers_of(actor, subject, code))}
        assert listed == one_by_one, who


@pytest.mark.parametrize("case", CASES, ids=lambda one: str(one)[:24])
def test_what_is_visible_and_whether_this_one_is_are_the_same_answer(
    county: County, case: tuple[SubjectKind, str]
) -> None:
    subject = setting(county, case[0], "review")
    for who, actor in actors(county).items():
        seen = visible_subjects(actor).filter(pk=subject.pk).exists()
        assert sees_subject(actor, subject) == seen, who
        if seen:
            listed = set(readable_rows(actor, subject).values_list("pk", flat=True))
            every = Row.objects.filter(version_id=subject.round.version_id).values_list("pk", flat=True)
            assert {pk for pk in every if reads_row(actor, subject, pk)} == listed, who
            marked = rows_to_mark(actor, subject).count()
            assert marks_whole(actor, subject) == (marked == Row.objects.filter(leaf=True).count()), who


def test_nobody_marks_a_round_that_is_closed(county: County) -> None:
    subject = setting(county, SubjectKind.PROGRAMME, "self-check")
    close_round(actor=county.office, round_id=subject.round_id, today=TODAY)
    for actor in actors(county).values():
        with pytest.raises((Conflict, NotFound)) as caught:
            mark(
                actor=actor,
                subject_id=subject.pk,
                row_id=row("1.2").pk,
                said=Said(Observation(met=True)),
                today=TODAY,
            )
        assert isinstance(caught.value, LuoshiError)
