"""A file of a form, taken in: judged before it is kept, and told in words why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoshi.files.actions import Taken
from luoshi.files.actions import take as take_file
from luoshi.tenancy.rules import Actor


def take(actor: Actor, values: Mapping[str, Any]) -> Taken | None:
    """Keep the file of a form of evidence; None where there is none. Raises ``Invalid`` as ``files.actions.take``."""
    file = values["file"]
    if file is None:
        return None
    return take_file(
        actor=actor, content=file.read(), name=file.name or "", masking=values["masking"], sure=values["sure"]
    )
