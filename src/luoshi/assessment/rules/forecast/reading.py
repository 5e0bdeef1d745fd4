"""A state as JSON, read strictly: whatever is wrong is said with its place, such as ``rows[3].open[0].gain``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from luoshi.assessment.rules.forecast.state import Gap, Id, Row, State, Veto
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

MAX_BYTES = 20_000_000
LARGEST, DECIMALS = 1_000_000, 9
LONGEST_ID = 200  # characters
Found = Mapping[str, Any]


def read_state(content: bytes) -> State:
    """The state in a JSON document (UTF-8, UTF-16 or UTF-32); keys that are not known are left aside.

    Raises ``Invalid`` in one sentence: ``forecast-not-json``, ``forecast-too-large``, ``forecast-missing``,
    ``forecast-type``, ``forecast-number``, ``forecast-range``.
    """
    if len(content) > MAX_BYTES:
        raise Invalid(
            "forecast-too-large",
            _("A state has at most {most} bytes."),
            _("Leave out rows that are done with, or put them together."),
            most=f"{MAX_BYTES:,}",
        )
    found = _object(_parsed(content), "")
    resolution = _known(found, "resolution", "")
    if resolution <= 0:
        raise _range("resolution", resolution, _("more than 0"))
    return State(
        threshold=_known(found, "threshold", ""),
        resolution=resolution,
        rows=tuple(_row(value, f"rows[{number}]") for number, value in enumerate(_list(found, "rows", ""))),
        vetoes=tuple(_veto(value, f"vetoes[{number}]") for number, value in enumerate(_some(found, "vetoes", ""))),
    )


def _row(value: object, place: str) -> Row:
    found = _object(value, place)
    gaps = _some(found, "open", place)
    return Row(
        id=_id(found, "id", place),
        points=_number(found.get("points"), f"{place}.points"),
        mark=_number(found.get("mark"), f"{place}.mark"),
        gaps=tuple(_gap(gap, f"{place}.open[{number}]") for number, gap in enumerate(gaps)),
    )


def _gap(value: object, place: str) -> Gap:
    found = _object(value, place)
    gain = _number(_there(found, "gain", place), f"{place}.gain")
    if gain is not None and gain < 0:
        raise Invalid(
            "forecast-range",
            _("{place} is {value}: a gain is not below 0."),
            _("A loss that may come is told by the mark after it and a gain with the chance of keeping it."),
            place=f"{place}.gain",
            value=gain,
        )
    asks = found.get("asks")
    return Gap(
        id=_id(found, "id", place),
        gain=gain,
        chance=_chance(found, place),
        event=None if found.get("event") is None else _id(found, "event", place),
        asks=None if asks is None else _names(found, place),
    )


def _names(found: Found, place: str) -> tuple[Id, ...]:
    asks = _list(found, "asks", place)
    return tuple(_id({str(number): name}, str(number), f"{place}.asks") for number, name in enumerate(asks))


def _veto(value: object, place: str) -> Veto:
    found = _object(value, place)
    if found.get("event") is not None:
        raise Invalid(
            "forecast-veto-event",
            _("{place}.event is not taken: a veto strikes whatever else happens."),
            _("Put vetoes that strike together into one."),
            place=place,
        )
    return Veto(_id(found, "id", place), _chance(found, place))


def _chance(found: Found, place: str) -> Decimal | None:
    chance = _number(_there(found, "chance", place), f"{place}.chance")
    if chance is not None and not 0 <= chance <= 1:
        raise _range(f"{place}.chance", chance, _("from 0 to 1"))
    return chance


def _known(found: Found, key: str, place: str) -> Decimal:
    number = _number(_there(found, key, place), _at(place, key))
    if number is None:
        raise _type(_at(place, key), _("a number"))
    return number


def _number(value: object, place: str) -> Decimal | None:
    if value is None:
        return None
    if not isinstance(value, Decimal):
        raise _type(place, _("a number, or null where it is unknown"))
    if value.is_zero():
        return Decimal(0)
    value = value.normalize()  # leaves no more digits than there are
    if value.adjusted() > 9 or abs(value) > LARGEST or -int(value.as_tuple().exponent) > DECIMALS:
        raise Invalid(
            "forecast-number",
            _("{place} has at most {decimals} decimals and is not beyond {most}."),
            _("Write points as they stand in the table."),
            place=place,
            decimals=DECIMALS,
            most=f"{LARGEST:,}",
        )
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _id(found: Found, key: str, place: str) -> Id:
    value = _there(found, key, place)
    if isinstance(value, Decimal) and value == value.to_integral_value() and abs(value) <= LARGEST**2:
        return int(value)
    if isinstance(value, str) and value.strip() and len(value) <= LONGEST_ID:
        return value
    raise _type(_at(place, key), _("a text of 1 to 200 characters or a whole number"))


def _there(found: Found, key: str, place: str) -> object:
    if key not in found:
        raise Invalid(
            "forecast-missing",
            _("{place} is missing."),
            _("docs/forecast.md tells the form of a state."),
            place=_at(place, key),
        )
    return found[key]


def _list(found: Found, key: str, place: str) -> list[object]:
    value = _there(found, key, place)
    if not isinstance(value, list):
        raise _type(_at(place, key), _("a list"))
    return value


def _some(found: Found, key: str, place: str) -> list[object]:
    return [] if found.get(key) is None else _list(found, key, place)


def _object(value: object, place: str) -> Found:
    if not isinstance(value, dict):
        raise _type(place or "STATE", _("an object in braces"))
    return value


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _type(place: str, wanted: str) -> Invalid:
    return Invalid(
        "forecast-type",
        _("{place} has to be {wanted}."),
        _("docs/forecast.md tells the form of a state."),
        place=place,
        wanted=Phrase(wanted),
    )


def _range(place: str, value: Decimal, wanted: str) -> Invalid:
    return Invalid(
        "forecast-range",
        _("{place} is {value}; it has to be {wanted}."),
        _("Correct it and try again."),
        place=place,
        value=value,
        wanted=Phrase(wanted),
    )


def _parsed(content: bytes) -> object:
    try:
        text = content.decode(json.detect_encoding(content))
        return json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_single_keys,
        )
    except json.JSONDecodeError as error:
        line = _("The state is not JSON: line {line}, column {column}.")
        raise _not_json(line, line=error.lineno, column=error.colno) from None
    except UnicodeDecodeError:
        raise _not_json(_("The state is not JSON: it is not text in UTF-8.")) from None
    except RecursionError:
        raise _not_json(_("The state is not JSON that can be read: it is nested too deeply.")) from None
    except (InvalidOperation, OverflowError, ValueError):
        raise _not_json(_("The state holds a number that is too long to be read.")) from None


def _not_json(message: str, **params: object) -> Invalid:
    return Invalid("forecast-not-json", message, _("docs/forecast.md tells the form of a state."), **params)


def _refuse_constant(name: str) -> NoReturn:
    raise Invalid(
        "forecast-number",
        _("{name} is not a number that can be reckoned with."),
        _("Write null where a value is unknown."),
        name=name,
    )


def _single_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        key = next(key for key, times in Counter(key for key, _value in pairs).items() if times > 1)
        raise Invalid(
            "forecast-key-twice", _("The key “{key}” stands twice in one object."), _("Keep one of them."), key=key[:40]
        )
    return found
