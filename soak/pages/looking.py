"""What is wrong with one page: asked of axe, of the browser, and of the catalogue of translations."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from babel.messages.pofile import read_po
from playwright.sync_api import BrowserContext, Page

from passerelle.engines.text import language as tongues
from tests.journeys.axe import AXE, RULES
from tests.journeys.conftest import ROOT

WIDTHS = (320, 360, 1280)
THEMES = ("light", "dark")
PATIENCE = 30_000  # milliseconds for a page or for axe
SETTLED = 300  # milliseconds after the theme has changed
# Shorter texts are names and labels, which say too little of their language.
LONG_ENOUGH = 60

_QUOTED = re.compile("[«“„‘”][^»”“’]*[»”“’]")

# The visible texts that claim to be in the page's own language; a mark in a drawing is called after its record.
_TEXTS = """
() => {
  const found = new Set(), own = document.documentElement.lang;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement, text = node.textContent.replace(/\\s+/g, ' ').trim();
    const bearer = parent.closest('[lang]');
    const unread = parent.closest('script, style, bdi, code, .code, textarea, select, path');
    if (text.length > 3 && bearer && bearer.lang === own && !unread) found.add(text);
  }
  return [...found];
}
"""


def look(context: BrowserContext, address: str, language: str) -> list[dict[str, Any]]:
    """Open one page and look at it in every width and theme. Returns what is wrong: {"what", "detail", …}."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    found: list[dict[str, Any]] = []
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        answer = page.goto(address)
        status = answer.status if answer else 0
        if status not in (200, 404):
            return [{"what": "status", "detail": status}]
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for theme in THEMES:
            # Colours take a moment to change, and axe would measure one in between.
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.wait_for_timeout(SETTLED)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                found += [{**fault, "width": width, "theme": theme} for fault in _at_this_size(page, width)]
        found += [{"what": "not translated", "detail": text} for text in _untranslated(page, language)]
    except Exception as trouble:  # a page that hangs is a finding, not the end of the soak
        found.append({"what": "browser", "detail": f"{type(trouble).__name__}: {str(trouble)[:200]}"})
    finally:
        page.close()
    # The browser itself reports an answer 404; anything else is ours.
    found += [{"what": "console", "detail": words[:200]} for words in said if "404" not in words]
    home = urlsplit(address).netloc
    others = {urlsplit(url).netloc for url in asked if url.startswith("http")} - {home}
    return found + [{"what": "asks another host", "detail": host} for host in sorted(others)]


def _at_this_size(page: Page, width: int) -> list[dict[str, Any]]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [{"what": "scrolls sideways", "detail": wide}] if wide > width else []
    told = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    for fault in told["violations"]:
        nodes = [node["html"][:160] for node in fault["nodes"]]
        found.append({"what": f"axe: {fault['id']}", "detail": nodes[0], "nodes": len(nodes)})
    return found


def _untranslated(page: Page, language: str) -> list[str]:
    """Texts that say they are in the page's language and are English: known sentences, or what reads like one."""
    if language == "en":
        return []
    return [text for text in page.evaluate(_TEXTS) if text in _english(language) or _reads_english(text)]


def _reads_english(text: str) -> bool:
    # A name in quotation marks has the language of whoever gave it.
    ours = _QUOTED.sub("", text)
    if len(ours) < LONG_ENOUGH:
        return False
    told = tongues.detect(ours)
    return told.language == "en" and told.confidence > 0.9


@cache
def _english(language: str) -> frozenset[str]:
    """English sentences of the interface that this language says otherwise, or not yet."""
    file = ROOT / "src" / "passerelle" / "locale" / language / "LC_MESSAGES" / "django.po"
    with file.open("rb") as source:
        catalogue = read_po(source, locale=language)
    same = {m.string for m in catalogue if isinstance(m.string, str)}
    return frozenset(
        m.id
        for m in catalogue
        if isinstance(m.id, str)
        and len(m.id) > 3
        and m.string != m.id
        and m.id not in same
        and "%(" not in m.id
    )
