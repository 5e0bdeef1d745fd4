"""The form of a piece of evidence: a file, something published, or words, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.files.actions import Taken
from luoshi.files.rules.kinds import is_picture
from luoshi.kernel.errors import LuoshiError
from luoshi.reporting.actions import Given
from luoshi.reporting.queries import EvidenceLine, ReportSheet, Writing
from luoshi.reporting.rules import (
    CHANNEL_WORDS,
    EXPLANATION_LIMIT,
    PROOF_WORDS,
    Channel,
    ProofKind,
    require_taken_by_restricted,
    taken_by_restricted,
)
from luoshi.reporting.rules.sendings import evidence_key, report_key, use_of
from luoshi.web.desk.obligations.forms import Day
from luoshi.web.desk.reports.forms import Spoken, Words

WAITS = ("personal-data", "file-questioned", "mask-kind", "mask-too-large", "mask-incomplete", "mask-unreadable")
"""Errors of a file that is here, and waits in quarantine for what its sender does about it."""


class Evidence(Spoken):
    """A piece of evidence: a file, an address or words; what else is asked depends on its kind."""

    may_mask = False  # whether a file that waits can be written over
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
        label=_("or a link to what is published"),
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        max_length=500,
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
        choices=[("", _("Web, for a link")), *((c.value, _(w)) for c, w in CHANNEL_WORDS.items())],
    )
    outlet = forms.CharField(label=_("Paper, station or site"), required=False, max_length=100)
    published_on = Day(label=_("Published on"), required=False)
    digest = forms.CharField(label=_("SHA-256 of the page, if known"), required=False, max_length=64)
    taken_on = Day(label=_("Picture taken on"), required=False)
    taken_at = forms.CharField(label=_("Where"), required=False, max_length=100)
    event = forms.CharField(label=_("Occasion"), required=False, max_length=200)

    def __init__(self, data: Any = None, files: Any = None, *, key: str = "", **named: Any) -> None:
        """``key`` is how the key of a file begins that is sent with it."""
        named["initial"] = {"upload": key + uuid4().hex, **named.get("initial", {})}
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

    def narrow(self) -> None:
        """Ask only for what a restricted commitment takes."""
        self.fields["file"].label, self.fields["file"].help_text = _("File"), _("docx, xlsx, pdf, ofd, txt, zip")
        taken = [(kind.value, _(PROOF_WORDS[kind])) for kind in ProofKind if taken_by_restricted(kind, "")]
        self.fields["kind"].choices = [("", _("from the file")), *taken]  # type: ignore[attr-defined]

    def require_taken(self) -> None:
        """Look, before a file is kept, whether a restricted commitment takes what is given, as far as it tells. Raises
        ``Invalid`` (``evidence-not-taken``).
        """
        values = self.cleaned_data
        kind = ProofKind(values["kind"]) if values["kind"] else _kind(False, values, values["channel"] or None)
        require_taken_by_restricted(kind, "", field="kind" if values["kind"] else "file")
        if values["file"] is not None:
            head = values["file"].read(16)
            values["file"].seek(0)
            require_taken_by_restricted(kind, "image/" if is_picture(head) else "")

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
        names = ("kind", "effective_on", "passage", "paper_number", "outlet", "published_on", "digest")
        return [self[name] for name in names]

    @property
    def waiting(self) -> bool:
        """Whether a file waits for what its sender says of it."""
        return self.code in WAITS

    @property
    def is_here(self) -> bool:
        """Whether the file was sent by itself and is kept: what was wrong is something else."""
        return self.is_bound and bool(self.data.get("sent")) and not self.waiting

    def say(self, error: LuoshiError) -> None:
        """Say an error at its field; a file that was refused is sent anew under another key."""
        super().say(error)
        self.may_mask = bool(error.params.get("maskable", self.may_mask))
        kept = self.is_here and self.places.get(error.code) != "file"
        if not self.waiting and not kept and self.is_bound:
            self.of_another_file()

    def of_another_file(self) -> str:
        """Go on with another file, under a key of its own; gives that key."""
        key = fresh_key(str(self.data.get("upload", "")))
        self.data = {**{name: self.data[name] for name in self.data}, "upload": key, "sent": ""}
        return key

    @classmethod
    def beside(cls, asked: ReportSheet | Writing, today: date) -> Evidence:
        """The empty form beside a report, with the caption that a picture most likely has."""
        return cls(initial=caption_of(asked, today), key=report_key(asked.id))

    @classmethod
    def for_waiting(cls, key: str, error: LuoshiError, initial: Mapping[str, Any]) -> Evidence:
        """The form as it came back when the file of a key was sent, and why it waits."""
        said = {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in initial.items()}
        form = cls({**said, "upload": key, "sent": "1"}, {})
        form.say(error)
        return form

    def without_file(self, evidence_id: int) -> Evidence:
        """The form of a new version with what was typed, without the file that was sent with it."""
        of_file = ("file", "upload", "sent", "masking", "sure")
        said = {name: self.data[name] for name in self.fields if name in self.data and name not in of_file}
        return Evidence(initial=said, key=evidence_key(evidence_id))

    @classmethod
    def of(cls, line: EvidenceLine) -> Evidence:
        """The form of a new version: what is said of the last one stands in it, without its digest."""
        names = ("title", "effective_on", "passage", "paper_number", "outlet", "published_on")
        values = {name: getattr(line, name) for name in (*names, "taken_on", "taken_at", "event")}
        channel = line.channel.value if line.channel else ""
        values |= {"address": line.url, "words": line.text, "kind": line.kind.value, "channel": channel}
        return cls(initial=values, key=evidence_key(line.id))

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
        channel = Channel(values["channel"]) if values["channel"] else _by_address(values)
        kind = ProofKind(values["kind"]) if values["kind"] else _kind(picture, values, channel)
        if picture and kind is not ProofKind.PUBLISHED:
            kind = ProofKind.PICTURE
        unsaid = {name for name, value in standing.items() if values.get(name) == value}
        unsaid |= {name for name in ("title", "effective_on", "channel") if not values[name]}
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
            unsaid=frozenset(unsaid if values["kind"] or values["channel"] else unsaid | {"kind"}),
        )


def fresh_key(key: str) -> str:
    """Another key for the same use."""
    return (key[:-32] if use_of(key) else "") + uuid4().hex


def _by_address(values: Mapping[str, Any]) -> Channel | None:
    """What stands at an address is published on the web, unless something else is said of it."""
    return Channel.WEB if values["address"].strip() and values["kind"] in ("", ProofKind.PUBLISHED.value) else None


def _kind(picture: bool, values: Mapping[str, Any], channel: Channel | str | None) -> ProofKind:
    if picture:
        return ProofKind.PICTURE
    if channel is not None:
        return ProofKind.PUBLISHED
    return ProofKind.EXPLANATION if values["words"].strip() else ProofKind.DOCUMENT


def caption_of(asked: ReportSheet | Writing, today: date) -> dict[str, Any]:
    """When, where and on what occasion a picture of a report was most likely taken: it stands in the form."""
    return {"taken_on": today, "taken_at": asked.unit_name, "event": asked.title}
