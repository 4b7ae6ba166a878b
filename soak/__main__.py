"""`python -m soak [kills] …`: run one trial; JSON on stdout, what happens meanwhile on stderr; exit code 0 or 1."""

from __future__ import annotations

import importlib
import json
import sys

# Each trial has `arguments() -> ArgumentParser` and `run(args) -> dict` with "findings", empty when all is well.
TRIALS = {"kills": "soak.kills.trial"}


def main(words: list[str]) -> int:
    """0 nothing found, 1 findings, 2 bad input."""
    name = words.pop(0) if words and words[0] in TRIALS else next(iter(TRIALS))
    trial = importlib.import_module(TRIALS[name])
    result = trial.run(trial.arguments().parse_args(words))
    print(json.dumps({"trial": name, **result}, indent=1, ensure_ascii=False, default=str))
    return 1 if result["findings"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
