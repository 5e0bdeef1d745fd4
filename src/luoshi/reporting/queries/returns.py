"""What came back without signing in, and what would become of each row of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from django.db.models import Q

from luoshi.files.models import Upload
from luoshi.files.rules.uploads import UPLOAD_WORDS, UploadState, remembered
from luoshi.files.rules.waiting import may_mask
from luoshi.kernel.errors import NotFound
from luoshi.kernel.phrases import Day, Phrase
from luoshi.kernel.wording import _
from luoshi.programme.models import Programme
from luoshi.programme.queries.paging import Paged, paged
from luoshi.reporting.models import Request, Return, ReturnedFile
from luoshi.reporting.queries.return_sheets import asked_in, office_programme, sheet_rows
from luoshi.reporting.rules.returns.bundles import beside
from luoshi.reporting.rules.returns.codes import SheetCode, read_row_code, read_sheet_code
from luoshi.reporting.rules.returns.judging import FATE_WORDS, WRITTEN, Fate, Judged, Standing, apart, judge_file
from luoshi.reporting.rules.returns.proofs import Named
from luoshi.reporting.rules.returns.reading import ReadRow, unpacked
from luoshi.tenancy.rules import Actor
from luoshi.units.models import Unit

LATELY = 30  # returns of one page


@dataclass(frozen=True, slots=True)
class Filed:
    """One file that was brought. ``fault`` says why it could not be read; ``held`` is the id of the blob that is kept
    of it, ``why`` the reason where none is, ``waits`` the key of the upload that waits in quarantine, with the
    places where numbers or lists of private persons were ``found``, what is ``asked``, and whether it can be masked.
    """

    id: int
    path: str
    sha256: str
    is_table: bool
    sheet: SheetCode | None = None
    rows: tuple[ReadRow, ...] = ()
    fault: Phrase | None = None
    advice: Phrase | None = None
    held: int | None = None
    media_type: str = ""
    why: Phrase | None = None
    waits: str = ""
    found: tuple[Phrase, ...] = ()
    asked: tuple[Phrase, ...] = ()
    maskable: bool = False
    written_on: date | None = None
    outcome: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """Evidence that a row brings: a file that is kept, or a link; ``fault`` says why it is not brought."""

    named: Named
    file: Filed | None = None
    fault: Phrase | None = None


@dataclass(frozen=True, slots=True)
class RowFate:
    """A row with its fate and the evidence that it brings."""

    judged: Judged
    proof: Brought | None = None


@dataclass(frozen=True, slots=True)
class FileFate:
    """A file with the fates of its rows. ``note`` says what is to be known of the whole: written already, the same as
    another one, without its top line.
    """

    file: Filed
    unit_name: str
    rows: tuple[RowFate, ...]
    note: Phrase | None = None

    def count(self, fate: Fate) -> int:
        """How many rows have a fate."""
        return sum(row.judged.fate is fate for row in self.rows)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """The words of the fates that rows have, with how many."""
        return tuple((FATE_WORDS[fate], count) for fate in Fate if (count := self.count(fate)))

    @property
    def work(self) -> int:
        """How many rows would be written."""
        return sum(row.judged.fate in WRITTEN for row in self.rows)

    @property
    def doubtful(self) -> tuple[RowFate, ...]:
        """The rows that somebody should look at."""
        return tuple(
            row
            for row in self.rows
            if row.judged.fate in (Fate.REFUSED, Fate.CONFLICT, Fate.TWICE) or (row.proof and row.proof.fault)
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """The fate of everything that was brought. ``mark`` is another one as soon as it would do something else."""

    programme_id: int
    programme_title: str
    key: str
    brought_on: date | None
    left_on: date | None
    files: tuple[FileFate, ...]
    others: tuple[FileFate, ...]
    unnamed: tuple[Filed, ...]
    mark: str

    def count(self, fate: Fate) -> int:
        """How many rows have a fate."""
        return sum(file.count(fate) for file in self.files)

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """The words of the fates that rows have, with how many."""
        return tuple((FATE_WORDS[fate], count) for fate in Fate if (count := self.count(fate)))

    @property
    def work(self) -> int:
        """How many rows would be written."""
        return sum(file.work for file in self.files)

    @property
    def choices(self) -> int:
        """How many conflicts could be taken all the same."""
        return sum(row.judged.may for file in self.files for row in file.rows)

    @property
    def units(self) -> int:
        """Of how many units a table was brought."""
        return len({file.unit_name for file in self.files if file.unit_name})


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """What was brought at once, in a list."""

    key: str
    brought_on: date
    files: int
    waiting: int
    left_on: date | None


def return_line(key: str, brought_on: date, left_on: date | None, written: Sequence[date | None]) -> ReturnLine:
    """What was brought at once; ``written`` is the day on which each of its tables was, None where it waits."""
    return ReturnLine(key, brought_on, len(written), written.count(None) if left_on is None else 0, left_on)


def returned(actor: Actor, programme_id: int, page: int = 1) -> Paged[ReturnLine]:
    """A page of what was brought, newest first. Raises ``NotFound`` for strangers, ``NotAllowed`` for colleagues."""
    rows = Return.objects.filter(programme=office_programme(actor, programme_id))
    latest = rows.prefetch_related("files")
    return paged(rows.count(), page, lambda first, end: [_returned(row) for row in latest[first:end]], LATELY)


def _returned(row: Return) -> ReturnLine:
    written = [one.written_on for one in row.files.all() if one.is_table]
    return return_line(row.key, row.brought_on, row.left_on, written)


def return_preview(actor: Actor, programme_id: int, key: str, today: date) -> Preview:
    """What is kept of a return, and what it would do now. Raises ``NotFound`` for strangers, ``NotAllowed``."""
    programme = office_programme(actor, programme_id)
    row = Return.objects.filter(programme=programme, key=key).first()
    if row is None:
        raise NotFound("return-not-found", _("There is no such return."))
    files = [filed(one) for one in ReturnedFile.objects.filter(batch=row).select_related("upload").order_by("pk")]
    shown = preview(programme, files, today)
    return replace(shown, key=key, brought_on=row.brought_on, left_on=row.left_on)


def preview_of(actor: Actor, programme_id: int, files: Sequence[Filed], today: date) -> Preview:
    """The same of files that are kept nowhere yet."""
    return preview(office_programme(actor, programme_id), files, today)


def filed(row: ReturnedFile) -> Filed:
    """A kept file with what became of its bytes."""
    fault = remembered("", row.fault).faults if row.fault else ()
    held, why = _held(row.upload)
    return Filed(
        id=row.pk,
        path=row.path,
        sha256=row.sha256,
        is_table=row.is_table,
        sheet=read_sheet_code(f"表码：{row.sheet}", row.batch.programme_id) if row.sheet else None,
        rows=unpacked(row.rows),
        fault=fault[0].words if fault else None,
        advice=fault[0].advice if fault else None,
        held=held,
        media_type=row.upload.media_type if row.upload else "",
        why=why,
        written_on=row.written_on,
        outcome=tuple((number, fate, reason) for number, fate, reason in row.outcome),
        **_waiting(row.upload),
    )


class _Waiting(TypedDict, total=False):
    waits: str
    found: tuple[Phrase, ...]
    asked: tuple[Phrase, ...]
    maskable: bool


def _held(upload: Upload | None) -> tuple[int | None, Phrase | None]:
    if upload is None or upload.blob_id is not None:
        return (upload.blob_id if upload else None), None
    looked = remembered(upload.media_type, upload.said)
    if upload.state == UploadState.QUARANTINED:
        personal = _("It holds numbers or lists of private persons.")
        return None, Phrase(personal if looked.findings else _("Something is asked about the file."))
    told = (*looked.faults, *looked.findings, *looked.questions)
    settled = upload.state in (UploadState.WITHDRAWN, UploadState.EXPIRED)
    return None, told[0].words if told and not settled else Phrase(UPLOAD_WORDS[UploadState(upload.state)])


def _waiting(upload: Upload | None) -> _Waiting:
    """What is to be settled about a file that waits; nothing for any other."""
    if upload is None or upload.state != UploadState.QUARANTINED:
        return {}
    looked = remembered(upload.media_type, upload.said)
    return {
        "waits": upload.key,
        "found": tuple(one.words for one in looked.findings),
        "asked": tuple(one.words for one in looked.questions),
        "maskable": may_mask(upload.media_type, upload.size),
    }


def preview(programme: Programme, files: Sequence[Filed], today: date) -> Preview:
    """The fates of the rows of some files of a programme."""
    tables = [file for file in files if file.is_table]
    standing = _standing(programme, tables, today)
    notes, names = _notes(programme, tables), _names(programme, tables)
    judged = [
        () if file.written_on or _is_copy(notes.get(at)) else judge_file(file.rows, file.sheet, standing)
        for at, file in enumerate(tables)
    ]
    told = apart(judged, [file.path for file in tables])
    proofs = [file for file in files if not file.is_table and file.fault is None]
    paths = {file.path: file for file in proofs}
    sheets = [file.path for file in tables]
    fates = []
    for at, (file, rows) in enumerate(zip(tables, told, strict=True)):
        lines = tuple(RowFate(row, _brought(row, file, paths, sheets)) for row in rows)
        fates.append(FileFate(file, _unit_name(file, rows, names), lines, notes.get(at)))
    named = {row.proof.file.path for fate in fates for row in fate.rows if row.proof and row.proof.file}
    digest = hashlib.sha256(repr(fates).encode("utf-8", "replace")).hexdigest()
    return Preview(
        programme_id=programme.pk,
        programme_title=programme.title,
        key="",
        brought_on=None,
        left_on=None,
        files=tuple(fates),
        others=tuple(FileFate(file, "", ()) for file in files if file.fault is not None),
        unnamed=tuple(file for file in proofs if file.path not in named),
        mark=digest,
    )


def _standing(programme: Programme, tables: Sequence[Filed], today: date) -> Mapping[int, Standing]:
    codes = [read_row_code(row.get("code")) for file in tables if not file.written_on for row in file.rows]
    ids = {code.request_id for code in codes if code is not None and code.request_id < 2**62}
    rows = Request.objects.filter(
        jurisdiction_id=programme.jurisdiction_id, occurrence__obligation__commitment__programme=programme
    )
    wanted = Q(pk__in=list(ids)[:20_000])
    for month in {file.sheet.month for file in tables if file.sheet and any(not row.get("code") for row in file.rows)}:
        units = [file.sheet.unit_id for file in tables if file.sheet and file.sheet.month == month]
        wanted |= Q(pk__in=asked_in(programme, month).filter(unit_id__in=units).values("pk"))
    return {one.standing.id: one.standing for one in sheet_rows(programme, rows.filter(wanted), today)}


_COPY = _("The same file as “{file}”.")


def _is_copy(note: Phrase | None) -> bool:
    return note is not None and note.message == _COPY


def _notes(programme: Programme, tables: Sequence[Filed]) -> dict[int, Phrase]:
    first: dict[str, str] = {}
    before = dict(
        ReturnedFile.objects.filter(
            batch__programme=programme, written_on__isnull=False, sha256__in={file.sha256 for file in tables}
        ).values_list("sha256", "written_on")
    )
    found: dict[int, Phrase] = {}
    for at, file in enumerate(tables):
        if file.written_on is not None:
            found[at] = Phrase(_("Written on {day}."), {"day": Day(file.written_on)})
        elif file.sha256 in first:
            found[at] = Phrase(_COPY, {"file": first[file.sha256]})
        elif day := before.get(file.sha256):
            found[at] = Phrase(_("This file was written before, on {day}."), {"day": Day(day)})
        elif file.sheet is None:
            found[at] = Phrase(_("The line with the 表码 is gone or changed; each row is matched by its own 编号."))
        first.setdefault(file.sha256, file.path)
    return found


def _unit_name(file: Filed, rows: Sequence[Judged], names: Mapping[int, str]) -> str:
    """Whose table it is: by its top line, which holds after it was written too; else by its rows."""
    if file.sheet is not None:
        return names.get(file.sheet.unit_id, "")
    found = {row.standing.unit_name for row in rows if row.standing}
    return "、".join(sorted(found)[:3])


def _names(programme: Programme, tables: Sequence[Filed]) -> Mapping[int, str]:
    ids = {file.sheet.unit_id for file in tables if file.sheet is not None}
    rows = Unit.objects.filter(jurisdiction_id=programme.jurisdiction_id, pk__in=list(ids))
    return dict(rows.values_list("pk", "name"))


def _brought(row: Judged, file: Filed, paths: Mapping[str, Filed], sheets: Sequence[str]) -> Brought | None:
    named = row.proof
    if named is None or row.standing is None or not (row.fate in WRITTEN or row.may):
        return None
    if named.fault is not None or named.address:
        return Brought(named, fault=named.fault)
    found = [paths[path] for path in beside(named.file, file.path, paths, sheets)]
    held = found[0] if len(found) == 1 else None
    return Brought(named, held, _unfit(named, held, restricted=row.standing.restricted, many=len(found) > 1))


def _unfit(named: Named, held: Filed | None, *, restricted: bool, many: bool) -> Phrase | None:
    """Why the file that a row names is not brought."""
    if held is None:
        words = _("Several files are called “{file}”.")
        if not many:
            words = _("“{file}” does not lie beside the table, and no address is named.")
        return Phrase(words, {"file": named.file[:60]})
    if held.why is not None:
        return Phrase(_("The file is not kept: {why}"), {"why": held.why})
    if held.media_type.startswith("image/") and restricted:
        return Phrase(_("No pictures are taken here: papers of organisations only."))
    if held.media_type.startswith("image/") and named.day is None:
        return Phrase(_("A picture needs the day on which it was taken: 材料日期 is empty."))
    return None
