"""Codes of people's own, and what makes two rows the same person."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from passerelle.core.codes import ALPHABET, new_code
from passerelle.core.errors import Problem
from passerelle.engines.tables.words import digits
from passerelle.gatherings import needs_said
from passerelle.gatherings.models import Gathering, Participant, Registration, TwoPeople
from passerelle.network import controllers
from passerelle.questionnaires.actions import forget as forget_responses

CATEGORY = "taking_part"  # of personal data: see room.py
LONGEST = 40
OURS = 10  # signs of a code that is given here


def own_code(written: str) -> str:
    """A code as it is compared: capitals, without blanks. "ab12c" and "AB 12C" are "AB12C".

    Dashes and dots between the signs of a code that was given here are a writer's help and go; in codes that others
    gave they may be all that tells two people apart ("1-12", "11-2") and stay. A longer one is shortened in such a way
    that no two become one."""
    code = "".join(unicodedata.normalize("NFKC", digits(written)).upper().split())
    bare = "".join(c for c in code if c.isalnum())
    if len(bare) == OURS and set(bare.lower()) <= set(ALPHABET):
        return bare
    return code if len(code) <= LONGEST else f"{code[:26]}~{sha256(code.encode()).hexdigest()[:12].upper()}"


def fresh_code() -> str:
    """A new own code for somebody who has none yet: 30**10, without signs that look alike."""
    return new_code(OURS).upper()


def in_groups(code: str) -> str:
    """A code that was given here as it is printed and read aloud: "K4P7 2XW 9MB"; another as it is."""
    return f"{code[:4]} {code[4:7]} {code[7:]}" if len(code) == OURS and code.isalnum() else code


def checked(written: str, shortest: int = 1) -> str:
    """A code as it is compared. Raises Problem when it has fewer letters and figures than `shortest`."""
    code = own_code(written[:200])
    if sum(map(str.isalnum, code)) < shortest:
        raise Problem("code too short", _("This is no code. Look at it once more."), field="code")
    return code


def heads_only(gathering: Gathering) -> bool:
    """Whether people are counted as heads there and nobody is asked for a name or a code: under-age people always."""
    return gathering.only_heads


def counted_as(project: UUID, code: str) -> UUID:
    """What is counted: the same for the same code in one project, whoever collected it; a new one without a code."""
    return uuid5(project, code) if code else uuid4()


def controller_of(gathering: Gathering) -> UUID | None:
    """The organisation that answers for who takes part: the one the project names for it, else the host, else the lead
    partner. None in a project without partners: then nobody can be registered."""
    told = gathering.__dict__.setdefault("_controllers", {})  # a page asks several times
    if gathering.host_id not in told:
        told[gathering.host_id] = controllers.of(gathering.project, CATEGORY, otherwise=gathering.host_id)
    found: UUID | None = told[gathering.host_id]
    return found


def identities(project: UUID, codes: Collection[str]) -> dict[str, UUID]:
    """What each of these codes is counted as in a project: as a row says that has the code already, else by the code.

    They differ where somebody was found to be the same person as another."""
    known = dict(
        Participant.objects.filter(project=project, code__in=[code for code in codes if code])
        .order_by("-created_at", "-pk")
        .values_list("code", "counted_as")
    )
    return {code: known.get(code) or counted_as(project, code) for code in codes if code}


def taking_part(project: UUID, controller: UUID, code: str, **facts: Any) -> Participant:
    """Who has this code (as `own_code` writes it) with this controller: found, else written down with `facts`.

    Two at once get the same row: the database keeps a second one out."""
    found = Participant.objects.filter(project=project, controller=controller, code=code).first()
    if found is not None:
        return found
    same = identities(project, [code])[code]
    with transaction.atomic():
        Participant.objects.bulk_create(
            [Participant(project_id=project, controller_id=controller, code=code, counted_as=same, **facts)],
            ignore_conflicts=True,
        )
    return Participant.objects.get(project=project, controller=controller, code=code)


def all_taking_part(
    project: UUID, controller: UUID, codes: Collection[str], nameless: Collection[UUID] = ()
) -> dict[str, UUID]:
    """`taking_part` for many codes: {code: participant}; at most four questions.

    nameless: keys of people who wrote no code, each somebody of their own for good."""
    there = Participant.objects.filter(project=project, controller=controller, code__in=codes)
    found = dict(there.values_list("code", "pk"))
    new = [code for code in codes if code not in found]
    if not new and not nameless:
        return found
    same = identities(project, new)
    rows = [Participant(code=code, counted_as=same[code]) for code in new]
    rows += [Participant(id=key, code="", counted_as=key) for key in nameless]
    for row in rows:
        row.project_id, row.controller_id = project, controller
    Participant.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return dict(there.values_list("code", "pk")) if new else found


def tell_apart(rows: Sequence[Participant]) -> dict[UUID, UUID]:
    """{row: what it is counted as}, from nothing but what ties rows together: the same code, and merges.

    rows: everybody of one project who is counted as the same now. The first one of each group that is left, by time,
    gives its code; who has none keeps what they were counted as, if nobody else in the rows does."""
    above = {row.pk: row.pk for row in rows}

    def root(pk: UUID) -> UUID:
        while above[pk] != pk:
            pk = above[pk]
        return pk

    by_code: dict[str, UUID] = {}
    for row in rows:
        if row.code:
            above[root(row.pk)] = root(by_code.setdefault(row.code, row.pk))
        if row.merged_into_id in above:
            above[root(row.pk)] = root(row.merged_into_id)
    groups: dict[UUID, list[Participant]] = {}
    for row in sorted(rows, key=lambda one: (one.merged_into_id is not None, one.created_at, one.pk)):
        groups.setdefault(root(row.pk), []).append(row)
    told: dict[UUID, UUID] = {}
    for group in groups.values():
        code = next((row.code for row in group if row.code), "")
        same = counted_as(group[0].project_id, code)
        if not code and len(groups) == 1:
            same = group[0].counted_as
        told |= {row.pk: same for row in group}
    return told


def forget(person: UUID) -> None:
    """What the declared fields cannot say when a person is erased: their code leads nowhere from now on, and what they
    answered when they registered is gone."""
    erase(Participant.objects.filter(person=person).values_list("pk", flat=True))


def erase(participants: Iterable[Any]) -> None:
    """Let these participants go, and what they answered with their registrations. Safe to run twice."""
    gone = list(participants)
    answers = Registration.objects.filter(participant__in=gone).values_list("response", flat=True)
    if given := [one for one in answers if one]:
        forget_responses(given)
    let_go(gone)


def let_go(participants: Iterable[Any]) -> None:
    """Take the codes of these participants: they stay one each in every figure, and nobody can tell who they were, nor
    which answers were theirs. What they needed goes from the counts of their gatherings.

    Whoever is merged with one of them, and whoever of them had the same code elsewhere, goes on being counted as the
    same. Safe to run twice."""
    gone = set(participants)
    counts = needs_said.counting(gone)
    Registration.objects.filter(participant__in=gone).update(
        digest="", language="", needs=None, response=None
    )
    needs_said.count_anew(counts)
    TwoPeople.objects.filter(Q(one__in=gone) | Q(two__in=gone)).delete()
    rows = list(Participant.objects.filter(Q(pk__in=gone) | Q(merged_into__in=gone)))
    afresh: dict[UUID, UUID] = {}
    for row in rows:
        # Whoever is merged into somebody that stays is counted as that one.
        stays = row.pk in gone and row.merged_into_id is not None and row.merged_into_id not in gone
        if not stays:
            row.counted_as = afresh.setdefault(row.counted_as, uuid4())
        if row.pk in gone:
            row.code = ""
    Participant.objects.bulk_update(rows, ["code", "counted_as"], batch_size=1000)
