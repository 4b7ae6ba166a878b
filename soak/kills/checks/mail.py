"""Each message left once: sent and received, or unsure and named, and none that the house does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from soak.kills.checks import Before, Finding
from soak.kills.moments import Stage


def check(stage: Stage, before: Before) -> Iterator[Finding]:
    """Message by message, beside what the mail server counted."""
    received = stage.postbox.counted()
    rows = stage.observer.rows("SELECT message_id, state, trouble, purpose, attempts FROM outbox_message")
    before.told["messages"] = dict(Counter(state for _id, state, *_ in rows))
    before.told["unsure"] = [
        {"message": message_id, "why": trouble, "received": received[message_id]}
        for message_id, state, trouble, *_ in rows
        if state == "unsure"
    ]
    for message_id, count in received.items():
        if count > 1:
            yield {"what": f"{message_id} was received {count} times"}
    for message_id in received.keys() - {row[0] for row in rows}:
        yield {"what": f"{message_id} was received, and the house knows no such message"}
    for message_id, state, trouble, purpose, attempts in rows:
        told = {"purpose": purpose, "trouble": trouble, "attempts": attempts}
        if state == "sent" and received[message_id] != 1:
            yield {
                "what": f"{message_id} counts as sent and was received {received[message_id]} times",
                **told,
            }
        elif state in ("waiting", "sending"):
            yield {"what": f"{message_id} is {state} for ever", **told}
        elif state == "failed" and trouble != "receiver gone":
            yield {"what": f"{message_id} failed", **told}
        elif state == "failed" and received[message_id]:
            # Erased after the letter had left: what is known is that nothing more goes out.
            before.told["received_before_erasure"] = before.told.get("received_before_erasure", 0) + 1
    yield from _too_unsure(stage, before)


def _too_unsure(stage: Stage, before: Before) -> Iterator[Finding]:
    """A kill can leave at most the letters in hand unsure: two, as the worker does two jobs at a time."""
    hurt = sum(k["whom"] in ("worker", "web and worker", "postgres", "supervisor") for k in stage.kills)
    if len(before.told["unsure"]) > 2 * hurt:
        yield {"what": f"{len(before.told['unsure'])} messages are unsure after {hurt} deaths of the worker"}
