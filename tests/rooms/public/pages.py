"""A page as its reader's browser has it: elements with their language, direction and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "input", "path", "img", "hr", "use", "rect"}


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    parent: Element | None = None
    inside: list[Element | str] = field(default_factory=list)

    def all(self, tag: str = "", **attrs: str) -> Iterator[Element]:
        """Every element below with this tag and these attributes; `class_` asks for one of its classes."""
        for one in self.inside:
            if isinstance(one, str):
                continue
            if (not tag or one.tag == tag) and all(one.has(name, value) for name, value in attrs.items()):
                yield one
            yield from one.all(tag, **attrs)

    def one(self, tag: str = "", **attrs: str) -> Element:
        found = list(self.all(tag, **attrs))
        assert len(found) == 1, f"{len(found)} of {tag} {attrs}"
        return found[0]

    def has(self, name: str, value: str) -> bool:
        if name == "class_":
            return value in self.attrs.get("class", "").split()
        return self.attrs.get(name) == value

    @property
    def words(self) -> str:
        said = "".join(one if isinstance(one, str) else f" {one.words} " for one in self.inside)
        return re.sub("[ \n\t]+", " ", said).strip()  # a no-break space is a sign of its own

    def inherited(self, name: str) -> str:
        """The nearest `lang` or `dir` from here outwards, as a screen reader takes it."""
        here: Element | None = self
        while here is not None:
            if name in here.attrs:
                return here.attrs[name]
            here = here.parent
        return ""

    def saying(self, words: str) -> Element:
        """The innermost element that says these words."""
        found = [one for one in self.all() if words in one.words]
        assert found, f"nobody says {words!r}"
        return found[-1] if not list(found[-1].all()) else min(found, key=lambda one: len(one.words))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = self.here = Element("", {})

    def handle_starttag(self, tag, attrs):
        made = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.inside.append(made)
        if tag not in VOID:
            self.here = made

    def handle_startendtag(self, tag, attrs):
        self.here.inside.append(Element(tag, {name: value or "" for name, value in attrs}, self.here))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        self.here = self.here.parent

    def handle_data(self, data):
        self.here.inside.append(data)


def read(answer) -> Element:
    """The page of an answer. Fails when it is no whole page or its tags do not nest."""
    assert answer.status_code == 200, answer.status_code
    reader = _Reader()
    reader.feed(answer.content.decode())
    reader.close()
    assert reader.here is reader.top
    return reader.top
