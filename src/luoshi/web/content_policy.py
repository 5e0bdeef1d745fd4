"""What a page may load and run: only what this site serves."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse


class ContentPolicy:
    """The policy of the settings (``CONTENT_SECURITY_POLICY``), composed once: no page has another, and nothing in a
    page runs by a number used once. A file that is served under a stricter one keeps that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, under the policy."""
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self._policy)
        return response
