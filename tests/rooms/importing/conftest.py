"""A small network, its lead coordinator and an administrator, and tables they give."""

from __future__ import annotations

import io

import openpyxl
import pytest

from passerelle.core.actor import Actor
from passerelle.core.importables import Context
from passerelle.core.rooms import importables
from passerelle.importing import actions
from passerelle.network.actors import grants_of
from passerelle.network.models import Appointment
from passerelle.people import actions as people
from tests.rooms.network.conftest import (  # noqa: F401
    HOUSE,
    databases,
    lead,
    member,
    organisations,
    project,
    signed_in,
)


def workbook(*rows, merged=()):
    """The bytes of an XLSX with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lines(*rows):
    """The bytes of a CSV with semicolons."""
    return "\n".join(";".join(map(str, row)) for row in rows).encode()


@pytest.fixture
def administrator():
    person = people.register_person(HOUSE, name="Ada", email="ada@bank.example", language="en", project=None)
    Appointment.objects.create(person=person, role="administrator")
    people.create_account(HOUSE, person, "ada@bank.example", "three plain words")
    return Actor(person=person.pk, grants=grants_of(person.pk))


@pytest.fixture
def given(administrator, lead, project):  # noqa: F811
    """given("organisations", raw) -> the sheet; people go to the project, given by its lead."""

    def make(kind, raw, actor=None):
        place = None if kind == "organisations" else project.pk
        who = actor or (lead if place else administrator)
        return actions.give(who, importables()[kind], place, name="table.xlsx", raw=raw)

    return make


def seen(actor, sheet, language="en"):
    return actions.seen_by(sheet, Context(actor, language, sheet.place))


def told(look):
    """(row, field, problem's first words, proposal) of all that is wrong."""
    return [(one.row, one.field, one.value, one.instead) for one in look.wrong]
