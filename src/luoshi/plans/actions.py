"""Taking plans in, correcting their readings, and accepting them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

import luoshi
from luoshi.audit.actions import record
from luoshi.files.rules.papers import require_clean_paper
from luoshi.files.rules.texts import line_place, paragraph_place
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.outline.exchange import plan_from_dict, plan_to_dict, source_from_dict
from luoshi.outline.model import Plan as Outline
from luoshi.outline.read import plan_of, read_plan
from luoshi.plans.models import Correction, Look, Passage, Plan, Version
from luoshi.plans.policy import Verb, require
from luoshi.plans.queries import reading, version
from luoshi.plans.queries import revision as revision_of
from luoshi.plans.rules import (
    CorrectionState,
    ItemKind,
    LookState,
    Operation,
    PassageKind,
    Step,
    VersionState,
    apply,
    frozen,
    lost_steps,
    require_free_words,
)
from luoshi.tenancy.rules import Actor

READER = f"luoshi {luoshi.__version__}"
LONGEST_TITLE = 300
LONGEST_FILE_NAME = 255


def upload_plan(*, actor: Actor, content: bytes, file_name: str, plan_id: int | None = None) -> int:
    """Read a file and keep its reading as a draft; gives the id of the version.

    With ``plan_id`` it is a new version of that plan. Raises ``UnreadableFile`` where the file cannot be read, and
    ``Invalid`` (``classified``, ``personal-data``) where it may not be kept; nothing is kept then.
    """
    require(actor, Verb.UPLOAD)
    name = _bare(file_name)
    outline = _looked_through(content, name)
    with transaction.atomic():
        plan, number = _plan_for(actor, outline, name, plan_id)
        found = Version(
            jurisdiction_id=actor.jurisdiction_id,
            plan=plan,
            number=number,
            file_name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by_id=actor.account_id,
        )
        _keep_reading(found, outline)
        found.save(force_insert=True)
        _recount(actor, found)
        record(
            actor=actor,
            verb="plans.upload_plan",
            subject_kind="version",
            subject_id=found.pk,
            new={"plan": plan.pk, "number": number, "file": name, "sha256": found.sha256, "reader": READER},
        )
    return found.pk


def _bare(file_name: str) -> str:
    return PurePath(file_name.replace("\\", "/")).name.replace("\0", "")[-LONGEST_FILE_NAME:] or "plan"


def _looked_through(content: bytes, name: str) -> Outline:
    """The reading of a file of which every word may be kept."""
    outline = read_plan(content, name=name)
    source = outline.source
    require_clean_paper(content, name, source.text, line_place if source.kind == "txt" else paragraph_place)
    return outline


def _plan_for(actor: Actor, outline: Outline, name: str, plan_id: int | None) -> tuple[Plan, int]:
    if plan_id is None:
        title = (outline.title or PurePath(name).stem)[:LONGEST_TITLE]
        return Plan.objects.create(jurisdiction_id=actor.jurisdiction_id, title=title), 1
    plan = Plan.objects.select_for_update().filter(jurisdiction_id=actor.jurisdiction_id, pk=plan_id).first()
    if plan is None:
        raise NotFound("plan-not-found", _("There is no such plan."))
    return plan, plan.versions.count() + 1


def _keep_reading(found: Version, outline: Outline) -> None:
    found.kind = outline.source.kind
    found.reading = plan_to_dict(outline, with_source=True)
    found.reader_version = READER


def _recount(actor: Actor, found: Version) -> None:
    """Bring the counts that lists show up to the reading as it stands."""
    totals = reading(actor, found.pk).totals
    Version.objects.filter(pk=found.pk).update(tasks=totals.tasks, pairs=totals.pairs, open_doubts=totals.doubts)


def _draft(actor: Actor, version_id: int, verb: Verb = Verb.CORRECT) -> Version:
    """The version, locked for this transaction, where it can still be changed."""
    found = version(actor, version_id, verb)
    Version.objects.select_for_update().get(pk=found.pk)
    found.refresh_from_db()
    if found.state != VersionState.DRAFT.value:
        raise Conflict(
            "already-accepted",
            _("This version of the plan has been accepted and stands."),
            _("Upload a new version to change it."),
        )
    return found


def correct(
    *,
    actor: Actor,
    version_id: int,
    operation: Operation,
    kind: ItemKind,
    span: tuple[int, int],
    payload: Mapping[str, Any],
    revision: int | None = None,
    settles: Sequence[str] = (),
) -> int:
    """Change one thing in a draft; gives the new revision.

    ``kind`` and ``span`` name an item of the reading as it stands. ``revision`` is the one that the person saw: a
    ``Conflict`` where it is not the last. ``settles`` are keys of doubts that the correction answers. Raises
    ``Invalid`` where there is no such item or the payload does not fit.
    """
    with transaction.atomic():
        found = _draft(actor, version_id)
        log = list(found.corrections.order_by("sequence"))
        _require_fresh(log, revision)
        before = apply(found.reading, _steps(log))
        step = _step(before, operation, kind, span, payload)
        row = Correction.objects.create(
            jurisdiction_id=actor.jurisdiction_id,
            version=found,
            sequence=max((line.sequence for line in log), default=0) + 1,
            operation=operation.value,
            anchor=dict(step.anchor),
            payload=dict(step.payload),
            actor_id=actor.account_id,
        )
        found.corrections.filter(state=CorrectionState.UNDONE.value).update(state=CorrectionState.DROPPED.value)
        _look(actor, found, settles, LookState.SETTLED, row)
        _recount(actor, found)
        record(
            actor=actor,
            verb="plans.correct",
            subject_kind="version",
            subject_id=found.pk,
            new={"correction": row.sequence, "operation": operation.value, "item": kind.value, "payload": row.payload},
        )
    return row.sequence


def _steps(log: Iterable[Correction]) -> list[Step]:
    held = (row for row in log if row.state == CorrectionState.APPLIED.value)
    return [Step(Operation(row.operation), row.anchor, row.payload) for row in held]


def _require_fresh(log: Iterable[Correction], seen: int | None) -> None:
    now = revision_of(row.sequence for row in log if row.state == CorrectionState.APPLIED.value)
    if seen is not None and seen != now:
        raise Conflict(
            "reading-changed",
            _("Somebody else has corrected this reading meanwhile."),
            _("Reload the page, look at it, and correct it again."),
        )


def _step(
    data: Mapping[str, Any], operation: Operation, kind: ItemKind, span: tuple[int, int], payload: Mapping[str, Any]
) -> Step:
    unfit = Invalid(
        "correction-unfit",
        _("This correction does not fit the place that it was made at."),
        _("Reload the page and choose the place again."),
    )
    try:
        step = frozen(data["source"]["text"], operation, kind, span, payload)
        if operation is Operation.ADD:
            require_free_words(dict(data), kind, span)
        lost = lost_steps(data, [step])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise unfit from error
    try:
        plan_from_dict(apply(data, [step]))
    except (ValueError, KeyError, TypeError, AttributeError, Invalid) as error:
        raise unfit from error
    if lost:
        raise unfit
    return step


def undo(*, actor: Actor, version_id: int, revision: int | None = None) -> int:
    """Take the last correction back; gives the revision that stands then. ``Conflict`` where there is none, or where
    ``revision`` (the one that the person saw) is not the last.
    """
    return _turn(actor, version_id, revision, CorrectionState.APPLIED, CorrectionState.UNDONE)


def redo(*, actor: Actor, version_id: int, revision: int | None = None) -> int:
    """Do again what was last taken back; gives the revision. ``Conflict`` where there is nothing, or as in ``undo``."""
    return _turn(actor, version_id, revision, CorrectionState.UNDONE, CorrectionState.APPLIED)


def _turn(actor: Actor, version_id: int, revision: int | None, old: CorrectionState, new: CorrectionState) -> int:
    with transaction.atomic():
        found = _draft(actor, version_id)
        _require_fresh(found.corrections.all(), revision)
        order = "-sequence" if old is CorrectionState.APPLIED else "sequence"
        row = found.corrections.filter(state=old.value).order_by(order).first()
        if row is None:
            raise Conflict("nothing-to-undo", _("There is nothing left to undo or redo."))
        row.state = new.value
        row.save(update_fields=["state"])
        _recount(actor, found)
        record(
            actor=actor,
            verb="plans.undo" if new is CorrectionState.UNDONE else "plans.redo",
            subject_kind="version",
            subject_id=found.pk,
            old={"correction": row.sequence, "state": old.value},
            new={"correction": row.sequence, "state": new.value},
        )
        held = found.corrections.filter(state=CorrectionState.APPLIED.value)
        return revision_of(held.values_list("sequence", flat=True))


def look(*, actor: Actor, version_id: int, doubts: Sequence[str], state: LookState = LookState.SEEN) -> None:
    """Say that a person has looked at doubts (``seen``) or that they are answered (``settled``).

    Keys that are no doubts of the reading are passed over: the page may be older than the reading.
    """
    with transaction.atomic():
        found = _draft(actor, version_id)
        known = {doubt.key: doubt for doubt in reading(actor, version_id).doubts}
        fresh = [key for key in dict.fromkeys(doubts) if key in known and known[key].look is not state]
        if fresh:
            _look(actor, found, fresh, state, None)
            _recount(actor, found)
            record(
                actor=actor,
                verb="plans.look",
                subject_kind="version",
                subject_id=found.pk,
                new={"doubts": fresh, "state": state.value},
            )


def _look(actor: Actor, found: Version, doubts: Iterable[str], state: LookState, row: Correction | None) -> None:
    Look.objects.bulk_create(
        Look(
            jurisdiction_id=actor.jurisdiction_id,
            version=found,
            doubt=doubt[:80],
            state=state.value,
            correction=row,
            actor_id=actor.account_id,
        )
        for doubt in doubts
    )


def reread(*, actor: Actor, version_id: int) -> int:
    """Read the kept text again with the reader of today; corrections stay and are applied to the new reading.

    Gives how many of them have lost their place (each is a doubt of the reading).
    """
    with transaction.atomic():
        found = _draft(actor, version_id)
        old = found.reader_version
        return _replace(actor, found, plan_of(source_from_dict(found.reading["source"])), {"reader": old})


def replace_file(*, actor: Actor, version_id: int, content: bytes, file_name: str) -> int:
    """Put another file under a draft (a corrected copy of the paper); corrections stay, as in ``reread``.

    Raises what ``upload_plan`` does.
    """
    require(actor, Verb.CORRECT)
    name = _bare(file_name)
    outline = _looked_through(content, name)
    with transaction.atomic():
        found = _draft(actor, version_id)
        old = {"file": found.file_name, "sha256": found.sha256}
        found.file_name = name
        found.sha256 = hashlib.sha256(content).hexdigest()
        return _replace(actor, found, outline, old)


def _replace(actor: Actor, found: Version, outline: Outline, old: Mapping[str, object]) -> int:
    _keep_reading(found, outline)
    lost = len(lost_steps(found.reading, _steps(found.corrections.order_by("sequence"))))
    found.save()
    _recount(actor, found)
    record(
        actor=actor,
        verb="plans.reread",
        subject_kind="version",
        subject_id=found.pk,
        old=old,
        new={"reader": READER, "file": found.file_name, "sha256": found.sha256, "lost": lost},
    )
    return lost


def accept(*, actor: Actor, version_id: int, despite_errors: bool = False, reason: str = "") -> Version:
    """Let a draft stand; the programme is made from it by ``programme.actions.accept_plan``, which calls this.

    Raises ``Conflict``: ``doubts-unseen`` while nobody has looked at a doubt, ``errors-stand`` while an error stands
    and ``despite_errors`` does not say that it may, ``already-accepted``. ``reason`` (why it may) goes to the journal.
    """
    with transaction.atomic():
        found = _draft(actor, version_id, Verb.ACCEPT)
        now = reading(actor, version_id)
        if now.unseen:
            raise Conflict(
                "doubts-unseen",
                _("Nobody has looked at {count} of the doubts yet."),
                _("Look at each of them, then accept."),
                count=now.unseen,
            )
        if now.errors and not despite_errors:
            raise Conflict(
                "errors-stand",
                _("{count} errors of the reading stand."),
                _("Correct or settle them, or say that the plan is accepted despite them."),
                count=now.errors,
            )
        found.state = VersionState.ACCEPTED.value
        found.accepted_by_id = actor.account_id
        found.accepted_at = timezone.now()
        found.save(update_fields=["state", "accepted_by", "accepted_at"])
        record(
            actor=actor,
            verb="plans.accept",
            subject_kind="version",
            subject_id=found.pk,
            old={"state": VersionState.DRAFT.value},
            new={"state": VersionState.ACCEPTED.value, "despite_errors": now.errors, "reason": reason},
        )
    return found


def keep_passages(
    *, actor: Actor, found: Version, places: Iterable[tuple[PassageKind, int, int]]
) -> dict[tuple[PassageKind, int, int], int]:
    """Keep places of an accepted version that other rooms will point at; gives their ids by kind, start and end."""
    text = found.reading["source"]["text"]
    wanted = [key for key in dict.fromkeys(places) if 0 <= key[1] < key[2] <= len(text)]
    with transaction.atomic():
        Passage.objects.bulk_create(
            Passage(
                jurisdiction_id=actor.jurisdiction_id,
                version=found,
                kind=kind.value,
                start=start,
                end=end,
                text=text[start:end],
            )
            for kind, start, end in wanted
        )
    return {(PassageKind(row.kind), row.start, row.end): row.pk for row in found.passages.all()}
