"""What engines on the web really answered, replayed: each case was recorded with `python -m tools.record_exchanges`.

DeepL itself cannot be asked without an account; what answers for it is the stand-in that DeepL publishes for tests.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from passerelle.language import machine
from passerelle.language.machine.deepl import DeepL
from passerelle.language.machine.libretranslate import LibreTranslate

FOLDER = Path(__file__).resolve().parents[2] / "data" / "exchanges"
ENGINES = {"deepl": DeepL, "libretranslate": LibreTranslate}
CASES = [(file.stem, case) for file in sorted(FOLDER.glob("*.json")) for case in json.loads(file.read_text())]


class Replay(BaseHTTPRequestHandler):
    """Answers what was recorded, where it is asked exactly as then."""

    def do_GET(self):
        self._replay(None)

    def do_POST(self):
        self._replay(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _replay(self, sent):
        asked = (self.command, self.path, sent)
        known = [e for e in self.server.exchanges if (e["method"], e["path"], e["sent"]) == asked]
        self.server.missed += [] if known else [asked]
        self.send_response(known[0]["status"] if known else 500)
        self.end_headers()
        body = known[0]["body"] if known else ""
        self.wfile.write((body if isinstance(body, str) else json.dumps(body)).encode())

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(
    ("name", "case"),
    CASES,
    ids=[f"{name}-{'-'.join(c['pair'])}-{c.get('refused', 'done')}" for name, c in CASES],
)
def test_what_was_answered_once_is_understood(name, case):
    server = HTTPServer(("127.0.0.1", 0), Replay)
    server.exchanges, server.missed = case["exchanges"], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    engine = DeepL("key", here) if name == "deepl" else LibreTranslate(here, "key")
    try:
        if "knows" in case:
            assert engine.knows(*case["pair"]) == case["knows"]
        if "refused" in case:
            with pytest.raises(machine.Unavailable) as told:
                engine.translate(case["texts"], *case["pair"])
            assert told.value.code == case["refused"]
        else:
            assert engine.translate(case["texts"], *case["pair"]) == case["translated"]
    finally:
        server.shutdown()
        server.server_close()
    assert server.missed == []


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_success_and_refusal_of_each_engine_were_recorded(name):
    refused = {case.get("refused") for engine, case in CASES if engine == name}
    assert None in refused
    assert len(refused) > 2
