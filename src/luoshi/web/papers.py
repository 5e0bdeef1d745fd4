"""Papers as downloads: which module writes which format, and under which name the browser keeps the file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import get_language

from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.outline.exchange import plan_to_dict
from luoshi.outline.model import Plan
from luoshi.render.model import Paper

# format -> module that writes it (loaded when it is asked for: the office libraries are slow to import), media type
WRITERS = {
    "xlsx": ("luoshi.render.xlsx_file", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": ("luoshi.render.docx_file", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "csv": ("luoshi.render.csv_file", "text/csv; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class Download:
    """Bytes with the name under which a browser keeps them."""

    content: bytes
    media_type: str
    name: str

    def response(self) -> HttpResponse:
        """The answer that makes a browser keep the file."""
        disposition = f"attachment; filename=\"{(self.name.isascii() and self.name) or 'table'}\"; filename*=UTF-8''"
        return HttpResponse(
            self.content,
            content_type=self.media_type,
            headers={"Content-Disposition": disposition + quote(self.name), "Cache-Control": "no-store"},
        )


def written(paper: Paper, form: str, plan: Plan) -> Download:
    """A paper in a format; ``json`` is the reading itself. Raises ``NotFound`` for a format that nobody writes."""
    if form == "json":
        data = plan_to_dict(plan, get_language() or "")
        return Download(
            json.dumps(data, ensure_ascii=False, indent=1).encode(), "application/json", f"{_stem(paper)}.json"
        )
    return paper_file(paper, form)


def paper_file(paper: Paper, form: str) -> Download:
    """A paper in a format that an office opens. Raises ``NotFound`` for a format that nobody writes."""
    if form not in WRITERS:
        raise NotFound("format-unknown", _("There is no such format."), _("Choose xlsx, docx, csv or json."))
    module, media_type = WRITERS[form]
    return Download(import_module(module).write(paper), media_type, f"{_stem(paper)}.{form}")


def _stem(paper: Paper) -> str:
    """A file name from a title: no character that a file system refuses, not longer than it takes."""
    kept = "".join(character for character in paper.title if character.isprintable() and character not in '\\/:*?"<>|')
    return kept[:80] or "table"
