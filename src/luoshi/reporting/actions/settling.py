"""What an office does about a returned file that waits in quarantine, whoever of the office brought it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from luoshi.files.actions import mask_upload, vouch_for_upload, withdraw_upload
from luoshi.files.queries import UploadSheet, sheet_of
from luoshi.kernel.errors import Invalid, NotFound
from luoshi.kernel.wording import _
from luoshi.reporting.models import ReturnedFile
from luoshi.reporting.queries.return_sheets import office_programme
from luoshi.tenancy.rules import Actor

SETTLING: dict[str, Callable[..., UploadSheet]] = {
    "mask": mask_upload,
    "vouch": vouch_for_upload,
    "withdraw": withdraw_upload,
}


def settle_returned(
    *, actor: Actor, programme_id: int, key: str, file_id: int, verb: str, answered: Collection[int] = ()
) -> UploadSheet:
    """Mask a file of a return, vouch for it or withdraw it; ``answered`` are the numbers (from 1) of the questions, as
    the page lists them, that were answered one by one.

    Raises ``NotFound`` (``return-not-found``, for strangers ``programme-not-found``), ``NotAllowed``, ``Invalid``
    (``file-questioned`` where a question is left open) and what the verbs of files raise.
    """
    programme = office_programme(actor, programme_id)
    rows = ReturnedFile.objects.filter(batch__programme=programme, batch__key=key, pk=file_id)
    row = rows.select_related("upload").first()
    if row is None or row.upload is None or verb not in SETTLING:
        raise NotFound("return-not-found", _("There is no such return."))
    asked = len(sheet_of(row.upload).looked.questions)
    more: dict[str, Any] = {}
    if verb != "withdraw":
        if not set(range(1, asked + 1)) <= set(answered):
            raise Invalid(
                "file-questioned",
                _("Something is asked about the file."),
                _("Tick every question that is answered with yes, or withdraw the file."),
            )
        more = {"sure": asked > 0} if verb == "mask" else {}
    return SETTLING[verb](actor=actor, key=row.upload.key, upload_id=row.upload.pk, **more)
