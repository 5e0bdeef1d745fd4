"""What a report would drop of a draft that whoever reports has not looked at."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.reporting.actions.said import Said
from luoshi.reporting.models import Draft, Request


def require_looked_at(row: Request, said: Said, seen: int | None) -> None:
    """Raise ``Conflict`` (``stale``) where the draft of a request was kept since ``seen`` and says something else than
    the report, which would drop it: another window, or somebody else of the unit, was told that it is kept. None asks
    nothing. The draft is loaded with the request already.
    """
    draft = _of(row)
    if draft is None or seen is None or draft.edit == seen or not _says_another_thing(draft, said):
        return
    raise Conflict(
        "stale",
        _("Another draft was kept here meanwhile."),
        _("Look at it below, and decide again."),
    )


@dataclass(frozen=True, slots=True)
class Dropped:
    """What somebody has looked at of a draft and lets go: its saving, and the evidence (ids) that it brought then."""

    edit: int
    evidence: frozenset[int] = frozenset()


def require_nothing_drafted(row: Request, dropping: Dropped | None) -> None:
    """Raise ``Conflict`` (``draft-waits``) where a report that does not come from the draft would drop words, a figure
    or evidence of it that nobody has looked at (``dropping``; None: nothing was).
    """
    draft = _of(row)
    if draft is None:
        return
    brought = set(draft.evidence.values_list("evidence_id", flat=True))
    if dropping is not None and dropping.edit == draft.edit and brought <= dropping.evidence:
        return
    if not (_words(draft) or brought):
        return
    raise Conflict(
        "draft-waits",
        _("A draft is kept there, which would be dropped."),
        _("Open the report and look at it first."),
    )


def _of(row: Request) -> Draft | None:
    return getattr(row, "draft", None)


def _words(draft: Draft) -> tuple[str, ...]:
    return tuple(one for one in (draft.text.strip(), draft.figure.strip(), draft.signed.strip()) if one)


def _says_another_thing(draft: Draft, said: Said) -> bool:
    """Whether something of a draft is not in a report. What was left empty says nothing, nor does a state alone."""
    if not _words(draft) and draft.reachable is None:
        return False
    pairs = (
        (draft.state, said.state.value),
        (draft.text.strip(), said.text.strip()),
        (draft.figure.strip(), said.figure.strip()),
        (draft.target_id if draft.figure.strip() else None, said.target_id),
        (draft.reachable, said.reachable),
        (draft.signed.strip(), said.signed.strip()),
    )
    return any(kept not in ("", None) and kept != sent for kept, sent in pairs)
