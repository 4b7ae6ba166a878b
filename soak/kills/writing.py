"""The kinds of writing: what is sent through which screen, and what counts as an acknowledgement."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from soak.kills.browser import Answer, Browser, options_of, value_of
from soak.kills.notebook import ACKNOWLEDGED, REFUSED, Notebook, Write
from soak.kills.postbox import Postbox

LANGUAGES = ("en", "it", "sv", "ar", "de", "pl", "es")
INTERFACE = ("en", "fr", "it", "sv", "ar")
PASSWORD = "seven lanterns over water"
SEGMENT = re.compile(r'/page/(title|page)/([0-9a-f]{32})/([a-z-]{2,5})/"')
SOURCE = re.compile(r"/page/(page)/([0-9a-f]{32})/\?to=")
PERSON = re.compile(r"/desk/people/([\w-]+)/[\"']")
JOIN = re.compile(r"/(?:\w\w)/join/([\w-]+)/")
PRINTED = re.compile(r"\b[a-z0-9]{4}(?:-[a-z0-9]{4}){3,7}\b")
DEMO_ACCOUNTS = (
    "ingrid.hallstrom@lyckholma.example",
    "annika.sjolander@strandljus.example",
    "carmen.ibanez@mesa-larga.example",
    "joost.vanwilgenburg@wilgendrecht.example",
    "marguerite.delvaux@funder.example",
)


@dataclass
class Person:
    """Somebody this soak invited."""

    token: str
    code: str | None = None
    erased: bool = False


@dataclass
class Hand:
    """Knows how to write each kind; shared by all clients."""

    notebook: Notebook
    postbox: Postbox
    projects: list[str]
    people: list[Person] = field(default_factory=list)
    joined: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    count: int = 0
    next_code_at: float = 0.0

    def write(self, kind: str, browser: Browser, who: str, chance: random.Random) -> None:
        """Do one piece of writing. Raises browser.Gone when the house went away meanwhile."""
        getattr(self, f"_{kind}")(browser, who, chance)

    def _token(self) -> str:
        with self.lock:
            self.count += 1
            return f"soak{self.count:06d}"

    def _send(
        self,
        write: Write,
        browser: Browser,
        path: str,
        fields: Mapping[str, object],
        is_yes: Callable[[Answer], bool],
    ) -> Answer:
        answer = browser.post(path, fields)
        write.status = answer.status
        if is_yes(answer):
            write.fate = ACKNOWLEDGED
        elif answer.status < 500:
            write.fate = REFUSED
            write.found["why"] = _complaint(answer.text)
        return answer

    def _translate(self, browser: Browser, who: str, chance: random.Random) -> None:
        project, language = chance.choice(self.projects), chance.choice(LANGUAGES)
        found = SEGMENT.findall(browser.get(f"/desk/projects/{project}/page/?to={language}").text)
        if not found:
            return
        field_, segment, language = chance.choice(found)
        path = f"/desk/projects/{project}/page/{field_}/{segment}/{language}/"
        base = value_of(browser.get(path).text, "base") or "0"
        words = f"{self._token()} in {language}"
        facts = {"project": project, "segment": segment, "language": language, "words": words}
        with self.notebook.writing("translate", who, **facts) as write:
            self._send(write, browser, path, {"words": words, "base": base}, _back_to("/page/"))

    def _edit(self, browser: Browser, who: str, chance: random.Random) -> None:
        project = chance.choice(self.projects)
        found = SOURCE.findall(browser.get(f"/desk/projects/{project}/page/?to=it").text)
        if not found:
            return
        field_, segment = chance.choice(found)
        words = f"{self._token()} was written here."
        with self.notebook.writing("edit", who, project=project, segment=segment, words=words) as write:
            path = f"/desk/projects/{project}/page/{field_}/{segment}/"
            self._send(write, browser, path, {"words": words}, _back_to("/page/"))

    def _facts(self, browser: Browser, who: str, chance: random.Random) -> None:
        project = chance.choice(self.projects)
        path = f"/desk/projects/{project}/facts/"
        page = browser.get(path).text
        kept = {name: value_of(page, name) for name in ("acronym", "starts", "ends", "months", "revision")}
        if not kept["revision"]:
            return
        token = self._token()
        with self.notebook.writing(
            "facts", who, project=project, revision=int(kept["revision"]), token=token
        ) as write:
            fields = {**kept, "programme": "", "grant_number": token}
            self._send(write, browser, path, fields, _back_to(f"/desk/projects/{project}/"))

    def _invite(self, browser: Browser, who: str, chance: random.Random) -> None:
        project = chance.choice(self.projects)
        path = f"/desk/projects/{project}/people/invite/"
        partners = options_of(browser.get(path).text, "organisation")
        if not partners:
            return
        token = self._token()
        facts = {"project": project, "email": f"{token}@soak.example", "name": f"Soak {token}"}
        with self.notebook.writing("invite", who, **facts) as write:
            fields = {
                "name": facts["name"],
                "email": facts["email"],
                "language": chance.choice(INTERFACE),
                "organisation": chance.choice(partners),
                "role": chance.choice(["facilitator", "committee_member", "researcher"]),
            }
            self._send(write, browser, path, fields, _back_to("/people/"))
        if write.fate == ACKNOWLEDGED:
            self.people.append(Person(token))

    def _someone(self, browser: Browser, chance: random.Random) -> Person | None:
        """One of the people invited in this run whose letter has gone out and who is still here."""
        sent = {letter.to.split("@")[0] for letter in self.postbox.letters}
        here = [p for p in self.people[-200:] if not p.erased and p.token in sent]
        if not here:
            return None
        person = chance.choice(here)
        if person.code is None:
            codes = PERSON.findall(browser.get(f"/desk/people/?q={person.token}").text)
            person.code = next((code for code in codes), None)
        return person if person.code else None

    def _consent(self, browser: Browser, who: str, chance: random.Random) -> None:
        person = self._someone(browser, chance)
        if person is None:
            return
        number = int(self._token().removeprefix("soak"))
        until = time.strftime("%Y-%m-%d", time.gmtime(1_900_000_000 + number * 86_400))
        purpose = chance.choice(["shown", "contact", "words"])
        with self.notebook.writing("consent", who, person=person.code, purpose=purpose, until=until) as write:
            path = f"/desk/people/{person.code}/consent/"
            fields = {"purpose": purpose, "until": until}
            self._send(write, browser, path, fields, _back_to(f"/desk/people/{person.code}/"))

    def _access_code(self, browser: Browser, who: str, chance: random.Random) -> None:
        person = self._someone(browser, chance)
        if person is None:
            return
        with self.notebook.writing("access code", who, person=person.code) as write:
            path = f"/desk/people/{person.code}/access-code/"
            answer = self._send(
                write, browser, path, {}, lambda a: a.status == 200 and bool(PRINTED.search(a.text))
            )
            if found := PRINTED.search(answer.text):
                write.found["code"] = found.group(0)

    def _erase(self, browser: Browser, who: str, chance: random.Random) -> None:
        person = self._someone(browser, chance)
        if person is None or person.token in self.joined:
            return
        with self.notebook.writing("erase", who, person=person.code, token=person.token) as write:
            person.erased = True
            self._send(write, browser, f"/desk/people/{person.code}/erase/", {}, _back_to("/desk/people/"))

    def _publish(self, browser: Browser, who: str, chance: random.Random) -> None:
        project = chance.choice(self.projects)
        with self.notebook.writing("publish", who, project=project) as write:
            path = f"/desk/projects/{project}/page/publish/"
            self._send(write, browser, path, {}, lambda a: a.status == 302 and "/desk/" not in a.location)

    def _create(self, browser: Browser, who: str, chance: random.Random) -> None:
        leads = options_of(browser.get("/desk/projects/new/").text, "lead")
        if not leads:
            return
        token = self._token()
        with self.notebook.writing("create", who, token=token) as write:
            fields = {
                "acronym": token,
                "title": f"About {token}",
                "language": "en",
                "lead": chance.choice(leads),
            }
            yes = re.compile(r"/desk/projects/([\w-]+)/")
            answer = self._send(
                write, browser, "/desk/projects/new/", fields, lambda a: bool(yes.match(a.location))
            )
            if found := yes.match(answer.location):
                write.found["project"] = found.group(1)

    def _partners(self, browser: Browser, who: str, chance: random.Random) -> None:
        """Partners are chosen for projects made in this run, where nobody acts for one that would leave."""
        made = [w.found["project"] for w in self.notebook.acknowledged("create")]
        if not made:
            return
        project = chance.choice(made)
        path = f"/desk/projects/{project}/partners/"
        known = re.findall(r'name="organisation" value="([\w-]+)"', browser.get(path).text)
        if len(known) < 6:
            return
        chosen = sorted(chance.sample(known, 6))
        with self.notebook.writing("partners", who, project=project, chosen=chosen) as write:
            self._send(write, browser, path, {"organisation": chosen}, _back_to(f"/desk/projects/{project}/"))

    def _sign_in_code(self, _browser: Browser, who: str, chance: random.Random) -> None:
        """No more than a patient person would ask for: the house counts them."""
        if time.monotonic() < self.next_code_at:
            time.sleep(0.2)
            return
        self.next_code_at = time.monotonic() + 4.5
        email = DEMO_ACCOUNTS[self.count % len(DEMO_ACCOUNTS)]
        browser = Browser(_browser.port)
        browser.get("/sign-in/code/")
        with self.notebook.writing("sign-in code", who, email=email) as write:
            self._send(write, browser, "/sign-in/code/", {"email": email}, _back_to("/sign-in/code/confirm/"))

    def _join(self, _browser: Browser, who: str, chance: random.Random) -> None:
        erased = {p.token for p in self.people if p.erased}
        waiting = [
            letter
            for letter in self.postbox.letters[-60:]
            if letter.to.endswith("@soak.example") and not {letter.to.split("@")[0]} & (self.joined | erased)
        ]
        if not waiting or len(self.joined) > len(self.people) // 4:
            time.sleep(0.2)
            return
        letter = chance.choice(waiting)
        found = JOIN.search(letter.text)
        if found is None:
            return
        self.joined.add(letter.to.split("@")[0])
        browser = Browser(_browser.port)
        path = f"/join/{found.group(1)}/"
        browser.get(path)
        with self.notebook.writing("join", who, email=letter.to) as write:
            fields = {"email": letter.to, "password": PASSWORD}
            self._send(write, browser, path, fields, _back_to("/desk/projects/"))


def _back_to(part: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.status == 302 and part in answer.location


def _complaint(page: str) -> str:
    """What a page says is wrong, for the log."""
    found = re.search(r'class="(?:error|note bad)[^"]*"[^>]*>(.{0,300})', page, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", found.group(1)).strip()[:120] if found else ""
