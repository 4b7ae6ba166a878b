"""There and back: signing in with an organisation's own account, and tying it to one's account here."""

from __future__ import annotations

from typing import cast

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from requests import RequestException

from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.people import oidc, policies, ties
from passerelle.people.models import Account
from passerelle.people.throttle import may_knock
from passerelle.people.views.fresh import fresh


@screen(open_to_all=True)
def go(request: HttpRequest) -> HttpResponse:
    """Off to the issuer. A link, not a form: the browser lets no form of ours lead to another host."""
    if request.user.is_authenticated:
        return redirect("account_factors")
    return _off(request, "login")


@screen(open_to_all=True)
def back(request: HttpRequest) -> HttpResponse:
    """What the issuer sends back, checked; then the usual steps, a second factor included."""
    _must_be_on()
    if not may_knock(request, "issuer"):
        messages.error(request, _("That was a little fast. Wait a minute and try again."))
        return redirect("account_login")
    answer: HttpResponse = OAuth2CallbackView.adapter_view(oidc.Checked(request, oidc.provider_id()))(request)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@screen(may=policies.may_have_account)
@fresh
def tie(request: Visit) -> HttpResponse:
    """Tie the sign-in of one's organisation: a page with the way there."""
    _must_be_on()
    there = _off(request, "connect")
    told = {"there": there.headers.get("Location", ""), "label": settings.OIDC_LABEL}
    return there if not told["there"] else render(request, "people/tie.html", told)


@screen(may=policies.may_have_account)
@fresh
def untie(request: Visit) -> HttpResponse:
    """Untie it again; the password and the other ways stay."""
    _must_be_on()
    if request.method == "POST":
        ties.untie(request.actor, cast(Account, request.user), oidc.provider_id())
        messages.success(request, _("It is untied and opens nothing here any more."))
        return redirect("account_factors")
    return render(request, "people/untie.html", {"label": settings.OIDC_LABEL})


def _off(request: HttpRequest, process: str) -> HttpResponse:
    _must_be_on()
    provider = oidc.Issuer(request).get_provider(request, oidc.provider_id())
    try:
        return provider.redirect(request, process)
    except (RequestException, OAuth2Error):
        messages.error(request, _("The other sign-in cannot be reached. Take another way in."))
        return redirect("account_login")


def _must_be_on() -> None:
    if not oidc.is_on():
        raise Http404
