"""Forms of the task table and of the office's own amendments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class Taking(forms.Form):
    """What goes with a table that is taken over."""

    sealed = forms.CharField(widget=forms.HiddenInput)
    drop_missing = forms.BooleanField(label=_("Withdraw the commitments that the table does not name"), required=False)
    reason = forms.CharField(
        label=_("Reason of the amendment"),
        max_length=300,
        required=False,
        help_text=_("Stays with every revision, and reaches the units that owe something new."),
    )


class OwnAmendment(forms.Form):
    """A commitment in the columns of the task table."""

    title = forms.CharField(label=_("Title"), max_length=300)
    text = forms.CharField(
        label=_("Words"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20000,
        help_text=_("One sentence a line; 〔不分解〕 before one that only states a purpose."),
    )
    lead = forms.CharField(label=_("Lead"), max_length=300, required=False)
    responsible = forms.CharField(
        label=_("Responsible units"), widget=forms.Textarea(attrs={"rows": 2}), max_length=6000, required=False
    )
    support = forms.CharField(
        label=_("Supporting units"), widget=forms.Textarea(attrs={"rows": 2}), max_length=6000, required=False
    )
    due = forms.CharField(label=_("Time limit"), max_length=200, required=False)
    rhythm = forms.CharField(label=_("Rhythm"), max_length=100, required=False)
    reason = forms.CharField(label=_("Reason of the amendment"), max_length=300)
    edit = forms.IntegerField(widget=forms.HiddenInput)
