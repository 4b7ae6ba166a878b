"""The parts of the look, as template tags.

A part is one template under `parts/` whose first comment is its contract. Those that need something
computed (a form's fields, an arch, a date) are tags here; the others are plain `{% include %}`s. All of them,
live, are on the page `/design/`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from django import forms, template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from passerelle.core import controls, dates
from passerelle.core.templatetags._planks import planks

register = template.Library()

# Languages written from right to left, by their BCP 47 tag; regions and variants are ignored.
RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ku-arab", "ps", "prs", "sd", "syr", "ug", "ur", "yi")
)

STATES = {
    "draft": ("draft", _("Draft")),
    "missing": ("missing", _("Not translated yet")),
    "machine": ("machine", _("Machine translation, not checked by a person")),
    "outdated": ("outdated", _("Older than the source text")),
    "reviewed": ("reviewed", _("Checked translation")),
    "late": ("late", _("Late")),
    "wait": ("outdated", _("Waiting")),
}


# ---------------------------------------------------------------- language and direction


@register.filter
def direction(language: str) -> str:
    """ "rtl" or "ltr" for a BCP 47 tag: `<p lang="{{ tag }}" dir="{{ tag|direction }}">`."""
    tag = (language or "").lower().replace("_", "-")
    return "rtl" if tag in RIGHT_TO_LEFT or tag.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


@register.simple_tag
def foreign(language: str | None) -> SafeString:
    """The attributes ` lang="…" dir="…"` when a text is not in the page's language, else nothing."""
    if not language or language == get_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, direction(language))


@register.inclusion_tag("parts/languages.html", takes_context=True)
def language_menu(context: template.Context) -> dict[str, Any]:
    """The interface languages under their own names, each a link to this same page."""
    here = get_language() or settings.LANGUAGE_CODE
    request: HttpRequest | None = context.get("request")
    entries = [
        {"code": code, "name": _own_name(code), "url": _same_page(request, code), "current": code == here}
        for code, _label in settings.LANGUAGES
    ]
    return {
        "languages": entries,
        "here": next(e for e in entries if e["code"] == here),
        "unread": here in _unread(),
    }


@lru_cache(maxsize=1)
def _unread() -> frozenset[str]:
    """Interface languages whose sentences no native reader has read yet; English is what they were written in."""
    told = json.loads((settings.LOCALE_PATHS[0] / "proofread.json").read_text(encoding="utf-8"))
    return frozenset(code for code, one in told.items() if not one["by"] and not one.get("source"))


@lru_cache(maxsize=64)
def _own_name(code: str) -> str:
    name = str(Locale.parse(code).languages.get(code, code))
    return name[:1].upper() + name[1:]


def _same_page(request: HttpRequest | None, code: str) -> str:
    return f"/{code}/" if request is None else in_language(request.get_full_path(), code)


def in_language(path: str, code: str) -> str:
    """The same address under another language; addresses differ in nothing else. One without a language: its first page.

    Django's `translate_url` finds out by resolving and reversing each, which costs more than the rest of the menu."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{code}/{rest}" if first in _LANGUAGES else f"/{code}/"


_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


# ---------------------------------------------------------------- files of the look


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file; the plain one when the manifest of hashed names is not there.

    An error page must not break because the files were not collected."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag(takes_context=True)
def saves_data(context: template.Context) -> bool:
    """Whether the reader's browser asks for less data (`Save-Data: on`): then our fonts stay away."""
    request: HttpRequest | None = context.get("request")
    return request is not None and request.headers.get("Save-Data", "").lower() == "on"


# ---------------------------------------------------------------- pictures made of planks


@register.simple_tag
def arch(count: int, label: str = "", laid: int | None = None) -> SafeString:
    """A project's bridge: one plank per partner, 0 to 40 (more are drawn as 40). 0 is the stub of a bridge.

    label: what a screen reader says; without it the picture is decoration beside a number in words.
    laid: how many planks lie already, the others are drawn as outlines (an empty place that fills)."""
    return _drawn_arch(min(int(count or 0), 40), str(label), laid)


@lru_cache(maxsize=256)
def _drawn_arch(count: int, label: str, laid: int | None) -> SafeString:
    drawn = planks(count)
    for plank in drawn[count if laid is None else laid :]:
        plank["ink"] = "f0 plank"
    return render_to_string("parts/arch.html", {"planks": drawn, "label": label})


@register.simple_tag
def state(kind: str, word: str = "") -> SafeString:
    """A state as bridge, colour and word. Kinds: draft, missing, machine, outdated, reviewed, late, wait."""
    return _drawn_state(kind, str(word or STATES[kind][1]))


@lru_cache(maxsize=512)
def _drawn_state(kind: str, word: str) -> SafeString:
    # Lists show the same few states over and over: drawing each from its template costs more than the list.
    return render_to_string("parts/state.html", {"kind": kind, "symbol": STATES[kind][0], "word": word})


# ---------------------------------------------------------------- times and numbers


@register.simple_tag
def partial_date(value: Any, language: str | None = None) -> SafeString | str:
    """`<time>` for "2018", "2018-09", "2018-09-03", a date or a moment, as precise as it was given.

    A moment (datetime) is told with its hour in the active time zone. Text that is no date is shown as it
    stands: nothing is hidden to look tidy."""
    reader = language or get_language() or settings.LANGUAGE_CODE
    if isinstance(value, datetime):
        return _moment(value, reader)
    try:
        text = dates.format_partial(value.isoformat() if isinstance(value, date) else value, reader)
    except ValueError:
        return str(value)
    return format_html('<time datetime="{}">{}</time>', str(value), text) if text else ""


def _moment(value: datetime, reader: str) -> SafeString:
    here = timezone.localtime(value) if timezone.is_aware(value) else value
    day = dates.format_partial(here.date().isoformat(), reader)
    hour = here.strftime("%H:%M")
    comma = "،" if direction(reader) == "rtl" else ","
    return format_html(
        '<time datetime="{}">{}{} {}</time>', here.isoformat(timespec="minutes"), day, comma, hour
    )


@register.simple_tag
def partial_period(start: Any = None, end: Any = None, language: str | None = None) -> SafeString | str:
    """A period from two dates of any precision; an end that is not known is said, not left out.

    The words are those of `dates.format_period`; here each end has a `<time>` of its own."""
    if start and end and str(start) == str(end):
        return partial_date(start, language)
    first, last = partial_date(start, language) if start else "", partial_date(end, language) if end else ""
    if first and last:
        years = len(str(start)) == len(str(end)) == 4
        return format_html("{}–{}" if years else "{} – {}", first, last)
    if not first and not last:
        return gettext("dates not known")
    sentence = gettext("%(start)s – end not known") if first else gettext("start not known – %(end)s")
    ends = {"start": conditional_escape(first), "end": conditional_escape(last)}
    return mark_safe(escape(sentence) % ends)


@register.filter
def number(value: Any) -> Any:
    """1284 → "1,284" in English, "1 284" in French. What is no number is given back as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else value
    return _grouped(value, get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=4096)
def _grouped(value: float, language: str) -> str:
    return str(format_decimal(value, locale=Locale.parse(language, sep="-")))


@register.simple_tag
def table_row(cells: Sequence[Any], columns: Sequence[dict[str, Any]]) -> SafeString:
    """One row of parts/table.html; built here because a template per cell makes long lists four times slower.

    cells: text, numbers, safe HTML, {text, url, lang} or {state, word}; the first names the row. columns: dicts,
    of which `end` is read. Raises ValueError when the row is longer or shorter than the head of the table."""
    drawn = []
    for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        opening, closing = ('<th scope="row"', "</th>") if place == 0 else ("<td", "</td>")
        css = ' class="r">' if column.get("end") else ">"
        drawn.append(f"{opening}{css}{_cell(cell)}{closing}")
    return mark_safe(f"<tr>{''.join(drawn)}</tr>")


def _cell(cell: Any) -> str:
    if not isinstance(cell, dict):
        return conditional_escape(number(cell))
    if "state" in cell:
        return state(cell["state"], cell.get("word", ""))
    text, tongue = number(cell["text"]), foreign(cell.get("lang"))
    if cell.get("url"):
        return format_html('<a href="{}"{}>{}</a>', cell["url"], tongue, text)
    return format_html("<span{}>{}</span>", tongue, text) if tongue else conditional_escape(text)


# ---------------------------------------------------------------- forms


@register.inclusion_tag("parts/form.html", takes_context=True)
def form(context: template.Context, form: forms.BaseForm, **options: Any) -> dict[str, Any]:
    """A whole form: what is still open, the fields, one button. See parts/form.html for the options."""
    return {"focus": True, **options, "form": form, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("parts/confirm.html", takes_context=True)
def confirm(context: template.Context, **options: Any) -> dict[str, Any]:
    """The page before something that cannot be taken back. See parts/confirm.html for the options."""
    return {**options, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("parts/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """The fields of a form without its frame, for a page that brings its own `<form>` and buttons."""
    return {"form": form}


@register.inclusion_tag("parts/errors.html")
def open_things(form: forms.BaseForm, focus: bool = True) -> dict[str, Any]:
    """What is still open in a form: a summary with a link to each field. Nothing when all is well.

    focus: whether the page opens at the summary, so that a keyboard or a screen reader starts there."""
    found = [
        {"anchor": controls.first_id(bound), "label": bound.label, "message": message}
        for bound in form.visible_fields()
        for message in controls.messages(bound)
    ]
    hidden = [message for bound in form.hidden_fields() for message in bound.errors]
    general = [*form.non_field_errors(), *hidden] if form.is_bound else []
    count = len(found) + len(general)
    title = ngettext("One thing is still open", "%(count)s things are still open", count)
    title %= {"count": number(count)}
    return {"found": found, "general": general, "count": count, "title": title, "focus": focus}


@register.inclusion_tag("parts/field.html")
def field(bound: forms.BoundField, mark_optional: bool = True) -> dict[str, Any]:
    """One field: label, hint, why we ask, error, control. `why` is looked up in the form's dict `why`."""
    why = getattr(bound.form, "why", {}).get(bound.name, "")
    errors = controls.messages(bound)
    kind = controls.kind_of(bound)
    said = [(bound.help_text, "hint"), (why, "why"), (errors, "error")]
    described = " ".join(f"{bound.auto_id}_{part}" for text, part in said if text)
    context = {
        "field": bound,
        "kind": kind,
        "why": why,
        "errors": errors,
        "described": described,
        "optional": mark_optional and not bound.field.required and kind != "tick",
    }
    if kind == "tiles":
        return context | {"groups": controls.groups(bound)}
    return context | {"control": controls.control(bound, kind, described), "kept": controls.kept_file(bound)}


# ---------------------------------------------------------------- parts with a body


@register.simple_block_tag
def note(content: str, kind: str = "", title: str = "", level: int = 2, live: str = "") -> str:
    """`{% note "good" _("Your answer is in") %}<p>…</p>{% endnote %}`. See parts/note.html."""
    context = {"body": content, "kind": kind, "title": title, "level": level, "live": live}
    return render_to_string("parts/note.html", context)


@register.simple_block_tag
def empty(content: str, title: str = "", level: int = 2, laid: int = 3) -> str:
    """`{% empty _("No projects yet") %}<p>…</p>{% endempty %}`. See parts/empty.html."""
    context = {"body": content, "title": title, "level": level, "laid": laid}
    return render_to_string("parts/empty.html", context)


@register.simple_block_tag
def part(content: str, **options: Any) -> str:
    """`{% part state="machine" heading=… lang="fr" %}<p>…</p>{% endpart %}`. See parts/part.html."""
    return render_to_string("parts/part.html", {"body": content, **options})
