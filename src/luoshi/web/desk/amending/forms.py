"""Forms of amendments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.programme.rules import ChangeDecision, ChangeKind


class Comparing(forms.Form):
    """Which version is compared; why it is accepted where errors of its reading stand."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it is accepted although errors of its reading stand"),
        max_length=300,
        required=False,
        help_text=_("Leave it empty where none stands."),
    )


class Decision(forms.Form):
    """Accept or keep; who keeps the programme against the published text says why."""

    decision = forms.ChoiceField(choices=[(ChangeDecision.ACCEPTED.value, ""), (ChangeDecision.KEPT.value, "")])
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    edit = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> None:
        """Ask for the reason where the programme departs from the published text."""
        said = self.cleaned_data
        if said.get("decision") == ChangeDecision.KEPT.value and not said.get("reason", "").strip():
            self.add_error("reason", _("Say why the programme does not follow the new version here."))


class DecisionForAll(Decision):
    """The same for all changes of a kind."""

    kind = forms.ChoiceField(choices=[(kind.value, "") for kind in ChangeKind])
