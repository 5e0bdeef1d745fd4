"""The scan of a content for what concerns private persons: where it stands, and what of it is to be masked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from luoshi.files.rules import named, residents
from luoshi.files.rules.breaks import hits_across
from luoshi.files.rules.identifiers import Hit, Kind, hits_in, masked, plain, without_numbers
from luoshi.files.rules.texts import Content, Line, Span
from luoshi.kernel.phrases import Phrase

_FEWEST_SPELLED = 11  # figures set in a cell each, as forms have them


@dataclass(frozen=True, slots=True)
class Finding:
    """A thing found: its kind, where it stands in words, an excerpt with ``*`` that never holds it whole, and from
    where to where it reaches in the text of its place (for typed text: in all of it)."""

    kind: Kind
    place: Phrase
    shown: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and the stretches of lines that are masked for it."""

    finding: Finding
    masks: tuple[tuple[Span, str], ...]


def scan(content: Content) -> tuple[Found, ...]:
    """All that is found in a content. The same number twice in one place is one finding."""
    found: dict[object, Found] = {}
    for number, line in enumerate(content.lines):
        for hit in _hits(line):
            text = line.text[hit.start : hit.end]
            shown = masked(text, hit.kind)
            mask = ((number, hit.start, hit.end), shown)
            key = (hit.kind, line.place.message, tuple(line.place.params.items()), plain(text))
            held = found.get(key)
            finding = held.finding if held else Finding(hit.kind, line.place, shown, (hit.start, hit.end))
            found[key] = Found(finding, (*(held.masks if held else ()), mask))
    taken = {mask[0] for one in found.values() for mask in one.masks}
    told = (
        *found.values(),
        *_over_lines(content),
        *_spelled(content, taken),
        *_lists(content),
        *_rows_of_people(content),
    )
    if not any(named.calls_residents(line.text) for line in content.lines if line.shown):
        return told
    return (*told, *_named(content, {mask[0] for one in told for mask in one.masks}))


def _hits(line: Line) -> Iterator[Hit]:
    if line.decimal:
        return  # its figures behind the point are no number of a person
    if not line.labels:
        yield from hits_across(line.text, rounded=line.rounded)
        return
    whole = len(line.labels) == 1 and line.labels[0][:2] == (0, len(line.text))
    if whole:
        yield from hits_across(line.text, line.labels[0][2], rounded=line.rounded)
        return
    for start, end, label in line.labels:
        for hit in hits_in(line.text[start:end], label):
            yield Hit(hit.kind, hit.start + start, hit.end + start)
    if "\t" in line.text:
        yield from (hit for hit in hits_across(line.text) if "\t" in line.text[hit.start : hit.end])


def _over_lines(content: Content) -> Iterator[Found]:
    """Numbers that the ends of lines part."""
    for first, last in content.wrapped:
        texts = [line.text for line in content.lines[first : last + 1]]
        text = "\n".join(texts)
        starts = list(accumulate((len(line) + 1 for line in texts), initial=0))
        labels = content.lines[first].labels
        for hit in hits_across(text, labels[0][2] if len(labels) == 1 else ""):
            shown = masked(text[hit.start : hit.end], hit.kind)
            pieces = shown.split("\n")
            if len(pieces) == 1:
                continue
            at = bisect_right(starts, hit.start) - 1
            begin, masks = hit.start - starts[at], []
            for number, piece in enumerate(pieces, start=first + at):
                start = begin if number == first + at else 0
                masks.append(((number, start, start + len(piece)), piece))
            span = (begin, begin + hit.end - hit.start)
            finding = Finding(hit.kind, content.lines[first + at].place, " ".join(shown.split()), span)
            yield Found(finding, tuple(masks))


def _spelled(content: Content, taken: set[Span]) -> Iterator[Found]:
    """Numbers whose figures stand in a cell each."""
    for table in content.tables:
        for row in table:
            run: list[Span] = []
            for cell in (*row, ()):
                text = plain(content.cell(cell)).strip()
                if len(text) == 1 and text in "0123456789Xx" and len(cell) == 1:
                    run.append(cell[0])
                    continue
                if len(run) >= _FEWEST_SPELLED and not taken.issuperset(run):
                    yield from _spelled_run(content, run)
                run = []


def _spelled_run(content: Content, run: list[Span]) -> Iterator[Found]:
    signs = "".join(content.cell((span,)).strip() for span in run)
    for hit in hits_in(signs):
        shown = masked(signs[hit.start : hit.end], hit.kind)
        masks = tuple(
            (span, content.cell((span,)).replace(sign, new))
            for span, sign, new in zip(run[hit.start : hit.end], signs[hit.start : hit.end], shown, strict=True)
        )
        yield Found(Finding(hit.kind, content.lines[run[0][0]].place, shown, (0, 1)), masks)


def _lists(content: Content) -> Iterator[Found]:
    for table in content.tables:
        texts = [[content.cell(cell) for cell in row] for row in table]
        for listed in residents.lists_in(texts):
            head = table[listed.head]
            spans = [span for column in listed.columns if column < len(head) for span in head[column]]
            place = content.lines[spans[0][0]].place
            words = [texts[listed.head][column].strip() for column in listed.columns if column < len(head)]
            shown = without_numbers(f"{' | '.join(words)} × {len(listed.rows)}")
            masks = tuple(
                (span, _starred(content.cell((span,))))
                for row in listed.rows
                for column in listed.columns
                if column < len(table[row])
                for span in table[row][column]
            )
            yield Found(Finding(Kind.RESIDENT_LIST, place, shown, spans[0][1:]), masks)


def _rows_of_people(content: Content) -> Iterator[Found]:
    """People told of in a row of words each, without a head."""
    people = [number for number, line in enumerate(content.lines) if line.shown and residents.is_person(line.text)]
    if len(people) >= residents.FEWEST:
        first = content.lines[people[0]]
        masks = tuple(
            ((number, 0, len(content.lines[number].text)), _starred(content.lines[number].text)) for number in people
        )
        shown = f"{'*' * 6} × {len(people)}"
        yield Found(Finding(Kind.RESIDENT_LIST, first.place, shown, (0, len(first.text))), masks)


def _named(content: Content, taken: set[Span]) -> Iterator[Found]:
    """Residents by name alone, unless a list tells of them already."""
    for word, spans in (*_named_in_tables(content), *_named_in_lines(content)):
        if not taken.issuperset(spans):
            first = content.lines[spans[0][0]]
            masks = tuple((span, _starred(content.cell((span,)))) for span in spans)
            shown = without_numbers(f"{word} × {len(spans)}")
            yield Found(Finding(Kind.RESIDENT_LIST, first.place, shown, spans[0][1:]), masks)


def _named_in_tables(content: Content) -> Iterator[tuple[str, list[Span]]]:
    for table in content.tables:
        first = next((cell[0][0] for row in table for cell in row if cell), 0)
        above = [line.text for line in content.lines[max(0, first - 3) : first] if named.is_title(line.text)]
        texts = [[content.cell(cell) for cell in row] for row in table]
        for found in named.named_in_table(texts, above[-1] if above else ""):
            yield found.word, [span for row, column, _nought in found.spans for span in table[row][column]]


def _named_in_lines(content: Content) -> Iterator[tuple[str, list[Span]]]:
    cells = {
        number for table in content.tables for row in table if len(row) > 1 for cell in row for number, *_at in cell
    }
    texts = ["" if at in cells or not line.shown else line.text for at, line in enumerate(content.lines)]
    for found in named.named_in(texts):
        yield found.word, list(found.spans)


def _starred(text: str) -> str:
    """Every sign but blanks and punctuation gone."""
    return "".join("*" if sign.isalnum() else sign for sign in text)
