"""What a programme, its units and its sites are assessed by, and the rounds of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from luoshi.assessment.models import Adoption, FrameworkVersion, Round, Subject
from luoshi.assessment.policy import (
    may_keep,
    may_run,
    oversees,
    visible_adoptions,
    visible_frameworks,
    visible_subjects,
)
from luoshi.assessment.queries.compiling import table_for
from luoshi.assessment.queries.facts import RoundLine, SubjectLine, round_line, subject_lines
from luoshi.assessment.queries.parts import has_parts
from luoshi.assessment.rules.rounds import RoundState, SubjectKind
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Programme, SiteCategory
from luoshi.programme.policy import visible as visible_programmes
from luoshi.tenancy.rules import Actor
from luoshi.units.queries.known import groups

FEW = 40  # subjects of a round that are listed with it; more stand on the page of the round


@dataclass(frozen=True, slots=True)
class RoundStand:
    """A round with its subjects (few of them are listed) and how far they are: ``count`` subjects, ``complete`` of them
    without an unmarked row, ``struck`` with a veto.
    """

    line: RoundLine
    count: int
    complete: int
    struck: int
    subjects: tuple[SubjectLine, ...]


@dataclass(frozen=True, slots=True)
class AdoptionLine:
    """What somebody is assessed by; points in millionths, None where the table does not say. ``parts``: the table has
    parts for one body each.
    """

    id: int
    title: str
    framework_id: int
    version: int
    latest: int
    label: str
    kind: SubjectKind
    standings: bool
    whom: str
    full: int | None
    pass_mark: str
    rows: int
    edit: int
    withdrawn_on: date | None
    rounds: tuple[RoundStand, ...]
    parts: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be adopted, and for whom: ids and names."""

    versions: tuple[tuple[int, str], ...]
    groups: tuple[tuple[int, str], ...]
    categories: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class AssessmentSheet:
    """The assessment of a programme."""

    programme_id: int
    programme_title: str
    may_run: bool
    may_keep: bool
    oversees: bool
    adoptions: tuple[AdoptionLine, ...]


def assessment(actor: Actor, programme_id: int) -> AssessmentSheet:
    """What a programme is assessed by. Raises ``NotFound``."""
    programme = assessed_programme(actor, programme_id)
    runs = may_run(actor, programme)
    adoptions = list(visible_adoptions(actor).filter(programme=programme).annotate(newest=_newest()))
    stands = _stands(actor, adoptions, may_run=runs, whole=oversees(actor, programme))
    return AssessmentSheet(
        programme.pk,
        programme.title,
        runs,
        may_keep(actor),
        oversees(actor, programme),
        tuple(_adoption_line(row, stands.get(row.pk, ())) for row in adoptions),
    )


def assessed_programme(actor: Actor, programme_id: int) -> Programme:
    """A programme that the actor may know of. Raises ``NotFound``."""
    found = visible_programmes(actor).filter(pk=programme_id).first()
    if found is None:
        raise NotFound("programme-not-found", _("There is no such programme."))
    return found


def adoption_of(actor: Actor, adoption_id: int) -> AdoptionLine:
    """One adoption with its rounds. Raises ``NotFound``."""
    row = visible_adoptions(actor).annotate(newest=_newest()).filter(pk=adoption_id).first()
    if row is None:
        raise NotFound("adoption-not-found", _("There is no such assessment."))
    stands = _stands(actor, [row], may_run=may_run(actor, row.programme), whole=oversees(actor, row.programme))
    return _adoption_line(row, stands.get(row.pk, ()))


@dataclass(frozen=True, slots=True)
class ProgrammeHead:
    """The programme that a page stands in."""

    id: int
    title: str
    may_run: bool


def programme_of_adoption(actor: Actor, adoption_id: int) -> ProgrammeHead:
    """The programme of an adoption. Raises ``NotFound``."""
    row = _visible(actor, adoption_id)
    return ProgrammeHead(row.programme_id, row.programme.title, may_run(actor, row.programme))


def scorers_of(actor: Actor, adoption_id: int) -> tuple[tuple[str, str], ...]:
    """Keys and labels of those who mark the same rows by weights, as the framework names them."""
    framework = table_for(_visible(actor, adoption_id).version).framework
    return tuple((one.key, one.label) for one in framework.scorers)


def _visible(actor: Actor, adoption_id: int) -> Adoption:
    row = visible_adoptions(actor).filter(pk=adoption_id).first()
    if row is None:
        raise NotFound("adoption-not-found", _("There is no such assessment."))
    return row


def choices(actor: Actor, programme_id: int, today: date) -> Choices:
    """What the office may adopt: the newest version of every framework that is offered, and for whom."""
    frameworks = visible_frameworks(actor).filter(withdrawn_on=None)
    versions = FrameworkVersion.objects.filter(framework__in=frameworks).select_related("framework").defer("body")
    newest: dict[int, FrameworkVersion] = {}
    for version in versions.order_by("framework_id", "number"):
        newest[version.framework_id] = version
    categories = SiteCategory.objects.filter(scheme__programme_id=programme_id).order_by("pk")
    return Choices(
        tuple((one.pk, f"{one.framework.title}（{one.number}）") for one in newest.values()),
        tuple((group.id, group.name) for group in groups(actor, today)),
        tuple(categories.values_list("pk", "name")),
    )


def _newest() -> Max:
    return Max("version__framework__versions__number")


def _adoption_line(row: Adoption, rounds: tuple[RoundStand, ...]) -> AdoptionLine:
    table = table_for(row.version)
    framework, sums = table.framework, table.unmarked[""]
    mark = framework.pass_mark
    whom = row.group.name if row.group else row.category.name if row.category else ""
    return AdoptionLine(
        id=row.pk,
        title=row.version.framework.title,
        framework_id=row.version.framework_id,
        version=row.version.number,
        latest=row.newest,  # type: ignore[attr-defined]
        label=framework.label,
        kind=SubjectKind(row.subject_kind),
        standings=row.standings,
        whom=whom,
        full=None if sums.sizeless else sums.full,
        pass_mark="" if mark is None else f"{'≥' if mark.closed else '>'} {mark.points.normalize():f}",
        rows=len(table.compiled.rows),
        edit=row.edit,
        withdrawn_on=row.withdrawn_on,
        rounds=rounds,
        parts=has_parts(row, table),
    )


def _stands(
    actor: Actor, adoptions: Sequence[Adoption], *, may_run: bool, whole: bool
) -> Mapping[int, tuple[RoundStand, ...]]:
    """The rounds of adoptions; whoever is not the office sees those that were opened."""
    rounds = Round.objects.filter(adoption__in=[row.pk for row in adoptions]).select_related("version", "after")
    rounds = rounds.defer("version__body", "version__findings")
    if not may_run:
        rounds = rounds.exclude(state=RoundState.PLANNED.value)
    subjects = visible_subjects(actor).filter(round__in=rounds.values("pk"))
    counts = _counts(subjects)
    few = [pk for pk, (count, _complete, _struck) in counts.items() if count <= FEW]
    listed: dict[int, list[Subject]] = {}
    for subject in subjects.filter(round_id__in=few).defer("sums", "outcome", *BODIES).order_by("pk"):
        listed.setdefault(subject.round_id, []).append(subject)
    found: dict[int, list[RoundStand]] = {}
    for row in rounds.order_by("order"):
        lines = subject_lines(actor, listed.get(row.pk, ()))
        count, complete, struck = counts.get(row.pk, (0, 0, 0))
        told = (complete, struck) if whole else (0, 0)  # of others a unit learns nothing
        stand = RoundStand(round_line(row, may_run=may_run), count, *told, lines)
        found.setdefault(row.adoption_id, []).append(stand)
    return {pk: tuple(stands) for pk, stands in found.items()}


BODIES = ("round__version__body", "round__version__findings")
"""What lists of subjects never need of a version."""


def _counts(subjects: QuerySet[Subject]) -> dict[int, tuple[int, int, int]]:
    """By round: how many subjects, how many without an unmarked row, how many with a veto."""
    complete, struck = Count("pk", filter=Q(lacking=0, points__isnull=False)), Count("pk", filter=Q(struck__gt=0))
    rows = subjects.order_by().values("round_id").annotate(n=Count("pk"), all_marked=complete, vetoes=struck)
    return {row["round_id"]: (row["n"], row["all_marked"], row["vetoes"]) for row in rows}
