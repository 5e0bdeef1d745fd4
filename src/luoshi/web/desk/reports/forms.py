"""Forms of reports. What is typed is judged by the verb; a form knows what a field may look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.errors import LuoshiError
from luoshi.reporting.actions import Written
from luoshi.reporting.queries import ReportSheet, Writing
from luoshi.reporting.rules import (
    APPROVAL_WORDS,
    TEXT_LIMIT,
    Approval,
    ReportState,
)
from luoshi.reporting.rules.reports import SIGNED_LIMIT
from luoshi.web.numbers import whole

REACHABLE = (("", _("not said")), ("yes", _("yes, by its day")), ("no", _("no")))
STATES = ((ReportState.UNDER_WAY.value, _("Under way")), (ReportState.COMPLETED.value, _("Completed")))
AT = {
    "answer-empty": "text",
    "report-too-long": "text",
    "draft-too-long": "text",
    "identity-number": "text",
    "personal-data": "file",
    "personal-words": "text",
    "report-state": "state",
    "figure-not-asked": "figure",
    "figure-unreadable": "figure",
    "quantity-too-large": "figure",
    "signed-paper-missing": "signed",
    "signed-paper-long": "signed",
    "evidence-title": "title",
    "evidence-too-long": "title",
    "evidence-channel": "channel",
    "evidence-caption": "event",
    "evidence-empty": "file",
    "evidence-not-taken": "file",
    "explanation-too-long": "words",
    "file-refused": "file",
    "upload-too-large": "file",
    "evidence-digest": "digest",
    "evidence-url": "address",
    "file-questioned": "file",
    "mask-kind": "file",
    "mask-too-large": "file",
    "mask-incomplete": "file",
    "mask-unreadable": "file",
}
NAMED = ("personal-words", "draft-too-long", "evidence-not-taken")  # errors that name their field themselves


def typed(data: Mapping[str, Any], name: str) -> str:
    """What was typed into a field: a browser sends a line break as two signs, and it is counted and kept as one."""
    return str(data.get(name, "")).replace("\r\n", "\n")


class Words(forms.CharField):
    """A field of several lines, in which a line break is one sign too."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The text with its line breaks as they are counted."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class Spoken(forms.Form):
    """A form whose errors stand at the field that they are about."""

    code = ""  # of the last error that was said
    places: ClassVar[Mapping[str, str]] = AT  # the field at which an error stands, by its code
    names: ClassVar[Mapping[str, str]] = {}  # fields that a verb calls otherwise

    def say(self, error: LuoshiError) -> None:
        """Say an error at its field."""
        self.code = error.code
        named = str(error.params.get("field", "")) if error.code in NAMED else ""
        field = self.names.get(named, named) or self.places.get(error.code, "")
        self.add_error(field if field in self.fields else None, error.in_words(get_language() or ""))


class Report(Spoken):
    """A report: a state, a short text, a figure where a quantity is tracked; evidence has its own form."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    draft_seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    state = forms.ChoiceField(label=_("How it stands"), choices=STATES, widget=forms.RadioSelect, required=False)
    figure = forms.CharField(
        label=_("Reached until now"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    target = forms.TypedChoiceField(label=_("Quantity"), coerce=int, empty_value=None, required=False)
    text = Words(
        label=_("What was done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-limit": TEXT_LIMIT}),
        help_text=_("A sentence or two; at most 500 characters."),
    )
    reachable = forms.ChoiceField(label=_("Will it be met by its day?"), choices=REACHABLE, required=False)
    signed = forms.CharField(
        label=_("Signed paper"),
        required=False,
        max_length=SIGNED_LIMIT,
        help_text=_("Title, number or day of the paper that your unit signed."),
    )

    def __init__(self, sheet: ReportSheet | Writing, data: Mapping[str, Any] | None = None) -> None:
        draft, likely = sheet.draft, ReportState.COMPLETED if sheet.falls_due else ReportState.UNDER_WAY
        super().__init__(
            data,
            initial={
                "seen": sheet.edit,
                "draft_seen": draft.edit,
                "state": draft.state if draft.state in dict(STATES) else likely.value,  # "no change" is no choice
                "figure": draft.figure,
                "target": draft.target_id,
                "text": draft.text,
                "reachable": {True: "yes", False: "no", None: ""}[draft.reachable],
                "signed": draft.signed,
            },
            use_required_attribute=False,
        )
        if not sheet.choices and not sheet.measured:
            self.fields.pop("figure")
        if sheet.question:
            self._of_question(sheet.measured)
        if len(sheet.choices) < 2:
            self.fields.pop("target")
        else:
            self.fields["target"].choices = sheet.choices  # type: ignore[attr-defined]
        if sheet.approval is not Approval.ON_PAPER:
            self.fields.pop("signed")

    def _of_question(self, measured: str) -> None:
        """A question is answered: how the work stands is not asked."""
        self.fields.pop("state")
        self.fields.pop("reachable")
        self.fields["text"].label = _("The answer")
        if measured:
            self.fields["figure"].label = measured

    def renew(self, edit: int, draft_edit: int) -> None:
        """Go on from how things stand now: whoever looks at the page has seen what was done meanwhile."""
        if self.is_bound:
            typed = {name: self.data[name] for name in self.data}
            self.data = {**typed, "seen": str(edit), "draft_seen": str(draft_edit)}


def number(data: Mapping[str, Any], name: str) -> int | None:
    """A number that a form carries; None where it carries none."""
    return whole(data.get(name, ""))


def seen(values: Iterable[str]) -> dict[int, int]:
    """The requests that a page has shown, each at its edit: 17.2 is request 17 after two changes."""
    found = {}
    for value in values:
        request_id, _dot, edit = value.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) < 10 for part in (request_id, edit)):
            found[int(request_id)] = int(edit)
    return found


def written(data: Mapping[str, Any]) -> Written:
    """What stands in the fields of a report, as it was typed: a draft need not be right."""
    return Written(
        typed(data, "state"),
        typed(data, "text"),
        typed(data, "figure"),
        number(data, "target"),
        {"yes": True, "no": False}.get(str(data.get("reachable", ""))),
        typed(data, "signed"),
    )


class Reason(Spoken):
    """Why, for one of the verbs of a page: each has a form of its own, with ids of its own."""

    places: ClassVar[Mapping[str, str]] = {
        "reason-missing": "reason",
        "text-too-long": "reason",
        "personal-words": "reason",
        "remark-empty": "reason",
    }
    reason = Words(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Mapping[str, Any] | None = None, *, verb: str = "") -> None:
        super().__init__(data, auto_id=f"{verb}-%s" if verb else "id_%s")
        self.verb = verb

    @property
    def line(self) -> str:
        """The line of a report that a remark was to stand beside; none where it may be another sentence now."""
        return "" if self.code == "stale" else str(self.data.get("line", ""))


class Settings(Spoken):
    """How a programme is reported on."""

    approval = forms.ChoiceField(
        label=_("A unit's approval"), choices=[(a.value, _(w)) for a, w in APPROVAL_WORDS.items()]
    )
    day = forms.IntegerField(
        label=_("Progress is reported each month by day"),
        required=False,
        min_value=1,
        max_value=28,
        help_text=_("Empty: only what falls due is asked."),
    )
