"""Pages go out compressed: a phone on a slow link waits for their bytes."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Compresses pages alone. Files are sent as they are: most are compressed already, and a large one would hold a
    worker. What a page holds in secret (the token of its forms) is masked anew in each answer, and the length of an
    answer is blurred by random bytes, so that nothing can be told by it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where it is a page and the browser takes that."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
