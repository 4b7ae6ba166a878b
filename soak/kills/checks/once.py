"""Nothing was done twice: the journal has one row for each acknowledged action, and at most one for an unanswered one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from soak.kills.checks import Before, Finding
from soak.kills.moments import Stage
from soak.kills.notebook import ACKNOWLEDGED, UNKNOWN
from soak.kills.writers import CAST

SAYS = {
    "translate": "paragraph translated",
    "edit": "paragraph changed",
    "facts": "project facts changed",
    "invite": "person invited",
    "consent": "consent given",
    "access code": "access code made",
    "publish": "project published",
    "create": "project created",
    "partners": "partners chosen",
    "erase": "person erased",
}
# What nobody signed in for: the house's reason instead of an actor.
REASONS = {
    "join": ("invitation accepted", "answer to an invitation"),
    "sign-in code": ("message posted", "sign-in"),
}
# Rows that must have exactly one journal row of this action about them.
ABOUT = {
    "language_translation": "paragraph translated",
    "network_invitation": "person invited",
    "outbox_message": "message posted",
    "people_person": "person registered",
}
NEW = {
    "language_translation": "t.author IS NOT NULL",
    "network_invitation": "true",
    # Letters and texts to pass on are written to many at once, under a word of their own.
    "outbox_message": "t.state NOT IN ('letter', 'paste')",
    "people_person": "true",
}


def check(stage: Stage, before: Before) -> Iterator[Finding]:
    """By person and kind, then by row."""
    emails = {name: email for name, email, _likes in CAST}
    asked: Counter[tuple[str, str, str]] = Counter()
    for write in stage.notebook.writes:
        if write.fate in (ACKNOWLEDGED, UNKNOWN):
            who = before.accounts.get(emails.get(write.who, ""), "")
            asked[(write.kind, who, write.fate)] += 1
    rows = Counter(
        {
            (action, actor or "", reason): count
            for action, actor, reason, count in stage.observer.rows(
                "SELECT action, actor::text, reason, count(*) FROM core_entry WHERE id > %s GROUP BY 1, 2, 3",
                [before.entries],
            )
        }
    )
    for kind, who in sorted({(kind, who) for kind, who, _fate in asked}):
        says, reason = REASONS.get(kind, (SAYS.get(kind, ""), ""))
        done = rows[(says, "" if reason else who, reason)]
        sure, perhaps = asked[(kind, who, ACKNOWLEDGED)], asked[(kind, who, UNKNOWN)]
        if not sure <= done <= sure + perhaps:
            yield {
                "what": f"{kind}: {sure} acknowledged, {perhaps} unanswered, {done} in the journal",
                "who": who,
            }
    for table, action in ABOUT.items():
        yield from _about(stage, table, action)


def _about(stage: Stage, table: str, action: str) -> Iterator[Finding]:
    """Each row of a table beside the journal rows that speak of it."""
    found = stage.observer.rows(
        f"SELECT t.id::text, count(e.id) FROM {table} t LEFT JOIN core_entry e ON e.subject = t.id::text "
        f"AND e.action = %s WHERE {NEW[table]} GROUP BY t.id HAVING count(e.id) <> 1 LIMIT 20",
        [action],
    )
    for pk, count in found:
        yield {"what": f"{table} {pk} has {count} journal rows “{action}”"}
