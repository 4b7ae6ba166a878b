"""Everything that can happen to a message. Whoever wants to write to somebody calls `post`, to many `post_many`."""

from passerelle.messages.actions.letters import (
    MOST,
    WHY_BACK,
    call_off,
    letter_came_back,
    note_list_opened,
    note_unreached_opened,
    open_letters,
    print_letters,
    taken_to_the_post,
)
from passerelle.messages.actions.posting import Posted, mark_sent, post, post_many, send_again

__all__ = [
    "MOST",
    "WHY_BACK",
    "Posted",
    "call_off",
    "letter_came_back",
    "mark_sent",
    "note_list_opened",
    "note_unreached_opened",
    "open_letters",
    "post",
    "post_many",
    "print_letters",
    "send_again",
    "taken_to_the_post",
]
