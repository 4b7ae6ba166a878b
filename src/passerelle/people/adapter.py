"""Where allauth meets the house: nobody signs up by themselves, its mail goes through our outbox, and the journal
knows who came and went."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import Actor, SystemActor
from passerelle.messages.actions import post
from passerelle.people import actions, presence, throttle
from passerelle.people.models import Account

HOUSE = SystemActor(reason="sign-in")
# allauth's template, our template, purpose.
MAILS = {
    "account/email/login_code": ("people/mail/sign_in_code", "sign-in-code"),
    "account/email/password_reset_key": ("people/mail/new_password", "new-password"),
}
SAID = {
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/password_changed.txt": _("Your new password is set."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask your coordinator."),
        "email_password_mismatch": _(
            "This address and this password do not belong together. Look at both once more."
        ),
        "incorrect_code": _("This is not the code of the newest mail. Look at it once more."),
        "incorrect_password": _("This is not your password. Look at it once more."),
        "too_many_login_attempts": _(
            "There were too many attempts. Try again in a minute, or take another way in."
        ),
        "rate_limited": _("That was a little fast. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, secret, to the address of the account; unknown addresses get nothing."""
        if template_prefix not in MAILS:
            return
        account = Account.objects.filter(email__iexact=email, is_active=True).first()
        if account is None:
            return
        template, purpose = MAILS[template_prefix]
        post(
            HOUSE,
            receiver=("account", account.person_id),
            purpose=purpose,
            template=template,
            context={"code": context.get("code", ""), "link": context.get("password_reset_url", "")},
            secret=True,
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the address of the house, whatever the request claims its host to be."""
        from urllib.parse import quote

        from django.urls import reverse

        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.ADDRESS + path.replace("UID-KEY", quote(key))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Few words, in our voice; what a page itself says is not said twice."""
        words = message or SAID.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words))

    def set_password(self, user: Any, password: str) -> None:
        actions.change_password(SystemActor(reason="password reset"), user, password)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts an attempt, by network and by address; where the account was used before, by that browser instead."""
        address = str(credentials.get("email") or "")
        door = ("sign_in", address + presence.is_known(request, address))
        self._login_failed_rl_usage = throttle.knock(request, *door)
        if self._login_failed_rl_usage is None:
            raise ValidationError(throttle.too_many(request, *door), code="too_many_login_attempts")

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        records = get_authentication_records(request, user)
        method = records[-1]["method"] if records else ""
        actor = Actor(person=user.person_id)
        if any(record["method"] == "code" for record in records):
            actions.note_address_proved(actor, user)
        presence.arrive(actor, user, request, method)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        return presence.remember(request, super().post_login(request, user, **kwargs))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second factor proves themselves with it: the password alone must not take it away."""
        methods = super().get_reauthentication_methods(user)
        return [m for m in methods if m["id"] != "reauthenticate"] or methods

    def logout(self, request: HttpRequest) -> None:
        account = request.user
        presence.leave(request)
        if isinstance(account, Account):
            actions.note_sign_out(Actor(person=account.person_id), account)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The account, when there is one; never what was typed."""
        address = str(credentials.get("email") or "")
        actions.note_refusal(
            HOUSE, Account.objects.filter(email__iexact=address).first() if address else None
        )
