"""What becomes of letters: printed in one pile, taken to the post, come back."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.models import StoredFile
from passerelle.messages import jobs, policies, printing, reach
from passerelle.messages.models import Message, Pile
from passerelle.messages.recipients import resolve_many

State = Message.State
MOST = 2_000  # letters in one pile: set in half a minute and 1.3 GB (benchmarks/documents)
WHY_BACK = {
    "unknown": _("nobody of this name at this address"),
    "moved": _("moved, new address not known"),
    "refused": _("not accepted"),
    "incomplete": _("the address is not whole or cannot be read"),
    "not collected": _("not collected"),
}


@action(may=policies.may_enter_outbox, says="letters to be printed")
def print_letters(
    actor: Actor,
    *,
    sender: str,
    country: str,
    window: str,
    language: str,
    purpose: str = "",
    both_sides: bool = False,
) -> Pile:
    """Take the letters that wait and that this actor may read, at most MOST, and have them set in one file.

    sender: lines of the address they come from, its name first. country: of the sender, two letters.
    Raises Problem when no letter waits."""
    waiting = printing.waiting(actor, purpose)[:MOST]
    if not waiting:
        raise Problem("no letters", _("No letter waits to be printed."))
    pile = Pile.objects.create(
        code=new_code(),
        author=actor.person,
        sender=sender,
        country=country,
        window=window,
        language=language,
        both_sides=both_sides,
        total=len(waiting),
    )
    taken = Message.objects.filter(pk__in=[m.pk for m in waiting], state=State.LETTER, pile=None)
    taken.update(pile=pile)
    journal.tell(letters=len(waiting))
    jobs.set_letters.enqueue(pile=pile.pk)
    return pile


@action(may=policies.may_open_pile, says="letters opened")
def open_letters(actor: Actor, pile: Pile) -> StoredFile:
    """The file to print; that it was opened stands in the journal. Raises Problem when it is not there."""
    file = next(iter(files.of(printing.KIND, pile.pk)), None)
    if file is None or pile.state != Pile.State.READY:
        raise Problem("no file", _("This file is not here any more. Print the letters again."))
    journal.tell(letters=pile.total)
    return file


@action(may=policies.may_open_pile, says="list of letters opened")
def note_list_opened(actor: Actor, pile: Pile) -> None:
    """Write down that somebody saw to whom a pile goes."""


@action(may=policies.may_open_pile, says="letters taken to the post")
def taken_to_the_post(actor: Actor, pile: Pile) -> int:
    """All letters of the pile have left; its file is removed. Returns how many. Raises Problem when it is not ready."""
    if pile.state != Pile.State.READY:
        raise Problem("not ready", _("These letters are not ready, or have left already."))
    now = timezone.now()
    left = Message.objects.filter(pile=pile, state=State.LETTER).update(state=State.SENT, sent_at=now)
    pile.state, pile.sent_at = Pile.State.SENT, now
    pile.save(update_fields=["state", "sent_at"])
    printing.forget(pile)
    journal.tell(letters=left)
    return left


@action(may=policies.may_open_pile, says="letters called off")
def call_off(actor: Actor, pile: Pile) -> Pile:
    """Throw the file away, or stop making it; its letters wait again. Raises Problem when they have left."""
    if pile.state == Pile.State.SENT:
        raise Problem("left", _("These letters have been taken to the post already."))
    printing.release(pile, Pile.State.CANCELLED, "")
    return pile


@action(may=policies.may_settle, says="letter came back")
def letter_came_back(actor: Actor, message: Message, why: str) -> Message:
    """A letter came back from the post; nothing more goes to this address until it is changed.

    why: one of WHY_BACK. Raises Problem when it was no letter that left."""
    if message.way != Message.Way.LETTER or message.state not in (State.SENT, State.RETURNED):
        raise Problem("not sent", _("This is no letter that has been taken to the post."))
    if why not in WHY_BACK:
        raise ValueError(f"no such reason: {why}")
    message.state, message.trouble = State.RETURNED, f"letter {why}"
    message.save(update_fields=["state", "trouble"])
    who = resolve_many(message.receiver_kind, [message.receiver]).get(message.receiver)
    if who is not None:
        reach.mark_dead(who, Message.Way.LETTER, why)
    journal.tell(why=why.replace(" ", "-"))
    return message


@action(may=policies.may_enter_outbox, says="unreached people opened")
def note_unreached_opened(actor: Actor, many: int) -> None:
    """Write down that somebody saw whom to call: names and telephone numbers of so many people."""
    journal.tell(people=many)
