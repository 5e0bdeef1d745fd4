"""Forms of sites."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.errors import LuoshiError
from luoshi.programme.queries import SiteSheet, SitesSheet
from luoshi.programme.rules.sites import PROFILE_LIMIT
from luoshi.units.queries import UnitFacts

# code of an error -> the field that it stands at
FIELD = {
    "site-name": "name",
    "site-exists": "name",
    "profile-length": "profile",
    "quota-over": "reason",
    "reason-missing": "reason",
    "caption-length": "caption",
    "taken-later": "taken_on",
    "picture-empty": "file",
    "picture-too-large": "file",
    "picture-kind": "file",
    "picture-broken": "file",
    "pictures-many": "file",
    "scheme-name": "name",
    "category-name": "name",
    "category-exists": "name",
    "quota-range": "most",
}


class Worded(forms.Form):
    """A form at whose fields the room's own errors can stand."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **{"use_required_attribute": False, **named})

    def say(self, error: LuoshiError) -> None:
        """Let an error stand at its field, or above the form where it has none here."""
        name = FIELD.get(error.code) or FIELD.get(str(error.params.get("field")))
        self.add_error(name if name in self.fields else None, error.in_words(get_language() or ""))


class Reasoned(Worded):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class Proposal(Worded):
    """A new site; the reason is asked for where a quota would be exceeded."""

    category = forms.TypedChoiceField(label=_("Category"), coerce=int)
    host = forms.TypedChoiceField(label=_("Host unit"), coerce=int)
    name = forms.CharField(label=_("Name of the site"), max_length=120)
    profile = forms.CharField(label=_("Profile"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    reason = forms.CharField(
        label=_("Reason, where the quota is exceeded"), max_length=300, required=False, empty_value=""
    )

    def __init__(self, sheet: SitesSheet, units: tuple[UnitFacts, ...], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["category"].choices = categories(sheet)  # type: ignore[attr-defined]
        self.fields["host"].choices = [("", gettext("choose")), *((unit.id, unit.name) for unit in units)]  # type: ignore[attr-defined]
        self.fields["profile"].help_text = profile_help()


class Description(Worded):
    """What the host may say of its site."""

    profile = forms.CharField(label=_("Profile"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["profile"].help_text = profile_help()


class Arrangement(Proposal):
    """What the office may change."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class Picture(Worded):
    """A picture with what it shows."""

    file = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "data-shrink": "1600"}),
        help_text=_(
            "JPEG, PNG or WebP, at most 10 MB; a large photo is made smaller before it is sent. Where and when it was "
            "taken is removed from the file."
        ),
        error_messages={"required": _("Choose a picture.")},
        allow_empty_file=True,
    )
    caption = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        help_text=_("A place or an event. No portraits, no residents."),
    )
    taken_on = forms.DateField(
        label=_("Taken on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class SchemeForm(Worded):
    """A structure: its name and how many in all."""

    name = forms.CharField(label=_("Name of the structure"), max_length=200)
    total = forms.IntegerField(label=_("In all"), required=False, min_value=0)


class CategoryForm(Worded):
    """A category: its name and its quota."""

    name = forms.CharField(label=_("Category"), max_length=120)
    least = forms.IntegerField(label=_("At least"), required=False, min_value=0)
    most = forms.IntegerField(label=_("At most"), required=False, min_value=0)


def profile_help() -> str:
    """How long a profile may be."""
    return gettext("At most %(n)d characters: what is done here and what can be seen.") % {"n": PROFILE_LIMIT}


def categories(sheet: SitesSheet) -> list[tuple[int, str]]:
    """Every category with how far it is filled."""
    return [
        (category.id, f"{category.name}（{category.filled.said.words(get_language() or '')}）")
        for scheme in sheet.schemes
        for category in scheme.categories
    ]


def described(sheet: SiteSheet) -> Description:
    """The host's form of a site as it stands."""
    return Description(initial={"profile": sheet.profile, "seen": sheet.edit}, auto_id="describe_%s")
