"""Who serves a row, who scores it, and what proves it: the joint table (测评指标及任务分解表) of an adoption."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.assessment.models.frameworks import Row
from luoshi.assessment.models.rounds import Adoption
from luoshi.programme.models import Commitment, Site
from luoshi.reporting.models import EvidenceVersion
from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.units.models import Unit


class RowService(models.Model):
    """That a commitment, a unit or a site serves a row. ``proposed`` until somebody of the office has looked at it."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="services")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="services")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, null=True, related_name="row_services")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="row_services")
    proposed = models.BooleanField(default=False)
    ground = models.CharField(max_length=120, blank=True)  # the words on which it was proposed

    class Meta:
        ordering: ClassVar = ["adoption", "row", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_row_is_served_by_a_commitment_a_unit_or_a_site",
                condition=models.Q(commitment__isnull=False, unit=None, site=None)
                | models.Q(commitment=None, unit__isnull=False, site=None)
                | models.Q(commitment=None, unit=None, site__isnull=False),
            ),
            models.UniqueConstraint(fields=["adoption", "row", "commitment"], name="a_commitment_serves_a_row_once"),
            models.UniqueConstraint(fields=["adoption", "row", "unit"], name="a_unit_serves_a_row_once"),
            models.UniqueConstraint(fields=["adoption", "row", "site"], name="a_site_serves_a_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} ← {self.commitment_id or self.unit_id or self.site_id}"


class DeclinedService(models.Model):
    """That the office does not hold a commitment to serve a row, so that it is not proposed again."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="declined_services")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["adoption", "row", "commitment"], name="a_service_is_declined_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} ↚ {self.commitment_id}"


class RowScorer(models.Model):
    """The body that scores a row (负责考核部门); not the one that does what the row asks."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="scorers")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["adoption", "row", "unit"], name="a_body_scores_a_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} by {self.unit_id}"


class Part(models.Model):
    """Whose part of a table is: of a node with parts for one body each (``among``), ``row`` heads that of ``unit``. A
    ``proposed`` one was guessed by the name in the table (``ground``) and counts only when the office has said so.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="parts")
    among = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="+")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    proposed = models.BooleanField(default=False)
    ground = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["adoption", "row", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["adoption", "among", "unit"], name="a_unit_has_one_part_among_others"),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} of {self.unit_id}"


class RowProof(models.Model):
    """That a version of evidence proves a row: for the programme, or for one ``unit`` or ``site`` that is assessed."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="proofs")
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="proofs")
    evidence_version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="row_proofs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="row_proofs")
    passage = models.CharField(max_length=500, blank=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()

    class Meta:
        ordering: ClassVar = ["adoption", "row", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_proof_is_of_one_subject", condition=models.Q(unit=None) | models.Q(site=None)
            ),
            models.UniqueConstraint(
                fields=["adoption", "row", "evidence_version"],
                condition=models.Q(unit=None, site=None),
                name="evidence_proves_a_row_of_a_programme_once",
            ),
            models.UniqueConstraint(
                fields=["adoption", "row", "evidence_version", "unit"], name="evidence_proves_a_row_of_a_unit_once"
            ),
            models.UniqueConstraint(
                fields=["adoption", "row", "evidence_version", "site"], name="evidence_proves_a_row_of_a_site_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} ← {self.evidence_version_id}"
