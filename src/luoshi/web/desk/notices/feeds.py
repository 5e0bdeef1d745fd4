"""The calendar of an account, fetched by a program that holds its address and no cookie."""

from __future__ import annotations

import hashlib
import logging
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext, ngettext, override
from django.views.decorators.http import require_safe

from luoshi.kernel.errors import NotFound
from luoshi.notices.queries import account_of_feed
from luoshi.render.calendar_file import MEDIA_TYPE, Whole, write
from luoshi.reporting.queries import Dates, dates
from luoshi.tenancy.queries import today as day_of

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """How many are due on which day, and a link. 404 for an address that is none, 503 where the rows are out of reach:
    a calendar program shows a 500 for days.
    """
    try:
        content = _content(token, site_address(request) + reverse("inbox"))
    except NotFound:
        return HttpResponse("not found\n", status=404, content_type="text/plain")
    except DatabaseError:
        log.exception("a calendar could not be made")
        return HttpResponse("try again later\n", status=503, content_type="text/plain", headers={"Retry-After": "600"})
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["ETag"], response["Cache-Control"] = etag, "private, max-age=900"
    response["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=etag, response=response) or response


def site_address(request: HttpRequest) -> str:
    """What an address of this site begins with: as it is set, else as it was asked for."""
    return settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")


def _content(token: str, link: str) -> bytes:
    account, number = account_of_feed(token)
    today = day_of(account.jurisdiction)
    with override(settings.LANGUAGE_CODE):
        days = _days(dates(account.jurisdiction_id, account.pk, today), number)
        return write(gettext("Luoshi: reports that wait"), days, url=link, stamped=today)


def _days(found: Dates, number: int) -> list[Whole]:
    days = [
        Whole(_key(day, number), day, ngettext("%(n)d report due", "%(n)d reports due", count) % {"n": count})
        for day, count in found.due
    ]
    if found.overdue:
        late = ngettext("%(n)d report overdue", "%(n)d reports overdue", found.overdue) % {"n": found.overdue}
        days.insert(0, Whole(f"overdue-{number}@luoshi", found.overdue_on, late))
    return days


def _key(day: date, number: int) -> str:
    return f"due-{day:%Y%m%d}-{number}@luoshi"
