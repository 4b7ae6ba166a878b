"""Who PostgreSQL runs as, where root starts it."""

import pwd
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

from passerelle.config import unprivileged


def test_several_servers_at_once_add_one_account(monkeypatch):
    """On a new machine: of two `useradd` at the same time, one takes back the other's number."""
    accounts: dict[str, SimpleNamespace] = {}
    adding, met = threading.Lock(), []

    def useradd(words, **how):
        if not adding.acquire(blocking=False):
            met.append(words)
            return
        time.sleep(0.05)
        accounts[words[-1]] = SimpleNamespace(pw_name=words[-1], pw_uid=990 + len(accounts), pw_gid=990)
        adding.release()

    def known(name):
        if name not in accounts:
            raise KeyError(name)
        return accounts[name]

    monkeypatch.setattr(unprivileged.shutil, "which", lambda *words, **how: "/usr/sbin/useradd")
    monkeypatch.setattr(unprivileged.subprocess, "run", useradd)
    monkeypatch.setattr(unprivileged.pwd, "getpwnam", known)
    monkeypatch.setattr(unprivileged.os, "geteuid", lambda: 0)
    with ThreadPoolExecutor(4) as together:
        found = list(together.map(lambda _: unprivileged.account_for(), range(4)))
    assert met == []
    assert {account.name for account in found} == {unprivileged.ACCOUNT}
    assert {account.uid for account in found} == {accounts[unprivileged.ACCOUNT].pw_uid}


def test_a_sealed_image_has_nobody(monkeypatch):
    monkeypatch.setattr(unprivileged.os, "geteuid", lambda: 0)
    monkeypatch.setattr(unprivileged, "ACCOUNT", "no-such-account")
    monkeypatch.setattr(unprivileged.shutil, "which", lambda *words, **how: None)
    assert unprivileged.account_for().uid == pwd.getpwnam("nobody").pw_uid
