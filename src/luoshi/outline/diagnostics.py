"""What the reader says when it is not sure: every code, with its words and its advice, in one table."""

from __future__ import annotations

from luoshi.kernel.wording import _
from luoshi.outline.model import Diagnostic, Severity, Span

_E, _D, _N = Severity.ERROR, Severity.DOUBT, Severity.NOTE

CATALOGUE: dict[str, tuple[Severity, str, str]] = {
    "no-title": (_D, _("The plan's title was not found."), _("Type the title as the paper prints it.")),
    "no-tasks": (
        _E,
        _("No task was found: no item names a responsible body, and no part is headed as the tasks."),
        _("Check that this is the plan and not only its covering notice, or mark tasks by selecting their text."),
    ),
    "units-nowhere": (
        _D,
        _("The plan names no responsible body for its tasks; each innermost item of its task part is taken as one."),
        _("Assign the bodies before the programme is issued."),
    ),
    "item-without-units": (
        _D,
        _("“{number}{title}” stands among the tasks but names no responsible body."),
        _("Select its text to make it a task with bodies, or say that it was looked at if it states a principle."),
    ),
    "no-lead": (
        _N,
        _("The plan marks no lead for any task."),
        _("Choose a lead for each task when the work is divided."),
    ),
    "first-unit-leads": (
        _N,
        _("The plan says that the body named first leads; it is applied to every task that marks no lead."),
        _("Nothing to do unless a list was written in another order."),
    ),
    "said-once": (
        _N,
        _("The plan says once that {units} carry out all that follows, and does not list them again."),
        _("Add them to the tasks that they serve when the work is divided."),
    ),
    "units-on-both-levels": (
        _N,
        _("“{number}{title}” names bodies, and so do the items under it; the items are the tasks."),
        _("Check whether the bodies named above should be added to each."),
    ),
    "units-below": (
        _D,
        _("The bodies named behind the last item are read as those of the whole “{number}{title}”."),
        _("Assign them to the last item alone if that is meant."),
    ),
    "name-doubtful": (
        _D,
        _("“{name}” stands in a list of bodies but does not read like the name of one."),
        _("Correct the name, or remove it from the list."),
    ),
    "person-dropped": (
        _N,
        _("A person's name was left out: only bodies and posts are kept."),
        _("Nothing to do; the source paper itself is unchanged."),
    ),
    "units-in-prose": (
        _D,
        _("The bodies of “{number}{title}” are taken from a sentence, not from a marked list."),
        _("Check the bodies and their roles."),
    ),
    "deadline-inexact": (
        _D,
        _("“{text}” may mean before that time begins or before it ends; it is read as by {date}."),
        _("Set the earlier day if that is meant."),
    ),
    "deadline-open": (
        _D,
        _("“{text}” gives no day that can be told from the plan."),
        _("Set the day."),
    ),
    "number-broken": (
        _N,
        _("The numbering goes from {before} to {after}."),
        _("Check that no item is missing in the file."),
    ),
    "phase-undated": (_D, _("The phase “{name}” has no dates."), _("Set its beginning and its end.")),
    "phase-order": (
        _D,
        _("The phase “{name}” ends before it begins, or begins before the phase in front of it."),
        _("Check the dates against the paper."),
    ),
    "quota-impossible": (
        _D,
        _("{count} categories of {least} to {most} each cannot make {total}."),
        _("Check the quota and the total against the paper."),
    ),
    "categories-unlisted": (
        _D,
        _("“{name}” is not followed by a list of as many categories."),
        _("Type the categories."),
    ),
    "table-columns": (
        _D,
        _("The table's columns could not be told apart by their headings."),
        _("Mark which column holds the task and which the bodies."),
    ),
}


def diagnostic(code: str, span: Span | None, **params: object) -> Diagnostic:
    """A diagnostic of the catalogue, at a place."""
    severity, message, advice = CATALOGUE[code]
    return Diagnostic(code, severity, span, message, advice, params)
