"""Uploads are kept in memory up to the site's limit, and dropped while they arrive above it."""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

TOO_LARGE = "luoshi.upload-too-large"


class CappedUpload(FileUploadHandler):
    """Counts what arrives; above ``settings.UPLOAD_LIMIT`` the file is read away unseen and the request is marked."""

    request: HttpRequest

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002
        META: dict[str, Any],  # noqa: N803
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        """Look at the announced length before the first byte is taken."""
        self.seen = 0
        self.meta = META
        if content_length > settings.UPLOAD_LIMIT + 65536:  # the other fields of the form
            META[TOO_LARGE] = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Leave out a file of a request that is known to be too large."""
        super().new_file(*args, **kwargs)
        if self.meta.get(TOO_LARGE):
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002
        """Pass the bytes on, or stop taking them."""
        self.seen += len(raw_data)
        if self.seen > settings.UPLOAD_LIMIT:
            self.meta[TOO_LARGE] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        """The next handler makes the file."""
        return


def too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was dropped for its size."""
    request.POST  # noqa: B018 - known once the form was parsed
    return bool(request.META.get(TOO_LARGE))
