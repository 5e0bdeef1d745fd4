"""Frozen dataclasses as JSON types and back: strict, with the path of whatever is wrong.

What equals its default is left out, decimals are text ("0.5"), rules and tests carry their tag as ``kind``. Nothing
of a file is ever called or evaluated: only the classes named here are made.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from luoshi.assessment.rules.grammar import TAGS
from luoshi.assessment.rules.numbers import exact, plain
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

DEEPEST = 24  # of values inside values
LONGEST_TEXT, MOST_ITEMS = 10_000, 20_000
_TAG_OF = {made: tag for tag, made in TAGS.items()}


def refused(path: str, problem: Phrase) -> Invalid:
    """The error for a place of the data."""
    return Invalid(
        "scoring-data-invalid",
        _("{path}: {problem}."),
        _("Correct it and try again; docs/scoring.md tells the format."),
        path=path or "/",
        problem=problem,
    )


# --- out ---------------------------------------------------------------------------------------------------------


def to_data(value: object) -> Any:
    """JSON types (dict, list, str, int, bool, None) of a value of the model."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_data(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _object(value)
    return value


def _object(value: Any) -> dict[str, Any]:
    tag = _TAG_OF.get(type(value))
    data: dict[str, Any] = {"kind": tag} if tag else {}
    for item in fields(value):
        held = getattr(value, item.name)
        if not _has_default(item) or held != _default(item):
            data[item.name] = to_data(held)
    return data


# --- in ----------------------------------------------------------------------------------------------------------


def from_data(kind: Any, data: object, path: str = "", depth: int = 0) -> Any:
    """A value of ``kind`` (a class of the model, or a type made of them) from JSON types; raises ``Invalid``
    (``scoring-data-invalid``) with the path of the first thing that is wrong.
    """
    if depth > DEEPEST:
        raise refused(path, Phrase(_("is nested too deeply")))
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _one_of(typing.get_args(kind), data, path, depth)
    if origin is tuple:
        return _items(typing.get_args(kind)[0], data, path, depth)
    if origin is Mapping:
        return _mapping(typing.get_args(kind)[1], data, path, depth)
    if is_dataclass(kind):
        return _made(typing.cast("type", kind), data, path, depth)
    return _scalar(kind, data, path)


def _scalar(kind: type, data: object, path: str) -> object:
    if issubclass(kind, StrEnum):
        if isinstance(data, str) and data in set(kind):
            return kind(data)
        raise refused(path, Phrase(_("must be one of {words}"), {"words": ", ".join(kind)}))
    if kind is Decimal:
        number = exact(data)
        if number is None:
            raise refused(path, Phrase(_('must be a figure with at most six decimals, such as "0.5"')))
        return number
    if kind is str and isinstance(data, str):
        return _text(data, path)
    if kind is bool and isinstance(data, bool):
        return data
    if kind is int and isinstance(data, int) and not isinstance(data, bool) and abs(data) < 10**9:
        return data
    raise refused(path, _EXPECTED[kind])


_EXPECTED = {
    str: Phrase(_("must be text")),
    bool: Phrase(_("must be true or false")),
    int: Phrase(_("must be a whole number")),
}


def _text(data: str, path: str) -> str:
    if len(data) > LONGEST_TEXT:
        raise refused(path, Phrase(_("is longer than {most} characters"), {"most": LONGEST_TEXT}))
    if not data.isascii() and any("\ud800" <= character <= "\udfff" for character in data):
        raise refused(path, Phrase(_("is not valid text")))
    return data


def _one_of(kinds: tuple[Any, ...], data: object, path: str, depth: int) -> object:
    if data is None and type(None) in kinds:
        return None
    kinds = tuple(kind for kind in kinds if kind is not type(None))
    if len(kinds) == 1:
        return from_data(kinds[0], data, path, depth)
    if all(kind in _TAG_OF for kind in kinds):
        return _made(_tagged(kinds, data, path), data, path, depth)
    listed = [kind for kind in kinds if (typing.get_origin(kind) is tuple) == isinstance(data, list)]
    return from_data(listed[0], data, path, depth)


def _tagged(kinds: tuple[Any, ...], data: object, path: str) -> type:
    tag = data.get("kind") if isinstance(data, dict) else None
    made = TAGS.get(tag) if isinstance(tag, str) else None
    if made is None or made not in kinds:
        words = ", ".join(_TAG_OF[kind] for kind in kinds)
        raise refused(f"{path}.kind", Phrase(_("must be one of {words}"), {"words": words}))
    return made


def _items(kind: Any, data: object, path: str, depth: int) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise refused(path, Phrase(_("must be a list")))
    if len(data) > MOST_ITEMS:
        raise refused(path, Phrase(_("has more than {most} items"), {"most": MOST_ITEMS}))
    return tuple(from_data(kind, item, f"{path}[{place}]", depth + 1) for place, item in enumerate(data))


def _mapping(kind: Any, data: object, path: str, depth: int) -> dict[str, object]:
    if not isinstance(data, dict):
        raise refused(path, Phrase(_("must be an object")))
    if len(data) > MOST_ITEMS:
        raise refused(path, Phrase(_("has more than {most} items"), {"most": MOST_ITEMS}))
    return {
        _text(str(key), path): from_data(kind, item, f"{path}.{_short(key)}", depth + 1) for key, item in data.items()
    }


def _made(kind: type, data: object, path: str, depth: int) -> object:
    if not isinstance(data, dict):
        raise refused(path, Phrase(_("must be an object")))
    hints, known = _shape(kind)
    for key in data:
        if key not in known and not (key == "kind" and kind in _TAG_OF):
            raise refused(_under(path, _short(key)), Phrase(_("is not known here")))
    for name, item in known.items():
        if name not in data and not _has_default(item):
            raise refused(_under(path, name), Phrase(_("is missing")))
    given = {name: from_data(hints[name], data[name], _under(path, name), depth + 1) for name in known if name in data}
    make: Callable[..., object] = kind
    return make(**given)


def _short(key: object) -> str:
    text = str(key)[:40].encode("utf-8", errors="replace").decode("utf-8")
    return text if text.isprintable() else ascii(text)


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


@cache
def _shape(kind: type) -> tuple[dict[str, Any], dict[str, Field[Any]]]:
    return typing.get_type_hints(kind), {item.name: item for item in fields(kind)}


def _has_default(item: Field[Any]) -> bool:
    return item.default is not MISSING or item.default_factory is not MISSING


def _default(item: Field[Any]) -> object:
    return item.default if item.default_factory is MISSING else item.default_factory()
