"""Forms of reports and evidence. What is typed is judged by the verb; a form knows what a field may look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.files.actions import Taken
from luoshi.kernel.errors import LuoshiError
from luoshi.reporting.actions import Given, Written
from luoshi.reporting.queries import EvidenceLine, ReportSheet, Writing
from luoshi.reporting.rules import (
    APPROVAL_WORDS,
    CHANNEL_WORDS,
    EXPLANATION_LIMIT,
    PROOF_WORDS,
    TEXT_LIMIT,
    Approval,
    Channel,
    ProofKind,
    ReportState,
)
from luoshi.reporting.rules.reports import SIGNED_LIMIT
from luoshi.web.desk.obligations.forms import Day
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
    "explanation-too-long": "words",
    "file-refused": "file",
    "upload-too-large": "file",
    "evidence-digest": "digest",
    "evidence-url": "address",
    "file-questioned": "file",
}


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
        named = str(error.params.get("field", "")) if error.code in ("personal-words", "draft-too-long") else ""
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


class Evidence(Spoken):
    """A piece of evidence: a file, an address or words; what else is asked depends on its kind."""

    names: ClassVar[Mapping[str, str]] = {"text": "words", "url": "address", "file_name": "file"}

    file = forms.FileField(
        label=_("File or photo"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"data-shrink": "1600"}),
        help_text=_("docx, xlsx, pdf, ofd, pictures, txt, zip"),
    )
    upload = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    sent = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1)  # by itself, under the key
    masking = forms.BooleanField(label=_("Write over the numbers of private persons in it"), required=False)
    sure = forms.BooleanField(label=_("I have looked: it may be kept here"), required=False)
    address = forms.CharField(
        label=_("or the address of what is published"), required=False, widget=forms.URLInput(), max_length=500
    )
    words = Words(
        label=_("or an explanation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-limit": EXPLANATION_LIMIT}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of proof"),
        required=False,
        choices=[("", _("from the file")), *((k.value, _(w)) for k, w in PROOF_WORDS.items())],
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=200)
    effective_on = Day(label=_("Holds from"), required=False)
    passage = Words(
        label=_("The words that prove it"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    paper_number = forms.CharField(label=_("Number"), required=False, max_length=100)
    channel = forms.ChoiceField(
        label=_("Published by"),
        required=False,
        choices=[("", "—"), *((c.value, _(w)) for c, w in CHANNEL_WORDS.items())],
    )
    outlet = forms.CharField(label=_("Paper, station or site"), required=False, max_length=100)
    published_on = Day(label=_("Published on"), required=False)
    digest = forms.CharField(label=_("SHA-256 of the page, if known"), required=False, max_length=64)
    taken_on = Day(label=_("Picture taken on"), required=False)
    taken_at = forms.CharField(label=_("Where"), required=False, max_length=100)
    event = forms.CharField(label=_("Occasion"), required=False, max_length=200)

    def __init__(self, data: Any = None, files: Any = None, **named: Any) -> None:
        named["initial"] = {"upload": uuid4().hex, **named.get("initial", {})}
        super().__init__(data, files, auto_id="evidence-%s", use_required_attribute=False, **named)

    @staticmethod
    def there(data: Any, files: Any) -> bool:
        """Whether a form that was sent holds evidence, or names what is to be used again: most hold none."""
        given = ("sent", "masking", "sure", "address", "words", "channel")
        return bool(files.get("file") or "use" in data or any(data.get(name, "").strip() for name in given))

    @property
    def holds(self) -> bool:
        """Whether anything was given at all: a title or a caption that stood there is none."""
        values = self.cleaned_data
        waits = values["sent"] or values["masking"] or values["sure"]
        return bool(
            values["file"] or waits or values["address"].strip() or values["words"].strip() or values["channel"]
        )

    @property
    def main(self) -> list[forms.BoundField]:
        """What every piece is asked for."""
        return [self[name] for name in ("title",)]

    @property
    def caption(self) -> list[forms.BoundField]:
        """What is asked of a picture."""
        return [self[name] for name in ("taken_on", "taken_at", "event")]

    @property
    def published(self) -> list[forms.BoundField]:
        """What is asked of what was published, or may be said of any piece."""
        names = ("kind", "effective_on", "passage", "paper_number", "channel", "outlet", "published_on", "digest")
        return [self[name] for name in names]

    @property
    def waiting(self) -> bool:
        """Whether a file waits for what its sender says of it."""
        return self.code in ("personal-data", "file-questioned")

    @property
    def is_here(self) -> bool:
        """Whether the file was sent by itself and is kept: what was wrong is something else."""
        return self.is_bound and bool(self.data.get("sent")) and not self.waiting

    def say(self, error: LuoshiError) -> None:
        """Say an error at its field; a file that was refused is sent anew under another key."""
        super().say(error)
        kept = self.is_here and self.places.get(error.code) != "file"
        if not self.waiting and not kept and self.is_bound:
            self.data = {**{name: self.data[name] for name in self.data}, "upload": uuid4().hex, "sent": ""}

    @classmethod
    def beside(cls, asked: ReportSheet | Writing, today: date) -> Evidence:
        """The empty form beside a report, with the caption that a picture most likely has."""
        return cls(initial=caption_of(asked, today))

    @classmethod
    def of(cls, line: EvidenceLine) -> Evidence:
        """The form of a new version: what is said of the last one stands in it, without its digest."""
        names = ("title", "effective_on", "passage", "paper_number", "outlet", "published_on")
        values = {name: getattr(line, name) for name in (*names, "taken_on", "taken_at", "event")}
        channel = line.channel.value if line.channel else ""
        values |= {"address": line.url, "words": line.text, "kind": line.kind.value, "channel": channel}
        return cls(initial=values)

    def given(self, today: date, taken_in: Taken | None, standing: Mapping[str, Any] | None = None) -> Given:
        """What was typed, with the file that was kept. What is as it stood in the form (``standing``) nobody said; an
        address or words that stood there give way to a new file.
        """
        values, standing = self.cleaned_data, standing or {}
        if taken_in is not None:
            gone = [name for name in ("address", "words") if values[name] == standing.get(name)]
            values = {**values, **dict.fromkeys(gone, "")}
        picture = taken_in is not None and taken_in.media_type.startswith("image/")
        file_name = taken_in.name if taken_in else ""
        channel = Channel(values["channel"]) if values["channel"] else None
        kind = ProofKind(values["kind"]) if values["kind"] else _kind(picture, values, channel)
        if picture and kind is not ProofKind.PUBLISHED:
            kind = ProofKind.PICTURE
        unsaid = {name for name, value in standing.items() if values.get(name) == value}
        unsaid |= {name for name in ("title", "effective_on") if not values[name]}
        taken = values["taken_on"]
        return Given(
            kind,
            values["title"].strip() or file_name.rsplit(".", 1)[0] or values["event"],
            values["effective_on"] or values["published_on"] or taken or today,
            values["passage"],
            taken_in.blob_id if taken_in else None,
            file_name[:200],
            values["address"].strip(),
            values["words"],
            values["paper_number"],
            values["published_on"],
            values["digest"],
            channel=channel,
            outlet=values["outlet"],
            taken_on=taken if kind is ProofKind.PICTURE else None,
            taken_at=values["taken_at"] if kind is ProofKind.PICTURE else "",
            event=values["event"] if kind is ProofKind.PICTURE else "",
            unsaid=frozenset(unsaid if values["kind"] or channel is not None else unsaid | {"kind"}),
        )


def _kind(picture: bool, values: Mapping[str, Any], channel: Channel | None) -> ProofKind:
    if picture:
        return ProofKind.PICTURE
    if channel is not None:
        return ProofKind.PUBLISHED
    return ProofKind.EXPLANATION if values["words"].strip() else ProofKind.DOCUMENT


def caption_of(asked: ReportSheet | Writing, today: date) -> dict[str, Any]:
    """When, where and on what occasion a picture of a report was most likely taken: it stands in the form."""
    return {"taken_on": today, "taken_at": asked.unit_name, "event": asked.title}


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
