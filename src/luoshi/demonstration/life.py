"""What has happened in the demonstration by its day: leads, comments, issue, receipts, answers, requests, sites.

Every event is a verb that an office or a body would use, on the day on which it would have used it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.demonstration.bodies import townships
from luoshi.programme import actions
from luoshi.programme.actions.naming import set_lead
from luoshi.programme.models import Commitment, Obligation, Occurrence, SiteCategory
from luoshi.programme.rules import CommentVerdict, CommitmentKind
from luoshi.tenancy.rules import Actor, Role, seated

DAY = timedelta(days=1)
# the body that leads an area, in the order of the plan's areas
LEADS = (
    "县政务服务局",
    "县发展改革局",
    "县人力社保局",
    "县教育局",
    "县文化旅游局",
    "县住房城乡建设局",
    "县农业农村局",
    "县生态环境局",
    "县司法局",
)
FOLLOWED = "县住房城乡建设局"  # the one whose supporters answer to it
COMMENTS = (
    ("县财政局", 0, "建议将第一项任务的完成时限与财政预算下达时间衔接。", CommentVerdict.ADOPTED, ""),
    (
        "县林业局",
        7,
        "河道生态修复不属我局职责，建议改为配合单位。",
        CommentVerdict.PARTLY,
        "保留林地部分，河道部分由县水利局牵头。",
    ),
    ("云门镇", 6, "建议适当调减农村公路改造里程。", CommentVerdict.DECLINED, "里程已列入省级年度计划，不能调减。"),
)
NOT_RECEIVED = ("枫溪镇", "梅岭镇", "花石乡")  # the demonstration's own township still has its receipt to give
QUIET = ("高垭镇", "小溪乡")  # bodies that have answered nothing
SITES = ("便民服务站", "示范园", "示范企业", "示范学校", "文化驿站", "示范街区", "示范村", "示范河段")


@dataclass(frozen=True, slots=True)
class Story:
    """What the events need: the office, the bodies by name, the programme, and the demonstration's day."""

    office: Actor
    unit_ids: Mapping[str, int]
    programme_id: int
    today: date

    def of(self, name: str) -> Actor:
        """The liaison of a body."""
        return seated(None, self.office.jurisdiction_id, name, [(Role.LIAISON, self.unit_ids[name])])


def live(story: Story, issued_on: date) -> None:
    """Let everything happen, up to the day of the demonstration; the programme is issued on ``issued_on``."""
    _lead(story)
    _consult(story, issued_on)
    actions.issue(actor=story.office, programme_id=story.programme_id, today=issued_on)
    for name, unit_id in story.unit_ids.items():
        if name not in NOT_RECEIVED:
            actions.receive(
                actor=story.office, programme_id=story.programme_id, unit_id=unit_id, today=issued_on + 2 * DAY
            )
    _answer(story)
    _ask(story)
    _propose_sites(story, issued_on)
    actions.relight(programme_id=story.programme_id, today=story.today)


def _areas(story: Story) -> list[Commitment]:
    rows = Commitment.objects.filter(programme_id=story.programme_id, kind=CommitmentKind.TASK.value)
    return list(rows.order_by("order"))


def _lead(story: Story) -> None:
    for commitment, name in zip(_areas(story), LEADS, strict=True):
        unit_id, followed = story.unit_ids[name], name == FOLLOWED
        set_lead(actor=story.office, commitment_id=commitment.pk, unit_id=unit_id, others_support=followed)


def _consult(story: Story, issued_on: date) -> None:
    """A week of asking: three comments, each with its verdict; everybody else has none."""
    opened, closed = issued_on - 9 * DAY, issued_on - 1 * DAY
    programme_id, office = story.programme_id, story.office
    actions.open_consultation(actor=office, programme_id=programme_id, today=opened, answers_by=issued_on - 2 * DAY)
    areas = _areas(story)
    for name, area, text, verdict, reason in COMMENTS:
        made = actions.comment(
            actor=story.of(name),
            programme_id=programme_id,
            unit_id=story.unit_ids[name],
            commitment_id=areas[area].pk,
            text=text,
            today=opened + 3 * DAY,
        )
        actions.decide(actor=office, comment_id=made, verdict=verdict, reason=reason, today=closed)
    spoken = {name for name, *_rest in COMMENTS}
    for name, unit_id in story.unit_ids.items():
        if name not in spoken and name not in QUIET:
            actions.no_comment(actor=story.of(name), programme_id=programme_id, unit_id=unit_id, today=opened + 4 * DAY)
    actions.close_consultation(actor=office, programme_id=programme_id, today=closed)


def _answer(story: Story) -> None:
    """Whatever fell due was answered and confirmed, but for two quiet bodies; a few were late, a few returned."""
    past = Occurrence.objects.filter(
        obligation__commitment__programme_id=story.programme_id, due__lt=story.today
    ).select_related("obligation__unit")
    for count, row in enumerate(past.order_by("pk")):
        name = row.obligation.unit.name
        if name in QUIET or row.due is None:
            continue
        answered = row.due + 3 * DAY if count % 23 == 5 and row.due + 3 * DAY <= story.today else row.due - 2 * DAY
        actions.answer(
            actor=story.of(name), occurrence_id=row.pk, text="已按要求完成，相关材料已存档备查。", today=answered
        )
        if count % 31 == 7:
            actions.return_(
                actor=story.office,
                occurrence_id=row.pk,
                reason="缺少完成情况的依据文件，请补充。",
                today=story.today - DAY,
            )
        elif count % 9:
            actions.confirm(actor=story.office, occurrence_id=row.pk, today=max(answered, row.due))


def _owed(story: Story, unit: str, area: int) -> Obligation:
    return Obligation.objects.get(commitment=_areas(story)[area], unit_id=story.unit_ids[unit])


def _ask(story: Story) -> None:
    """An objection, an extension and two difficulties; one of them is answered."""
    day = story.today - 6 * DAY
    actions.object_(
        actor=story.of("县住房城乡建设局"),
        obligation_id=_owed(story, "县住房城乡建设局", 7).pk,
        reason="断面水质由生态环境部门监测，我局无此职责，建议不列入。",
        today=day,
    )
    stuck = actions.raise_difficulty(
        actor=story.of("枫溪镇"),
        obligation_id=_owed(story, "枫溪镇", 6).pk,
        text="两处危桥改造需跨镇协调施工便道，请交通部门牵头商定。",
        wanted=story.today + 10 * DAY,
        needed_from=story.unit_ids["县交通运输局"],
        today=day,
    )
    actions.assign(
        actor=story.office,
        petition_id=stuck,
        unit_id=story.unit_ids["县交通运输局"],
        text="请于三日内答复。",
        today=day + DAY,
    )
    solved = actions.raise_difficulty(
        actor=story.of("云门镇"),
        obligation_id=_owed(story, "云门镇", 4).pk,
        text="文化驿站房屋产权不清，无法办理移交。",
        wanted=story.today,
        needed_from=story.unit_ids["县财政局"],
        today=day - 10 * DAY,
    )
    actions.answer_difficulty(
        actor=story.office, petition_id=solved, text="经会商，由县财政局直接划转使用。", today=day
    )


def _propose_sites(story: Story, issued_on: date) -> None:
    """Two or three sites of every category, most of them cultivated, some inspected."""
    hosts = [name for name, _kind in townships()]
    rows = SiteCategory.objects.filter(scheme__programme_id=story.programme_id).order_by("order")
    for place, category in enumerate(rows):
        for nth in range(2 + place % 2):
            host = hosts[(place * 3 + nth * 7) % len(hosts)]
            site_id = actions.propose_site(
                actor=story.office,
                programme_id=story.programme_id,
                category_id=category.pk,
                host_id=story.unit_ids[host],
                name=f"{host}{SITES[place % len(SITES)]}",
                profile="基础条件较好，制度和台账齐全，愿意先行建设。",
                today=issued_on + 2 * DAY,
            )
            for verb in ("cultivate", "inspect")[: (place + nth) % 3]:
                actions.move_site(actor=story.office, site_id=site_id, verb=verb, today=issued_on + 9 * DAY)
