"""The form that narrows the views of a programme: fields with their choices, the chosen ones marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from luoshi.kernel.wording import translate
from luoshi.programme import queries
from luoshi.programme.rules import KIND_WORDS, LIGHT_WORDS, ROLE_WORDS, CommitmentKind
from luoshi.web.desk.programmes.filters import Filter


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A field with its options."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """All fields: those of choices, and what is typed."""

    selects: tuple[Select, ...]
    text: str
    due_from: str
    due_to: str
    difficulty: bool


def panel(found: queries.Options, chosen: Filter) -> Panel:
    """The form with what an address carries."""
    own, language, params = found.programme.light_words, get_language() or "", chosen.params()
    kinds = [
        (kind.value, translate(word, language)) for kind, word in KIND_WORDS.items() if kind != CommitmentKind.AREA
    ]
    lights = [(code.value, own.get(code.value) or translate(word, language)) for code, word in LIGHT_WORDS.items()]
    roles = [(role.value, translate(word, language)) for role, word in ROLE_WORDS.items()]
    fields: tuple[tuple[str, str, Iterable[tuple[object, str]]], ...] = (
        ("unit", gettext("Unit"), found.units),
        ("group", gettext("Group"), found.groups),
        ("area", gettext("Area"), found.areas),
        ("phase", gettext("Phase"), found.phases),
        ("light", gettext("Light"), lights),
        ("kind", gettext("Kind"), kinds),
        ("role", gettext("Role"), roles),
    )
    selects = tuple(Select(name, label, _options(pairs, params.get(name, ""))) for name, label, pairs in fields)
    return Panel(selects, params.get("q", ""), params.get("from", ""), params.get("to", ""), chosen.choice.difficulty)


def _options(pairs: Iterable[tuple[object, str]], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(str(value), words[:40], str(value) == chosen) for value, words in pairs)
