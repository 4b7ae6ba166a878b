"""Somebody changes a project in the very moment in which its lead closes it."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from passerelle.closing import actions
from passerelle.core import closed
from passerelle.language.models import TextVersion
from passerelle.network import actions as network
from passerelle.network.models import Project

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def pressed(living, monkeypatch):
    """(the project, how many texts there were when it was closed, what failed)"""
    project, lead = living()
    looked, gone = threading.Event(), threading.Event()
    plain, failed, seen = closed.refuse, [], []

    def slow(*asked):
        """Is it closed? No; and before the change is written, somebody closes it, if they can."""
        plain(*asked)
        if threading.current_thread() is changing:
            looked.set()
            gone.wait(timeout=0.5)

    def change():
        try:
            network.write_page(lead, project, "Written at the last moment.", language="fr", base=1)
        except Exception as problem:
            failed.append(problem)
        finally:
            looked.set()
            connections.close_all()

    def close():
        try:
            looked.wait(timeout=5)
            actions.close_project(lead, project)
            seen.append(TextVersion.objects.count())
        except Exception as problem:
            failed.append(problem)
        finally:
            gone.set()
            connections.close_all()

    monkeypatch.setattr(closed, "refuse", slow)
    changing, closing = threading.Thread(target=change), threading.Thread(target=close)
    changing.start()
    closing.start()
    changing.join()
    closing.join()
    return project, seen, failed


def test_what_slips_in_is_there_before_the_project_is_closed(pressed):
    """What was read on the day it was closed is what is read ever after."""
    project, seen, failed = pressed
    assert failed == []
    assert Project.objects.get(pk=project.pk).closed_at is not None
    assert seen == [TextVersion.objects.count()]


def test_two_who_close_at_once_close_it_once(living):
    project, lead = living()
    both, failed = threading.Barrier(2, timeout=5), []

    def close():
        both.wait()
        try:
            actions.close_project(lead, project)
        except Exception as problem:
            failed.append(str(problem))
        finally:
            connections.close_all()

    each = [threading.Thread(target=close) for _ in range(2)]
    for one in each:
        one.start()
    for one in each:
        one.join()
    assert failed == ["This project is closed already."]
