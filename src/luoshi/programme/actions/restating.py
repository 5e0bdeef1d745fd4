"""The office itself lets a commitment say something else: one of an issued programme as an amendment, with its reason
and a new revision; one of a draft in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from luoshi.audit.actions import record
from luoshi.files.rules.clean import require_public
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _, translate
from luoshi.programme.actions.following import move_days, owe_all
from luoshi.programme.actions.programmes import count_edit, moved
from luoshi.programme.actions.revising import revise, rewrite, write_revision
from luoshi.programme.actions.saying import renew_measures, tick
from luoshi.programme.actions.wordings import Amending, Named, Wording, current
from luoshi.programme.models import Commitment, Revision
from luoshi.programme.rules import CommitmentKind, DueKind
from luoshi.programme.rules.tables import Party, Told
from luoshi.tenancy.rules import Actor

NOTE = _("Amendment of {day}")
ENDS = ("。", "；", "！", "？", ";", ".")


def amend_commitment(
    *, actor: Actor, commitment_id: int, told: Told, reason: str, today: date, seen: int | None = None
) -> None:
    """Let a commitment of an issued programme say something else, without a new version of the plan.

    Bodies that are newly named are issued it and asked to receive it; what others reported stays. Raises ``NotFound``,
    ``NotAllowed``, ``Conflict`` (``stale``, ``state-forbids``, ``commitment-withdrawn``), ``Invalid``
    (``reason-missing``).
    """
    with transaction.atomic():
        rows = Commitment.objects.filter(pk=commitment_id, jurisdiction_id=actor.jurisdiction_id)
        found = rows.exclude(kind=CommitmentKind.AREA.value).first()  # an area only gathers, and owes nothing
        if found is None:
            raise NotFound("commitment-not-found", _("There is no such commitment."))
        work = issued(actor, found.programme_id, today, reason)
        if found.withdrawn_on is not None:
            raise Conflict("commitment-withdrawn", _("This commitment was withdrawn."))
        count_edit(found, seen)
        count_edit(work.programme, None)
        restate(work, found, told, reason)


def issued(actor: Actor, programme_id: int, today: date, reason: str) -> Amending:
    """What amending an issued programme begins with. Raises ``Invalid`` (``reason-missing``) where nothing says why,
    and what ``require_public`` raises of that.
    """
    programme, _state = moved(actor, programme_id, "amend")
    if not reason.strip():
        raise Invalid("reason-missing", _("Say why the programme is amended."))
    require_public(reason, "reason")
    note = f"{translate(NOTE, DEFAULT_LANGUAGE, {'day': today.isoformat()})}：{reason.strip()}"
    return Amending(actor, programme, today, note=note)


def _require_public(told: Told) -> None:
    limit = (told.limit.text,) if told.limit else ()
    rhythm = tuple(one.text for one in told.rhythm or ())
    for text in (told.title or "", *(line for line, _purpose in told.lines or ()), *limit, *rhythm):
        require_public(text)


def restate(amending: Amending, commitment: Commitment, told: Told, reason: str) -> None:
    """Let a commitment say what was told; a part of it that is None stays. One journal line where it was issued.

    Raises what ``require_public`` raises of its words.
    """
    _require_public(told)
    row, now = current(commitment)
    old = _line(row, now, commitment)
    if told.lines is not None:
        _sentences(amending, commitment, told.lines)
    placed = _place(amending, commitment, told)
    wording = replace(now, **_taken(told))
    if not amending.runs:
        rewrite(amending, commitment, wording)
        return
    made = revise(amending, commitment, wording, reason)
    if placed:
        move_days(amending, commitment, made)
    record(
        actor=amending.actor,
        verb="programme.amend_commitment",
        subject_kind="commitment",
        subject_id=commitment.pk,
        old=old,
        new={**_line(made, wording, commitment), "reason": reason},
    )


def _line(row: Revision, wording: Wording, commitment: Commitment) -> dict[str, object]:
    return {
        "revision": row.number,
        "title": wording.title,
        "text": wording.text,
        "parties": [[one.written, one.role.value] for one in wording.named],
        "due": wording.due.isoformat() if wording.due else wording.due_text,
        "rhythm": wording.rhythm_text,
        "phase": commitment.phase.name if commitment.phase else "",
        "area": commitment.parent.title if commitment.parent else "",
    }


def add(amending: Amending, told: Told) -> Commitment:
    """A new commitment of the office's own, behind all others; owed at once where the programme was issued. Raises
    what ``require_public`` raises of its words.
    """
    _require_public(told)
    last = amending.programme.commitments.aggregate(last=Max("order"))["last"] or 0
    text = joined(told.lines or ()) or told.title or ""
    made = Commitment.objects.create(
        jurisdiction_id=amending.tenant,
        programme=amending.programme,
        kind=(CommitmentKind.DUTY if told.phase else CommitmentKind.TASK).value,
        order=last + 1,
        title=told.title or text[:40],
    )
    _place(amending, made, told)
    wording = replace(Wording(number="", title=made.title, text=text), **{**_taken(told), "text": text})
    row = write_revision(amending, made, wording)
    renew_measures(amending, made, [], [(line, purpose, None) for line, purpose in told.lines or ((text, False),)])
    tick(amending, made, (), wording.named)
    if amending.runs:
        owe_all(amending, made, wording.named)
        record(
            actor=amending.actor,
            verb="programme.add_commitment",
            subject_kind="commitment",
            subject_id=made.pk,
            new=_line(row, wording, made),
        )
    return made


def joined(lines: Sequence[tuple[str, bool]]) -> str:
    """Sentences as one text."""
    return "".join(line if line.endswith(ENDS) else f"{line}\n" for line, _purpose in lines).strip()


def _sentences(amending: Amending, commitment: Commitment, lines: Sequence[tuple[str, bool]]) -> None:
    old = [{"text": row.text} for row in commitment.measures.all()]
    renew_measures(amending, commitment, old, [(text, purpose, None) for text, purpose in lines])


def _place(amending: Amending, commitment: Commitment, told: Told) -> bool:
    """Phase and area; gives whether the phase is another one."""
    before = (commitment.phase_id, commitment.parent_id)
    if told.phase is not None:
        commitment.phase = amending.programme.phases.filter(name=told.phase).first() if told.phase else None
    if told.area is not None:
        areas = amending.programme.commitments.filter(kind=CommitmentKind.AREA.value, withdrawn_on__isnull=True)
        commitment.parent = areas.filter(title=told.area).first() if told.area else None
    if (commitment.phase_id, commitment.parent_id) != before:
        commitment.save(update_fields=["phase", "parent"])
    return commitment.phase_id != before[0]


def _taken(told: Told) -> dict[str, Any]:
    """The parts of a wording that were told."""
    taken: dict[str, Any] = {}
    if told.title is not None:
        taken["title"] = told.title
    if told.lines is not None:
        taken["text"] = joined(told.lines)
    if told.parties is not None:
        taken["named"] = tuple(_named(party) for party in told.parties)
    if told.limit is not None:
        limit = told.limit
        taken |= {"due_kind": limit.kind.value, "due_text": limit.text, "due": limit.due, "start": limit.start}
        if limit.kind is DueKind.NONE:
            taken["due_text"] = ""
    if told.rhythm is not None:
        one = told.rhythm[0] if told.rhythm else None
        taken |= {
            "rhythm_text": one.text if one else "",
            "every": one.every.value if one else "",
            "interval": min(max(one.interval, 1), 1000) if one else 1,
            "month": one.month if one else None,
            "day": one.day if one else None,
        }
    return taken


def _named(party: Party) -> Named:
    return Named(party.unit_id, party.group_id, party.role, party.written)
