"""What may be done on the page of an obligation or a petition: each verb with its form, its address and its button."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from luoshi.programme.queries import ObligationSheet, PetitionLine, PetitionSheet, Supporter, ThreadLine, TimeLine
from luoshi.programme.rules import Noun, move
from luoshi.web.desk.obligations import forms
from luoshi.web.desk.obligations.timing import gathered, last_word, parted, too_late

Units = tuple[tuple[int, str], ...]
Reports = Mapping[int, int]  # the request on whose page the answer to a time is judged, both by id
Known = TypeVar("Known", bound=forms.Deed)


@dataclass(frozen=True, slots=True)
class Act:
    """A verb that is offered. ``words`` is a marked message; without a ``form`` it is a button alone; ``open`` where
    its form is shown at once.
    """

    key: str
    words: str
    url: str
    form: forms.Deed | None
    seen: int
    main: bool = False
    open: bool = False


class Acts:
    """Builds the acts of a page. ``failed`` is the form that came back with an error: it takes the place of its own."""

    def __init__(self, failed: forms.Deed | None = None) -> None:
        self.failed = failed
        self.used = False

    def act(self, noun: Noun, verb: str, url: str, form: forms.Deed, *, main: bool = False, edit: int = 0) -> Act:
        """A verb with its form."""
        again = self.failed if self.failed is not None and self.failed.key == form.key else None
        if again is not None:
            self.used = True
            again.saw(edit)
        return Act(form.key, move(noun, verb).words, url, again or form, edit, main, again is not None)

    def button(self, noun: Noun, verb: str, url: str, *, main: bool = False, edit: int = 0) -> Act:
        """A verb that needs no words."""
        return Act(verb, move(noun, verb).words, url, None, edit, main)

    @property
    def unsent(self) -> forms.Deed | None:
        """The form that came back and has no place any more: what was typed is shown, so that it is not lost."""
        return None if self.used else self.failed


def of_time(
    acts: Acts, sheet: ObligationSheet, time: TimeLine, reports: Reports, judging: bool = False
) -> tuple[Act, ...]:
    """What may be done about one time; ``judging`` where it is a supporter's, on the page of its lead. What a report
    answered is judged on its page alone, where evidence, signed paper and remarks are in view.
    """
    found: list[Act] = []

    def url(verb: str) -> str:
        return reverse("obligation-time", args=[sheet.id, time.id, verb])

    if "answer" in time.verbs and not judging:
        said = {"seen": time.edit, "text": gathered(sheet.supporters, time.period)}
        form = forms.Answer(f"answer-{time.id}", quantities=sheet.quantities, initial=said)
        found.append(acts.act(Noun.OCCURRENCE, "answer", url("answer"), form, main=True, edit=time.edit))
        report = reverse("occurrence-report", args=[time.id])
        found.append(Act("report", _("Report progress, or with evidence"), report, None, time.edit))
    judged = frozenset({"confirm", "return"}) & time.verbs if time.id not in reports else frozenset()
    if "confirm" in judged:
        found.append(acts.button(Noun.OCCURRENCE, "confirm", url("confirm"), main=True, edit=time.edit))
    for verb in ("return", "reopen"):
        if verb in judged or (verb == "reopen" and verb in time.verbs):
            reason = forms.Reason(f"{verb}-{time.id}", initial={"seen": time.edit})
            found.append(acts.act(Noun.OCCURRENCE, verb, url(verb), reason, edit=time.edit))
    if "urge" in time.verbs:
        found.append(acts.button(Noun.OCCURRENCE, "urge", url("urge"), edit=time.edit))
    if time.may_extend and not judging:
        more = forms.Extension(f"extend-{time.id}", initial={"seen": time.edit})
        found.append(acts.act(Noun.OCCURRENCE, "extend", url("extend"), more, edit=time.edit))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Offered:
    """A time with what may be done about it: the ``answer`` to be judged (or why it was returned), whether its day has
    come, so that no more time can be asked for, and the ``report`` (id of its request) where whoever looks judges it.
    """

    time: TimeLine
    acts: tuple[Act, ...]
    answer: ThreadLine | None = None
    too_late: bool = False
    report: int | None = None


@dataclass(frozen=True, slots=True)
class Supported:
    """A supporter on the page of its lead: what is on now, and how many times are still to come or are done."""

    supporter: Supporter
    times: tuple[Offered, ...]
    later: int
    done: int


def judged_at(time: TimeLine, reports: Reports) -> int | None:
    """The request (id) where whoever looks judges the answer to a time; None for those who do not."""
    return reports.get(time.id) if "confirm" in time.verbs else None


def own_times(acts: Acts, sheet: ObligationSheet, today: date, reports: Reports) -> dict[str, tuple[Offered, ...]]:
    """The times of the body itself: ``now``, ``later``, ``done``."""
    found = parted(sheet.times, today)

    def offered(time: TimeLine) -> Offered:
        may = of_time(acts, sheet, time, reports)
        return Offered(time, may, last_word(sheet, time), too_late(sheet, time, today), judged_at(time, reports))

    parts = (("now", found.now), ("later", found.later), ("done", found.done))
    return {name: tuple(offered(time) for time in times) for name, times in parts}


def supporters(acts: Acts, sheet: ObligationSheet, today: date, reports: Reports) -> tuple[Supported, ...]:
    """The supporters as their lead sees, urges and returns them: whose answer waits for a word first."""
    found = [_supported(acts, sheet, one, today, reports) for one in sheet.supporters]
    return tuple(sorted(found, key=lambda row: all("confirm" not in one.time.verbs for one in row.times)))


def _supported(acts: Acts, sheet: ObligationSheet, one: Supporter, today: date, reports: Reports) -> Supported:
    said = {time.id: answer for time, answer in one.times}
    found = parted((time for time, _answer in one.times), today)
    times = (*found.now, *(found.done[-1:]))
    offered = (
        Offered(time, of_time(acts, sheet, time, reports, judging=True), said[time.id], report=judged_at(time, reports))
        for time in times
    )
    return Supported(one, tuple(offered), len(found.later), len(found.done[:-1]))


def of_obligation(acts: Acts, sheet: ObligationSheet, units: Units) -> tuple[Act, ...]:
    """What may be done about the obligation itself; receiving and own measures have their own places."""
    made: dict[str, forms.Deed] = {
        "object": forms.Reason("object"),
        "raise": forms.Difficulty("raise", units=units),
        "withdraw": forms.Reason("withdraw"),
        "reinstate": forms.Reason("reinstate"),
    }
    undecided = any(line.kind == "objection" and line.state == "open" for line in sheet.petitions)
    return tuple(
        acts.act(Noun.OBLIGATION, verb, reverse("obligation-do", args=[sheet.id, verb]), form)
        for verb, form in made.items()
        if verb in sheet.verbs and not (verb == "object" and undecided)
    )


def of_petition(acts: Acts, line: PetitionLine | PetitionSheet, units: Units = ()) -> tuple[Act, ...]:
    """What may be done about a petition."""
    noun, seen = Noun(line.kind.value), {"seen": line.edit}
    found: list[Act] = []
    for verb, form in _petition_forms(line, units, seen).items():
        if verb not in line.verbs:
            continue
        url = reverse("request-do", args=[line.id, verb])
        main = verb in ("grant", "answer")
        found.append(acts.act(noun, verb, url, form, main=main, edit=line.edit))
    return tuple(found)


def _petition_forms(line: PetitionLine | PetitionSheet, units: Units, seen: dict[str, int]) -> dict[str, forms.Deed]:
    key = f"{{}}-request-{line.id}".format
    grant: forms.Deed = forms.Reason(key("grant"), initial=seen)
    if line.kind == "extension":
        grant = forms.Grant(key("grant"), initial={**seen, "day": line.wanted})
    return {
        "grant": grant,
        "answer": forms.Reply(key("answer"), initial=seen),
        "refuse": forms.Reason(key("refuse"), initial=seen),
        "assign": forms.Assign(key("assign"), units=units, initial=seen),
        "meet": forms.Words(key("meet"), initial=seen),
        "pass-up": forms.Words(key("pass-up"), initial=seen),
        "withdraw": forms.Words(key("withdraw"), initial=seen),
    }


def measures(sheet: ObligationSheet, failed: forms.Deed | None) -> tuple[tuple[int, forms.Deed, bool], ...]:
    """The form of each own measure (id), and whether it came back with an error."""
    return tuple(
        (line.id, *_again(f"measure-{line.id}", failed, {"text": line.text, "day": line.due, "before": line.text}))
        for line in sheet.own
    )


def new_measure(failed: forms.Deed | None) -> tuple[forms.Deed, bool]:
    """The form of one more measure, and whether it came back with an error."""
    return _again("measure-new", failed, {})


def _again(key: str, failed: forms.Deed | None, initial: dict[str, object]) -> tuple[forms.Deed, bool]:
    if failed is not None and failed.key == key:
        return failed, True
    return forms.OwnMeasure(key, initial=initial), False


def choices(units: Iterable[tuple[int, str]], without: int) -> Units:
    """The bodies that a form offers: all but one."""
    return tuple((pk, name) for pk, name in units if pk != without)
