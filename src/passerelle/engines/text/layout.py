"""The lines of pasted plain text as Markdown: bullets, wrapped lines, lines that stand for paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

# Bullets of Word, PowerPoint, PDF and the web, the private-use ones of the Symbol and Wingdings fonts among
# them. The number is the depth at which Word uses the sign in its own outline lists.
_BULLETS = {
    **dict.fromkeys("•·●∙‣⁃◆➢➤►▶✓✔\uf0b7\uf0d8\uf0fc\uf076", 0),
    **dict.fromkeys("o◦○", 1),
    **dict.fromkeys("▪▫■□§\uf0a7", 2),
}
_SURE = "".join(sign for sign in _BULLETS if sign not in "o§")
_BULLET = re.compile(rf"(\s*)(?:([{_SURE}])(\s*)|([o§])(\t\s*|\s\s+))(?=\S)")
_BULLET_ALONE = re.compile(rf"\s*[{_SURE}]$")
_DASH = re.compile(r"(\s*)[–—‒―−]\s+(?=\S)")
_MARKDOWN = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|[0-9]{1,3}[.)]\s|>)")
_NUMBER_TAB = re.compile(r"(\s*[0-9]{1,3}[.)])\s+")
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,})$")
_BLANKS = re.compile(r"(?<=\S) {2,}(?=\S)")
_TABS = re.compile(r"(?<=\S) *\t[ \t]*(?=\S)")

_NARROWEST, _WIDEST, _RAGGED = 40, 100, 30
_STOPS = (".", "!", "?", ":", ";", "…", "|")


def lay_out(text: str, counts: Counter[str]) -> str:
    """Markdown with one block per paragraph of the pasted text.

    Plain lines are paragraphs, as in text copied from a web page, unless they look wrapped by a mail
    program: several of about the same width that go on in the middle of a sentence. Adds to `counts`:
    bullets, tabs, joined-lines, split-lines.
    """
    written: list[str] = []
    plain: list[str] = []
    for line in _lines(text, counts):
        if line and not _MARKDOWN.match(line) and not (plain == [] and _continues(written, line)):
            plain.append(line)
            continue
        written.extend(_paragraphs(plain, counts))
        plain.clear()
        written.append(line)
    written.extend(_paragraphs(plain, counts))
    return "\n".join(written)


def _continues(written: Sequence[str], line: str) -> bool:
    """An indented line right after a list item belongs to it."""
    return bool(line[0].isspace() and written and written[-1] and _MARKDOWN.match(written[-1]))


def _lines(text: str, counts: Counter[str]) -> Iterator[str]:
    lines = [line.rstrip() for line in text.split("\n")]
    dashes = sum(bool(_DASH.match(line)) for line in lines)
    waiting = ""
    for line in lines:
        if _BULLET_ALONE.match(line):
            waiting = line + " "
            continue
        if not line and waiting:
            continue
        line = _bulleted(waiting + line.lstrip() if waiting else line, dashes > 1, counts)
        waiting = ""
        yield _celled(line, counts)
    if waiting:
        yield waiting.strip()


def _bulleted(line: str, dashes: bool, counts: Counter[str]) -> str:
    sign = line.lstrip()[:1]
    if sign.isalpha() and sign != "o":
        return line
    if found := _BULLET.match(line):
        depth = _BULLETS[found[2] or found[4]]
        counts["bullets"] += 1
        return f"{found[1].expandtabs(4)}{'  ' * depth}- {line[found.end() :]}"
    if dashes and (found := _DASH.match(line)):
        counts["bullets"] += 1
        return f"{found[1].expandtabs(4)}- {line[found.end() :]}"
    return _NUMBER_TAB.sub(r"\1 ", line, count=1) if _NUMBER_TAB.match(line) else line


def _celled(line: str, counts: Counter[str]) -> str:
    line = _BLANKS.sub(" ", line)
    if "\t" not in line:
        return line
    line, count = _TABS.subn(" | ", line)
    counts["tabs"] += count
    return line.expandtabs(4)


def _paragraphs(lines: Sequence[str], counts: Counter[str]) -> list[str]:
    """Plain lines without a blank one between them, as paragraphs with a blank line after each."""
    if not lines:
        return []
    if len(lines) == 2 and _UNDERLINE.match(lines[1]):
        return [*lines, ""]
    if looks_wrapped(lines):
        counts["joined-lines"] += len(lines) - 1
        return [" ".join([line.strip() for line in lines]), ""]
    written: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        written.append(line)
        if not line.endswith("\\") or not following:
            written.append("")
            counts["split-lines"] += bool(following)
    return written


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph of a text begins and ends, blanks around it left out: a line each, or lines that a mail
    program wrapped. Linear."""
    group: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        words = line.strip()
        if words and not (group and _MARKDOWN.match(line)):
            start = at + len(line) - len(line.lstrip())
            group.append((start, start + len(words)))
        else:
            yield from _together(text, group)
            group = []
            if words:
                start = at + len(line) - len(line.lstrip())
                group.append((start, start + len(words)))
        at += len(line) + 1
    yield from _together(text, group)


def _together(text: str, group: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(group) > 1 and looks_wrapped([text[start:end] for start, end in group]):
        return [(group[0][0], group[-1][1])]
    return group


def looks_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines without a blank one between them are one paragraph, broken by its width."""
    widths = [len(line.strip()) for line in lines[:-1]]
    if not widths or max(widths) > _WIDEST or min(widths) < _NARROWEST or max(widths) - min(widths) > _RAGGED:
        return False
    if 2 * sum(line.endswith(_STOPS) for line in lines[:-1]) > len(widths):
        return False
    starts = [line.strip()[0] for line in lines[1:]]
    if not any(start.isupper() or start.islower() for start in starts):
        return len(lines) > 2
    return 3 * sum(start.islower() for start in starts) >= len(starts)
