"""The settings of a programme, for its office; and which bodies have an office."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from luoshi.kernel.phrases import Phrase
from luoshi.programme.models import Phase, Programme
from luoshi.programme.policy import parties, require_move
from luoshi.programme.queries.facts import PhaseFacts, ProgrammeLine, line_of
from luoshi.programme.queries.facts import programme as programme_row
from luoshi.programme.rules import Move, Noun, moves
from luoshi.programme.rules.phases import Stretch, oddities
from luoshi.programme.rules.settings import Settings, wanting
from luoshi.tenancy.rules import Actor, Role
from luoshi.units.models import Membership


@dataclass(frozen=True, slots=True)
class Office:
    """A body whose office runs programmes."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class PhaseSheet:
    """A phase with how many commitments stand in it."""

    phase: PhaseFacts
    commitments: int


@dataclass(frozen=True, slots=True)
class SettingsSheet:
    """What the office set. ``wanting`` is what should be told before issue, ``oddities`` what is odd in the phases;
    ``ends`` are the verbs that close it or open it again.
    """

    programme: ProgrammeLine
    settings: Settings
    edit: int
    may_set: bool
    may_set_phases: bool
    offices: tuple[Office, ...]
    phases: tuple[PhaseSheet, ...]
    wanting: tuple[Phrase, ...]
    oddities: tuple[Phrase, ...]
    ends: tuple[Move, ...]


def settings(actor: Actor, programme_id: int) -> SettingsSheet:
    """The settings, for the office that runs it. Raises ``NotAllowed`` for everybody else, ``NotFound``."""
    found = programme_row(actor, programme_id)
    mine = parties(actor, found)
    verbs = {move.verb: move for move in moves(Noun.PROGRAMME, found.state, mine)}
    if not verbs:
        require_move(Noun.PROGRAMME, "reopen", found.state, mine)
    kept = _settings(found)
    rows = Phase.objects.filter(programme=found).annotate(held=Count("commitments")).order_by("order")
    phases = tuple(PhaseSheet(PhaseFacts(row.pk, row.order, row.name, row.start, row.end), row.held) for row in rows)
    return SettingsSheet(
        programme=line_of(found),
        settings=kept,
        edit=found.edit,
        may_set="set" in verbs,
        may_set_phases="decompose" in verbs,
        offices=offices(actor),
        phases=phases,
        wanting=wanting(kept),
        oddities=oddities([Stretch(row.phase.name, row.phase.start, row.phase.end) for row in phases]),
        ends=tuple(verbs[verb] for verb in ("close", "reopen") if verb in verbs),
    )


def offices(actor: Actor) -> tuple[Office, ...]:
    """The bodies of the jurisdiction for which somebody is the office, by name."""
    rows = Membership.objects.filter(jurisdiction_id=actor.jurisdiction_id, role=Role.OFFICE.value)
    pairs = set(rows.values_list("unit_id", "unit__name"))
    return tuple(Office(unit_id, name) for unit_id, name in sorted(pairs, key=lambda pair: pair[1]))


def _settings(found: Programme) -> Settings:
    return Settings(
        title=found.title,
        serves=found.serves,
        serves_paper=found.serves_paper,
        office_id=found.office_id,
        soon_days=found.soon_days,
        margin_percent=found.margin_percent,
        light_words=dict(found.light_words),
    )
