"""No row stands alone that belongs to another: what one action makes is there together or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from soak.kills.checks import Before, Finding
from soak.kills.moments import Stage
from soak.kills.observer import Observer

ORPHANS = {
    "people without an identity": "SELECT p.id FROM people_person p LEFT JOIN people_identity i ON i.person_id = p.id "
    "WHERE i.person_id IS NULL",
    "people of this run without a place": "SELECT p.id FROM people_person p LEFT JOIN people_place l "
    "ON l.person_id = p.id WHERE l.id IS NULL AND p.erased_at IS NULL AND NOT p.id = ANY(%(old)s::uuid[])",
    "erased people whose name is still there": "SELECT p.id FROM people_person p JOIN people_identity i "
    "ON i.person_id = p.id WHERE p.erased_at IS NOT NULL AND (i.name IS NOT NULL OR i.email IS NOT NULL)",
    "projects without a title": "SELECT p.id FROM network_project p WHERE NOT EXISTS (SELECT 1 FROM language_text x "
    "JOIN language_textversion v ON v.text_id = x.id WHERE x.owner = p.id AND x.field = 'title')",
    "projects of this run without lead partner or lead coordinator": "SELECT p.id FROM network_project p WHERE "
    "p.acronym LIKE 'soak%%' AND (NOT EXISTS (SELECT 1 FROM network_partnership s WHERE s.project_id = p.id AND s.lead) "
    "OR NOT EXISTS (SELECT 1 FROM network_appointment a WHERE a.project_id = p.id AND a.role = 'lead_coordinator'))",
    "published projects without an edition in each language": "SELECT p.id FROM network_project p WHERE "
    "p.state = 'published' AND (SELECT count(DISTINCT language) FROM language_edition e WHERE e.owner = p.id "
    "AND e.language IN ('en', 'fr', 'it', 'sv', 'ar')) <> 5",
    "published projects that cannot be found": "SELECT p.id FROM network_project p WHERE p.state = 'published' AND "
    "(SELECT count(*) FROM core_searchentry s WHERE s.subject = p.id) <> 5",
    "texts without a version": "SELECT x.id FROM language_text x LEFT JOIN language_textversion v ON v.text_id = x.id "
    "WHERE v.id IS NULL",
    "translations without words": "SELECT id FROM language_translation WHERE body = ''",
    "invitations without a letter": "SELECT i.id FROM network_invitation i LEFT JOIN outbox_message m "
    "ON m.receiver = i.person_id AND m.purpose = 'invitation' WHERE m.id IS NULL",
    "answered invitations without an account and a role": "SELECT i.id FROM network_invitation i LEFT JOIN "
    "people_account a ON a.person_id = i.person_id LEFT JOIN network_appointment o ON o.person_id = i.person_id "
    "AND o.project_id = i.project_id WHERE i.accepted_at IS NOT NULL AND (a.id IS NULL OR o.id IS NULL)",
    "messages without words that are not secret": "SELECT id FROM outbox_message WHERE text IS NULL AND NOT secret "
    "AND trouble <> 'receiver gone' AND receiver IN (SELECT id FROM people_person WHERE erased_at IS NULL)",
    "secret messages that still hold their words": "SELECT id FROM outbox_message WHERE secret AND text IS NOT NULL "
    "AND state NOT IN ('waiting', 'sending')",
}


def check(stage: Stage, before: Before) -> Iterator[Finding]:
    """Both databases, and one against the other."""
    for what, query in ORPHANS.items():
        found = stage.observer.rows(query, {"old": sorted(before.people)})
        if found:
            yield {"what": f"{len(found)} {what}", "rows": [str(row[0]) for row in found[:10]]}
    keys = Observer(stage.installation.address("passerelle_keys"))
    kept = {str(pk) for (pk,) in keys.rows("SELECT owner FROM keystore_key")}
    withdrawn = {str(pk) for (pk,) in keys.rows("SELECT owner FROM keystore_withdrawal")}
    people = dict(stage.observer.rows("SELECT id::text, erased_at IS NOT NULL FROM people_person"))
    erased = {pk for pk, gone in people.items() if gone}
    # A key is made before the person is committed: one too many opens nothing and belongs to nobody.
    before.told["keys_of_nobody"] = len(kept - people.keys())
    if without := people.keys() - erased - kept:
        yield {"what": f"{len(without)} people have no key", "rows": sorted(without)[:10]}
    if still := erased & kept:
        yield {"what": f"{len(still)} erased people still have a key", "rows": sorted(still)[:10]}
    if wrong := (withdrawn ^ erased) - (kept - people.keys()):
        yield {"what": f"{len(wrong)} withdrawals and erasures do not meet", "rows": sorted(wrong)[:10]}
    unreadable = [pk for pk, (name, _a) in before.identities.items() if name is None and pk not in erased]
    if unreadable:
        yield {"what": f"{len(unreadable)} names cannot be read", "rows": unreadable[:10]}
