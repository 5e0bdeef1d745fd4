"""Forms of what somebody is assessed by, and of rounds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi.assessment.queries.overview import AdoptionLine, Choices
from luoshi.assessment.rules.rounds import (
    MARKER_WORDS,
    ROUND_WORDS,
    SUBJECT_WORDS,
    USUAL_MARKERS,
    Marker,
    RoundKind,
    SubjectKind,
)
from luoshi.kernel.errors import LuoshiError
from luoshi.kernel.wording import translate

# code of an error -> the field that it stands at
AT = {
    "framework-not-found": "version",
    "adopted-already": "version",
    "group-not-found": "group",
    "category-missing": "category",
    "name-length": "name",
    "scorer-unknown": "scorer",
    "round-not-found": "after",
    "reason-length": "reason",
    "reason-missing": "reason",
    "personal-words": "reason",
    "passage-length": "passage",
    "paper-length": "paper",
    "paper-missing": "paper",
    "points-outside": "points",
    "evidence-not-found": "evidence",
}


class Spoken(forms.Form):
    """A form at whose fields the room's own errors stand."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **{"use_required_attribute": False, **named})

    def say(self, error: LuoshiError) -> None:
        """Let an error stand at its field, or above the form where it has none here."""
        name = AT.get(error.code)
        self.add_error(name if name in self.fields else None, error.in_words(get_language() or ""))


def worded(words: dict[Any, str]) -> list[tuple[str, str]]:
    """Choices of an enumeration in the language of the page."""
    return [(key.value, translate(message, get_language() or "")) for key, message in words.items()]


class Adopt(Spoken):
    """By what, and whom."""

    version = forms.TypedChoiceField(label=_("Framework"), coerce=int)
    kind = forms.ChoiceField(label=_("Who is assessed by it"))
    group = forms.TypedChoiceField(label=_("Units of"), coerce=int, required=False, empty_value=None)
    category = forms.TypedChoiceField(label=_("Sites of"), coerce=int, required=False, empty_value=None)

    def __init__(self, choices: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["version"].choices = choices.versions  # type: ignore[attr-defined]
        self.fields["kind"].choices = worded(SUBJECT_WORDS)  # type: ignore[attr-defined]
        everybody = ("", gettext("all units that the programme binds"))
        self.fields["group"].choices = [everybody, *choices.groups]  # type: ignore[attr-defined]
        self.fields["category"].choices = [("", gettext("choose")), *choices.categories]  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """What the verb takes."""
        data = self.cleaned_data
        return {
            "version_id": data["version"],
            "subject_kind": SubjectKind(data["kind"]),
            "group_id": data["group"],
            "category_id": data["category"],
        }


class PlanRound(Spoken):
    """A round to come; who may mark is as usual for its kind where nothing is chosen."""

    kind = forms.ChoiceField(label=_("Kind of round"))
    name = forms.CharField(label=_("Name, where it has one of its own"), max_length=120, required=False)
    due = forms.DateField(
        label=_("To be marked by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    markers = forms.MultipleChoiceField(label=_("Who marks"), required=False, widget=forms.CheckboxSelectMultiple)
    after = forms.TypedChoiceField(label=_("Opens after"), coerce=int, required=False, empty_value=None)
    scorer = forms.ChoiceField(label=_("Counts for the scorer"), required=False)

    def __init__(self, adoption: AdoptionLine, scorers: tuple[tuple[str, str], ...], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kind"].choices = worded(ROUND_WORDS)  # type: ignore[attr-defined]
        self.fields["markers"].choices = worded(MARKER_WORDS)  # type: ignore[attr-defined]
        self.fields["markers"].help_text = _usual()
        before = [(stand.line.id, stand.line.name) for stand in adoption.rounds]
        self.fields["after"].choices = [("", gettext("nothing: at any time")), *before]  # type: ignore[attr-defined]
        if scorers:
            self.fields["scorer"].choices = [("", gettext("none of them")), *scorers]  # type: ignore[attr-defined]
        else:
            del self.fields["scorer"]

    @property
    def said(self) -> dict[str, Any]:
        """What the verb takes."""
        data = self.cleaned_data
        return {
            "kind": RoundKind(data["kind"]),
            "name": data["name"],
            "due": data["due"],
            "markers": tuple(Marker(marker) for marker in data["markers"]),
            "after_id": data["after"],
            "scorer": data.get("scorer", ""),
        }


def _usual() -> str:
    """Who marks where nothing is chosen, by kind."""
    language = get_language() or ""
    lines = [
        f"{translate(ROUND_WORDS[kind], language)}: "
        + "、".join(translate(MARKER_WORDS[marker], language) for marker in markers)
        for kind, markers in USUAL_MARKERS.items()
    ]
    return gettext("Where nothing is chosen, as usual:") + " " + "；".join(lines)


class Paper(Spoken):
    """The paper of an official verdict."""

    paper = forms.CharField(
        label=_("Paper of the verdict"),
        max_length=200,
        required=False,
        help_text=_("Issuer, number and day, as they stand on it."),
    )


class Reasoned(Spoken):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class Passage(Spoken):
    """Where in a piece of evidence the proof stands."""

    passage = forms.CharField(label=_("Words of it that prove the row"), max_length=500, required=False)
