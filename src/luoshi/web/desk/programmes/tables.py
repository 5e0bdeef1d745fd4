"""The views of a programme as spreadsheets: what the page shows, whole, with its filters."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from luoshi.documents import board_table as papers
from luoshi.kernel.errors import NotFound
from luoshi.kernel.wording import _
from luoshi.programme import queries
from luoshi.render.model import Paper
from luoshi.units.queries import Seat
from luoshi.web.desk.programmes.boards import sheet
from luoshi.web.desk.programmes.filters import Filter
from luoshi.web.desk.programmes.showing import looked_at
from luoshi.web.lights import Lights
from luoshi.web.papers import paper_file


@require_safe
def table(request: HttpRequest, programme_id: int, view: str) -> HttpResponse:
    """A view as a spreadsheet. Raises ``NotFound`` for one that there is not."""
    seat, chosen = looked_at(request, programme_id)
    programme = queries.programme_line(seat.actor, programme_id)
    names = {} if chosen.empty else queries.names_of(seat.actor, programme_id, chosen.choice)
    with translation.override("zh-hans"):
        words = tuple(chip.words for chip in chosen.chips(names))
        frame = papers.Frame(programme, seat.today, words, programme.light_words)
        return paper_file(_paper(view, frame, seat, chosen), "xlsx").response()


def _paper(view: str, frame: papers.Frame, seat: Seat, chosen: Filter) -> Paper:
    if view not in _PAPERS:
        raise NotFound("table-not-found", _("There is no such table."), _("Choose one of the views of the programme."))
    return _PAPERS[view](frame, seat, chosen)


def _board(frame: papers.Frame, seat: Seat, chosen: Filter) -> Paper:
    board = queries.board(seat.actor, frame.programme.id, seat.today, chosen.choice)
    heads = sheet(board, chosen, Lights(frame.words)).heads
    return papers.board_table(frame, board, [(head.key.split("-")[0], head.name, head.id) for head in heads])


def _commitments(frame: papers.Frame, seat: Seat, chosen: Filter) -> Paper:
    found = queries.commitments(seat.actor, frame.programme.id, seat.today, chosen.choice, size=queries.EVERYTHING)
    return papers.commitment_table(frame, found.lines)


def _owed(frame: papers.Frame, seat: Seat, chosen: Filter) -> Paper:
    size = queries.EVERYTHING
    _line, found = queries.owed_lines(seat.actor, frame.programme.id, seat.today, chosen.choice, size=size)
    return papers.obligation_table(frame, found.lines)


def _assignments(frame: papers.Frame, seat: Seat, chosen: Filter) -> Paper:
    found = queries.assignments(seat.actor, frame.programme.id, seat.today, chosen.choice, size=queries.EVERYTHING)
    return papers.assignment_table(frame, found.lines)


def _bodies(frame: papers.Frame, seat: Seat, chosen: Filter) -> Paper:
    return papers.body_table(frame, queries.bodies(seat.actor, frame.programme.id, seat.today, chosen.choice))


def _phases(frame: papers.Frame, seat: Seat, chosen: Filter) -> Paper:
    return papers.phase_table(frame, queries.course(seat.actor, frame.programme.id, seat.today, chosen.choice))


def _days(frame: papers.Frame, seat: Seat, chosen: Filter) -> Paper:
    return papers.day_table(frame, queries.course(seat.actor, frame.programme.id, seat.today, chosen.choice))


_PAPERS: dict[str, Callable[[papers.Frame, Seat, Filter], Paper]] = {
    "board": _board,
    "programme": _commitments,
    "owed": _owed,
    "assignments": _assignments,
    "bodies": _bodies,
    "phases": _phases,
    "deadlines": _days,
}
