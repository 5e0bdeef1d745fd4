"""What a commitment was called and said at a moment, read back from its revisions and the journal.

An amendment renames a commitment in place: its revisions keep the text, the journal the title and number of before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from luoshi.audit.models import Entry
from luoshi.programme.models import Commitment, Revision
from luoshi.programme.rules import ChangeDecision, ChangeKind
from luoshi.programme.rules.comparing import What

PARTS = {"number": What.NUMBER, "title": What.TITLE}
AMENDED, DECIDED = "programme.amend_commitment", "programme.decide_change"


@dataclass(frozen=True, slots=True)
class Worded:
    """What a commitment is called and says."""

    number: str
    title: str
    text: str

    @property
    def called(self) -> str:
        """Number and title: （一）增加停车泊位."""
        return f"{self.number}{self.title}"


class Wordings:
    """The words of a commitment from one amendment to the next."""

    def __init__(self, commitment: Commitment) -> None:
        self._commitment = commitment
        fields = ("made_at", "text")
        rows = Revision.objects.filter(commitment=commitment).order_by("number")
        self._texts: list[tuple[datetime, str]] = [(at, text) for at, text in rows.values_list(*fields)]
        self._renamed: list[tuple[datetime, dict[str, str]]] = list(_renamed(commitment))

    @property
    def now(self) -> Worded:
        """What it is called and says now."""
        return Worded(self._commitment.number, self._commitment.title, self._texts[-1][1] if self._texts else "")

    @property
    def changed(self) -> bool:
        """Whether it ever said or was called something else since it was issued."""
        return len(self._texts) > 1 or bool(self._renamed)

    def at(self, moment: datetime) -> Worded:
        """What it was called and said at a moment; before its first revision what that says."""
        texts = [text for at, text in self._texts if at <= moment] or [text for _at, text in self._texts[:1]]
        found = replace(self.now, text=texts[-1] if texts else "")
        for at, before in reversed(self._renamed):
            if at > moment:
                found = replace(found, **before)
        return found


def _renamed(commitment: Commitment) -> Iterable[tuple[datetime, dict[str, str]]]:
    """Each renaming: when, and what stood before."""
    subject = {"jurisdiction_id": commitment.jurisdiction_id, "subject_kind": "commitment"}
    rows = Entry.objects.filter(**subject, subject_id=str(commitment.pk), verb__in=(AMENDED, DECIDED))
    for verb, at, old, new in rows.order_by("sequence").values_list("verb", "at", "old", "new"):
        before = _before(old, new) if verb == AMENDED else _decided(old, new)
        if before:
            yield at, before


def _before(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Of an amendment by hand: its number stays."""
    return {"title": str(old["title"])} if "title" in old and old["title"] != new.get("title") else {}


def _decided(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Of a change that was carried out: what it was called here; in older lines, which do not say, what the plan of
    before called it.
    """
    if new.get("decision") != ChangeDecision.ACCEPTED.value:
        return {}
    was, now = old.get("called"), new.get("called")
    if was and now:
        return {part: str(was[part]) for part in PARTS if was[part] != now[part]}
    was, now = old.get("item"), new.get("item")
    if not was or not now or new.get("kind") not in (ChangeKind.CHANGED.value, ChangeKind.MOVED.value):
        return {}
    return {part: str(was[part]) for part, what in PARTS.items() if what.value in now.get("what", ())}
