"""Forms of the reading: one form an operation; each turns what was typed into the payload of a correction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.dates import is_written_day
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _ as gettext_noop
from luoshi.outline.model import Comparator, Deadline, DeadlineKind, Role, Span, Target, UnitRef
from luoshi.outline.stages.names import is_collective
from luoshi.plans.rules import ItemKind, Operation
from luoshi.web.desk.plans.places import Place, place_of
from luoshi.web.numbers import whole
from luoshi.web.reading.found import Item

PARTED = re.compile(r"[、，,；;\s]+")
ROLE_LABELS = {Role.LEAD: _("Lead"), Role.RESPONSIBLE: _("Responsible"), Role.SUPPORT: _("Supporting")}
KINDS = ((ItemKind.TASK, _("Task")), (ItemKind.DUTY, _("Duty of a phase")), (ItemKind.SAFEGUARD, _("Safeguard")))


class DayField(forms.CharField):
    """A day or a month of the calendar, as ``2022-11`` or ``2022-11-30``."""

    def validate(self, value: str) -> None:
        """Whether there is such a day."""
        super().validate(value)
        if value and not is_written_day(value):
            raise forms.ValidationError(_("Write 2022-11 or 2022-11-30."))


class Correction(forms.Form):
    """A part of an item that a person may change; ``operation`` says which."""

    operation: ClassVar[Operation]
    heading: ClassVar[Any]

    def __init__(self, item: Item, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=self.said(item), auto_id=f"{self.operation}-%s", use_required_attribute=False)
        self.item = item

    def said(self, item: Item) -> dict[str, Any]:
        """What the reading says now."""
        raise NotImplementedError

    def payload(self) -> dict[str, Any]:
        """What the correction carries."""
        raise NotImplementedError


class SetUnits(Correction):
    """Bodies by role, parted by 、."""

    operation = Operation.SET_UNITS
    heading = _("Units")
    lead = forms.CharField(label=ROLE_LABELS[Role.LEAD], required=False)
    responsible = forms.CharField(
        label=ROLE_LABELS[Role.RESPONSIBLE], required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    support = forms.CharField(label=ROLE_LABELS[Role.SUPPORT], required=False)

    def said(self, item: Item) -> dict[str, Any]:
        """Names as the plan has them."""
        return {role.value: "、".join(unit.name for unit in _units(item) if unit.role is role) for role in ROLE_LABELS}

    def payload(self) -> dict[str, Any]:
        """Each body once, in the first role that names it."""
        units: dict[str, dict[str, Any]] = {}
        groups = {unit.name for unit in _units(self.item) if unit.group}
        for role in ROLE_LABELS:
            for name in filter(None, PARTED.split(self.cleaned_data[role.value].strip())):
                group = name in groups or is_collective(name)
                units.setdefault(name, {"name": name, "role": role.value, "group": group})
        return {"units": list(units.values())}


class SetTitle(Correction):
    """The title of a task."""

    operation = Operation.SET_TITLE
    heading = _("Title")
    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("A task needs a title of at least one word.")}
    )

    def said(self, item: Item) -> dict[str, Any]:
        """The title as read."""
        return {"title": getattr(item.thing, "title", "")}

    def payload(self) -> dict[str, Any]:
        """The title."""
        return {"title": self.cleaned_data["title"].strip()}


class SetDeadline(Correction):
    """A limit in time: the plan's words, and the days that they mean. All empty takes the limit away."""

    operation = Operation.SET_DEADLINE
    heading = _("Deadline")
    words = forms.CharField(label=_("As the plan says it"), required=False, max_length=120)
    start = DayField(label=_("From"), required=False)
    end = DayField(label=_("Until, at the latest"), required=False)

    def said(self, item: Item) -> dict[str, Any]:
        """The limit as read."""
        limit: Deadline | None = item.deadline
        if limit is None:
            return {}
        return {"words": limit.text, "start": limit.start, "end": limit.end or limit.date}

    def clean(self) -> None:
        """A limit has an end, and its end is not before its start."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and not end and "end" not in self.errors:
            self.add_error("end", _("A limit that begins needs the day on which it ends."))
        if start and end and end < start[: len(end)]:
            self.add_error("end", _("The end lies before the beginning."))

    def payload(self) -> dict[str, Any]:
        """The limit, or nothing."""
        words, start, end = (self.cleaned_data[name] for name in ("words", "start", "end"))
        if not (words or end):
            return {}
        kind = DeadlineKind.WITHIN if start else DeadlineKind.BY if end else DeadlineKind.OPEN
        return {
            "text": words or end,
            "kind": kind.value,
            "date": end if kind is DeadlineKind.BY else None,
            "start": start or None,
            "end": end if kind is DeadlineKind.WITHIN else None,
        }


class SetTargets(Correction):
    """Quantities, one a line: what is counted, a sign, a figure (or two), the unit of measure."""

    operation = Operation.SET_TARGETS
    heading = _("Quantities")
    lines = forms.CharField(
        label=_("One a line: what is counted ≥ figure unit"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: 建成区面积 ≥ 18 平方公里, or 示范点 2-4 个"),
    )
    LINE = re.compile(
        r"(?P<subject>.*?)\s*(?P<sign>>=|<=|[≥≤><≈~=])?\s*(?P<value>\d+(?:\.\d+)?)(?:\s*[-—–~至]\s*(?P<most>\d+(?:\.\d+)?))?\s*(?P<unit>\D*)"
    )
    SIGNS: ClassVar = {"≥": Comparator.AT_LEAST, "≤": Comparator.AT_MOST, "≈": Comparator.ABOUT}

    def said(self, item: Item) -> dict[str, Any]:
        """The quantities as read, one a line."""
        return {"lines": "\n".join(self.line(target) for target in item.targets)}

    def line(self, target: Target) -> str:
        """A quantity as a person would type it."""
        shown = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.ABOUT: "≈"}
        plain = {Comparator.EQUAL, Comparator.RANGE}
        sign = "" if target.comparator in plain else shown.get(target.comparator, target.comparator.value)
        most = "" if target.value_max is None else f"-{target.value_max.normalize():f}"
        return " ".join(filter(None, (target.subject, sign, f"{target.value.normalize():f}{most}", target.unit)))

    def clean_lines(self) -> str:
        """Every line has a figure."""
        lines = str(self.cleaned_data["lines"])
        for line in filter(None, (line.strip() for line in lines.splitlines())):
            if not self.LINE.fullmatch(line):
                raise forms.ValidationError(_("There is no figure in “%(line)s”."), params={"line": line[:40]})
        return lines

    def payload(self) -> dict[str, Any]:
        """The quantities."""
        stripped = (line.strip() for line in self.cleaned_data["lines"].splitlines())
        return {"targets": [self._target(line) for line in stripped if line]}

    def _target(self, line: str) -> dict[str, Any]:
        match = self.LINE.fullmatch(line)
        assert match is not None, "clean_lines has looked"  # noqa: S101
        sign = match["sign"] or ("range" if match["most"] else "=")
        return {
            "text": line,
            "subject": match["subject"],
            "value": match["value"],
            "value_max": match["most"],
            "unit": match["unit"].strip(),
            "comparator": self.SIGNS.get(sign, sign),
        }


class SetKind(Correction):
    """What the place is."""

    operation = Operation.SET_KIND
    heading = _("Kind")
    to = forms.ChoiceField(label=_("Kind"), choices=KINDS)

    def said(self, item: Item) -> dict[str, Any]:
        """The kind as read."""
        return {"to": item.kind}

    def payload(self) -> dict[str, Any]:
        """The new kind."""
        return {"to": self.cleaned_data["to"]}


class Split(Correction):
    """Two items out of one: the second begins with the chosen sentence."""

    operation = Operation.SPLIT
    heading = _("Split")
    at = forms.TypedChoiceField(label=_("The second begins with"), coerce=int)

    def __init__(self, item: Item, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(item, data)
        choices = [(start, words[:40]) for start, words in item.sentences[1:]]
        asked = whole(self.data.get("at", ""))
        if asked is not None and item.thing.span.start < asked < item.thing.span.end:
            choices.append((asked, str(asked)))  # a place that was pointed at in the source
        self.fields["at"].choices = choices  # type: ignore[attr-defined]

    def said(self, item: Item) -> dict[str, Any]:  # noqa: ARG002
        """Nothing: a reading has no split."""
        return {}

    def payload(self) -> dict[str, Any]:
        """Where it splits."""
        return {"at": self.cleaned_data["at"]}


class Plain(Correction):
    """A correction that needs no more than its name."""

    def said(self, item: Item) -> dict[str, Any]:  # noqa: ARG002
        """Nothing."""
        return {}

    def payload(self) -> dict[str, Any]:
        """Nothing."""
        return {}


class Join(Plain):
    """One item out of this and the next of its kind."""

    operation = Operation.JOIN
    heading = _("Join with the next")


class Remove(Plain):
    """The place is no item."""

    operation = Operation.REMOVE
    heading = _("Withdraw")


class Marked(forms.Form):
    """A stretch of the source that was selected: what to add there, or where an item's bounds shall be."""

    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=KINDS, required=False)
    item = forms.CharField(max_length=40, required=False)

    def correction(self) -> tuple[Operation, Place, dict[str, Any]]:
        """New bounds where an item is named, else a new item."""
        span = Span(self.cleaned_data["start"], self.cleaned_data["end"])
        if self.cleaned_data["item"]:
            return Operation.MOVE_BOUNDS, place_of(self.cleaned_data["item"]), {"span": list(span)}
        return Operation.ADD, Place(ItemKind(self.cleaned_data["kind"] or ItemKind.TASK), span), {}


FORMS: dict[str, type[Correction]] = {
    form.operation: form for form in (SetUnits, SetDeadline, SetTitle, SetTargets, SetKind, Split, Join, Remove)
}


def _units(item: Item) -> tuple[UnitRef, ...]:
    return getattr(item.thing, "units", ())


def forms_of(item: Item, sent: Correction | None = None) -> list[Correction]:
    """Every form that an item takes; the one that was sent keeps what was typed and its errors.

    Duties and safeguards are their words: they have no title and no quantities. One sentence cannot be split.
    """
    refused: tuple[type[Correction], ...] = () if item.kind == ItemKind.TASK else (SetTitle, SetTargets)
    if len(item.sentences) < 2:
        refused = (*refused, Split)
    shown = (form for form in FORMS.values() if form not in refused or isinstance(sent, form))
    return [sent if isinstance(sent, form) else form(item) for form in shown]


def bound_form(item: Item, data: Mapping[str, Any]) -> Correction:
    """The form of the operation that was sent. Raises ``Invalid`` for an operation that nobody knows."""
    form = FORMS.get(str(data.get("operation", "")))
    if form is None:
        raise Invalid(
            "operation-unknown", gettext_noop("There is no such correction."), gettext_noop("Reload the page.")
        )
    return form(item, data)
