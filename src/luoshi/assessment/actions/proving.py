"""Proofs: that a piece of evidence proves a row, said by who judges the row, taken back with a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from luoshi.assessment.models import RowProof
from luoshi.assessment.policy import require_proving
from luoshi.assessment.queries.offers import offered_ids, proofs_of
from luoshi.assessment.queries.parts import others_now
from luoshi.assessment.queries.row_sheets import subject_row
from luoshi.audit.actions import record
from luoshi.files.rules.clean import require_clean
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.rules.texts import require_reason
from luoshi.reporting.models import EvidenceVersion
from luoshi.reporting.policy import readable_evidence
from luoshi.tenancy.rules import Actor

PASSAGE_LIMIT = 500


def prove(
    *, actor: Actor, subject_id: int, row_id: int, evidence_version_id: int, passage: str = "", today: date
) -> int:
    """Say that a version of evidence proves a row of a subject, by the words of it in ``passage``; gives the id of the
    proof. It holds for the subject in every round of its adoption.

    Raises ``Invalid`` (``passage-length``, ``personal-words``, ``row-elsewhere``), ``Conflict`` (``proved-already``,
    ``evidence-withdrawn``), ``NotFound``, ``NotAllowed`` (``proof-not-yours``).
    """
    words = passage.strip()
    if len(words) > PASSAGE_LIMIT:
        raise Invalid("passage-length", _("A passage has at most {most} characters."), most=PASSAGE_LIMIT)
    require_clean(words)
    with transaction.atomic():
        subject, table, compiled = subject_row(actor, subject_id, row_id)
        code = compiled.row.code
        require_proving(actor, subject, code)
        if code in others_now(subject, table):
            raise Invalid("row-elsewhere", _("This row stands in the part of another body: nothing proves it here."))
        version = EvidenceVersion.objects.filter(pk=evidence_version_id).select_related("evidence").first()
        offered = version is not None and bool(offered_ids(actor, subject, code, [version.pk]))
        if version is None or not (offered or readable_evidence(actor).filter(pk=version.evidence_id).exists()):
            raise NotFound("evidence-not-found", _("There is no such evidence."))
        if version.evidence.withdrawn_on is not None:
            raise Conflict("evidence-withdrawn", _("This evidence was withdrawn. Bring another."))
        if proofs_of(subject, code).filter(evidence_version=version).exists():
            raise Conflict("proved-already", _("It is said already that this proves the row."))
        row = RowProof.objects.create(
            jurisdiction_id=subject.jurisdiction_id,
            adoption_id=subject.round.adoption_id,
            row_id=row_id,
            evidence_version=version,
            unit_id=subject.unit_id,
            site_id=subject.site_id,
            passage=words,
            account_id=actor.account_id,
            on=today,
        )
        record(
            actor=actor,
            verb="assessment.prove",
            subject_kind="row-proof",
            subject_id=row.pk,
            new={"subject": subject.pk, "row": code, "evidence_version": version.pk, "passage": words},
        )
        return row.pk


def withdraw_proof(*, actor: Actor, subject_id: int, row_id: int, proof_id: int, reason: str) -> None:
    """Take back that something proves a row; the journal keeps what was said. Marks that looked at it stay.

    Raises ``Invalid`` (``reason-missing``), ``NotFound``, ``NotAllowed`` (``proof-not-yours``).
    """
    why = require_reason(reason)
    with transaction.atomic():
        subject, _table, compiled = subject_row(actor, subject_id, row_id)
        require_proving(actor, subject, compiled.row.code)
        row = proofs_of(subject, compiled.row.code).select_for_update().filter(pk=proof_id).first()
        if row is None:
            raise NotFound("proof-not-found", _("This is not among what proves the row."))
        record(
            actor=actor,
            verb="assessment.withdraw_proof",
            subject_kind="row-proof",
            subject_id=row.pk,
            old={"row": compiled.row.code, "evidence_version": row.evidence_version_id, "passage": row.passage},
            new={"reason": why},
        )
        row.delete()
