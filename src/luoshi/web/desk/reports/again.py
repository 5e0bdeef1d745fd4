"""Earlier answers on the page of a report: each with the form by which it is given again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.reporting.queries import ReportSheet
from luoshi.reporting.queries.earlier import Earlier
from luoshi.reporting.rules import Approval
from luoshi.reporting.rules.reports import SIGNED_LIMIT
from luoshi.web.desk.reports.forms import Spoken


class Again(Spoken):
    """An earlier answer that is given again: the paper that was signed for it, where the programme asks for one."""

    places: ClassVar[Mapping[str, str]] = {
        "signed-paper-missing": "signed",
        "signed-paper-long": "signed",
        "personal-words": "signed",
    }
    signed = forms.CharField(
        label=_("Signed paper"),
        required=False,
        max_length=SIGNED_LIMIT,
        help_text=_("Title, number or day of the paper that your unit signed."),
    )

    def __init__(self, version_id: int, data: Mapping[str, Any] | None = None, **named: Any) -> None:
        super().__init__(data, auto_id=f"again-{version_id}-%s", use_required_attribute=False, **named)
        self.version_id = version_id


def cards(sheet: ReportSheet, came_back: Again | None) -> list[tuple[Earlier, Again | None]]:
    """What is offered, each with its form where a signed paper is asked for; ``came_back`` is one with an error, which
    is said of the whole page where its answer is offered no more.
    """
    signs = sheet.approval is Approval.ON_PAPER
    if came_back is not None and not (signs and came_back.version_id in {one.version_id for one in sheet.earlier}):
        came_back.add_error(None, list(came_back.errors.pop("signed", [])))
    return [(one, _form(one, came_back) if signs else None) for one in sheet.earlier]


def _form(one: Earlier, came_back: Again | None) -> Again:
    if came_back is not None and came_back.version_id == one.version_id:
        return came_back
    return Again(one.version_id, initial={"signed": one.signed})
