"""Forms of bodies and groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.errors import Invalid, LuoshiError
from luoshi.units.actions import UnitChange
from luoshi.units.queries import GroupSheet, UnitLine
from luoshi.units.rules import LONGEST_NAME, UnitKind, day_of, kind_word

PARTED = re.compile(r"[、，,；;\n]+")
# error code -> the field at which it stands
AT_FIELD = {
    "name-length": "name",
    "unit-exists": "name",
    "group-exists": "name",
    "unit-cycle": "parent",
    "days-reversed": "valid_to",
    "day-out-of-range": "valid_to",
    "reason-missing": "reason",
    "merge-itself": "into",
    "unit-has-children": "last_day",
}


class DayField(forms.CharField):
    """A day as people write it: 2026-11-30, 2026年11月30日."""

    widget = forms.DateInput(attrs={"placeholder": "2026-11-30", "inputmode": "numeric"})

    def clean(self, value: Any) -> date | None:
        """The day; None where nothing was written."""
        text = super().clean(value)
        try:
            return day_of(text)
        except Invalid as error:
            raise forms.ValidationError(error.in_words(get_language() or "")) from error


def kind_choices() -> list[tuple[str, str]]:
    """Every kind with its word."""
    return [(kind.value, kind_word(kind, get_language() or "")) for kind in UnitKind]


def names_of(text: str) -> tuple[str, ...]:
    """Names parted by 、 or lines."""
    return tuple(dict.fromkeys(filter(None, (name.strip() for name in PARTED.split(text)))))


class UnitForm(forms.Form):
    """All that is kept of a body. Without a kind, its name tells it."""

    edit = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Called"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    parent = forms.ChoiceField(label=_("Stands beneath"), required=False)
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        help_text=_("Parted by 、. Plans that write one of them mean this unit."),
    )
    order = forms.IntegerField(label=_("Order"), required=False, min_value=0, max_value=100_000)
    valid_from = DayField(label=_("First day"), required=False)
    valid_to = DayField(label=_("Last day"), required=False, help_text=_("Empty while the unit stands."))

    def __init__(self, units: Iterable[UnitLine], data: Mapping[str, Any] | None, unit: UnitLine | None = None) -> None:
        super().__init__(data, initial=_said(unit) if unit else None, use_required_attribute=False)
        parents = [(str(one.id), "　" * one.depth + one.name) for one in units if unit is None or one.id != unit.id]
        self.fields["parent"].choices = [("", "—"), *parents]  # type: ignore[attr-defined]
        guess = [] if unit else [("", _("as the name tells"))]
        self.fields["kind"].choices = [*guess, *kind_choices()]  # type: ignore[attr-defined]

    def parent_id(self) -> int | None:
        """The body above."""
        chosen = self.cleaned_data["parent"]
        return int(chosen) if chosen else None

    def change(self) -> UnitChange:
        """What was written, for an existing body."""
        said = self.cleaned_data
        return UnitChange(
            name=said["name"],
            kind=UnitKind(said["kind"]),
            parent_id=self.parent_id(),
            order=said["order"] or 0,
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            aliases=names_of(said["aliases"]),
        )


def _said(unit: UnitLine) -> dict[str, Any]:
    return {
        "edit": unit.edit,
        "name": unit.name,
        "kind": unit.kind.value,
        "parent": str(unit.parent_id or ""),
        "aliases": "、".join(unit.aliases),
        "order": unit.order,
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else "",
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else "",
    }


class Withdrawal(forms.Form):
    """The last day of a body, and why."""

    edit = forms.IntegerField(widget=forms.HiddenInput)
    last_day = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, unit: UnitLine, today: date, data: Mapping[str, Any] | None = None) -> None:
        initial = {"edit": unit.edit, "last_day": today.isoformat()}
        super().__init__(data, initial=initial, auto_id="withdraw-%s", use_required_attribute=False)


class Merger(forms.Form):
    """The body that another one becomes part of, and since when."""

    into = forms.ChoiceField(label=_("Becomes part of"))
    since = DayField(label=_("Merged since"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def __init__(
        self, unit: UnitLine, units: Iterable[UnitLine], today: date, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"since": today.isoformat()}, auto_id="merge-%s", use_required_attribute=False)
        others = [(str(one.id), one.name) for one in units if one.id != unit.id and one.state != "ended"]
        self.fields["into"].choices = [("", "—"), *others]  # type: ignore[attr-defined]


class GroupForm(forms.Form):
    """Name, other names and members of a group."""

    edit = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Called"), max_length=LONGEST_NAME)
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        help_text=_("Parted by 、. Plans that write one of them mean this group."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, group: GroupSheet | None = None) -> None:
        said = {"edit": group.edit, "name": group.name, "aliases": "、".join(group.aliases)} if group else None
        super().__init__(data, initial=said, use_required_attribute=False)


def say_at_field(form: forms.Form, error: LuoshiError) -> bool:
    """Say an error at its field; False where it has none here, and the page must say it."""
    field = AT_FIELD.get(error.code, "")
    if field not in form.fields:
        return False
    form.add_error(field, error.in_words(get_language() or ""))
    return True
