"""What an answer is made of when it is given: a version that never changes, its figure and the evidence it brings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.actions import scaled_figure
from luoshi.programme.models import Handling
from luoshi.reporting.actions.said import Said
from luoshi.reporting.models import (
    Answer,
    AnswerVersion,
    Draft,
    Evidence,
    EvidenceUse,
    EvidenceVersion,
    Request,
    Response,
    Value,
)
from luoshi.reporting.queries.known import wanted_of
from luoshi.reporting.queries.tracked import period_name
from luoshi.reporting.rules import ProofKind, require_taken_by_restricted
from luoshi.tenancy.prepared_writes import PreparedInsert
from luoshi.tenancy.rules import Actor


def freeze(
    actor: Actor,
    row: Request,
    said: Said,
    today: date,
    line: Handling | None,
    brought: list[Evidence],
    *,
    first: bool = False,
) -> AnswerVersion:
    """A new version: of the answer that was returned, else the first of a new one; ``first`` where nothing can have
    been given before. Words of one's own after an answer that was borrowed from something else are a new answer.
    ``line`` is what the programme was told, None for a question.
    """
    earlier = None if first else _earlier(row)
    if earlier is None:
        answer, number = _ANSWERS.make(jurisdiction_id=row.jurisdiction_id, unit_id=row.unit_id), 1
    else:
        answer = Answer.objects.select_for_update().get(pk=earlier.version.answer_id)
        number = answer.versions.count() + 1
    version = _VERSIONS.make(
        jurisdiction_id=row.jurisdiction_id,
        answer_id=answer.pk,
        number=number,
        state=said.state.value,
        text=said.text,
        reachable=said.reachable,
        account_id=actor.account_id,
        on=today,
    )
    _keep_figure(row, version, said, line, today)
    passages = _passages(row) if brought else {}
    for one in brought:
        latest = one.versions.order_by("-number").first()
        if latest is not None:
            EvidenceUse.objects.create(
                jurisdiction_id=row.jurisdiction_id,
                evidence_version=latest,
                version=version,
                passage=passages.get(one.pk, ""),
                on=today,
            )
    return version


def _passages(row: Request) -> dict[int, str]:
    """The words that prove the point here, by evidence (id), as the draft has them; those of the version stay there."""
    draft: Draft | None = getattr(row, "draft", None)
    return dict(draft.evidence.exclude(passage="").values_list("evidence_id", "passage")) if draft is not None else {}


def _earlier(row: Request) -> Response | None:
    """The last response, where what is said now is a later version of it. A figure or a paper that a question asks for
    stays the same thing wherever it was said first; other words that were reused belong to what they were said of.
    """
    last = Response.objects.filter(request=row).order_by("-pk").select_related("version__answer").first()
    if last is None or not last.reused or (row.question is not None and wanted_of(row.question).matchable):
        return last
    lent = Response.objects.filter(version__answer=last.version.answer_id, pk__lt=last.pk).exclude(request=row)
    return None if lent.exists() else last


_ANSWERS, _VERSIONS = PreparedInsert(Answer), PreparedInsert(AnswerVersion)


def _keep_figure(row: Request, version: AnswerVersion, said: Said, line: Handling | None, today: date) -> None:
    """The figure of a version: of the quantity that a question asks for, else of the target that it was given to."""
    place = definition = ""
    if row.question is not None:
        metric = row.question.metric
        if metric is None or not said.figure.strip():
            return
        scaled: int | None = scaled_figure(said.figure)
        place, definition = row.question.place, row.question.definition
    else:
        if line is None or line.target is None:
            return
        metric, scaled = line.target.metric, line.scaled
    if scaled is not None:
        Value.objects.create(
            jurisdiction_id=row.jurisdiction_id,
            version=version,
            unit_id=row.unit_id,
            metric=metric,
            quantity=metric.name,
            period=period_name(row, today),
            place=place,
            definition=definition,
            scaled=scaled,
            on=today,
        )


def brought_by(row: Request, ids: Iterable[int]) -> list[Evidence]:
    """The evidence (ids) of the unit. Raises ``Invalid`` (``evidence-withdrawn``, and ``evidence-not-taken`` for what a
    restricted commitment does not take), ``NotFound`` for what is not the unit's.
    """
    wanted = set(ids)
    if not wanted:
        return []
    found = list(
        Evidence.objects.filter(
            pk__in=wanted, unit_id=row.unit_id, jurisdiction_id=row.jurisdiction_id
        ).prefetch_related("versions__blob")
    )
    if len(found) != len(wanted):
        raise NotFound("evidence-not-found", _("There is no such evidence."))
    gone = [_latest(one).title for one in found if one.withdrawn_on is not None]
    if gone:
        raise Invalid(
            "evidence-withdrawn",
            _("The evidence “{title}” was withdrawn; nothing was reported."),
            _("Leave it out and report again; an approver sends the report back for that."),
            title="”“".join(gone),
        )
    require_taken(row, found)
    return found


def require_taken(row: Request, found: Iterable[Evidence]) -> None:
    """Raise ``Invalid`` (``evidence-not-taken``) where the commitment is restricted and does not take some evidence
    (with its ``versions__blob``): no picture either, whatever it shows.
    """
    if row.occurrence.obligation.commitment.restricted:
        for one in found:
            latest = _latest(one)
            require_taken_by_restricted(ProofKind(latest.kind), latest.blob.media_type if latest.blob else "")


def _latest(one: Evidence) -> EvidenceVersion:
    return max(one.versions.all(), key=lambda version: version.number)


def plain_figure(scaled: int) -> str:
    whole, part = divmod(scaled, 1_000_000)
    return f"{whole}.{part:06}".rstrip("0").rstrip(".")
