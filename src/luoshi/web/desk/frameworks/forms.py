"""Forms of frameworks: a file, a row, what holds for the whole, for whom one is adopted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.assessment.queries.frameworks import Adopting, FrameworkSheet, RowLine
from luoshi.assessment.rules.editing import RowChange, WholeChange
from luoshi.assessment.rules.framework import Rebase, RowKind
from luoshi.assessment.rules.numbers import plain
from luoshi.assessment.rules.rounds import SUBJECT_WORDS, SubjectKind
from luoshi.kernel.wording import translate
from luoshi.web.desk.reports.forms import Spoken
from luoshi.web.templatetags.joint import KINDS

REBASES = (
    ("", _("the table does not say")),
    (Rebase.WHOLE.value, _("the rest is stretched to the whole total")),
    (Rebase.PARENT.value, _("the rest of its area is stretched to the area's points")),
    (Rebase.FULL.value, _("it counts as full")),
)
ENDS = (
    ("yes", _("the mark itself passes")),
    ("no", _("only above it")),
    ("", _("the table does not say")),
)


class Points(forms.DecimalField):
    """Points, or nothing where they are not known."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            min_value=0,
            max_digits=12,
            decimal_places=6,
            widget=widget,
        )


class TableFile(Spoken):
    """A table of indicators as a file."""

    places: ClassVar[Mapping[str, str]] = {}
    file = forms.FileField(
        label=_("Table of indicators"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.docx,.json"}),
        help_text=_("xlsx, csv, docx, or a framework as JSON; nothing is kept before you have seen what was read"),
        error_messages={"required": _("No file was chosen."), "empty": _("The file is empty.")},
    )
    sure = forms.BooleanField(
        label=_("I am sure that it holds no secrets and no private persons' numbers"), required=False
    )


class RowForm(Spoken):
    """A row edited by hand; names stand one a line."""

    places: ClassVar[Mapping[str, str]] = {"framework-unsound": "points"}
    row_code = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    points = Points(_("Points"), _("Empty where they are not public; that is not zero."))
    kind = forms.ChoiceField(label=_("Kind of row"), required=False)
    scored_by = forms.CharField(
        label=_("Scored by (负责考核部门)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    done_by = forms.CharField(label=_("Done by (责任单位)"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    proofs = forms.CharField(
        label=_("Proofs that are asked for"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line."),
    )

    def __init__(self, line: RowLine, version_id: int, data: Any = None) -> None:
        row = line.row
        initial = {
            "row_code": row.code,
            "version": version_id,
            "points": line.points,
            "kind": row.kind.value,
            "scored_by": "\n".join(row.scored_by),
            "done_by": "\n".join(row.done_by),
            "proofs": "\n".join(row.proofs),
        }
        super().__init__(data, initial=initial, use_required_attribute=False)
        language = get_language() or ""
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, translate(words, language)) for kind, words in KINDS.items()
        ]
        self.line = line
        if row.children:
            for name in ("kind", "scored_by", "done_by", "proofs"):
                del self.fields[name]

    @property
    def change(self) -> RowChange:
        """What the row is to be."""
        said, row = self.cleaned_data, self.line.row
        return RowChange(
            points=exact(said["points"]),
            kind=RowKind(said.get("kind") or row.kind),
            scored_by=lines(said.get("scored_by"), row.scored_by),
            done_by=lines(said.get("done_by"), row.done_by),
            proofs=lines(said.get("proofs"), row.proofs),
        )


class WholeForm(Spoken):
    """What holds for the whole framework."""

    places: ClassVar[Mapping[str, str]] = {"framework-unsound": "total"}
    version = forms.IntegerField(widget=forms.HiddenInput)
    total = Points(_("Total"), _("What the table says that it comes to."))
    pass_points = Points(_("Passes from"), _("Empty: no pass mark."))
    closed = forms.ChoiceField(label=_("The pass mark"), choices=ENDS, required=False)
    places_kept = forms.IntegerField(label=_("Decimal places of points"), min_value=0, max_value=4)
    rebase = forms.ChoiceField(label=_("What becomes of points that do not apply"), choices=REBASES, required=False)
    label = forms.CharField(
        label=_("What the figures are"),
        required=False,
        max_length=60,
        help_text=_("Printed on every paper, for example 演示分值 or 据公开文本整理."),
    )

    def __init__(self, sheet: FrameworkSheet, data: Any = None) -> None:
        whole = sheet.framework
        mark = whole.pass_mark
        initial = {
            "version": sheet.version_id,
            "total": sheet.total,
            "pass_points": sheet.pass_points,
            "closed": "" if mark is not None and mark.closed is None else "no" if mark and not mark.closed else "yes",
            "places_kept": whole.places,
            "rebase": whole.rebase.value if whole.rebase else "",
            "label": whole.label,
        }
        super().__init__(data, initial=initial, use_required_attribute=False)

    @property
    def change(self) -> WholeChange:
        """What is to hold."""
        said = self.cleaned_data
        return WholeChange(
            total=exact(said["total"]),
            pass_points=exact(said["pass_points"]),
            closed={"yes": True, "no": False}.get(said["closed"]),
            places=said["places_kept"],
            rebase=Rebase(said["rebase"]) if said["rebase"] else None,
            label=said["label"],
        )


class AdoptForm(Spoken):
    """For which programme, and for whom."""

    places: ClassVar[Mapping[str, str]] = {
        "adopted-already": "programme",
        "category-missing": "category",
        "group-not-found": "group",
        "programme-not-found": "programme",
    }
    programme = forms.TypedChoiceField(label=_("Programme"), coerce=int)
    kind = forms.ChoiceField(label=_("Who is assessed"))
    group = forms.TypedChoiceField(label=_("Units of which group"), coerce=int, empty_value=None, required=False)
    category = forms.TypedChoiceField(label=_("Sites of which category"), coerce=int, empty_value=None, required=False)

    def __init__(self, found: Adopting, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        language = get_language() or ""
        kinds = [(kind.value, translate(words, language)) for kind, words in SUBJECT_WORDS.items()]
        every = ("", _("all units that the programme binds"))
        self.fields["programme"].choices = found.programmes  # type: ignore[attr-defined]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["group"].choices = [every, *found.groups]  # type: ignore[attr-defined]
        self.fields["category"].choices = [("", "—"), *found.categories]  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of the verb."""
        values = self.cleaned_data
        return {
            "programme_id": values["programme"],
            "subject_kind": SubjectKind(values["kind"]),
            "group_id": values["group"],
            "category_id": values["category"],
        }


def exact(points: Decimal | None) -> Decimal | None:
    """Points without idle zeros, so that the same figure is the same framework."""
    return None if points is None else Decimal(plain(points))


def lines(text: str | None, before: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of a field; what the form did not have stays."""
    if text is None:
        return before
    return tuple(dict.fromkeys(" ".join(line.split())[:200] for line in text.splitlines() if line.strip()))
