"""The form of a question; what is typed is judged by the verb."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from luoshi.programme.rules import Accrual
from luoshi.reporting.queries import Composing
from luoshi.reporting.rules import ACCRUAL_WORDS, Composed
from luoshi.reporting.rules.questions import TEXT_LIMIT
from luoshi.web.desk.obligations.forms import Day
from luoshi.web.desk.reports.forms import Spoken
from luoshi.web.numbers import wholes

WEEK = timedelta(days=7)
OTHER = "other"


class Question(Spoken):
    """What is asked, for which row of which paper, by when, of whom; a figure and a paper where they are wanted."""

    places: ClassVar[Mapping[str, str]] = {
        "question-empty": "text",
        "question-too-long": "text",
        "personal-words": "text",
        "question-paper": "paper",
        "question-row": "row",
        "question-due": "due",
        "question-units": "units",
        "quantity-unit": "unit_of_measure",
        "question-unit_of_measure": "unit_of_measure",
        "question-quantity": "quantity",
        "quantity-moves": "quantity",
        "figure-not-asked": "quantity",
        "question-period": "period",
        "question-place": "place",
        "question-definition": "definition",
        "question-digest": "digest",
        "question-url": "url",
    }
    text = forms.CharField(
        label=_("What is asked"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-limit": TEXT_LIMIT}),
        help_text=_("A sentence or two; at most 300 characters."),
    )
    paper = forms.CharField(label=_("For which paper"), required=False)
    row = forms.CharField(label=_("For which row of it"), required=False)
    due = Day(label=_("Answer by"))
    counted = forms.ChoiceField(label=_("Figure"), required=False)
    quantity = forms.CharField(label=_("Quantity"), required=False)
    unit_of_measure = forms.CharField(label=_("Unit of measure"), required=False)
    accrual = forms.ChoiceField(
        label=_("How it is counted"), required=False, choices=[(a.value, _(w)) for a, w in ACCRUAL_WORDS.items()]
    )
    period = forms.CharField(
        label=_("Period of the figure"), required=False, help_text=_("As 2026, 2026-Q3 or 2026-11.")
    )
    place = forms.CharField(label=_("Where it is counted"), required=False, help_text=_("Empty: the unit's own area."))
    definition = forms.CharField(label=_("How it is defined"), required=False)
    digest = forms.CharField(label=_("Digest of the file (SHA-256)"), required=False)
    url = forms.CharField(label=_("Address of what was published"), required=False)
    units = forms.TypedMultipleChoiceField(
        label=_("Units"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, about: Composing, today: date, data: Any = None) -> None:
        month = f"{today:%Y-%m}"
        initial = {
            "paper": about.programme_title,
            "row": f"{about.number}{about.title}",
            "due": today + WEEK,
            "period": month,
            "units": [pk for pk, _name in about.units],
        }
        super().__init__(data, initial=initial, use_required_attribute=False)
        self.about = about
        known = [(str(at), f"{one.name}（{one.unit_of_measure}）") for at, one in enumerate(about.quantities)]
        self.fields["counted"].choices = [  # type: ignore[attr-defined]
            ("", _("No figure is asked for")),
            *known,
            (OTHER, _("Another quantity, named below")),
        ]
        self.fields["units"].choices = about.units  # type: ignore[attr-defined]

    @property
    def figured(self) -> bool:
        """Whether what is asked about a figure is open."""
        return bool(self.is_bound and (self["counted"].value() or self["quantity"].value()))

    @property
    def named(self) -> bool:
        """Whether a quantity of its own is being named."""
        return bool(self.is_bound and self["counted"].value() == OTHER)

    @property
    def papered(self) -> bool:
        """Whether a paper is wanted."""
        return bool(self.is_bound and (self["digest"].value() or self["url"].value()))

    @property
    def main(self) -> list[forms.BoundField]:
        """What every question says."""
        return [self[name] for name in ("text", "paper", "row", "due")]

    @property
    def figure(self) -> list[forms.BoundField]:
        """What is said of a figure."""
        return [self[name] for name in ("period", "place", "definition")]

    @property
    def own(self) -> list[forms.BoundField]:
        """What names another quantity."""
        return [self[name] for name in ("quantity", "unit_of_measure", "accrual")]

    @property
    def paper_wanted(self) -> list[forms.BoundField]:
        """What names a paper."""
        return [self[name] for name in ("url", "digest")]

    @property
    def hidden(self) -> list[str]:
        """All that was typed, for the page that shows it before it is sent."""
        return [self[name].as_hidden() for name in self.fields]

    def composed(self) -> Composed:
        """What the form says."""
        values = self.cleaned_data
        chosen = values["units"]
        every = len(chosen) == len(self.about.units)
        return Composed(
            commitment_id=self.about.commitment_id,
            text=values["text"],
            paper=values["paper"],
            row=values["row"],
            due=values["due"],
            unit_ids=None if every else tuple(chosen),
            digest=values["digest"],
            url=values["url"],
            **self._figure(values),
        )

    def _figure(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The figure that is asked for; a period alone, which is filled in before, asks for none."""
        counted = values["counted"]
        terms = {name: values[name] for name in ("period", "place", "definition")}
        if counted and counted != OTHER:
            known = self.about.quantities[int(counted)]
            return {
                "quantity": known.name,
                "unit_of_measure": known.unit_of_measure,
                "accrual": known.accrual,
                **terms,
            }
        if not counted and not values["quantity"] and not values["unit_of_measure"]:
            terms["period"] = ""
            return terms if terms["place"] or terms["definition"] else {}
        own = {name: values[name] for name in ("quantity", "unit_of_measure")}
        return {**own, "accrual": Accrual(values["accrual"] or Accrual.LEVEL), **terms}


def insisted(data: MultiValueDict[str, str]) -> tuple[int, ...]:
    """The units (ids) that are asked all the same."""
    return tuple(wholes(data.getlist("again")))
