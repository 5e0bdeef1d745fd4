"""The form of a mark, made from the rule of its row: what was observed, as ``rules.asking`` asks it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi.assessment.queries.row_sheets import RowForm, RowSheet
from luoshi.assessment.rules.asking import Ask, Sort, asked_in, given_by, observed
from luoshi.assessment.rules.marks import NOTHING, Observation
from luoshi.assessment.rules.numbers import exact, plain
from luoshi.web.desk.assessment.forms import Spoken

YES_NO = (("yes", _("it is so")), ("no", _("it is not so")), ("", _("nothing said yet")))


class Figure(forms.Field):
    """An exact figure; full-width digits and separators of thousands are read as what they mean."""

    def to_python(self, value: object) -> Decimal | None:
        """The decimal, or None where nothing was typed."""
        text = unicodedata.normalize("NFKC", str(value or "")).replace(",", "").strip()
        if not text:
            return None
        number = exact(text)
        if number is None:
            raise forms.ValidationError(gettext("Write a figure such as 12.5, with at most six decimals."))
        return number


class Figures(forms.Field):
    """Several exact figures, with semicolons or spaces between them."""

    def to_python(self, value: object) -> tuple[Decimal, ...]:
        """The decimals in their order."""
        text = unicodedata.normalize("NFKC", str(value or ""))
        numbers = [exact(part) for part in re.split(r"[;\s、]+", text) if part]
        found = tuple(number for number in numbers if number is not None)
        if len(found) < len(numbers):
            raise forms.ValidationError(gettext("Write figures with semicolons between them."))
        return found


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together, under the words of the part of the rule that they belong to."""

    title: str
    fields: tuple[forms.BoundField, ...]


class MarkForm(Spoken):
    """A mark: what was observed, why, and what was looked at."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, sheet: RowSheet | RowForm, data: Any = None) -> None:
        self.sheet = sheet
        self.asked = asked_in(sheet.round_kind, sheet.compiled)
        super().__init__(data, initial=_initial(sheet, self.asked))
        for ask in self.asked:
            self.fields[ask.full_name] = _field(ask)
        if sheet.compiled.row.may_not_apply:
            self.fields["away"] = forms.BooleanField(label=_("Does not apply here"), required=False)
        choices = [(offer.version_id, offer.line.title) for offer in sheet.offers]
        choices += [(pk, title or gettext("evidence that you may not read")) for pk, title in sheet.kept]
        if isinstance(sheet, RowForm) and data is not None:  # the verb judges what was ticked
            choices = [(int(one), one) for one in data.getlist("evidence") if one.isdecimal() and len(one) < 19]
        if choices:
            self.fields["evidence"] = forms.TypedMultipleChoiceField(
                label=_("Looked at"),
                choices=choices,
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        first = next(iter(self.asked), None)
        if first is not None and first.sort is not Sort.YES_NO:
            self.fields[first.full_name].widget.attrs["autofocus"] = True

    @property
    def groups(self) -> list[Group]:
        """The fields that are usually filled."""
        return self._grouped(aside=False)

    @property
    def asides(self) -> list[Group]:
        """Those that are usually left empty."""
        return self._grouped(aside=True)

    @property
    def aside_open(self) -> bool:
        """Whether one of those is filled or wrong."""
        return any(bound.errors or bound.value() for group in self.asides for bound in group.fields)

    def _grouped(self, *, aside: bool) -> list[Group]:
        found: dict[tuple[str, ...], list[forms.BoundField]] = {}
        for ask in self.asked:
            if ask.aside is aside:
                found.setdefault(ask.labels, []).append(self[ask.full_name])
        return [Group(" · ".join(labels), tuple(fields)) for labels, fields in found.items()]

    @property
    def seen(self) -> Observation:
        """What was observed, of cleaned data."""
        if self.cleaned_data.get("away"):
            return Observation(applies=False)
        given = {ask.full_name: self._given(ask) for ask in self.asked}
        return observed(self.asked, given)

    def _given(self, ask: Ask) -> object:
        value = self.cleaned_data.get(ask.full_name)
        if ask.sort is Sort.YES_NO:
            return {"yes": True, "no": False}.get(str(value))
        if ask.sort is Sort.FIGURES:
            return value or None
        return value

    @property
    def looked_at(self) -> tuple[int, ...]:
        """The versions of evidence that were looked at."""
        return tuple(self.cleaned_data.get("evidence") or ())


def _initial(sheet: RowSheet | RowForm, asked: tuple[Ask, ...]) -> dict[str, Any]:
    seen = sheet.seen or NOTHING
    found: dict[str, Any] = {"reason": sheet.reason, "number": sheet.number, "away": not seen.applies}
    found["evidence"] = sorted(sheet.looked_at)
    found.update({name: _written(value) for name, value in given_by(asked, seen).items()})
    return found


def _written(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return "；".join(plain(one) for one in value)
    return value


def _field(ask: Ask) -> forms.Field:
    language = get_language() or ""
    label = ask.label.words(language) + (f"（{ask.unit}）" if ask.unit else "")
    if ask.sort is Sort.YES_NO:
        return forms.ChoiceField(label=label, choices=YES_NO, required=False, widget=forms.RadioSelect)
    if ask.sort is Sort.CHOICE:
        options = [*ask.options, ("", gettext("nothing said yet"))]
        return forms.ChoiceField(label=label, choices=options, required=False, widget=forms.RadioSelect)
    if ask.sort is Sort.PLACE:
        return forms.IntegerField(label=label, min_value=1, required=False)
    number = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    if ask.sort is Sort.FIGURES:
        help_text = gettext("Several figures, with semicolons between them.")
        return Figures(label=label, required=False, widget=forms.TextInput, help_text=help_text)
    return Figure(label=label, required=False, widget=number)
