"""Gaps before they are sent out: which questions they make, of whom, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from luoshi.assessment.models import Adoption, Gap
from luoshi.assessment.policy import require_running, visible_adoptions
from luoshi.assessment.queries.gap_lines import GapLine, by_commitment, lines_of
from luoshi.assessment.rules.gaps import GapState
from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.reporting.queries import Preview, preview
from luoshi.reporting.rules import Composed
from luoshi.tenancy.rules import Actor

TEXT_LIMIT, ROW_LIMIT = 300, 200


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of a commitment, with the gaps that it is sent for."""

    commitment_id: int
    commitment_words: str
    gaps: tuple[GapLine, ...]
    preview: Preview


@dataclass(frozen=True, slots=True)
class Sending:
    """What would be sent. ``stuck`` are gaps that name no commitment or nobody who owes it, ``passed`` those that are
    not open. ``mark`` changes with anything that the office looks at.
    """

    askings: tuple[Asking, ...]
    stuck: tuple[GapLine, ...]
    passed: tuple[GapLine, ...]
    warnings: tuple[Phrase, ...]
    mark: str

    @property
    def ids(self) -> tuple[int, ...]:
        """The gaps that can be sent."""
        return tuple(gap.id for asking in self.askings for gap in asking.gaps)


def sending(actor: Actor, adoption_id: int, gap_ids: Iterable[int], due: date, today: date) -> Sending:
    """What becomes of gaps that are sent out; for the office. Raises what ``reporting.queries.preview`` does."""
    adoption = visible_adoptions(actor).filter(pk=adoption_id).first()
    if adoption is None:
        raise NotFound("adoption-not-found", _("There is no such assessment."))
    require_running(actor, adoption.programme)
    return sending_of(actor, adoption, chosen_gaps(adoption, gap_ids), due, today)


def chosen_gaps(adoption: Adoption, gap_ids: Iterable[int]) -> list[Gap]:
    """Some gaps of an adoption in the order of the table."""
    rows = Gap.objects.filter(adoption=adoption, pk__in=list(gap_ids)).select_related("row", "asks", "commitment")
    return list(rows.order_by("row__order", "pk"))


def sending_of(actor: Actor, adoption: Adoption, gaps: Iterable[Gap], due: date, today: date) -> Sending:
    """The same of gaps at hand, for whoever has asked whether the actor may."""
    listed = list(gaps)
    lines = {line.id: line for line in lines_of(listed, (), office=True)}
    ready = [gap for gap in listed if gap.state == GapState.OPEN.value]
    askings = []
    for commitment_id, served in by_commitment(ready).items():
        found = preview(actor, _composed(adoption, commitment_id, served, due), today)
        of = tuple(lines[gap.pk] for gap in served)
        askings.append(Asking(commitment_id, of[0].commitment_words, of, found))
    warnings = [*_at_once(askings), *(phrase for asking in askings for phrase in asking.preview.warnings)]
    told = [*(asking.preview.mark for asking in askings), *(str(one) for asking in askings for one in _ids(asking))]
    return Sending(
        askings=tuple(askings),
        stuck=tuple(lines[gap.pk] for gap in ready if gap.commitment_id is None or gap.asks_id is None),
        passed=tuple(lines[gap.pk] for gap in listed if gap.state != GapState.OPEN.value),
        warnings=tuple({phrase.words(): phrase for phrase in warnings}.values()),
        mark=sha256("\n".join(told).encode()).hexdigest()[:16],
    )


def _ids(asking: Asking) -> Iterable[int]:
    return (gap.id for gap in asking.gaps)


def _at_once(askings: Iterable[Asking]) -> Iterable[Phrase]:
    """Units that would find the same words twice, for two commitments."""
    units = [
        (unit.unit_id, unit.unit_name, asking.preview.composed.text)
        for asking in askings
        for unit in asking.preview.asked
    ]
    for (_id, name, text), times in Counter(units).items():
        if times > 1:
            yield Phrase(
                _("{unit} would be asked the same {n} times, once for each commitment: “{text}”"),
                {"unit": name, "n": times, "text": _cut(text, 40)},
            )


def _composed(adoption: Adoption, commitment_id: int, gaps: list[Gap], due: date) -> Composed:
    codes = "、".join(dict.fromkeys(f"{gap.row.code}{gap.row.title}" for gap in gaps))
    text = "；".join(dict.fromkeys(gap.words for gap in gaps))
    units = tuple(dict.fromkeys(gap.asks_id for gap in gaps if gap.asks_id is not None))
    return Composed(
        commitment_id=commitment_id,
        text=_cut(text, TEXT_LIMIT),
        paper=_cut(f"《{adoption.version.framework.title}》", ROW_LIMIT),
        row=_cut(codes, ROW_LIMIT),
        due=due,
        unit_ids=units,
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
