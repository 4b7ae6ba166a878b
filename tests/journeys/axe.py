"""What axe-core finds on a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"
AXE_TEXT = AXE.read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def judged(page: Page) -> tuple[int, list[Any]]:
    """How many of axe's rules the page passes, and what breaks the others.

    That is all that is carried over from the browser: the whole report takes longer to write down than to find.
    """
    if not page.evaluate("'axe' in window"):
        # Straight to the browser: Playwright would read half a megabyte twice to see whether it is a function.
        browser = page.context.new_cdp_session(page)
        browser.send("Runtime.evaluate", {"expression": f"{AXE_TEXT}; 0"})
        browser.detach()
    found = page.evaluate(
        """async rules => {
            const found = await axe.run({runOnly: rules, resultTypes: ["violations"]});
            const faults = found.violations.flatMap(fault => fault.nodes.map(node => [fault.id, node.html]));
            return [found.passes.length, faults];
        }""",
        RULES,
    )
    return found[0], [(rule, html[:160]) for rule, html in found[1]]
