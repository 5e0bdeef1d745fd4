"""Demonstration sites: categories with quotas, and the sites themselves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luoshi.files.models import Blob
from luoshi.plans.models import Passage
from luoshi.programme.models.programmes import Programme
from luoshi.programme.rules import SiteState
from luoshi.tenancy.models import Jurisdiction
from luoshi.units.models import Unit


class SiteScheme(models.Model):
    """A structure of demonstration sites: categories with a quota each and a total over them."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="site_schemes")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    total = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["programme", "order"]

    def __str__(self) -> str:
        return self.name


class SiteCategory(models.Model):
    """A kind of demonstration site and how many of it there should be."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    scheme = models.ForeignKey(SiteScheme, on_delete=models.CASCADE, related_name="categories")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    quota_min = models.PositiveIntegerField(null=True)
    quota_max = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["scheme", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "name"], name="a_category_of_sites_is_named_once"),
            models.CheckConstraint(
                name="a_quota_of_sites_is_a_range",
                condition=models.Q(quota_min__isnull=True)
                | models.Q(quota_max__isnull=True)
                | models.Q(quota_max__gte=models.F("quota_min")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A demonstration site (示范点) of a category, with the body that keeps it. A category fixes its programme."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(SiteCategory, on_delete=models.PROTECT, related_name="sites")
    host = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    profile = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in SiteState], default="candidate")
    state_on = models.DateField()
    state_reason = models.CharField(max_length=300, blank=True)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["category", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category", "name"], name="a_site_of_a_category_is_named_once"),
            models.CheckConstraint(
                name="a_site_is_in_a_known_state", condition=models.Q(state__in=[s.value for s in SiteState])
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SitePicture(models.Model):
    """A picture of a site: of a place, with what it shows in words. What the office withdrew comes back by it alone."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="pictures")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=200)
    taken_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by_office = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["site", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "blob"], name="a_site_shows_a_picture_once"),
        ]

    def __str__(self) -> str:
        return self.caption
