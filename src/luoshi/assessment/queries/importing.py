"""A table that is brought in: looked at as every upload is, read, and told before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from luoshi.assessment.policy import require_keeping
from luoshi.assessment.reading.report import report
from luoshi.assessment.reading.tables import Reading, read_framework
from luoshi.assessment.rules.checking import problems
from luoshi.assessment.rules.exchange import framework_to_json
from luoshi.assessment.rules.framework import Framework
from luoshi.assessment.rules.lint import findings_of, in_order, to_kept
from luoshi.assessment.templates import demonstration_copy, templates
from luoshi.files.rules.papers import require_clean_paper
from luoshi.files.rules.scanning import Finding
from luoshi.files.rules.screening import screen
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import DEFAULT_LANGUAGE, _
from luoshi.tenancy.rules import Actor

DEMONSTRATION = "unity-county-demonstration"
MARKS = b"\xef\xbb\xbf \r\n\t"


@dataclass(frozen=True, slots=True)
class Told:
    """What was read: ``said`` is the report of the reading, ``findings`` what is kept of it with a version, as JSON
    types that ``rules.lint.said`` words; with ``problems`` it cannot be kept.
    """

    framework: Framework
    said: Mapping[str, Any]
    findings: tuple[Mapping[str, Any], ...]
    problems: tuple[tuple[str, Phrase], ...]

    @property
    def share(self) -> int | None:
        """Per cent of the rules that were read without doubt; None where no row has a rule."""
        rules = self.said["rules"]
        return 100 * rules["without_doubt"] // rules["read"] if rules["read"] else None


def read_upload(actor: Actor, content: bytes, name: str, *, sure: bool = False) -> Told:
    """Read an uploaded table; the file itself is not kept.

    Raises ``NotAllowed``, ``UnreadableFile``, ``Invalid``: ``file-refused``, ``classified``, ``personal-data``,
    ``file-questioned`` (unless ``sure``), ``framework-no-table``, ``scoring-data-invalid``.
    """
    require_keeping(actor)
    if content.lstrip(MARKS)[:1] == b"{":
        reading = read_framework(content, name)
        require_clean_paper(content, name, framework_to_json(reading.framework))
        return told(reading)
    _screened(content, name, sure=sure)
    return told(read_framework(content, name))


def told(reading: Reading) -> Told:
    """A reading with its report."""
    found = tuple((problem.path, problem.what) for problem in problems(reading.framework))
    kept = tuple(to_kept(one) for one in reading.findings)
    return Told(reading.framework, report(reading, DEFAULT_LANGUAGE), kept, found)


def told_framework(framework: Framework) -> Told:
    """A framework that was made otherwise, with the findings of the lint."""
    return told(Reading(framework, {}, in_order(findings_of(framework), {})))


def shipped(actor: Actor, *, demonstration: bool) -> dict[str, Framework]:
    """The templates that the actor is offered; one with invented points in a demonstration only, labelled so."""
    require_keeping(actor)
    found = dict(templates())
    if demonstration:
        found[DEMONSTRATION] = demonstration_copy()
    return found


def template(actor: Actor, key: str, *, demonstration: bool) -> Framework:
    """One of them. Raises ``NotFound``."""
    found = shipped(actor, demonstration=demonstration).get(key)
    if found is None:
        raise NotFound("template-not-found", _("There is no such template."))
    return found


def _screened(content: bytes, name: str, *, sure: bool) -> None:
    looked = screen(content, name)
    for fault in looked.faults:
        raise Invalid("file-refused", fault.reason.message, fault.advice.message, **fault.reason.params)
    _require_clean(looked.findings)
    if looked.questions and not sure:
        raise Invalid(
            "file-questioned",
            _("{what} Tick that you are sure, and give it again."),
            what=looked.questions[0].reason,
        )


def _require_clean(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise Invalid(
            "personal-data",
            _("It holds numbers or lists of private persons and is not taken: {what}."),
            _("A table of indicators needs none of them. Take them out."),
            what=findings[0].shown,
        )
