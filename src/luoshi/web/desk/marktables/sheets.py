"""The tables as downloads: of a whole round, of one who is assessed, or one table each in an archive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from luoshi.assessment.queries.mark_tables import MarkTable, mark_table, round_of, subject_tables
from luoshi.documents import mark_table as paper
from luoshi.render.bundle import bundle
from luoshi.web.papers import Download, paper_file
from luoshi.web.seats import my_seat


@require_safe
def whole(request: HttpRequest, round_id: int) -> HttpResponse:
    """One table of all that the reader marks."""
    found = mark_table(my_seat(request).actor, round_id)
    name = found.rows[0].subject_name if found.subjects == 1 else ""
    return _written(found, paper.file_name(found, name)).response()


@require_safe
def every(request: HttpRequest, round_id: int) -> HttpResponse:
    """A table for each of those who are assessed, in one archive."""
    named = list(paper.tables_named(subject_tables(my_seat(request).actor, round_id)))
    content = bundle((name, _written(table, name).content) for name, table in named)
    stem = paper.file_name(named[0][1]).removesuffix(".xlsx")
    return Download(content, "application/zip", f"{stem}.zip").response()


@require_safe
def one(request: HttpRequest, subject_id: int) -> HttpResponse:
    """The table of one who is assessed."""
    actor = my_seat(request).actor
    found = mark_table(actor, round_of(actor, subject_id), subject_id)
    return _written(found, paper.file_name(found, found.rows[0].subject_name)).response()


def _written(table: MarkTable, name: str) -> Download:
    made = paper_file(paper.mark_table(table), "xlsx")
    return Download(made.content, made.media_type, name)
