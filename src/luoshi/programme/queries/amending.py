"""Amendments: the list, and one with both texts of its changes, who decided what, and what accepting would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.plans.models import Version
from luoshi.plans.rules import VersionState
from luoshi.programme.models import Amendment, Change, Programme
from luoshi.programme.policy import Verb, parties, require, visible
from luoshi.programme.queries.changes import ChangeLine, lines_of
from luoshi.programme.queries.facts import ProgrammeLine, line_of
from luoshi.programme.queries.facts import programme as programme_for
from luoshi.programme.rules import ChangeDecision, ChangeKind, Party, ProgrammeState
from luoshi.tenancy.rules import Actor

PAGE = 40  # changes a page


@dataclass(frozen=True, slots=True)
class Tally:
    """How many changes of a kind there are, and how many of them are not decided."""

    kind: ChangeKind
    total: int
    open: int


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """One amendment. Numbers are those of the versions of the plan."""

    id: int
    old_version_id: int
    old_number: int
    new_version_id: int
    new_number: int
    opened_on: date
    closed_on: date | None
    opened_by: str
    tallies: tuple[Tally, ...]

    @property
    def left(self) -> int:
        """How many changes are not decided."""
        return sum(tally.open for tally in self.tallies)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A newer version of the plan that could be compared with the programme."""

    version_id: int
    number: int
    file_name: str
    open_doubts: int


@dataclass(frozen=True, slots=True)
class Amendments:
    """All amendments of a programme, newest first, and what could follow."""

    programme: ProgrammeLine
    plan_id: int | None
    number: int
    lines: tuple[AmendmentLine, ...]
    candidates: tuple[Candidate, ...]
    may_amend: bool

    @property
    def open(self) -> AmendmentLine | None:
        """The one that is not yet closed."""
        return next((line for line in self.lines if line.closed_on is None), None)


@dataclass(frozen=True, slots=True)
class AmendmentSheet:
    """One amendment with a page of its changes; ``kind`` is the filter, None for all but the unchanged."""

    programme: ProgrammeLine
    line: AmendmentLine
    kind: ChangeKind | None
    changes: tuple[ChangeLine, ...]
    page: int
    pages: int
    may_amend: bool
    runs: bool


def may_amend(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may decide changes of the programme as it stands."""
    amendable = programme.state in (ProgrammeState.DRAFT.value, ProgrammeState.ISSUED.value)
    return amendable and Party.OFFICE in parties(actor, programme)


def amended_by(actor: Actor, version_id: int) -> int | None:
    """The programme that a version would amend: one that the actor runs, on an older version of the same plan."""
    new = Version.objects.filter(pk=version_id, jurisdiction_id=actor.jurisdiction_id).first()
    if new is None:
        return None
    older = visible(actor).filter(version__plan_id=new.plan_id, version__number__lt=new.number).order_by("-pk")
    return next((found.pk for found in older if may_amend(actor, found)), None)


def amendments(actor: Actor, programme_id: int) -> Amendments:
    """The amendments of a programme. Raises ``NotFound`` for strangers."""
    require(actor, Verb.SEE)
    found = programme_for(actor, programme_id)
    mine = may_amend(actor, found)
    standing = found.version
    newer = _newer(actor, standing) if mine and standing else ()
    return Amendments(
        programme=line_of(found),
        plan_id=standing.plan_id if standing else None,
        number=standing.number if standing else 0,
        lines=_lines(Amendment.objects.filter(programme=found)),
        candidates=newer,
        may_amend=mine and standing is not None,
    )


def _newer(actor: Actor, standing: Version) -> tuple[Candidate, ...]:
    rows = Version.objects.filter(
        jurisdiction_id=actor.jurisdiction_id,
        plan_id=standing.plan_id,
        number__gt=standing.number,
        state=VersionState.DRAFT.value,
    )
    fields = ("pk", "number", "file_name", "open_doubts")
    return tuple(Candidate(*row) for row in rows.order_by("-number").values_list(*fields))


def _lines(rows: QuerySet[Amendment]) -> tuple[AmendmentLine, ...]:
    found = list(rows.select_related("account").order_by("-pk"))
    numbers = dict(
        Version.objects.filter(pk__in={pk for row in found for pk in (row.old_id, row.new_id)}).values_list(
            "pk", "number"
        )
    )
    tallies = _tallies(row.pk for row in found)
    return tuple(
        AmendmentLine(
            id=row.pk,
            old_version_id=row.old_id,
            old_number=numbers[row.old_id],
            new_version_id=row.new_id,
            new_number=numbers[row.new_id],
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            opened_by=row.account.name if row.account else "",
            tallies=tallies[row.pk],
        )
        for row in found
    )


def _tallies(ids: Iterable[int]) -> Mapping[int, tuple[Tally, ...]]:
    counted: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    ids = list(ids)
    rows = Change.objects.filter(amendment_id__in=ids).order_by()
    for amendment_id, kind, decision, many in rows.values_list("amendment_id", "kind", "decision").annotate(
        many=Count("pk")
    ):
        counted[amendment_id, kind][decision] = many
    return {
        pk: tuple(
            Tally(kind, sum(counts.values()), counts.get(ChangeDecision.OPEN.value, 0))
            for kind in ChangeKind
            if (counts := counted.get((pk, kind.value)))
        )
        for pk in ids
    }


def amendment(
    actor: Actor, amendment_id: int, kind: ChangeKind | None = None, page: int = 1, change_id: int | None = None
) -> AmendmentSheet:
    """One amendment with a page of its changes, or with one change alone. Raises ``NotFound`` for strangers."""
    require(actor, Verb.SEE)
    row = Amendment.objects.filter(pk=amendment_id, jurisdiction_id=actor.jurisdiction_id).first()
    if row is None:
        raise NotFound("amendment-not-found", _("There is no such amendment."))
    programme = programme_for(actor, row.programme_id)
    changes = row.changes.filter(kind=kind.value) if kind else row.changes.exclude(kind=ChangeKind.UNCHANGED.value)
    if change_id is not None:
        changes = row.changes.filter(pk=change_id)
    many = changes.count()
    pages = max(1, -(-many // PAGE))
    page = min(max(page, 1), pages)
    shown = changes.select_related("commitment", "account").order_by("order")[(page - 1) * PAGE : page * PAGE]
    runs = programme.state == ProgrammeState.ISSUED.value
    return AmendmentSheet(
        programme=line_of(programme),
        line=_lines(Amendment.objects.filter(pk=row.pk))[0],
        kind=kind,
        changes=lines_of(actor, list(shown), runs=runs),
        page=page,
        pages=pages,
        may_amend=may_amend(actor, programme) and row.closed_on is None,
        runs=runs,
    )
