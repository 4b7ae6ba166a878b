"""Reads go through models, actions and queries; nowhere else does a screen ask for everything."""

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "passerelle"
# Where rows may be read without a scope, and why.
ALLOWED = {
    "models.py": "what is always true of a noun",
    "actions.py": "every change, under its own policy",
    "queries.py": "every read that leaves a room, cut to the actor",
    "jobs.py": "the house itself at work",
    "actors.py": "loads the grants that every scope is cut by",
    "policies.py": "asks whether two people work together",
    "room.py": "what the house itself collects: portraits, recipients, upkeep",
    "erasure.py": "the work of the action erase_person",
    "recovery.py": "the work of the actions on printed codes",
    "factors.py": "actions on one's own passkeys and app",
    "presence.py": "actions on one's own sessions and devices",
    "ties.py": "actions on one's own sign-in elsewhere",
    "beginning.py": "the action that begins a network, before anybody can be asked",
    "adapter.py": "finds the account that signs in, for allauth",
    "portrait.py": "everything about one person, for that person",
    "keepings.py": "the rules of the retention clock, which looks at everything",
    "schedule.py": "the work of the actions that move deadlines by rule",
    "reminding.py": "finds who acts for an organisation, among items the actor has been shown",
    "gaps.py": "counts for whoever leads, under its own policy",
    "themes.py": "queries of a vocabulary that is everybody's",
    "goals.py": "queries on aims the actor has been shown, and the house's own look for orphans",
    "cities.py": "queries of figures that are everybody's",
    "measures.py": "queries of figures that are everybody's",
    "controllers.py": "who answers for which data, which everybody concerned is told",
    "beside.py": "what stands beside a project that the reader has been shown",
    "open_data.py": "tables of a project that are everybody's to reuse",
    "copying.py": "pages as anybody sees them, for the copy of a closed project",
    "listing.py": "the work of a query too long for its file",
}
# The house, its data, its commands, and folders of actions.
FREE = ("core/", "demo/", "config/", "language/", "commands/", "/actions/")
SCOPED = {"visible_to", "unscoped", "none"}


def breaches():
    for file in SOURCE.rglob("*.py"):
        place = file.relative_to(SOURCE).as_posix()
        if file.name in ALLOWED or "migrations" in place or any(free in place for free in FREE):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr == "objects"
                and node.attr not in SCOPED
            ):
                yield f"{place}:{node.lineno} .objects.{node.attr}"


def test_no_screen_reads_past_its_actor():
    assert list(breaches()) == []
