"""Printed recovery codes: ten at a time, each for one use, only their hashes kept."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.codes import digest, printed_code
from passerelle.core.errors import Problem
from passerelle.people import policies
from passerelle.people.models import Account, RecoveryCode

CODES = 10
HOUSE = SystemActor(reason="recovery code")


def renew(account: Account) -> list[str]:
    """Ten new codes; the ones before are gone."""
    codes = [printed_code() for _code in range(CODES)]
    account.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=digest(code)) for code in codes)
    return codes


def use_recovery_code(email: str, code: str) -> Account:
    """Let somebody in by a printed code: it is used up, and the password is void until a new one is set.

    Raises Problem: "used code" when this very code was used before (its holder proved that they had it), and "wrong
    code" for everything else, in one and the same sentence, so that nobody learns which addresses have accounts.
    """
    account = Account.objects.filter(email__iexact=email.strip(), is_active=True).first()
    try:
        with transaction.atomic():
            return _use(HOUSE, account, code)
    except Problem as refused:
        _refuse(HOUSE, account, refused.code.replace(" ", "-"))
        raise


@action(may=policies.is_house, says="recovery code used")
def _use(actor: Actor, account: Account | None, code: str) -> Account:
    mine = RecoveryCode.objects.select_for_update().filter(account=account, digest=digest(code))
    row = mine.first() if account is not None else None
    if account is None or row is None:
        raise Problem(
            "wrong code", _("This address and this code do not belong together. Look at both once more.")
        )
    if row.used_at is not None:
        raise Problem(
            "used code",
            _("This code was used before, and each works once. Take the next one on your sheet."),
        )
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    account.set_unusable_password()
    account.save(update_fields=["password"])
    journal.tell(left=account.recovery_codes.filter(used_at=None).count())
    return account


@action(may=policies.is_house, says="recovery code refused")
def _refuse(actor: Actor, account: Account | None, why: str) -> None:
    journal.tell(why=why)
