"""Verifying a record: what does not hold, with reasons. Never solves anything and never trusts what it reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from passerelle.engines.sortition.model import DrawError, Pool, Quota
from passerelle.engines.sortition.proof import checker, commitment, record, schema

Failures = list[dict[str, str]]


def verify(
    given: object,
    quotas: Sequence[Sequence[Quota]] | None = None,
    pool: Pool | None = None,
    promised: str | None = None,
) -> Failures:
    """What does not hold in R or P: [{"check", "reason"}]; empty when everything does. Never raises.

    quotas: those of each panel as the organiser published them, and pool: the list of people, to compare with.
    promised: the commitment as somebody noted it before the dice. Without it a record proves that it is whole, not that
    it is the one that was promised: an author can write another one with another commitment.
    """
    if faults := schema.faults(given):
        return [_failed("shape", fault) for fault in faults]
    assert isinstance(given, dict)
    try:
        private = given["format"] == commitment.SCRUTINEERS_FORMAT
        failed = _scrutineers(given) if private else _public(given)
        failed += _picked(given)
        failed += _same_quotas(given, quotas) if quotas is not None else []
        if pool is not None:
            failed += _same_pool(given, pool) if private else _as_many(given, pool)
        if promised is not None and given["commitment"] != promised.strip().lower():
            failed.append(_failed("promised", "this is another commitment than the one promised"))
    except (checker.Wrong, LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        failed = [_failed("shape", f"the record contradicts itself: {error!r}")]
    return failed


def matches(shown: dict[str, Any], private: dict[str, Any]) -> Failures:
    """Whether P is the public record of R, which holds; confirmations aside."""
    other = record.public(private) | {"confirmations": shown["confirmations"]}
    return [
        _failed(name, "the public record differs from the scrutineers'")
        for name in other
        if other[name] != shown.get(name)
    ]


def confirm(shown: dict[str, Any], private: dict[str, Any], name: str, office: str) -> dict[str, Any]:
    """P with the word of a named observer who was given R and verified it in full.

    It proves no more than this: the record names somebody as having seen, and found right, the very R whose hash was
    promised. It is no signature; whoever wants to know asks that person, who can compare both hashes.
    Raises DrawError `not_confirmed` when R does not hold or is not the one behind P, `confirmed_already`.
    """
    failed = [*verify(private), *verify(shown)] or matches(shown, private)
    if failed:
        raise DrawError("not_confirmed", f"This record does not hold: {failed[0]['reason']}", failed=failed)
    name, office = name.strip(), office.strip()
    if not name or not office:
        raise DrawError("not_confirmed", "Say who confirms, and in which office.")
    if any(entry["name"] == name for entry in shown["confirmations"]):
        raise DrawError("confirmed_already", f"{name} has confirmed this record already.")
    said = {
        "name": name,
        "office": office,
        "commitment": shown["commitment"],
        "scrutineers": shown["scrutineers"],
    }
    return shown | {"confirmations": [*shown["confirmations"], said | {"seal": commitment.digest(said)}]}


def _failed(check: str, reason: str) -> dict[str, str]:
    return {"check": check, "reason": reason}


def _scrutineers(given: dict[str, Any]) -> Failures:
    failed: Failures = []
    people = len(given["people"])
    for name in ("households", "salts", "chances", "panel_counts"):
        if len(given[name]) != people:
            failed.append(_failed(name, "there is not one entry per person"))
    excluded = [entry["row"] for entry in given["excluded"]]
    for name, rows in {"inside": given["inside"], "excluded": excluded}.items():
        if rows != sorted(set(rows)) or not set(rows) <= set(range(people)):
            failed.append(_failed(name, "it is not a list of people in their order"))
    failed += _bounds(given) + _orders(given)
    if len(set(given["salts"])) < people:
        failed.append(_failed("salts", "two people have the same salt"))
    failed = failed or checker.check(given)
    if failed:
        return failed
    shown = record.public(given | {"pick": None, "drawn": None})
    if shown["commitment"] != given["commitment"]:
        failed.append(_failed("commitment", "it is not the hash of this record"))
    return failed + _codes(shown)


def _orders(given: dict[str, Any]) -> Failures:
    """There is one way to write a record: what has no order of its own stands in order, and once."""
    failed = [
        _failed("stages", "the people of a stage are not in their order")
        for stage in given["stages"]
        if not stage["rows"] or stage["rows"] != sorted(set(stage["rows"]))
    ]
    panels = [(entry["rows"], entry.get("seats")) for entry in given["lottery"]]
    if not all(one < other for one, other in pairwise(panels)):
        failed.append(_failed("lottery", "its panels are not in order, or one stands twice"))
    rules = [(row["kind"], str(row["key"])) for row in given["certificate"]["rows"]]
    if len(set(rules)) != len(rules):
        failed.append(_failed("certificate", "a rule stands twice"))
    for row in given["certificate"]["rows"]:
        if row["kind"] in ("household", "person") and row["key"] != sorted(set(row["key"])):
            failed.append(_failed("certificate", "the types of a rule are not in order"))
    return failed


def _public(given: dict[str, Any]) -> Failures:
    failed = _bounds(given)
    if commitment.digest(record.hashed(given)) != given["commitment"]:
        failed.append(_failed("commitment", "it is not the hash of this record"))
    reasons = [entry["reason"] for entry in given["excluded"]]
    if reasons != sorted(set(reasons)) or any(entry["people"] < 1 for entry in given["excluded"]):
        failed.append(_failed("excluded", "the reasons are not in order, or a number is below 1"))
    return failed + _codes(given) + _figures(given) + _confirmations(given)


def _codes(given: dict[str, Any]) -> Failures:
    failed = []
    people = len(given["people"])
    if given["people"] != sorted(set(given["people"])):
        failed.append(_failed("people", "the commitments are not in order, or one stands twice"))
    if people < given["size"]:
        failed.append(_failed("people", "there are fewer of them than seats"))
    if len(given["panels"]) not in (10, 100, 1000):
        failed.append(_failed("panels", "there are not 10, 100 or 1000 panels"))
    for place, entry in enumerate(given["panels"]):
        if reason := _panel(given, entry):
            failed.append(_failed("panels", f"panel {place}: {reason}"))
    codes = [code for entry in given["panels"] for code in _codes_of(entry)]
    if len(set(codes)) < len(codes):
        failed.append(_failed("panels", "a code stands twice"))
    if not 0 <= given["fewest_panels"] * people <= len(codes):
        failed.append(_failed("fewest_panels", "there are not so many seats on the panels"))
    return failed


def _codes_of(entry: Any) -> list[str]:
    return list(entry["codes"] if isinstance(entry, dict) else entry)


def _panel(given: dict[str, Any], entry: Any) -> str:
    """What is wrong with a panel of P, from all that P shows; nothing: an empty text."""
    if "targets" not in given:
        wrong = len(entry) != given["size"] or entry != sorted(entry)
        return "its codes are not in order, or not as many as its size" if wrong else ""
    seated = list(zip(entry["seats"], entry["codes"], strict=True))
    sizes = Counter({place: target["size"] for place, target in enumerate(given["targets"])})
    if seated != sorted(seated) or Counter(entry["seats"]) != sizes:
        return "its codes are not in order, or not as many as its sizes"
    return ""


def _bounds(given: dict[str, Any]) -> Failures:
    """Quotas and sizes that can be meant."""
    failed = []
    sizes = [target["size"] for target in given["targets"]] if "targets" in given else [given["size"]]
    keys = [(quota.get("target", 0), quota["category"], quota["feature"]) for quota in given["quotas"]]
    if len(set(keys)) != len(keys) or len(set(given["categories"])) != len(given["categories"]):
        failed.append(_failed("quotas", "a quota or a category stands twice"))
    if not all(0 <= key[0] < len(sizes) and key[1] in given["categories"] for key in keys):
        failed.append(_failed("quotas", "a quota is for a panel or category that is not there"))
    elif any(not 0 <= quota["min"] <= quota["max"] for quota in given["quotas"]):
        failed.append(_failed("quotas", "a quota is not 0 <= min <= max"))
    if min(sizes, default=0) < 1 or sum(sizes) != given["size"] or ("targets" in given and len(sizes) < 2):
        failed.append(_failed("size", "the sizes are not those of panels"))
    if given["household"] and given["household"]["limit"] < 1:
        failed.append(_failed("household", "the limit is below 1"))
    return failed


def _figures(given: dict[str, Any]) -> Failures:
    """The figures of P cannot be recomputed without features; that they go together can be."""
    lowest, bound, gap, loss = (Decimal(given[name]) for name in record.STATED)
    unit, panels = Decimal(1).scaleb(-12), Decimal(len(given["panels"]))
    failed = []
    if not lowest <= bound <= 1 or abs(gap * bound - (bound - lowest)) > 3 * unit:
        failed.append(_failed("relative_gap", "lowest chance, bound and gap do not go together"))
    if Decimal(given["stage_gap"]) < bound - lowest - 3 * unit:
        failed.append(_failed("stage_gap", "it is smaller than the gap of the first stage"))
    if lowest * len(given["people"]) > given["size"]:
        failed.append(_failed("lowest_chance", "there are not so many seats"))
    # Nobody is further from their chance than the loss: neither who stands in fewest nor who has the lowest chance.
    if abs(Decimal(given["fewest_panels"]) / panels - lowest) > loss + 3 * unit:
        failed.append(_failed("rounding_loss", "the fewest panels are further from the lowest chance"))
    return failed


def _confirmations(given: dict[str, Any]) -> Failures:
    failed = []
    names = [entry["name"] for entry in given["confirmations"]]
    if len(set(names)) != len(names):
        failed.append(_failed("confirmations", "somebody confirms twice"))
    for entry in given["confirmations"]:
        said = {name: part for name, part in entry.items() if name != "seal"}
        if any(entry[name] != given[name] for name in ("commitment", "scrutineers")):
            failed.append(_failed("confirmations", f"{entry['name']} confirms another record"))
        if commitment.digest(said) != entry["seal"]:
            failed.append(_failed("confirmations", f"the entry of {entry['name']} was changed"))
    return failed


def _picked(given: dict[str, Any]) -> Failures:
    if given["pick"] is None:
        return (
            [] if given["drawn"] is None else [_failed("drawn", "a panel is drawn, but no number was picked")]
        )
    try:
        wanted = given["panels"][record.number(given["pick"], len(given["panels"]))]
    except DrawError as error:
        return [_failed("pick", str(error))]
    return (
        [] if given["drawn"] == wanted else [_failed("drawn", "it is not the panel whose number was picked")]
    )


def _same_quotas(given: dict[str, Any], quotas: Sequence[Sequence[Quota]]) -> Failures:
    said = {(q.get("target", 0), q["category"], q["feature"], q["min"], q["max"]) for q in given["quotas"]}
    meant = {(p, q.category, q.feature, q.least, q.most) for p, each in enumerate(quotas) for q in each}
    return [] if said == meant else [_failed("quotas", "the quotas of the record are not those of the file")]


def _same_pool(given: dict[str, Any], pool: Pool) -> Failures:
    failed = []
    if list(pool.categories) != given["categories"]:
        failed.append(_failed("categories", "the categories of the record are not those of the file"))
    if [list(features) for features in pool.features] != given["people"]:
        failed.append(_failed("people", "the people of the record are not those of the file"))
    if given["household"] and _together(pool.households) != _together(given["households"]):
        failed.append(_failed("households", "the households of the record are not those of the file"))
    return failed


def _together(households: Sequence[int | None]) -> set[tuple[int, ...]]:
    """Who shares a household with somebody, whatever its number."""
    homes: dict[int, list[int]] = {}
    for row, home in enumerate(households):
        if home is not None:
            homes.setdefault(home, []).append(row)
    return {tuple(rows) for rows in homes.values() if len(rows) > 1}


def _as_many(given: dict[str, Any], pool: Pool) -> Failures:
    people = len(given["people"]) + sum(entry["people"] for entry in given["excluded"])
    return [] if people == len(pool) else [_failed("people", "the pool has another number of people")]
