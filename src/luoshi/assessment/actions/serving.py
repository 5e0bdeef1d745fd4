"""The joint table (测评指标及任务分解表): who serves a row, who scores it; proposals that the office looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from luoshi.assessment.actions.adopting import held_adoption
from luoshi.assessment.models import Adoption, DeclinedService, Row, RowScorer, RowService
from luoshi.assessment.queries.compiling import table_of
from luoshi.assessment.rules.likening import Likeness, Worded, likened
from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Commitment, Revision, Site
from luoshi.programme.rules import CommitmentKind
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Unit

GROUND_LIMIT = 120
MOST_SCORERS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """What serves a row: one of a commitment, a unit and a site, by its id."""

    commitment_id: int | None = None
    unit_id: int | None = None
    site_id: int | None = None


def serve(*, actor: Actor, adoption_id: int, row_id: int, server: Server) -> int:
    """Let a commitment, a unit or a site serve a row; gives the service's id. One that was proposed is confirmed.

    Raises ``Invalid`` (``server-missing``, ``row-not-marked``), ``Conflict`` (``adoption-withdrawn``), ``NotFound``,
    ``NotAllowed``.
    """
    with transaction.atomic():
        adoption, row = _held_row(actor, adoption_id, row_id)
        target = _checked(actor, adoption, server)
        own = {"jurisdiction_id": adoption.jurisdiction_id}
        service, made = RowService.objects.get_or_create(adoption=adoption, row=row, **target, defaults=own)
        if not made and not service.proposed:
            return service.pk
        RowService.objects.filter(pk=service.pk).update(proposed=False)
        if server.commitment_id is not None:
            adoption.declined_services.filter(row=row, commitment_id=server.commitment_id).delete()
        _record(actor, "assessment.serve", adoption, row, new={**target, "service": service.pk})
        return service.pk


def confirm_services(*, actor: Actor, adoption_id: int, service_ids: Iterable[int]) -> int:
    """Confirm proposals that somebody has looked at; gives how many were still proposed."""
    with transaction.atomic():
        adoption = _running(held_adoption(actor, adoption_id))
        wanted = adoption.services.filter(pk__in=list(service_ids), proposed=True)
        confirmed = list(wanted.values_list("pk", "row__code"))
        RowService.objects.filter(pk__in=[pk for pk, _code in confirmed]).update(proposed=False)
        if confirmed:
            record(
                actor=actor,
                verb="assessment.confirm_services",
                subject_kind="adoption",
                subject_id=adoption.pk,
                new={"services": [pk for pk, _code in confirmed], "rows": sorted({code for _pk, code in confirmed})},
            )
        return len(confirmed)


def unserve(*, actor: Actor, adoption_id: int, service_id: int) -> None:
    """Let something serve a row no more; a proposal is declined, and not made again for a commitment."""
    with transaction.atomic():
        adoption = _running(held_adoption(actor, adoption_id))
        service = adoption.services.select_related("row").filter(pk=service_id).first()
        if service is None:
            raise NotFound("service-not-found", _("This serves the row no more."))
        if service.commitment_id is not None:
            DeclinedService.objects.get_or_create(
                jurisdiction_id=adoption.jurisdiction_id,
                adoption=adoption,
                row=service.row,
                commitment_id=service.commitment_id,
            )
        was = {"commitment": service.commitment_id, "unit": service.unit_id, "site": service.site_id}
        verb = "assessment.decline_service" if service.proposed else "assessment.unserve"
        service.delete()
        _record(actor, verb, adoption, service.row, old=was)


def set_scorers(*, actor: Actor, adoption_id: int, row_id: int, unit_ids: Iterable[int]) -> None:
    """Say which bodies score a row (负责考核部门), in place of those before.

    Raises ``Invalid`` (``scorers-many``, ``row-not-marked``), ``NotFound``, ``NotAllowed``.
    """
    wanted = list(dict.fromkeys(unit_ids))
    if len(wanted) > MOST_SCORERS:
        raise Invalid("scorers-many", _("At most {most} bodies score one row."), most=MOST_SCORERS)
    with transaction.atomic():
        adoption, row = _held_row(actor, adoption_id, row_id)
        found = set(
            Unit.objects.filter(pk__in=wanted, jurisdiction_id=actor.jurisdiction_id).values_list("pk", flat=True)
        )
        if len(found) < len(wanted):
            raise NotFound("unit-not-found", _("There is no such unit."))
        before = set(adoption.scorers.filter(row=row).values_list("unit_id", flat=True))
        if before == found:
            return
        adoption.scorers.filter(row=row, unit_id__in=before - found).delete()
        RowScorer.objects.bulk_create(
            RowScorer(jurisdiction_id=adoption.jurisdiction_id, adoption=adoption, row=row, unit_id=pk)
            for pk in sorted(found - before)
        )
        _record(
            actor,
            "assessment.set_scorers",
            adoption,
            row,
            old={"units": sorted(before)},
            new={"units": sorted(found)},
        )


def propose_services(*, actor: Actor, adoption_id: int) -> int:
    """Propose for each row the commitments whose words are like its own, with the words as the ground; gives how many
    are new. What serves already or was declined is not proposed; nothing counts before it is confirmed.
    """
    with transaction.atomic():
        adoption = _running(held_adoption(actor, adoption_id))
        known = {(row, commitment) for row, commitment in adoption.services.values_list("row_id", "commitment_id")}
        known |= set(adoption.declined_services.values_list("row_id", "commitment_id"))
        fresh = [one for one in _likened(adoption) if (one.row, one.commitment) not in known]
        RowService.objects.bulk_create(
            RowService(
                jurisdiction_id=adoption.jurisdiction_id,
                adoption=adoption,
                row_id=one.row,
                commitment_id=one.commitment,
                proposed=True,
                ground="、".join(one.words)[:GROUND_LIMIT],
            )
            for one in fresh
        )
        record(
            actor=actor,
            verb="assessment.propose_services",
            subject_kind="adoption",
            subject_id=adoption.pk,
            new={"proposed": len(fresh)},
        )
        return len(fresh)


def _likened(adoption: Adoption) -> tuple[Likeness, ...]:
    table = table_of(adoption.version_id)
    rows = [
        Worded(table.ids[code], one.row.title, f"{one.row.text}\n{one.row.sentence}")
        for code, one in table.compiled.rows.items()
    ]
    said = Commitment.objects.filter(programme_id=adoption.programme_id, withdrawn_on=None)
    said = said.exclude(kind=CommitmentKind.AREA.value)
    texts = dict(Revision.objects.filter(commitment__in=said, current=True).values_list("commitment_id", "text"))
    return likened(rows, [Worded(pk, title, texts.get(pk, "")) for pk, title in said.values_list("pk", "title")])


def _running(adoption: Adoption) -> Adoption:
    if adoption.withdrawn_on is not None:
        raise Conflict("adoption-withdrawn", _("They are assessed by this framework no more."))
    return adoption


def _held_row(actor: Actor, adoption_id: int, row_id: int) -> tuple[Adoption, Row]:
    adoption = _running(held_adoption(actor, adoption_id))
    row = Row.objects.filter(pk=row_id, version_id=adoption.version_id).first()
    if row is None:
        raise NotFound("row-not-found", _("There is no such row."))
    if not row.leaf:
        raise Invalid("row-not-marked", _("Rows with rows under them are not marked: they add up."))
    return adoption, row


def _checked(actor: Actor, adoption: Adoption, server: Server) -> dict[str, int | None]:
    """The one thing that serves, if the programme knows it."""
    given = [pk for pk in (server.commitment_id, server.unit_id, server.site_id) if pk is not None]
    if len(given) != 1:
        raise Invalid("server-missing", _("Choose one commitment, unit or site."))
    found = (
        Commitment.objects.filter(pk=server.commitment_id or 0, programme_id=adoption.programme_id, withdrawn_on=None)
        .exclude(kind=CommitmentKind.AREA.value)
        .exists()
        or Unit.objects.filter(pk=server.unit_id or 0, jurisdiction_id=actor.jurisdiction_id).exists()
        or Site.objects.filter(pk=server.site_id or 0, category__scheme__programme_id=adoption.programme_id).exists()
    )
    if not found:
        raise NotFound("server-not-found", _("The programme knows no such commitment, unit or site."))
    return {"commitment_id": server.commitment_id, "unit_id": server.unit_id, "site_id": server.site_id}


def _record(actor: Actor, verb: str, adoption: Adoption, row: Row, **said: Mapping[str, object]) -> None:
    record(actor=actor, verb=verb, subject_kind="row", subject_id=f"{adoption.pk}/{row.code}", **said)
