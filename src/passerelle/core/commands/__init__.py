"""Commands of the house: JSON on stdout, sentences on stderr; 0 done, 1 done with findings, 2 bad input, 3 refused."""

from __future__ import annotations

import json
import sys
from typing import Any

from passerelle.core.errors import Refused

DONE, FINDINGS, BAD, REFUSED = 0, 1, 2, 3


def report(told: Any) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=2))


def say(line: str) -> None:
    """Something for the person who waits."""
    print(line, file=sys.stderr, flush=True)


def refused(reason: Refused) -> int:
    report({"errors": [reason.as_json()]})
    say(str(reason))
    return REFUSED
