"""The workshop of any record's texts: what translating, changing and writing have in common.

A room brings the record, the screen around it, and how its own actions save; here is the rest, above all what
happens when somebody else was quicker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from passerelle.core import markdown
from passerelle.core.errors import Conflict, Problem
from passerelle.core.templatetags.look import direction
from passerelle.core.visit import Visit
from passerelle.engines.text.differences import Piece, differences
from passerelle.engines.text.glossary import Hit
from passerelle.engines.text.readability import EASY, HARD, MEDIUM, readability
from passerelle.engines.text.segments import digest
from passerelle.engines.text.states import State
from passerelle.language import machine, memory, plain, texts
from passerelle.language.memory import Offer
from passerelle.language.tongues import TONGUES, name_in
from passerelle.network import words
from passerelle.network.forms import ChangeForm, OfferedForm, PageForm, WordsForm, language_choices
from passerelle.network.origins import origins

MOST_ASKED = 60
"""Paragraphs of one screen for which the memory is asked."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paragraph on the bench. theirs: what somebody else saved meanwhile; saved: it is done.

    language: what it is translated into, "" where the source itself is changed."""

    told: texts.Told
    form: WordsForm
    theirs: str | None = None
    saved: bool = False
    line: texts.Line | None = None
    language: str = ""
    offers: tuple[Offer, ...] = ()
    terms: tuple[Hit, ...] = ()

    def shown(self, back: str) -> dict[str, Any]:
        """What its screen takes. back: the address of the workshop."""
        source = self.told.text.language
        written = plain.parted(self.language or source)[0]
        self.form.fields["words"].widget.attrs |= {"lang": written, "dir": direction(written)}
        paragraph = {"form": self.form, "theirs": self.theirs, "source": source, "back": back}
        if not self.language:
            return paragraph
        return paragraph | {
            "line": self.line,
            "changes": changes_of(self.line),
            "remembered": self.offers,
            "terms": self.terms,
            **reading_of(self.line, self.language),
            "source_name": name_in(source, reader()),
            "target": self.language,
            "target_name": plain.called(self.language, reader()),
        }


@dataclass(frozen=True, slots=True)
class Writing:
    """A whole text being written. theirs: what somebody else saved meanwhile, by field; saved: it is done."""

    form: PageForm
    theirs: dict[str, str]
    saved: bool


def translating(
    request: Visit,
    owner: texts.Owner,
    field: str,
    segment: str,
    language: str,
    save: Callable[[str, int, bool], Any],
) -> Sheet:
    """Translate one paragraph into `language`; save(words, base, from memory) keeps it. What the memory offers is
    beside; the one whose id the address names under `use` stands in the field. A button of the glossary sends the
    form with its term under `insert`: nothing is kept then, the term stands behind the last word.

    Raises Http404 when there is no such paragraph, PermissionDenied for the text's own language."""
    told, line = line_of(owner, field, segment, language)
    earlier = line.translation.body if line.translation else ""
    initial = {"words": earlier, "base": line.base}
    offered: tuple[Offer, ...] = ()
    saves = request.method == "POST" and "insert" not in request.POST
    if not saves:
        (offered,) = remembered(request, owner, [(line, told.text.language)], language)
    for one in offered:
        if str(one.row.pk) == request.GET.get("use"):
            initial |= {"words": one.words, "offered": digest(one.words)}
    initial |= _with_term(request.POST)
    form, theirs, saved = _kept(
        request,
        OfferedForm(request.POST if saves else None, initial=initial),
        lambda given: save(given["words"], given["base"] or 0, given["offered"] == digest(given["words"])),
    )
    hits = () if saved else words.offered(request.actor, [(line.block.text, told.text.language)], language)[0]
    return Sheet(told, form, theirs, saved, line, language, offered, hits)


def _with_term(given: Mapping[str, str]) -> dict[str, str]:
    """What a form that was sent to insert a term begins with again; nothing where none was sent."""
    if "insert" not in given:
        return {}
    both = f"{given.get('words', '').rstrip()} {given['insert']}".strip()
    return {"words": both, **{name: given.get(name, "") for name in ("base", "offered")}}


def saving(translate: Callable[..., Any], *about: Any, language: str) -> Callable[[str, int, bool], None]:
    """How `translating` keeps words: by an action that takes who acts and what they are about."""

    def save(words: str, base: int, from_memory: bool) -> None:
        translate(*about, language=language, words=words, base=base, from_memory=from_memory)

    return save


def remembered(
    request: Visit,
    owner: texts.Owner,
    lines: Sequence[tuple[texts.Line, str]],
    language: str,
    most: int = 3,
) -> list[tuple[Offer, ...]]:
    """What the memory offers for each of these lines, told with their languages, but for what stands there already."""
    asked = [(line.block.text, source) for line, source in lines]
    found = memory.offers(request.actor, owner, asked, language, most=most + 1)
    return [
        tuple([one for one in some if line.translation is None or one.words != line.translation.body][:most])
        for (line, _source), some in zip(lines, found, strict=True)
    ]


def changing(
    request: HttpRequest, owner: texts.Owner, field: str, segment: str, save: Callable[[str, bool], Any]
) -> Sheet:
    """Change one paragraph of the source; save(words, same meaning) keeps it. Raises Http404 when there is none."""
    told = texts.tell(owner, [field]).get(field)
    block = told.earlier.get(segment) if told else None
    if told is None or block is None:
        raise Http404
    kind = ChangeForm if told.translated(segment) else WordsForm
    form = kind(request.POST or None, initial={"words": block.text})
    form, theirs, saved = _kept(
        request, form, lambda given: save(given["words"], given.get("same_meaning", False))
    )
    return Sheet(told, form, theirs, saved)


def writing(
    request: HttpRequest,
    told: dict[str, texts.Told],
    title: str,
    body: str,
    write_title: Callable[..., Any],
    write_body: Callable[..., Any],
) -> Writing:
    """Write a whole text, the fields `title` and `body` of a record, each kept by write(words, language=…, base=…)."""
    form = _page_form(request, told, title, body)
    theirs: dict[str, str] = {}
    if request.method != "POST" or not form.is_valid():
        return Writing(form, theirs, False)
    theirs = _save_page(request, form, write_title, write_body)
    return Writing(form, theirs, not theirs and form.is_valid())


def _page_form(request: HttpRequest, told: dict[str, texts.Told], title: str, body: str) -> PageForm:
    """The form of a whole text, filled from the fields `title` and `body` of a record."""
    head, text = told.get(title), told.get(body)
    written = text or head
    initial = {
        "title": head.newest.body if head else "",
        "title_base": head.newest.number if head else 0,
        "body": text.newest.body if text else "",
        "base": text.newest.number if text else 0,
        "language": written.text.language if written else reader(),
    }
    return PageForm(request.POST or None, initial=initial)


def _save_page(
    request: HttpRequest, form: PageForm, write_title: Callable[..., Any], write_body: Callable[..., Any]
) -> dict[str, str]:
    """Save title and text, each by write(words, language=…, base=…).

    What somebody else saved meanwhile comes back under the field's name; the form then builds on theirs."""
    data, theirs = form.cleaned_data, {}
    bases: dict[str, int] = {}
    try:
        write_title(data["title"], language=data["language"], base=data["title_base"] or 0)
    except Conflict as conflict:
        theirs["title"] = conflict.theirs
        bases["title_base"] = conflict.number
    try:
        write_body(data["body"], language=data["language"], base=data["base"] or 0)
    except Conflict as conflict:
        theirs["body"] = conflict.theirs
        bases["base"] = conflict.number
    except Problem as problem:
        form.add_error("body", str(problem))
    # What was typed stays in the form; only the versions it builds on move on.
    form.data = {**request.POST.dict(), **bases}
    return theirs


def line_of(owner: texts.Owner, field: str, segment: str, language: str) -> tuple[texts.Told, texts.Line]:
    """One paragraph with its state in `language`; a paragraph whose source moved on comes as it was."""
    told = texts.tell(owner, [field])
    if field not in told or not plain.is_known(language):
        raise Http404
    if told[field].text.language == language:
        raise PermissionDenied("a text is not translated into its own language")
    lines = texts.workshop(told, [field], language)
    line = next((one for one in lines if one.block.hash == segment), None)
    return told[field], line or _moved_on(told[field], field, segment, language)


def laid_out(
    request: Visit,
    owner: texts.Owner,
    told: dict[str, texts.Told],
    fields: Sequence[str],
    target: str,
    *,
    translate: Callable[[texts.Line], str] | None,
    change: Callable[[texts.Line], str] | None,
    same: Callable[[texts.Line], str] | None = None,
    machine_at: str = "",
    exchange_at: str = "",
) -> dict[str, Any]:
    """What the screen of a workshop takes.

    Its lines have the addresses at which each is translated and, for who may, changed and said to mean the same;
    machine_at: the address at which a machine drafts what is missing; exchange_at: at which files leave and come."""
    sources = {field: one.text.language for field, one in told.items()}
    every = texts.workshop(told, fields, target)
    waiting = [line for line in every if translate and line.state.kind != "current"]
    asked = [(line, sources[line.field]) for line in waiting[:MOST_ASKED] if sources[line.field] != target]
    offered = _best(request, owner, asked, target)
    terms = _terms(request, asked, target)
    made = origins(request.actor, told, every)
    lines = [
        {
            "line": line,
            "source": sources[line.field],
            "offer": offered.get((line.field, line.block.hash)),
            "terms": terms.get((line.field, line.block.hash), ()),
            "translate": translate(line) if translate and sources[line.field] != target else "",
            "change": change(line) if change else "",
            "same": same(line) if same and (line.carried or line.state.kind == "outdated") else "",
            "changes": changes_of(line),
            "origin": made.get((line.field, line.block.hash)),
            **reading_of(line, target),
        }
        for line in every
    ]
    return {
        "target": target,
        "target_name": plain.called(target, reader()),
        "machine_at": machine_at if machine.engines() and target in TONGUES else "",
        "exchange_at": exchange_at if any(source != target for source in sources.values()) else "",
        "languages": [*language_choices(), *_plain_choices(sources.values())],
        "lines": lines,
        "counts": texts.coverage(told, fields, [target])[target],
    }


def _best(
    request: Visit, owner: texts.Owner, lines: Sequence[tuple[texts.Line, str]], target: str
) -> dict[tuple[str, str], Offer]:
    """The best offer of each line that has one."""
    offers = remembered(request, owner, lines, target, most=1)
    return {
        (line.field, line.block.hash): best[0]
        for (line, _source), best in zip(lines, offers, strict=True)
        if best
    }


def _terms(
    request: Visit, lines: Sequence[tuple[texts.Line, str]], target: str
) -> dict[tuple[str, str], tuple[Hit, ...]]:
    """The glossary's terms in each line."""
    hits = words.offered(request.actor, [(line.block.text, source) for line, source in lines], target)
    return {(line.field, line.block.hash): hit for (line, _source), hit in zip(lines, hits, strict=True)}


def changes_of(line: texts.Line | None) -> tuple[Piece, ...]:
    """What changed of a source since its translation was made: kept, removed and inserted words."""
    return differences(line.made_from, line.block.text) if line and line.made_from is not None else ()


def reading_of(line: texts.Line | None, tag: str) -> dict[str, Any]:
    """How hard the plain words of a paragraph are to read, and that in words; nothing of an ordinary translation."""
    language, variant = plain.parted(tag)
    if not variant or line is None or line.translation is None:
        return {}
    found = readability(markdown.plain(line.translation.body), language)
    levels = ((EASY, _("very easy")), (MEDIUM, _("easy")), (HARD, _("of middle difficulty")))
    level = next((word for below, word in levels if (found.lix or 0) < below), _("hard"))
    return {"reading": found, "level": level}


def coverage_rows(told: dict[str, texts.Told], fields: list[str] | tuple[str, ...]) -> list[dict[str, Any]]:
    """What readers of each language of the interface will get, with the language's name."""
    coverage = texts.coverage(told, fields, texts.INTERFACE)
    return [{"code": code, "name": name_in(code, reader()), **counts} for code, counts in coverage.items()]


def target_of(request: HttpRequest, told: dict[str, texts.Told]) -> str:
    """The language to translate into: the one asked for, else the reader's, else the first that is not the source."""
    sources = {one.text.language for one in told.values()}
    wishes = [request.GET.get("to", ""), reader(), *texts.INTERFACE]
    return next((w for w in wishes if plain.is_known(w) and w not in sources), "en")


def with_target(address: str, language: str) -> str:
    """The workshop's address, opened at a language."""
    return f"{address}?to={language}" if plain.is_known(language) else address


def _plain_choices(sources: Iterable[str]) -> list[tuple[str, str]]:
    """Plain language in what the text was written in, and in every language of the interface."""
    tags = dict.fromkeys(plain.joined(code, plain.VARIANT) for code in [*sources, *texts.INTERFACE])
    return [(tag, plain.called(tag, reader())) for tag in tags]


def reader() -> str:
    return translation.get_language() or "en"


def _kept(
    request: HttpRequest, form: WordsForm, save: Callable[[dict[str, Any]], Any]
) -> tuple[WordsForm, str | None, bool]:
    if not form.is_valid():
        return form, None, False
    try:
        save(form.cleaned_data)
    except Conflict as conflict:
        return _again(conflict), conflict.theirs, False
    except Problem as problem:
        form.add_error("words", str(problem))
        return form, None, False
    return form, None, True


def _moved_on(told: texts.Told, field: str, segment: str, language: str) -> texts.Line:
    """A paragraph whose source changed while somebody translated it: what they wrote is kept, as outdated."""
    block = told.earlier.get(segment)
    if block is None:
        raise Http404
    made = told.renderings(language).get(segment)
    state = State("current" if made else "missing", segment, segment if made else None)
    return texts.Line(field, block, state, made, None, told.number(segment, language))


def _again(conflict: Conflict) -> WordsForm:
    """The form once more, with the words just written, built on the version somebody else saved."""
    again = OfferedForm({"words": conflict.mine, "base": conflict.number})
    again.is_valid()
    again.add_error("words", str(conflict))
    return again
