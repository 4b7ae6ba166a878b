"""A browser as small as can be: cookies, forms, redirects not followed. One connection per request, no retries."""

from __future__ import annotations

import html
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATIENCE = 30.0
TAG = re.compile(r"<(input|textarea|select)\b([^>]*)>", re.S)
VALUE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    text: str


class Gone(Exception):
    """No whole answer came: nobody knows what became of the request."""


class Browser:
    """One visitor of the installation on this port."""

    def __init__(self, port: int, language: str = "en") -> None:
        self.port, self.language = port, language
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Raises Gone when no whole answer came."""
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Host": f"localhost:{self.port}", "Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, f"/{self.language}{path}", body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as lost:
            raise Gone(type(lost).__name__) from lost
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line.strip()).items():
                self.cookies[name] = morsel.value
        location = response.headers.get("Location") or ""
        return Answer(response.status, location.removeprefix(f"/{self.language}"), text)

    def sign_in(self, email: str, password: str) -> bool:
        """True when the desk opens. Raises Gone."""
        self.get("/sign-in/")
        answer = self.post("/sign-in/", {"login": email, "password": password})
        return answer.status == 302 and "sessionid" in self.cookies


def value_of(page: str, name: str) -> str:
    """What the form on a page holds in an input field of this name; "" when there is none."""
    for _tag, attributes in TAG.findall(page):
        found = dict(VALUE.findall(attributes))
        if found.get("name") == name:
            return html.unescape(found.get("value", ""))
    return ""


def options_of(page: str, name: str) -> list[str]:
    """The values of a select of this name."""
    found = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.S)
    return [v for v in re.findall(r'<option value="([^"]+)"', found.group(0))] if found else []
