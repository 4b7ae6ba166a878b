"""A list to take away: links on its page, and the table behind them, filtered and sorted as the page is.

views:      sheet(request, "network", heads, rows, table)
page:       "tables": links("desk_network_table", request)   and   {% include "parts/tables.html" %}
addresses:  re_path(r"^desk/network\\.(?P<table>csv|xlsx)$", …, name="desk_network_table")
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from passerelle.core import sheets
from passerelle.core.templatetags.look import direction


def links(name: str, request: HttpRequest, *args: Any) -> list[dict[str, str]]:
    """Links to the tables of what this address shows, all pages of it. name: of the tables' address."""
    asked = request.GET.copy()
    asked.pop("page", None)
    labels = {
        "csv": _("Download these rows as a table (CSV)"),
        "xlsx": _("Download these rows as a table (XLSX)"),
    }
    more = f"?{asked.urlencode()}" if asked else ""
    return [
        {"url": reverse(name, args=[*args, table]) + more, "label": label} for table, label in labels.items()
    ]


def sheet(name: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]], table: str) -> HttpResponse:
    """The rows as a download in the reader's writing direction. table: "csv" or "xlsx"."""
    if table == "xlsx":
        turned = direction(translation.get_language() or "en") == "rtl"
        answer = HttpResponse(sheets.as_xlsx(heads, rows, turned=turned), content_type=sheets.XLSX)
    else:
        answer = HttpResponse(sheets.as_csv(heads, rows), content_type=sheets.CSV)
    file = f"{name}-{timezone.localdate().isoformat()}.{table}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer
