"""Giving evidence: a file, a link to something published, or a short explanation; versions, and withdrawal."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from luoshi.audit.actions import record
from luoshi.files.models import Blob
from luoshi.files.rules.clean import require_clean_fields
from luoshi.kernel.errors import Conflict, Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.models import Site
from luoshi.reporting.models import Evidence, EvidenceUse, EvidenceVersion
from luoshi.reporting.policy import readable_evidence, require_speaking
from luoshi.reporting.queries.evidence import same_of
from luoshi.reporting.rules import EXPLANATION_LIMIT, Channel, ProofKind
from luoshi.reporting.rules.reasons import WITHDRAWAL_LIMIT, require_reason
from luoshi.tenancy.rules import Actor


@dataclass(frozen=True, slots=True)
class Given:
    """What a piece of evidence is. Exactly one of ``blob_id``, ``url`` and ``text`` says what it holds; an item of
    radio, television, newspaper or poster may have none of them.

    ``unsaid`` names the fields that nobody filled in: where the same evidence is there already, they stay as they are.
    """

    kind: ProofKind
    title: str
    effective_on: date
    passage: str = ""
    blob_id: int | None = None
    file_name: str = ""
    url: str = ""
    text: str = ""
    paper_number: str = ""
    published_on: date | None = None
    digest: str = ""
    channel: Channel | None = None
    outlet: str = ""
    taken_on: date | None = None
    taken_at: str = ""
    event: str = ""
    unsaid: frozenset[str] = frozenset()


# what is said of evidence; the words that prove a point are said of its use
_TOLD = ("kind", "title", "effective_on", "paper_number", "published_on", "digest", "channel", "outlet")
_TOLD_OF_PICTURE = ("taken_on", "taken_at", "event")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TYPED = ("title", "text", "passage", "event", "taken_at", "paper_number", "outlet", "url", "file_name")
_WORDS = {"title": 200, "passage": 500, "file_name": 200, "paper_number": 100, "outlet": 100, "taken_at": 100}


def give(*, actor: Actor, unit_id: int, given: Given, today: date) -> int:
    """Give evidence of a unit and give its id. The same file, or the same published address, is the same evidence: its
    id is given again, and what is said of it otherwise than before makes a new version over the same file. The words
    that prove a point stay those of the version: where they are others they belong to the use, and are brought with it.

    Raises ``Invalid`` (``evidence-title``, ``evidence-empty``, ``evidence-url``, ``evidence-channel``,
    ``evidence-digest``, ``evidence-caption``, ``explanation-too-long``, ``evidence-too-long``), ``NotFound`` for
    whoever does not answer for the unit.
    """
    require_speaking(actor, unit_id)
    _check(given)
    with transaction.atomic():
        given = _of_file(actor, given)
        same = same_of(unit_id, given.blob_id, given.url)
        if same is not None:
            row = Evidence.objects.select_for_update().get(pk=same.evidence_id)
            last = row.versions.get(number=same.number)
            whole = _said_anew(last, given)
            if whole is not None:
                _keep(actor, row, last.number + 1, whole, today)
            return row.pk
        row = Evidence.objects.create(jurisdiction_id=actor.jurisdiction_id, unit_id=unit_id)
        _keep(actor, row, 1, given, today)
        return row.pk


def renew(*, actor: Actor, evidence_id: int, given: Given, today: date, seen: int | None = None) -> int:
    """A new version of a piece of evidence; answers that were given keep the version that they brought. Where nothing
    new is given, the file of the last version stays. Gives the number. Raises as ``give``, and ``Conflict`` (``stale``)
    where there is a later version than the one (``seen``, its number) from which this one was written.
    """
    with transaction.atomic():
        row = _own(actor, evidence_id)
        number = row.versions.count() + 1
        if seen not in (None, number - 1):
            raise Conflict(
                "stale",
                _("Meanwhile a newer version was given, and this one was not kept."),
                _("Look at what stands there now, then decide."),
            )
        if given.blob_id is None and not given.url and not given.text.strip():
            last = row.versions.get(number=number - 1)
            given = replace(given, blob_id=last.blob_id, file_name=last.file_name)
        _check(given)
        given = _of_file(actor, given)
        _keep(actor, row, number, given, today)
        return number


def withdraw(*, actor: Actor, evidence_id: int, reason: str, today: date) -> None:
    """Withdraw evidence with a reason: it is offered no more, and stays readable where it was used."""
    said = require_reason(reason, WITHDRAWAL_LIMIT)
    with transaction.atomic():
        row = _own(actor, evidence_id)
        row.withdrawn_on, row.withdrawn_reason = today, said
        row.save(update_fields=["withdrawn_on", "withdrawn_reason"])
        record(
            actor=actor,
            verb="reporting.withdraw_evidence",
            subject_kind="evidence",
            subject_id=row.pk,
            new={"reason": row.withdrawn_reason},
        )


def serve_site(*, actor: Actor, evidence_id: int, site_id: int, today: date) -> None:
    """Let evidence of the host serve its site; once is enough."""
    with transaction.atomic():
        row = _own(actor, evidence_id)
        site = Site.objects.filter(pk=site_id, jurisdiction_id=actor.jurisdiction_id, host_id=row.unit_id).first()
        if site is None:
            raise NotFound("site-not-found", _("This unit hosts no such site."))
        latest = row.versions.order_by("-number").first()
        _use, made = EvidenceUse.objects.get_or_create(
            evidence_version=latest, site=site, defaults={"jurisdiction_id": row.jurisdiction_id, "on": today}
        )
        if made:
            record(
                actor=actor,
                verb="reporting.serve_site",
                subject_kind="evidence",
                subject_id=row.pk,
                new={"site": site_id},
            )


def _own(actor: Actor, evidence_id: int) -> Evidence:
    row = readable_evidence(actor).filter(pk=evidence_id).first()
    if row is None:
        raise NotFound("evidence-not-found", _("There is no such evidence."))
    require_speaking(actor, row.unit_id)
    locked = Evidence.objects.select_for_update().get(pk=row.pk)
    if locked.withdrawn_on is not None:
        raise Conflict("evidence-withdrawn", _("This evidence was withdrawn."))
    return locked


def _check(given: Given) -> None:
    if not given.title.strip():
        raise Invalid("evidence-title", _("Give it a title."))
    for name, most in _WORDS.items():
        if len(getattr(given, name)) > most:
            raise Invalid("evidence-too-long", _("This is too long: at most {most} characters."), most=most)
    if len(given.text) > EXPLANATION_LIMIT:
        raise Invalid(
            "explanation-too-long", _("An explanation has at most {most} characters."), most=EXPLANATION_LIMIT
        )
    if given.digest and not _DIGEST.fullmatch(given.digest.strip().lower()):
        raise Invalid("evidence-digest", _("A SHA-256 has 64 signs, figures and the letters a to f."))
    require_clean_fields(given, _TYPED)
    holds = [given.blob_id is not None, bool(given.url), bool(given.text.strip())]
    printed = given.kind is ProofKind.PUBLISHED and given.channel is not None
    if sum(holds) != 1 and not (printed and not any(holds)):
        raise Invalid("evidence-empty", _("Give a file, an address or an explanation: one of them."))
    if given.kind is ProofKind.PUBLISHED and given.channel is None:
        raise Invalid("evidence-channel", _("Say where it was published: radio, television, newspaper, web or poster."))
    _require_caption(given)
    if given.url:
        try:
            URLValidator(schemes=["http", "https"])(given.url)
        except ValidationError:
            raise Invalid("evidence-url", _("Write the whole address, beginning with http or https.")) from None


def _require_caption(given: Given) -> None:
    if given.kind is ProofKind.PICTURE and not (given.taken_on and given.taken_at.strip() and given.event.strip()):
        raise Invalid("evidence-caption", _("Say of a picture when, where and on what occasion it was taken."))


def _of_file(actor: Actor, given: Given) -> Given:
    """The same with the kind that its file has: a picture is one, unless it shows what was published."""
    if given.blob_id is None:
        return given
    blob = Blob.objects.filter(pk=given.blob_id, jurisdiction_id=actor.jurisdiction_id).first()
    if blob is None:
        raise NotFound("file-not-found", _("There is no such file."))
    if blob.media_type.startswith("image/") and given.kind is not ProofKind.PUBLISHED:
        given = replace(given, kind=ProofKind.PICTURE)
    _require_caption(given)
    return given


def _said_anew(last: EvidenceVersion, given: Given) -> Given | None:
    """The version with what is said otherwise now; None where nothing is."""
    before = Given(
        ProofKind(last.kind),
        last.title,
        last.effective_on,
        last.passage,
        last.blob_id,
        last.file_name,
        last.url,
        last.text,
        last.paper_number,
        last.published_on,
        last.digest,
        Channel(last.channel) if last.channel else None,
        last.outlet,
        last.taken_on,
        last.taken_at,
        last.event,
    )
    told = (*_TOLD, *_TOLD_OF_PICTURE) if given.kind is ProofKind.PICTURE else _TOLD
    values = {name: getattr(given, name) for name in told if name not in given.unsaid}
    said: dict[str, Any] = {name: one.strip() if type(one) is str else one for name, one in values.items()}
    whole = replace(before, **{name: one for name, one in said.items() if one not in ("", None)})
    if whole.kind is ProofKind.PUBLISHED and whole.channel is None:
        whole = replace(whole, channel=given.channel)
    return whole if whole != before else None


def _keep(actor: Actor, row: Evidence, number: int, given: Given, today: date) -> None:
    version = EvidenceVersion.objects.create(
        jurisdiction_id=row.jurisdiction_id,
        evidence=row,
        number=number,
        kind=given.kind.value,
        title=given.title.strip(),
        effective_on=given.effective_on,
        passage=given.passage.strip(),
        text=given.text.strip(),
        blob_id=given.blob_id,
        file_name=given.file_name,
        url=given.url.strip(),
        paper_number=given.paper_number.strip(),
        published_on=given.published_on,
        digest=given.digest.strip().lower(),
        channel=given.channel.value if given.channel else "",
        outlet=given.outlet.strip(),
        taken_on=given.taken_on,
        taken_at=given.taken_at.strip(),
        event=given.event.strip(),
        account_id=actor.account_id,
        given_on=today,
    )
    record(
        actor=actor,
        verb="reporting.give_evidence" if number == 1 else "reporting.renew_evidence",
        subject_kind="evidence",
        subject_id=row.pk,
        new={"version": number, "kind": version.kind, "title": version.title, "blob": version.blob_id},
    )
