"""Forms of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.kernel.errors import LuoshiError
from luoshi.kernel.wording import translate
from luoshi.tenancy.rules import ROLE_WORDS, Role
from luoshi.units.queries import AccountLine, UnitFacts

AT_FIELD = {
    "name-missing": "name",
    "text-too-long": "name",
    "identity-number": "contact",
    "contact-personal": "contact",
    "account-exists": "sign_in_name",
    "sign-in-name": "sign_in_name",
    "password-wrong": "old",
    "password-same": "new",
    "password-weak": "new",
    "hand-over-itself": "to",
    "hand-over-nothing": "to",
    "account-state": "to",
}


class KeptFields(forms.Form):
    """What is kept of somebody; nothing else is asked."""

    name = forms.CharField(label=_("Name of the person"), max_length=80)
    post = forms.CharField(label=_("Post"), max_length=80, required=False)
    contact = forms.CharField(
        label=_("Office contact"), max_length=80, required=False, help_text=_("The office telephone; no mobile number.")
    )


class AccountForm(KeptFields):
    """The kept fields of an account that is there."""

    edit = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, account: AccountLine, data: Mapping[str, Any] | None = None) -> None:
        said = {"edit": account.edit, "name": account.name, "post": account.post, "contact": account.contact}
        super().__init__(data, initial=said, use_required_attribute=False)


class RoleForm(forms.Form):
    """A role for a body."""

    unit = forms.ChoiceField(label=_("Unit"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(
        self, units: Iterable[UnitFacts], roles: Iterable[Role], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id="role-%s", use_required_attribute=False)
        choose_unit_and_role(self, units, roles)

    def held(self) -> tuple[Role, int]:
        """What was chosen."""
        return Role(self.cleaned_data["role"]), int(self.cleaned_data["unit"])


class NewAccount(KeptFields):
    """A new account with its first role."""

    sign_in_name = forms.CharField(
        label=_("Name to sign in with"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    unit = forms.ChoiceField(label=_("Unit"))
    role = forms.ChoiceField(label=_("Role"))
    field_order = ("unit", "role", "sign_in_name", "name", "post", "contact")

    def __init__(
        self, units: Iterable[UnitFacts], roles: Iterable[Role], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, use_required_attribute=False)
        choose_unit_and_role(self, units, roles)


class HandOver(forms.Form):
    """The account that takes the work over."""

    to = forms.ChoiceField(label=_("Goes over to"))

    def __init__(
        self, account: AccountLine, others: Iterable[AccountLine], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id="over-%s", use_required_attribute=False)
        takers = [
            (str(one.id), f"{one.name}（{one.sign_in_name}）")
            for one in others
            if one.id != account.id and one.state == "active"
        ]
        self.fields["to"].choices = [("", "—"), *takers]  # type: ignore[attr-defined]


class OwnPassword(forms.Form):
    """The present password, and the new one twice."""

    old = forms.CharField(
        label=_("Present password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten signs, not figures alone."),
    )
    again = forms.CharField(
        label=_("The new one again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, use_required_attribute=False)

    def clean(self) -> None:
        """Both are the same."""
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", _("The two are not the same."))


def choose_unit_and_role(form: forms.Form, units: Iterable[UnitFacts], roles: Iterable[Role]) -> None:
    """Fill the two lists."""
    language = get_language() or ""
    form.fields["unit"].choices = [("", "—"), *((str(one.id), one.name) for one in units)]  # type: ignore[attr-defined]
    wanted = set(roles)
    words = [(role.value, translate(ROLE_WORDS[role], language)) for role in Role if role in wanted]
    form.fields["role"].choices = words  # type: ignore[attr-defined]
    if Role.LIAISON in wanted:
        form.fields["role"].initial = Role.LIAISON.value


def say_at_field(form: forms.Form, error: LuoshiError) -> bool:
    """Say an error at its field; False where it has none here, and the page must say it."""
    field = AT_FIELD.get(error.code, "")
    if error.code in ("identity-number", "text-too-long", "contact-personal"):
        field = _guilty(form, error) or field
    if field not in form.fields:
        return False
    form.add_error(field, error.in_words(get_language() or ""))
    return True


def _guilty(form: forms.Form, error: LuoshiError) -> str:
    """The field that holds most figures: the one that a number was written into."""
    texts = {name: str(form.cleaned_data.get(name, "")) for name in ("contact", "name", "post", "sign_in_name")}
    counted = {name: sum(sign.isdecimal() for sign in text) for name, text in texts.items() if name in form.fields}
    return max(counted, key=lambda name: counted[name]) if error.code != "text-too-long" else ""
