"""The public pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from luoshi.demonstration import queries as demonstration
from luoshi.kernel.errors import UnreadableFile
from luoshi.outline.read import read_plan
from luoshi.tenancy import queries as tenancy
from luoshi.web import context
from luoshi.web.addresses import back
from luoshi.web.language import COOKIE, YEAR
from luoshi.web.portal import own_plan, start_page
from luoshi.web.portal.forms import PlanFile, SignIn
from luoshi.web.reading.found import reading_of
from luoshi.web.seats import seat_of
from luoshi.web.signing import UNSENT
from luoshi.web.uploads import too_large


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, how the demonstration stands, and a place to drop one's own plan."""
    return render(request, "web/portal/start.html", {"form": PlanFile(), "state": start_page.state(seat_of(request))})


@login_not_required
@never_cache
def read(request: HttpRequest) -> HttpResponse:
    """Read a visitor's plan beside its source; nothing is kept."""
    _only_in_a_demonstration()
    if request.method != "POST":
        return render(request, "web/portal/choose.html", {"form": PlanFile()})
    form = PlanFile(request.POST, request.FILES)
    if too_large(request):
        form.say_too_large()
        return render(request, "web/portal/choose.html", {"form": form}, status=413)
    try:
        shown = _shown(form) if form.is_valid() else None
    except UnreadableFile as error:
        form.add_error("file", error.in_words(get_language() or ""))
        shown = None
    if shown is None:
        return render(request, "web/portal/choose.html", {"form": form}, status=422)
    return render(request, "web/portal/read.html", shown)


def _shown(form: PlanFile) -> dict[str, object]:
    file = form.cleaned_data["file"]
    plan = read_plan(file.read(), name=file.name)
    return {"reading": reading_of(plan), "name": file.name, "sealed": own_plan.seal(plan, file.name)}


@login_not_required
@require_POST
def read_table(request: HttpRequest, form: str) -> HttpResponse:
    """The table of the plan that the page carries."""
    _only_in_a_demonstration()
    return own_plan.table(request.POST.get("sealed", ""), form).response()


@login_not_required
@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a name and a password."""
    form = SignIn(request, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.account_id is not None:
        login(request, tenancy.account(form.account_id))
        return back(request, "home")
    status = 422 if form.errors else 200
    wanted = request.POST.get("next") or request.GET.get("next", "")
    shown = {"form": form, "wanted": wanted, "unsent": UNSENT in request.GET}
    return render(request, "web/portal/sign_in.html", shown, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return back(request)


@login_not_required
@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    """Sit down on another chair of the demonstration, without a password."""
    _only_in_a_demonstration()
    login(request, demonstration.account(request.POST.get("role", "")))
    return back(request, "home")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on."""
    response = back(request)
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(COOKIE, wanted, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


@login_not_required
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Another paper, another spacing."""
    response = back(request)
    for name, choices in (("theme", context.THEMES), ("density", context.DENSITIES)):
        wanted = request.POST.get(name)
        if wanted is not None and wanted in dict(choices):
            response.set_cookie(name, wanted, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


def _only_in_a_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise Http404
