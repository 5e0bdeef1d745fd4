"""``screen``: what is uploaded or typed, looked at before it is kept.

Faults stop it, questions ask the person who gives it, findings are numbers and lists of private persons that must be
masked first (``masking.mask``). Nothing here stores anything; an excerpt never holds a number whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from luoshi.files.rules import foreign, kinds, markings, wordfiles, workbooks
from luoshi.files.rules.identifiers import hits_in, masked, without_numbers
from luoshi.files.rules.kinds import Fault, Stopped, fault
from luoshi.files.rules.parts import Parts, notes_of
from luoshi.files.rules.scanning import Finding, Found, scan
from luoshi.files.rules.texts import Content, Line, content_of_pages, content_of_text, text_of
from luoshi.kernel.errors import UnreadableFile
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

NAME_PLACE = Phrase(_("the name of the file"))
_QUESTIONS = {
    "classification-word": _(
        "The words {words} occur ({place}). Is the paper free of secrets, and may it be kept here?"
    ),
    "no-text": _("The pages are pictures and cannot be searched. Are they free of private persons' numbers and lists?"),
    "pages-no-text": _(
        "The pages {pages} have no text that can be searched. Are they free of private persons' numbers and lists?"
    ),
    "embedded": _("The file holds an object that cannot be looked into. Is it free of private persons' numbers?"),
}
_IN_ARCHIVE = _("“{file}” in the archive: {inner}")
LINES = 2_000
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Question:
    """What the person who gives the file is asked, with a stable code and the place."""

    code: str
    reason: Phrase
    place: Phrase


@dataclass(frozen=True, slots=True)
class Screening:
    """What a look at a file gave.

    ``kind`` is a key of ``kinds.KINDS``, empty where it is none; ``lines`` are the first lines that a reader sees (at
    most ``LINES`` of ``LONGEST`` signs; those of an archive are not given), with every number masked, and ``cut`` says
    that there is more than they hold. A file may be kept when there are neither faults nor findings and each question
    has been answered.
    """

    kind: str = ""
    media_type: str = ""
    faults: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    lines: tuple[str, ...] = ()
    cut: bool = False

    @property
    def clean(self) -> bool:
        """Whether nothing stands against keeping the file but questions."""
        return not self.faults and not self.findings


def screen(content: bytes, name: str) -> Screening:
    """Look at a file that is called ``name``; never raises, whatever the bytes are."""
    return with_name(_screened(content, name, depth=0), name)


def screen_text(text: str) -> tuple[Finding, ...]:
    """The numbers and lists of private persons in a text that was typed; ``span`` is a place in all of the text."""
    content = content_of_text(text)
    starts = [0]
    for line in content.lines:
        starts.append(starts[-1] + len(line.text) + 1)
    told = []
    for found in scan(content):
        (number, _start, _end), _new = found.masks[0]
        line_number = found.finding.place.params.get("number", number + 1)
        at = starts[int(str(line_number)) - 1]
        told.append(replace(found.finding, span=(found.finding.span[0] + at, found.finding.span[1] + at)))
    return tuple(told)


def masked_name(name: str) -> str:
    """The name of a file with the numbers in it masked."""
    return without_numbers(name)


def with_name(screening: Screening, name: str) -> Screening:
    """A screening with what the name of the file holds before it."""
    hits = hits_in(name)
    told = [
        Finding(hit.kind, NAME_PLACE, masked(name[hit.start : hit.end], hit.kind), (hit.start, hit.end)) for hit in hits
    ]
    return replace(screening, findings=(*told, *screening.findings)) if told else screening


def _screened(content: bytes, name: str, *, depth: int) -> Screening:
    screening = Screening()
    try:
        kind = kinds.kind_of(content, name)
        screening = replace(screening, kind=kind, media_type=kinds.KINDS[kind][0])
        otherwise = kinds.called_otherwise(kind, name)
        if otherwise is not None and otherwise.code == "wrong-kind":
            raise Stopped(otherwise)
        screening = _looked_at(screening, content, depth)
        return replace(screening, faults=(*((otherwise,) if otherwise else ()), *screening.faults))
    except Stopped as stopped:
        return replace(screening, faults=(stopped.fault,))
    except UnreadableFile as error:
        return replace(screening, faults=(kinds.fault_of(error),))
    except Exception:
        # whatever a hostile file makes a parser raise, its giver gets one clear sentence
        return replace(screening, faults=(fault("unreadable"),))


def _looked_at(screening: Screening, content: bytes, depth: int) -> Screening:
    kind = screening.kind
    if kind in kinds.PICTURES:
        kinds.check_picture(kind, content)
        return screening
    if kind == "zip":
        return _archive(screening, content, depth)
    if kind in ("docx", "xlsx"):
        return _office(screening, Parts(content, kind), depth)
    if kind in kinds.TEXTS:
        text = text_of(content)
        if not text.strip("\ufeff \t\r\n\u3000"):
            raise Stopped(fault("empty"))
        return told_of(screening, content_of_text(text, commas=kind == "csv"))
    try:
        told = told_of(screening, content_of_pages(content, kind))
    except UnreadableFile as error:
        if error.code not in ("file-scanned", "file-no-text"):
            raise
        told = told_of(screening, Content(pictured=True))
    return _beside_pages(told, Parts(content, kind), depth) if kind == "ofd" else told


def told_of(screening: Screening, content: Content) -> Screening:
    """A screening with what a content gave."""
    found = scan(content)
    lines, cut = _lines(content, found)
    return replace(
        screening,
        faults=(*screening.faults, *marks_in(content)),
        findings=(*screening.findings, *(one.finding for one in found)),
        questions=(*screening.questions, *_questions(content)),
        lines=lines,
        cut=cut,
    )


def _lines(content: Content, found: tuple[Found, ...]) -> tuple[tuple[str, ...], bool]:
    """What a reader sees, line by line, with every finding masked; cells of a row side by side. And whether that is
    not all of it."""
    texts = {number: line.text for number, line in enumerate(content.lines[: 20 * LINES]) if line.shown}
    for one in found:
        for (number, start, end), new in one.masks:
            if number in texts:
                texts[number] = texts[number][:start] + new + texts[number][end:]
    # a long number that is cut at the edge is masked by then
    said = [text.strip() for text in texts.values() if text.strip()]
    cut = len(said) > LINES or len(content.lines) > 20 * LINES or any(len(text) > LONGEST for text in said)
    return tuple(text[:LONGEST] for text in said[:LINES]), cut


def marks_in(content: Content) -> Iterator[Fault]:
    """The fault of a content with a mark of classification in its position."""
    for line in content.lines:
        if line.shown and any(markings.is_mark(part, top=line.top) for part in line.text.split("\n")):
            yield fault("classified", place=line.place)
            return
    for table in content.tables:
        for row in table:
            if markings.is_marked_row([content.cell(cell) for cell in row]):
                yield fault("classified", place=content.lines[next(cell for cell in row if cell)[0][0]].place)
                return


def _questions(content: Content) -> Iterator[Question]:
    words: dict[str, Phrase] = {}
    for line in content.lines:
        if line.shown:
            for word in markings.words_elsewhere(line.text):
                words.setdefault(word, line.place)
    if words:
        place = next(iter(words.values()))
        params = {"words": "、".join(words), "place": place}
        yield Question("classification-word", Phrase(_QUESTIONS["classification-word"], params), place)
    if content.pictured:
        place = Phrase(_("page {number}"), {"number": 1})
        yield Question("no-text", Phrase(_QUESTIONS["no-text"]), place)
    if content.holds_files:
        yield Question("embedded", Phrase(_QUESTIONS["embedded"]), Phrase(_("page {number}"), {"number": 1}))
    if content.unsearched:
        params = {"pages": _pages(content.unsearched)}
        place = Phrase(_("page {number}"), {"number": content.unsearched[0]})
        yield Question("no-text", Phrase(_QUESTIONS["pages-no-text"], params), place)


def _pages(numbers: tuple[int, ...]) -> str:
    """Numbers of pages with runs drawn together: 2–21、25."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


# --- documents with parts, archives -----------------------------------------------------------------------------------


def _office(screening: Screening, parts: Parts, depth: int) -> Screening:
    types = parts.package.read("[Content_Types].xml") if "[Content_Types].xml" in parts.names else b""
    if kinds.has_macros(parts.names, types):
        raise Stopped(fault("macros"))
    read = wordfiles.scanned if screening.kind == "docx" else workbooks.scanned
    return _with_others(told_of(screening, read(parts).content), parts, parts.others, depth)


def _beside_pages(screening: Screening, parts: Parts, depth: int) -> Screening:
    """The same with what an OFD holds beside its pages: properties, notes, files that were put in. Seals hold keys."""
    noted = Content()
    for name in parts.texts:
        if not name.lower().endswith("/content.xml"):
            place = Phrase(wordfiles.UNSEEN)
            noted.lines += [Line(text, place, shown=False) for text in notes_of(parts.root(name), name)]
    found = tuple(one.finding for one in scan(noted))
    screening = replace(screening, findings=(*screening.findings, *found))
    return _with_others(screening, parts, [n for n in parts.others if "/signs/" not in n.lower()], depth)


def _with_others(screening: Screening, parts: Parts, names: Sequence[str], depth: int) -> Screening:
    for name in names:
        inner = _foreign(name, parts.package.read(name), depth)
        screening = joined(screening, inner, name.rpartition("/")[2])
    return screening


def _foreign(name: str, content: bytes, depth: int) -> Screening:
    """The look at a part that is none of the document's own XML."""
    if foreign.is_silent(name, content):
        return Screening()
    place = Phrase(_("a part that was put in as it is"))
    asked = Question("embedded", Phrase(_QUESTIONS["embedded"]), place)
    if content[:4] == b"PK\x03\x04":
        inner = inside_of(content, name, depth)
        if inner.kind in ("docx", "xlsx"):
            return replace(inner, faults=tuple(f for f in inner.faults if f.code != "extension"))
    said = foreign.words_of(content, place)
    if said is None:
        return Screening(questions=(asked,))
    found, whole = said
    inner = told_of(Screening(), found)
    return inner if whole else replace(inner, questions=(*inner.questions, asked))


def _archive(screening: Screening, content: bytes, depth: int) -> Screening:
    with kinds.opened(content) as archive:
        for entry in kinds.every_entry(archive):
            screening = with_member(screening, kinds.name_of(entry), kinds.unpacked(archive, entry), depth)
        for entry in archive.infolist():
            if entry.is_dir():
                screening = joined(screening, with_name(Screening(), kinds.name_of(entry)), kinds.name_of(entry))
    return screening


def with_member(screening: Screening, name: str, member: bytes, depth: int) -> Screening:
    """A screening of an archive with the look at a file in it, and at its name."""
    if kinds.is_left(name, member):
        inner = Screening()
    else:
        inner = inside_of(member, "" if kinds.may_be_left(name) else name, depth)
    return joined(screening, with_name(inner, name), name)


def inside_of(content: bytes, name: str, depth: int) -> Screening:
    """The look at a file that lies ``depth`` archives deep."""
    if depth + 1 > kinds.MAX_DEPTH:
        return Screening(faults=(fault("inflates"),))
    return _screened(content, name, depth=depth + 1)


def joined(screening: Screening, inner: Screening, name: str) -> Screening:
    """What a file inside gave, told of the whole, with its name before every place."""
    called = without_numbers(name)

    def inside(phrase: Phrase) -> Phrase:
        return Phrase(_IN_ARCHIVE, {"file": called, "inner": phrase})

    return replace(
        screening,
        faults=(*screening.faults, *(replace(f, reason=inside(f.reason)) for f in inner.faults)),
        findings=(*screening.findings, *(replace(f, place=inside(f.place)) for f in inner.findings)),
        questions=(
            *screening.questions,
            *(replace(q, reason=inside(q.reason), place=inside(q.place)) for q in inner.questions),
        ),
    )
