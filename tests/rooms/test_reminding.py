"""The digest of a day: one for each account, counts and a link, and how it is delivered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from pytest_django import Settings

from luoshi.audit.models import Entry
from luoshi.cli.ticking import Ticked, tick
from luoshi.kernel.errors import Invalid, NotAllowed, NotFound
from luoshi.notices import actions as notices
from luoshi.notices import queries as notice_queries
from luoshi.notices.models import Attempt, CalendarDay, Delivery, MailSetting, Message, Round
from luoshi.notices.rules import days_from
from luoshi.programme.models import Commitment, Obligation, Occurrence, Programme
from luoshi.reporting import actions
from luoshi.reporting.actions import Said
from luoshi.reporting.models import Request
from luoshi.reporting.rules import Approval, ReportState
from luoshi.reporting.rules.reminders import Reminders
from luoshi.tenancy.models import Jurisdiction
from luoshi.tenancy.rules import Actor, Role, site_actor
from rooms.cast import TODAY, County, found_county, run_programme
from rooms.posting import SITE, Postbox, free_port, liaison, mail_server, mail_settings

pytestmark = pytest.mark.django_db

BEFORE = date(2026, 11, 24)  # the working day before the month's reports are due
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MAILBOX = "dongan@county.example"


@pytest.fixture
def programme(county: County) -> int:
    """The small programme, issued, reported on by the 25th of each month."""
    found = run_programme(county).programme_id
    actions.set_reporting(actor=county.office, programme_id=found, approval=Approval.NONE, day=25, today=TODAY)
    return found


@pytest.fixture
def pier(county: County, programme: int) -> Actor:
    return liaison(county, mailbox=MAILBOX)


@pytest.fixture
def port(settings: Settings) -> int:
    found = free_port()
    mail_settings(settings, found)
    return found


@pytest.fixture
def postbox(port: int) -> Iterator[Postbox]:
    found = Postbox()
    with mail_server(found, port):
        yield found


def remind(county: County, today: date = BEFORE, now: datetime = MORNING) -> int | None:
    return actions.remind(actor=site_actor(county.id), today=today, now=now)


def deliver(now: datetime = MORNING) -> notices.Sent:
    return actions.deliver(clock=lambda: now)


def mail() -> Delivery:
    return Delivery.objects.get(channel="mail")


def answer_all(pier: Actor) -> None:
    for row in Request.objects.filter(unit_id__in=pier.liaison_ids):
        actions.report(actor=pier, request_id=row.pk, said=Said(ReportState.COMPLETED, "已完成。"), today=BEFORE)


def test_a_digest_is_mailed_with_counts_and_a_link_and_no_content(
    county: County, pier: Actor, postbox: Postbox
) -> None:
    assert remind(county) == 1
    assert deliver().sent == 1
    (sent,) = postbox.mails
    text = f"{sent['Subject']}\n{sent.get_content()}"
    assert sent["To"] == MAILBOX
    assert f"{SITE}/inbox/" in text
    assert "待报" in text
    titles = [*Commitment.objects.values_list("title", flat=True), *Programme.objects.values_list("title", flat=True)]
    assert [title for title in titles if title in text] == []
    assert "东岸镇" not in text


def test_every_delivery_is_recorded(county: County, pier: Actor, postbox: Postbox) -> None:
    remind(county)
    deliver()
    (line,) = notice_queries.own_notices(pier).messages
    assert [(one.channel.value, one.state.value, one.attempts) for one in line.deliveries] == [
        ("mail", "delivered", 1),
        ("site", "delivered", 0),
    ]
    assert Attempt.objects.get().outcome == "sent"
    assert Entry.objects.filter(verb="reporting.remind").get().new == {"day": "2026-11-24", "digests": 1}


def test_an_account_gets_one_digest_a_day_over_all_its_units_and_programmes(county: County, pier: Actor) -> None:
    run_programme(county)
    assert remind(county) == 1
    assert remind(county) is None
    Round.objects.all().delete()  # even where the round is made once more
    remind(county)
    assert Message.objects.count() == 1


def test_nothing_is_written_to_anybody_on_a_quiet_day(county: County, pier: Actor) -> None:
    for day in (date(2026, 11, 28), date(2026, 11, 29)):
        assert remind(county, day) is None
    notices.load_days(actor=site_actor(county.id), days=days_from("2026-11-24,off,县庆"))
    assert remind(county) is None
    assert Message.objects.count() == 0


def test_a_day_without_a_reminder_has_no_digest(county: County, pier: Actor) -> None:
    assert remind(county, date(2026, 11, 23)) == 0


def test_a_programme_that_switched_its_reminders_off_reminds_nobody(
    county: County, programme: int, pier: Actor
) -> None:
    actions.set_reminders(actor=county.office, programme_id=programme, reminders=Reminders(on=False))
    assert remind(county) == 0


def test_only_the_office_of_a_programme_sets_its_reminders(county: County, programme: int, pier: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.set_reminders(actor=pier, programme_id=programme, reminders=Reminders())
    with pytest.raises(NotFound):
        actions.set_reminders(actor=found_county("临江县").office, programme_id=programme, reminders=Reminders())


def test_whoever_has_answered_is_not_reminded(county: County, pier: Actor) -> None:
    actions.open_requests(actor=county.office, today=BEFORE)
    answer_all(pier)
    assert remind(county) == 0


def test_what_was_answered_before_the_mail_went_out_is_not_sent(county: County, pier: Actor, postbox: Postbox) -> None:
    remind(county)
    answer_all(pier)
    assert deliver().withdrawn == 1
    assert (postbox.mails, mail().state) == ([], "withdrawn")


def test_a_mail_says_what_waits_when_it_goes_out(county: County, pier: Actor, postbox: Postbox) -> None:
    later = MORNING + timedelta(days=1)  # what is due on the 30th is soon, too
    remind(county, later.date(), later)
    before = Message.objects.get().params["total"]
    row = Request.objects.filter(unit_id__in=pier.liaison_ids, due=date(2026, 11, 25))[0]
    actions.report(actor=pier, request_id=row.pk, said=Said(ReportState.UNDER_WAY, "推进中。"), today=BEFORE)
    deliver(later)
    assert f"{before - 1} 件" in postbox.mails[0]["Subject"]


def test_an_obligation_whose_day_was_moved_is_reminded_by_its_new_day(county: County, pier: Actor) -> None:
    actions.open_requests(actor=county.office, today=BEFORE)
    Request.objects.filter(final=False).update(state="accepted")
    Occurrence.objects.filter(due=date(2026, 11, 30)).update(due=date(2026, 12, 15))
    assert remind(county, date(2026, 11, 30)) == 0


def test_what_is_withdrawn_is_not_reminded_of(county: County, pier: Actor) -> None:
    actions.open_requests(actor=county.office, today=BEFORE)
    Obligation.objects.update(state="withdrawn", withdrawn_on=BEFORE)
    assert remind(county) == 0


def test_what_waits_for_the_approver_is_the_approvers(county: County, programme: int, pier: Actor) -> None:
    chief = liaison(county, role=Role.APPROVER)
    actions.set_reporting(actor=county.office, programme_id=programme, approval=Approval.IN_SYSTEM, day=25, today=TODAY)
    actions.open_requests(actor=county.office, today=BEFORE)
    for row in Request.objects.filter(unit_id__in=pier.liaison_ids):
        actions.report(actor=pier, request_id=row.pk, said=Said(ReportState.COMPLETED, "已完成。"), today=BEFORE)
    assert remind(county) == 1
    assert Message.objects.get().account_id == chief.account_id


def test_a_mail_server_that_is_down_is_tried_again_later_and_then_given_up(
    county: County, pier: Actor, port: int
) -> None:
    remind(county)
    now, waits = MORNING, []
    while (row := mail()).state == "waiting":
        waits.append(int((row.next_at - now).total_seconds() // 60))
        now = row.next_at
        deliver(now)
    assert waits == [0, 1, 5, 30, 120, 720]
    assert (mail().state, mail().attempts) == ("given-up", 6)
    assert set(Attempt.objects.values_list("outcome", flat=True)) == {"unreachable"}


def test_a_server_that_comes_back_gets_what_waited(county: County, pier: Actor, port: int) -> None:
    remind(county)
    assert deliver().failed == 1
    assert deliver(MORNING + timedelta(seconds=30)).failed == 0  # not yet due again
    found = Postbox()
    with mail_server(found, port):
        assert deliver(MORNING + timedelta(minutes=1)).sent == 1
    assert [one.outcome for one in Attempt.objects.order_by("number")] == ["unreachable", "sent"]


def test_a_dead_server_costs_one_try_a_round_whatever_waits(county: County, pier: Actor, port: int) -> None:
    liaison(county, "西岸乡", "xian@county.example")
    remind(county)
    assert deliver().failed == 1
    assert sorted(Delivery.objects.filter(channel="mail").values_list("attempts", flat=True)) == [0, 1]


def test_a_mailbox_that_is_not_there_is_given_up_at_once(county: County, pier: Actor, postbox: Postbox) -> None:
    postbox.answer = "550 5.1.1 no such mailbox"
    remind(county)
    assert deliver().given_up == 1
    attempt = Attempt.objects.get()
    assert (attempt.outcome, MAILBOX in attempt.error) == ("refused", False)


def test_a_busy_server_is_asked_again(county: County, pier: Actor, postbox: Postbox) -> None:
    postbox.answer = "451 4.7.1 try again later"
    remind(county)
    deliver()
    assert (mail().state, Attempt.objects.get().outcome) == ("waiting", "failed")


def test_what_another_worker_has_claimed_is_left_to_it(county: County, pier: Actor, postbox: Postbox) -> None:
    remind(county)
    Delivery.objects.filter(channel="mail").update(state="sending", claimed_at=MORNING, attempts=1)
    assert deliver(MORNING + timedelta(minutes=5)).sent == 0
    assert postbox.mails == []


def test_the_claim_of_a_worker_that_was_killed_is_taken_back_and_the_mail_keeps_its_name(
    county: County, pier: Actor, postbox: Postbox
) -> None:
    remind(county)
    deliver()
    rows = Delivery.objects.filter(channel="mail")  # as if it had been killed after the server took the mail
    rows.update(state="sending", claimed_at=MORNING, ended_at=None, attempts=F("attempts"))
    assert deliver(MORNING + timedelta(minutes=11)).sent == 1
    assert deliver(MORNING + timedelta(minutes=30)).sent == 0
    assert len({str(one["Message-ID"]) for one in postbox.mails}) == 1
    assert len(postbox.mails) == 2


def test_yesterdays_digest_is_not_sent_today(county: County, pier: Actor, postbox: Postbox) -> None:
    remind(county)
    assert deliver(MORNING + timedelta(hours=24)).sent == 0
    assert mail().state == "given-up"


def test_without_a_mail_server_the_site_has_the_digest_and_nothing_is_tried(county: County, pier: Actor) -> None:
    remind(county)
    assert deliver().failed == 0
    assert Delivery.objects.get(channel="site").state == "delivered"
    assert mail().attempts == 0


def test_whoever_turned_mail_off_gets_none(county: County, pier: Actor, postbox: Postbox) -> None:
    remind(county)
    notices.set_mail(actor=pier, wanted=False, mailbox=MAILBOX)
    deliver()
    assert postbox.mails == []
    assert remind(county, date(2026, 11, 25), MORNING + timedelta(days=1)) == 1
    assert Delivery.objects.filter(channel="mail").count() == 1


@pytest.mark.parametrize(
    "mailbox", ["", "office", "a b@c.example", "13800138000@mail.example", "a@b.example\nBcc: x@y.z"]
)
def test_what_is_no_office_mailbox_is_refused(county: County, pier: Actor, mailbox: str) -> None:
    with pytest.raises(Invalid):
        notices.set_mail(actor=pier, wanted=True, mailbox=mailbox)
    assert MailSetting.objects.get().mailbox == MAILBOX


def test_a_message_that_would_carry_content_is_a_mistake_in_the_program(pier: Actor) -> None:
    said = notices.Said("Reports that wait: {total}", (), {"total": "增加停车泊位"})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="counts only"):
        notices.queue(
            jurisdiction_id=pier.jurisdiction_id,
            account_id=pier.account_id or 0,
            key="x",
            day=BEFORE,
            said=said,
            path="/",
            now=MORNING,
            until=MORNING,
        )


def test_a_list_of_days_is_kept_and_corrected_by_the_next_one(county: County) -> None:
    site = site_actor(county.id)
    assert notices.load_days(actor=site, days=days_from("2027-01-01,off,元旦\n2027-01-04,off")) == 2
    notices.load_days(actor=site, days=days_from("2027-01-04,working"))
    assert list(CalendarDay.objects.values_list("day__day", "works")) == [(1, False), (4, True)]
    with pytest.raises(NotAllowed):
        notices.load_days(actor=county.office, days=())


def test_an_account_sees_its_own_notices_only(county: County, pier: Actor) -> None:
    other = liaison(county, "西岸乡")
    remind(county)
    assert len(notice_queries.own_notices(other).messages) == 1
    Message.objects.filter(account_id=other.account_id).delete()
    assert notice_queries.own_notices(other).messages == ()
    with pytest.raises(NotFound):
        notice_queries.own_notices(site_actor(county.id))


def test_a_calendar_address_opens_until_it_is_renewed_or_ended(county: County, pier: Actor) -> None:
    first = notices.make_feed(actor=pier, now=MORNING)
    assert notice_queries.account_of_feed(first)[0].pk == pier.account_id
    second = notices.make_feed(actor=pier, now=MORNING)
    with pytest.raises(NotFound):
        notice_queries.account_of_feed(first)
    notices.end_feed(actor=pier, now=MORNING)
    with pytest.raises(NotFound):
        notice_queries.account_of_feed(second)


def test_a_tick_makes_reminders_from_the_hour_of_the_site_on(
    county: County, pier: Actor, postbox: Postbox, settings: Settings
) -> None:
    Jurisdiction.objects.update(demonstration=True, frozen_day=BEFORE)
    settings.REMIND_HOUR = 9
    assert tick(lambda: MORNING).digests == 0
    settings.REMIND_HOUR = 8
    done = tick(lambda: MORNING)
    assert (done.digests, done.mails.sent, len(postbox.mails)) == (1, 1, 1)
    assert tick(lambda: MORNING) == Ticked(0, notices.Sent())
