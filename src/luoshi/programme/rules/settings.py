"""The settings of a programme: thresholds and names of its lights. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from luoshi.files.rules.clean import require_public
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.rules.kinds import LightCode
from luoshi.programme.rules.texts import require_line

SOON, MARGIN = (1, 60), (0, 50)  # days; per cent
WORD = 8  # characters of a light's name


@dataclass(frozen=True, slots=True)
class Settings:
    """What the office sets. ``light_words`` maps codes of lights to the names that overrule theirs."""

    title: str
    serves: str = ""
    serves_paper: str = ""
    office_id: int | None = None
    soon_days: int = 10
    margin_percent: int = 10
    light_words: Mapping[str, str] = field(default_factory=dict)


def judged(settings: Settings) -> Settings:
    """The settings as they are kept. Raises ``Invalid``: ``title-length``, ``serves-length``, ``paper-length``,
    ``soon-days``, ``margin-percent``, ``light-word`` (``params['light']`` is its code).
    """
    _within("soon-days", settings.soon_days, SOON)
    _within("margin-percent", settings.margin_percent, MARGIN)
    return Settings(
        title=require_line(settings.title, 300, "title-length"),
        serves=_line(settings.serves, "serves-length"),
        serves_paper=_line(settings.serves_paper, "paper-length"),
        office_id=settings.office_id,
        soon_days=settings.soon_days,
        margin_percent=settings.margin_percent,
        light_words=_words(settings.light_words),
    )


def _within(code: str, value: int, bounds: tuple[int, int]) -> None:
    least, most = bounds
    if not least <= value <= most:
        raise Invalid(code, _("Give a number from {least} to {most}."), least=least, most=most)


def _line(text: str, code: str) -> str:
    return require_line(text, 300, code) if text.strip() else ""


def _words(words: Mapping[str, str]) -> dict[str, str]:
    kept = {code: require_public(" ".join(word.split())) for code, word in words.items()}
    kept = {code: word for code, word in kept.items() if word}
    for code, word in kept.items():
        if code not in set(LightCode) or len(word) > WORD:
            raise Invalid("light-word", _("The name of a light has at most {most} characters."), light=code, most=WORD)
        if list(kept.values()).count(word) > 1:
            raise Invalid("light-word", _("Two lights would be named “{word}”."), light=code, word=word)
    return kept


def wanting(settings: Settings) -> tuple[Phrase, ...]:
    """What should be told before a programme is issued, and is not."""
    found = []
    if not settings.serves:
        found.append(Phrase(_("Which approved programme it serves is not recorded.")))
    elif not settings.serves_paper:
        found.append(Phrase(_("The paper of the programme that it serves is not recorded.")))
    if settings.office_id is None:
        found.append(Phrase(_("No unit is named as its office: every office of the county runs it.")))
    return tuple(found)
