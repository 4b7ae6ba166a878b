"""Two coordinators press the same button in the same second."""

from __future__ import annotations

import contextlib
import threading

import pytest
from django.db import connections

from passerelle.language import texts
from passerelle.language.models import Edition
from passerelle.network import actions
from tests.rooms.network.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def test_two_who_publish_at_once_both_succeed(project, monkeypatch):
    actions.write_page(HOUSE, project, "The lake.", language="en", base=0)
    both, failed = threading.Barrier(2, timeout=5), []
    plain = texts._editions

    def after_both_looked(owner):
        """What is the newest edition? Asked by both, before either has made one."""
        found = plain(owner)
        with contextlib.suppress(
            threading.BrokenBarrierError
        ):  # then the other waits for this one to be done
            both.wait(timeout=0.5)
        return found

    monkeypatch.setattr(texts, "_editions", after_both_looked)

    def publish():
        try:
            actions.publish_project(HOUSE, project)
        except Exception as problem:
            failed.append(problem)
        finally:
            connections.close_all()

    each = [threading.Thread(target=publish) for _ in range(2)]
    for one in each:
        one.start()
    for one in each:
        one.join()
    assert failed == []
    assert Edition.objects.filter(owner=project.pk, language="en").count() == 1
