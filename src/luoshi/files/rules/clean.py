"""What is typed belongs to no private person: numbers and lists of residents are kept in no field."""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.files.rules.screening import screen_text
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.tenancy.rules import require_no_identity


def require_clean(text: str, field: str = "") -> None:
    """Raise ``Invalid`` (``personal-words``) where a text holds a number or a list of private persons; ``field`` is
    kept with the error for the form that the text came from: its name there, or the code of another fault of it.
    """
    found = screen_text(text) if text else ()
    if found:
        raise Invalid(
            "personal-words",
            _("This holds what belongs to a private person and is not kept: {shown}."),
            _("Take it out, or write over it."),
            shown=found[0].shown,
            field=field,
        )


def require_clean_fields(said: object, names: Iterable[str]) -> None:
    """The same of every field that is typed freely; each is looked at by itself, as it is kept."""
    for name in names:
        require_clean(getattr(said, name), name)


def require_public(text: str, field: str = "") -> str:
    """A text of the desk as it is kept: besides, nothing in it may look like a resident identity number
    (``identity-number``), whether its last sign is right or not.
    """
    require_no_identity(text, field)
    require_clean(text, field)
    return text
