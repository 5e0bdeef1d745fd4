"""Names that a plan uses and nobody knows: the office says once what each means, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST

from luoshi.kernel.errors import LuoshiError
from luoshi.plans import policy
from luoshi.programme.drafting.preview import NameLine, Preview, preview
from luoshi.tenancy.rules import Actor
from luoshi.units import actions
from luoshi.units import policy as units_policy
from luoshi.units import queries as units
from luoshi.units.actions import Answer
from luoshi.units.rules import KIND_WORDS, Directory, UnitKind, kind_of, kind_word
from luoshi.web.seats import my_seat

AS_TOLD = "as-told"  # the kind that the name tells


@dataclass(frozen=True, slots=True)
class Asked:
    """A name to be asked about, and the word for the kind that it tells."""

    number: int
    line: NameLine
    guess: str


@dataclass(frozen=True, slots=True)
class Naming:
    """What the form of names shows."""

    asked: tuple[Asked, ...]
    bodies: tuple[str, ...]
    groups: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]


def naming(actor: Actor, shown: Preview) -> Naming | None:
    """The form for the names that acceptance would make something of; None where the actor keeps no units."""
    if not units_policy.allowed(actor, units_policy.Verb.EDIT):
        return None
    language = get_language() or ""
    asked = tuple(
        Asked(number, line, kind_word(kind_of(line.written), language))
        for number, line in enumerate(line for line in shown.names if line.made)
    )
    kinds = tuple((kind.value, kind_word(kind, language)) for kind in KIND_WORDS)
    bodies = tuple(known.name for known in units.unit_directory(actor).known)
    groups = tuple(known.name for known in units.group_directory(actor).known)
    return Naming(asked, bodies, groups, kinds)


@require_POST
def answer(request: HttpRequest, version_id: int) -> HttpResponse:
    """Remember what the office says of the names."""
    seat = my_seat(request)
    policy.require(seat.actor, policy.Verb.ACCEPT)
    units_policy.require(seat.actor, units_policy.Verb.EDIT)
    lines = {line.written: line for line in preview(seat.actor, version_id, seat.today).names if line.made}
    bodies, groups = units.unit_directory(seat.actor), units.group_directory(seat.actor)
    answers, unknown = [], []
    for key, written in request.POST.items():
        prefix, _sign, number = key.partition("-")
        line = lines.get(str(written))
        if prefix != "written" or line is None:
            continue
        means, kind = _said(request, number, line)
        found = _answer(line, means, kind, groups if line.group else bodies)
        if found is not None:
            answers.append(found)
        elif means:
            unknown.append(means)
    try:
        taken = actions.answer_names(actor=seat.actor, answers=answers)
    except LuoshiError as error:
        messages.warning(request, error.in_words(get_language() or ""))
        return redirect("accept", version_id)
    if taken:
        words = ngettext("%(n)d name is known from now on.", "%(n)d names are known from now on.", taken)
        messages.success(request, words % {"n": taken})
    if unknown:
        words = gettext("Nothing here is called %(names)s. Choose from the list.")
        messages.warning(request, words % {"names": "、".join(unknown)})
    return redirect("accept", version_id)


def _said(request: HttpRequest, number: str, line: NameLine) -> tuple[str, str]:
    """The name and the kind of a row; where one suggestion was taken with its button, only that one is an answer."""
    taken = request.POST.get("take")
    if taken is not None:
        return (line.like, "") if taken == number else ("", "")
    return request.POST.get(f"means-{number}", "").strip(), request.POST.get(f"kind-{number}", "")


def _answer(line: NameLine, means: str, kind: str, known: Directory) -> Answer | None:
    if means:
        found = known.match(means).id
        if found is None:
            return None
        return Answer(line.written, group_id=found) if line.group else Answer(line.written, unit_id=found)
    if kind == AS_TOLD and not line.group:
        return Answer(line.written, kind=kind_of(line.written))
    return Answer(line.written, kind=UnitKind(kind)) if kind in set(UnitKind) and not line.group else None
