"""Make a draft project of what an old page says. Without --save nothing is kept: the facts are shown."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from passerelle.core.actor import Actor
from passerelle.core.errors import Problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a text file, or - for standard input")
    parser.add_argument(
        "--save", metavar="ACRONYM", help="save what is kept as a draft project of this acronym"
    )
    parser.add_argument("--json", action="store_true", help="JSON, as always")
    parser.add_argument("--as", dest="who", metavar="EMAIL", help="whose draft it is: needed with --save")
    parser.add_argument("--title", help="the title; without it the one that was found")
    parser.add_argument("--language", help="the language of the page; without it the one that was found")
    parser.add_argument(
        "--keep",
        metavar="N,N,…",
        help="the segments to keep, counted from 0; without it all that repeat nothing",
    )


def run(args: argparse.Namespace) -> int:
    """Prints the reading as JSON. Exit 0 read (and saved), 1 read with repeats or an unsure language, 2 not text."""
    from passerelle.network.reading import read

    try:
        raw = sys.stdin.buffer.read() if str(args.file) == "-" else args.file.read_bytes()
    except OSError as problem:
        raise Problem(
            "file", "%(file)s cannot be read: %(why)s.", file=args.file, why=problem.strerror
        ) from None
    reading = read(raw)
    told = reading.as_json()
    if args.save:
        told["saved"] = _save(args, reading)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 1 if not args.save and (reading.repeated or reading.language is None) else 0


def _save(args: argparse.Namespace, reading: object) -> str:
    from passerelle.network import actions

    language = args.language or reading.language  # type: ignore[attr-defined]
    if language is None:
        raise Problem("language", "The language could not be told for sure. Name it with --language.")
    kept = _kept(args.keep, reading)
    project = actions.import_page(
        actor_of(args.who),
        acronym=args.save,
        title=args.title or reading.title,  # type: ignore[attr-defined]
        language=language,
        body=reading.kept(kept),  # type: ignore[attr-defined]
    )
    return project.code


def _kept(wish: str | None, reading: object) -> set[int]:
    pieces = reading.pieces  # type: ignore[attr-defined]
    if wish is None:
        return {piece.index for piece in pieces if piece.keep}
    try:
        kept = {int(number) for number in wish.split(",")}
    except ValueError:
        raise Problem("keep", "--keep takes numbers with commas between them, such as 0,1,4.") from None
    if beyond := kept - {piece.index for piece in pieces}:
        raise Problem(
            "keep",
            "There is no segment %(number)s; the last one is %(last)s.",
            number=min(beyond),
            last=len(pieces) - 1,
        )
    return kept


def actor_of(email: str | None) -> Actor:
    """Whoever signs in with this address, with all their grants. Raises Problem."""
    from passerelle.network.actors import grants_of
    from passerelle.people.models import Account

    if not email:
        raise Problem("who", "Say who does it: --as EMAIL.")
    account = Account.objects.filter(email__iexact=email).first()
    if account is None:
        raise Problem("who", "Nobody signs in with %(email)s.", email=email)
    return Actor(person=account.person_id, grants=grants_of(account.person_id))
