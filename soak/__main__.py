"""`python -m soak [kills|pages|newcomer] …`: run one trial, or all when none is named.

JSON on stdout, what happens meanwhile on stderr; exit code 0 nothing found, 1 findings, 2 bad input.
"""

from __future__ import annotations

import importlib
import json
import sys

# Each trial has `arguments() -> ArgumentParser` and `run(args) -> dict` with "findings", empty when all is well.
TRIALS = {
    "kills": "soak.kills.trial",
    "pages": "soak.pages.trial",
    "newcomer": "soak.newcomer.trial",
}


def main(words: list[str]) -> int:
    """0 nothing found, 1 findings, 2 bad input."""
    if words and words[0] in TRIALS:
        return trial(words[0], words[1:])
    if set(words) - {"--quick"}:
        print(f"Name the trial these options are for: {' or '.join(TRIALS)}.", file=sys.stderr)
        return 2
    return max([trial(name, words) for name in TRIALS])


def trial(name: str, words: list[str]) -> int:
    """Run one and print its result."""
    module = importlib.import_module(TRIALS[name])
    result = module.run(module.arguments().parse_args(words))
    print(json.dumps({"trial": name, **result}, indent=1, ensure_ascii=False, default=str))
    return 1 if result["findings"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
