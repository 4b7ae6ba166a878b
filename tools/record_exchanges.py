"""Record what an engine of machine translation answers to our adapter, for the tests to replay.

    python -m tools.record_exchanges deepl http://localhost:3000 "deepl-mock 1.21.0" [NAME:VALUE of a header]...

Ours asks a small proxy, which passes everything on to the engine with the headers named here, and writes down both
sides: the case goes to the end of `tests/data/exchanges/ENGINE.json`. Keys are not written down. Case by case, because
most refusals have to be provoked at the engine (a used-up account, too many questions): see its manual.
"""

from __future__ import annotations

import argparse
import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests

from passerelle.language.machine.deepl import DeepL
from passerelle.language.machine.libretranslate import LibreTranslate
from passerelle.language.machine.protocol import Unavailable

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "exchanges"
ENGINES = {"deepl": DeepL, "libretranslate": LibreTranslate}


class Proxy(ThreadingHTTPServer):
    """Passes on to `engine` with more `headers`, and keeps both sides in `said`."""

    def __init__(self, engine: str, headers: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.engine, self.headers, self.said = engine.rstrip("/"), headers, []  # type: ignore[var-annotated]


class _Passing(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        self._pass_on(None)

    def do_POST(self) -> None:
        self._pass_on(self.rfile.read(int(self.headers["Content-Length"])))

    def _pass_on(self, body: bytes | None) -> None:
        kept = {name: self.headers[name] for name in ("Authorization", "Content-Type") if self.headers[name]}
        answer = requests.request(
            self.command,
            self.server.engine + self.path,
            data=body,
            headers=kept | self.server.headers,
            timeout=60,
        )
        self.server.said.append(
            {
                "method": self.command,
                "path": self.path,
                "sent": _without_key(json.loads(body)) if body else None,
                "status": answer.status_code,
                "body": answer.json() if "json" in answer.headers.get("Content-Type", "") else answer.text,
            }
        )
        self.send_response(answer.status_code)
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


def _without_key(payload: dict[str, Any]) -> dict[str, Any]:
    return payload | ({"api_key": "key"} if "api_key" in payload else {})


def _a_line_each(cases: list[dict[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    return f"[\n{lines}\n]\n"


def main() -> None:
    """Record one case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("address")
    parser.add_argument("program", help="what answers there, with its version")
    parser.add_argument("headers", nargs="*", help="NAME:VALUE, added on the way")
    parser.add_argument("--texts", nargs="+", default=["Six <b>villes</b>", "Deux"])
    parser.add_argument("--pair", nargs=2, default=("fr", "en"))
    parser.add_argument("--key", default="key")
    parser.add_argument("--only-translate", action="store_true", help="do not ask for its languages first")
    asked = parser.parse_args()
    proxy = Proxy(asked.address, dict(one.split(":", 1) for one in asked.headers))
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{proxy.server_port}"
    engine = DeepL(asked.key, here) if asked.engine == "deepl" else LibreTranslate(here, asked.key)
    case: dict[str, Any] = {"texts": asked.texts, "pair": list(asked.pair)}
    try:
        if not asked.only_translate:
            case["knows"] = engine.knows(*asked.pair)
        case["translated"] = engine.translate(asked.texts, *asked.pair)
    except Unavailable as refused:
        case["refused"] = refused.code
    proxy.shutdown()
    file = FOLDER / f"{asked.engine}.json"
    kept = json.loads(file.read_text()) if file.exists() else []
    today = datetime.now(UTC).date().isoformat()
    kept.append(case | {"program": asked.program, "recorded": today, "exchanges": proxy.said})
    file.parent.mkdir(exist_ok=True)
    file.write_text(_a_line_each(kept))


if __name__ == "__main__":
    main()
