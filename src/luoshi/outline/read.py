"""``read_plan``: a file in, a ``Plan`` out."""

from __future__ import annotations

from os import PathLike

from luoshi.outline.model import Plan, Source
from luoshi.outline.readers import read_source


def read_plan(file: str | PathLike[str] | bytes, *, name: str | None = None) -> Plan:
    """Read a plan document.

    ``file`` is a path or the bytes of a file (``name`` then helps to tell its kind). The same bytes always give the
    same plan. Raises ``UnreadableFile``, and nothing else, where the file cannot be read at all; whatever is doubtful
    in a file that can be read is a diagnostic of the plan.
    """
    return plan_of(read_source(file, name=name))


def plan_of(source: Source) -> Plan:
    """What a source means: the stages, in order."""
    return Plan(source=source)
