"""Tables of marks that came back: brought, looked at, and written through the same verb as a mark that is typed.

What is brought is kept first and told row by row; a mark is written only afterwards, some rows to a transaction, so
that others may write in between. What a killed server left is written when it is confirmed again: rows that were
written by then are unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from luoshi.assessment.actions.marking import Said, mark
from luoshi.assessment.models import MarkEvidence, MarkReturn, MarkReturnFile, Round
from luoshi.assessment.policy import visible_subjects
from luoshi.assessment.queries.mark_returns import (
    Filed,
    FileFate,
    MarksPreview,
    Outcome,
    marks_preview,
    visible_returns,
)
from luoshi.assessment.queries.mark_tables import readable_round, table_counts
from luoshi.assessment.queries.offers import offered_ids
from luoshi.assessment.rules.mark_tables.judging import WRITTEN, Judged, Standing
from luoshi.assessment.rules.mark_tables.reading import ReadLine, packed, read_marks
from luoshi.audit.actions import record
from luoshi.files.rules.screening import masked_name
from luoshi.files.rules.uploads import Looked, noted
from luoshi.files.rules.uploads import Said as Told
from luoshi.kernel.errors import Conflict, Invalid, LuoshiError, NotFound, UnreadableFile
from luoshi.kernel.wording import _
from luoshi.outline.readers.apart import Child, child
from luoshi.reporting.actions.gathered import DONE, LATE, LONGEST_PATH, TakenIn, require_key, taken_in, unopened, unread
from luoshi.reporting.models import EvidenceVersion
from luoshi.reporting.policy import readable_evidence
from luoshi.reporting.rules.returns.bundles import Part, unbundled
from luoshi.tenancy.rules import Actor

SLICE = 50  # rows to a transaction


@dataclass(frozen=True, slots=True)
class Seen:
    """A file with the lines that were read of it, or why there are none."""

    part: Part
    lines: tuple[ReadLine, ...] = ()
    fault: Told | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a return did: marks that were written, rows that the moment of writing refused, and how many are
    left because they were more than one may write at once.
    """

    rows: int
    refused: int
    left: int = 0


# --- bringing ----------------------------------------------------------------------------------------------------


def look_into(files: Iterable[tuple[str, bytes]]) -> tuple[Seen, ...]:
    """Unpack and read what came back; keeps nothing and never raises."""
    with child("sheets") as one:
        return tuple(_looked(part, one) for part in unbundled(files))


def _looked(part: Part, one: Child) -> Seen:
    if part.fault is not None:
        return Seen(part, fault=unopened(part))
    try:
        return Seen(part, read_marks(part.content, part.path, one))
    except (UnreadableFile, Invalid) as error:
        return Seen(part, fault=unread(error))


def unkept(files: Sequence[Seen]) -> tuple[Filed, ...]:
    """The same for a preview of what is kept nowhere."""
    return tuple(
        Filed(
            id=at,
            path=masked_name(one.part.path),
            sha256=one.part.sha256,
            lines=one.lines,
            fault=one.fault.words if one.fault else None,
            advice=one.fault.advice if one.fault else None,
        )
        for at, one in enumerate(files)
    )


def bring_marks(
    *, actor: Actor, round_id: int, key: str, files: Iterable[tuple[str, bytes]], now: datetime, today: date
) -> str:
    """Keep tables that came back (names with bytes, archives are unpacked); gives the key under which their fate is
    shown. The same key is brought once.

    Raises ``Invalid`` (``return-empty``, ``return-key``), ``NotFound``, ``NotAllowed`` (``mark-not-yours``).
    """
    table_counts(actor, round_id)  # who marks nothing brings nothing
    row = readable_round(actor, round_id)
    require_key(key)
    if visible_returns(actor, row).filter(key=key).exists():
        return key
    looked = look_into(files)
    if not looked:
        raise Invalid("return-empty", _("No file was chosen."))
    uploads = [taken_in(actor, key, one.part, now) for one in looked]
    with transaction.atomic():
        batch, made = MarkReturn.objects.get_or_create(
            round=row,
            key=key,
            defaults={
                "jurisdiction_id": actor.jurisdiction_id,
                "account_id": actor.account_id,
                "brought_on": today,
            },
        )
        if made:
            pairs = zip(looked, uploads, strict=True)
            MarkReturnFile.objects.bulk_create(_row(batch, one, upload) for one, upload in pairs)
            files_told = [[masked_name(one.part.path), one.part.sha256] for one in looked]
            _record(actor, row, "assessment.bring_marks", {"return": key, "files": files_told})
    return key


def _row(batch: MarkReturn, one: Seen, upload: TakenIn) -> MarkReturnFile:
    if upload.closed is not None:
        one = Seen(one.part, fault=upload.closed)
    return MarkReturnFile(
        jurisdiction_id=batch.jurisdiction_id,
        batch=batch,
        path=masked_name(one.part.path)[-LONGEST_PATH:],
        sha256=one.part.sha256,
        upload_id=upload.id,
        lines=packed(one.lines),
        fault=noted(Looked(faults=(one.fault,))) if one.fault else {},
    )


def leave_marks(*, actor: Actor, round_id: int, key: str, today: date) -> None:
    """Let go what was brought: nothing more of it is written. What was written stays. Raises ``NotFound``."""
    row = readable_round(actor, round_id)
    with transaction.atomic():
        if not visible_returns(actor, row).filter(key=key).exists():
            raise NotFound("return-not-found", _("There is no such return."))
        if visible_returns(actor, row).filter(key=key, left_on__isnull=True).update(left_on=today):
            _record(actor, row, "assessment.leave_marks", {"return": key})


def _record(actor: Actor, row: Round, verb: str, new: dict[str, object]) -> None:
    record(actor=actor, verb=verb, subject_kind="round", subject_id=row.pk, new=new)


# --- writing -----------------------------------------------------------------------------------------------------


def write_marks(
    *,
    actor: Actor,
    round_id: int,
    key: str,
    seen: str,
    today: date,
    take: Iterable[tuple[int, int]] = (),
    most: int | None = None,
) -> Written:
    """Write every new or changed mark of a return; ``take`` names the conflicts (subject and row) that are taken all
    the same. Each mark goes through the verb of marking, with its policy and its line of the journal. At most ``most``
    rows are written (None: all); the others stand there for the next time.

    Raises ``Conflict`` (``stale``) where the preview with this digest would be another one now, and (``return-left``)
    where the return was let go.
    """
    shown = marks_preview(actor, round_id, key)
    if shown.left_on is not None:
        raise Conflict("return-left", _("These files were let go; nothing of them is written."))
    if shown.mark != seen:
        raise Conflict(
            "stale",
            _("Meanwhile something was marked or changed, so that some rows have another fate now."),
            _("Look at them again."),
        )
    taken = frozenset(take)
    writer = _Writer(actor, readable_round(actor, round_id), shown, today)
    waiting = [file for file in shown.files if file.file.fault is None and file.file.written_on is None]
    return writer.write([(file, _work(file, taken)) for file in waiting], most)


def _work(file: FileFate, taken: frozenset[tuple[int, int]]) -> list[Judged]:
    return [
        row
        for row in file.rows
        if row.fate in WRITTEN or (row.may and row.standing is not None and row.standing.place in taken)
    ]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the rows of a preview, some to a transaction."""

    actor: Actor
    row: Round
    shown: MarksPreview
    today: date

    def write(self, work: Sequence[tuple[FileFate, list[Judged]]], most: int | None) -> Written:
        every = sum(len(rows) for _file, rows in work)
        room = every if most is None else most
        done: list[Outcome] = []
        for file, rows in work:
            if not rows:
                self._finish(file)
            elif room > len(done):
                done += self._file(file, rows[: room - len(done)], len(rows))
        fates = [fate for _number, fate, _reason in done]
        return Written(fates.count(DONE), fates.count(LATE), max(0, every - room))

    def _finish(self, file: FileFate) -> None:
        """A file with nothing to write is gone through, unless a conflict in it still waits for a decision."""
        if any(row.may for row in file.rows):
            return
        with transaction.atomic():
            mine = MarkReturnFile.objects.filter(pk=file.file.id, done=file.file.done, batch__left_on__isnull=True)
            if mine.filter(written_on__isnull=True).update(written_on=self.today):
                self._tell(file, [], whole=True)

    def _file(self, file: FileFate, rows: list[Judged], every: int) -> list[Outcome]:
        """The outcome of rows of one file, which has ``every`` to write; those that another window was faster with are
        not among them.
        """
        found: list[Outcome] = []
        count = file.file.done
        for at in range(0, len(rows), SLICE):
            few = rows[at : at + SLICE]
            with transaction.atomic():
                mine = MarkReturnFile.objects.filter(pk=file.file.id, done=count, batch__left_on__isnull=True)
                if not mine.update(done=count + len(few)):
                    break
                count += len(few)
                found += [self._mark(row) for row in few]
                self._tell(file, found, whole=at + len(few) >= every)
        return found

    def _tell(self, file: FileFate, found: list[Outcome], *, whole: bool) -> None:
        """Keep what became of rows; where all of a file were gone through, of those too that were not to be written."""
        outcome = {one[0]: one for one in [*file.file.outcome, *found]}
        rows = MarkReturnFile.objects.filter(pk=file.file.id)
        if whole:
            for row in file.rows:
                told = (row.number, row.fate.value, row.reason.words() if row.reason else "")
                outcome.setdefault(row.number, told)
            rows.update(written_on=self.today)
            new = {
                "return": self.shown.key,
                "file": file.file.path,
                "sha256": file.file.sha256,
                "written": sum(one[1] == DONE for one in outcome.values()),
                "rows": len(file.rows),
            }
            _record(self.actor, self.row, "assessment.write_marks", new)
        rows.update(outcome=sorted(outcome.values()))

    def _mark(self, row: Judged) -> Outcome:
        """Mark a row; what the moment refuses leaves nothing, and its reason is told."""
        one = row.standing
        assert one is not None  # noqa: S101 - only rows that stand somewhere are written
        try:
            with transaction.atomic():
                said = Said(row.seen, row.why, self._looked_at(one))
                mark(
                    actor=self.actor,
                    subject_id=one.subject_id,
                    row_id=one.row_id,
                    said=said,
                    today=self.today,
                    number=one.now.number,
                )
        except LuoshiError as error:
            return row.number, LATE, error.in_words()
        return row.number, DONE, ""

    def _looked_at(self, one: Standing) -> tuple[int, ...]:
        """What was looked at for the mark before, as far as the actor may still look at it: it stays beside the row."""
        if one.now.seen is None:
            return ()
        rows = MarkEvidence.objects.filter(mark__subject_id=one.subject_id, mark__row_id=one.row_id, mark__current=True)
        wanted = list(rows.order_by("pk").values_list("evidence_version_id", flat=True))
        if not wanted:
            return ()
        known = EvidenceVersion.objects.filter(pk__in=wanted, evidence__in=readable_evidence(self.actor))
        found = set(known.values_list("pk", flat=True))
        if len(found) < len(wanted):
            subject = visible_subjects(self.actor).get(pk=one.subject_id)
            found |= offered_ids(self.actor, subject, one.compiled.row.code, wanted)
        return tuple(pk for pk in wanted if pk in found)
