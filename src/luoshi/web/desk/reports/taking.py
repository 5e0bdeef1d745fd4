"""A file of a form of evidence, taken in; one that waits in quarantine is settled by the same form, sent again."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from luoshi.files.actions import Sent, Settling, Taken
from luoshi.files.actions import take as take_file
from luoshi.kernel.errors import Conflict
from luoshi.tenancy.rules import Actor
from luoshi.web.desk.reports.evidence_forms import Evidence

PIECE = 256 * 1024  # bytes that are read at once


def take(actor: Actor, form: Evidence) -> Taken | None:
    """Keep the file of a form of evidence; None where there is none. Raises ``Invalid`` as ``files.actions.take``.

    Where a form came back for a file that waits, another file may be chosen in its place: that has a key of its own,
    and the first one goes on waiting; the form goes on with the other one.
    """
    values = form.cleaned_data
    file, how = values["file"], Settling(values["masking"], values["sure"])
    if file is None and not (values["sent"] or how.masking or how.sure):
        return None
    sent = Sent(values["upload"], file.name or "" if file else "", file.size if file else None)
    if file is None:
        return take_file(actor=actor, sent=sent, pieces=None, how=how, now=timezone.now())
    try:
        return take_file(actor=actor, sent=sent, pieces=file.chunks(PIECE), how=how, now=timezone.now())
    except Conflict as error:
        if error.code != "upload-key-used":
            raise
        sent = replace(sent, key=form.of_another_file())
        return take_file(actor=actor, sent=sent, pieces=file.chunks(PIECE), how=how, now=timezone.now())
