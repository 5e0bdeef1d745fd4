"""Bodies, their names, groups of them, and the accounts that work for them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.tenancy.models import Account, Jurisdiction
from luoshi.tenancy.rules import HELD
from luoshi.units.rules import UnitKind


class Unit(models.Model):
    """A body. Days of validity are inclusive; none means without limit. ``edit`` counts changes, for stale forms."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in UnitKind])
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["jurisdiction", "name"],
                condition=models.Q(valid_to__isnull=True),
                name="one_body_of_a_name_at_a_time",
            ),
            models.CheckConstraint(
                name="a_body_ends_after_it_begins",
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="a_body_is_of_a_known_kind", condition=models.Q(kind__in=[kind.value for kind in UnitKind])
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitSuccession(models.Model):
    """A body that came after another one (merged, split), since a day. The older one has ended the day before."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="precessions")
    since = models.DateField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="a_body_follows_another_once"),
            models.CheckConstraint(
                name="no_body_follows_itself", condition=~models.Q(predecessor=models.F("successor"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.since})"


class UnitName(models.Model):
    """Another name of a body: as people shorten it, as it was called before."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="an_alias_means_one_body"),
        ]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A collective that plans name as one: 各乡镇（街道）. ``confirmed`` once the office has looked at its members."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=120)
    order = models.PositiveIntegerField(default=0)
    confirmed = models.BooleanField(default=False)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="one_group_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupName(models.Model):
    """Another name of a group: 各镇街 for 各乡镇（街道）."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="an_alias_means_one_group"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A body in a group, from a day to a day."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="in_groups")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "unit"],
                condition=models.Q(valid_to__isnull=True),
                name="a_body_is_once_in_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.unit_id}"


class Membership(models.Model):
    """What an account is for a body."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in HELD])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "unit", "role"], name="a_role_is_held_once"),
            models.CheckConstraint(name="a_role_is_known", condition=models.Q(role__in=[role.value for role in HELD])),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.role} ({self.unit_id})"
