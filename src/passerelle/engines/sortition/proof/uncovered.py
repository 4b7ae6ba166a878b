"""What `verify` cannot see in one record alone, with the reason. The documentation quotes this; a test keeps it true.

Every other field of both records, at every depth, is refused when it is changed, swapped, dropped or doubled: as it is,
and also when the author computes all hashes again. A record with new hashes has another commitment; so whoever noted the
commitment before the dice were thrown (`promised`) sees each of these as well, but for the pick and the confirmations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Uncovered:
    """A change that one record alone does not betray.

    record: R or P. path: fields, * for any place in a list; a pattern of fnmatch. rehashed: only when its author computes
    the hashes again. noticed_by: what does betray it: "promise" the commitment noted before; "files" the organiser's
    quotas and pool; "slip" the person concerned; "record" the scrutineers' record beside the public one; "witness" those
    who saw the dice, or the observer who confirms.
    """

    record: Literal["R", "P"]
    path: str
    rehashed: bool
    noticed_by: tuple[str, ...]
    reason: str


HASHED = ("promise",)
SHOWN = ("promise", "record")

NOT_COVERED = (
    Uncovered(
        "R", "pick", False, ("witness",), "Another number that leads to the same people is equally possible."
    ),
    Uncovered("R", "seed", True, HASHED, "It starts the search only. What was found is proven without it."),
    Uncovered(
        "R", "salts*", True, HASHED, "They are random. Each person who takes part has their own on the slip."
    ),
    Uncovered(
        "R", "committed_first", True, HASHED, "A file cannot say when it was made; the published hash can."
    ),
    Uncovered(
        "R",
        "people/*",
        True,
        (*HASHED, "files"),
        "Another feature can be as legal. The pool's file tells, and the slip.",
    ),
    Uncovered(
        "R",
        "households/*",
        True,
        HASHED,
        "Another household can be as legal; a number that stands once means nothing.",
    ),
    Uncovered(
        "R", "household/column", True, HASHED, "It is the name of a column and nothing is computed from it."
    ),
    Uncovered(
        "R",
        "quotas/*/m[ai][xn]",
        True,
        (*HASHED, "files"),
        "A wider quota may change neither panels nor proof.",
    ),
    Uncovered(
        "R", "excluded/*/reason", True, HASHED, "Why somebody was kept out by hand is the organisers' word."
    ),
    Uncovered("R", "panels*", True, HASHED, "Their numbering is free until the commitment is published."),
    Uncovered(
        "R",
        "certificate/*",
        True,
        HASHED,
        "A proof that still proves the same bound is as good; unused parts do no harm.",
    ),
    Uncovered(
        "P", "pick", False, ("witness",), "Another number that leads to the same people is equally possible."
    ),
    Uncovered(
        "P",
        "confirmations*",
        False,
        ("witness",),
        "They come after the promise, and are words of people: ask them.",
    ),
    Uncovered(
        "P", "method", True, SHOWN, "What was aimed at shows in the proof, which is in the other record."
    ),
    Uncovered("P", "people/*", True, (*SHOWN, "slip"), "Each person can compute their own from the slip."),
    Uncovered("P", "quotas*", True, (*SHOWN, "files"), "Without features nobody can count them."),
    Uncovered("P", "categories*", True, SHOWN, "Without features their order means nothing."),
    Uncovered("P", "household/*", True, SHOWN, "Without households nobody can count them."),
    Uncovered("P", "excluded*", True, SHOWN, "Those who are not in the draw have no code."),
    Uncovered(
        "P",
        "panels/*",
        True,
        (*SHOWN, "slip"),
        "Whose a code is can only be computed with the salt, so by that person and by scrutineers.",
    ),
    Uncovered(
        "P",
        "fewest_panels",
        True,
        SHOWN,
        "Codes on two panels cannot be linked, so nobody can count; whoever stands in fewer sees it.",
    ),
    Uncovered(
        "P", "bound", True, SHOWN, "It can be moved in its last digit only; the proof is in the other record."
    ),
    Uncovered("P", "relative_gap", True, SHOWN, "It can be moved in its last digit only."),
    Uncovered("P", "rounding_loss", True, SHOWN, "Without the exact chances it cannot be computed."),
    Uncovered("P", "stage_gap", True, SHOWN, "The proof of the later stages is in the other record."),
    Uncovered("P", "scrutineers", True, SHOWN, "It is the hash of a record that this one does not contain."),
    Uncovered(
        "P", "committed_first", True, SHOWN, "A file cannot say when it was made; the published hash can."
    ),
)
