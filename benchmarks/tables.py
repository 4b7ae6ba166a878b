"""Results for people: the same figures as in the JSON, as tables."""

from __future__ import annotations

from typing import Any

from benchmarks import disclosure, seating

SECTIONS = (
    "pages",
    "rows",
    "monday",
    "evidence",
    "sheets",
    "gatherings",
    "languages",
    "engines",
    "memory",
    "check",
    "archive",
    "draws",
    "seating",
    "disclosure",
    "documents",
    "reports",
    "setup",
)


def readable(result: dict[str, Any]) -> str:
    """Everything measured, one table after the other."""
    lines = [_head(result)]
    for name in SECTIONS:
        if name in result:
            lines += ["", *globals()[f"_{name}"](result[name])]
    return "\n".join(lines)


def markdown(result: dict[str, Any]) -> str:
    """The same as a page, with what was installed."""
    versions = ", ".join(f"{name} {number}" for name, number in result["machine"]["versions"].items())
    lines = [f"# Measured {_head(result)}", "", versions]
    for name in SECTIONS:
        if name in result:
            lines += ["", f"## {name}", "", "```text", *globals()[f"_{name}"](result[name]), "```"]
    return "\n".join(lines)


def _head(result: dict[str, Any]) -> str:
    machine = result["machine"]
    return f"{result['date']}, {machine['name']}, Python {machine['python']}, load {machine['load_before']} before"


def missed(result: dict[str, Any]) -> list[str]:
    """The bars that were not reached, by name."""
    pages, rows = result.get("pages", {}), result.get("rows", {})
    late = [f"{bar['page']} beside {bar['beside']}" for bar in pages.get("bars", []) if not bar["held"]]
    late += [one["bar"] for one in result.get("draws", {}).get("bars", []) if one["verdict"] == "missed"]
    late += [one["bar"] for one in result.get("seating", {}).get("bars", []) if not one["held"]]
    late += [one["bar"] for one in result.get("disclosure", {}).get("bars", []) if not one["held"]]
    late += [one["bar"] for one in result.get("documents", {}).get("bars", []) if not one["held"]]
    late += [one["bar"] for one in result.get("reports", {}).get("bars", []) if not one["held"]]
    late += [one["bar"] for one in result.get("check", {}).get("bars", []) if not one["held"]]
    late += [name for name, one in result.get("monday", {}).get("pages", {}).items() if not one["held"]]
    late += [one["page"] for one in result.get("gatherings", {}).get("bars", []) if not one["held"]]
    late += [name for name, one in result.get("evidence", {}).get("pages", {}).items() if not one["held"]]
    late += [name for name, one in result.get("sheets", {}).get("steps", {}).items() if not one["held"]]
    late += [] if result.get("memory", {}).get("held", True) else ["a look-up in a memory of 20,000 segments"]
    late += [name for name, one in result.get("languages", {}).get("lists", {}).items() if not one["held"]]
    return late + [name for name, one in rows.get("lists", {}).items() if not one["held"]]


def _table(rows: list[list[Any]]) -> list[str]:
    """The first column is a name, the others are numbers."""
    texts = [[_cell(cell) for cell in row] for row in rows]
    wide = [max(len(row[column]) for row in texts) for column in range(len(texts[0]))]
    return [
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w)
            for i, (cell, w) in enumerate(zip(row, wide, strict=True))
        )
        for row in texts
    ]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _pages(told: dict[str, Any]) -> list[str]:
    keys = ("per_second", "lowest", "highest", "p50_ms", "p95_ms", "failed")
    rows = [["page", "requests/s", "lowest", "highest", "p50 ms", "p95 ms", "failed"]]
    rows += [[name, *(one[key] for key in keys)] for name, one in told["pages"].items()]
    bars = [
        f"{bar['page']} / {bar['beside']}: {bar['ratio']:.0%} (bar {bar['bar']:.0%}: "
        f"{'held' if bar['held'] else 'missed'})"
        for bar in told["bars"]
    ]
    beside = [f"{one['page']} / {one['beside']}: {one['ratio']:.0%}" for one in told["beside"]]
    head = f"{told['server']}; reads by {told['reads_by']}, writes by {told['writes_by']}; medians of {told['rounds']}"
    return [head, *_table(rows), *bars, *beside]


def _rows(told: dict[str, Any]) -> list[str]:
    rows = [["list", "ms at 20", "ms at 2,000", "queries at 20", "queries at 2,000"]]
    for name, one in told["lists"].items():
        rows.append(
            [name, one["few"]["ms"], one["many"]["ms"], one["few"]["queries"], one["many"]["queries"]]
        )
    return [f"{told['how']}", *_table(rows)]


def _monday(told: dict[str, Any]) -> list[str]:
    keys = ("ms", "cpu_ms", "queries", "kB", "held")
    rows = [["page", *keys], *([name, *(one[key] for key in keys)] for name, one in told["pages"].items())]
    return [told["how"], *_table(rows)]


_evidence = _monday


def _languages(told: dict[str, Any]) -> list[str]:
    rows: list[list[Any]] = [["list", "queries", "ms", "queries in one", "ms in one", "ratio", "held"]]
    for name, one in told["lists"].items():
        many, few = one["many"], one["one"]
        rows.append([name, many["queries"], many["ms"], few["queries"], few["ms"], one["ratio"], one["held"]])
    return [told["how"], *_table(rows)]


def _sheets(told: dict[str, Any]) -> list[str]:
    keys = ("seconds", "cpu_s", "found", "held")
    rows = [["step", *keys], *([name, *(one[key] for key in keys)] for name, one in told["steps"].items())]
    return [f"{told['how']}; {told['memory_mb']} MB of memory at most", *_table(rows)]


def _gatherings(told: dict[str, Any]) -> list[str]:
    keys = ("per_second", "p95_ms", "failed")
    pages = [["page", *keys], *([name, *(one[key] for key in keys)] for name, one in told["pages"].items())]
    bars = [[one["page"], one["beside"], one["ratio"], one["bar"], one["held"]] for one in told["bars"]]
    numbers = [["number over 20,000 check-ins", "ms"], *([name, ms] for name, ms in told["numbers"].items())]
    return [told["server"], *_table(pages), "", *_table(bars), "", *_table(numbers)]


def _engines(told: dict[str, Any]) -> list[str]:
    rows = [["engine", "ours ms", "rival ms", "rival", "agree"]]
    for name, one in told.items():
        rival = one.get("rival")
        rows.append([name, one["ms"], rival["ms"] if rival else "–", rival["name"] if rival else one.get("why", "–"),
                     one.get("agree", "–")])  # fmt: skip
    return _table(rows)


def _reports(told: dict[str, Any]) -> list[str]:
    rows = [["step", "seconds", "CPU s"]]
    rows += [
        [f"{language}, {step}", one["s"], one["cpu_s"]]
        for language, steps in told["reports"].items()
        for step, one in steps.items()
    ]
    bars = [["bar", "asks", "is", "held"]]
    bars += [[one["bar"], one["asks"], one["value"], one["held"]] for one in told["bars"]]
    return [*_table(rows), "", *_table(bars)]


def _documents(told: dict[str, Any]) -> list[str]:
    keys = ("first_s", "next_s", "cpu_s", "memory_mb", "kB", "pages", "pdfua", "outloud")
    rows = [["document", "first s", "next s", "CPU s", "MB", "kB", "pages", "pdfua", "outloud"]]
    rows += [[name, *(one.get(key, "–") for key in keys)] for name, one in told["documents"].items()]
    bars = [["bar", "asks", "is", "held"]]
    bars += [[one["bar"], one["asks"], one["value"], one["held"]] for one in told["bars"]]
    often = told["often"]
    said = (
        f"{often['sheets']} different sheets in one process: {often['seconds_each']} s each, "
        + "MB {} → {}".format(*often["memory_mb"])
    )
    pile = told["letters"]
    piled = (
        f"{pile['letters']} letters in one PDF of {pile['MB']} MB and {pile['pages']} pages: {pile['first_s']} s, "
        f"{pile['cpu_s']} s CPU, {pile['memory_mb']} MB of memory"
    )
    checkers = ", ".join(f"{name} {number}" for name, number in told["checkers"].items())
    return [
        *_table(rows),
        said,
        piled,
        f"checkers: {checkers}; columns count their errors and warnings",
        *_table(bars),
    ]


def _archive(told: dict[str, Any]) -> list[str]:
    return _table([["archive", "value"], *([name.replace("_", " "), value] for name, value in told.items())])


def _draws(told: dict[str, Any]) -> list[str]:
    keys = ("runs", "cpu_s", "clock_s", "memory_mb")
    bars = [["bar", "asks", "worst", "verdict"]]
    bars += [
        [
            one["bar"],
            one["asks"],
            _short(one["worst"]),
            one["verdict"].upper() if one["verdict"] == "missed" else one["verdict"],
        ]
        for one in told["bars"]
    ]
    start = [["start", *keys], *([name, *(row[key] for key in keys)] for name, row in told["start"].items())]
    cost = ("runs", "CPU s", "MB", "lowest chance")
    ratios = (
        "CPU ratio",
        "without imports",
        "lottery alone cpu s",
        "lottery alone ratio",
        "rival's tolerance",
    )
    beside: list[list[Any]] = [["maximin", *cost, *(f"rival {name}" for name in cost), *ratios]]
    for name, row in told["maximin"].items():
        ours, rival = row["ours"], row.get("rival")
        theirs = [rival[key] for key in ("runs", "cpu_s", "memory_mb")] if rival else ["–"] * 3
        beside.append(
            [name, ours["runs"], ours["cpu_s"], ours["memory_mb"], _short(ours.get("lowest_chance")), *theirs,
             _short(rival["lowest_chance"]) if rival else row["why"], row.get("ratio", "–"),
             row.get("ratio_without_imports", "–"), row.get("ours_same_task", {}).get("computing_cpu_s", "–"),
             row.get("ratio_computing", "–"),
             rival["tolerance"] if rival else "–"]
        )  # fmt: skip
    fair = (
        "lowest_chance",
        "level_error",
        "stage_gap",
        "kept_of_lowest",
        "could_be_kept",
        "in_no_panel",
        "rounding_loss",
        "excluded",
    )
    drawn: list[list[Any]] = [
        ["leximin", *(key.replace("_", " ") for key in (*keys, *fair)), "verify CPU s", "faults"]
    ]
    for part in ("leximin", "household"):
        for name, row in told[part].items():
            drawn.append(
                [name if part == "leximin" else f"{name}, one per address", *(row[key] for key in keys),
                 *(_short(row.get(key)) for key in fair), row.get("verify", {}).get("cpu_s", "–"), len(row["faults"])]
            )  # fmt: skip
    odd = [["infeasible", "runs", "CPU s", "exit 3", "explained", "in conflict", "raised"]]
    odd += [
        [
            name,
            row["runs"],
            row["cpu_s"],
            row["exits_3"],
            row["explained"],
            row["in_conflict"],
            row["raised"][0],
        ]
        for name, row in told["infeasible"].items()
    ]
    faults = [f"{name}: {fault}" for name, fault in _faults(told)]
    head = (
        f"medians of {told['rounds']} runs, fewer once they have used {told['stopped_after_cpu_s']:.0f} CPU s"
    )
    parts = [_table(rows) for rows in (bars, start, beside, drawn, odd)]
    return [head, *(line for part in parts for line in ("", *part)), "", *faults]


def _faults(told: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [(f"maximin {name}", row["ours"]) for name, row in told["maximin"].items()]
    rows += [(f"{part} {name}", row) for part in ("leximin", "household") for name, row in told[part].items()]
    return [(name, fault) for name, row in rows for fault in row["faults"]]


def _short(value: Any) -> Any:
    """Chances and gaps to six digits."""
    return "–" if value is None else f"{value:.6g}" if isinstance(value, float) else value


def _memory(told: dict[str, Any]) -> list[str]:
    keys = ("ms", "slowest_ms", "rapidfuzz over all, ms", "agree")
    rows = [["asked", *keys], *([kind, *(one[key] for key in keys)] for kind, one in told["kinds"].items())]
    bar = f"at most {told['bar_ms']} ms: {'held' if told['held'] else 'MISSED'}; built in {told['built_s']} s"
    judged = [f"{key} {said}" for key, said in told["judged"].items()]
    return [told["how"], *_table(rows), bar, *judged]


def _check(told: dict[str, Any]) -> list[str]:
    keys = ("precision", "recall", "F1", "ms", "mb")
    rows = [
        ["runs found by", *keys],
        *([name, *(one[key] for key in keys)] for name, one in told["methods"].items()),
    ]
    bars = [["bar", "asks", "is", "held"]]
    bars += [[one["bar"], one["asks"], one["value"], one["held"]] for one in told["bars"]]
    return [told["how"], *_table(rows), *_table(bars)]


def _seating(told: dict[str, Any]) -> list[str]:
    bars = [f"{one['bar']}: {'held' if one['held'] else 'missed'}" for one in told["bars"]]
    return [f"beside {told['rival']}", *_table(seating.readable(told)), *bars]


def _disclosure(told: dict[str, Any]) -> list[str]:
    lines = [f"beside {told['rival']}"]
    for rows in disclosure.readable(told):
        lines += ["", *_table(rows)]
    return lines


def _setup(told: dict[str, Any]) -> list[str]:
    return _table(
        [["first set-up", "value"], *([name.replace("_", " "), value] for name, value in told.items())]
    )
