"""What this room tells the house."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from passerelle.breakdowns import policies, queries, reading
from passerelle.core.rooms import Column, Exportable, OpenTable, Room, Tab


def _rows(project: UUID) -> Iterator[dict[str, Any]]:
    return reading.open_rows(reading.all_told(project, queries.public_of([project])))


def _pages(project: UUID) -> list[str]:
    found = list(queries.public_of([project]))
    if not found:
        return []
    address = [found[0].project.code, found[0].project.slug]
    tables = [reverse("project_taking_part_table", args=[*address, one.code, "csv"]) for one in found]
    return [reverse("project_taking_part", args=address), *tables]


room = Room(
    name="breakdowns",
    label=_("Who takes part"),
    tabs=(Tab(_("Who takes part"), "desk_breakdowns", policies.may_see_all, order=28),),
    exportables=(
        Exportable("breakdowns.Breakdown"),
        Exportable("breakdowns.Released"),
        Exportable("breakdowns.Residents"),
    ),
    pages_of=_pages,
    open_data=(
        OpenTable(
            "taking-part",
            _("Who took part, in rounded numbers"),
            (
                Column("breakdown", _("Code of the breakdown.")),
                Column("counted", _("What is counted: heads, or people counted once.")),
                Column("until", _("Last quarter that is counted, such as 2027-Q2.")),
                Column("by", _("By which attributes, with blanks between; empty for the total.")),
                Column("values", _("Their values, in the same order.")),
                Column("number", _("The released number, a multiple of what it is rounded to.")),
                Column("margin", _("By how many people it is off at most, in 95 of 100 cases.")),
                Column("rounded_to", _("What all numbers are multiples of.")),
            ),
            _rows,
        ),
    ),
)
