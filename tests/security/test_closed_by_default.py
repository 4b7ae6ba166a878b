"""What nobody declared is closed."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from passerelle.core.screens import screen


def undeclared(request):
    return HttpResponse("leaked")


@screen(open_to_all=True)
def declared(request):
    return HttpResponse("open")


@screen(may=lambda actor: False)
def refused(request):
    return HttpResponse("leaked")


urlpatterns = [path("a/", undeclared), path("b/", declared), path("c/", refused)]
handler403 = "passerelle.core.faults.permission_denied"


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_view_that_says_nothing_is_closed_to_everybody(client: Client, monkeypatch):
    # This urlconf has none of the addresses that the page of the fault names.
    monkeypatch.setattr("passerelle.core.faults.permission_denied", lambda *a, **k: HttpResponse(status=403))
    monkeypatch.setattr("passerelle.core.screens.redirect_to_login", lambda *a: HttpResponse(status=302))
    assert client.get("/a/").status_code == 403
    assert client.get("/b/").content == b"open"
    assert client.get("/c/").status_code == 302


def test_a_screen_without_a_policy_cannot_be_written():
    with pytest.raises(TypeError):
        screen()(undeclared)
