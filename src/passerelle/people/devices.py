"""What kind of browser somebody uses, in two words: its family and its system. Nothing finer is looked at."""

from __future__ import annotations

from django.utils.translation import gettext as _

# The first that fits: Edge and Opera also call themselves Chrome, and everybody calls themselves Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def family(agent: str) -> str:
    """A code such as "Firefox/Android"; an unknown part is empty."""
    return f"{_first(BROWSERS, agent)}/{_first(SYSTEMS, agent)}"


def in_words(code: str) -> str:
    """The code as a reader understands it."""
    browser, _slash, system = code.partition("/")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a browser we do not know")


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in known if mark in agent), "")
