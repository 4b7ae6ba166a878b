"""Machines translate: marks come back whole, engines are asked as their manuals say, and refusals have words.

What the two engines on the web answer here is written after their API manuals (read in November 2026): what they really
answered stands in `test_machine_recorded.py`. No test leaves this machine.
"""

import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.core import markdown
from passerelle.core.errors import Problem
from passerelle.language import machine
from passerelle.language.machine.apertium import Apertium
from passerelle.language.machine.deepl import DeepL
from passerelle.language.machine.libretranslate import LibreTranslate
from passerelle.language.machine.marks import unveil, veil

LINKED = "Read **our report** or *ask* [the office](https://example.org/a_b?c=1&d=2)\\\nat the quay."


def test_marks_and_addresses_come_back_from_an_engine_that_keeps_tags():
    veiled = veil(LINKED)
    assert "example.org" not in veiled.html
    back = unveil(veiled.html, veiled)
    assert back is not None
    assert markdown.inline(back) == markdown.inline(LINKED)


def test_an_answer_that_lost_a_link_is_not_taken():
    veiled = veil(LINKED)
    assert unveil("Read our report.", veiled) is None
    assert unveil(veiled.html + '<a id="0">again</a>', veiled) is None
    assert unveil(veiled.html.replace('id="0"', 'id="7"'), veiled) is None
    assert unveil("", veiled) is None


def test_signs_that_an_engine_writes_stay_signs():
    veiled = veil("Plain words.")
    back = unveil("1 * 2 * 3 &lt;b&gt; [no link](https://example.org)", veiled)
    assert back is not None
    assert "<" not in markdown.inline(back).replace("&lt;", "")
    assert markdown.plain(back) == "1 * 2 * 3 <b> [no link](https://example.org)"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=80))
def test_whatever_was_written_is_shown_the_same_after_the_way_there_and_back(text):
    veiled = veil(text)
    back = unveil(veiled.html, veiled)
    if back is not None:
        assert markdown.plain(back) == markdown.plain(text)


class Web(HTTPServer):
    """Answers as an engine on the web would, and remembers what it was asked."""

    def __init__(self, answers):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked = answers, []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self._answer(None)

    def do_POST(self):
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, payload):
        self.server.asked.append((self.path, payload, self.headers.get("Authorization")))
        status, body = self.server.answers[self.path]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", body)
        self.end_headers()
        self.wfile.write(body.encode() if isinstance(body, str) else json.dumps(body).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def web():
    servers = []

    def serve(answers):
        servers.append(Web(answers))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return servers[-1]

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


LANGUAGES = [{"code": "fr", "name": "French", "targets": ["en", "fr", "it"]}]


def test_libretranslate_is_asked_for_all_paragraphs_at_once(web):
    server = web(
        {"/languages": (200, LANGUAGES), "/translate": (200, {"translatedText": ["<b>Uno</b>", "Due"]})}
    )
    engine = LibreTranslate(server.address, "key")
    assert engine.knows("fr", "it")
    assert not engine.knows("it", "fr")
    assert engine.translate(["<b>Un</b>", "Deux"], "fr", "it") == ["<b>Uno</b>", "Due"]
    path, payload, _key = server.asked[-1]
    assert path == "/translate"
    assert payload == {
        "q": ["<b>Un</b>", "Deux"],
        "source": "fr",
        "target": "it",
        "format": "html",
        "api_key": "key",
    }


def test_deepl_is_asked_with_its_key_in_the_header_and_its_own_names_of_languages(web):
    rows = [{"language": "FR", "name": "French"}, {"language": "EN-GB", "name": "English (British)"}]
    server = web(
        {
            "/v2/languages?type=source": (200, rows),
            "/v2/languages?type=target": (200, rows),
            "/v2/translate": (
                200,
                {"translations": [{"detected_source_language": "FR", "text": "Six towns"}]},
            ),
        }
    )
    engine = DeepL("key:fx", server.address)
    assert engine.knows("fr", "en")
    assert not engine.knows("fr", "ti")
    assert engine.translate(["Six villes"], "fr", "en") == ["Six towns"]
    _path, payload, key = server.asked[-1]
    assert key == "DeepL-Auth-Key key:fx"
    assert payload["target_lang"] == "EN-GB"
    assert payload["tag_handling"] == "html"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, "key"),
        (429, "some minutes"),
        (456, "used up"),
        (413, "too long"),
        (500, "does not answer"),
        (302, "does not answer"),
    ],
)
def test_a_refusal_is_told_in_words(web, status, said):
    server = web({"/translate": (status, "/elsewhere")})
    with pytest.raises(machine.Unavailable) as told:
        LibreTranslate(server.address).translate(["Un"], "fr", "it")
    assert said in str(told.value)
    assert [path for path, *_ in server.asked] == ["/translate"]  # no redirect is followed


@pytest.mark.parametrize(
    "body", ["no json", {"translatedText": ["one"]}, ["list"], {"translatedText": [1, 2]}]
)
def test_an_answer_unlike_the_manual_is_not_taken(web, body):
    server = web({"/translate": (200, body)})
    with pytest.raises(machine.Unavailable):
        LibreTranslate(server.address).translate(["Un", "Deux"], "fr", "it")


def test_nobody_there_is_told_in_words():
    with pytest.raises(machine.Unavailable):
        LibreTranslate("http://127.0.0.1:9").translate(["Un"], "fr", "it")
    with pytest.raises(machine.Unavailable):
        Apertium("no-such-command").knows("fr", "es")


class Echo:
    """An engine that gives back what it gets, a call at a time."""

    name, far, most_characters, most_texts = "echo", False, 30, 2

    def __init__(self):
        self.calls = []

    def translate(self, texts, source, target):
        self.calls.append(list(texts))
        return list(texts)


def test_long_work_is_asked_for_within_the_engines_limits():
    echo = Echo()
    words = ["a" * 10, "b" * 10, "c" * 10, "d" * 40, "e"]
    assert machine.draft(echo, "project", words, "fr", "it") == words
    assert [len(call) for call in echo.calls] == [2, 1, 1, 1]


@pytest.mark.parametrize("kind", ["case", "person", "message", ""])
def test_only_texts_that_a_room_lets_go_are_given_to_a_machine(kind):
    echo = Echo()
    with pytest.raises(Problem):
        machine.draft(echo, kind, ["words"], "fr", "it")
    assert echo.calls == []


@pytest.mark.skipif(not shutil.which("apertium"), reason="Debian's apertium is not installed")
def test_apertium_translates_and_keeps_links_and_paragraphs():
    engine = Apertium("apertium")
    pair = next((p for p in (("fr", "es"), ("sv", "da"), ("es", "en")) if engine.knows(*p)), None)
    if pair is None:
        pytest.skip("none of the pairs tried is installed")
    words = {
        "fr": ["Les villes [choisissent](https://example.org/x) **ensemble**.", "Six villes & deux ponts"],
        "sv": ["Städerna [lär](https://example.org/x) **tillsammans**.", "Sex städer & två broar"],
        "es": ["Las ciudades [eligen](https://example.org/x) **juntas**.", "Seis ciudades & dos puentes"],
    }[pair[0]]
    made = machine.draft(engine, "news", words, *pair)
    assert len(made) == 2
    assert made[0] is not None
    assert "](https://example.org/x)" in made[0]
    assert "**" in made[0]
    assert made[1] is not None
    assert markdown.plain(made[1]) != markdown.plain(words[1])
    assert "&" in made[1]


@pytest.fixture
def stand_in(tmp_path):
    """stand_in(body) -> a command that lists one pair as Apertium does, and else runs `body` on what it is given."""

    def make(body):
        command = tmp_path / "apertium"
        command.write_text(f'#!/bin/sh\n[ "$1" = -l ] && {{ echo "  fra-spa"; exit 1; }}\n{body}\n')
        command.chmod(0o755)
        return Apertium(str(command))

    return make


@pytest.mark.parametrize("end", ["<hr/>", "<hr>", "<HR />"])
def test_apertium_is_asked_by_its_own_codes_and_keeps_paragraphs_apart(stand_in, end):
    engine = stand_in(f'[ "$4" = fra-spa ] && tr a-z A-Z | sed "s#<HR/>#{end}#g"')
    assert engine.knows("fr", "es")
    assert not engine.knows("es", "fr")
    assert engine.translate(["un", "deux"], "fr", "es") == ["UN", "DEUX"]


@pytest.mark.parametrize("body", ["echo one", "exit 1"])
def test_an_answer_of_apertium_that_does_not_fit_is_not_taken(stand_in, body):
    with pytest.raises(machine.Unavailable):
        stand_in(body).translate(["un", "deux"], "fr", "es")
