"""The small plan as the reader reads it, run as a programme, and its next version with some words changed."""

from __future__ import annotations

from luoshi.plans import actions as plan_actions
from luoshi.plans import queries as plan_queries
from luoshi.programme import actions
from luoshi.programme.actions.amending import open_amendment
from luoshi.programme.models import Amendment, Change, Commitment
from rooms.cast import TEXT as CAST_TEXT
from rooms.cast import TODAY, County, look_at_all

TEXT = CAST_TEXT.replace(
    "1.11月30日前，各乡镇（街道）、县住建局开展自查。", "1.各乡镇（街道）、县住建局11月30日前开展自查。"
)


def read_programme(county: County, text: str = TEXT, *, issued: bool = True) -> int:
    """A programme of a text, issued on ``TODAY`` unless it is to stay a draft."""
    version_id = plan_actions.upload_plan(actor=county.office, content=text.encode(), file_name="parking.txt")
    look_at_all(county, version_id)
    made = actions.accept_plan(actor=county.office, version_id=version_id, today=TODAY, despite_errors=True)
    if issued:
        actions.issue(actor=county.office, programme_id=made.programme_id, today=TODAY)
    return made.programme_id


def next_version(county: County, programme_id: int, *swaps: tuple[str, str], text: str = TEXT) -> int:
    """The text with some words swapped, read as the next version of the programme's plan."""
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    plan_id = plan_queries.version(county.office, standing_version(programme_id)).plan_id
    version_id = plan_actions.upload_plan(
        actor=county.office, content=text.encode(), file_name="parking-2.txt", plan_id=plan_id
    )
    look_at_all(county, version_id)
    return version_id


def standing_version(programme_id: int) -> int:
    """The version that a programme stands on."""
    return int(Commitment.objects.filter(programme_id=programme_id).values_list("programme__version_id", flat=True)[0])


def amend(county: County, programme_id: int, *swaps: tuple[str, str], text: str = TEXT) -> Amendment:
    """An open amendment: the next version with some words swapped."""
    version_id = next_version(county, programme_id, *swaps, text=text)
    made = open_amendment(
        actor=county.office,
        programme_id=programme_id,
        version_id=version_id,
        today=TODAY,
        despite_errors=True,
        reason="as published",
    )
    return Amendment.objects.get(pk=made)


def only(amendment: Amendment, kind: str) -> Change:
    """The one change of a kind."""
    return amendment.changes.select_related("commitment").get(kind=kind)
