"""Forms about an obligation. What is typed is judged by the verb; a form only knows what a field may look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.errors import LuoshiError
from luoshi.programme.queries import Quantity

REACHABLE = (("", _("not said")), ("yes", _("yes, by its day")), ("no", _("no")))
# code of an error -> the field at which it stands, where the form has it
AT = {
    "answer-empty": "text",
    "reason-missing": "text",
    "need-missing": "text",
    "measure-empty": "text",
    "text-too-long": "text",
    "report-too-long": "text",
    "identity-number": "text",
    "personal-words": "text",
    "figure-not-asked": "figure",
    "figure-unreadable": "figure",
    "quantity-too-large": "figure",
    "wanted-not-later": "day",
    "wanted-after-end": "day",
    "wanted-passed": "day",
    "wanted-too-far": "day",
    "day-out-of-range": "day",
    "needed-from-missing": "needed_words",
}


class Day(forms.DateField):
    """A day of the calendar."""

    def __init__(self, **named: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        wrong = {"invalid": _("Write a day as 2026-11-30."), "required": _("Give a day.")}
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], error_messages=wrong, **named)


class Sentences(forms.CharField):
    """A few sentences. That something must be written is said by the verb, which knows what."""

    def __init__(self, **named: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **named)


class Deed(forms.Form):
    """A form of one verb. ``key`` tells it from the others of its page; ``seen`` is the edit that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, key: str, data: Mapping[str, Any] | None = None, **named: Any) -> None:
        super().__init__(data, auto_id=f"{key}-%s", use_required_attribute=False, **named)
        self.key = key

    def say(self, error: LuoshiError) -> None:
        """Say an error at the field that it is about."""
        field = AT.get(error.code, "")
        self.add_error(field if field in self.fields else None, error.in_words(get_language() or ""))

    def saw(self, edit: int) -> None:
        """What was typed is to be sent again after a look at what stands now."""
        if self.is_bound:
            self.data = {**{name: self.data[name] for name in self.data}, "seen": str(edit)}


class Reason(Deed):
    """Why: for a verb that needs a reason."""

    text = Sentences(label=_("Reason"))


class Words(Deed):
    """Words that go with a verb, if anybody wants to say some."""

    text = Sentences(label=_("Words with it, if any"))


class Reply(Deed):
    """The answer to a difficulty."""

    text = Sentences(label=_("Answer"))


class Answer(Deed):
    """What was done; the figure reached, where the plan names a quantity; whether the day will be met."""

    text = Sentences(label=_("What was done"))
    target = forms.TypedChoiceField(label=_("Quantity"), coerce=int, empty_value=None, required=False)
    figure = forms.CharField(
        label=_("Reached until now"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reachable = forms.ChoiceField(label=_("Will it be met by its day?"), choices=REACHABLE, required=False)

    def __init__(
        self, key: str, data: Mapping[str, Any] | None = None, *, quantities: Iterable[Quantity] = (), **named: Any
    ) -> None:
        super().__init__(key, data, **named)
        known = list(quantities)
        if not known:
            self.fields.pop("figure")
        if len(known) < 2:
            self.fields.pop("target")
        else:
            self.fields["target"].choices = [(one.id, f"{one.text}（{one.unit}）") for one in known]  # type: ignore[attr-defined]
        if len(known) == 1:
            self.fields["figure"].help_text = _("in %(unit)s; the plan says: %(text)s") % {
                "unit": known[0].unit,
                "text": known[0].text,
            }

    @property
    def said_reachable(self) -> bool | None:
        """Whether the body expects to meet the day; None where it did not say."""
        return {"yes": True, "no": False}.get(self.cleaned_data["reachable"])


class Extension(Deed):
    """Until when more time is asked for, and why."""

    day = Day(label=_("Until"))
    text = Sentences(label=_("Reason"))


class Grant(Deed):
    """More time is granted: until the day that was asked for, or another one."""

    day = Day(label=_("Until"))
    text = Sentences(label=_("Words with it, if any"))


class Difficulty(Deed):
    """What is needed, from whom, by when."""

    text = Sentences(label=_("What is needed"))
    needed_from = forms.TypedChoiceField(
        label=_("From which unit"), coerce=int, empty_value=None, required=False, choices=()
    )
    needed_words = forms.CharField(label=_("Or from whom else"), required=False, max_length=120)
    day = Day(label=_("By when"))

    def __init__(
        self, key: str, data: Mapping[str, Any] | None = None, *, units: Iterable[tuple[int, str]] = (), **named: Any
    ) -> None:
        super().__init__(key, data, **named)
        self.fields["needed_from"].choices = [("", "—"), *units]  # type: ignore[attr-defined]


class Assign(Deed):
    """Whom the office asks to answer."""

    unit = forms.TypedChoiceField(
        label=_("Who is to answer"), coerce=int, error_messages={"required": _("Choose a unit.")}, choices=()
    )
    text = Sentences(label=_("Words with it, if any"))

    def __init__(
        self, key: str, data: Mapping[str, Any] | None = None, *, units: Iterable[tuple[int, str]] = (), **named: Any
    ) -> None:
        super().__init__(key, data, **named)
        self.fields["unit"].choices = [("", "—"), *units]  # type: ignore[attr-defined]


class OwnMeasure(Deed):
    """A measure of the body's own, and by when."""

    text = forms.CharField(label=_("What your unit will do"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    day = Day(label=_("By when, if there is a day"), required=False)
    before = forms.CharField(widget=forms.HiddenInput, required=False)
