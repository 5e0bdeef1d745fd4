"""Evidence offered to rows, and what is said to prove them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luoshi.assessment.actions.marking import Said as Mark
from luoshi.assessment.actions.marking import mark
from luoshi.assessment.actions.proving import prove, withdraw_proof
from luoshi.assessment.models import Adoption, MarkEvidence, Round, RowProof, RowScorer, RowService
from luoshi.assessment.queries.heads import assessed
from luoshi.assessment.queries.offers import offered_file, offers
from luoshi.assessment.queries.row_sheets import row_sheet
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from luoshi.programme.models import Commitment
from luoshi.reporting import actions as reporting
from luoshi.reporting.models import EvidenceVersion, Request
from luoshi.reporting.rules import ProofKind, ReportState
from luoshi.tenancy.rules import Actor, Role
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.scored import adopted, marking, row, subject

LINK = reporting.Given(ProofKind.DOCUMENT, "自查情况通报", TODAY, url="https://lake.example/news/17")


@pytest.fixture
def round_id(county: County) -> int:
    """A review of the small programme."""
    return marking(county, adopted(county, run_programme(county).programme_id), RoundKind.REVIEW)


def liaison(county: County, unit: str) -> Actor:
    """Somebody of a unit, with an account as far as anybody asks."""
    return replace(county.member(Role.LIAISON, unit), account_id=county.office.account_id)


def reported(county: County, round_id: int, code: str = "1.2", unit: str = "东岸镇") -> EvidenceVersion:
    """A unit reports with evidence on a commitment that serves the row."""
    adoption = Adoption.objects.get(rounds=round_id)
    actor = liaison(county, unit)
    reporting.open_requests(actor=county.office, programme_id=adoption.programme_id, today=TODAY)
    asked = Request.objects.filter(unit__name=unit, final=True).order_by("pk")[0]
    evidence = reporting.give(actor=actor, unit_id=county.unit_ids[unit], given=LINK, today=TODAY)
    said = reporting.Said(ReportState.COMPLETED, "自查已完成。", evidence_ids=(evidence,))
    reporting.report(actor=actor, request_id=asked.pk, said=said, today=TODAY)
    commitment = Commitment.objects.get(obligations__occurrences=asked.occurrence_id)
    RowService.objects.get_or_create(jurisdiction_id=county.id, adoption=adoption, row=row(code), commitment=commitment)
    return EvidenceVersion.objects.get(evidence_id=evidence)


def offered(actor: Actor, round_id: int, code: str = "1.2", unit: str = "") -> list[int]:
    found = offers(actor, assessed(actor, subject(round_id, unit).pk), code)
    return [one.version_id for one in found]


def proof(actor: Actor, round_id: int, version: int, passage: str = "") -> int:
    return prove(
        actor=actor,
        subject_id=subject(round_id).pk,
        row_id=row("1.2").pk,
        evidence_version_id=version,
        passage=passage,
        today=TODAY,
    )


def test_evidence_given_for_a_commitment_is_offered_to_the_row_that_it_serves(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    (offer,) = offers(county.office, assessed(county.office, subject(round_id).pk), "1.2")
    assert (offer.version_id, offer.proof_id) == (version.pk, None)
    assert "开展自查" in offer.grounds[0].words()
    assert offered(county.office, round_id, "1.1") == []


def test_a_unit_is_offered_its_own_evidence_only(county: County) -> None:
    made = marking(county, adopted(county, run_programme(county).programme_id, SubjectKind.UNIT))
    version = reported(county, made)
    assert offered(county.office, made, unit="东岸镇") == [version.pk]
    assert offered(county.office, made, unit="西岸乡") == []


def test_withdrawn_evidence_is_offered_no_more(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    reporting.withdraw(
        actor=liaison(county, "东岸镇"), evidence_id=version.evidence_id, reason="网页已撤下。", today=TODAY
    )
    assert offered(county.office, round_id) == []


def test_who_scores_a_row_looks_at_its_evidence_and_brings_it_to_the_mark(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    scorer = liaison(county, "西岸乡")
    RowScorer.objects.create(
        jurisdiction_id=county.id,
        adoption=Adoption.objects.get(rounds=round_id),
        row=row("1.2"),
        unit_id=county.unit_ids["西岸乡"],
    )
    said = Mark(Observation(met=True), "通报已发", (version.pk,))
    mark(actor=scorer, subject_id=subject(round_id).pk, row_id=row("1.2").pk, said=said, today=TODAY)
    assert MarkEvidence.objects.get().evidence_version_id == version.pk


def test_who_only_serves_a_row_sees_what_they_may_read_anyway(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    assert offered(liaison(county, "东岸镇"), round_id) == [version.pk]
    assert offered(liaison(county, "西岸乡"), round_id) == []


def looked_at(county: County, round_id: int, version: EvidenceVersion) -> None:
    """The office marks the row after a look at a piece of evidence."""
    said = Mark(Observation(met=True), "通报已发", (version.pk,))
    mark(actor=county.office, subject_id=subject(round_id).pk, row_id=row("1.2").pk, said=said, today=TODAY)


def test_what_was_looked_at_is_named_to_those_who_may_read_it_and_counted_for_others(
    county: County, round_id: int
) -> None:
    looked_at(county, round_id, reported(county, round_id))
    RowService.objects.create(
        jurisdiction_id=county.id,
        adoption=Adoption.objects.get(rounds=round_id),
        row=row("1.2"),
        unit_id=county.unit_ids["西岸乡"],
    )

    def told(actor: Actor) -> tuple[list[str], int]:
        (version,) = row_sheet(actor, subject(round_id).pk, row("1.2").pk).rounds[0].versions
        return [line.title for line in version.evidence], version.hidden

    assert told(county.office) == (["自查情况通报"], 0)
    assert told(liaison(county, "东岸镇")) == (["自查情况通报"], 0)
    assert told(liaison(county, "西岸乡")) == ([], 1)


def test_a_changed_mark_keeps_evidence_that_is_offered_no_more(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    looked_at(county, round_id, version)
    RowService.objects.all().delete()
    sheet = row_sheet(county.office, subject(round_id).pk, row("1.2").pk)
    assert (sheet.offers, sheet.kept) == ((), ((version.pk, "自查情况通报"),))
    scorer = liaison(county, "西岸乡")
    RowScorer.objects.create(
        jurisdiction_id=county.id,
        adoption=Adoption.objects.get(rounds=round_id),
        row=row("1.2"),
        unit_id=county.unit_ids["西岸乡"],
    )
    assert row_sheet(scorer, subject(round_id).pk, row("1.2").pk).kept == ((version.pk, ""),)
    said = Mark(Observation(met=False), "缺一季度", (version.pk,))
    mark(actor=scorer, subject_id=subject(round_id).pk, row_id=row("1.2").pk, said=said, today=TODAY)
    assert MarkEvidence.objects.get(mark__current=True).evidence_version_id == version.pk


def test_a_link_is_no_file(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    with pytest.raises(NotFound):
        offered_file(county.office, assessed(county.office, subject(round_id).pk), "1.2", version.pk)


def test_what_proves_a_row_is_said_once_and_stands_in_every_round(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    made = proof(county.office, round_id, version.pk, "自查覆盖全部停车场")
    assert RowProof.objects.get(pk=made).passage == "自查覆盖全部停车场"
    with pytest.raises(Conflict) as caught:
        proof(county.office, round_id, version.pk)
    assert caught.value.code == "proved-already"
    later = marking(county, Round.objects.get(pk=round_id).adoption_id, RoundKind.INSPECTION)
    (offer,) = offers(county.office, assessed(county.office, subject(later).pk), "1.2")
    assert offer.proof_id == made


def test_a_proof_is_taken_back_with_a_reason_and_the_journal_keeps_it(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    made = proof(county.office, round_id, version.pk)
    keys = {"subject_id": subject(round_id).pk, "row_id": row("1.2").pk, "proof_id": made}
    with pytest.raises(Invalid):
        withdraw_proof(actor=county.office, reason=" ", **keys)
    withdraw_proof(actor=county.office, reason="不是本年度的通报", **keys)
    assert not RowProof.objects.exists()
    assert Entry.objects.get(verb="assessment.withdraw_proof").old["evidence_version"] == version.pk


def test_who_did_it_does_not_say_that_it_is_proved(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    with pytest.raises(NotAllowed) as caught:
        proof(liaison(county, "东岸镇"), round_id, version.pk)
    assert caught.value.code == "proof-not-yours"


def test_strangers_prove_nothing(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    with pytest.raises(NotFound):
        proof(found_county("远山县").office, round_id, version.pk)


def test_a_passage_names_no_private_person(county: County, round_id: int) -> None:
    version = reported(county, round_id)
    with pytest.raises(Invalid) as caught:
        proof(county.office, round_id, version.pk, "联系人 13812345678")
    assert caught.value.code == "personal-words"
