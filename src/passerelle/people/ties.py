"""An account and the sign-in of its owner's organisation: tied, untied, or found by a proved address."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Problem
from passerelle.people import notices, policies
from passerelle.people.models import Account

HOUSE = SystemActor(reason="issuer")


def account_vouched_for(addresses: Iterable[EmailAddress]) -> Account | None:
    """The account whose owner proved an address that the issuer says is theirs too, in a domain it answers for.

    None when no domain is named, when the issuer has not checked the address, or when the owner never used it: else
    somebody could wait in an account made with another's address."""
    vouched = [
        one.email.lower()
        for one in addresses
        if one.verified and one.email.lower().rpartition("@")[2] in settings.OIDC_DOMAINS
    ]
    proved = EmailAddress.objects.filter(email__in=vouched, verified=True, user__is_active=True)
    row = proved.select_related("user").first()
    return row.user if row is not None and row.user.email.lower() == row.email.lower() else None


def tied(account: Account, provider: str) -> SocialAccount | None:
    return SocialAccount.objects.filter(user=account, provider=provider).first()


@action(may=policies.is_house, says="sign-in tied by address")
def tie_by_address(actor: Actor, account: Account, told: SocialAccount) -> SocialAccount:
    """From now on this person of the issuer opens this account; its owner is told by mail."""
    return _tie(account, told)


@action(may=policies.may_change_own_account, says="sign-in tied")
def tie(actor: Actor, account: Account, told: SocialAccount) -> SocialAccount:
    """The owner, signed in, ties their sign-in elsewhere. Raises Problem when it opens another account already."""
    other = SocialAccount.objects.filter(provider=told.provider, uid=told.uid).exclude(user=account)
    if other.exists():
        raise Problem(
            "tied elsewhere", _("This sign-in cannot be tied to your account. Ask your coordinator.")
        )
    return _tie(account, told)


@action(may=policies.may_change_own_account, says="sign-in untied")
def untie(actor: Actor, account: Account, provider: str) -> Account:
    """It opens the account no longer."""
    SocialAccount.objects.filter(user=account, provider=provider).delete()
    notices.tell(account, "unlinked", label=settings.OIDC_LABEL)
    return account


def _tie(account: Account, told: SocialAccount) -> SocialAccount:
    row, new = SocialAccount.objects.update_or_create(
        provider=told.provider, uid=told.uid, defaults={"user": account, "extra_data": {}}
    )
    if new:
        notices.tell(account, "linked", label=settings.OIDC_LABEL)
    return row
