"""By whom a comment came and a picture was withdrawn, and what was said of a day that has been moved since."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, OuterRef, Subquery


def keep(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - the signature is given
    """Tell it of the rows that there are; who withdrew a picture is not known, so only the office brings it back."""
    comments = apps.get_model("programme", "Comment").objects
    asked = apps.get_model("programme", "ConsultedUnit").objects.filter(pk=OuterRef("asked")).exclude(source="")
    comments.filter(Exists(asked)).update(source=Subquery(asked.values("source")[:1]))
    pictures = apps.get_model("programme", "SitePicture").objects
    pictures.filter(withdrawn_on__isnull=False).update(withdrawn_by_office=True)
    granted = apps.get_model("programme", "PetitionStep").objects.filter(
        petition__occurrence=OuterRef("occurrence"), petition__kind="extension", verb="grant", at__gt=OuterRef("at")
    )
    handlings = apps.get_model("programme", "Handling").objects
    handlings.filter(Exists(granted), reachable__isnull=False).update(overtaken=True)


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0003_progress"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="source",
            field=models.CharField(
                choices=[("page", "page"), ("table", "table"), ("office", "office")], default="page", max_length=8
            ),
        ),
        migrations.AddField(model_name="handling", name="overtaken", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="sitepicture", name="withdrawn_by_office", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
