"""Frameworks and marks as JSON and back, versioned; the digest by which a version of a framework is frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from luoshi.assessment.rules.checking import problems
from luoshi.assessment.rules.codec import from_data, refused, to_data
from luoshi.assessment.rules.framework import Framework
from luoshi.assessment.rules.marks import Subject
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

FRAMEWORK_FORMAT = "luoshi-framework/1"
MARKS_FORMAT = "luoshi-marks/1"
MAX_BYTES = 32 * 1024 * 1024


def framework_to_dict(framework: Framework) -> dict[str, Any]:
    """A framework as JSON types; what equals its default is left out, decimals are text."""
    return {"format": FRAMEWORK_FORMAT, **to_data(framework)}


def framework_from_dict(data: object) -> Framework:
    """The framework; raises ``Invalid`` with the path of what is wrong, in its types or in what they say together."""
    framework: Framework = from_data(Framework, _opened(data, FRAMEWORK_FORMAT))
    for problem in problems(framework):
        raise refused(problem.path, problem.what)
    return framework


def framework_to_json(framework: Framework) -> str:
    """Indented JSON for a file."""
    return json.dumps(framework_to_dict(framework), ensure_ascii=False, indent=1) + "\n"


def framework_from_json(content: str | bytes) -> Framework:
    """The framework in a JSON file; raises ``Invalid``."""
    return framework_from_dict(loaded(content))


def digest(framework: Framework) -> str:
    """SHA-256 (hex) of the framework's canonical JSON: the same framework, the same digest, whatever its spelling."""
    text = json.dumps(framework_to_dict(framework), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8")).hexdigest()


def subjects_from_dict(data: object) -> tuple[Subject, ...]:
    """Marks of subjects; raises ``Invalid`` with the path of what is wrong."""
    opened = _opened(data, MARKS_FORMAT)
    for key in opened:
        if key != "subjects":
            raise refused(str(key)[:40], Phrase(_("is not known here")))
    subjects: tuple[Subject, ...] = from_data(tuple[Subject, ...], opened.get("subjects"), "subjects")
    seen: set[tuple[str, str]] = set()
    for place, subject in enumerate(subjects):
        if not subject.name.strip():
            raise refused(f"subjects[{place}].name", Phrase(_("is missing")))
        if (subject.name, subject.scorer) in seen:
            raise refused(f"subjects[{place}].name", Phrase(_("“{name}” is there twice"), {"name": subject.name}))
        seen.add((subject.name, subject.scorer))
    return subjects


def loaded(content: str | bytes) -> object:
    """JSON whose figures stay exact; raises ``Invalid`` where it is none."""
    if len(content) > MAX_BYTES:
        raise Invalid("scoring-data-too-large", _("The file is larger than {most} MB."), most=MAX_BYTES // 1024**2)
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        data: object = json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_unique)
    except RecursionError:
        raise refused("", Phrase(_("is nested too deeply"))) from None
    except ValueError:
        raise Invalid(
            "scoring-data-unreadable", _("The file is not JSON."), _("Check that it was saved whole, in UTF-8.")
        ) from None
    return data


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for place, key in enumerate(keys) if key in keys[:place])
        raise refused(str(twice)[:40], Phrase(_("“{name}” is there twice"), {"name": str(twice)[:40]}))
    return found


def _opened(data: object, form: str) -> Mapping[str, object]:
    if not isinstance(data, dict):
        raise refused("", Phrase(_("must be an object")))
    if data.get("format") != form:
        raise refused("format", Phrase(_("must be “{form}”"), {"form": form}))
    return {key: value for key, value in data.items() if key != "format"}
