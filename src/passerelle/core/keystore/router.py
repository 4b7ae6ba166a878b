"""Sends the key store's models to their own database and nothing else there."""

from __future__ import annotations

from typing import Any


class KeystoreRouter:
    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "keys" if model._meta.app_label == "keystore" else None

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        return (one._meta.app_label == "keystore") == (other._meta.app_label == "keystore") or False

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return (db == "keys") == (app_label == "keystore")
