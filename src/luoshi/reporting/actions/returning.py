"""What units returned without signing in: brought by the office, looked at, and written through the same verbs as a
report that a unit sends itself.

What is brought is kept first, file by file as any upload is, and told by rows; a report is written only afterwards,
each file in one transaction, so that a killed server leaves no file half written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from luoshi.audit.actions import record
from luoshi.files.rules.screening import masked_name
from luoshi.files.rules.uploads import Looked, noted
from luoshi.files.rules.uploads import Said as Told
from luoshi.kernel.errors import Conflict, Invalid, LuoshiError, UnreadableFile
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.outline.readers.apart import Child, child
from luoshi.reporting.actions.answering import no_change, report, speaking
from luoshi.reporting.actions.evidence import Given, give
from luoshi.reporting.actions.gathered import DONE, LATE, LONGEST_PATH, TakenIn, require_key, taken_in, unopened, unread
from luoshi.reporting.actions.said import Said
from luoshi.reporting.models import Return, ReturnedFile
from luoshi.reporting.queries.return_sheets import office_programme
from luoshi.reporting.queries.returns import Brought, Filed, FileFate, Preview, RowFate, return_preview
from luoshi.reporting.rules import Channel, ProofKind, ReportState
from luoshi.reporting.rules.returns.bundles import Part, unbundled
from luoshi.reporting.rules.returns.codes import sheet_code
from luoshi.reporting.rules.returns.judging import WRITTEN, Meaning, Standing
from luoshi.reporting.rules.returns.reading import ReadFile, packed, read_return
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Unit

READERS = 4  # processes that read workbooks, each one after another
Outcome = tuple[int, str, str]  # the number of a row, its fate, and a reason in words


@dataclass(frozen=True, slots=True)
class Seen:
    """A file with what was read of it: a table, else why it is none (None where it need not be one)."""

    part: Part
    read: ReadFile | None = None
    fault: Told | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a return did: rows and files that were written, and rows that the moment of writing refused."""

    rows: int
    files: int
    refused: int


def look_into(files: Iterable[tuple[str, bytes]], programme_id: int) -> tuple[Seen, ...]:
    """Unpack and read what was gathered; keeps nothing and never raises."""
    parts = unbundled(files)
    with ThreadPoolExecutor(max_workers=READERS) as pool:
        done = list(pool.map(lambda nth: _looked_at(parts[nth::READERS], programme_id), range(READERS)))
    return tuple(done[place % READERS][place // READERS] for place in range(len(parts)))


def _looked_at(parts: Iterable[Part], programme_id: int) -> list[Seen]:
    with child("sheets") as one:
        return [_looked(part, programme_id, one) for part in parts]


def _looked(part: Part, programme_id: int, one: Child) -> Seen:
    if part.fault is not None:
        return Seen(part, fault=unopened(part))
    if not part.may_be_sheet:
        return Seen(part)
    try:
        return Seen(part, read_return(part.content, part.path, programme_id, one))
    except (UnreadableFile, Invalid) as error:
        if error.code == "table-without-heads":
            return Seen(part)  # a paper that lies beside a table
        return Seen(part, fault=unread(error))


def unkept(files: Sequence[Seen]) -> tuple[Filed, ...]:
    """The same for a preview of what is kept nowhere."""
    return tuple(
        Filed(
            id=0,
            path=masked_name(one.part.path),
            sha256=one.part.sha256,
            is_table=one.read is not None,
            sheet=one.read.sheet if one.read else None,
            rows=one.read.rows if one.read else (),
            fault=one.fault.words if one.fault else None,
            advice=one.fault.advice if one.fault else None,
        )
        for one in files
    )


def bring_returns(
    *, actor: Actor, programme_id: int, key: str, files: Iterable[tuple[str, bytes]], now: datetime, today: date
) -> str:
    """Keep what was gathered (names with bytes, archives are unpacked) and give the key under which its fate is shown.

    The same key is brought once. Raises ``Invalid`` (``return-empty``, ``return-key``), ``NotFound``, ``NotAllowed``.
    """
    programme = office_programme(actor, programme_id)
    require_key(key)
    if Return.objects.filter(programme=programme, key=key).exists():
        return key
    looked = look_into(files, programme_id)
    if not looked:
        raise Invalid("return-empty", _("No file was chosen."))
    uploads = [taken_in(actor, key, one.part, now) for one in looked]
    with transaction.atomic():
        batch, made = Return.objects.get_or_create(
            programme=programme,
            key=key,
            defaults={
                "jurisdiction_id": actor.jurisdiction_id,
                "account_id": actor.account_id,
                "brought_on": today,
            },
        )
        if made:
            known = set(Unit.objects.filter(jurisdiction_id=actor.jurisdiction_id).values_list("pk", flat=True))
            ReturnedFile.objects.bulk_create(
                _row(batch, one, upload, known) for one, upload in zip(looked, uploads, strict=True)
            )
            record(
                actor=actor,
                verb="reporting.bring_returns",
                subject_kind="programme",
                subject_id=programme_id,
                new={"return": key, "files": [[masked_name(one.part.path), one.part.sha256] for one in looked]},
            )
    return key


def _row(batch: Return, one: Seen, upload: TakenIn, known: set[int]) -> ReturnedFile:
    if upload.closed is not None:
        one = Seen(one.part, fault=upload.closed)
    sheet = one.read.sheet if one.read else None
    return ReturnedFile(
        jurisdiction_id=batch.jurisdiction_id,
        batch=batch,
        path=masked_name(one.part.path)[-LONGEST_PATH:],
        sha256=one.part.sha256,
        upload_id=upload.id,
        is_table=one.read is not None,
        unit_id=sheet.unit_id if sheet and sheet.unit_id in known else None,
        month=sheet.month if sheet else "",
        sheet=sheet_code(batch.programme_id, sheet.unit_id, sheet.month) if sheet else "",
        rows=packed(one.read.rows) if one.read else [],
        fault=noted(Looked(faults=(one.fault,))) if one.fault else {},
    )


def leave_return(*, actor: Actor, programme_id: int, key: str, today: date) -> None:
    """Let go what was brought: nothing more of it is written. What was written stays."""
    programme = office_programme(actor, programme_id)
    with transaction.atomic():
        rows = Return.objects.filter(programme=programme, key=key, left_on__isnull=True)
        if rows.update(left_on=today):
            record(
                actor=actor,
                verb="reporting.leave_return",
                subject_kind="programme",
                subject_id=programme_id,
                new={"return": key},
            )


def write_returns(
    *, actor: Actor, programme_id: int, key: str, mark: str, today: date, take: Iterable[int] = ()
) -> Written:
    """Write every row of a return that is a report; ``take`` names the requests (ids) of conflicts that are taken all
    the same. Each file is one transaction.

    Raises ``Conflict`` (``stale``) where the preview with this ``mark`` would be another one now, and
    (``return-left``) where the return was let go.
    """
    shown = return_preview(actor, programme_id, key, today)
    if shown.left_on is not None:
        raise Conflict("return-left", _("These files were let go; nothing of them is written."))
    if shown.mark != mark:
        raise Conflict(
            "stale",
            _("Meanwhile something was reported or changed, so that some rows have another fate now."),
            _("Look at them again."),
        )
    taken = frozenset(take)
    done = [_write_file(actor, shown, file, taken, today) for file in shown.files if _has_work(file, taken)]
    return Written(sum(one[0] for one in done), sum(one[0] > 0 for one in done), sum(one[1] for one in done))


def _has_work(file: FileFate, taken: frozenset[int]) -> bool:
    return file.file.written_on is None and any(_is_written(row, taken) for row in file.rows)


def _is_written(row: RowFate, taken: frozenset[int]) -> bool:
    judged = row.judged
    chosen = judged.may and judged.standing is not None and judged.standing.id in taken
    return judged.fate in WRITTEN or chosen


def _write_file(actor: Actor, shown: Preview, file: FileFate, taken: frozenset[int], today: date) -> tuple[int, int]:
    """Write one file, all of it or nothing; how many rows were written, and how many the moment refused."""
    with transaction.atomic():
        mine = ReturnedFile.objects.filter(pk=file.file.id, written_on__isnull=True, batch__left_on__isnull=True)
        if not mine.update(written_on=today):  # another window was faster
            return 0, 0
        outcome = [_write_row(actor, row, today) if _is_written(row, taken) else _left(row) for row in file.rows]
        written, refused = (sum(one[1] == how for one in outcome) for how in (DONE, LATE))
        ReturnedFile.objects.filter(pk=file.file.id).update(outcome=outcome)
        record(
            actor=actor,
            verb="reporting.write_return",
            subject_kind="programme",
            subject_id=shown.programme_id,
            new={
                "return": shown.key,
                "file": file.file.path,
                "sha256": file.file.sha256,
                "written": written,
                "rows": len(file.rows),
            },
        )
        return written, refused


def _left(row: RowFate) -> Outcome:
    judged = row.judged
    return judged.number, judged.fate.value, judged.reason.words() if judged.reason else ""


def _write_row(actor: Actor, row: RowFate, today: date) -> Outcome:
    """Report what a row says; what the moment refuses leaves nothing, and its reason is told."""
    judged = row.judged
    meaning, standing = judged.meaning, judged.standing
    if meaning is None or standing is None:
        return _left(row)
    fault = row.proof.fault if row.proof else None
    try:
        with transaction.atomic():
            evidence, fault = _evidence(actor, row, standing, today)
            at = _At(actor, standing, today)
            if meaning.state is ReportState.NO_CHANGE:
                at.unchanged()
            else:
                at.report(meaning, evidence)
    except LuoshiError as error:
        return judged.number, LATE, error.in_words()
    return judged.number, DONE, fault.words() if fault else ""


@dataclass(frozen=True, slots=True)
class _At:
    """A request that is answered for its unit, as it was seen."""

    actor: Actor
    standing: Standing
    today: date

    def unchanged(self) -> None:
        no_change(
            actor=self.actor,
            request_id=self.standing.id,
            today=self.today,
            seen=self.standing.edit,
            on_behalf=True,
        )

    def report(self, meaning: Meaning, evidence: tuple[int, ...]) -> None:
        said = Said(
            meaning.state,
            meaning.text,
            meaning.figure,
            reachable=meaning.reachable,
            evidence_ids=evidence,
            signed=meaning.signed,
        )
        report(
            actor=self.actor,
            request_id=self.standing.id,
            said=said,
            today=self.today,
            seen=self.standing.edit,
            on_behalf=True,
        )


def _evidence(actor: Actor, row: RowFate, standing: Standing, today: date) -> tuple[tuple[int, ...], Phrase | None]:
    """The evidence (ids) that a row brings, or why it does not; the report is taken without it."""
    proof = row.proof
    if proof is None or proof.fault is not None:
        return (), proof.fault if proof else None
    given = _given(proof, standing, today)
    try:
        with transaction.atomic():
            voice = speaking(actor, standing.id)
            return (give(actor=voice, unit_id=standing.unit_id, given=given, today=today),), None
    except Invalid as error:
        return (), Phrase(error.message, error.params)


def _given(proof: Brought, standing: Standing, today: date) -> Given:
    named, file = proof.named, proof.file
    day, unsaid = named.day or today, () if named.day else ("effective_on", "taken_on")
    if file is None:
        return Given(
            ProofKind.PUBLISHED,
            named.title or named.address[:200],
            day,
            url=named.address,
            paper_number=named.number,
            published_on=named.day,
            channel=Channel.WEB,
            unsaid=frozenset(("kind", "channel", *(() if named.title else ("title",)), *unsaid)),
        )
    picture = file.media_type.startswith("image/")
    return Given(
        ProofKind.PICTURE if picture else ProofKind.DOCUMENT,
        named.title,
        day,
        blob_id=file.held,
        file_name=file.path.rpartition("/")[2][:200],
        paper_number=named.number,
        taken_on=named.day if picture else None,
        taken_at=standing.unit_name[:100] if picture else "",
        event=standing.title[:200] if picture else "",
        unsaid=frozenset(("kind", "taken_at", "event", *unsaid)),
    )
