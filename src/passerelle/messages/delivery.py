"""One mail to one receiver by SMTP. Says whether it left, certainly did not, or cannot be known."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email

from passerelle.core.lines import plain_line

PATIENCE = 30  # seconds for each answer of the mail server


class Transient(Exception):
    """It certainly did not leave; trying later may help. Its text is a code, never what the server said."""


class Permanent(Exception):
    """It certainly did not leave and never will like this."""


class Unsure(Exception):
    """The mail was handed over, the answer never came: only a person can find out."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What goes out. message_id is constant, so that a mail sent again is known as the same one.

    unsubscribe: where its receiver asks for no more of these; "" for what cannot be turned off."""

    address: str
    name: str
    language: str
    subject: str
    text: str
    html: str | None
    message_id: str
    unsubscribe: str = ""


def deliver(mail: Mail) -> None:
    """Hand one mail to the server of settings.EMAIL_URL. Returns when the server has taken it.

    Raises Transient, Permanent or Unsure. Source: RFC 5321, sections 4.2.1 and 4.5.3.2; RFC 3834 for Auto-Submitted.
    """
    content, sender = compose(mail)
    try:
        server = _connect()
    except (OSError, smtplib.SMTPException) as error:
        raise _sorted(error, "no connection") from error
    try:
        _hand_over(server, sender, mail.address, content)
    finally:
        server.close()


def message_id(mail: UUID) -> str:
    """The constant name of a mail in the world, under the domain it is sent from."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    return f"<{mail}@{domain or 'localhost'}>"


def compose(mail: Mail) -> tuple[bytes, str]:
    """The mail as bytes and the envelope's sender. Raises Permanent("bad address").

    Source: RFC 2369 for List-Unsubscribe; RFC 8058, section 3.1: one click needs an https address."""
    try:
        validate_email(mail.address)
        to = sanitize_address((plain_line(mail.name), mail.address), "utf-8")
    except Exception as error:
        raise Permanent("bad address") from error
    message = EmailMultiAlternatives(
        subject=plain_line(mail.subject),
        body=mail.text,
        from_email=settings.MAIL_FROM,
        to=[to],
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
            **_ways_out(mail),
        },
    )
    if mail.html:  # a letter that is sent as a mail after all has none
        message.attach_alternative(mail.html, "text/html")
    built: Any = message.message()
    return built.as_bytes(linesep="\r\n"), _sender(mail)


def _ways_out(mail: Mail) -> dict[str, str]:
    if not mail.unsubscribe:
        return {}
    one_click = mail.unsubscribe.startswith("https://")
    return {
        "List-Unsubscribe": f"<{mail.unsubscribe}>",
        **({"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if one_click else {}),
    }


def _sender(mail: Mail) -> str:
    """Where a mail that cannot be delivered comes back to: the sender, or, when there is a mailbox for what comes
    back, an address that names this very message in it (VERP)."""
    if not settings.BOUNCE_ADDRESS:
        return sanitize_address(settings.MAIL_FROM, "utf-8")
    mailbox, _at, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{mailbox}+{mail.message_id.strip('<>').partition('@')[0]}@{domain}"


def _connect() -> smtplib.SMTP:
    """smtp://user:pass@host:port; ?tls=1 asks for STARTTLS, smtps:// speaks TLS from the first byte."""
    url = urlsplit(settings.EMAIL_URL)
    trusted = ssl.create_default_context()
    host = url.hostname or "localhost"
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=PATIENCE, context=trusted)
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=PATIENCE)
    if parse_qs(url.query).get("tls") == ["1"]:
        server.starttls(context=trusted)
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    server.ehlo_or_helo_if_needed()
    return server


def _hand_over(server: smtplib.SMTP, sender: str, address: str, content: bytes) -> None:
    """Everything before the last line of the content leaves no trace when it fails; what follows does."""
    try:
        for code, _said in (
            server.mail(parseaddr(sender)[1]),
            server.rcpt(address),
            server.docmd("DATA"),
        ):
            _check(code)
    except (OSError, smtplib.SMTPException) as error:
        raise _sorted(error, "connection lost") from error
    try:
        server.send(_stuffed(content))
        code, _said = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise Unsure("no answer") from error
    _check(code)


def _stuffed(content: bytes) -> bytes:
    """Dots at the beginning of a line are doubled (RFC 5321, section 4.5.2)."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    lines = b"." + lines if lines.startswith(b".") else lines
    return lines + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _check(code: int) -> None:
    if 200 <= code < 400:
        return
    raise (Permanent if 500 <= code < 600 else Transient)(f"smtp {code}")


def _sorted(error: Exception, otherwise: str) -> Exception:
    """An answer with a number says itself whether to try again; a broken line is worth another try."""
    code = getattr(error, "smtp_code", None)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Transient(f"smtp {code}")  # somebody will put the password right; the mail is not to blame
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Transient("no encryption offered")
    if code is not None and 500 <= code < 600:
        return Permanent(f"smtp {code}")
    return Transient(f"smtp {code}" if code and code > 0 else otherwise)
