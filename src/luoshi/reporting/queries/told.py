"""What the history of an obligation says, with the reports that it came from: their evidence, and where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class Reported:
    """The reports behind the history of some obligations: by line of history (id), and those that wait for a word by
    the occurrence (id) that they answered, each as the id of the request where it is judged.
    """

    lines: Mapping[int, Told]
    waiting: Mapping[int, int]


def reported(actor: Actor, obligation_ids: Iterable[int]) -> Reported:
    """The reports about some obligations, as far as the actor may read them. What takes papers of organisations only
    shows no other evidence, though some was brought before.
    """
    of = "handling__occurrence__obligation"
    rows = Response.objects.filter(**{f"{of}__in": list(obligation_ids)}, request__in=readable(actor)).order_by("pk")
    fields = ("request__state", "handling__verb", "handling__occurrence_id", f"{of}__commitment__restricted")
    found = list(rows.values_list("pk", "handling_id", "request_id", "version_id", *fields))
    brought = evidence_of(row[3] for row in found)
    lines: dict[int, Told] = {}
    waiting: dict[int, int] = {}
    for pk, handling_id, request_id, version_id, state, verb, occurrence_id, restricted in found:
        lines[handling_id or 0] = Told(request_id, pk, shown_where(restricted, brought[version_id]))
        if state == RequestState.REPORTED.value and verb == HandlingVerb.ANSWER.value:
            waiting[occurrence_id] = max(request_id, waiting.get(occurrence_id, 0))
    return Reported(lines, waiting)


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
