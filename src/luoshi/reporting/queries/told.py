"""What the history of an obligation says, with the reports that it came from: their evidence, and where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.programme.rules import HandlingVerb
from luoshi.reporting.models import EvidenceUse, Request, Response
from luoshi.reporting.policy import readable
from luoshi.reporting.queries.evidence import EvidenceLine, line_of_use
from luoshi.reporting.rules import RequestState, taken_by_restricted
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Told:
    """The report from which a line of history came, and the evidence that it brought."""

    request_id: int
    response_id: int
    evidence: tuple[EvidenceLine, ...]


def told(actor: Actor, handling_ids: Iterable[int]) -> dict[int, Told]:
    """The reports from which some lines of history (ids) came, as far as the actor may read them. What takes papers of
    organisations only shows no other evidence, though some was brought before.
    """
    ids = list(handling_ids)
    if not ids:
        return {}
    path = "request__occurrence__obligation__commitment__restricted"
    rows = Response.objects.filter(handling_id__in=ids, request__in=readable(actor))
    found = list(rows.order_by("pk").values_list("handling_id", "request_id", "pk", "version_id", path))
    brought = evidence_of(version_id for *_ids, version_id, _restricted in found)
    return {
        handling_id: Told(request_id, pk, shown_where(restricted, brought[version_id]))
        for handling_id, request_id, pk, version_id, restricted in found
        if handling_id is not None
    }


def evidence_of(version_ids: Iterable[int]) -> dict[int, tuple[EvidenceLine, ...]]:
    """The evidence that some versions (ids) of answers bring; who may read it is for the caller to ask."""
    ids = list(version_ids)
    found: dict[int, list[EvidenceLine]] = defaultdict(list)
    near = ("evidence_version__blob", "evidence_version__evidence__unit")
    for use in EvidenceUse.objects.filter(version_id__in=ids).select_related(*near).order_by("pk"):
        found[use.version_id or 0].append(line_of_use(use))
    return {pk: tuple(found[pk]) for pk in ids}


def shown_where(restricted: bool, lines: Iterable[EvidenceLine]) -> tuple[EvidenceLine, ...]:
    """Those of some pieces of evidence that are shown where a commitment is restricted, or all."""
    return tuple(line for line in lines if not restricted or taken_by_restricted(line.kind, line.media_type))


def answering(occurrence_ids: Iterable[int]) -> dict[int, int]:
    """The request (id) whose report answered an occurrence (id) and waits for a word: there it is judged. Who may know
    of it is for the caller to ask.
    """
    rows = Request.objects.filter(
        occurrence_id__in=list(occurrence_ids),
        state=RequestState.REPORTED.value,
        responses__handling__verb=HandlingVerb.ANSWER.value,
    )
    return dict(rows.order_by("pk").values_list("occurrence_id", "pk"))
