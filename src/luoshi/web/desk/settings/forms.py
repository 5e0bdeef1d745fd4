"""Forms of the settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.errors import LuoshiError
from luoshi.programme.queries import PhaseSheet, SettingsSheet
from luoshi.programme.rules import LightCode
from luoshi.programme.rules.settings import MARGIN, SOON, WORD, Settings
from luoshi.web.lights import Lights

FIELD = {
    "title-length": "title",
    "serves-length": "serves",
    "paper-length": "serves_paper",
    "office-unit": "office",
    "soon-days": "soon_days",
    "margin-percent": "margin_percent",
    "reason-missing": "reason",
    "phase-name": "name",
    "phase-range": "end",
    "phase-year": "end",
}


class Worded(forms.Form):
    """A form at whose fields the room's own errors can stand."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **{"use_required_attribute": False, **named})

    def say(self, error: LuoshiError) -> None:
        """Let an error stand at its field, or above the form where it has none here."""
        name = FIELD.get(error.code) or f"light_{error.params.get('light', '')}"
        self.add_error(name if name in self.fields else None, error.in_words(get_language() or ""))


class SettingsForm(Worded):
    """What a programme is called, what it serves, who runs it, how its lights are told."""

    title = forms.CharField(label=_("Title"), max_length=300)
    serves = forms.CharField(
        label=_("Approved programme that it serves"),
        max_length=300,
        required=False,
        help_text=_("The national, provincial or municipal programme that this one carries out."),
    )
    serves_paper = forms.CharField(
        label=_("Its paper"),
        max_length=300,
        required=False,
        help_text=_("Title and number of the paper that approves it."),
    )
    office = forms.TypedChoiceField(label=_("Office that runs it"), coerce=int, required=False, empty_value=None)
    soon_days = forms.IntegerField(
        label=_("Due soon, days before"), min_value=SOON[0], max_value=SOON[1], help_text=_("1 to 60")
    )
    margin_percent = forms.IntegerField(
        label=_("Margin before “behind”, per cent"), min_value=MARGIN[0], max_value=MARGIN[1], help_text=_("0 to 50")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sheet: SettingsSheet, data: object = None) -> None:
        super().__init__(data, initial=_initial(sheet))
        offices = [(office.id, office.name) for office in sheet.offices]
        self.fields["office"].choices = [("", gettext("every office of the county")), *offices]  # type: ignore[attr-defined]
        for code in LightCode:
            _shape, own = Lights().of(code)
            self.fields[f"light_{code.value}"] = forms.CharField(
                label=own, max_length=WORD, required=False, widget=forms.TextInput(attrs={"placeholder": own})
            )

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields above the names of the lights."""
        return [field for field in self.visible_fields() if not field.name.startswith("light_")]

    @property
    def lights(self) -> list[tuple[str, forms.BoundField]]:
        """The names of the lights, each with its code."""
        return [(code.value, self[f"light_{code.value}"]) for code in LightCode]

    def settings(self) -> Settings:
        """What was said, as the verb takes it."""
        said = self.cleaned_data
        return Settings(
            title=said["title"],
            serves=said["serves"],
            serves_paper=said["serves_paper"],
            office_id=said["office"],
            soon_days=said["soon_days"],
            margin_percent=said["margin_percent"],
            light_words={code.value: said[f"light_{code.value}"] for code in LightCode},
        )


def _initial(sheet: SettingsSheet) -> dict[str, object]:
    kept = sheet.settings
    return {
        "title": kept.title,
        "serves": kept.serves,
        "serves_paper": kept.serves_paper,
        "office": kept.office_id,
        "soon_days": kept.soon_days,
        "margin_percent": kept.margin_percent,
        "seen": sheet.edit,
        **{f"light_{code}": word for code, word in kept.light_words.items()},
    }


class PhaseForm(Worded):
    """A phase: its name and its days."""

    name = forms.CharField(label=_("Phase"), max_length=200)
    start = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    end = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))


class Ending(Worded):
    """Why a programme is closed, or opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


def phase_form(row: PhaseSheet) -> PhaseForm:
    """The form of a phase as it stands."""
    phase = row.phase
    initial = {"name": phase.name, "start": phase.start, "end": phase.end}
    return PhaseForm(initial=initial, auto_id=f"phase_{phase.id}_%s")
