"""The form of tables that came back: one archive, or many files at once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from luoshi.web.desk.returns.forms import FilesField
from luoshi.web.desk.returns.forms import Gathered as Returned


class Gathered(Returned):
    """What came back."""

    tables = FilesField(
        label=_("Tables that came back"),
        help_text=_("One table, several at once, or a zip of them."),
        error_messages={"required": _("No file was chosen.")},
    )
