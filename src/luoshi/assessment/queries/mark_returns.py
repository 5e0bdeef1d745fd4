"""Tables of marks that came back, and what would become of each row of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from luoshi.assessment.models import MarkReturn, MarkReturnFile, Round
from luoshi.assessment.policy import may_run
from luoshi.assessment.queries.mark_tables import readable_round, standing_rows
from luoshi.assessment.rules.mark_tables.judging import (
    FATE_WORDS,
    QUIET,
    WRITTEN,
    Fate,
    Judged,
    apart,
    judge_table,
)
from luoshi.assessment.rules.mark_tables.keys import read_line_key
from luoshi.assessment.rules.mark_tables.reading import ReadLine, unpacked
from luoshi.files.models import Upload
from luoshi.files.rules.uploads import UPLOAD_WORDS, UploadState, remembered
from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.reporting.queries.returns import ReturnLine, return_line
from luoshi.tenancy.rules import Actor

LATELY = 30  # returns that a page lists
Outcome = tuple[int, str, str]
"""What became of a row: the number of its first line, its fate (or ``written``, ``late``), and a reason in words."""


@dataclass(frozen=True, slots=True)
class Filed:
    """One file that was brought. ``fault`` says why it could not be read; ``why`` why its bytes are not kept."""

    id: int
    path: str
    sha256: str
    lines: tuple[ReadLine, ...] = ()
    fault: Phrase | None = None
    advice: Phrase | None = None
    why: Phrase | None = None
    outcome: tuple[Outcome, ...] = ()
    done: int = 0
    written_on: date | None = None


@dataclass(frozen=True, slots=True)
class FileFate:
    """A file with the fates of its rows."""

    file: Filed
    rows: tuple[Judged, ...]

    @property
    def counts(self) -> tuple[tuple[Fate, int], ...]:
        """The fates that rows have, with how many."""
        found = Counter(row.fate for row in self.rows)
        return tuple((fate, found[fate]) for fate in Fate if found[fate])

    @property
    def subjects(self) -> tuple[str, ...]:
        """Who is assessed in it."""
        return tuple(dict.fromkeys(row.standing.subject_name for row in self.rows if row.standing))


@dataclass(frozen=True, slots=True)
class MarksPreview:
    """The fate of everything that was brought. ``mark`` is another one as soon as it would do something else."""

    round_id: int
    round_name: str
    programme_id: int
    programme_title: str
    key: str
    brought_on: date | None
    left_on: date | None
    files: tuple[FileFate, ...]
    mark: str

    @property
    def counts(self) -> tuple[tuple[Fate, int], ...]:
        """The fates that rows have, with how many."""
        found: Counter[Fate] = Counter()
        for file in self.files:
            found.update(dict(file.counts))
        return tuple((fate, found[fate]) for fate in Fate if found[fate])

    @property
    def work(self) -> int:
        """How many rows would be written."""
        return sum(count for fate, count in self.counts if fate in WRITTEN)

    @property
    def choices(self) -> int:
        """How many conflicts could be taken all the same."""
        return sum(row.may for file in self.files for row in file.rows)

    @property
    def waiting(self) -> bool:
        """Whether a file that could be read was not gone through yet."""
        return any(file.file.fault is None and file.file.written_on is None for file in self.files)

    @property
    def doubtful(self) -> tuple[tuple[FileFate, Judged], ...]:
        """The rows that somebody should look at, with their files; those that wait for a decision first."""
        found = [(file, row) for file in self.files for row in file.rows if row.fate not in QUIET]
        return tuple(sorted(found, key=lambda pair: not pair[1].may))

    @property
    def to_write(self) -> tuple[tuple[FileFate, Judged], ...]:
        """The rows that would be written, with their files."""
        return tuple((file, row) for file in self.files for row in file.rows if row.fate in WRITTEN)


def marks_returned(actor: Actor, round_id: int) -> tuple[ReturnLine, ...]:
    """What was brought for a round lately, by the actor; the office sees all. Raises ``NotFound`` for strangers."""
    rows = visible_returns(actor, readable_round(actor, round_id)).prefetch_related("files")[:LATELY]
    return tuple(
        return_line(row.key, row.brought_on, row.left_on, [one.written_on for one in row.files.all() if not one.fault])
        for row in rows
    )


def visible_returns(actor: Actor, row: Round) -> QuerySet[MarkReturn]:
    """What was brought for a round that the actor may read: what they brought themselves, all for the office."""
    rows = MarkReturn.objects.filter(round=row, jurisdiction_id=actor.jurisdiction_id)
    if may_run(actor, row.adoption.programme):
        return rows
    return rows.none() if actor.account_id is None else rows.filter(account_id=actor.account_id)


def marks_preview(actor: Actor, round_id: int, key: str) -> MarksPreview:
    """What is kept of a return, and what it would do now if the actor wrote it. Raises ``NotFound``."""
    of = readable_round(actor, round_id)
    row = visible_returns(actor, of).filter(key=key).first()
    if row is None:
        raise NotFound("return-not-found", _("There is no such return."))
    kept = MarkReturnFile.objects.filter(batch=row).select_related("upload").order_by("pk")
    shown = _preview(actor, of, [_filed(one) for one in kept])
    return replace(shown, key=key, brought_on=row.brought_on, left_on=row.left_on)


def preview_of(actor: Actor, round_id: int, files: Sequence[Filed]) -> MarksPreview:
    """The same of files that are kept nowhere yet."""
    return _preview(actor, readable_round(actor, round_id), files)


def _filed(row: MarkReturnFile) -> Filed:
    fault = remembered("", row.fault).faults if row.fault else ()
    return Filed(
        id=row.pk,
        path=row.path,
        sha256=row.sha256,
        lines=unpacked(row.lines),
        fault=fault[0].words if fault else None,
        advice=fault[0].advice if fault else None,
        why=_why(row.upload),
        outcome=tuple((number, fate, reason) for number, fate, reason in row.outcome),
        done=row.done,
        written_on=row.written_on,
    )


def _why(upload: Upload | None) -> Phrase | None:
    """Why the bytes of a file are not kept; None where they are."""
    if upload is None or upload.blob_id is not None:
        return None
    looked = remembered(upload.media_type, upload.said)
    told = (*looked.faults, *looked.findings, *looked.questions)
    return told[0].words if told else Phrase(UPLOAD_WORDS[UploadState(upload.state)])


def _preview(actor: Actor, row: Round, files: Sequence[Filed]) -> MarksPreview:
    open_files = [file for file in files if file.written_on is None]
    standing = standing_rows(actor, row, _wanted(row.pk, open_files))
    judged = [judge_table(file.lines, row.pk, standing) for file in open_files]
    told = dict(zip((file.id for file in open_files), apart(judged, [file.path for file in open_files]), strict=True))
    fates = tuple(FileFate(file, told.get(file.id, ())) for file in files)
    return MarksPreview(
        round_id=row.pk,
        round_name=row.name,
        programme_id=row.adoption.programme_id,
        programme_title=row.adoption.programme.title,
        key="",
        brought_on=None,
        left_on=None,
        files=fates,
        mark=_mark(fates),
    )


def _wanted(round_id: int, files: Iterable[Filed]) -> dict[tuple[int, int], set[int]]:
    """The rows of subjects that files speak of, with the versions of the marks that the files were made of."""
    found: dict[tuple[int, int], set[int]] = {}
    for file in files:
        for line in file.lines:
            key = read_line_key(line.key)
            if key is not None and key.round_id == round_id:
                found.setdefault(key.place, set()).add(key.number)
    return found


def _mark(fates: Sequence[FileFate]) -> str:
    """A digest over what would be done."""
    said = [
        (file.file.id, row.number, row.fate.value, row.said, row.why, row.standing and row.standing.now.number)
        for file in fates
        for row in file.rows
    ]
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()


def fates_in_words(counts: Iterable[tuple[Fate, int]]) -> tuple[tuple[str, int], ...]:
    """The words of fates, with how many."""
    return tuple((FATE_WORDS[fate], count) for fate, count in counts)
