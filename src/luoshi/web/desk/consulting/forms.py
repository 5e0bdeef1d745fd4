"""Forms of a round: the day for answers, a comment, a verdict, a table that came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _ as marked
from luoshi.programme.rules import CommentVerdict
from luoshi.programme.rules.consulting import VERDICT_VERBS, Line

SALT = "luoshi.comment-table"
VERDICT_OF = {verb: verdict for verdict, verb in VERDICT_VERBS.items()}


class Opening(forms.Form):
    """The last day for answers."""

    answers_by = forms.DateField(
        label=_("Answers by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the last day for answers."), "invalid": _("There is no such day.")},
    )
    edit = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, use_required_attribute=False)


class Said(forms.Form):
    """A comment: of which body, on which commitment (none: the draft as a whole)."""

    unit = forms.IntegerField(min_value=1)
    about = forms.IntegerField(min_value=1, required=False)
    text = forms.CharField(required=False, strip=False)


class Verdict(forms.Form):
    """What the office makes of a comment."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in VERDICT_OF])
    reason = forms.CharField(required=False)
    edit = forms.IntegerField(min_value=0)

    @property
    def verdict(self) -> CommentVerdict:
        """The verdict that the pressed button means."""
        return VERDICT_OF[self.cleaned_data["verb"]]


class Table(forms.Form):
    """A table of comments; why it cannot be read is said at the field."""

    file = forms.FileField(
        label=_("Table of comments"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=_("the form that was sent out, of one unit or of all: xlsx, xls or csv"),
        error_messages={
            "required": _("No file was chosen. Choose the table first."),
            "empty": _("The file is empty."),
        },
        allow_empty_file=True,
    )


def sealed(lines: Sequence[Line]) -> str:
    """The lines of a table as a form carries them from the preview to the confirmation."""
    kept = [(line.row, line.unit, line.code, line.title, line.text, line.letters) for line in lines]
    return signing.dumps(kept, salt=SALT, compress=True)


def unsealed(text: str) -> tuple[Line, ...]:
    """The lines again. Raises ``Invalid`` (``preview-gone``) for what is not ours."""
    try:
        kept = signing.loads(text, salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:
        raise Invalid("preview-gone", marked("The preview is gone."), marked("Choose the table once more.")) from None
    return tuple(Line(row, unit, code, title, words, tuple(letters)) for row, unit, code, title, words, letters in kept)
