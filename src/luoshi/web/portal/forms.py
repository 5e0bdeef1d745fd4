"""Forms of the public pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

ACCEPTED = ".docx,.pdf,.ofd,.html,.htm,.txt,.md,.xlsx,.doc"


def _limit() -> str:
    """The size above which no file is taken, as people say it."""
    return filesizeformat(settings.UPLOAD_LIMIT).replace(".0", "")


class PlanFile(forms.Form):
    """One plan document. Why it cannot be read is said at the field by whoever tried."""

    file = forms.FileField(
        label=_("Plan document"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": _("No file was chosen. Choose the plan document first."),
            "empty": _("The file is empty. Choose the one that holds the plan."),
        },
        allow_empty_file=True,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        limit = {"limit": _limit()}
        self.fields["file"].help_text = _("docx, PDF with text, OFD, HTML, txt, md, xlsx; at most %(limit)s") % limit

    def say_too_large(self) -> None:
        """Say at the field that the file was dropped for its size."""
        self.errors.pop("file", None)
        self.add_error(
            "file", _("The file is larger than %(limit)s. Send the plan without its annexes.") % {"limit": _limit()}
        )


class SignIn(forms.Form):
    """A name and a password; one sentence for both, since which one was wrong is nobody's business."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, request: HttpRequest, data: dict[str, str] | None = None) -> None:
        super().__init__(data)
        self.request = request
        self.account_id: int | None = None

    def clean(self) -> None:
        """Find the account, or say so at the password."""
        name, password = self.cleaned_data.get("name"), self.cleaned_data.get("password")
        if name and password:
            found = authenticate(self.request, username=name, password=password)
            self.account_id = found.pk if found else None
            if found is None:
                self.add_error("password", _("Name and password do not belong together. Check both."))
