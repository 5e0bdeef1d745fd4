"""Asking before issuing (征求意见): a round is opened, bodies comment or have none, the office decides."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.actions.programmes import count_edit, held, moved
from luoshi.programme.models import Assignment, Comment, Commitment, Consultation, ConsultedUnit, Programme
from luoshi.programme.policy import Verb, allowed, parties, require_move, require_own_comment, visible
from luoshi.programme.rules import CommentSource, CommentVerdict, Noun, Party, ProgrammeState, UnitRole
from luoshi.programme.rules.consulting import VERDICT_VERBS, require_answer_day, require_comment, require_reason
from luoshi.programme.rules.owing import Named, owing
from luoshi.programme.rules.states import move
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries

UNDECIDED = CommentVerdict.OPEN.value


def open_consultation(
    *, actor: Actor, programme_id: int, today: date, answers_by: date, seen: int | None = None
) -> int:
    """Ask every body that a draft names, groups expanded as they stand on ``today``; gives the id of the round.

    Raises ``Invalid`` (``day-past``, ``day-far``) for the day, ``Conflict`` (``nobody-to-ask``, ``stale``) and what
    ``moved`` raises.
    """
    with transaction.atomic():
        programme, state = moved(actor, programme_id, "consult")
        require_answer_day(answers_by, today)
        unit_ids = bodies_named(actor, programme, today)
        if not unit_ids:
            raise Conflict(
                "nobody-to-ask", _("The draft names nobody yet."), _("Name units in the grid first, then ask them.")
            )
        count_edit(programme, seen)
        _stand(programme, state)
        asked = Consultation.objects.create(
            jurisdiction_id=actor.jurisdiction_id,
            programme=programme,
            number=programme.consultations.count() + 1,
            opened_on=today,
            answers_by=answers_by,
        )
        ConsultedUnit.objects.bulk_create(
            ConsultedUnit(jurisdiction_id=actor.jurisdiction_id, consultation=asked, unit_id=unit_id)
            for unit_id in unit_ids
        )
        new = {"round": asked.number, "answers_by": answers_by.isoformat(), "bodies": len(unit_ids), "state": state}
        _journal(actor, "open_consultation", programme, new)
    return asked.pk


def close_consultation(*, actor: Actor, programme_id: int, today: date, seen: int | None = None) -> None:
    """End the asking: the draft is worked on again. Bodies that did not answer stay as having said nothing."""
    with transaction.atomic():
        programme, state = moved(actor, programme_id, "close-consultation")
        count_edit(programme, seen)
        asked = _round(programme)
        asked.closed_on = today
        asked.save(update_fields=["closed_on"])
        _stand(programme, state)
        silent = asked.units.filter(answered_on__isnull=True).count()
        _journal(actor, "close_consultation", programme, {"round": asked.number, "silent": silent, "state": state})


def comment(
    *, actor: Actor, programme_id: int, unit_id: int, commitment_id: int | None = None, text: str, today: date
) -> int:
    """A comment of a body on a commitment, or on the draft as a whole (None); gives its id.

    The same words of the same body on the same commitment are kept once. Raises ``Invalid`` for the text, ``NotFound``
    for a body that was not asked or a commitment that there is not, ``NotAllowed``, ``Conflict`` (``state-forbids``).
    """
    with transaction.atomic():
        programme, asked = _asked(actor, programme_id, unit_id)
        source = _source(actor, programme, unit_id)
        return add_comment(actor, programme, asked, commitment_id, text, today, source)


def enter_for_unit(
    *, actor: Actor, programme_id: int, unit_id: int, commitment_id: int | None = None, text: str, today: date
) -> int:
    """What a body wrote or said otherwise, entered by the office. Raises what ``comment`` raises."""
    with transaction.atomic():
        programme, asked = _asked(actor, programme_id, unit_id, office=True)
        return add_comment(actor, programme, asked, commitment_id, text, today, CommentSource.OFFICE)


def no_comment(*, actor: Actor, programme_id: int, unit_id: int, today: date) -> None:
    """A body has no comment. Raises ``Conflict`` (``has-comments``) while it has some; a comment takes it back."""
    with transaction.atomic():
        programme, asked = _asked(actor, programme_id, unit_id)
        say_nothing(actor, programme, asked, today, _source(actor, programme, unit_id))


def withdraw_comment(*, actor: Actor, comment_id: int) -> None:
    """Take a comment back before it was decided; its words stay in the journal. The body takes back what stands as its
    own; the office only what it entered itself on behalf of the body.

    Raises ``Conflict`` (``comment-decided``) after that, ``NotFound``, ``NotAllowed`` (``comment-not-yours``).
    """
    with transaction.atomic():
        programme, row = _held_comment(actor, comment_id)
        asked = row.asked
        mine = parties(actor, programme, consulted=asked.unit_id)
        require_move(Noun.PROGRAMME, "comment", programme.state, mine)
        require_own_comment(mine, CommentSource(row.source))
        if asked.consultation.closed_on is not None:
            raise _over()
        if row.verdict != UNDECIDED:
            raise Conflict("comment-decided", _("The office has decided on this comment already."))
        row.delete()
        if not asked.comments.exists():
            asked.answered_on = None
            asked.save(update_fields=["answered_on"])
        record(
            actor=actor,
            verb="programme.withdraw_comment",
            subject_kind="comment",
            subject_id=comment_id,
            old={"unit": asked.unit_id, "about": row.about, "text": row.text},
        )


def decide(
    *, actor: Actor, comment_id: int, verdict: CommentVerdict, reason: str = "", today: date, seen: int | None = None
) -> None:
    """Adopt a comment, in part, or not. The draft itself stays as it is: it is changed in the grid.

    Raises ``Invalid`` (``reason-missing`` for all but adopting, ``reason-long``), ``Conflict`` (``stale`` where it
    was decided since ``seen``, ``round-over`` once the programme is issued), ``NotFound``, ``NotAllowed``.
    """
    with transaction.atomic():
        programme, row = _held_comment(actor, comment_id)
        verb = VERDICT_VERBS.get(verdict)
        if verb is None:
            raise Invalid("verdict-missing", _("Choose whether the comment is adopted."))
        after = require_move(Noun.COMMENT, verb, row.verdict, parties(actor, programme))
        if programme.state not in (ProgrammeState.DRAFT.value, ProgrammeState.CONSULTING.value):
            raise _over()
        kept = require_reason(reason, needed=move(Noun.COMMENT, verb).reasoned)
        if seen is not None and seen != row.edit:
            raise Conflict(
                "stale",
                _("Somebody else has changed this meanwhile."),
                _("Reload the page, look at what has changed, and decide again."),
            )
        old = {"verdict": row.verdict, "reason": row.reason}
        row.verdict, row.reason, row.decided_on, row.edit = after, kept, today, row.edit + 1
        row.save(update_fields=["verdict", "reason", "decided_on", "edit"])
        record(
            actor=actor,
            verb="programme.decide_comment",
            subject_kind="comment",
            subject_id=row.pk,
            old=old,
            new={"verdict": after, "reason": kept},
        )


# --- what other verbs share -----------------------------------------------------------------------------------------


def bodies_named(actor: Actor, programme: Programme, today: date) -> list[int]:
    """The bodies that a draft names, itself or through groups, in the order in which the plan names them."""
    members = {group.id: [unit.id for unit in group.members] for group in unit_queries.groups(actor, today)}
    named: defaultdict[int, list[Named]] = defaultdict(list)
    rows = Assignment.objects.filter(
        revision__current=True,
        revision__commitment__programme=programme,
        revision__commitment__withdrawn_on__isnull=True,
    )
    fields = ("revision_id", "unit_id", "group_id", "role")
    for revision_id, unit_id, group_id, role in rows.order_by("revision__commitment__order", "order").values_list(
        *fields
    ):
        named[revision_id].append((unit_id, group_id, UnitRole(role)))
    return list(dict.fromkeys(unit_id for pairs in named.values() for unit_id in owing(pairs, members)))


def add_comment(
    actor: Actor,
    programme: Programme,
    asked: ConsultedUnit,
    commitment_id: int | None,
    text: str,
    today: date,
    source: CommentSource,
) -> int:
    """Keep a comment within the transaction of the verb that calls it; "no comment" is taken back by it."""
    kept = require_comment(text)
    found = _commitment(programme, commitment_id)
    same = asked.comments.filter(commitment=found, text=kept).first()
    if same is not None:
        return same.pk
    row = Comment.objects.create(
        jurisdiction_id=actor.jurisdiction_id,
        asked=asked,
        commitment=found,
        about=f"{found.number}{found.title}"[:300] if found else "",
        text=kept,
        source=source.value,
        made_on=today,
    )
    _answered(actor, asked, today, source, none=False)
    record(
        actor=actor,
        verb="programme.comment",
        subject_kind="comment",
        subject_id=row.pk,
        new={"unit": asked.unit_id, "commitment": commitment_id, "text": kept, "source": source.value},
    )
    return row.pk


def say_nothing(actor: Actor, programme: Programme, asked: ConsultedUnit, today: date, source: CommentSource) -> None:
    """Keep that a body has no comment, within the transaction of the verb that calls it."""
    if asked.no_comment:
        return
    if asked.comments.exists():
        raise Conflict(
            "has-comments",
            _("There are comments of this unit."),
            _("Withdraw them first, then say that there is none."),
        )
    _answered(actor, asked, today, source, none=True)
    _journal(actor, "no_comment", programme, {"unit": asked.unit_id, "source": source.value})


def _answered(actor: Actor, asked: ConsultedUnit, today: date, source: CommentSource, *, none: bool) -> None:
    asked.answered_on, asked.no_comment = today, none
    asked.source, asked.account_id = source.value, actor.account_id
    asked.save(update_fields=["answered_on", "no_comment", "source", "account"])


def _asked(actor: Actor, programme_id: int, unit_id: int, *, office: bool = False) -> tuple[Programme, ConsultedUnit]:
    programme = held(actor, programme_id)
    mine = parties(actor, programme, consulted=None if office else unit_id)
    require_move(Noun.PROGRAMME, "comment", programme.state, mine)
    asked = _round(programme).units.select_for_update().filter(unit_id=unit_id).first()
    if asked is None:
        raise NotFound("unit-not-asked", _("This unit was not asked in this round."))
    return programme, asked


def _source(actor: Actor, programme: Programme, unit_id: int) -> CommentSource:
    own = Party.CONSULTED in parties(actor, programme, consulted=unit_id)
    return CommentSource.PAGE if own else CommentSource.OFFICE


def _round(programme: Programme) -> Consultation:
    return programme.consultations.get(closed_on__isnull=True)


def _commitment(programme: Programme, commitment_id: int | None) -> Commitment | None:
    if commitment_id is None:
        return None
    found = programme.commitments.filter(pk=commitment_id, withdrawn_on__isnull=True).first()
    if found is None:
        raise NotFound("commitment-not-found", _("There is no such commitment."))
    return found


def _held_comment(actor: Actor, comment_id: int) -> tuple[Programme, Comment]:
    known = Comment.objects.filter(
        pk=comment_id, jurisdiction_id=actor.jurisdiction_id, asked__consultation__programme__in=visible(actor)
    )
    programme_id = known.values_list("asked__consultation__programme_id", flat=True).first()
    if programme_id is not None:
        programme = held(actor, programme_id)
        row = known.select_related("asked__consultation").first()
        if row is not None and (
            allowed(actor, Verb.SEE_DRAFT) or parties(actor, programme, consulted=row.asked.unit_id)
        ):
            return programme, row
    raise NotFound("comment-not-found", _("There is no such comment."))


def _over() -> Conflict:
    return Conflict("round-over", _("The asking is over: its comments stay as they are."))


def _stand(programme: Programme, state: str) -> None:
    programme.state = state
    programme.save(update_fields=["state"])


def _journal(actor: Actor, verb: str, programme: Programme, new: dict[str, object]) -> None:
    record(actor=actor, verb=f"programme.{verb}", subject_kind="programme", subject_id=programme.pk, new=new)
