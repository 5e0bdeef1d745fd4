"""The journal. A line is written once and never changed."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models

from luoshi.tenancy.models import Account, Jurisdiction


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove a line: a mistake in the program, never a user's."""


class Lines(models.QuerySet["Entry"]):
    """Lines of the journal; they can be read and added."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(f"a journal line cannot be updated ({', '.join(kwargs)})")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        raise AppendOnlyError("journal lines cannot be updated")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("journal lines cannot be deleted")


class Entry(models.Model):
    """One verb that was done: actor, subject by kind and id as text, old and new values."""

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="journal", db_index=False)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)

    objects = Lines.as_manager()

    class Meta:
        ordering: ClassVar = ["jurisdiction", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "sequence"], name="journal_lines_are_numbered_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["jurisdiction", "subject_kind", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject_kind} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line; refuse to write an old one again."""
        if not self._state.adding:
            raise AppendOnlyError("a journal line cannot be changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse."""
        raise AppendOnlyError("a journal line cannot be deleted")
