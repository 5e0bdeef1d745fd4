"""What the pages of a programme are narrowed to, over rows (issued) and over values (drafts) alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from luoshi.programme.models import Commitment, Obligation, Occurrence, Petition, Revision
from luoshi.programme.queries.facts import Facts, Tie
from luoshi.programme.queries.relations import pending
from luoshi.programme.rules import CommitmentKind, LightCode, PetitionKind, UnitRole


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen; None, or nothing, means all. ``area_id`` is an area, or a task that stands in none.

    ``group_id`` is the group through which a body owes; the days are those on which anything is due, both inclusive.
    """

    kind: CommitmentKind | None = None
    light: LightCode | None = None
    phase_id: int | None = None
    unit_id: int | None = None
    group_id: int | None = None
    area_id: int | None = None
    role: UnitRole | None = None
    due_from: date | None = None
    due_to: date | None = None
    text: str = ""
    difficulty: bool = False

    @property
    def of_bodies(self) -> bool:
        """Whether anything is chosen that only an obligation has."""
        return bool(self.light or self.unit_id or self.group_id or self.role or self.difficulty)

    @property
    def dated(self) -> bool:
        """Whether days are chosen."""
        return self.due_from is not None or self.due_to is not None


def difficulties() -> ExpressionWrapper[Q]:
    """Whether an obligation has a difficulty that waits for an answer."""
    waiting = Petition.objects.filter(pending(PetitionKind.DIFFICULTY))
    return ExpressionWrapper(Q(pk__in=waiting.values("obligation_id")), output_field=BooleanField())


def owed_rows(programme_id: int, choice: Choice) -> QuerySet[Obligation]:
    """The obligations of an issued programme that fit."""
    rows = Obligation.objects.filter(commitment__programme_id=programme_id, withdrawn_on__isnull=True)
    rows = rows.filter(_said(choice, "commitment__"))
    if choice.unit_id is not None:
        rows = rows.filter(unit_id=choice.unit_id)
    if choice.group_id is not None:
        rows = rows.filter(group_id=choice.group_id)
    if choice.light is not None:
        rows = rows.filter(light=choice.light.value)
    if choice.role is not None:
        rows = rows.filter(role=choice.role.value)
    if choice.dated:
        rows = rows.filter(Exists(_in_days(Occurrence.objects.filter(obligation=OuterRef("pk")), choice)))
    if choice.difficulty:
        rows = rows.filter(difficulties())
    return rows


def commitment_rows(programme_id: int, choice: Choice) -> QuerySet[Commitment]:
    """The commitments of a programme that fit by themselves; areas only gather, and are left out."""
    rows = Commitment.objects.filter(programme_id=programme_id, withdrawn_on__isnull=True)
    return rows.exclude(kind=CommitmentKind.AREA.value).filter(_said(choice, ""))


def _said(choice: Choice, way: str) -> Q:
    found = Q(**{f"{way}withdrawn_on__isnull": True})
    if choice.kind is not None:
        found &= Q(**{f"{way}kind": choice.kind.value})
    if choice.phase_id is not None:
        found &= Q(**{f"{way}phase_id": choice.phase_id})
    if choice.area_id is not None:
        found &= Q(**{f"{way}parent_id": choice.area_id}) | Q(**{f"{way}id": choice.area_id})
    if choice.text:
        words = Revision.objects.filter(current=True, text__icontains=choice.text).values("commitment_id")
        found &= Q(**{f"{way}title__icontains": choice.text}) | Q(**{f"{way}id__in": words})
    return found


def _in_days(rows: QuerySet[Occurrence], choice: Choice) -> QuerySet[Occurrence]:
    if choice.due_from is not None:
        rows = rows.filter(due__gte=choice.due_from)
    return rows if choice.due_to is None else rows.filter(due__lte=choice.due_to)


# --- the same of values --------------------------------------------------------------------------------------------


def fits(item: Facts, choice: Choice) -> bool:
    """Whether a commitment of a draft fits by itself."""
    return (
        item.kind is not CommitmentKind.AREA
        and (choice.kind is None or item.kind is choice.kind)
        and (choice.light is None or item.light.code is choice.light)
        and (choice.phase_id is None or (item.phase is not None and item.phase.id == choice.phase_id))
        and (choice.area_id is None or choice.area_id in (item.parent_id, item.id))
        and (choice.text in item.title or choice.text in item.text)
        and (choice.due_from is None or (item.due is not None and item.due >= choice.due_from))
        and (choice.due_to is None or (item.due is not None and item.due <= choice.due_to))
        and not choice.difficulty
    )


def tie_fits(tie: Tie, choice: Choice) -> bool:
    """Whether what a body would owe fits."""
    return (
        (choice.unit_id is None or tie.unit_id == choice.unit_id)
        and (choice.group_id is None or tie.group_id == choice.group_id)
        and (choice.role is None or tie.role is choice.role)
    )
