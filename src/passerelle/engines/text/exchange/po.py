"""PO, as gettext and its many editors have it; read by Babel. An outdated translation is "fuzzy"."""

from __future__ import annotations

import io
import re
from typing import Any

from passerelle.engines.text.exchange.model import Bundle, Segment, State, Unreadable
from passerelle.engines.text.exchange.moments import moment, stamp

_NAME, _FROM, _MADE = "X-Passerelle-Name", "X-Source-Language", "X-Passerelle-Made"
_QUOTED = re.compile(
    r'(?:(?P<word>msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?(?P<text>"(?:[^"\\]|\\.)*")\s*'
)


def write(bundle: Bundle) -> bytes:
    """The bundle as PO in UTF-8. The context of a message is its place and hash: the same words may stand twice."""
    from babel.messages.pofile import normalize

    head = {
        "Project-Id-Version": bundle.name,
        "Language": bundle.target_language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        _NAME: bundle.name,
        _FROM: bundle.source_language,
    }
    if bundle.made:
        head[_MADE] = stamp(bundle.made)
    lines = [
        'msgid ""',
        "msgstr " + normalize("".join(f"{key}: {' '.join(value.split())}\n" for key, value in head.items())),
    ]
    for one in bundle.segments:
        lines.append("")
        lines += [f"#. {line}" for line in one.note.split("\n") if one.note]
        lines += ["#, fuzzy"] if one.state == "outdated" and one.target else []
        context, source, target = (
            normalize(text, width=0) for text in (f"{one.place}/{one.key}", one.source, one.target)
        )
        lines += [f"msgctxt {context}", f"msgid {source}", f"msgstr {target}"]
    return ("\n".join(lines) + "\n").encode()


def read(content: bytes) -> Bundle:
    """The bundle in a PO file. Raises Unreadable."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        text = content.decode("utf-8-sig")
        _check(text)
        catalog = read_po(io.BytesIO(content.removeprefix(b"\xef\xbb\xbf")), abort_invalid=True)
    except UnicodeError:
        raise Unreadable("encoding") from None
    except PoFileError as reason:
        raise Unreadable("damaged", (reason.lineno or -1) + 1) from None
    except Exception:  # what else a broken file does to the reader
        raise Unreadable("damaged") from None
    told = _head(text)
    segments = tuple(_unit(one) for one in catalog if one.id)
    return Bundle(
        told.get(_NAME, ""),
        told.get(_FROM, ""),
        told.get("Language", "").replace("_", "-"),
        segments,
        moment(told.get(_MADE, "")),
    )


def _check(text: str) -> None:
    """Babel reads past a quotation mark that is missing, and a letter with it."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and line[0] != "#" and not _QUOTED.fullmatch(line):
            raise Unreadable("damaged", number)


def _head(text: str) -> dict[str, str]:
    """The headers of a file, those that Babel does not know among them."""
    from babel.messages.pofile import unescape

    first = text.lstrip().partition("\n\n")[0]
    told = "".join(
        unescape(found["text"])
        for line in first.split("\n")
        if (found := _QUOTED.fullmatch(line)) and found["word"] in (None, "msgstr")
    )
    pairs = (line.partition(":") for line in told.split("\n"))
    return {key.strip(): value.strip() for key, _colon, value in pairs if key.strip()}


def _unit(message: Any) -> Segment:
    place, slash, key = (message.context or "").rpartition("/")
    source, target = (
        text[0] if isinstance(text, tuple | list) else text or "" for text in (message.id, message.string)
    )
    state: State = ("outdated" if message.fuzzy else "current") if target else "missing"
    return Segment(source, target, key if slash else "", place, state, "\n".join(message.auto_comments))
