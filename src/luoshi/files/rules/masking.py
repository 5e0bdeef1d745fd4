"""``mask``: a file in which everything that a screening finds is written over with ``*``, in place.

Texts keep their encoding and their line ends, documents their formats; a cell of a workbook that held a number becomes
a text of the same format. What a reader does not see is masked too: tracked changes, comments, properties, caches.
"""

from __future__ import annotations

from luoshi.files.rules import kinds, wordfiles, workbooks
from luoshi.files.rules.kinds import Stopped
from luoshi.files.rules.parts import Parts
from luoshi.files.rules.scanning import scan
from luoshi.files.rules.screening import screen
from luoshi.files.rules.texts import content_of_text, text_of
from luoshi.files.rules.wordfiles import Scanned
from luoshi.kernel.errors import Invalid, UnreadableFile
from luoshi.kernel.wording import _

MASKABLE = ("docx", "xlsx", *kinds.TEXTS)
_ROUNDS = 4  # a mask may bring to light what stood beside it; more than two rounds were never needed


def mask(content: bytes, name: str) -> bytes:
    """The bytes of a file with every finding masked; a file without any comes back as it is.

    Raises ``Invalid``: ``mask-kind`` for a kind that cannot be masked here, ``mask-unreadable`` for a file that cannot
    be read, ``mask-incomplete`` where something would still be found, so that nothing unmasked is kept by mistake.
    """
    try:
        kind = kinds.kind_of(content, name)
        if kind in MASKABLE:
            after = _masked(content, kind)
            _require_none_left(after, kind)
            return after
    except (Stopped, UnreadableFile) as refused:
        code = refused.fault.code if isinstance(refused, Stopped) else kinds.fault_of(refused).code
        if code != "wrong-kind":
            raise Invalid(
                "mask-unreadable",
                _("The file cannot be read, so it cannot be masked."),
                _("Withdraw it and give a file that can be opened."),
            ) from refused
    raise Invalid(
        "mask-kind",
        _("Only texts, docx and xlsx files can be masked here."),
        _("Withdraw the file, mask the places in the document that it was made from, and give it again."),
    )


def _masked(content: bytes, kind: str) -> bytes:
    once = _masked_text if kind in kinds.TEXTS else _masked_office
    for _round in range(_ROUNDS):
        after = once(content, kind)
        if after is None:
            return content
        content = after
    raise _incomplete()


def _require_none_left(content: bytes, kind: str) -> None:
    """What cannot be written over is found all the same: in pages and letters that a document takes in."""
    if screen(content, f"masked.{kinds.KINDS[kind][1][0]}").findings:
        raise _incomplete()


def _incomplete() -> Invalid:
    return Invalid(
        "mask-incomplete",
        _("Not everything in the file could be masked."),
        _("Withdraw the file, mask the places in the document that it was made from, and give it again."),
    )


# --- texts ------------------------------------------------------------------------------------------------------------


def _masked_text(data: bytes, kind: str) -> bytes | None:
    """The text masked, in the encoding that it came in; ``None`` where nothing was found."""
    text = text_of(data)
    content = content_of_text(text, commas=kind == "csv")
    found = scan(content)
    if not found:
        return None
    lines = [line.text for line in content.lines]
    for one in found:
        for (number, start, end), new in one.masks:
            lines[number] = lines[number][:start] + new + lines[number][end:]
    return _encoded("\n".join(lines), text, data)


def _encoded(masked: str, text: str, data: bytes) -> bytes:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return mark + masked.removeprefix("\ufeff").encode(encoding)
    for encoding in ("utf-8", "gb18030"):
        if text.encode(encoding) == data:
            return masked.encode(encoding)
    return masked.encode()  # a few bytes of it could not be read: it goes on in the encoding that all can read


# --- documents --------------------------------------------------------------------------------------------------------


def _masked_office(data: bytes, kind: str) -> bytes | None:
    parts = Parts(data, kind)
    told = wordfiles.scanned(parts) if kind == "docx" else workbooks.scanned(parts)
    changed = _written_over(told)
    inner = _embedded(parts)
    if not changed and not inner:
        return None
    gone = workbooks.frozen_formulas(parts, {name for name in changed if "/worksheets/" in name}) if changed else set()
    if gone:
        changed |= _unlisted(parts, gone)
    return parts.written(changed, without=gone, new=inner)


def _written_over(told: Scanned) -> set[str]:
    changed = set()
    for one in scan(told.content):
        for (number, start, _end), new in one.masks:
            told.strands[number].put(start, new)
            changed.add(told.strands[number].part)
    return changed


def _embedded(parts: Parts) -> dict[str, bytes]:
    """The documents in a document that were masked."""
    told = {}
    for name in parts.others:
        before = parts.package.read(name)
        try:
            after = mask(before, name)
        except Invalid as refused:
            if refused.code == "mask-incomplete":
                raise
            continue
        if after != before:
            told[name] = after
    return told


def _unlisted(parts: Parts, gone: set[str]) -> set[str]:
    """Take parts that go out of the lists of parts; gives the lists that changed."""
    changed = set()
    for name in parts.names:
        if name != "[Content_Types].xml" and not name.endswith(".rels"):
            continue
        root = parts.root(name)
        for element in list(root):
            said = element.get("PartName") or element.get("Target") or ""
            if any(part.endswith(said.lstrip("/")) for part in gone if said):
                root.remove(element)
                changed.add(name)
    return changed
