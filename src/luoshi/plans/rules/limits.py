"""What a correction may not bring in: days that there are not, figures and names that cannot be kept, what belongs to a
private person, words told twice.

Said when it is corrected, by the person who can change it, and not when the plan is accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from luoshi.files.rules.clean import require_clean
from luoshi.kernel.dates import is_written_day
from luoshi.kernel.errors import Invalid
from luoshi.kernel.quantities import scaled
from luoshi.kernel.wording import _
from luoshi.plans.rules.items import Data, overlapping
from luoshi.plans.rules.states import ItemKind
from luoshi.units.rules import kept_name


def require_days(payload: Mapping[str, Any]) -> None:
    """A deadline that is kept names days that there are: 2022-02-31 would be read for ever after."""
    for key in ("date", "start", "end"):
        said = payload.get(key)
        if said is not None and not is_written_day(str(said)):
            raise ValueError(f"there is no day {said}")


def require_figures(payload: Mapping[str, Any]) -> None:
    """Raises ``ValueError`` where a figure is none, ``Invalid`` where it is too large to be kept."""
    for target in payload["targets"]:
        for key in ("value", "value_max"):
            said = target.get(key)
            if said is not None or key == "value":
                scaled(_figure(said), str(target["text"]))


def require_names(payload: Mapping[str, Any]) -> None:
    """Raises ``Invalid`` where the name of a body is none, or too long to be kept."""
    for unit in payload.get("units", ()):
        kept_name(str(unit["name"]))


def require_words(payload: Mapping[str, Any]) -> None:
    """Raises ``Invalid`` (``personal-words``) where what was typed holds what belongs to a private person."""
    for said in (payload, *payload.get("units", ()), *payload.get("targets", ())):
        for key in ("title", "name", "text", "subject", "unit"):
            require_clean(str(said.get(key) or ""))


def _figure(said: object) -> Decimal:
    try:
        return Decimal(str(said))
    except InvalidOperation as error:
        raise ValueError(f"{said} is no figure") from error


def require_free_words(data: Data, kind: ItemKind, span: tuple[int, int]) -> None:
    """Raises ``Invalid`` (``words-taken``) where words that shall become an item belong to one of its kind."""
    taken = overlapping(data, kind, *span)
    if taken is not None:
        name = str(taken.get("title") or taken["text"]).strip()
        raise Invalid(
            "words-taken",
            _("These words belong to “{item}” already."),
            _("Split that item to make two of it, or move its bounds first."),
            item=f"{taken['number']}{name[:40]}",
        )
