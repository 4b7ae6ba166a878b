"""allauth's tables without allauth's demand for its middleware."""

from allauth.account.apps import AccountConfig


class BareAccount(AccountConfig):
    def ready(self) -> None:
        pass
