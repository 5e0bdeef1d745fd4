"""Since when a unit could know that it is asked by a day: for rows of before, the best that is on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F
from django.utils import timezone

UNKNOWN = date(1, 1, 1)  # filled below, in the same step


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - as Django calls it
    """The day of a month is known from its first, or since the journal says that it was set; anything else is asked
    when what it asks about begins, which is as it was counted until now.
    """
    reporting, period, request = (
        apps.get_model("reporting", name) for name in ("Reporting", "ReportingPeriod", "Request")
    )
    request.objects.update(asked_on=F("opens_on"))
    period.objects.update(asked_on=F("opens_on"))
    entry = apps.get_model("audit", "Entry")
    for row in reporting.objects.all():
        told = entry.objects.filter(
            jurisdiction_id=row.jurisdiction_id,
            verb="reporting.set",
            subject_kind="programme",
            subject_id=str(row.programme_id),
        )
        days = list(_set(told.order_by("sequence").values_list("at", "old", "new")))
        reporting.objects.filter(pk=row.pk).update(
            day_since=max((on for on, day in days if day == row.day), default=None) if row.day else None
        )
        for month in period.objects.filter(programme_id=row.programme_id):
            until = [on for on, day in days if day == month.due.day and on <= month.due]
            since = max(until, default=month.opens_on)
            if since > month.opens_on:
                period.objects.filter(pk=month.pk).update(asked_on=since)
                request.objects.filter(period_id=month.pk, opens_on__lt=since).update(asked_on=since)


def _set(told: object) -> Iterator[tuple[date, int]]:
    """On which days which day of the month was set anew."""
    for at, old, new in told:  # type: ignore[attr-defined]
        if new.get("day") is not None and old.get("day") != new.get("day"):
            yield timezone.localtime(at).date(), new["day"]


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0006_evidence_passages"),
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="reporting",
            name="day_since",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="asked_on",
            field=models.DateField(default=UNKNOWN),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="request",
            name="asked_on",
            field=models.DateField(default=UNKNOWN),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="request",
            name="own",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
