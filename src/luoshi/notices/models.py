"""The tables of the outbox, the calendars that fetch by themselves, and the county's list of days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.notices.rules import Channel, DeliveryState, Outcome
from luoshi.tenancy.models import Account, Jurisdiction


class CalendarDay(models.Model):
    """What a county says of one day: worked or not, whatever the nation's list says (县庆, the year that is not listed
    yet).
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="calendar_days")
    day = models.DateField()
    works = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "day"], name="a_day_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {'+' if self.works else '-'} {self.name}"


class MailSetting(models.Model):
    """Whether an account wants mail, and the office's mailbox that it goes to. Without a row there is none."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    mailbox = models.CharField(max_length=120, blank=True)
    wanted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mail_goes_to_a_mailbox", condition=models.Q(wanted=False) | ~models.Q(mailbox="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.wanted}"


class Feed(models.Model):
    """A calendar address of an account. Only a digest of its token is kept; an ended one opens nothing."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(ended_at__isnull=True),
                name="an_account_has_one_calendar_address",
            ),
        ]

    def __str__(self) -> str:
        return f"feed of {self.account_id}"


class Round(models.Model):
    """That the messages of a kind were made for a day; written with them, so that nobody makes them twice."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    day = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "kind", "day"], name="a_round_is_made_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Message(models.Model):
    """One message to an account: catalogue messages and the counts that fill their places, never content.

    ``key`` is unique, so that the same thing is not said twice. ``body`` holds one catalogue message a line, ``path``
    is where the site tells more; after ``until`` the message is of no use and is tried no more.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80, unique=True)
    day = models.DateField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    params = models.JSONField(default=dict)
    path = models.CharField(max_length=200)
    queued_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-queued_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["account", "-queued_at"], name="messages_of_an_account")]

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """A message on one channel. ``claimed_at`` is when a worker took it, ``attempts`` how often one did; ``next_at`` is
    None once nothing more is to be done.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in DeliveryState], default=DeliveryState.WAITING.value
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["message", "channel"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "channel"], name="a_message_goes_once_by_a_channel"),
            models.CheckConstraint(
                name="what_waits_has_a_time",
                condition=~models.Q(state=DeliveryState.WAITING.value) | models.Q(next_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "next_at"], name="deliveries_that_are_due")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel}: {self.state}"


class Attempt(models.Model):
    """One try: when, how it ended, and the server's words where it failed."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(
        max_length=12, choices=[(o.value, o.value) for o in Outcome], default=Outcome.BEGUN.value
    )
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["delivery", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "number"], name="tries_are_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.number}: {self.outcome}"
