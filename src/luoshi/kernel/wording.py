"""Words of the interface outside Django: marked here, translated by the face that shows them.

A message is kept as its English source (the key of the catalogue in ``luoshi/locale``) with its parameters apart, so
that the same diagnostic can be shown in Chinese and in English, and compared by machine in neither.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Protocol, runtime_checkable

LOCALE = Path(__file__).resolve().parent.parent / "locale"
DEFAULT_LANGUAGE = "zh-hans"


@runtime_checkable
class Worded(Protocol):
    """What can say itself in a language: ``kernel.phrases.Phrase``."""

    def words(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The words."""
        ...


def _(message: str) -> str:
    """Mark a message for the catalogue and give it back as it is."""
    return message


@lru_cache(maxsize=8)
def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language code such as ``zh-hans`` or ``en``; English sources where there is none."""
    folder = {"zh": "zh_Hans", "en": "en"}.get(language.lower().split("-")[0].split("_")[0], language)
    return gettext.translation("django", str(LOCALE), languages=[folder], fallback=True)


def translate(message: str, language: str = DEFAULT_LANGUAGE, params: Mapping[str, object] | None = None) -> str:
    """The message in a language, with ``{name}`` parameters filled in; a parameter with words of its own says them."""
    text = catalogue(language).gettext(message) if message else ""
    if not params:
        return text
    said = {key: value.words(language) if isinstance(value, Worded) else value for key, value in params.items()}
    return text.format(**said)
