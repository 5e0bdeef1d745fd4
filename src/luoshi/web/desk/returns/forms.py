"""The form of what was gathered: one archive, or many files at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


class ManyFiles(forms.ClearableFileInput):
    """A field of the browser that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Every file that was chosen."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files; at least one, and an empty one is told later with the others."""
        files = [data] if isinstance(data, UploadedFile) else list(data or ())
        if not files:
            super().clean(None, initial)
        return files


class Gathered(forms.Form):
    """What came back."""

    key = forms.CharField(max_length=32, widget=forms.HiddenInput)
    tables = FilesField(
        label=_("Returned tables, and what lies beside them"),
        help_text=_(
            "One zip of the folder, or all its files at once: xlsx, xls, docx, and the evidence that they name."
        ),
        error_messages={"required": _("No file was chosen.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"key": uuid4().hex}, use_required_attribute=False)


def month_of(text: str, months: tuple[str, ...]) -> str:
    """The month that an address names, else the latest."""
    return text if MONTH.fullmatch(text) else months[0]
