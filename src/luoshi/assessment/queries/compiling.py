"""Versions of frameworks made ready: once for each version, since a version never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from luoshi.assessment.models import FrameworkVersion, Row
from luoshi.assessment.rules.exchange import framework_from_dict
from luoshi.assessment.rules.framework import Framework, walk
from luoshi.assessment.rules.framework import Row as FrameworkRow
from luoshi.assessment.rules.rolling import Compiled, Sums, compiled, rolled
from luoshi.assessment.rules.rows import RowOutcome, row_outcome

KEPT = 16  # versions that are held ready in a process


@dataclass(frozen=True, slots=True)
class Table:
    """A version ready to be scored: its rows by code, their keys in the database, what each is while nobody has marked
    it, and the sums of an unmarked one (whose part of a table with parts it is has not been said). ``every`` row stands
    in the order of the table; ``areas`` tell of a marked one in which row of the first level it lies (itself where it
    is one).
    """

    compiled: Compiled
    ids: Mapping[str, int]
    codes: Mapping[int, str]
    nothing: Mapping[str, RowOutcome]
    unmarked: Mapping[str, Sums]
    every: Mapping[str, FrameworkRow]
    areas: Mapping[str, str]

    @property
    def framework(self) -> Framework:
        """What it was made of."""
        return self.compiled.framework


def table_of(version_id: int) -> Table:
    """The table of a version; who may see it is for the caller to ask."""
    digest = FrameworkVersion.objects.values_list("digest", flat=True).get(pk=version_id)
    return _table(version_id, digest)


def table_for(version: FrameworkVersion) -> Table:
    """The same for a version that is loaded, its body or not."""
    return _table(version.pk, version.digest)


@lru_cache(maxsize=KEPT)
def _table(version_id: int, digest: str) -> Table:  # noqa: ARG001 - a key means one version in one database only
    body = FrameworkVersion.objects.values_list("body", flat=True).get(pk=version_id)
    ready = compiled(framework_from_dict(body))
    ids = dict(Row.objects.filter(version_id=version_id).values_list("code", "pk"))
    nothing = {code: row_outcome(row, None) for code, row in ready.rows.items()}
    return Table(
        compiled=ready,
        ids=ids,
        codes={pk: code for code, pk in ids.items()},
        nothing=nothing,
        unmarked=rolled(ready, nothing, {}),
        every={row.code: row for row in walk(ready.framework.rows)},
        areas={code: row.above[-2] if len(row.above) > 1 else code for code, row in ready.rows.items()},
    )
