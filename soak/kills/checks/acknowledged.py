"""Every write the house acknowledged is there. Writes nobody answered may be there or not, but never in part."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from soak.kills.checks import Before, Finding
from soak.kills.moments import Stage
from soak.kills.notebook import ACKNOWLEDGED, UNKNOWN, Write

TOKEN = re.compile(r"soak\d{6}")


def check(stage: Stage, before: Before) -> Iterator[Finding]:
    """Kind by kind."""
    for one in (
        _translations,
        _edits,
        _facts,
        _people,
        _consents,
        _codes,
        _erased,
        _projects,
        _partners,
        _joined,
    ):
        yield from one(stage, before)


def lost(write: Write, why: str) -> Finding:
    return {"what": f"{write.kind} {write.number} was acknowledged and {why}", **write.facts}


def _seen(stage: Stage, before: Before, kind: str, there: Counter[str], key: str) -> Iterator[Finding]:
    """Acknowledged exactly once, unknown at most once."""
    for write in stage.notebook.of(kind):
        count = there[write.facts[key]]
        if write.fate == ACKNOWLEDGED and count != 1:
            yield lost(write, f"is there {count} times")
        elif write.fate != ACKNOWLEDGED and count > 1:
            yield {"what": f"{kind} {write.number} was not acknowledged and is there {count} times"}
    unknown = stage.notebook.of(kind, fate=UNKNOWN)
    before.told.setdefault("unanswered", {})[kind] = {
        "asked": len(unknown),
        "there": sum(there[w.facts[key]] > 0 for w in unknown),
    }


def _translations(stage: Stage, before: Before) -> Iterator[Finding]:
    rows = stage.observer.rows(
        "SELECT t.body, t.language, t.source_hash, p.code FROM language_translation t JOIN language_text x "
        "ON x.id = t.text_id JOIN network_project p ON p.id = x.owner WHERE t.body LIKE 'soak%'"
    )
    places = {body: (language, segment, code) for body, language, segment, code in rows}
    yield from _seen(stage, before, "translate", Counter(body for body, *_ in rows), "words")
    for write in stage.notebook.acknowledged("translate"):
        told = write.facts
        place = (told["language"], told["segment"], told["project"])
        if places.get(told["words"], place) != place:
            yield lost(write, "stands somewhere else")


def _edits(stage: Stage, before: Before) -> Iterator[Finding]:
    """The version that brought the words: one per edit."""
    brought: Counter[str] = Counter()
    known: dict[str, set[str]] = defaultdict(set)
    for text, body in stage.observer.rows(
        "SELECT text_id::text, body FROM language_textversion ORDER BY text_id, number"
    ):
        words = {f"{token} was written here." for token in TOKEN.findall(body)}
        brought.update(words - known[text])
        known[text] |= words
    yield from _seen(stage, before, "edit", brought, "words")


def _facts(stage: Stage, before: Before) -> Iterator[Finding]:
    """Each revision was given away once, and the last acknowledged word stands unless another one followed."""
    final = {
        code: (revision, number)
        for code, revision, number in stage.observer.rows(
            "SELECT code, revision, grant_number FROM network_project"
        )
    }
    given: dict[tuple[str, int], Write] = {}
    for write in stage.notebook.acknowledged("facts"):
        key = (write.facts["project"], write.facts["revision"])
        if key in given:
            yield lost(write, f"so was {given[key].number}, for the same revision")
        given[key] = write
    for (project, revision), write in given.items():
        now, token = final[project]
        if now <= revision or (now == revision + 1 and token != write.facts["token"]):
            yield lost(write, f"the project stands at revision {now} with {token}")


def _people(stage: Stage, before: Before) -> Iterator[Finding]:
    """One person, one letter and one open door per invitation; who was erased since is looked up by the letter."""
    by_address: dict[str, list[str]] = defaultdict(list)
    for person, (_name, address) in before.identities.items():
        by_address[address or ""].append(person)
    receivers = dict(stage.observer.rows("SELECT message_id, receiver::text FROM outbox_message"))
    for letter in stage.postbox.letters:
        if not by_address.get(letter.to) and letter.message_id in receivers:
            by_address[letter.to] = [receivers[letter.message_id]]
    messages = Counter(
        who
        for (who,) in stage.observer.rows(
            "SELECT receiver::text FROM outbox_message WHERE purpose = 'invitation'"
        )
    )
    doors = Counter(who for (who,) in stage.observer.rows("SELECT person_id::text FROM network_invitation"))
    erased = {
        who
        for (who,) in stage.observer.rows("SELECT id::text FROM people_person WHERE erased_at IS NOT NULL")
    }
    there = Counter({address: len(people) for address, people in by_address.items()})
    yield from _seen(stage, before, "invite", there, "email")
    for write in stage.notebook.of("invite"):
        for person in by_address.get(write.facts["email"], []):
            if messages[person] != 1:
                yield {"what": f"invite {write.number} has {messages[person]} messages", **write.facts}
            if person not in erased and doors[person] != 1:
                yield {"what": f"invite {write.number} has {doors[person]} invitations", **write.facts}


def _consents(stage: Stage, before: Before) -> Iterator[Finding]:
    rows = stage.observer.rows("SELECT until::text FROM people_consent WHERE until IS NOT NULL AND given")
    yield from _seen(stage, before, "consent", Counter(until for (until,) in rows), "until")


def _codes(stage: Stage, before: Before) -> Iterator[Finding]:
    """The newest printed code opens, unless a later one may have taken its place or its person is gone."""
    digests = dict(
        stage.observer.rows(
            "SELECT p.code, c.digest FROM people_accesscode c JOIN people_person p ON p.id = c.person_id"
        )
    )
    newest: dict[str, list[Write]] = defaultdict(list)
    for write in stage.notebook.of("access code"):
        newest[write.facts["person"]].append(write)
    gone = {write.facts["person"] for write in stage.notebook.of("erase")}
    for person, writes in newest.items():
        last = max(writes, key=lambda w: w.began)
        alone = not any(w is not last and w.ended > last.began for w in writes)
        if person in gone or last.fate != ACKNOWLEDGED or not alone:
            continue
        if digests.get(person) != _digest(last.found["code"]):
            yield lost(last, "its code does not open")


def _digest(code: str) -> str:
    return hashlib.sha256("".join(c for c in code.casefold() if c.isalnum()).encode()).hexdigest()


def _erased(stage: Stage, before: Before) -> Iterator[Finding]:
    gone = {
        code for (code,) in stage.observer.rows("SELECT code FROM people_person WHERE erased_at IS NOT NULL")
    }
    for write in stage.notebook.acknowledged("erase"):
        if write.facts["person"] not in gone:
            yield lost(write, "the person is still there")
    unknown = stage.notebook.of("erase", fate=UNKNOWN)
    before.told.setdefault("unanswered", {})["erase"] = {
        "asked": len(unknown),
        "there": sum(w.facts["person"] in gone for w in unknown),
    }


def _projects(stage: Stage, before: Before) -> Iterator[Finding]:
    rows = stage.observer.rows("SELECT acronym FROM network_project WHERE acronym LIKE 'soak%'")
    yield from _seen(stage, before, "create", Counter(name for (name,) in rows), "token")
    for write in stage.notebook.acknowledged("publish"):
        state = stage.observer.one(
            "SELECT state FROM network_project WHERE code = %s", [write.facts["project"]]
        )
        if state != "published":
            yield lost(write, f"the project is a {state}")


def _partners(stage: Stage, before: Before) -> Iterator[Finding]:
    """The last choice stands, with the lead beside it."""
    chosen: dict[str, set[str]] = defaultdict(set)
    for project, organisation, lead in stage.observer.rows(
        "SELECT p.code, o.code, s.lead FROM network_partnership s JOIN network_project p ON p.id = s.project_id "
        "JOIN network_organisation o ON o.id = s.organisation_id"
    ):
        chosen[project].add("lead" if lead else organisation)
    last = {w.facts["project"]: w for w in stage.notebook.of("partners") if w.fate in (ACKNOWLEDGED, UNKNOWN)}
    for project, write in last.items():
        wanted = set(write.facts["chosen"])
        if write.fate == ACKNOWLEDGED and len(chosen[project] & wanted) < len(wanted) - 1:
            yield lost(write, f"the partners are {sorted(chosen[project])}")


def _joined(stage: Stage, before: Before) -> Iterator[Finding]:
    rows = stage.observer.rows(
        "SELECT a.email FROM people_account a JOIN network_appointment o ON o.person_id = a.person_id AND o.active"
    )
    there = Counter(email for (email,) in rows)
    for write in stage.notebook.acknowledged("join"):
        if there[write.facts["email"]] != 1:
            yield lost(write, f"the account has {there[write.facts['email']]} roles")
