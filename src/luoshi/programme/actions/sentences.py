"""The sentences of the grid: split, merged, reworded beside the plan's own words."""

from __future__ import annotations

from django.db.models import F

from luoshi.files.rules.clean import require_public
from luoshi.kernel.errors import Conflict, Invalid
from luoshi.kernel.wording import _
from luoshi.plans import actions as plan_actions
from luoshi.plans.models import Passage
from luoshi.plans.rules import PassageKind
from luoshi.programme.actions.stepping import Work, step
from luoshi.programme.actions.ticking import write_ticks
from luoshi.programme.models import Allocation, Measure
from luoshi.programme.rules.decomposition import Body, Tick
from luoshi.tenancy.rules import Actor

LONGEST = 4000


def split_measure(*, actor: Actor, commitment_id: int, measure_id: int, at: int, seen: int | None = None) -> None:
    """Part a sentence before its sign ``at``: both halves keep the ticks and the place in the plan.

    Raises ``Invalid`` (``split-empty``) where one half would be empty.
    """
    with step(actor, "split_measure", commitment_id, seen) as work:
        measure = work.measure(measure_id)
        first, second = measure.text[: max(at, 0)].strip(), measure.text[max(at, 0) :].strip()
        if not first or not second:
            raise Invalid(
                "split-empty", _("One half would be empty."), _("Put the cursor between two words of the sentence.")
            )
        Measure.objects.filter(commitment=work.commitment, order__gt=measure.order).update(order=F("order") + 1)
        measure.text = first
        measure.save(update_fields=["text"])
        made = Measure.objects.create(
            jurisdiction_id=work.tenant,
            commitment=work.commitment,
            order=measure.order + 1,
            text=second,
            principle=measure.principle,
            passage_id=measure.passage_id,
        )
        _copy_ticks(work, measure, made)


def merge_measure(*, actor: Actor, commitment_id: int, measure_id: int, seen: int | None = None) -> None:
    """Join a sentence with the next one; it is everybody's whose one of them was, and tracked if one of them was.

    Raises ``Conflict`` (``no-next-sentence``) for the last one.
    """
    with step(actor, "merge_measure", commitment_id, seen) as work:
        measure = work.measure(measure_id)
        later = Measure.objects.filter(commitment=work.commitment, order__gt=measure.order)
        following = later.order_by("order", "pk").first()
        if following is None:
            raise Conflict("no-next-sentence", _("There is no sentence after this one to merge it with."))
        _copy_ticks(work, following, measure)
        measure.text = (measure.text + following.text)[:LONGEST]
        measure.principle = measure.principle and following.principle
        measure.passage_id = _joined(work, measure, following)
        measure.save(update_fields=["text", "principle", "passage"])
        following.delete()


def reword_measure(*, actor: Actor, commitment_id: int, measure_id: int, text: str, seen: int | None = None) -> None:
    """Say a sentence in other words; the plan's own stay in its passage. Raises ``Invalid`` (``text-empty``,
    ``text-too-long``, and what ``require_public`` raises).
    """
    with step(actor, "reword_measure", commitment_id, seen) as work:
        measure = work.measure(measure_id)
        measure.text = kept_text(text, LONGEST)
        measure.save(update_fields=["text"])


def kept_text(text: str, longest: int) -> str:
    """A text on one line as it is kept. Raises ``Invalid`` (``text-empty``, ``text-too-long``), and what
    ``require_public`` raises.
    """
    kept = " ".join(text.split())
    if not kept:
        raise Invalid("text-empty", _("Write at least one word."))
    if len(kept) > longest:
        raise Invalid("text-too-long", _("This is too long: at most {most} signs."), most=longest)
    return require_public(kept)


def _copy_ticks(work: Work, source: Measure, target: Measure) -> None:
    rows = Allocation.objects.filter(measure=source)
    write_ticks(work, [Tick(target.pk, Body(row.unit_id, row.group_id), row.ground) for row in rows if row.proposed])
    rest = [Tick(target.pk, Body(row.unit_id, row.group_id), row.ground) for row in rows if not row.proposed]
    write_ticks(work, rest, proposed=False)


def _joined(work: Work, first: Measure, second: Measure) -> int | None:
    """The passage from the first sentence to the end of the second, where both stand in the plan in this order."""
    one, two = first.passage, second.passage
    if one is None or two is None:
        return first.passage_id or second.passage_id
    if one.version_id != two.version_id or one.end > two.start or two.start - one.end > LONGEST:
        return one.pk
    key = (PassageKind.MEASURE, one.start, two.end)
    there = Passage.objects.filter(version=one.version, kind=key[0].value, start=key[1], end=key[2]).first()
    if there is not None:
        return there.pk
    return plan_actions.keep_passages(actor=work.actor, found=one.version, places=[key]).get(key, one.pk)
