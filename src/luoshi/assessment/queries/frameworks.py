"""Frameworks as pages show them: the list, one with its tree and findings, and what going over to a version loses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from luoshi.assessment.models import (
    Adoption,
    DeclinedService,
    FrameworkVersion,
    Gap,
    Risk,
    Row,
    RowProof,
    RowScorer,
    RowService,
)
from luoshi.assessment.policy import may_keep, may_run, require_running, visible_adoptions, visible_frameworks
from luoshi.assessment.queries.compiling import table_of
from luoshi.assessment.rules.framework import Framework, RowKind
from luoshi.assessment.rules.framework import Row as RuleRow
from luoshi.assessment.rules.lint import DOUBTS
from luoshi.assessment.rules.numbers import plain
from luoshi.assessment.rules.rounds import SubjectKind
from luoshi.assessment.rules.telling import Told, row_told
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Programme, SiteCategory
from luoshi.programme.policy import visible as visible_programmes
from luoshi.tenancy.rules import Actor
from luoshi.units.queries.known import groups

TIES = (RowService, DeclinedService, RowScorer, RowProof, Gap, Risk)
"""What points at rows of an adoption and goes over to the rows of the same code in a newer version."""


@dataclass(frozen=True, slots=True)
class FrameworkLine:
    """A framework in the list; ``rows`` are marked rows of its latest version, ``number`` and ``made_on`` are its."""

    id: int
    title: str
    label: str
    number: int
    made_on: date
    rows: int
    adopted: int
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class FrameworkList:
    """All frameworks that the actor may know of."""

    lines: tuple[FrameworkLine, ...]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of the tree. ``told`` is the rule as it was read, ``doubts`` messages with the words concerned."""

    row: RuleRow
    depth: int
    points: str | None
    told: Told | None
    doubts: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> RowKind:
        """Its kind."""
        return self.row.kind


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version; ``findings`` counts what the lint said of it."""

    id: int
    number: int
    made_on: date
    made_by: str
    file_name: str
    findings: int


@dataclass(frozen=True, slots=True)
class AdoptedLine:
    """Who is assessed by a version of the framework."""

    id: int
    programme_id: int
    programme_title: str
    subject_kind: SubjectKind
    whom: str
    number: int
    version_id: int
    withdrawn_on: date | None
    may_run: bool


@dataclass(frozen=True, slots=True)
class FrameworkSheet:
    """A framework in one of its versions; ``latest`` tells whether it is the last one, which alone is edited."""

    id: int
    title: str
    edit: int
    withdrawn_on: date | None
    framework: Framework
    version_id: int
    number: int
    latest: bool
    rows: tuple[RowLine, ...]
    versions: tuple[VersionLine, ...]
    findings: tuple[Mapping[str, Any], ...]
    adopted: tuple[AdoptedLine, ...]
    may_keep: bool

    @property
    def leaves(self) -> int:
        """How many rows are marked."""
        return sum(1 for line in self.rows if not line.row.children)

    @property
    def pass_points(self) -> str | None:
        """The pass mark, if there is one."""
        mark = self.framework.pass_mark
        return None if mark is None else plain(mark.points)

    @property
    def total(self) -> str | None:
        """What the table says that it comes to."""
        return None if self.framework.total is None else plain(self.framework.total)


@dataclass(frozen=True, slots=True)
class Adopting:
    """What may be chosen when a framework is adopted: programmes that the actor runs, groups, categories of sites."""

    programmes: tuple[tuple[int, str], ...]
    groups: tuple[tuple[int, str], ...]
    categories: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Going:
    """Going over from one version to another: codes and titles that are lost with the ties that they have, and rows
    that are new.
    """

    adoption: AdoptedLine
    framework_id: int
    framework_title: str
    edit: int
    version_id: int
    number: int
    lost: tuple[tuple[str, str, int], ...]
    new: tuple[tuple[str, str], ...]
    kept: int


def frameworks(actor: Actor) -> FrameworkList:
    """The frameworks of the county, those in use first."""
    newest: dict[int, FrameworkVersion] = {}
    known = visible_frameworks(actor)
    versions = FrameworkVersion.objects.filter(framework__in=known).select_related("framework").order_by("number")
    for version in versions:
        newest[version.framework_id] = version
    leaves = Row.objects.filter(version__in=newest.values(), leaf=True).values("version_id")
    rows = dict(leaves.annotate(n=Count("pk")).values_list("version_id", "n"))
    adopted = Counter(
        visible_adoptions(actor).filter(withdrawn_on=None).values_list("version__framework_id", flat=True)
    )
    lines = [
        FrameworkLine(
            pk,
            one.framework.title,
            str(one.body.get("label", "")),
            one.number,
            one.made_on,
            rows.get(one.pk, 0),
            adopted[pk],
            one.framework.withdrawn_on,
        )
        for pk, one in newest.items()
    ]
    lines.sort(key=lambda line: (line.withdrawn_on is not None, -line.adopted, line.id))
    return FrameworkList(tuple(lines), may_keep(actor))


def framework_sheet(actor: Actor, framework_id: int, number: int | None = None) -> FrameworkSheet:
    """A framework, in its latest version or the one of a number. Raises ``NotFound``."""
    kept = visible_frameworks(actor).filter(pk=framework_id).first()
    versions = [] if kept is None else list(kept.versions.select_related("made_by").defer("body").order_by("-number"))
    chosen = next((one for one in versions if number in (None, one.number)), None)
    if kept is None or chosen is None:
        raise NotFound("framework-not-found", _("There is no such framework."))
    framework = table_of(chosen.pk).framework
    return FrameworkSheet(
        id=kept.pk,
        title=kept.title,
        edit=kept.edit,
        withdrawn_on=kept.withdrawn_on,
        framework=framework,
        version_id=chosen.pk,
        number=chosen.number,
        latest=chosen.pk == versions[0].pk,
        rows=tuple(tree(framework)),
        versions=tuple(_version(one) for one in versions),
        findings=tuple(chosen.findings),
        adopted=tuple(_adopted(actor, row) for row in visible_adoptions(actor).filter(version__framework=kept)),
        may_keep=may_keep(actor),
    )


def tree(framework: Framework) -> Iterator[RowLine]:
    """The rows with their depth, each before those under it."""
    level = [(row, 0) for row in reversed(framework.rows)]
    while level:
        row, depth = level.pop()
        level += [(child, depth + 1) for child in reversed(row.children)]
        yield RowLine(
            row=row,
            depth=depth,
            points=None if row.points is None else plain(row.points),
            told=None if row.children else row_told(row),
            doubts=tuple((DOUBTS.get(doubt.code, doubt.code), doubt.text) for doubt in row.doubts),
        )


def adopting(actor: Actor, today: date) -> Adopting:
    """For whom the actor may adopt a framework."""
    runs = [one for one in visible_programmes(actor).order_by("pk") if may_run(actor, one)]
    categories = SiteCategory.objects.filter(scheme__programme__in=runs).order_by("pk")
    return Adopting(
        tuple((one.pk, one.title) for one in runs),
        tuple((group.id, group.name) for group in groups(actor, today)),
        tuple(categories.values_list("pk", "name")),
    )


def going(actor: Actor, adoption_id: int, version_id: int) -> Going:
    """What going over to a version would do. Raises ``NotFound``, ``NotAllowed``."""
    adoption = visible_adoptions(actor).filter(pk=adoption_id).first()
    version = None
    if adoption is not None:
        version = FrameworkVersion.objects.filter(pk=version_id, framework_id=adoption.version.framework_id).first()
    if adoption is None or version is None:
        raise NotFound("adoption-not-found", _("There is no such assessment."))
    require_running(actor, adoption.programme)
    old = _titles(adoption.version_id)
    new = _titles(version.pk)
    ties: Counter[str] = Counter()
    for model in TIES:
        ties.update(model.objects.filter(adoption=adoption).values_list("row__code", flat=True))
    gone = [code for code in dict.fromkeys((*old, *ties)) if code not in new]
    return Going(
        adoption=_adopted(actor, adoption),
        framework_id=adoption.version.framework_id,
        framework_title=adoption.version.framework.title,
        edit=adoption.edit,
        version_id=version.pk,
        number=version.number,
        lost=tuple((code, old.get(code, ""), ties[code]) for code in gone),
        new=tuple((code, title) for code, title in new.items() if code not in old),
        kept=sum(count for code, count in ties.items() if code in new),
    )


def framework_of(version_id: int) -> int:
    """The framework of a version that was kept just now."""
    return FrameworkVersion.objects.values_list("framework_id", flat=True).get(pk=version_id)


def _titles(version_id: int) -> dict[str, str]:
    return dict(Row.objects.filter(version_id=version_id).order_by("order").values_list("code", "title"))


def _version(one: FrameworkVersion) -> VersionLine:
    by = one.made_by.post if one.made_by else ""
    return VersionLine(one.pk, one.number, one.made_on, by, one.file_name, len(one.findings))


def _adopted(actor: Actor, row: Adoption) -> AdoptedLine:
    programme: Programme = row.programme
    whom = row.group.name if row.group else row.category.name if row.category else ""
    return AdoptedLine(
        row.pk,
        programme.pk,
        programme.title,
        SubjectKind(row.subject_kind),
        whom,
        row.version.number,
        row.version_id,
        row.withdrawn_on,
        may_run(actor, programme) and row.withdrawn_on is None,
    )
