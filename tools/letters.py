"""`python -m tools.letters PROFILES UDHR`: write the letter statistics of the languages from the counts of two projects.

PROFILES: the folder of that name in langdetect 1.0.9 (Nakatani Shuyo; Apache-2.0; counted in Wikipedia).
UDHR: `lib/top.json` of trigrams 5.2.0 (Titus Wormer; MIT; counted in the Universal Declaration of Human Rights), for
the languages that the first has not. Only counts are taken, of trigrams of lower-case letters inside a word.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "src/passerelle/engines/text/data/letters.json"
PROFILES = re.findall(
    r"\w+",
    """en fr it sv de es pt nl pl da fi et lv lt cs sk hu ro sl hr sq el tr uk ru bg mk ca vi so sw cy af id tl ar fa ur
    hi mr ne""",
)
UDHR = {
    "mt": ("mlt",), "ga": ("gle",), "eu": ("eus",), "gl": ("glg",), "kmr": ("kmr",), "ps": ("pbu",), "is": ("isl",),
    "be": ("bel",), "az": ("azj_latn",), "ha": ("hau_3",), "rom": ("rmn",), "sr": ("srp_cyrl", "srp_latn"),
}  # fmt: skip
MOST = 1_000
"""Trigrams kept of a language: with twice as many no page was read better."""
STEP = 0.5
UNSEEN = 3_000
"""Kinds of trigrams taken to share what the kept ones leave."""


def main() -> int:
    profiles, udhr = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    told: dict[str, list[str]] = {}
    for code in (*PROFILES, "nb"):
        profile = json.loads((profiles / ("no" if code == "nb" else code)).read_text(encoding="utf-8"))
        told[code] = _levels(Counter(profile["freq"]))
    for code, names in UDHR.items():
        # A word stands in one script: of two, each is counted by itself.
        told[code] = _levels(sum((Counter(udhr[name]) for name in names), Counter()), len(names))
    source = " ".join(" ".join((__doc__ or "").split("\n\n")[1].split()).split())
    OUT.write_text(
        json.dumps(
            {"source": source, "step": STEP, "small": sorted(UDHR), "levels": dict(sorted(told.items()))},
            ensure_ascii=False,
            indent=0,
        )
        + "\n",
        encoding="utf-8",
    )
    print(OUT, OUT.stat().st_size)
    return 0


def _levels(counts: Counter[str], scripts: int = 1) -> list[str]:
    """By falling frequency: the trigrams of the first half nat, of the second, …; last the level of unseen ones."""
    kept: Counter[str] = Counter()
    for sign, count in counts.items():
        low = sign.lower()
        if len(low) == 3 and low[1] != " " and all(one == " " or one.isalpha() or one in "'’" for one in low):
            kept[low] += count
    total = sum(kept.values()) / scripts
    best = kept.most_common(MOST)
    left = max(total - sum(count for _, count in best) / scripts, 0.08 * total)
    levels: dict[int, list[str]] = {}
    for sign, count in sorted(best):
        levels.setdefault(int(-math.log(count / total) / STEP), []).append(sign)
    unseen = int(-math.log(left / total / UNSEEN) / STEP)
    return [*["".join(levels.get(level, ())) for level in range(max(levels) + 1)], str(unseen)]


if __name__ == "__main__":
    sys.exit(main())
