"""Mails that came back: what a mail server's report says of which of our messages. Reads, decides nothing.

Source: RFC 3464 (delivery status notifications), RFC 3462 (multipart/report), RFC 3463 (status codes), RFC 3834 (answers
by machines, which are no reports). Two servers that write no such report are known by their own signs: qmail by the
first words of its letter, Exim by its header of failed receivers.
"""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from pathlib import Path
from uuid import UUID

LARGEST = 5_000_000  # bytes; a report that is larger is no report
_ID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"[^\s<>;,:\"()]+@[^\s<>;,:\"()]+")
_RETURNED_ID = re.compile(r"^message-id:\s*<?([^>\s]+)", re.IGNORECASE | re.MULTILINE)
_RETURNED_TO = re.compile(r"^to:(.*)$", re.IGNORECASE | re.MULTILINE)
_QMAIL = "Hi. This is the qmail-send program"
_DELAYED = re.compile(r"\b(delayed|delay|warning)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Report:
    """messages: ids it may be about, the surest first. status: "5.1.1". addresses: whom it names, in small letters."""

    messages: tuple[UUID, ...]
    status: str
    addresses: frozenset[str]

    @property
    def address_is_dead(self) -> bool:
        """No such mailbox, host or person, or a mailbox that was closed; not: full, refused as spam, too large."""
        return self.status.startswith("5.1.") or self.status in ("5.2.1", "5.4.4")


def read(raw: bytes) -> Report | None:
    """What a mail reports as failed for good; None for everything else: delays, receipts, holiday replies, letters."""
    if len(raw) > LARGEST:
        return None
    mail = message_from_bytes(raw)
    if mail.get_content_type() == "multipart/report":
        kind = str(mail.get_param("report-type") or "").lower()
        return _report(mail) if kind == "delivery-status" else None
    return _letter_of_a_server(mail)


def mails(source: Path) -> Iterator[bytes]:
    """The mails of a file: an mbox, or one mail by itself. Raises OSError."""
    with source.open("rb") as opened:
        first = opened.read(5)
    if first != b"From ":
        yield source.read_bytes()
        return
    box = mailbox.mbox(source, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()


def _report(mail: Mail) -> Report | None:
    failed: list[Mail] = []
    returned = ""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            failed += [row for row in _parts(part) if str(row.get("Action", "")).strip().lower() == "failed"]
        elif kind in ("message/rfc822", "message/rfc822-headers", "text/rfc822-headers"):
            returned += _heads(part)
    if not failed:
        return None
    codes = [
        _code(str(row.get("Status", ""))) or _code(str(row.get("Diagnostic-Code", ""))) for row in failed
    ]
    named = " ".join(
        str(row.get(name, "")) for row in failed for name in ("Final-Recipient", "Original-Recipient")
    )
    return _made(mail, returned, next(filter(None, codes), "5.0.0"), named)


def _letter_of_a_server(mail: Mail) -> Report | None:
    failed = str(mail.get("X-Failed-Recipients", ""))
    text = _text(mail)
    if not failed and not text.lstrip().startswith(_QMAIL):
        return None
    if _DELAYED.search(str(mail.get("Subject", ""))):
        return None
    above, _sign, below = text.partition("--- Below this line is a copy of the message.")
    return _made(mail, below or text, _code(above) or "5.0.0", f"{failed} {above if not failed else ''}")


def _made(mail: Mail, returned: str, status: str, named: str) -> Report | None:
    """From the surest to the least sure: the address it came back to, the mail it brings back, what it refers to."""
    own = " ".join(
        str(value) for name in ("To", "Delivered-To", "X-Original-To") for value in mail.get_all(name, [])
    )
    brought = " ".join(_RETURNED_ID.findall(returned))
    refers = " ".join(str(mail.get(name, "")) for name in ("In-Reply-To", "References"))
    ids = [UUID(one) for place in (own, brought, refers) for one in _ID.findall(place)]
    addresses = _ADDRESS.findall(f"{named} {' '.join(_RETURNED_TO.findall(returned))}")
    if not ids:
        return None
    return Report(
        tuple(dict.fromkeys(ids)), status, frozenset(one.strip(".").casefold() for one in addresses)
    )


def _heads(part: Mail) -> str:
    """The heads of the mail that is brought back, as text, whatever the server made of it."""
    inner = _parts(part)
    if inner:
        return "".join(f"{name}: {value}\n" for name, value in inner[0].items())
    raw = part.get_payload(decode=True)
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(part.get_payload())


def _parts(part: Mail) -> list[Mail]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Mail)] if isinstance(payload, list) else []


def _text(mail: Mail) -> str:
    part = next((one for one in mail.walk() if one.get_content_type() == "text/plain"), mail)
    raw = part.get_payload(decode=True)
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _code(said: str) -> str:
    found = _STATUS.search(said)
    return found[1] if found else ""
