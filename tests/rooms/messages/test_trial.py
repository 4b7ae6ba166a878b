"""The mail is tried before anybody waits for a letter."""

from __future__ import annotations

from typing import Any

from passerelle.messages.trial import try_mail


def test_trial_arrives_in_the_language_that_was_chosen(post_office: Any) -> None:
    assert try_mail("somebody@example.org", "ar") == "sent"
    (mail,) = post_office.taken
    assert mail["Content-Language"] == "ar"
    assert mail["Subject"]
    assert 'dir="rtl"' in mail.get_body(("html",)).get_content()


def test_trial_says_why_it_did_not_leave(post_office: Any, settings: Any) -> None:
    post_office.answers = ["550 nobody here"]
    assert try_mail("somebody@example.org", "en") == "smtp 550"
    assert try_mail("no address", "en") == "bad address"
    settings.EMAIL_URL = ""
    assert try_mail("somebody@example.org", "en") == "no mail server"
