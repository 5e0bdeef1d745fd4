"""Forms of the forecast. What is typed is judged by the verb; a form knows what a field may look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi.assessment.actions.forecasting import Wanted
from luoshi.assessment.queries.forecasting import Settings
from luoshi.assessment.queries.gap_lines import GapSheet
from luoshi.assessment.rules.forecast.likelihood import LIKELIHOOD_WORDS, Likelihood
from luoshi.kernel.wording import translate
from luoshi.web.desk.obligations.forms import Day
from luoshi.web.desk.reports.forms import Spoken
from luoshi.web.templatetags.luoshi import figure

WEEK = timedelta(days=7)
WHOLE = {"invalid": _("Give a whole number from 0 to 100."), "required": _("Give a whole number from 0 to 100.")}
POINTS = {"invalid": _("Give points as 87.5."), "required": _("Give points as 87.5.")}


def class_words(value: Likelihood, settings: Settings | None = None) -> str:
    """The word of a class, with its per cent where the settings are at hand: 稳（90%）."""
    said = translate(LIKELIHOOD_WORDS[value], get_language() or "")
    if settings is None:
        return said
    return gettext("%(word)s (%(percent)s%%)") % {"word": said, "percent": getattr(settings, value.value)}


class Percent(forms.IntegerField):
    """A whole number of per cent."""

    def __init__(self, **named: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": 100})
        limits = {"min_value": 0, "max_value": 100, "error_messages": WHOLE}
        super().__init__(**{"widget": widget, **limits, **named})


class For(Spoken):
    """What a forecast is made for."""

    places: ClassVar[Mapping[str, str]] = {"likelihood-chances": "firm", "threshold-length": "threshold"}
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = Day(label=_("Day of the application"), required=False)
    threshold = forms.DecimalField(
        label=_("Points to be reached"), required=False, error_messages=POINTS, widget=forms.TextInput
    )
    firm = Percent()
    possible = Percent()
    hard = Percent()
    strict = forms.BooleanField(label=_("Count only marks that have grounds"), required=False)

    def __init__(self, settings: Settings, data: Mapping[str, Any] | None = None) -> None:
        own = settings.own_threshold
        initial = {
            "seen": settings.edit,
            "on": settings.on,
            "threshold": "" if own is None else figure(own),
            "firm": settings.firm,
            "possible": settings.possible,
            "hard": settings.hard,
            "strict": settings.strict,
        }
        super().__init__(data, initial=initial, use_required_attribute=False)
        for one in Likelihood:
            words = gettext("“%(word)s” means, in per cent") % {"word": class_words(one)}
            self.fields[one.value].label = words
        if settings.threshold is not None and own is None:
            said = gettext("Empty: %(points)s, as the framework has it.") % {"points": figure(settings.threshold)}
            self.fields["threshold"].help_text = said

    @property
    def main(self) -> list[forms.BoundField]:
        """For when and for how many points."""
        return [self[name] for name in ("on", "threshold")]

    @property
    def classes(self) -> list[forms.BoundField]:
        """What the classes mean."""
        return [self[one.value] for one in Likelihood]

    def wanted(self) -> Wanted:
        """What the form says."""
        values = self.cleaned_data
        return Wanted(**{name: values[name] for name in ("on", "threshold", "firm", "possible", "hard", "strict")})


class OfVeto(Spoken):
    """How likely a veto is to strike, and why."""

    places: ClassVar[Mapping[str, str]] = {
        "risk-percent": "percent",
        "reason-missing": "reason",
    }
    percent = Percent(label=_("May strike, in per cent"), required=False, help_text=_("Empty: not known."))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class OfGap(Spoken):
    """What is missing, what it brings, how likely it is to be closed, and by whom."""

    places: ClassVar[Mapping[str, str]] = {
        "gap-gain": "gain",
        "gap-words": "words",
        "personal-words": "words",
        "identity-number": "words",
        "gap-asks": "way",
    }
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(label=_("What is missing"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    gain = forms.DecimalField(
        label=_("Points that it brings"),
        error_messages=POINTS,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    chance = forms.ChoiceField(label=_("How likely it is to be closed"), required=False)
    way = forms.ChoiceField(label=_("By which commitment and unit"), required=False)

    def __init__(self, sheet: GapSheet, data: Mapping[str, Any] | None = None) -> None:
        line = sheet.line
        held = f"{line.commitment_id or ''}:{line.asks_id or ''}" if line.commitment_id else ""
        initial = {
            "seen": line.edit,
            "words": line.words,
            "gain": figure(line.gain),
            "chance": line.chance.value if line.chance else "",
            "way": held,
        }
        super().__init__(data, initial=initial, use_required_attribute=False)
        ways = [
            (f"{way.commitment_id}:{way.unit_id}", f"{way.commitment_words} — {way.unit_name}") for way in sheet.ways
        ]
        if held and held not in dict(ways):
            ways.insert(0, (held, f"{line.commitment_words} — {line.asks_name or gettext('nobody owes it')}"))
        self.fields["way"].choices = [("", gettext("Nobody is named")), *ways]  # type: ignore[attr-defined]
        self.fields["chance"].choices = chance_choices(None)  # type: ignore[attr-defined]
        if sheet.most is not None:
            said = gettext("More than 0, at most %(most)s: the points of its row.") % {"most": figure(sheet.most)}
            self.fields["gain"].help_text = said

    def said(self) -> dict[str, Any]:
        """What the form says, as the verb takes it."""
        values = self.cleaned_data
        commitment, _colon, unit = values["way"].partition(":")
        return {
            "chance": Likelihood(values["chance"]) if values["chance"] else None,
            "gain": values["gain"],
            "words": values["words"],
            "commitment_id": int(commitment) if commitment else None,
            "asks_id": int(unit) if unit else None,
            "seen": values["seen"],
        }


class Dropped(Spoken):
    """Why a gap is pursued no more."""

    places: ClassVar[Mapping[str, str]] = {"reason-missing": "reason"}
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class Due(Spoken):
    """By which day gaps that are sent out are to be answered."""

    places: ClassVar[Mapping[str, str]] = {"question-due": "due"}
    due = Day(label=_("Answer by"))

    def __init__(self, today: date, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"due": today + WEEK}, use_required_attribute=False)


def chance_choices(settings: Settings | None) -> list[tuple[str, str]]:
    """The classes as a choice."""
    return [("", gettext("not judged")), *((one.value, class_words(one, settings)) for one in Likelihood)]


def chosen_gaps(data: Any) -> list[int]:
    """The gaps that are ticked."""
    return [int(pk) for pk in data.getlist("gap") if _is_id(pk)]


def given_classes(data: Mapping[str, Any]) -> Iterable[tuple[int, Likelihood | None]]:
    """The class of each gap of a list, as it was chosen."""
    known = {one.value: one for one in Likelihood}
    for name, value in data.items():
        _chance, dash, pk = name.partition("chance-")
        if dash and _is_id(pk) and (value == "" or value in known):
            yield int(pk), known.get(str(value))


def wanted_share(text: str) -> Decimal | None:
    """A wanted chance in per cent as a share; None where nothing that can be one was typed."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and 0 < int(text) <= 100):
        return None
    return Decimal(int(text)) / 100


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
