"""Draw the fairest lottery over panels that the quotas allow, and commit to numbered panels before one is picked.

Writes the scrutineers' record, which holds features of people: keep it. The public record and the page hold codes only.
Everybody who takes part gets a slip with their own secret, from --slips-out.
"""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passerelle.commands import files, tables

if TYPE_CHECKING:
    from passerelle.engines.sortition.draw import Draw

FAIR = 1e-6
"""A gap below this is none."""
STEPS = {
    "conflict": "Can the quotas be met?",
    "relaxations": "They contradict each other. Looking for the least changes that help",
    "fit": "Who fits no panel?",
    "relaxation": "Computing the fairest chances",
    "panels": "Looking for panels",
    "weights": "Weighing the panels",
    "cuts": "Looking closer, where whole people matter",
    "people": "From kinds of people to people",
    "numbered": "Choosing the numbered panels",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tables.add_arguments(parser)
    parser.add_argument(
        "--size",
        action=tables.Sizes,
        required=True,
        metavar="N",
        help="people on the panel; several panels at once, nobody on two: --size spring=20 --size autumn=15",
    )
    parser.add_argument(
        "--method",
        choices=("leximin", "maximin"),
        default="leximin",
        help="leximin: the lowest chance as high as possible, then the next lowest, and so on (the default)",
    )
    parser.add_argument(
        "--household-limit",
        type=int,
        metavar="K",
        help="at most so many of one household or organisation over all panels (1 if only its column is named)",
    )
    parser.add_argument("--panels", type=int, choices=(10, 100, 1000), default=1000, help="numbered panels")
    parser.add_argument("--seed", type=int, metavar="S", help="steers the search only; default: by chance")
    parser.add_argument(
        "--pick",
        metavar="DDD",
        help="for trials: pick at once; the record says that it was not committed first",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="R.json", help="the scrutineers' record")
    parser.add_argument("--public-out", type=Path, metavar="P.json", help="the public record")
    parser.add_argument(
        "--page-out", type=Path, metavar="PAGE.html", help="the public record as a page that checks it"
    )
    parser.add_argument(
        "--slips-out", type=Path, metavar="SLIPS.csv", help="a row per person, for a mail merge"
    )
    parser.add_argument(
        "--prices", action="store_true", help="say also what each quota costs in lowest chance"
    )


def run(args: argparse.Namespace) -> int:
    # A draw makes hundreds of thousands of tuples and lists that are all kept and hold no circles: looking for such
    # circles time and again takes as long as reading a large pool.
    gc.disable()
    try:
        inputs = tables.inputs(args, args.size)
        if inputs.errors or inputs.pool is None:
            files.tell(inputs.as_json())
            return files.BAD
        return _drawn(args, inputs)
    except files.Unreadable as problem:
        files.tell({"errors": [problem.error]})
        return files.BAD
    finally:
        gc.enable()


def _drawn(args: argparse.Namespace, inputs: Any) -> int:
    import numpy as np

    from passerelle.engines.sortition.draw import draw
    from passerelle.engines.sortition.model import DrawError

    limit = tables.limit(args)
    seed = args.seed if args.seed is not None else int(np.random.SeedSequence().generate_state(1)[0])
    try:
        if args.pick is not None:
            from passerelle.engines.sortition.proof.record import number

            number(args.pick, args.panels)
        drawn = draw(
            inputs.pool,
            inputs.targets,
            np.random.default_rng(seed),
            method=args.method,
            limit=limit,
            panels=args.panels,
            progress=_Told(),
        )
        from passerelle.engines.sortition.proof.record import both, pick

        record, shown = both(
            **drawn.as_record(),
            household_column=args.household_column or "",
            seed=seed,
            committed_first=args.pick is None,
        )
    except DrawError as problem:
        return _refused(problem, args, inputs)
    if args.pick is not None:
        record, shown = pick(record, args.pick), pick(shown, args.pick)
    return _write(args, inputs, drawn, record, shown)


def _refused(problem: Any, args: argparse.Namespace, inputs: Any) -> int:
    if problem.code == "infeasible":
        files.say("No panel meets all quotas. Each of the relaxations below would be enough.")
        files.tell({**problem.facts, **_panels(inputs), "notes": inputs.as_json()["notes"]})
        return files.REFUSED
    error = files.error(str(problem))
    if problem.code == "inside_one":
        error = files.error(
            str(problem),
            args.members or args.pool,
            "Draw their panel by itself. Then draw the others, with its members kept out (--outside-column).",
        ) | {"column": None if args.members else args.inside_column}
        error["row"] = None if args.members else min(inputs.pool.inside)
    files.tell({"errors": [error]})
    return files.BAD


def _panels(inputs: Any) -> dict[str, Any]:
    """What the numbers in `target` and `seats` stand for, with several panels."""
    if len(inputs.targets) == 1:
        return {}
    return {"targets": [{"name": target.name, "size": target.size} for target in inputs.targets]}


def _write(
    args: argparse.Namespace, inputs: Any, drawn: Draw, record: dict[str, Any], shown: dict[str, Any]
) -> int:
    out: dict[Path, str | bytes] = {args.out: files.dump(record)}
    if args.public_out:
        out[args.public_out] = files.dump(shown)
    if args.page_out:
        from passerelle.engines.sortition.proof.page import page

        out[args.page_out] = page(shown)
    if args.slips_out:
        out[args.slips_out] = tables.slips(record)
    files.write(out, secret=[path for path in (args.out, args.slips_out) if path])
    said = inputs.as_json()
    summary: dict[str, Any] = {
        "commitment": record["commitment"],
        "method": record["method"],
        **_panels(inputs),
        "people": len(record["people"]),
        "excluded": drawn.left_out(),
        "lowest_chance": record["lowest_chance"],
        "bound": record["bound"],
        "relative_gap": record["relative_gap"],
        "lowest_panel_chance": record["lowest_panel_chance"],
        "rounding_loss": record["rounding_loss"],
        "pick": record["pick"],
        "drawn": record["drawn"],
        "applied": said["applied"],
        "notes": said["notes"],
        "warnings": said["warnings"],
    }
    if args.prices:
        from passerelle.engines.sortition.feasibility.price import prices

        several = len(drawn.targets) > 1
        summary["prices"] = [price.as_json(several) for price in prices(drawn.problem)]
    summary["findings"] = findings = _findings(args, record)
    files.tell(summary)
    files.say(f"Publish this commitment before anything is picked: {record['commitment']}")
    return files.FINDINGS if findings else files.DONE


def _findings(args: argparse.Namespace, record: dict[str, Any]) -> list[dict[str, Any]]:
    """Where the lottery may be less fair than was asked: the record is true, and says by how much at most."""
    found: list[dict[str, Any]] = []
    if record["method"] != args.method:
        problem = (
            "Only the lowest chance is proven; the chances above it may not be as even as they could be."
        )
        found.append({"finding": "not_leximin", "problem": problem})
    gap = max(stage["gap"] for stage in record["stages"])
    if gap > FAIR:
        problem = "Some chances might be this much higher in a fairer lottery. Another --seed may find it."
        found.append({"finding": "gap", "problem": problem, "gap": gap})
    return found


class _Told:
    """Progress for people, on the standard error: a line per step, and the share done where somebody watches."""

    def __init__(self) -> None:
        self._step = ""
        self._share = -1

    def __call__(self, step: str, done: float) -> None:
        share = int(done * 10)
        if step != self._step:
            files.say(STEPS.get(step, step))
        elif sys.stderr.isatty() and share != self._share:
            files.say(f"  {share * 10} %")
        self._step, self._share = step, share
