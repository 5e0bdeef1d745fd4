"""Which sentences of a commitment are likely whose: the ticks that the grid begins with. Pure.

A plan names ten bodies for a paragraph of ten sentences; all × all would be a hundred reports. What a body answers is
one obligation for the commitment, and the ticks say which of its sentences are meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luoshi.programme.rules.duty_words import duty_word

LONGEST_GROUND = 80


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; one that states a purpose is not ``tracked``."""

    id: int
    text: str
    tracked: bool = True


@dataclass(frozen=True, slots=True)
class Body:
    """A body or, with ``group_id``, a group as a commitment names it."""

    unit_id: int | None
    group_id: int | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """That a body answers for a sentence; ``ground`` is the duty word that says so, empty where none did."""

    sentence_id: int
    body: Body
    ground: str = ""


def proposed(sentences: Iterable[Sentence], bodies: Iterable[Body], theme: str = "") -> tuple[Tick, ...]:
    """The ticks of a commitment as proposed.

    A body gets the tracked sentences in which one of its duty words stands; a group gets all of them. A sentence that
    is nobody's own is every named body's; where there is none such, a body that got nothing gets all: so every tracked
    sentence has somebody and every body something, wherever there is a sentence and a body at all. ``theme`` is the
    title of the programme.
    """
    tracked = [sentence for sentence in sentences if sentence.tracked]
    everybody = list(dict.fromkeys(bodies))
    single = [body for body in everybody if body.group_id is None]
    own = {(s.id, body): word for s in tracked for body in single if (word := duty_word(body.name, s.text, theme))}
    claimed = {sentence_id for sentence_id, _body in own}
    # with sentences left that are nobody's own, everybody has these at least
    idle = set() if len(claimed) < len(tracked) else {body for body in single if not any(b == body for _s, b in own)}
    return tuple(
        Tick(sentence.id, body, own.get((sentence.id, body), "")[:LONGEST_GROUND])
        for sentence in tracked
        for body in everybody
        if body.group_id is not None or (sentence.id, body) in own or sentence.id not in claimed or body in idle
    )


def proposed_for(body: Body, sentences: Iterable[Sentence], theme: str = "") -> tuple[Tick, ...]:
    """The ticks of a body that is named later: those in which a duty word of its own stands, else all."""
    tracked = [sentence for sentence in sentences if sentence.tracked]
    words = {} if body.group_id else {s.id: word for s in tracked if (word := duty_word(body.name, s.text, theme))}
    return tuple(Tick(s.id, body, words.get(s.id, "")[:LONGEST_GROUND]) for s in tracked if s.id in words or not words)


def proposed_on(sentence: Sentence, bodies: Iterable[Body], theme: str = "") -> tuple[Tick, ...]:
    """The ticks of a sentence that is tracked later: groups and whose own it is by a duty word, else everybody."""
    named = list(bodies)
    words = {b: word for b in named if b.group_id is None and (word := duty_word(b.name, sentence.text, theme))}
    chosen = [body for body in named if body.group_id is not None or body in words or not words]
    return tuple(Tick(sentence.id, body, words.get(body, "")[:LONGEST_GROUND]) for body in chosen)


def kept_purposes(principles: Sequence[bool], *, named: bool) -> tuple[bool, ...]:
    """Which sentences stay "not tracked" once a plan is accepted. Where bodies are named for an item, something is
    wanted of them: if the reader took every sentence for a purpose, all of them are tracked.
    """
    if named and all(principles):
        return tuple(False for _ in principles)
    return tuple(principles)
