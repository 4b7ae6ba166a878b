"""Every role at every address: who gets in where, held against a table that a person has read."""

import contextlib
import os

import pytest
from django.contrib import auth
from django.http import HttpResponse
from django.template import loader
from django.urls import reverse

from passerelle.closing import actions as closing
from passerelle.core import faults
from passerelle.core.actor import Actor
from passerelle.network import actors
from passerelle.network.actors import grants_of
from passerelle.network.models import Project
from tests.security import matrix, offered, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WHOLE: list[bool] = []


@pytest.fixture(scope="module", autouse=True)
def refusals_are_shown_once():
    """Thousands of answers are the same page of refusal: each visitor gets it whole once, then only its status."""
    shown, whole = set(), faults.render

    def render(request, template, *context, status):
        here = (template, request.user.pk)
        if here in shown and status in (403, 404):
            return HttpResponse(status=status)
        shown.add(here)
        return whole(request, template, *context, status=status)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faults, "render", render)
        yield


@pytest.fixture(scope="module", autouse=True)
def pages_are_written_once():
    """Whether somebody gets a page is decided before it is written: at each address the first gets it whole.

    Tests that read what is on a page ask with `whole()` around it.
    """
    written_out, write = set(), loader.render_to_string

    def render(template, context=None, request=None, using=None):
        here = (str(template), request and request.path)
        if here in written_out and not WHOLE:
            return ""
        written_out.add(here)
        return write(template, context, request, using)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "render_to_string", render)
        yield


@contextlib.contextmanager
def whole():
    """Within it every page is written out."""
    WHOLE.append(True)
    yield
    WHOLE.pop()


@pytest.fixture(scope="module", autouse=True)
def who_asks_is_looked_up_once():
    """Whose account and which appointments stand behind a session: a third of the time of ten thousand answers."""
    accounts, grants = {}, {}
    look_up, grants_of_account = auth.get_user, actors.grants_of

    def account(request):
        key = request.session.session_key
        if key not in accounts:
            accounts[key] = look_up(request)
        return accounts[key]

    def appointments(person):
        if person not in grants:
            grants[person] = grants_of_account(person)
        return grants[person]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auth, "get_user", account)
        patch.setattr(actors, "grants_of", appointments)
        yield


def asked_for(sample):
    """Every address with its row in the table; one of a record in another state too has a row for each."""
    there = [one for one in matrix.addresses() if one[0] != "account_logout"]  # it would end the visit
    usual = {pattern: matrix.address(name, pattern, sample) for name, pattern in there}
    states = samples.in_another_state()
    for name, pattern in there:
        key = f"{name}({','.join(pattern.pattern.regex.groupindex)})"
        yield key, usual[pattern]
        for state, own in states:
            where = matrix.address(name, pattern, {**sample, **own})
            if where != usual[pattern]:
                yield f"{key} {state}", where


@pytest.fixture(scope="module")
def found(demo, sit_down):
    """What stands behind each visitor; by row of the table its address and the answers; the heads of each answer."""
    sample = samples.samples()
    clients = {visitor: sit_down(visitor) for visitor in matrix.VISITORS}
    rows, heads = {}, {}
    for key, where in asked_for(sample):
        answers = {visitor: clients[visitor].get(where) for visitor in matrix.VISITORS}
        rows[key] = (where, [matrix.in_a_word(answer, where) for answer in answers.values()])
        heads |= {(key, visitor): answer.headers for visitor, answer in answers.items()}
    return clients, rows, heads


def written(rows):
    head = ["address", *(v or "public" for v in matrix.VISITORS)]
    lines = [head, *([name, *answers] for name, (_where, answers) in sorted(rows.items()))]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return (
        "\n".join(
            "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines
        )
        + "\n"
    )


def test_every_role_gets_what_the_table_says_at_every_address(found):
    _clients, rows, _heads = found
    if os.environ.get("MATRIX") == "write":
        matrix.TABLE.write_text(written(rows), encoding="utf-8")
    assert written(rows) == matrix.TABLE.read_text(encoding="utf-8")


def test_where_looking_is_refused_so_is_writing(found):
    clients, rows, _heads = found
    for name, (where, answers) in rows.items():
        for visitor, seen in zip(matrix.VISITORS, answers, strict=True):
            if seen != matrix.OPEN:
                assert matrix.answer(clients[visitor], where, "post") != matrix.OPEN, (name, visitor)


def test_nobody_enters_the_working_space_of_another_project(found):
    clients, _rows, _heads = found
    other = Project.objects.exclude(acronym="RIVAGES").get(invented=True)
    elsewhere = {**samples.samples(), "project": other.code, **samples.of_project(other)}
    at_work = set(
        other.appointments.filter(active=True, person__account__demo=True).values_list("role", flat=True)
    )
    strangers = [v for v in matrix.VISITORS[2:] if v not in at_work]  # administrators look after all projects
    assert strangers
    for name, pattern in matrix.addresses():
        if not name.startswith("desk_") or "code" not in pattern.pattern.regex.groupindex:
            continue
        if "person" in name or "message" in name or name.startswith(matrix.NETWORK_WIDE):
            continue
        where = matrix.address(name, pattern, elsewhere)
        for visitor in strangers:
            assert matrix.answer(clients[visitor], where) != matrix.OPEN, (name, visitor)


@pytest.mark.parametrize("visitor", ["lead_coordinator", "local_coordinator"])
def test_a_closed_project_offers_nothing_that_it_refuses(found, visitor):
    """Everything can be read, and no button or link leads to what is refused when it is pressed."""
    clients, rows, _heads = found
    project = Project.objects.get(acronym="RIVAGES")
    lead = project.appointments.filter(role="lead_coordinator").order_by("since").first()
    closing.close_project(Actor(person=lead.person_id, grants=grants_of(lead.person_id)), project)
    refused, read = [], 0
    for name, (where, _answers) in rows.items():
        ours = name.startswith("desk_") and list(offered.screens_at(where, project))
        with whole():
            page = clients[visitor].get(where) if ours else None
        if page is None or page.status_code != 200 or "html" not in page.headers["Content-Type"]:
            continue
        pressed = [(to, one.on_closed) for to, one in offered.buttons(page, where, project)]
        opened = [(to, not one.changes) for to, one in offered.links(page, where, project)]
        refused += [(name, to) for to, works in (*pressed, *opened) if not works]
        read += bool(opened)
    assert refused == []
    assert read > 20


def test_no_browser_keeps_a_page_of_somebody_signed_in(found):
    """Officers' pages and public ones alike: the next person at the computer finds nothing in the browser."""
    _clients, rows, heads = found
    for name in rows:
        assert heads[name, "lead_coordinator"]["Cache-Control"] == "no-store", name


def test_every_page_says_what_the_browser_may_load(found):
    _clients, _rows, heads = found
    for head in heads.values():
        policy = head["Content-Security-Policy"]
        assert "default-src" in policy
        assert "unsafe" not in policy


def test_the_public_sees_no_desk_in_its_own_language(found):
    clients, _rows, _heads = found
    for language in ("en", "fr", "it", "sv", "ar"):
        path = reverse("desk").replace("/en/", f"/{language}/")
        assert clients[None].get(path).status_code == 302
