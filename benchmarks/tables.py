"""Results for people: the same figures as in the JSON, as tables."""

from __future__ import annotations

from typing import Any


def readable(result: dict[str, Any]) -> str:
    """Everything measured, one table after the other."""
    machine = result["machine"]
    lines = [
        f"{result['date']}, {machine['name']}, Python {machine['python']}, load {machine['load_before']} before"
    ]
    for name in ("pages", "rows", "engines", "archive", "setup"):
        if name in result:
            lines += ["", *globals()[f"_{name}"](result[name])]
    return "\n".join(lines)


def missed(result: dict[str, Any]) -> list[str]:
    """The bars that were not reached, by name."""
    pages, rows = result.get("pages", {}), result.get("rows", {})
    late = [f"{bar['page']} beside {bar['beside']}" for bar in pages.get("bars", []) if not bar["held"]]
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


def _engines(told: dict[str, Any]) -> list[str]:
    rows = [["engine", "ours ms", "rival ms", "rival", "agree"]]
    for name, one in told.items():
        rival = one.get("rival")
        rows.append([name, one["ms"], rival["ms"] if rival else "–", rival["name"] if rival else one.get("why", "–"),
                     one.get("agree", "–")])  # fmt: skip
    return _table(rows)


def _archive(told: dict[str, Any]) -> list[str]:
    return _table([["archive", "value"], *([name.replace("_", " "), value] for name, value in told.items())])


def _setup(told: dict[str, Any]) -> list[str]:
    return _table(
        [["first set-up", "value"], *([name.replace("_", " "), value] for name, value in told.items())]
    )
