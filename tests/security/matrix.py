"""Every role at every address: what the house answers. `python -m pytest tests/security/test_matrix.py` holds it.

To accept a change after reading it: `MATRIX=write python -m pytest tests/security/test_matrix.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from passerelle.network.roles import Role

TABLE = Path(__file__).with_name("matrix.txt")
VISITORS: tuple[str | None, ...] = (None, *(role.value for role in Role))
OPEN, SIGN_IN, REFUSED, HIDDEN = "open", "sign in", "no", "hidden"
AGAIN = "again"  # signed in, and asked once more who they are


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Every named pattern of the site with its name; a pattern without a name has no business here."""
    yield from _walk(get_resolver().url_patterns)


def _walk(patterns: list[Any]) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns)
        else:
            yield (one.name or f"unnamed {one.pattern}"), one


# Addresses whose code is of something other than a project, a person or a message, by how their names begin.
CODES = {
    # Before those of questions, whose names begin alike.
    "desk_questionnaires": "project",
    "desk_questionnaire": "questionnaire code",
    "desk_asking": "asking code",
    "answers_give": "asking code",
    "desk_theme_": "theme code",
    "desk_theme": "theme code",
    "desk_aim": "aim code",
    "desk_evidence": "aim code",
    "desk_organisation": "organisation code",
    "desk_city": "city code",
    "city": "city code",
    "desk_figure": "figure code",
    "desk_tie": "tie code",
    "desk_measure": "measure code",
    "desk_reliance_settle": "reliance code",
    "desk_term": "term code",
    "desk_reports": "project",
    "desk_report_new": "project",
    "desk_report": "report code",
    "desk_breakdowns": "project",
    "desk_breakdown_begin": "project",
    "desk_breakdown": "breakdown code",
    "desk_gatherings": "project",
    "desk_gathering": "gathering code",
    "desk_registration": "gathering code",
    "gathering": "gathering code",
    "desk_attendance": "gathering code",
    "desk_heads": "gathering code",
    "desk_type_in": "gathering code",
    "desk_sheet_picture": "list code",
    "desk_sheet_remove": "list code",
    "door": "door code",
    "desk_series": "series code",
    "desk_questions": "project",
    "desk_campaigns": "project",
    "desk_campaign_number": "number code",
    "desk_campaign": "campaign code",
    "desk_processes": "project",
    "desk_process": "process code",
    "desk_question": "question code",
    "desk_result_new": "project",
    "desk_result": "result code",
    "desk_indicators": "project",
    "desk_indicator_new": "project",
    "desk_indicator": "indicator code",
    "desk_hand_figure_enter": "indicator code",
    "desk_hand_figure": "hand figure code",
    "desk_snapshots": "project",
    "desk_snapshot": "snapshot code",
    "desk_compared_new": "project",
    "desk_compared": "compared code",
    "desk_answer": "compared code",
}

# What belongs to no project: the taxonomy, cities and what is known of them.
NETWORK_WIDE = ("desk_theme", "desk_city", "desk_figure", "desk_measure", "desk_tie", "desk_term")


def address(name: str, pattern: URLPattern, sample: dict[str, Any]) -> str:
    """One address for a pattern. Raises KeyError when nobody said what stands for an argument."""
    arguments = {}
    about_news, about_item = name.startswith(("news_", "desk_news_")), name.startswith("desk_item")
    for argument in pattern.pattern.regex.groupindex:
        if about_news and f"news {argument}" in sample:
            arguments[argument] = sample[f"news {argument}"]
        elif (
            argument != "code"
            and (about := f"{name.removeprefix('desk_').partition('_')[0]} {argument}") in sample
        ):
            arguments[argument] = sample[about]
        elif about_item and f"item {argument}" in sample:
            arguments[argument] = sample[f"item {argument}"]
        elif argument == "code" and (about := next((c for n, c in CODES.items() if name.startswith(n)), "")):
            arguments[argument] = sample[about]
        elif argument == "code":
            own = ("person", "message", "entry", "pile", "kept", "comment")
            kind = next((k for k in own if k in name), "project")
            kind = "sheet" if name.startswith("desk_table") else kind
            kind = "item" if about_item else kind
            arguments[argument] = sample[kind]
        else:
            arguments[argument] = sample[argument]
    with translation.override("en"):
        return reverse(name, kwargs=arguments)


def answer(client: Client, where: str, method: str = "get") -> str:
    """What one visitor gets at one address, in a word."""
    return in_a_word(getattr(client, method)(where), where)


def in_a_word(response: HttpResponse, where: str) -> str:
    """What an answer amounts to. where: its address, for the message when our own code fails there."""
    if (
        response.status_code == 302
        and "/sign-in/" in response.headers["Location"]
        and "next=" in response.headers["Location"]
    ):
        door = response.headers["Location"].partition("?")[0]
        return AGAIN if "/sign-in/again/" in door else SIGN_IN
    if response.status_code in (403, 405):
        return REFUSED
    if response.status_code == 404:
        return HIDDEN
    assert response.status_code < 500, f"{where}: {response.status_code}"
    return OPEN
