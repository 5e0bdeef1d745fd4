"""How the fictional county is assessed: a round that was held, the self-check that is under way, gaps, chances, sites.

What is marked is invented; every event is a verb that an office would use, on the day on which it would have used it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from importlib import resources

from luoshi.assessment.actions.adopting import adopt
from luoshi.assessment.actions.forecasting import Wanted, keep_forecast, set_forecast, set_risk
from luoshi.assessment.actions.frameworks import keep_framework
from luoshi.assessment.actions.gaps import judge_gaps, renew_gaps
from luoshi.assessment.actions.marking import Said, mark
from luoshi.assessment.actions.rounds import close_round, open_round, plan_round
from luoshi.assessment.models import Adoption, Gap, Row, RowService, Subject
from luoshi.assessment.queries.standing import Target
from luoshi.assessment.reading.tables import read_framework
from luoshi.assessment.rules.forecast.likelihood import Likelihood
from luoshi.assessment.rules.framework import Framework, PassMark, Rebase, leaves
from luoshi.assessment.rules.grammar import Deduct
from luoshi.assessment.rules.marks import Observation
from luoshi.assessment.rules.rounds import RoundKind, SubjectKind
from luoshi.assessment.templates import demonstration_copy
from luoshi.programme.models import Commitment
from luoshi.programme.rules import CommitmentKind
from luoshi.tenancy.rules import Actor

DAY = timedelta(days=1)
FIRST, LATEST = 0, 1
# what was found of each row: before the building began, and in the self-check (empty: not marked yet)
FIGURES: Mapping[str, tuple[str, str]] = {
    "1.1": ("92", "100"), "1.2": ("95.4", "98.2"), "2.1": ("42", "75"), "2.2": ("45", "90"), "3.1": ("33", "100"),
    "3.2": ("54", "93"), "3.3": ("40", "95"), "4.1": ("60", "80"), "4.2": ("80", ""), "4.3": ("53", "93"),
    "5.1": ("61", "100"), "5.3": ("50", "100"), "6.1": ("49", "76"), "6.2": ("42", "70"), "7.1": ("44", "90"),
    "7.2": ("45", "82"), "7.3": ("93.8", "95.6"), "8.1": ("92.6", "94.1"), "8.2": ("44", "70"), "9.1": ("56", ""),
    "9.2": ("100", "100"),
}  # fmt: skip
MISSED: Mapping[str, tuple[str, str]] = {"1.3": ("1", "0"), "2.3": ("2", "1"), "8.3": ("1", "0"), "9.3": ("1", "1")}
SEEN: Mapping[str, tuple[Observation | None, Observation | None]] = {
    "5.2": (Observation(points=Decimal(1)), Observation(points=Decimal(3))),
    "6.3": (Observation(choice="2"), None),
    "10": (Observation(struck=False), Observation(struck=False)),
    "11": (Observation(struck=False), None),
}
CHANCES = (Likelihood.HARD, Likelihood.POSSIBLE, Likelihood.HARD)


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the events of the assessment need: the office, the programme, when it was issued, and the day."""

    office: Actor
    programme_id: int
    issued_on: date
    today: date


def indicators() -> Framework:
    """The invented table, read as an office's own table is; what it does not say (from which points a county may apply)
    is set as an office would set it.
    """
    content = resources.files("luoshi.demonstration").joinpath("plans/indicators.csv").read_bytes()
    read = read_framework(content, "indicators.csv").framework
    return replace(
        read,
        title="宜居宜业示范县测评指标（演示）",
        version="演示版",
        pass_mark=PassMark(Decimal(90)),
        rebase=Rebase.WHOLE,
        label="演示分值，非官方",
        note="指标和分值均为演示而设。",
    )


def assess(county: Assessed) -> int:
    """Let the county be assessed up to the day of the demonstration; gives the adoption's id."""
    keep_framework(actor=county.office, framework=demonstration_copy(), today=county.issued_on, template="unity-county")
    version = keep_framework(actor=county.office, framework=indicators(), today=county.issued_on)
    adoption = adopt(
        actor=county.office,
        programme_id=county.programme_id,
        version_id=version,
        subject_kind=SubjectKind.PROGRAMME,
    )
    _serve(county, adoption)
    first = _hold(county, adoption, RoundKind.REVIEW, "摸底测评", FIRST, county.issued_on + 3 * DAY)
    close_round(actor=county.office, round_id=first, today=county.issued_on + 6 * DAY)
    _hold(county, adoption, RoundKind.SELF_CHECK, "", LATEST, county.today - 3 * DAY, after=first)
    _forecast(county, adoption)
    return adoption


def _serve(county: Assessed, adoption_id: int) -> None:
    """Every area of the table is served by the task of the same place in the plan."""
    tasks = Commitment.objects.filter(programme_id=county.programme_id, kind=CommitmentKind.TASK.value).order_by(
        "order"
    )
    numbered = {str(number): task for number, task in enumerate(tasks, start=1)}
    adoption = Adoption.objects.get(pk=adoption_id)
    RowService.objects.bulk_create(
        RowService(
            jurisdiction_id=adoption.jurisdiction_id,
            adoption=adoption,
            row=row,
            commitment=numbered[row.code.split(".")[0]],
        )
        for row in Row.objects.filter(version=adoption.version, leaf=True, code__contains=".")
    )


def _hold(
    county: Assessed, adoption_id: int, kind: RoundKind, name: str, which: int, on: date, after: int | None = None
) -> int:
    """A round with the marks of its time; gives its id."""
    made = plan_round(
        actor=county.office, adoption_id=adoption_id, kind=kind, name=name, due=on + 10 * DAY, after_id=after
    )
    open_round(actor=county.office, round_id=made, today=on)
    subject = Subject.objects.get(round_id=made)
    ids = dict(Row.objects.filter(version__adoptions=adoption_id).values_list("code", "pk"))
    for code, found in _found(indicators(), which).items():
        said = Said(found, reason="对照任务分解表和现有材料核对。")
        mark(actor=county.office, subject_id=subject.pk, row_id=ids[code], said=said, today=on + DAY)
    return made


def _found(framework: Framework, which: int) -> dict[str, Observation]:
    """What was found at one of the two times, in the order of the table."""
    found: dict[str, Observation] = {}
    for row in leaves(framework.rows):
        figure, missed = FIGURES.get(row.code, ("", ""))[which], MISSED.get(row.code)
        seen = SEEN.get(row.code, (None, None))[which]
        if figure:
            found[row.code] = Observation(value=Decimal(figure))
        elif missed is not None and isinstance(row.rule, Deduct):
            found[row.code] = Observation(counts={row.rule.each[0].key: Decimal(missed[which])})
        elif seen is not None:
            found[row.code] = seen
    return found


def _forecast(county: Assessed, adoption_id: int) -> None:
    """The day of application, gaps with the office's view of them, one veto with a chance; a forecast that was kept."""
    target = Target(adoption_id)
    wanted = Wanted(county.today + 100 * DAY, None, 90, 60, 30, strict=False)
    set_forecast(actor=county.office, adoption_id=adoption_id, wanted=wanted)
    renew_gaps(actor=county.office, target=target, today=county.today - DAY)
    gaps = Gap.objects.filter(adoption_id=adoption_id).order_by("row__order", "pk").values_list("pk", flat=True)
    chances = [(pk, CHANCES[place % len(CHANCES)]) for place, pk in enumerate(gaps)]
    judge_gaps(actor=county.office, adoption_id=adoption_id, chances=chances)
    veto = Row.objects.get(version__adoptions=adoption_id, code="11")
    set_risk(actor=county.office, adoption_id=adoption_id, row_id=veto.pk, percent=2, reason="尚未完成材料复核")
    keep_forecast(actor=county.office, target=target, today=county.today - DAY)
