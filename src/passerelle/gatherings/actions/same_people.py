"""Two rows of one organisation turn out to be the same person, or not after all. Nobody is merged by guessing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.errors import Problem
from passerelle.gatherings import policies, presence
from passerelle.gatherings.actions.corrections import correcting
from passerelle.gatherings.models import Attendance, Correction, Participant, TwoPeople


def may_merge(actor: Actor, kept: Participant, same: Participant) -> bool:
    """Both of the same project and organisation, for which the actor works."""
    return policies.may_know(actor, kept) and policies.may_know(actor, same)


@action(may=may_merge, says="participants merged")
def merge(actor: Actor, kept: Participant, same: Participant) -> Participant:
    """Count both as one person from now on, everywhere. Returns the one that is kept; `unmerge` undoes it.

    Whoever has the code of one of them with another organisation is that person too: the code says so."""
    kept, same = _looked_at(kept, same)
    if _told_apart(kept, same):
        raise Problem("two people", _("They were found to be two people. Take that back first."))
    root, moving = kept.merged_into_id or kept.pk, same.merged_into_id or same.pk
    group = Participant.objects.filter(Q(pk=moving) | Q(merged_into=moving))
    counted = {kept.counted_as, same.counted_as}
    with correcting(_where(kept.project_id, counted), Correction.What.MERGED):
        # Their own merges stay as they are under it, so that each can be undone alone.
        Participant.objects.filter(pk=moving).update(merged_with=kept)
        group.update(merged_into=root)
        _count_anew(kept.project_id, counted)
    journal.tell(merged=moving)
    kept.refresh_from_db()
    return kept


@action(may=policies.may_know, says="participants unmerged")
def unmerge(actor: Actor, participant: Participant) -> Participant:
    """Undo: somebody of their own again, with whoever was merged with them before."""
    (one,) = _locked([participant])
    if one.merged_into_id is None:
        raise Problem("not merged", _("They are counted as a person of their own already."))
    below: dict[UUID | None, list[UUID]] = {}
    for pk, parent in Participant.objects.filter(merged_into=one.merged_into_id).values_list(
        "pk", "merged_with"
    ):
        below.setdefault(parent, []).append(pk)
    going, turn = [], list(below.get(one.pk, ()))
    while turn:
        pk = turn.pop()
        going.append(pk)
        turn += below.get(pk, ())
    with correcting(_where(one.project_id, {one.counted_as}), Correction.What.SPLIT):
        Participant.objects.filter(pk=one.pk).update(merged_into=None, merged_with=None)
        Participant.objects.filter(pk__in=going).update(merged_into=one)
        _count_anew(one.project_id, {one.counted_as})
    one.refresh_from_db()
    return one


@action(may=may_merge, says="participants told apart")
def are_two(actor: Actor, first: Participant, second: Participant) -> TwoPeople:
    """They look like one person and are two: they are not suggested again until `ask_again`. No number changes."""
    first, second = sorted(_looked_at(first, second), key=lambda row: row.pk)
    pair, _new = TwoPeople.objects.get_or_create(one=first, two=second)
    journal.tell(participants=[first.pk, second.pk])
    return pair


def may_ask_again(actor: Actor, pair: TwoPeople) -> bool:
    return policies.may_know(actor, pair.one)


@action(may=may_ask_again, says="participants no longer told apart")
def ask_again(actor: Actor, pair: TwoPeople) -> TwoPeople:
    """Undo `are_two`. Gone already is as good."""
    TwoPeople.objects.filter(pk=pair.pk).delete()
    journal.tell(participants=[pair.one_id, pair.two_id])
    return pair


def _looked_at(first: Participant, second: Participant) -> list[Participant]:
    """Both as they are now, held. Raises Problem unless one organisation knows them as two."""
    if (first.project_id, first.controller_id) != (second.project_id, second.controller_id):
        raise Problem("not one controller", _("People are merged only inside one organisation and project."))
    first, second = _locked([first, second])
    if (first.merged_into_id or first.pk) == (second.merged_into_id or second.pk):
        raise Problem("same already", _("They are counted as one person already."))
    return [first, second]


def _told_apart(kept: Participant, same: Participant) -> bool:
    """Whether somebody said of anybody counted as one of them that they are not the other."""
    ours, theirs = kept.counted_as, same.counted_as
    pairs = TwoPeople.objects.filter(one__project=kept.project_id, one__controller=kept.controller_id)
    return pairs.filter(
        Q(one__counted_as=ours, two__counted_as=theirs) | Q(one__counted_as=theirs, two__counted_as=ours)
    ).exists()


def _locked(rows: Iterable[Participant]) -> list[Participant]:
    """As they are now, held until the change is done, in an order in which nobody waits for nobody."""
    keys = [row.pk for row in rows]
    found = {
        row.pk: row for row in Participant.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    return [found[pk] for pk in keys]


def _where(project: UUID, counted: Collection[UUID]) -> set[UUID]:
    came = Attendance.objects.filter(participant__project=project, participant__counted_as__in=counted)
    return set(came.values_list("gathering", flat=True))


def _count_anew(project: UUID, counted: Collection[UUID]) -> None:
    rows = list(Participant.objects.select_for_update().filter(project=project, counted_as__in=counted))
    told = presence.tell_apart(rows)
    for row in rows:
        row.counted_as = told[row.pk]
    Participant.objects.bulk_update(rows, ["counted_as"])
