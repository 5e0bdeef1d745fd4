"""Rounds: planned, opened with the subjects of that day, closed for good."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Max

from luoshi.assessment.actions.adopting import held_adoption
from luoshi.assessment.models import Mark, Round, Subject
from luoshi.assessment.policy import require_running, visible_adoptions
from luoshi.assessment.queries.compiling import table_of
from luoshi.assessment.queries.outcomes import kept_marks, kept_points, outcomes_of, sums_of
from luoshi.assessment.queries.parts import assessed_units, own_parts
from luoshi.assessment.rules.exchange import framework_from_dict
from luoshi.assessment.rules.kept_verdict import to_kept
from luoshi.assessment.rules.rounds import (
    ROUND_WORDS,
    USUAL_MARKERS,
    Marker,
    RoundKind,
    RoundState,
    SubjectKind,
    led_to,
)
from luoshi.assessment.rules.scoring import Score
from luoshi.assessment.rules.verdict import verdict
from luoshi.audit.actions import record
from luoshi.files.rules.clean import require_clean
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _, translate
from luoshi.programme.models import Site
from luoshi.programme.rules import SiteState
from luoshi.tenancy.rules import Actor

NAME_LIMIT, PAPER_LIMIT = 120, 200
BATCH = 200  # subjects whose marks are held at once


def plan_round(
    *,
    actor: Actor,
    adoption_id: int,
    kind: RoundKind,
    name: str = "",
    due: date | None = None,
    markers: Iterable[Marker] = (),
    after_id: int | None = None,
    scorer: str = "",
) -> int:
    """Plan a round of an adoption, by its present version; gives its id. ``markers`` say who may mark (none: as is
    usual for the kind), ``after_id`` which round must be closed first, ``scorer`` for which of the framework's scorers
    it counts. Raises ``Invalid`` (``name-length``, ``scorer-unknown``), ``NotFound``, ``NotAllowed``.
    """
    with transaction.atomic():
        adoption = held_adoption(actor, adoption_id)
        if adoption.withdrawn_on is not None:
            raise Conflict("adoption-withdrawn", _("They are assessed by this framework no more."))
        words = " ".join(name.split()) or translate(ROUND_WORDS[kind])
        if len(words) > NAME_LIMIT:
            raise Invalid("name-length", _("A name has at most {most} characters."), most=NAME_LIMIT)
        if scorer and scorer not in {one.key for one in framework_from_dict(adoption.version.body).scorers}:
            raise Invalid("scorer-unknown", _("The framework names no such scorer."))
        if after_id is not None and not adoption.rounds.filter(pk=after_id).exists():
            raise NotFound("round-not-found", _("There is no such round."))
        row = Round.objects.create(
            jurisdiction_id=adoption.jurisdiction_id,
            adoption=adoption,
            version=adoption.version,
            kind=kind.value,
            name=words,
            order=(adoption.rounds.aggregate(last=Max("order"))["last"] or 0) + 1,
            markers=[marker.value for marker in (tuple(markers) or USUAL_MARKERS[kind])],
            scorer=scorer,
            after_id=after_id,
            due=due,
        )
        record(
            actor=actor,
            verb="assessment.plan_round",
            subject_kind="round",
            subject_id=row.pk,
            new={"name": row.name, "kind": row.kind, "version": row.version_id, "markers": row.markers},
        )
        return row.pk


def open_round(*, actor: Actor, round_id: int, today: date, seen: int | None = None) -> int:
    """Open a round over the subjects of the day; gives how many there are. It goes by the version that its adoption has
    now. Raises ``Conflict`` (``round-before``) while the round before it is not closed, ``Invalid``
    (``subjects-missing``).
    """
    with transaction.atomic():
        _hold_adoption_of(actor, round_id)
        row = held_round(actor, round_id)
        state = led_to("open", row.state)
        _count_edit(row, seen)
        if row.after is not None and row.after.state != RoundState.CLOSED.value:
            raise Conflict("round-before", _("“{name}” must be closed before this round opens."), name=row.after.name)
        row.version = row.adoption.version
        row.state, row.opened_on = state.value, today
        row.save(update_fields=["version", "state", "opened_on"])
        subjects = Subject.objects.bulk_create(_subjects(actor, row, today))
        if not subjects:
            raise Invalid("subjects-missing", _("There is nobody and no site that this round would assess."))
        record(
            actor=actor,
            verb="assessment.open_round",
            subject_kind="round",
            subject_id=row.pk,
            new={"state": row.state, "version": row.version_id, "subjects": len(subjects)},
        )
        return len(subjects)


def close_round(*, actor: Actor, round_id: int, today: date, seen: int | None = None) -> str:
    """Close a round for good: its marks and totals stay as they are, by the version that it went by; gives the SHA-256
    over both, by which anybody can see later that nothing was changed. An official verdict names its paper first
    (``Invalid`` ``paper-missing``).
    """
    with transaction.atomic():
        row = held_round(actor, round_id)
        state = led_to("close", row.state)
        _count_edit(row, seen)
        if row.kind == RoundKind.OFFICIAL.value and not row.paper:
            raise Invalid("paper-missing", _("Name the paper of the official verdict: issuer, number, day."))
        row.state, row.closed_on, row.closed_by_id = state.value, today, actor.account_id
        _keep_verdicts(row)
        row.digest = digest_of(row)
        row.save(update_fields=["state", "closed_on", "closed_by", "digest"])
        record(
            actor=actor,
            verb="assessment.close_round",
            subject_kind="round",
            subject_id=row.pk,
            new={"state": row.state, "digest": row.digest},
        )
        return row.digest


def name_paper(*, actor: Actor, round_id: int, paper: str) -> None:
    """Name the paper that an official verdict was taken from: who issued it, its number and day. Its marks are points
    as they stand there. Raises ``Invalid`` (``paper-length``), ``Conflict`` once the round is closed.
    """
    words = " ".join(paper.split())
    if len(words) > PAPER_LIMIT:
        raise Invalid("paper-length", _("The name of a paper has at most {most} characters."), most=PAPER_LIMIT)
    require_clean(words)
    with transaction.atomic():
        row = held_round(actor, round_id)
        if row.state == RoundState.CLOSED.value:
            led_to("close", row.state)  # says that it is closed
        old, row.paper = row.paper, words
        row.save(update_fields=["paper"])
        record(
            actor=actor,
            verb="assessment.name_paper",
            subject_kind="round",
            subject_id=row.pk,
            old={"paper": old},
            new={"paper": words},
        )


def _keep_verdicts(row: Round) -> None:
    """Keep with every subject its sums and the verdict as it is told today."""
    table = table_of(row.version_id)
    every = list(row.subjects.order_by("pk").defer("outcome"))
    for start in range(0, len(every), BATCH):
        batch = every[start : start + BATCH]
        points, kept = kept_points(one.pk for one in batch), kept_marks(one.pk for one in batch)
        for one in batch:
            outcomes = outcomes_of(table, points[one.pk], kept[one.pk], one.parts)
            sums = sums_of(one, table, points[one.pk], kept[one.pk])
            one.sums = {code: list(found) for code, found in sums.items()}
            one.outcome = to_kept(verdict(Score(table.compiled, {}, outcomes, sums)))
        Subject.objects.bulk_update(batch, ["sums", "outcome"], batch_size=BATCH)


def digest_of(row: Round) -> str:
    """The SHA-256 over the version of a round and all that was marked in it, in the order of subjects and rows."""
    total = sha256(row.version.digest.encode())
    marks = Mark.objects.filter(subject__round=row, current=True).order_by("subject_id", "row__order")
    for line in marks.values_list("subject_id", "row__code", "observation", "plain", "points", "reason").iterator():
        total.update(json.dumps(line, ensure_ascii=False, sort_keys=True).encode())
    totals = row.subjects.order_by("pk").values_list("pk", "points", "bonus", "penalty", "lacking", "struck")
    for sums in totals:
        total.update(json.dumps(sums).encode())
    for pk, own in row.subjects.order_by("pk").values_list("pk", "parts"):
        if own:
            total.update(json.dumps([pk, own], ensure_ascii=False).encode())
    return total.hexdigest()


def held_round(actor: Actor, round_id: int) -> Round:
    """The round for a verb of the office, locked. Raises ``NotFound`` for strangers, ``NotAllowed``."""
    rows = Round.objects.select_related("adoption__programme", "adoption__version", "version", "after")
    found = rows.filter(pk=round_id, adoption__in=visible_adoptions(actor)).select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound("round-not-found", _("There is no such round."))
    require_running(actor, found.adoption.programme)
    return found


def _hold_adoption_of(actor: Actor, round_id: int) -> None:
    """Lock what says whose the parts are before the round, in the order of ``set_part``."""
    found = Round.objects.filter(pk=round_id, adoption__in=visible_adoptions(actor))
    adoption_id = found.values_list("adoption_id", flat=True).first()
    if adoption_id is not None:
        held_adoption(actor, adoption_id)


def _count_edit(row: Round, seen: int | None) -> None:
    rows = Round.objects.filter(pk=row.pk)
    if not (rows if seen is None else rows.filter(edit=seen)).update(edit=F("edit") + 1):
        raise Conflict(
            "stale",
            _("Somebody else has changed this meanwhile."),
            _("Reload the page, look at what has changed, and decide again."),
            state=Phrase(row.name),
        )


def _subjects(actor: Actor, row: Round, today: date) -> list[Subject]:
    own = {"jurisdiction_id": row.jurisdiction_id, "round": row}
    adoption = row.adoption
    if adoption.subject_kind == SubjectKind.PROGRAMME:
        return [Subject(**own, programme_id=adoption.programme_id)]
    if adoption.subject_kind == SubjectKind.SITE:
        sites = Site.objects.filter(category_id=adoption.category_id).exclude(state=SiteState.WITHDRAWN.value)
        return [Subject(**own, site_id=pk) for pk in sites.order_by("pk").values_list("pk", flat=True)]
    parts = own_parts(adoption)
    return [Subject(**own, unit_id=pk, parts=list(parts.get(pk, ()))) for pk in assessed_units(actor, adoption, today)]
