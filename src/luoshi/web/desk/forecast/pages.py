"""The forecast page: what it shows to whom, and which gaps stand on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.assessment.queries.forecasting import ForecastSheet, sheet, smallest
from luoshi.assessment.queries.gap_lines import GapLine
from luoshi.assessment.queries.standing import Target
from luoshi.assessment.rules.forecast import words
from luoshi.assessment.rules.forecast.sets import Method, SmallestSet
from luoshi.kernel.phrases import Phrase
from luoshi.web.desk.forecast import pictures
from luoshi.web.desk.forecast.forms import Due, For, OfVeto, chance_choices, wanted_share
from luoshi.web.desk.forecast.places import address, ending
from luoshi.web.seats import my_seat

FIRST = 40  # gaps that a page shows unless all are asked for
REACH = "80"  # per cent that are offered first


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed into a form of the page that could not be done; all empty on a page that is only read."""

    settings: For | None = None
    due: Due | None = None
    veto_id: int = 0
    veto: OfVeto | None = None
    chosen: tuple[int, ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A gap of the list, whether it is ticked, and the share that it adds in words (empty for all but the office)."""

    line: GapLine
    ticked: bool
    adds: str


def forecast_page(request: HttpRequest, target: Target, said: Said | None = None, status: int = 200) -> HttpResponse:
    """The page of a subject."""
    seat = my_seat(request)
    found = sheet(seat.actor, target)
    context: dict[str, Any] = {
        "sheet": found,
        "ending": ending(target),
        "here": address(target),
        "today": seat.today,
        "unchosen": not found.itself and target.unit_id is None and target.site_id is None,
        "gauge": pictures.provable(found),
        "missing": pictures.missing(found),
        "course": pictures.course(found),
        "subjects": [(address(one.target), one.name, one.target == target) for one in found.subjects],
    }
    if found.office:
        context |= _for_office(request, target, found, said or Said())
    else:
        context["gaps"] = [Listed(line, False, "") for line in found.gaps]
    return render(request, "web/desk/forecast/page.html", context, status=status)


def _for_office(request: HttpRequest, target: Target, found: ForecastSheet, said: Said) -> dict[str, Any]:
    """What nobody else is shown: chances, classes, the smallest set and forms."""
    reach = request.GET.get("reach", "")
    share = wanted_share(reach)
    best = smallest(my_seat(request).actor, target, share) if found.made and share is not None else None
    chosen = set(said.chosen) or (_gaps_of(best) if best else set())
    every = "all" in request.GET
    made = found.made
    return {
        "gaps": _listed(found.gaps, chosen, every),
        "more": 0 if every else max(len(found.gaps) - FIRST, 0),
        "outlook": words.outlook(made) if made else (),
        "chances": words.chances(made) if made else (),
        "likely": pictures.likely(made) if made else None,
        "unjudged": sum(line.chance is None for line in found.gaps),
        "best": _told(best) if best else (),
        "ticked": bool(best and best.events),
        "greedy": best is not None and best.method is Method.GREEDY,
        "reach": reach if share is not None else REACH,
        "classes": chance_choices(found.settings),
        "settings_form": said.settings or For(found.settings),
        "settings_wrong": said.settings is not None,
        "due_form": said.due or Due(my_seat(request).today),
        "veto_forms": [_veto(veto, said) for veto in found.vetoes],
        "wrong": said.wrong,
    }


def _veto(veto: Any, said: Said) -> tuple[Any, OfVeto, bool]:
    """A veto with its form, and whether that is open."""
    if said.veto is not None and said.veto_id == veto.row_id:
        return veto, said.veto, True
    initial = {"percent": veto.percent, "reason": veto.reason}
    return veto, OfVeto(initial=initial, auto_id=f"id_{veto.row_id}_%s", use_required_attribute=False), False


def _listed(gaps: Iterable[GapLine], chosen: set[int], every: bool) -> list[Listed]:
    """The ticked ones first, each in the order of what it brings."""
    order = sorted(gaps, key=lambda line: line.id not in chosen)
    shown = order if every else order[: max(FIRST, sum(line.id in chosen for line in order))]
    return [
        Listed(line, line.id in chosen, "" if line.raises is None else f"+{words.percent(line.raises)}")
        for line in shown
    ]


def _gaps_of(best: SmallestSet) -> set[int]:
    return {int(gap) for event in best.events for gap in event.gaps}


def _told(best: SmallestSet) -> tuple[Phrase, ...]:
    return words.smallest(best)
