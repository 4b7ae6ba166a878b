"""Trying the mail out, before anybody waits for a letter."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings

from passerelle.messages.delivery import Mail, Permanent, Transient, Unsure, deliver, message_id
from passerelle.messages.recipients import Recipient
from passerelle.messages.rendering import render


def try_mail(address: str, language: str) -> str:
    """Send a test mail at once; returns "sent", or a code that says why not. Nothing is kept of it."""
    if not settings.EMAIL_URL:
        return "no mail server"
    trial = uuid4()
    words = render("messages/mail/trial", Recipient("trial", trial, address, "", language), {})
    mail = Mail(address, "", words.language, words.subject, words.text, words.html, message_id(trial))
    try:
        deliver(mail)
    except (Permanent, Transient, Unsure) as trouble:
        return str(trouble)
    return "sent"
