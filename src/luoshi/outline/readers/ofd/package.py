"""The parts of an OFD: the way from its entry to its pages, templates and drawn units."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from luoshi.outline.model import Source
from luoshi.outline.readers.draft import Draft
from luoshi.outline.readers.notes import refuse, too_long
from luoshi.outline.readers.ofd.content import Element, Painter, box_of, child, children
from luoshi.outline.readers.paper.glyphs import Page
from luoshi.outline.readers.paper.reading import Sheet, sheet_of, write
from luoshi.outline.readers.xml import parse
from luoshi.outline.readers.zips import Package

_MAX_PAGES = 3_000
_A4 = (0.0, 0.0, 210.0, 297.0)


def read(data: bytes) -> Source:
    """Bytes of an OFD → its source. Raises ``UnreadableFile``; ``file-scanned`` where there is no text on the pages."""
    draft = Draft()
    write(sheets(data), draft)
    if draft.empty:
        raise refuse("file-scanned", format="ofd")
    return draft.finish("ofd")


def sheets(data: bytes) -> list[Sheet]:
    """The pages of an OFD, one by one. Raises ``UnreadableFile``."""
    return [sheet_of(page) for page in _pages(_Parts(Package(data)))]


class _Parts:
    """The parts of a package, found although writers of OFD differ in how they name places."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = {name.casefold(): name for name in package.names}

    def find(self, base: str, place: str | None) -> str | None:
        """The name of the part that a place in another part means: beside it, or from the root."""
        place = (place or "").strip().replace("\\", "/")
        for candidate in (posixpath.join(posixpath.dirname(base), place), place):
            name = self._names.get(posixpath.normpath(candidate).lstrip("/").casefold())
            if place and name is not None:
                return name
        return None

    def root(self, name: str | None) -> Element | None:
        """The root of a part; ``None`` for no part."""
        return None if name is None else parse(self._package.read(name), "ofd")


def _pages(parts: _Parts) -> Iterator[Page]:
    entry = parts.find("", "OFD.xml")
    for body in children(parts.root(entry), "DocBody"):
        place = child(body, "DocRoot")
        name = parts.find(entry or "", place.text if place is not None else None)
        document = parts.root(name)
        if name is not None and document is not None:
            yield from _document(parts, name, document)


def _document(parts: _Parts, name: str, document: Element) -> Iterator[Page]:
    common = child(document, "CommonData")
    usual = box_of(child(child(common, "PageArea"), "PhysicalBox")) or _A4
    templates = {e.get("ID", ""): parts.find(name, e.get("BaseLoc")) for e in children(common, "TemplatePage")}
    resources = [parts.find(name, e.text) for kind in ("PublicRes", "DocumentRes") for e in children(common, kind)]
    units = _units(parts, resources)
    painter = Painter()
    pages = children(child(document, "Pages"), "Page")
    if len(pages) > _MAX_PAGES:
        raise too_long()
    for listed in pages:
        place = parts.find(name, listed.get("BaseLoc"))
        root = parts.root(place)
        if place is None or root is None:
            continue
        size = box_of(child(child(root, "Area"), "PhysicalBox")) or usual
        own = {**units, **_units(parts, [parts.find(place, e.text) for e in children(root, "PageRes")])}
        behind = [parts.root(templates.get(e.get("TemplateID", ""))) for e in children(root, "Template")]
        yield painter.page(size, [root, *(layer for layer in behind if layer is not None)], own)


def _units(parts: _Parts, resources: list[str | None]) -> dict[str, Element]:
    """Composite units, drawings that pages use by number."""
    found: dict[str, Element] = {}
    for name in resources:
        for unit in children(child(parts.root(name), "CompositeGraphicUnits"), "CompositeGraphicUnit"):
            found.setdefault(unit.get("ID", ""), unit)
    return found
