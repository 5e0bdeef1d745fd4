"""The page of the own notices."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.kernel.errors import Invalid
from luoshi.notices import actions, queries
from luoshi.web.desk.notices.feeds import site_address
from luoshi.web.seats import my_seat


class Mail(forms.Form):
    """Whether mail is wanted, and where it goes."""

    wanted = forms.BooleanField(label=_("Send me the digest by mail"), required=False)
    mailbox = forms.CharField(
        label=_("Office mailbox"),
        max_length=120,
        required=False,
        help_text=_("The office's own mailbox. A mail holds a count and a link, no content."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """What is set, and what was sent lately."""
    actor = my_seat(request).actor
    form = Mail(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            actions.set_mail(actor=actor, **form.cleaned_data)
        except Invalid as error:
            form.add_error("mailbox", error.in_words(get_language() or ""))
        else:
            messages.success(request, gettext("Your notices are set."))
            return redirect("own-notices")
    return _page(request, form)


@never_cache
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new calendar address; it is shown once, in the answer itself, and only its digest is kept."""
    token = actions.make_feed(actor=my_seat(request).actor, now=timezone.now())
    return _page(request, None, site_address(request) + reverse("calendar", args=[token]))


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the calendar address."""
    actions.end_feed(actor=my_seat(request).actor, now=timezone.now())
    messages.success(request, gettext("The calendar address is ended; it opens nothing any more."))
    return redirect("own-notices")


def _page(request: HttpRequest, form: Mail | None, address: str = "") -> HttpResponse:
    found = queries.own_notices(my_seat(request).actor)
    form = form or Mail(initial={"wanted": found.wanted, "mailbox": found.mailbox})
    context = {"notices": found, "form": form, "address": address, "mails": actions.mail_is_set_up()}
    return render(request, "web/desk/notices/own.html", context, status=422 if form.errors else 200)
