"""A plan as plain data and back: what ``luoshi read --format json`` prints, what a store keeps, what a test compares.

The keys are stable. Beside what a reader of the JSON needs (names of units, words of diagnostics) every item carries
what the way back needs (``unit_refs``, spans, kinds, the key of a diagnostic), so that
``plan_from_dict(plan_to_dict(plan, with_source=True)) == plan``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _
from luoshi.outline.model import (
    Basis,
    Block,
    Comparator,
    Deadline,
    DeadlineKind,
    Diagnostic,
    Duty,
    Every,
    Heading,
    Measure,
    Phase,
    Plan,
    Rhythm,
    Role,
    Severity,
    Source,
    Span,
    Structure,
    Table,
    Target,
    Task,
    UnitRef,
)

ISSUER_MARK = "、"


# --- out --------------------------------------------------------------------------------------------------------


def plan_to_dict(plan: Plan, language: str = DEFAULT_LANGUAGE, *, with_source: bool = False) -> dict[str, Any]:
    """A plan as JSON types only (dict, list, str, int, float, bool, None).

    ``language`` chooses the words of diagnostics. ``with_source`` adds the whole text with its blocks and tables under
    ``source``. Spans are ``[start, end]`` in characters, end excluded. A quantity is a JSON number; one that no JSON
    number holds exactly (more than 17 digits) is text.
    """
    data: dict[str, Any] = {
        "title": plan.title,
        "issuer": ISSUER_MARK.join(plan.issuers) or None,
        "issuers": list(plan.issuers),
        "document_number": plan.document_number,
        "issue_date": plan.issue_date,
        "addressees": list(plan.addressees),
        "basis": [{"title": b.title, "number": b.number, "span": list(b.span)} for b in plan.basis],
        "fillers": [list(span) for span in plan.fillers],
        "headings": [
            {"level": h.level, "number": h.number, "text": h.text, "span": list(h.span)} for h in plan.headings
        ],
        "tasks": [_task(task) for task in plan.tasks],
        "phases": [_phase(phase) for phase in plan.phases],
        "safeguards": [_duty(duty) for duty in plan.safeguards],
        "targets": [_target(target) for target in plan.targets],
        "structures": [_structure(structure) for structure in plan.structures],
        "diagnostics": [_diagnostic(diagnostic, language) for diagnostic in plan.diagnostics],
    }
    if with_source:
        data["source"] = source_to_dict(plan.source, language)
    return data


def source_to_dict(source: Source, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
    """What a file says, as JSON types."""
    return {
        "text": source.text,
        "kind": source.kind,
        "blocks": [
            {"span": list(b.span), "level": b.level, "bold": b.bold, "centred": b.centred} for b in source.blocks
        ],
        "tables": [
            {"span": list(t.span), "rows": [[list(cell) for cell in row] for row in t.rows]} for t in source.tables
        ],
        "diagnostics": [_diagnostic(diagnostic, language) for diagnostic in source.diagnostics],
    }


def unit_names(units: Iterable[UnitRef], *roles: Role) -> list[str]:
    """Names in order without repeats; of the given roles, or of all."""
    return list(dict.fromkeys(unit.name for unit in units if not roles or unit.role in roles))


def _task(task: Task) -> dict[str, Any]:
    return {
        "number": task.number,
        "path": task.path,
        "title": task.title,
        "text": task.text,
        "span": list(task.span),
        "lead_units": unit_names(task.units, Role.LEAD),
        "support_units": unit_names(task.units, Role.SUPPORT),
        "units": unit_names(task.units),
        "unit_refs": [_unit_ref(unit) for unit in task.units],
        "deadline": _deadline(task.deadline),
        "deadlines": [_deadline(deadline) for deadline in task.deadlines],
        "rhythm": _rhythm(task.rhythm),
        "measures": [{"text": m.text, "span": list(m.span), "principle": m.principle} for m in task.measures],
        "targets": [_target(target) for target in task.targets],
        "confidence": task.confidence,
    }


def _phase(phase: Phase) -> dict[str, Any]:
    return {
        "name": phase.name,
        "start": phase.start,
        "end": phase.end,
        "span": list(phase.span),
        "items": [_duty(duty) for duty in phase.items],
        "confidence": phase.confidence,
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "number": duty.number,
        "text": duty.text,
        "span": list(duty.span),
        "units": unit_names(duty.units),
        "unit_refs": [_unit_ref(unit) for unit in duty.units],
        "deadline": _deadline(duty.deadline),
        "rhythm": _rhythm(duty.rhythm),
        "confidence": duty.confidence,
    }


def _unit_ref(unit: UnitRef) -> dict[str, Any]:
    return {
        "name": unit.name,
        "role": unit.role.value,
        "group": unit.group,
        "alias": unit.alias,
        "span": list(unit.span),
    }


def _deadline(deadline: Deadline | None) -> dict[str, Any] | None:
    if deadline is None:
        return None
    return {
        "text": deadline.text,
        "kind": deadline.kind.value,
        "date": deadline.date,
        "start": deadline.start,
        "end": deadline.end,
        "span": list(deadline.span),
    }


def _rhythm(rhythm: Rhythm | None) -> dict[str, Any] | None:
    if rhythm is None:
        return None
    return {
        "text": rhythm.text,
        "every": rhythm.every.value,
        "interval": rhythm.interval,
        "month": rhythm.month,
        "day": rhythm.day,
        "span": list(rhythm.span),
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "text": target.text,
        "value": _number(target.value),
        "value_max": None if target.value_max is None else _number(target.value_max),
        "unit": target.unit,
        "comparator": target.comparator.value,
        "subject": target.subject,
        "span": list(target.span),
    }


def _number(value: Decimal) -> int | float | str:
    """The JSON number that reads back as the same decimal; as text where there is none."""
    near = float(value)
    if near.is_integer() and abs(near) <= 2**53:
        return int(near) if int(near) == value else str(value)
    return near if Decimal(repr(near)) == value else str(value)


def _structure(structure: Structure) -> dict[str, Any]:
    return {
        "name": structure.name,
        "total": structure.total,
        "unit": structure.unit,
        "categories": list(structure.categories),
        "min_each": structure.min_each,
        "max_each": structure.max_each,
        "span": list(structure.span),
    }


def _diagnostic(diagnostic: Diagnostic, language: str) -> dict[str, Any]:
    message, advice = diagnostic.words(language)
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": message,
        "advice": advice,
        "span": None if diagnostic.span is None else list(diagnostic.span),
        "key": {
            "message": diagnostic.message,
            "advice": diagnostic.advice,
            "params": {name: _plain(value) for name, value in diagnostic.params.items()},
        },
    }


def _plain(value: object) -> str | int | float | None:
    return value if isinstance(value, (str, int, float)) or value is None else str(value)


# --- back -------------------------------------------------------------------------------------------------------


def plan_from_dict(data: Mapping[str, Any], source: Source | None = None) -> Plan:
    """The plan that ``plan_to_dict`` wrote.

    The text comes from ``source`` where it is kept elsewhere, else from ``data["source"]``, else it is empty. Raises
    ``Invalid`` where the data is not of this shape.
    """
    try:
        return _plan_from(data, source)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        raise Invalid(
            "reading-malformed",
            _("This is not a reading in the form of “luoshi read --format json” ({what})."),
            _("Read the document again."),
            what=f"{type(error).__name__}: {error}",
        ) from error


def _plan_from(data: Mapping[str, Any], source: Source | None) -> Plan:
    if source is None:
        source = source_from_dict(data["source"]) if data.get("source") else Source(text="", kind="txt", blocks=())
    return Plan(
        source=source,
        title=data["title"],
        issuers=tuple(data["issuers"]),
        document_number=data["document_number"],
        issue_date=data["issue_date"],
        addressees=tuple(data["addressees"]),
        basis=tuple(Basis(b["title"], b["number"], Span(*b["span"])) for b in data["basis"]),
        fillers=tuple(Span(*span) for span in data["fillers"]),
        headings=tuple(Heading(h["level"], h["number"], h["text"], Span(*h["span"])) for h in data["headings"]),
        tasks=tuple(_task_from(task) for task in data["tasks"]),
        phases=tuple(_phase_from(phase) for phase in data["phases"]),
        safeguards=tuple(_duty_from(duty) for duty in data["safeguards"]),
        targets=tuple(_target_from(target) for target in data["targets"]),
        structures=tuple(_structure_from(structure) for structure in data["structures"]),
        diagnostics=tuple(_diagnostic_from(diagnostic) for diagnostic in data["diagnostics"]),
    )


def source_from_dict(data: Mapping[str, Any]) -> Source:
    """What ``source_to_dict`` wrote."""
    return Source(
        text=data["text"],
        kind=data["kind"],
        blocks=tuple(Block(Span(*b["span"]), b["level"], b["bold"], b["centred"]) for b in data["blocks"]),
        tables=tuple(
            Table(Span(*t["span"]), tuple(tuple(Span(*cell) for cell in row) for row in t["rows"]))
            for t in data["tables"]
        ),
        diagnostics=tuple(_diagnostic_from(diagnostic) for diagnostic in data["diagnostics"]),
    )


def _task_from(data: Mapping[str, Any]) -> Task:
    return Task(
        number=data["number"],
        path=data["path"],
        title=data["title"],
        text=data["text"],
        span=Span(*data["span"]),
        units=tuple(_unit_ref_from(unit) for unit in data["unit_refs"]),
        deadline=_deadline_from(data["deadline"]),
        deadlines=tuple(found for item in data["deadlines"] if (found := _deadline_from(item))),
        rhythm=_rhythm_from(data["rhythm"]),
        measures=tuple(Measure(m["text"], Span(*m["span"]), m["principle"]) for m in data["measures"]),
        targets=tuple(_target_from(target) for target in data["targets"]),
        confidence=data["confidence"],
    )


def _phase_from(data: Mapping[str, Any]) -> Phase:
    return Phase(
        name=data["name"],
        start=data["start"],
        end=data["end"],
        span=Span(*data["span"]),
        items=tuple(_duty_from(duty) for duty in data["items"]),
        confidence=data["confidence"],
    )


def _duty_from(data: Mapping[str, Any]) -> Duty:
    return Duty(
        number=data["number"],
        text=data["text"],
        span=Span(*data["span"]),
        units=tuple(_unit_ref_from(unit) for unit in data["unit_refs"]),
        deadline=_deadline_from(data["deadline"]),
        rhythm=_rhythm_from(data["rhythm"]),
        confidence=data["confidence"],
    )


def _unit_ref_from(data: Mapping[str, Any]) -> UnitRef:
    return UnitRef(data["name"], Role(data["role"]), Span(*data["span"]), data["group"], data["alias"])


def _deadline_from(data: Mapping[str, Any] | None) -> Deadline | None:
    if data is None:
        return None
    kind = DeadlineKind(data["kind"])
    return Deadline(data["text"], kind, Span(*data["span"]), data["date"], data["start"], data["end"])


def _rhythm_from(data: Mapping[str, Any] | None) -> Rhythm | None:
    if data is None:
        return None
    every = Every(data["every"])
    return Rhythm(data["text"], every, Span(*data["span"]), data["interval"], data["month"], data["day"])


def _target_from(data: Mapping[str, Any]) -> Target:
    return Target(
        text=data["text"],
        value=_decimal(data["value"]),
        unit=data["unit"],
        comparator=Comparator(data["comparator"]),
        span=Span(*data["span"]),
        value_max=None if data["value_max"] is None else _decimal(data["value_max"]),
        subject=data["subject"],
    )


def _decimal(value: float | str) -> Decimal:
    return Decimal(repr(value) if isinstance(value, float) else value)


def _structure_from(data: Mapping[str, Any]) -> Structure:
    return Structure(
        name=data["name"],
        total=data["total"],
        unit=data["unit"],
        categories=tuple(data["categories"]),
        min_each=data["min_each"],
        max_each=data["max_each"],
        span=Span(*data["span"]),
    )


def _diagnostic_from(data: Mapping[str, Any]) -> Diagnostic:
    key = data["key"]
    return Diagnostic(
        code=data["code"],
        severity=Severity(data["severity"]),
        span=None if data["span"] is None else Span(*data["span"]),
        message=key["message"],
        advice=key["advice"],
        params=key["params"],
    )
