"""What an upload really is, seen from its bytes; names that are safe to give back.

Knows few types on purpose: what is not in the list is refused, with the list, and what people try often with the
reason and a way out. Every type has to show its own first bytes; office documents are opened as the zip files they
are and must hold the part that makes them one. The bytes decide: a picture under another picture's name is taken
under its own, and a name never makes a file something else.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.core.errors import Problem

NAME_LENGTH = 120
LOOKED_AT = 4096  # characters of a text in which markup shows itself
# An office file is a handful of parts; thousands of them, or a thousandfold growth, is an attack.
MOST_PARTS = 5_000
MOST_UNPACKED = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """One type that may be uploaded; the first extension is the one a file without any gets."""

    media_type: str
    extensions: tuple[str, ...]


PDF = Kind("application/pdf", ("pdf",))
PNG = Kind("image/png", ("png",))
JPEG = Kind("image/jpeg", ("jpg", "jpeg"))
WEBP = Kind("image/webp", ("webp",))
GIF = Kind("image/gif", ("gif",))
TEXT = Kind("text/plain", ("txt",))
CSV = Kind("text/csv", ("csv",))
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
XLSX = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
ODT = Kind("application/vnd.oasis.opendocument.text", ("odt",))
KINDS = (PDF, PNG, JPEG, WEBP, GIF, TEXT, CSV, DOCX, XLSX, ODT)
IMAGES = (PNG, JPEG, WEBP, GIF)


@dataclass(frozen=True, slots=True)
class Use:
    """What a file is for, and the types that serve it."""

    kinds: tuple[Kind, ...]

    @property
    def allowed(self) -> str:
        """The types, as people name them."""
        return ", ".join(kind.extensions[0].upper() for kind in self.kinds)

    @property
    def accept(self) -> str:
        """The types for a browser's file chooser; a convenience, nothing relies on it."""
        return ",".join(f".{extension}" for kind in self.kinds for extension in kind.extensions)


DOCUMENT = Use(KINDS)
PICTURE = Use(IMAGES)
PERSONAL = Use((PDF, PNG, JPEG, WEBP, TEXT, DOCX, ODT))
ALLOWED = DOCUMENT.allowed

# Offset, bytes; a type is known by all of its marks.
_MARKS: tuple[tuple[Kind, tuple[tuple[int, bytes], ...]], ...] = (
    (PDF, ((0, b"%PDF-"),)),
    (PNG, ((0, b"\x89PNG\r\n\x1a\n"), (12, b"IHDR"))),
    (JPEG, ((0, b"\xff\xd8\xff"),)),
    (WEBP, ((0, b"RIFF"), (8, b"WEBP"))),
    (GIF, ((0, b"GIF87a"),)),
    (GIF, ((0, b"GIF89a"),)),
)
# What people try often: first bytes, and why it is refused. Sources: the formats' own specifications; for markup the
# list of the WHATWG MIME Sniffing Standard, section 7.1.
_NO_MARKUP = _(
    "This is a web page, a drawing or a program: it could run in a reader’s browser. Save it as PDF or as a picture."
)
_REASONS: tuple[tuple[tuple[bytes, ...], Any], ...] = (
    (
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
        _("This is an old Office file or one with a password. Save it as DOCX or XLSX without a password."),
    ),
    (
        (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
        _("This is a TIFF picture, which browsers do not show. Save it as JPEG or PNG."),
    ),
    (
        (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\xca\xfe\xba\xbe", b"\0asm"),
        _("This is a program. Programs are not taken."),
    ),
    (
        (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"),
        _("This is an archive. Unpack it and attach the files in it."),
    ),
)
_HEIC = re.compile(rb"^.{4}ftyp(heic|heix|hevc|mif1|msf1|avif)", re.DOTALL)
_MARKUP = re.compile(
    r"#!|<\?|<%|<(!doctype|html|head|body|script|iframe|style|table|svg|math)\b", re.IGNORECASE
)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Characters that turn the reading direction: "invoice<RLO>fdp.exe" would be shown as "invoiceexe.pdf".
_TURNING = frozenset(
    "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_UNSAFE = re.compile(r'[<>:"|?*\x7f]')


def recognise(content: bytes, name: str, use: Use = DOCUMENT) -> Kind:
    """The type of an upload by its bytes.

    Raises Problem when it is none that serves this use, or a text under a name that says something else: then nobody
    can tell what it was meant to be. A picture under another picture's name is simply taken as what it is.
    """
    kind = _by_marks(content) or _office(content) or _text(content, name)
    if kind not in use.kinds or kind is None:
        reason = _reason(content) if kind is None else ""
        raise Problem(
            "file type",
            reason or _("This file cannot be taken. These can: %(allowed)s."),
            field="file",
            allowed=use.allowed,
        )
    extension = extension_of(name)
    if kind in IMAGES and any(extension in image.extensions for image in IMAGES):
        return kind
    if extension and extension not in kind.extensions:
        raise Problem(
            "file extension",
            _("The name ends in .%(given)s, but the file is %(found)s. Save it again under its own type."),
            field="file",
            given=extension,
            found=kind.extensions[0].upper(),
        )
    return kind


def clean_name(name: str, kind: Kind) -> str:
    """A name to give back: no folder, nothing invisible, at most 120 characters, with its extension."""
    last = re.split(r"[/\\]", name)[-1].encode("utf-8", "ignore").decode()
    seen = "".join(
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", last)
        if c not in _TURNING and (c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    )
    plain = " ".join(_UNSAFE.sub("_", seen).split()).rstrip(". ")
    extension = extension_of(plain)
    if extension in kind.extensions:
        plain = plain[: -len(extension) - 1]
    elif kind in IMAGES and any(extension in image.extensions for image in IMAGES):
        plain, extension = plain[: -len(extension) - 1], kind.extensions[0]
    else:
        extension = kind.extensions[0]
    stem = plain.strip(". ")[: NAME_LENGTH - len(extension) - 1].rstrip(". ")
    return f"{stem or 'file'}.{extension}"


def extension_of(name: str) -> str:
    """What follows the last dot, in small letters; empty when that is no extension ("Dr. Rossi")."""
    _, dot, tail = name.strip().rpartition(".")
    return tail.lower() if dot and re.fullmatch(r"[A-Za-z0-9]{1,8}", tail) else ""


def _reason(content: bytes) -> Any:
    """Why a file of no type of ours is refused, where we know more than that."""
    for marks, why in _REASONS:
        if content.startswith(marks):
            return why
    if _HEIC.match(content[:16]):
        return _(
            "This is a HEIC or AVIF picture, which not every browser shows. Save it as JPEG; a telephone does so "
            "when its camera is set to “most compatible”."
        )
    if content.startswith(b"PK\x03\x04"):
        return _macros_or_archive(content)
    return _NO_MARKUP if _is_markup(content[:LOOKED_AT].decode("utf-8-sig", "replace")) else ""


def _is_markup(text: str) -> bool:
    """Whether a text begins, after blanks and comments, like something a browser or a shell would run."""
    rest = text.lstrip()
    while rest.startswith("<!--"):
        _comment, closed, rest = rest.partition("-->")
        rest = rest.lstrip() if closed else "<?"
    return _MARKUP.match(rest) is not None


def _macros_or_archive(content: bytes) -> Any:
    if b"vbaproject.bin" in content.lower():
        return _("This document holds macros, small programs. Save it without them, as DOCX or XLSX.")
    return _("This is an archive. Unpack it and attach the files in it.")


def _by_marks(content: bytes) -> Kind | None:
    for kind, marks in _MARKS:
        if all(content[at : at + len(mark)] == mark for at, mark in marks):
            return kind
    return None


def _office(content: bytes) -> Kind | None:
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            names = {info.filename for info in infos}
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
                return None
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None  # macros
            if "mimetype" in names and parts.getinfo("mimetype").file_size < 100:
                return ODT if parts.read("mimetype").strip() == ODT.media_type.encode() else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None


def _text(content: bytes, name: str) -> Kind | None:
    """UTF-8 without control characters; a table when its name says so and its lines agree."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if _NOT_TEXT.search(text) or not text.strip() or _is_markup(text[:LOOKED_AT]):
        return None
    return CSV if extension_of(name) == "csv" and _is_table(text) else TEXT


def _is_table(text: str) -> bool:
    """At least two columns, and the first hundred rows as wide as the first."""
    for delimiter in ",;\t":
        try:
            rows = [
                row
                for row, _n in zip(
                    csv.reader(io.StringIO(text), delimiter=delimiter), range(100), strict=False
                )
            ]
        except csv.Error:
            continue
        widths = {len(row) for row in rows if row}
        if len(widths) == 1 and widths.pop() > 1:
            return True
    return False
