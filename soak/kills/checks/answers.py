"""Between the blows the house answers: no server error that a kill does not explain."""

from __future__ import annotations

from collections.abc import Iterator

from soak.kills.checks import Before, Finding
from soak.kills.moments import Stage

GRACE = 3.0  # seconds after everything was back
SILENCING = ("web worker", "web", "web and worker", "postgres", "supervisor")


def check(stage: Stage, before: Before) -> Iterator[Finding]:
    """Answers of 500 and above, and answers that never came, outside the time of a kill."""
    windows = [(k["at"] - 1, k["until"] + GRACE) for k in stage.kills if k["whom"] in SILENCING]
    excused = 0
    for write in stage.notebook.writes:
        if write.fate != "unknown":
            continue
        if any(write.ended >= start and write.began <= end for start, end in windows):
            excused += 1
        else:
            answer = write.status or "no answer"
            yield {"what": f"{write.kind} {write.number}: {answer} while nothing was killed", **write.facts}
    before.told["cut_off"] = excused
