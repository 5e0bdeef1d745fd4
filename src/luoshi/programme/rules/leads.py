"""Who might lead: suggested with its reason, never set. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _
from luoshi.programme.rules.duty_words import distinctive, duty_words

LIKE = 0.5  # titles that share half of their signs speak of one thing
PAST_LEAD, PAST_WORK, IN_TITLE, IN_TEXT, OWN_NAME = 6, 2, 3, 1, 3
MOST_TEXT = 4  # words in the sentences never outweigh a past lead
MARGIN = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that is named for the commitment, or any body of the county where none is; groups are no candidates."""

    unit_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Past:
    """What a body did in another programme of the county: led it, or had its answers confirmed."""

    unit_id: int
    title: str
    led: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A body that might lead (None where nothing speaks for one), and why."""

    unit_id: int | None
    reason: Phrase


@dataclass(frozen=True, slots=True)
class _Weighed:
    candidate: Candidate
    score: int
    led: int
    done: int
    words: tuple[str, ...]


def suggest(
    title: str, sentences: str, candidates: Iterable[Candidate], history: Iterable[Past], theme: str = ""
) -> Suggestion:
    """Who might lead a commitment; words of the ``theme`` (the title of its programme) speak for nobody.

    What a body led in other programmes under a like title weighs most, then duty words in the title, then accepted
    work and duty words in the sentences. The first must stand clear of the second by a margin.
    """
    past: dict[int, list[Past]] = {}
    for one in history:
        past.setdefault(one.unit_id, []).append(one)
    weighed = sorted(
        (_weigh(title, sentences, candidate, past, theme) for candidate in candidates), key=lambda found: -found.score
    )
    if not weighed:
        return Suggestion(None, Phrase(_("No suggestion: no unit is named by itself.")))
    best, score = weighed[0], weighed[0].score
    second = weighed[1].score if len(weighed) > 1 else 0
    if score < PAST_WORK:
        return Suggestion(None, Phrase(_("No suggestion: neither earlier plans nor duty words speak for a unit.")))
    if len(weighed) > 1 and score - second < MARGIN:
        message = _("No suggestion: as much speaks for {first} as for {second}.")
        return Suggestion(None, Phrase(message, {"first": best.candidate.name, "second": weighed[1].candidate.name}))
    return Suggestion(best.candidate.unit_id, _reason(best))


def _weigh(title: str, sentences: str, candidate: Candidate, past: Mapping[int, list[Past]], theme: str) -> _Weighed:
    alike = {one for one in past.get(candidate.unit_id, ()) if like(one.title, title)}
    led = sum(one.led for one in alike)
    done = len(alike) - led
    words = [word for word in duty_words(candidate.name) if word not in theme]
    own = distinctive(candidate.name)
    in_title = [word for word in words if word in title]
    in_text = [word for word in words if word in sentences and word not in in_title]
    score = PAST_LEAD * min(led, 2) + PAST_WORK * min(done, 2)
    score += IN_TITLE * min(len(in_title), 2) + (OWN_NAME if len(own) >= 2 and own in title else 0)
    score += min(IN_TEXT * sum(sentences.count(word) for word in in_text), MOST_TEXT)
    return _Weighed(candidate, score, led, done, tuple([*in_title, *in_text][:3]))


@lru_cache(maxsize=4096)
def like(first: str, second: str) -> bool:
    """Whether two titles speak of one thing."""
    if not first or not second:
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE


def _reason(best: _Weighed) -> Phrase:
    words = "、".join(best.words)
    if best.led:
        message = _("It led {led} like it in other plans here.")
        if words:
            message = _("It led {led} like it in other plans here; duty words: {words}.")
    elif best.done:
        message = _("Its work on {done} like it was accepted here.")
        if words:
            message = _("Its work on {done} like it was accepted here; duty words: {words}.")
    else:
        message = _("Duty words in its name: {words}.")
    return Phrase(message, {"led": best.led, "done": best.done, "words": words})
