"""Reading a visitor's plan and keeping nothing: the text travels in the page, sealed, and comes back for a table.

What is sealed is the source alone. The same source always gives the same reading, so the table that is downloaded is
the one that was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from luoshi.documents.plan_task_table import plan_task_table
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.outline.exchange import source_from_dict, source_to_dict
from luoshi.outline.model import Plan
from luoshi.outline.read import plan_of
from luoshi.web.papers import Download, written

SALT = "luoshi.web.own-plan"
HOURS = 12
LARGEST = 3 * 1024 * 1024  # characters of a seal; a form field larger than that would not come back


@dataclass(frozen=True, slots=True)
class Sealed:
    """A plan with the name of its file, as it came back from a page."""

    plan: Plan
    name: str


def seal(plan: Plan, name: str) -> str:
    """The plan's source as text for a form field; empty where it is too long for one."""
    sealed = signing.dumps({"name": name, "source": source_to_dict(plan.source)}, salt=SALT, compress=True)
    return sealed if len(sealed) <= LARGEST else ""


def unseal(sealed: str) -> Sealed:
    """What ``seal`` wrote. Raises ``Invalid`` where somebody else wrote it, or it is older than twelve hours."""
    try:
        data = signing.loads(sealed, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature as error:
        raise Invalid(
            "own-plan-expired", _("The page is too old for a download."), _("Choose the document again.")
        ) from error
    return Sealed(plan_of(source_from_dict(data["source"])), data["name"])


def table(sealed: str, form: str) -> Download:
    """The 任务分解表 of a sealed plan as a file."""
    own = unseal(sealed)
    return written(plan_task_table(own.plan, file_name=own.name), form, own.plan)
