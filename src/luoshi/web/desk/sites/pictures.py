"""Pictures of sites: sent in, served to those who may see the programme, withdrawn with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from luoshi.files.rules import PICTURE_LIMIT
from luoshi.kernel.errors import Invalid
from luoshi.programme import actions, queries
from luoshi.web.desk.sites.forms import Picture, Reasoned
from luoshi.web.desk.sites.pages import site_page
from luoshi.web.seats import my_seat
from luoshi.web.uploads import too_large


@require_POST
def add(request: HttpRequest, site_id: int) -> HttpResponse:
    """Take a picture in."""
    seat, form = my_seat(request), Picture(request.POST, request.FILES)
    if too_large(request):
        limit = {"limit": PICTURE_LIMIT // 1024 // 1024}
        form.errors.pop("file", None)
        form.add_error("file", gettext("The picture is larger than %(limit)d MB. Make it smaller.") % limit)
        return site_page(request, site_id, picture=form, status=413)
    if form.is_valid():
        try:
            actions.add_picture(
                actor=seat.actor,
                site_id=site_id,
                content=form.cleaned_data["file"].read(),
                caption=form.cleaned_data["caption"],
                taken_on=form.cleaned_data["taken_on"],
                today=seat.today,
            )
        except Invalid as error:
            form.say(error)
        else:
            messages.success(request, gettext("The picture is shown now."))
            return redirect("site", site_id)
    return site_page(request, site_id, picture=form, status=422)


@require_safe
def picture(request: HttpRequest, picture_id: int) -> HttpResponseBase:
    """The bytes, for whoever may see the programme. A browser keeps them and asks each time whether they stand."""
    opened = queries.site_picture(my_seat(request).actor, picture_id)
    tag = f'"{opened.sha256}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == tag:
        opened.content.close()
        response = HttpResponseNotModified()
    else:
        response = FileResponse(opened.content, content_type=opened.media_type)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def withdraw(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Show a picture no more."""
    seat, form = my_seat(request), Reasoned(request.POST, auto_id=f"picture_{picture_id}_%s")
    form.is_valid()
    try:
        site_id = actions.withdraw_picture(
            actor=seat.actor,
            picture_id=picture_id,
            today=seat.today,
            reason=form.cleaned_data.get("reason", ""),
        )
    except Invalid as error:
        form.say(error)
        site_id = queries.site_of_picture(seat.actor, picture_id)
        return site_page(request, site_id, reasoned=form, verb=f"picture-{picture_id}", status=422)
    messages.success(request, gettext("The picture is withdrawn; it can be shown again."))
    return redirect("site", site_id)


@require_POST
def restore(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Show a withdrawn picture again."""
    return redirect("site", actions.restore_picture(actor=my_seat(request).actor, picture_id=picture_id))
