"""Why a reported figure is another one now, as far as the journal says: what was done since to the records behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passerelle.core.rooms import rooms
from passerelle.evidence import queries
from passerelle.evidence.freezing import Changed, compared
from passerelle.evidence.models import Indicator, Snapshot
from passerelle.evidence.rules import Rule
from passerelle.language.rows import in_a_row


def reasons(
    one: Snapshot,
    changed: Sequence[Changed],
    *,
    until: datetime | None = None,
    known: Mapping[str, UUID] | None = None,
) -> list[str]:
    """One text for each change; one question to the journal for all of them.

    until: what was done later is left out. known: the ids of the project's indicators by their codes."""
    if not changed:
        return []
    if known is None:
        codes = [each.either["indicator"] for each in changed]
        rows = Indicator.objects.unscoped(reason="why it changed").filter(code__in=codes)
        known = dict(rows.values_list("code", "pk"))
    moves = _moves()
    wanted = {str(pk) for pk in known.values()} | {key for each in changed for key in each.records}
    done = _done(one, wanted, until, moves)
    return [_reason(each, done, str(known.get(each.either["indicator"], "")), moves) for each in changed]


def _moves() -> dict[str, Any]:
    """What moves a figure, by the journal's codes, in words; of every room."""
    return {code: words for room in rooms() for code, words in room.moves.items()}


def _done(
    one: Snapshot, subjects: set[str], until: datetime | None, moves: Collection[str]
) -> dict[str, Counter[str]]:
    """What the journal says was done since to these records and moves a figure: {id: {code of the action: how often}}."""
    found: dict[str, Counter[str]] = {}
    for subject, action, details in queries.done_since(one.frozen_at, until, subjects, moves):
        for key in {subject, str(details.get("gathering", ""))} & subjects:
            found.setdefault(key, Counter())[action] += 1
    return found


def _reason(each: Changed, done: Mapping[str, Counter[str]], indicator: str, moves: Mapping[str, Any]) -> str:
    said = []
    if each.figure is None:
        said.append(_("It was added since."))
    if each.now is None:
        said.append(_("It is no longer reported."))
    if each.rule:
        said.append(_("It is counted by another rule now."))
    if each.target:
        said.append(_("Its target, baseline or unit is another one now."))
    if each.records:
        count = len(each.records)
        said.append(
            ngettext(
                "%(n)d record behind it was entered, corrected or taken back.",
                "%(n)d records behind it were entered, corrected or taken back.",
                count,
            )
            % {"n": count}
        )
    by_hand = bool(each.now and Rule.read(each.now["rule"]).by_hand)
    what: Counter[str] = Counter()
    for key in [*each.records, *([indicator] if by_hand else [])]:
        what.update(done.get(key, Counter()))
    if what:
        told = in_a_row(
            f"{moves[action]} (× {times})" if times > 1 else str(moves[action])
            for action, times in what.most_common(5)
        )
        said.append(_("The journal says: %(what)s.") % {"what": told})
    return " ".join(said)


def restated(one: Snapshot) -> list[tuple[Changed, str]]:
    """What a restatement says otherwise than the report it corrects, and why: both are frozen."""
    if one.restates is None:
        return []
    changed = compared(one.restates.figures, one.figures)
    return list(zip(changed, reasons(one.restates, changed, until=one.frozen_at), strict=True))
