"""Questions about plans and their readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.outline.exchange import plan_from_dict
from luoshi.outline.model import Diagnostic, Plan, Severity, Span
from luoshi.plans.models import Correction, Version
from luoshi.plans.policy import Verb, require
from luoshi.plans.rules import (
    CorrectionState,
    ItemKind,
    LookState,
    Operation,
    Step,
    VersionState,
    apply,
    doubt_key,
)
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Doubt:
    """A diagnostic that asks a person to look: its words, its place, and what somebody has said to it."""

    key: str
    code: str
    severity: Severity
    span: Span | None
    message: Phrase
    advice: Phrase
    look: LookState | None

    @property
    def stands(self) -> bool:
        """Whether nobody has settled it."""
        return self.look is not LookState.SETTLED


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One line of the log of corrections."""

    sequence: int
    operation: Operation
    item: ItemKind
    quote: str
    state: CorrectionState
    actor_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadingTotals:
    """The figures of the first line of a reading."""

    headings: int
    tasks: int
    pairs: int
    phases: int
    duties: int
    safeguards: int
    targets: int
    doubts: int


@dataclass(frozen=True)
class Reading:
    """A version as it stands: the reader's words with people's corrections applied.

    ``revision`` goes back with the next correction, which is refused where somebody else was faster.
    """

    version_id: int
    plan_id: int
    number: int
    title: str
    file_name: str
    kind: str
    state: VersionState
    data: dict[str, Any]
    plan: Plan
    doubts: tuple[Doubt, ...]
    corrections: tuple[CorrectionLine, ...]
    revision: int

    @property
    def can_undo(self) -> bool:
        """Whether a correction stands that can be taken back."""
        return self._has(CorrectionState.APPLIED)

    @property
    def can_redo(self) -> bool:
        """Whether one was taken back and nothing else was done since."""
        return self._has(CorrectionState.UNDONE)

    def _has(self, state: CorrectionState) -> bool:
        draft = self.state is VersionState.DRAFT
        return draft and any(line.state is state for line in self.corrections)

    @property
    def unseen(self) -> int:
        """How many doubts nobody has looked at."""
        return sum(doubt.look is None for doubt in self.doubts)

    @property
    def errors(self) -> int:
        """How many errors stand."""
        return sum(doubt.stands and doubt.severity is Severity.ERROR for doubt in self.doubts)

    @cached_property
    def totals(self) -> ReadingTotals:
        """The figures of the first line."""
        return totals_of(self.plan, len([doubt for doubt in self.doubts if doubt.stands]))


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The newest version of a plan, as the list shows it."""

    plan_id: int
    version_id: int
    number: int
    title: str
    file_name: str
    kind: str
    state: VersionState
    uploaded_at: datetime
    tasks: int
    pairs: int
    open_doubts: int


def totals_of(plan: Plan, doubts: int) -> ReadingTotals:
    """The figures of a reading; a pair is one body or group at one task."""
    return ReadingTotals(
        headings=len(plan.headings),
        tasks=len(plan.tasks),
        pairs=sum(len({unit.name for unit in task.units}) for task in plan.tasks),
        phases=len(plan.phases),
        duties=sum(len(phase.items) for phase in plan.phases),
        safeguards=len(plan.safeguards),
        targets=len(plan.targets),
        doubts=doubts,
    )


def visible(actor: Actor) -> QuerySet[Version]:
    """The versions that the actor may know of: those of the own jurisdiction."""
    return Version.objects.filter(jurisdiction_id=actor.jurisdiction_id)


def version(actor: Actor, version_id: int, verb: Verb = Verb.SEE) -> Version:
    """A version. Raises ``NotFound`` for strangers and ``NotAllowed`` for colleagues without the right."""
    found = visible(actor).select_related("plan").filter(pk=version_id).first()
    if found is None:
        raise NotFound("plan-not-found", _("There is no such plan."))
    require(actor, verb)
    return found


def steps(version_id: int) -> list[Step]:
    """The corrections that hold, in order."""
    rows = Correction.objects.filter(version_id=version_id, state=CorrectionState.APPLIED.value).order_by("sequence")
    return [Step(Operation(row.operation), row.anchor, row.payload) for row in rows]


def corrected(found: Version) -> dict[str, Any]:
    """The reading of a version with its corrections."""
    return apply(found.reading, steps(found.pk))


def reading(actor: Actor, version_id: int) -> Reading:
    """A version as it stands."""
    found = version(actor, version_id)
    log = list(found.corrections.select_related("actor").order_by("sequence"))
    held = [row for row in log if row.state == CorrectionState.APPLIED.value]
    data = apply(found.reading, [Step(Operation(row.operation), row.anchor, row.payload) for row in held])
    plan = plan_from_dict(data)
    return Reading(
        version_id=found.pk,
        plan_id=found.plan_id,
        number=found.number,
        title=plan.title or found.plan.title,
        file_name=found.file_name,
        kind=found.kind,
        state=VersionState(found.state),
        data=data,
        plan=plan,
        doubts=_doubts(plan, _looks(found)),
        corrections=tuple(_line(row) for row in log if row.state != CorrectionState.DROPPED.value),
        revision=revision(row.sequence for row in held),
    )


def revision(held: Iterable[int]) -> int:
    """The number of the last correction that holds; 0 for a reading as it was read."""
    return max(held, default=0)


def _line(row: Correction) -> CorrectionLine:
    return CorrectionLine(
        sequence=row.sequence,
        operation=Operation(row.operation),
        item=ItemKind(row.anchor["kind"]),
        quote=row.anchor["quote"],
        state=CorrectionState(row.state),
        actor_name=row.actor.name if row.actor else "",
        at=row.at,
    )


def _looks(found: Version) -> dict[str, LookState]:
    """The last word on each doubt; a look that came with a correction holds while the correction does."""
    rows = found.looks.select_related("correction").order_by("pk")
    return {
        row.doubt: LookState(row.state)
        for row in rows
        if row.correction is None or row.correction.state == CorrectionState.APPLIED.value
    }


def _doubts(plan: Plan, looks: dict[str, LookState]) -> tuple[Doubt, ...]:
    found: dict[str, Doubt] = {}
    for diagnostic in (*plan.source.diagnostics, *plan.diagnostics):
        if diagnostic.severity is not Severity.NOTE:
            doubt = _doubt(plan.source.text, diagnostic, looks)
            found.setdefault(doubt.key, doubt)
    order = {Severity.ERROR: 0, Severity.DOUBT: 1}
    return tuple(
        sorted(
            found.values(),
            key=lambda doubt: (not doubt.stands, order[doubt.severity], doubt.span or Span(0, 0)),
        )
    )


def _doubt(text: str, diagnostic: Diagnostic, looks: dict[str, LookState]) -> Doubt:
    key = doubt_key(text, diagnostic.code, diagnostic.span, diagnostic.params)
    return Doubt(
        key=key,
        code=diagnostic.code,
        severity=diagnostic.severity,
        span=diagnostic.span,
        message=Phrase(diagnostic.message, diagnostic.params),
        advice=Phrase(diagnostic.advice, diagnostic.params),
        look=looks.get(key),
    )


def plans(actor: Actor) -> tuple[PlanLine, ...]:
    """The newest version of every plan, newest first."""
    require(actor, Verb.SEE)
    newest: dict[int, Version] = {}
    rows = visible(actor).select_related("plan").defer("reading").order_by("plan_id", "number")
    for found in rows:
        newest[found.plan_id] = found
    return tuple(_plan_line(found) for found in sorted(newest.values(), key=lambda found: -found.pk))


def versions(actor: Actor, plan_id: int) -> tuple[PlanLine, ...]:
    """Every version of a plan, newest first; none for strangers."""
    require(actor, Verb.SEE)
    rows = visible(actor).select_related("plan").defer("reading").filter(plan_id=plan_id).order_by("-number")
    return tuple(_plan_line(found) for found in rows)


def same_file(actor: Actor, sha256: str) -> PlanLine | None:
    """The newest version that was read from the very same bytes, if any: to be asked before they are uploaded again."""
    require(actor, Verb.SEE)
    rows = visible(actor).select_related("plan").defer("reading").filter(sha256=sha256).order_by("-pk")
    found = rows.first()
    return None if found is None else _plan_line(found)


def _plan_line(found: Version) -> PlanLine:
    return PlanLine(
        plan_id=found.plan_id,
        version_id=found.pk,
        number=found.number,
        title=found.plan.title,
        file_name=found.file_name,
        kind=found.kind,
        state=VersionState(found.state),
        uploaded_at=found.uploaded_at,
        tasks=found.tasks,
        pairs=found.pairs,
        open_doubts=found.open_doubts,
    )
