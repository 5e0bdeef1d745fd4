"""The tenant and its accounts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Jurisdiction(models.Model):
    """A county (辖区): nothing in it is seen from another one.

    ``frozen_day`` is the day on which a demonstration stands still; a jurisdiction at work has none.
    """

    name = models.CharField(max_length=80, unique=True)
    demonstration = models.BooleanField(default=False)
    frozen_day = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="only_a_demonstration_stands_still",
                condition=models.Q(demonstration=True) | models.Q(frozen_day__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Accounts(BaseUserManager["Account"]):
    """Accounts by the name that they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account that signs in under a name."""
        return self.get(sign_in_name=username)


class Account(AbstractBaseUser):
    """Somebody who signs in: a name, a post and a way to reach the office; nothing else about a person is kept.

    ``must_change`` while the password is the one that somebody else handed over. ``edit`` counts changes, for stale
    forms.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="accounts")
    sign_in_name = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    post = models.CharField(max_length=80, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    must_change = models.BooleanField(default=False)
    edit = models.PositiveIntegerField(default=0)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
