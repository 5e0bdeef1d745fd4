"""Words of the interface outside Django: marked here, translated by the face that shows them.

A message is kept as its English source (the key of the catalogue in ``luoshi/locale``) with its parameters apart, so
that the same diagnostic can be shown in Chinese and in English, and compared by machine in neither.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
DEFAULT_LANGUAGE = "zh-hans"


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
    return text.format(**{key: _said(value, language) for key, value in params.items()})


def _said(value: object, language: str) -> object:
    """A parameter in a language. It is asked by name: whether it fits a protocol would cost more than the sentence."""
    words = getattr(value, "words", None)
    return words(language) if callable(words) else value
