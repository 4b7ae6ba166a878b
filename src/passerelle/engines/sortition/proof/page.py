"""The public record as one HTML file that checks itself, in five languages, without a network and for years.

What is printed is enough to check by hand; the script does the same and more, and asks nobody anything. The text of the
page is in `page_texts`, its sheet and script in `data`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from passerelle.engines.sortition.proof import commitment, record
from passerelle.engines.sortition.proof.page_texts import LANGUAGES, RIGHT_TO_LEFT, SEPARATORS, TEXTS

Public = dict[str, Any]

SPOKEN = (
    *("title", "good", "bad", "all_good", "not_good", "key_wrong", "your_panels", "your_codes", "too_few"),
    *("you_drawn", "your_code", "you_not", "you_wait", "match", "mismatch"),
    *("check_commitment", "check_people", "check_panels", "check_codes", "check_figures", "check_table"),
    *("check_pick", "check_confirmations"),
)
"""What the script may have to say."""


def page(shown: Public, language: str = "en") -> str:
    """The file for a public record that `verify` finds right. language: the one it opens in."""
    texts = {
        "languages": list(LANGUAGES),
        "rtl": sorted(RIGHT_TO_LEFT),
        "separators": SEPARATORS,
        "signs": {"first": commitment.FIRST, "all": commitment.SIGNS},
        "words": {name: {key: TEXTS[name][key] for key in SPOKEN} for name in LANGUAGES},
    }
    sheet, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src {_source(sheet)}; script-src {_source(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = (
        _top(shown, language),
        _promise(shown),
        _checks(),
        _yourself(shown),
        _figures(shown),
        _quotas(shown),
    )
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{language}" dir="{_direction(language)}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(TEXTS[language]['title'])}</title>",
            f"<style>{sheet}</style></head>",
            '<body><main class="wrap">',
            *parts,
            _confirmations(shown),
            _by_hand(shown),
            _table(shown),
            "</main>",
            _data("record", shown),
            _data("texts", texts),
            f"<script>{script}</script>",
            "</body></html>",
            "",
        ]
    )


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath("data", name).read_text("utf-8")


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(name: str, value: object) -> str:
    """JSON that no markup can end early: `<` is written as an escape, which changes nothing of the value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _t(key: str, **facts: object) -> str:
    """A sentence in all languages. Numbers are grouped as each language does; texts are taken as they are."""
    return "".join(
        f'<span class="t" lang="{name}" dir="{_direction(name)}">{_filled(name, key, facts)}</span>'
        for name in LANGUAGES
    )


def _direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def _filled(language: str, key: str, facts: dict[str, object]) -> str:
    shown = {
        name: _grouped(value, language)
        if isinstance(value, int)
        else f'<bdi class="code">{escape(str(value))}</bdi>'
        for name, value in facts.items()
    }
    return escape(TEXTS[language][key]).format(**shown)


def _grouped(number: int, language: str) -> str:
    return f"{number:,}".replace(",", SEPARATORS[language][0])


def _count(number: int) -> str:
    """A number alone, grouped in each language's way."""
    if number < 1000:
        return str(number)
    return "".join(f'<span class="t" lang="{name}">{_grouped(number, name)}</span>' for name in LANGUAGES)


def _percent(text: str) -> str:
    """A chance as people say it, with two more places when it is below one in a hundred."""
    value = Decimal(text) * 100
    places = Decimal("0.01") if value >= 1 or not value else Decimal("0.0001")
    rounded = str(value.quantize(places, ROUND_HALF_EVEN))
    return "".join(
        f'<span class="t" lang="{name}"><bdi dir="ltr">{rounded.replace(".", SEPARATORS[name][1])}\u00a0%</bdi></span>'
        for name in LANGUAGES
    )


def _label(place: int, shown: Public) -> str:
    """The number of a panel as it stands in the table."""
    return commitment.labels(len(shown["panels"]))[place]


def _codes(entry: Any) -> list[str]:
    """As people read them."""
    return [commitment.legible(code) for code in (entry["codes"] if isinstance(entry, dict) else entry)]


def _row(codes: list[str]) -> str:
    """Codes in a row of the table. Each is an element of its own, so that no line breaks at its hyphens."""
    return f'<bdi class="code">{" ".join(f"<i>{code}</i>" for code in codes)}</bdi>'


def _picked(shown: Public) -> int | None:
    return None if shown["pick"] is None else record.number(shown["pick"], len(shown["panels"]))


def _top(shown: Public, language: str) -> str:
    buttons = "".join(
        f'<label for="lang-{name}"><input type="radio" name="lang" id="lang-{name}" value="{name}"'
        f'{" checked" if name == language else ""}><span lang="{name}">{own}</span></label>'
        for name, own in LANGUAGES.items()
    )
    place = _picked(shown)
    if place is None:
        drawn = f'<p class="big">{_t("waiting")}</p>'
    else:
        label = _label(place, shown)
        codes = "".join(f'<li class="code">{code}</li>' for code in _codes(shown["drawn"]))
        drawn = (
            f'<p class="big">{_t("picked", digits=shown["pick"], panel=label)}</p><h2>{_t("drawn")}</h2>'
            f'<ul class="codes" id="drawn">{codes}</ul>'
            f'<p class="screen"><a href="#panel-{label}">{_t("to_panel", panel=label)}</a></p>'
        )
    trial = "" if shown["committed_first"] else f'<p class="box warn" id="trial">{_t("trial")}</p>'
    return (
        f'<fieldset class="screen"><legend>{_t("languages")}</legend>{buttons}</fieldset>'
        f"<h1>{_t('title')}</h1>{trial}{drawn}"
    )


def _promise(shown: Public) -> str:
    return (
        f"<h2>{_t('promise')}</h2><p>{_t('promise_is')}</p>"
        f'<p class="box"><bdi class="code" id="commitment">{shown["commitment"]}</bdi></p>'
    )


def _checks() -> str:
    return (
        f'<section class="screen"><h2>{_t("checks")}</h2><p>{_t("checking")}</p>'
        f'<noscript><p class="box">{_t("no_script")}</p></noscript><div id="verdict" role="status"></div>'
        f'<p class="soft">{_t("trust")}</p></section>'
    )


def _yourself(shown: Public) -> str:
    known: dict[str, list[str]] = {name: [] for name in shown["categories"]}
    for quota in shown["quotas"]:
        if quota["feature"] not in known[quota["category"]]:
            known[quota["category"]].append(quota["feature"])
    fields = "".join(
        f'<label class="above" for="answer-{place}"><bdi>{escape(name)}</bdi></label>'
        f'<input type="text" id="answer-{place}" list="known-{place}" dir="auto" autocomplete="off">'
        f'<datalist id="known-{place}">{_options(features)}</datalist>'
        for place, (name, features) in enumerate(known.items())
    )
    return (
        f'<section class="screen scripted" hidden><h2>{_t("you")}</h2><form id="find" class="box">'
        f'<label class="above" for="key">{_t("key")}</label>'
        '<textarea id="key" rows="2" autocomplete="off" autocapitalize="none" spellcheck="false" '
        'aria-describedby="key-help"></textarea>'
        f'<p class="soft" id="key-help">{_t("key_help")}</p><button type="submit">{_t("find")}</button></form>'
        '<div id="found" role="status"></div>'
        f'<form id="answers" class="box" hidden><h2>{_t("answers")}</h2><p>{_t("answers_help")}</p>{fields}'
        f'<button type="submit">{_t("compare")}</button></form><div id="matched" role="status"></div></section>'
    )


def _options(features: list[str]) -> str:
    return "".join(f'<option value="{escape(feature)}"></option>' for feature in features)


def _figures(shown: Public) -> str:
    many = len(shown["panels"])
    said = [
        (_t("size"), _count(shown["size"])),
        (_t("people"), _count(len(shown["people"]))),
        (_t("lowest"), _percent(shown["lowest_chance"])),
        (_t("bound"), _percent(shown["bound"])),
        (_t("fewest"), f'<bdi dir="ltr">{_count(shown["fewest_panels"])} / {_count(many)}</bdi>'),
        (_t("loss"), _percent(shown["rounding_loss"])),
    ]
    if shown["household"]:
        said.append((_t("household"), _count(shown["household"]["limit"])))
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in said)
    out = ""
    if shown["excluded"]:
        reasons = "".join(
            f"<dt>{_reason(entry['reason'])}</dt><dd>{_count(entry['people'])}</dd>"
            for entry in shown["excluded"]
        )
        out = f"<h2>{_t('excluded')}</h2><dl>{reasons}</dl>"
    return f"<h2>{_t('figures')}</h2><p>{_t(shown['method'])}</p><dl>{rows}</dl>{out}"


def _reason(text: str) -> str:
    return _t(text) if text in TEXTS["en"] and text == "fits no panel" else f"<bdi>{escape(text)}</bdi>"


def _quotas(shown: Public) -> str:
    several = "targets" in shown
    heads = ["panel_of"] * several + ["category", "feature", "least", "most"]
    rows = []
    for quota in shown["quotas"]:
        cells = [shown["targets"][quota["target"]]["name"]] if several else []
        cells += [quota["category"], quota["feature"], quota["min"], quota["max"]]
        rows.append("".join(f"<td><bdi>{escape(str(cell))}</bdi></td>" for cell in cells))
    head = "".join(f'<th scope="col">{_t(name)}</th>' for name in heads)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<h2 id="quotas-title">{_t("quotas")}</h2><table id="quotas" aria-labelledby="quotas-title">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _confirmations(shown: Public) -> str:
    names = "".join(
        f"<li><bdi>{escape(entry['name'])}</bdi> · <bdi>{escape(entry['office'])}</bdi></li>"
        for entry in shown["confirmations"]
    )
    said = f"<p>{_t('confirmed')}</p><ul>{names}</ul>" if names else f"<p>{_t('nobody')}</p>"
    return (
        f"<h2>{_t('confirmations')}</h2>{said}<p>{_t('scrutineers')}:<br>"
        f'<bdi class="code" id="scrutineers">{shown["scrutineers"]}</bdi></p>'
    )


def _by_hand(shown: Public) -> str:
    digits = len(str(len(shown["panels"]))) - 1
    all_count = shown["pick"] is None or len(shown["pick"]) == digits
    look = _t("hand_2") if all_count else _t("hand_2_first", digits=digits)
    command = "jq -cjS 'del(.commitment,.pick,.drawn,.confirmations)' P.json | sha256sum"
    return (
        f"<h2>{_t('by_hand')}</h2><ol><li>{_t('hand_1')}</li><li>{look}</li><li>{_t('hand_3')}</li></ol>"
        f'<p class="soft">{_t("tools")}<br><bdi class="code">{escape(command)}</bdi></p>'
    )


def _table(shown: Public) -> str:
    picked = _picked(shown)
    rows = []
    for place, (label, entry) in enumerate(
        zip(commitment.labels(len(shown["panels"])), shown["panels"], strict=True)
    ):
        kind = ' class="picked"' if place == picked else ""
        rows.append(
            f'\n<tr id="panel-{label}"{kind}><th scope="row">{label}</th><td>{_seated(entry, shown)}</td></tr>'
        )
    return (
        f'<h2 id="panels-title">{_t("panels")}</h2><p>{_t("panels_help")}</p>'
        '<table id="panels" aria-labelledby="panels-title"><thead><tr>'
        f'<th scope="col">{_t("number")}</th><th scope="col">{_t("codes")}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _seated(entry: Any, shown: Public) -> str:
    if "targets" not in shown:
        return _row(_codes(entry))
    parts = []
    for place, target in enumerate(shown["targets"]):
        codes = [code for code, seat in zip(_codes(entry), entry["seats"], strict=True) if seat == place]
        parts.append(f"<bdi>{escape(target['name'])}</bdi>: {_row(codes)}")
    return "<br>".join(parts)
