"""The keys on a medium of their own: one file, one generation, opened by a passphrase.

It holds every person's key, the secrets of the house and the ledger of withdrawals. Each backup has the next number
and replaces the file before it, because an older copy of the keys would bring back who has left since. Inside, keys
are bare; the file is sealed with AES-256-GCM under a key from scrypt (n = 2**17, r = 8, p = 1: 128 MB, about half a
second). Source: RFC 7914; OWASP Password Storage Cheat Sheet.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.db import connection, connections, transaction
from django.utils import timezone

from passerelle.core import durable, journal, keys
from passerelle.core.actor import SystemActor
from passerelle.core.errors import Problem, Refused
from passerelle.core.keystore.models import Generation, PersonKey, Secret, Withdrawal

FORMAT = "passerelle keys"
BACKED_UP = "keys backed up"
SHORTEST = 12  # characters of a passphrase
COST = {"n": 2**17, "r": 8, "p": 1}
MOST_COST = 2**21  # n * r of a file we are willing to open: 256 MB
LINE = 4096  # bytes of the readable first line, at most


def backup(out: Path, passphrase: str) -> dict[str, Any]:
    """Write the keys as the next generation, over the file of the last one.

    The number is committed before the new file takes its place: a cut in between leaves the last file, which still
    is the newest there is. Returns {"generation", "keys", "withdrawn", "secrets"}. Raises Problem and Refused.
    """
    if len(passphrase) < SHORTEST:
        raise Problem("short passphrase", "A passphrase has at least %(least)s characters.", least=SHORTEST)
    durable.make_ready(out)
    _refuse_to_replace(out)
    with durable.replacing(out) as handle, transaction.atomic(using="keys"):
        number = _next_generation()
        content = _content(number)
        handle.write(_sealed(content, passphrase))
        handle.flush()
        os.fsync(handle.fileno())
    _journal(number)
    return {"generation": number, **_figures(content)}


def restore(source: Path, passphrase: str) -> dict[str, Any]:
    """Put saved keys into this key store, wrapped by this machine's master key.

    Keys that are here already stay; who has left, here or there, stays gone. Returns {"generation", "keys",
    "withdrawn", "secrets", "kept_here"}. Raises Problem (no such file, wrong passphrase, altered) and Refused (older
    than the keys here or than what the journal knows; a person has another key here).
    """
    content = _opened(source, passphrase)
    number, here, known = content["generation"], _generation(), known_to_journal()
    if number < max(here, known):
        raise Refused(
            "older keys",
            "These keys are generation %(number)s; %(where)s of generation %(newest)s. Bring back the newest: with "
            "older ones, people who have left since could be read again.",
            number=number,
            where="the keys here are" if here >= known else "the journal knows",
            newest=max(here, known),
        )
    with transaction.atomic(using="keys"):
        kept_here = _put_keys(content)
        _put_secrets(content, number)
        _withdraw(content)
        Generation.objects.update_or_create(id=1, defaults={"number": number})
    if not connections["keys"].in_atomic_block:
        with connections["keys"].cursor() as cursor:
            cursor.execute("VACUUM keystore_key")  # what was deleted goes from its page now, not some day
    return {"generation": number, **_figures(content), "kept_here": kept_here}


def known_to_journal() -> int:
    """The newest generation that the journal of the data speaks of; 0 when it speaks of none."""
    from passerelle.core.models import Entry

    if Entry._meta.db_table not in connection.introspection.table_names():
        return 0
    rows = Entry.objects.filter(action=BACKED_UP).order_by("-id").values_list("details", flat=True)
    return max((int(details.get("generation", 0)) for details in rows[:1]), default=0)


def _journal(number: int) -> None:
    """The data remember which keys belong to them; an empty server has nothing to remember."""
    from passerelle.core.models import Entry

    if Entry._meta.db_table in connection.introspection.table_names() and Entry.objects.exists():
        with transaction.atomic(), journal.telling() as details:
            journal.tell(generation=number)
            journal.append(SystemActor(reason=BACKED_UP), BACKED_UP, None, details)


def _next_generation() -> int:
    Generation.objects.get_or_create(id=1)
    row = Generation.objects.select_for_update().get(id=1)
    row.number = max(row.number, known_to_journal()) + 1
    row.save()
    return row.number


def _generation() -> int:
    return Generation.objects.values_list("number", flat=True).first() or 0


def _content(number: int) -> dict[str, Any]:
    journal.signing_key()  # made now if nothing was sealed yet: what it signs later must be known where keys come back
    rows = PersonKey.objects.order_by("owner").values_list("owner", "wrapped")
    return {
        "generation": number,
        "keys": {str(owner): _text(keys.unwrap(bytes(wrapped), owner.bytes)) for owner, wrapped in rows},
        "withdrawn": [str(owner) for owner in keys.withdrawals()],
        "secrets": {name: _text(value) for name, value in keys.secrets_named("").items()},
    }


def _figures(content: dict[str, Any]) -> dict[str, int]:
    return {name: len(content[name]) for name in ("keys", "withdrawn", "secrets")}


def _put_keys(content: dict[str, Any]) -> int:
    """Add the keys that are missing here; returns how many are here that the file does not have."""
    gone = {*content["withdrawn"], *map(str, keys.withdrawals())}
    given = {UUID(owner): _bytes(key) for owner, key in content["keys"].items() if owner not in gone}
    present = dict(PersonKey.objects.values_list("owner", "wrapped"))
    other = [o for o in given.keys() & present.keys() if keys.unwrap(bytes(present[o]), o.bytes) != given[o]]
    if other:
        raise Refused(
            "other keys",
            "%(count)s people have another key here: this key store belongs to other data. Restore onto an empty one.",
            count=len(other),
        )
    PersonKey.objects.bulk_create(
        [PersonKey(owner=o, wrapped=keys.wrap(k, o.bytes)) for o, k in given.items() if o not in present],
        batch_size=1000,
    )
    return len(present.keys() - given.keys())


def _withdraw(content: dict[str, Any]) -> None:
    """Who has left, there or here, has no key any more."""
    gone = [UUID(owner) for owner in content["withdrawn"]]
    Withdrawal.objects.bulk_create(
        [Withdrawal(owner=o) for o in gone], ignore_conflicts=True, batch_size=1000
    )
    PersonKey.objects.filter(owner__in=keys.withdrawals()).delete()


def _put_secrets(content: dict[str, Any], number: int) -> None:
    """The saved secrets count. One that this machine made meanwhile is kept beside them: it signed something."""
    for name, saved in content["secrets"].items():
        own = keys.secrets_named(name).get(name)
        if own is not None and own != _bytes(saved):
            beside = f"{name} before {number}"
            Secret.objects.update_or_create(
                name=beside, defaults={"wrapped": keys.wrap(own, beside.encode())}
            )
        Secret.objects.update_or_create(
            name=name, defaults={"wrapped": keys.wrap(_bytes(saved), name.encode())}
        )


def _sealed(content: dict[str, Any], passphrase: str) -> bytes:
    salt, nonce = os.urandom(16), os.urandom(12)
    first = json.dumps(
        {
            "format": FORMAT,
            "version": 1,
            "generation": content["generation"],
            "made_at": journal.moment(timezone.now()),
            "scrypt": {**COST, "salt": _text(salt)},
            "nonce": _text(nonce),
        }
    ).encode()
    # The first line can be read by anybody and changed by nobody: it is authenticated with the rest.
    return (
        first
        + b"\n"
        + AESGCM(_derive(passphrase, salt, COST)).encrypt(nonce, json.dumps(content).encode(), first)
    )


def _opened(source: Path, passphrase: str) -> dict[str, Any]:
    try:
        raw = source.read_bytes()
    except OSError as unreadable:
        raise Problem(
            "no file", "%(file)s cannot be read: %(why)s", file=source, why=unreadable.strerror
        ) from None
    first, _, rest = raw.partition(b"\n")
    told = _header(first)
    if told is None:
        raise Problem("not keys", "%(file)s is no backup of Passerelle's keys.", file=source)
    try:
        cost, salt = {k: int(told["scrypt"][k]) for k in "nrp"}, _bytes(told["scrypt"]["salt"])
        if cost["n"] * cost["r"] > MOST_COST or cost["p"] > 4:
            raise ValueError
        plain = AESGCM(_derive(passphrase, salt, cost)).decrypt(_bytes(told["nonce"]), rest, first)
        content: dict[str, Any] = json.loads(plain)
    except (InvalidTag, ValueError, KeyError, TypeError):
        raise Problem(
            "passphrase", "The keys do not open: the passphrase is another, or the file was altered."
        ) from None
    return content


def _header(first: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(first[:LINE])
    except ValueError:
        return None
    return told if isinstance(told, dict) and told.get("format") == FORMAT else None


def _refuse_to_replace(out: Path) -> None:
    """Another kind of file, or newer keys of another machine, are never overwritten."""
    if not out.exists():
        return
    with open(out, "rb") as handle:
        told = _header(handle.readline(LINE).rstrip(b"\n"))
    if told is None:
        raise Refused(
            "another file", "%(file)s is there and is no backup of keys: it is not replaced.", file=out
        )
    if int(told.get("generation", 0)) > max(_generation(), known_to_journal()):
        raise Refused(
            "newer keys",
            "%(file)s holds generation %(there)s, newer than the keys here: it is not replaced.",
            file=out,
            there=told["generation"],
        )


def _derive(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode())


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)
