"""Rows of a table between their preview and their confirmation: the page carries them under the site's own seal, and
whoever confirms sends them back as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from luoshi.files.rules.papers import of_rows, require_clean_paper
from luoshi.kernel.errors import Invalid, UnreadableFile
from luoshi.kernel.wording import _ as marked
from luoshi.outline.readers.grid import read_grid
from luoshi.tenancy.rules import Actor
from luoshi.units.rules.heads import TableRow, table_rows

HOURS = 12


class TableFile(forms.Form):
    """A filled-in table."""

    file = forms.FileField(
        label=_("Table"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=_("xlsx, xls or csv; nothing is written before you have seen what each row does"),
        error_messages={"required": _("No file was chosen."), "empty": _("The file is empty.")},
    )


def read_rows(
    data: bytes, name: str, headings: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> tuple[TableRow, ...]:
    """The rows of a file. Raises ``UnreadableFile`` and ``Invalid``."""
    try:
        lines = read_grid(data, name)
    except UnreadableFile as error:
        raise _no_table(error) from error
    rows = [(line.number, line.cells) for line in lines]
    require_clean_paper(data, name, *of_rows(rows))
    return table_rows(rows, headings, needed)


def _no_table(error: UnreadableFile) -> UnreadableFile:
    """What a reader of plans advises would be no table either."""
    if error.code != "file-kind":
        return error
    return UnreadableFile(
        error.code,
        marked("The file is a {format} file and no table."),
        marked("Open it in the office program, save it as xlsx, and give that file."),
        **error.params,
    )


def seal(actor: Actor, what: str, rows: Sequence[TableRow], mark: str) -> str:
    """The rows with the mark of their preview, for the actor alone."""
    told = {"who": actor.account_id, "mark": mark, "rows": [[row.number, dict(row.said)] for row in rows]}
    return signing.dumps(told, salt=f"luoshi.table.{what}", compress=True)


def unseal(actor: Actor, what: str, sealed: str) -> tuple[tuple[TableRow, ...], str]:
    """Rows and mark. Raises ``Invalid`` (``table-seal``) for what this site did not seal for the actor, or long ago."""
    try:
        told: dict[str, Any] = signing.loads(sealed, salt=f"luoshi.table.{what}", max_age=HOURS * 3600)
    except signing.BadSignature:
        told = {}
    if not told or told["who"] != actor.account_id:
        raise Invalid("table-seal", marked("The preview is too old. Bring the table in again."))
    return tuple(TableRow(number, said) for number, said in told["rows"]), told["mark"]
