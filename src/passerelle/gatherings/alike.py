"""Who may be the same person: facts, never guesses. A human looks and decides (actions.merge)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from uuid import UUID

from passerelle.core.codes import ALPHABET
from passerelle.core.search import fold
from passerelle.gatherings.presence import OURS

Pair = tuple[UUID, UUID]
MOST_OF_ONE_NAME = 6  # of a name that more people have, nobody is shown: it says nothing


def slips(codes: Mapping[UUID, str]) -> Iterator[Pair]:
    """Pairs whose codes are one typing error apart: a sign changed, left out, added, or two turned round.

    Only of codes that were given here: those are random, while numbered lists ("A-101", "A-102") are alike by nature.
    A code with a sign too many or too few is no longer one of ours, so one of the two has to be."""
    ours = {pk for pk, code in codes.items() if len(code) == OURS and set(code.lower()) <= set(ALPHABET)}
    near: dict[str, list[UUID]] = defaultdict(list)
    for pk, code in codes.items():
        if abs(len(code) - OURS) <= 1:
            for key in {code, *(code[:at] + code[at + 1 :] for at in range(len(code)))}:
                near[key].append(pk)
    seen = set()
    for some in near.values():
        for one, two in combinations(some, 2):
            pair = (one, two) if str(one) < str(two) else (two, one)
            if pair in seen or not ours & {one, two} or not one_slip(codes[one], codes[two]):
                continue
            seen.add(pair)
            yield pair


def one_slip(one: str, two: str) -> bool:
    """Whether two codes are one typing error apart (Damerau's four kinds)."""
    if abs(len(one) - len(two)) > 1 or one == two:
        return False
    if len(one) == len(two):
        wrong = [at for at in range(len(one)) if one[at] != two[at]]
        turned = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == two[wrong[1]]
        return len(wrong) == 1 or (turned and one[wrong[1]] == two[wrong[0]])
    short, long = sorted((one, two), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def namesakes(names: Mapping[UUID, str]) -> Iterator[Pair]:
    """Pairs who gave the very same name (or the same way to be reached), however it is written."""
    called: dict[str, list[UUID]] = defaultdict(list)
    for pk, name in names.items():
        if key := " ".join(sorted(fold(name).split())):
            called[key].append(pk)
    for some in called.values():
        if len(some) <= MOST_OF_ONE_NAME:
            yield from combinations(some, 2)


def together(came: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, set[UUID]]:
    """{participant: gatherings} of who was where: two who were in one room with two codes are hardly one."""
    told: dict[UUID, set[UUID]] = defaultdict(set)
    for participant, gathering in came:
        told[participant].add(gathering)
    return told
