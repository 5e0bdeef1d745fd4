"""Gaps: proposed from what is missing, judged by the office, sent out as questions, secured by marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F, QuerySet

from luoshi.assessment.actions.adopting import held_adoption
from luoshi.assessment.actions.gaps_of_others import drop_of_others, take_up_again
from luoshi.assessment.models import Adoption, Gap, RowService
from luoshi.assessment.policy import require_running, visible_adoptions
from luoshi.assessment.queries.compiling import Table, table_of
from luoshi.assessment.queries.sending import Asking, Sending, chosen_gaps, sending_of
from luoshi.assessment.queries.standing import RowStanding, Target, require_target, standing
from luoshi.assessment.queries.whose import whose
from luoshi.assessment.rules.forecast.likelihood import Likelihood
from luoshi.assessment.rules.framework import RowKind
from luoshi.assessment.rules.gaps import COUNTED, GapState, Serving, Share, led_to, shares
from luoshi.assessment.rules.numbers import millionths
from luoshi.assessment.rules.raising import raises
from luoshi.audit.actions import record
from luoshi.files.rules.clean import require_clean
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.quantities import SCALE
from luoshi.kernel.wording import _
from luoshi.programme.models import Obligation
from luoshi.programme.rules import UnitRole
from luoshi.programme.rules.texts import require_reason
from luoshi.reporting.actions.asking import ask
from luoshi.tenancy.rules import Actor

WORDS_LIMIT = 300
RANKS = (UnitRole.LEAD.value, UnitRole.RESPONSIBLE.value, UnitRole.SUPPORT.value)


@dataclass(frozen=True, slots=True)
class Renewed:
    """How many gaps were added, how many are secured by the marks that were given since, and how many are pursued no
    more because their rows stand in the parts of others.
    """

    added: int
    secured: int
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """How many questions were sent for how many gaps, and how many units find them in their inbox."""

    questions: int
    gaps: int
    asked: int


def renew_gaps(*, actor: Actor, target: Target, today: date) -> Renewed:
    """Bring the gaps of a target up to its marks: what is missing of a row and has no gap gets one for each commitment
    that serves the row; a gap whose row has all its points is secured. What the office said of a gap stays. Rows in the
    part of another body have no gaps: those that were opened there and not sent out are dropped, with the reason, and
    taken up again when the part is said to be the body's own.
    """
    with transaction.atomic():
        adoption = held_adoption(actor, target.adoption_id)
        require_target(adoption, target)
        table, rows = table_of(adoption.version_id), standing(adoption, target)
        again = take_up_again(adoption, target, rows, today)
        secured = _secure(adoption, target, rows, table, today)
        dropped = drop_of_others(adoption, target, rows, today)
        named = set(_gaps(target).exclude(state=GapState.SECURED.value).values_list("row__code", flat=True))
        serving = _serving(adoption)
        fresh = [
            gap
            for code, row in rows.items()
            if code not in named
            for gap in _proposed(adoption, target, table, row, serving.get(row.row_id, ()), today)
        ]
        Gap.objects.bulk_create(fresh)
        record(
            actor=actor,
            verb="assessment.renew_gaps",
            subject_kind="adoption",
            subject_id=adoption.pk,
            new={
                "unit": target.unit_id,
                "site": target.site_id,
                "added": len(fresh),
                "secured": secured,
                "dropped": dropped,
                "reopened": again,
            },
        )
        return Renewed(len(fresh), secured, dropped)


def edit_gap(
    *,
    actor: Actor,
    gap_id: int,
    chance: Likelihood | None,
    gain: Decimal,
    words: str,
    commitment_id: int | None,
    asks_id: int | None,
    seen: int | None = None,
) -> None:
    """Say how likely a gap is to be closed, what it brings (points), what is missing, and by whom it can be closed.

    Raises ``Invalid`` (``gap-gain``, ``gap-words``, ``gap-asks``), ``NotFound``, ``Conflict``.
    """
    said = " ".join(words.split())
    if not 0 < len(said) <= WORDS_LIMIT:
        raise Invalid("gap-words", _("Say what is missing, in at most {most} characters."), most=WORDS_LIMIT)
    require_clean(said)
    with transaction.atomic():
        gap = _held(actor, gap_id, "edit", seen)
        before = _told(gap)
        gap.gain = _gain(gap, gain)
        gap.words, gap.chance = said, chance.value if chance else ""
        gap.commitment_id, gap.asks_id = commitment_id, asks_id
        _require_owed(gap)
        gap.save(update_fields=["gain", "words", "chance", "commitment", "asks"])
        if (before["chance"], before["commitment_id"]) != (gap.chance, gap.commitment_id):
            _agree(gap)
        record(
            actor=actor,
            verb="assessment.edit_gap",
            subject_kind="gap",
            subject_id=gap.pk,
            old=before,
            new=_told(gap),
        )


def judge_gaps(*, actor: Actor, adoption_id: int, chances: Iterable[tuple[int, Likelihood | None]]) -> int:
    """Say of several gaps at once how likely they are to be closed; gives of how many it has changed."""
    with transaction.atomic():
        adoption = held_adoption(actor, adoption_id)
        wanted = dict(chances)
        changed = {}
        for gap in Gap.objects.filter(adoption=adoption, pk__in=wanted, state__in=[s.value for s in COUNTED]):
            given = wanted[gap.pk]
            value = given.value if given else ""
            if gap.chance != value:
                changed[str(gap.pk)] = [gap.chance, value]
                Gap.objects.filter(pk=gap.pk).update(chance=value, edit=F("edit") + 1)
                gap.chance = value
                _agree(gap)
        if changed:
            record(
                actor=actor,
                verb="assessment.judge_gaps",
                subject_kind="adoption",
                subject_id=adoption.pk,
                new={"chances": changed},
            )
        return len(changed)


def drop_gap(*, actor: Actor, gap_id: int, reason: str, today: date, seen: int | None = None) -> None:
    """Pursue a gap no more, with a reason."""
    _move(actor, gap_id, "drop", require_reason(reason), today, seen)


def reopen_gap(*, actor: Actor, gap_id: int, today: date, seen: int | None = None) -> None:
    """Take a gap up again."""
    _move(actor, gap_id, "reopen", "", today, seen)


def send_gaps(
    *,
    actor: Actor,
    adoption_id: int,
    gap_ids: Iterable[int],
    due: date,
    today: date,
    confirmed: bool = False,
    mark: str | None = None,
) -> Sent:
    """Send gaps out as questions: one for each commitment, to the bodies that its gaps ask, naming the rows that need
    it.

    Whoever has answered already what is wanted is not asked (see ``reporting.actions.asking``). ``confirmed`` sends it
    though something speaks against it; ``mark`` is that of the preview that the office has seen (None: nobody looked).
    Raises ``Invalid`` (``gap-serves-nothing`` where a gap names no commitment or nobody who owes it, ``gaps-none``),
    ``Conflict`` (``question-warned``, ``preview-changed``), and what asking raises.
    """
    with transaction.atomic():
        adoption = held_adoption(actor, adoption_id)
        gaps = chosen_gaps(adoption, gap_ids)
        for gap in gaps:
            led_to("ask", gap.state)
            _require_askable(gap)
        if not gaps:
            raise Invalid("gaps-none", _("Choose at least one gap."))
        found = sending_of(actor, adoption, gaps, due, today)
        _require_seen(found, mark, confirmed)
        asked = sum(_ask(actor, asking, today) for asking in found.askings)
        record(
            actor=actor,
            verb="assessment.send_gaps",
            subject_kind="adoption",
            subject_id=adoption.pk,
            new={"gaps": list(found.ids), "due": due.isoformat()},
        )
        return Sent(len(found.askings), len(gaps), asked)


# --- one gap -----------------------------------------------------------------------------------------------------


def _held(actor: Actor, gap_id: int, verb: str, seen: int | None) -> Gap:
    rows = Gap.objects.filter(pk=gap_id, adoption__in=visible_adoptions(actor)).select_for_update(of=("self",))
    gap = rows.select_related("adoption__programme", "row").first()
    if gap is None:
        raise NotFound("gap-not-found", _("There is no such gap."))
    require_running(actor, gap.adoption.programme)
    led_to(verb, gap.state)
    same = Gap.objects.filter(pk=gap.pk)
    if not (same if seen is None else same.filter(edit=seen)).update(edit=F("edit") + 1):
        raise Conflict(
            "stale",
            _("Somebody else has changed this meanwhile."),
            _("Reload the page, look at what has changed, and decide again."),
        )
    return gap


def _move(actor: Actor, gap_id: int, verb: str, reason: str, today: date, seen: int | None) -> None:
    with transaction.atomic():
        gap = _held(actor, gap_id, verb, seen)
        before, gap.state = gap.state, led_to(verb, gap.state).value
        gap.state_on, gap.reason = today, reason
        gap.save(update_fields=["state", "state_on", "reason"])
        record(
            actor=actor,
            verb=f"assessment.{verb}_gap",
            subject_kind="gap",
            subject_id=gap.pk,
            old={"state": before},
            new={"state": gap.state, "reason": reason},
        )


def _gain(gap: Gap, points: Decimal) -> int:
    """Points in millionths, above nothing and within those of the row."""
    gain = millionths(points) if points.is_finite() and 0 < points <= SCALE else 0
    most = gap.row.points
    if gain <= 0 or (most is not None and gain > most):
        raise Invalid("gap-gain", _("Give the points that it would bring: more than 0, within those of the row."))
    return gain


def _require_owed(gap: Gap) -> None:
    """The commitment is one of the programme, and the body owes it."""
    if gap.commitment_id is None and gap.asks_id is None:
        return
    owed = Obligation.objects.filter(
        commitment=gap.commitment_id or 0,
        commitment__programme_id=gap.adoption.programme_id,
        unit=gap.asks_id or 0,
        withdrawn_on=None,
    )
    if not owed.exists():
        raise Invalid("gap-asks", _("Choose a commitment of this programme and a unit that owes it."))


def _agree(gap: Gap) -> None:
    """Gaps of one commitment are secured together or not at all, so they are of one class."""
    if gap.commitment_id is not None:
        same = Gap.objects.filter(whose(gap), adoption_id=gap.adoption_id, commitment_id=gap.commitment_id)
        same.exclude(pk=gap.pk).exclude(chance=gap.chance).update(chance=gap.chance, edit=F("edit") + 1)


def _told(gap: Gap) -> dict[str, object]:
    return {name: getattr(gap, name) for name in ("gain", "words", "chance", "commitment_id", "asks_id")}


# --- sending -----------------------------------------------------------------------------------------------------


def _require_askable(gap: Gap) -> None:
    if gap.commitment_id is None or gap.asks_id is None:
        raise Invalid(
            "gap-serves-nothing",
            _("“{words}” names no commitment and unit that could close it."),
            _("Choose both, or serve the row in the joint table first."),
            words=gap.words[:60],
        )


def _require_seen(found: Sending, mark: str | None, confirmed: bool) -> None:
    """What is sent is what was looked at, and what speaks against it was seen."""
    if mark is not None and mark != found.mark:
        raise Conflict("preview-changed", _("Something has changed meanwhile."), _("Look at it again before you send."))
    if found.warnings and not confirmed:
        raise Conflict("question-warned", _("Something speaks against it; send it once more if it must be."))


def _ask(actor: Actor, asking: Asking, today: date) -> int:
    """Send one question; gives how many units are asked. Its warnings were judged with those of all the others."""
    sent = ask(actor=actor, composed=asking.preview.composed, today=today, confirmed=True)
    Gap.objects.filter(pk__in=[gap.id for gap in asking.gaps]).update(
        state=GapState.ASKED.value, state_on=today, question_id=sent.question_id, edit=F("edit") + 1
    )
    return sent.asked


# --- proposing ---------------------------------------------------------------------------------------------------


def _gaps(target: Target) -> QuerySet[Gap]:
    return Gap.objects.filter(whose(target), adoption_id=target.adoption_id)


def _secure(adoption: Adoption, target: Target, rows: dict[str, RowStanding], table: Table, today: date) -> int:
    """Gaps of rows that have all their points by now."""
    full = [row.row_id for code, row in rows.items() if _missing(table, code, row) == 0]
    found = _gaps(target).filter(adoption=adoption, row_id__in=full, state__in=[state.value for state in COUNTED])
    return found.update(state=GapState.SECURED.value, state_on=today, edit=F("edit") + 1)


def _missing(table: Table, code: str, row: RowStanding) -> int | None:
    """What a row may still bring, in millionths; None where that is unknown or the row adds nothing."""
    compiled = table.compiled.rows[code]
    if compiled.row.kind not in (RowKind.BASE, RowKind.BONUS) or compiled.most is None or not row.outcome.applies:
        return None
    return compiled.most - (row.points or 0)


def _proposed(
    adoption: Adoption,
    target: Target,
    table: Table,
    row: RowStanding,
    serving: tuple[Serving, ...],
    today: date,
) -> list[Gap]:
    missing = _missing(table, row.code, row)
    if not missing:
        return []
    rule = table.compiled.rows[row.code]
    ways = raises(rule, row.seen, row.outcome)
    how = f"：{ways[0].how.words()}" if ways and row.seen is not None else "：尚未评分，请提供佐证"
    words = _cut(f"{row.code}{rule.row.title}{how}", WORDS_LIMIT)
    return [_gap(adoption, target, row, share, words, today) for share in shares(missing, serving, rule.quantum)]


def _gap(adoption: Adoption, target: Target, row: RowStanding, share: Share, words: str, today: date) -> Gap:
    return Gap(
        jurisdiction_id=adoption.jurisdiction_id,
        adoption=adoption,
        row_id=row.row_id,
        unit_id=target.unit_id,
        site_id=target.site_id,
        commitment_id=share.serving.commitment_id if share.serving else None,
        asks_id=share.serving.asks if share.serving else None,
        chance=_said_of(target, share),
        words=words,
        gain=share.gain,
        state_on=today,
    )


def _said_of(target: Target, share: Share) -> str:
    """What the office has said of the commitment already: its gaps are one event."""
    if share.serving is None:
        return ""
    same = _gaps(target).filter(commitment_id=share.serving.commitment_id).exclude(chance="")
    return same.values_list("chance", flat=True).first() or ""


def _serving(adoption: Adoption) -> dict[int, tuple[Serving, ...]]:
    """The commitments that serve each row (by id), each with the body that leads it, else the first that owes it."""
    rows = RowService.objects.filter(adoption=adoption, proposed=False, commitment__withdrawn_on=None)
    rows = rows.filter(commitment__isnull=False)
    pairs = list(rows.order_by("row_id", "pk").values_list("row_id", "commitment_id"))
    owed = Obligation.objects.filter(commitment_id__in={pair[1] for pair in pairs}, withdrawn_on=None)
    first: dict[int, tuple[int, int]] = {}
    for commitment_id, unit_id, role in owed.order_by("pk").values_list("commitment_id", "unit_id", "role"):
        rank = RANKS.index(role)
        if commitment_id not in first or rank < first[commitment_id][0]:
            first[commitment_id] = (rank, unit_id)
    found: dict[int, list[Serving]] = defaultdict(list)
    for row_id, commitment_id in pairs:
        found[row_id].append(Serving(commitment_id, first.get(commitment_id, (0, None))[1]))
    return {row_id: tuple(listed) for row_id, listed in found.items()}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
