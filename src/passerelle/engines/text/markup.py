"""HTML that was pasted as text, taken back to text.

This is no sanitiser for HTML that will be shown as HTML: its result is shown as text only, escaped like any
other. It exists so that people get their words without the tags around them.
"""

import html
import re
from collections import Counter
from html.entities import html5

_NAMES = frozenset(
    re.findall(
        r"\w+",
        """a abbr acronym address applet area article aside audio b base basefont bdi bdo big blockquote
        body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog
        dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6
        head header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee
        math menu meta meter nav noframes noscript object ol optgroup option output p param picture pre
        progress q rp rt ruby s samp script search section select slot small source span strike strong style
        sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var
        video wbr xml m o st1 st2 v w x""",  # the last ones: Word's namespaces
    )
)
_WITHOUT_WORDS = frozenset(
    re.findall(r"\w+", "applet canvas embed head iframe math object script style svg template title xml")
)
_PARAGRAPHS = frozenset(
    re.findall(
        r"\w+",
        """address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure
        footer form header hgroup hr html legend main menu nav ol p pre section summary table tbody tfoot
        thead ul""",
    )
)
_INLINE = frozenset(("a", "b", "em", "i", "o", "span", "strong", "u"))
_LAYOUT = _PARAGRAPHS | {"br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr"}

# Bounded repeats keep the time linear on text made to hurt; quoted values may hold ">".
_TAG = re.compile(
    r"<(?:(?P<comment>!--)|[!?][A-Za-z\[][^<>]{0,2000}>"
    r"|(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,15})(?::[A-Za-z0-9]{1,20})?(?=[\s/>])"
    r"(?:[^<>\"']{1,2000}|\"[^\"]{0,2000}\"|'[^']{0,2000}'|[\"']){0,60}+>)"
)
_ENTITY = re.compile(r"&(?:amp;)*(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_PASSES = 4


PICTURE = "\ue000"
"""Stands where a picture stood, when pictures are collected."""


def strip(
    text: str, counts: Counter[str], *, without: frozenset[str] = frozenset(), images: list[str] | None = None
) -> str:
    """Words of a text with HTML in it; other text comes back as it is.

    Adds to `counts`: html-tags, html-scripts (with what stood in them), entities. Repeated until nothing is
    left to strip, so that an escaped tag does not come out as a tag. Elements named in `without` go with their
    words; `images` receives the tag of each picture, and PICTURE stands in its place.
    """
    if images is not None:
        text = text.replace(PICTURE, "")
    for _ in range(_PASSES):
        before = text
        if "<" in text:
            text = _Stripper(text, counts, without, images).run()
        if "&" in text:
            text = _decoded(text, counts)
        if text == before:
            break
    return text


def _decoded(text: str, counts: Counter[str]) -> str:
    def one(found: re.Match[str]) -> str:
        if found[1][0] != "#" and f"{found[1]};" not in html5:
            return found.group()
        counts["entities"] += 1
        return html.unescape(f"&{found[1]};")

    return _ENTITY.sub(one, text)


class _Stripper:
    def __init__(
        self, text: str, counts: Counter[str], without: frozenset[str], images: list[str] | None
    ) -> None:
        self._text = text
        self._counts = counts
        self._without = _WITHOUT_WORDS | without
        self._images = images
        self._written: list[str] = []
        self._never_closed: set[str] = set()
        self._items: list[int | None] = []  # of each open list: how many, or None if it has no numbers
        self._first_cell = True
        self._laid_out = any((found["name"] or "").lower() in _LAYOUT for found in _TAG.finditer(text))

    def run(self) -> str:
        at = 0
        while found := _TAG.search(self._text, at):
            self._say(self._text[at : found.start()])
            at = self._past(found)
        self._say(self._text[at:])
        return "".join(self._written)

    def _say(self, words: str) -> None:
        # In HTML with paragraphs of its own a line end is only a blank.
        if self._laid_out and "\n" in words:
            first, *others = words.split("\n")
            words = " ".join([first.rstrip(), *map(str.strip, others[:-1]), others[-1].lstrip()])
        self._written.append(words)

    def _past(self, found: re.Match[str]) -> int:
        """Deal with one tag; the place after it (and after its content, when that holds no words)."""
        if found["comment"]:
            self._counts["html-tags"] += 1
            return self._closing("-->", found.end()) or found.end()
        name, ends = (found["name"] or "").lower(), bool(found["end"])
        if name and name not in _NAMES:
            self._written.append("<")
            return found.start() + 1
        self._counts["html-tags"] += 1
        if name in self._without and not ends:
            end = self._closing(rf"</{name}\s{{0,99}}>", found.end())
            if end:
                self._counts["html-scripts"] += 1
                return end
        if name == "img" and self._images is not None:
            self._images.append(found.group())
            self._written.append(PICTURE)
        self._written.append(self._in_place_of(name, ends))
        return found.end()

    def _closing(self, pattern: str, at: int) -> int | None:
        """End of what closes a tag, or None: then only the tag goes and no words are lost."""
        if pattern in self._never_closed:
            return None
        closing = re.compile(pattern, re.IGNORECASE).search(self._text, at)
        if closing is None:
            self._never_closed.add(pattern)
            return None
        return closing.end()

    def _in_place_of(self, name: str, ends: bool) -> str:
        if not name or name in _INLINE:
            return ""
        if name in ("ul", "ol"):
            if not ends:
                self._items.append(0 if name == "ol" else None)
            elif self._items:
                self._items.pop()
            return "\n" if self._items else "\n\n"
        if name == "li":
            return "\n" if ends else "\n" + self._marker()
        if name == "tr":
            self._first_cell = True
            return "\n"
        if name in ("td", "th") and not ends:
            before = "" if self._first_cell else " | "
            self._first_cell = False
            return before
        if name[:1] == "h" and name[1:].isdigit():
            return "\n\n" if ends else "\n\n" + "#" * int(name[1:]) + " "
        if name == "br":
            return "\n"
        return "\n\n" if name in _PARAGRAPHS else ""

    def _marker(self) -> str:
        indent = "    " * min(len(self._items) - 1, 6)
        count = self._items[-1] if self._items else None
        if count is None:
            return indent + "- "
        self._items[-1] = min(count + 1, 999)
        return f"{indent}{self._items[-1]}. "
