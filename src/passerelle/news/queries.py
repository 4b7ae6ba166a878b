"""Every read that leaves the news, cut to what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import translation

from passerelle.core.actor import Actor
from passerelle.core.search import fold, tokens
from passerelle.engines.text.collation import sort_key
from passerelle.engines.text.likeness import alike
from passerelle.language.models import Edition, TextVersion, Translation
from passerelle.language.outlines import Outline, outline, read
from passerelle.network import policies as network
from passerelle.network.models import Organisation, Project
from passerelle.news.actions.found import TEXT, TITLE, address_of
from passerelle.news.models import Item

SORTS = ("newest", "title", "project", "state")
SIDES = ("all", "draft", "published", "withdrawn", "archived")
COMPARED = 5_000  # pieces of news a pasted text is held against: the newest


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news as it stands in a list. languages: those it was written in or translated into."""

    item: Item
    title: str
    title_language: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of public news as its readers find it in a list."""

    item: Item
    outline: Outline


@dataclass(frozen=True, slots=True)
class Same:
    """Earlier news that say nearly the same. share: of the shorter text's words, 0–1; address: the same source."""

    line: Line
    share: float
    address: bool


def worked_on(actor: Actor) -> QuerySet[Item]:
    """What stands on an actor's desk: the news of their projects, those of the network for its coordinators."""
    seen = Item.objects.visible_to(actor)
    if actor.has(network.ADMINISTRATOR):
        return seen
    mine = Q(project__in=actor.projects())
    if actor.holds(*network.COORDINATORS):
        mine |= Q(project=None)
    return seen.filter(mine)


def listed(
    actor: Actor,
    language: str,
    *,
    words: str = "",
    side: str = "all",
    project: str = "",
    sort: str = "newest",
    backwards: bool = False,
) -> list[UUID]:
    """Ids of the news on an actor's desk that fit, in order; at most four queries. `lines` furnishes a page.

    side: a state, "archived", or "all" that are not put away. project: a code. Titles are sorted by the rules of
    the reader's language, which the database cannot be asked for, so all of them are read then."""
    found = worked_on(actor)
    if project:
        found = found.filter(project__code=project)
    found = found.filter(archived_at__isnull=side != "archived")
    if side in Item.State.values:
        found = found.filter(state=side)
    rows = list(found.values_list("pk", "day", "created_at", "project__acronym", "state", "source_name"))
    titles = _titles([row[0] for row in rows], language) if words or sort == "title" else {}
    if asked := tokens(words):
        rows = [row for row in rows if _says(asked, f"{titles.get(row[0], ('', ''))[0]} {row[3]} {row[5]}")]
    rows.sort(key=lambda row: (row[1] or row[2].date(), row[2]), reverse=True)
    if sort == "title":
        rows.sort(key=lambda row: sort_key(titles.get(row[0], ("", ""))[0], language))
    elif sort == "project":
        rows.sort(key=lambda row: sort_key(row[3] or "", language))
    elif sort == "state":
        rows.sort(key=lambda row: Item.State.values.index(row[4]))
    return [row[0] for row in (rows[::-1] if backwards else rows)]


def lines(ids: Sequence[UUID], language: str) -> list[Line]:
    """These news in this order, with titles in the reader's language; four queries whatever their number."""
    rows = Item.objects.unscoped(reason="ids of listed()").select_related("project", "organisation")
    items = rows.in_bulk(list(ids))
    titles = _titles(ids, language)
    spoken = _languages(ids)
    return [
        Line(items[pk], *titles.get(pk, ("", language)), tuple(sorted(spoken.get(pk, ()))))
        for pk in ids
        if pk in items
    ]


def public_news(project: Project | None = None) -> QuerySet[Item]:
    """Public news are everybody's, whoever asks; newest first. project: only those of this project."""
    return _public(project).select_related("organisation")


def outlined(language: str, project: Project | None = None) -> QuerySet[Item]:
    """Public news, each with what a list shows of it in the reader's language; one query for a page of them."""
    return _public(project).annotate(outline=outline(Item.KIND, language))


def _public(project: Project | None) -> QuerySet[Item]:
    """With the project of each, which is not asked for again where there is but one."""
    every = Item.objects if project is None else project.news
    found = every.unscoped(reason="public news").filter(Item.public())
    found = found.select_related("project") if project is None else found
    return found.order_by("-day", "-published_at", "code")


def told(items: Iterable[Any]) -> list[Told]:
    """Rows of `outlined` as their readers find them in a list."""
    known = ((item, read(item.outline)) for item in items)
    return [Told(item, outline) for item, outline in known if outline is not None]


def latest(language: str, *, project: Project | None = None, count: int = 3) -> list[Told]:
    """The newest public news; one query."""
    return told(outlined(language, project)[:count])


def editions(items: Iterable[Item], language: str) -> dict[UUID, Edition]:
    """What readers of `language` get of many pieces of news, in one query, texts included."""
    found = Edition.objects.filter(
        owner_kind=Item.KIND, owner__in=[item.pk for item in items], language=language
    )
    return {one.owner: one for one in found.order_by("owner", "-number").distinct("owner")}


def same_as(
    actor: Actor,
    text: str,
    *,
    address: str = "",
    spoken: str = "",
    reader: str = "en",
    but: UUID | None = None,
) -> list[Same]:
    """News this actor may see that say nearly what `text` says, or came from the same address; likest first.

    spoken: the language of `text`, in which translations are looked at too; but: an item that is not compared.
    Six queries at most. Archived news count: that somebody put one away is worth knowing before pasting it again."""
    seen = Item.objects.visible_to(actor).order_by("-created_at")
    if but is not None:
        seen = seen.exclude(pk=but)
    ids = list(seen.values_list("pk", flat=True)[:COMPARED])
    shares = {one.key: one.share for one in reversed(alike(text, _bodies(ids, spoken)))}
    sources = set(seen.filter(source_address=address).values_list("pk", flat=True)) if address else set()
    likest = sorted({*shares, *sources}, key=lambda pk: -shares.get(pk, 0))[:10]
    if not likest:
        return []
    return [
        Same(line, shares.get(line.item.pk, 0.0), line.item.pk in sources) for line in lines(likest, reader)
    ]


def projects_for(actor: Actor) -> list[Project]:
    """Where an actor may write news, by acronym: in what is open."""
    led = actor.projects(*network.COORDINATORS)
    found = Project.objects.visible_to(actor).filter(pk__in=led, closed_at=None)
    return list(found.order_by("acronym"))


def organisations_for(actor: Actor, besides: UUID | None = None) -> QuerySet[Organisation]:
    """In whose name an actor may write: the partners of the projects they coordinate, and their own.

    besides: one that is chosen already, whoever chose it."""
    found = Organisation.objects.visible_to(actor).order_by("name")
    if actor.has(network.ADMINISTRATOR):
        return found
    partners = Q(partnerships__project__in=actor.projects(*network.COORDINATORS))
    own = actor.organisations() | ({besides} if besides else set())
    return found.filter(partners | Q(pk__in=own)).distinct()


def _bodies(ids: Sequence[UUID], spoken: str) -> list[tuple[UUID, str]]:
    """The newest text of each, and what was translated of it into the language asked for."""
    of = {"text__owner_kind": Item.KIND, "text__owner__in": ids, "text__field": TEXT}
    newest = TextVersion.objects.filter(**of).order_by("text", "-number").distinct("text")
    found = list(newest.values_list("text__owner", "body"))
    translated: dict[UUID, list[str]] = {}
    made = Translation.objects.filter(**of, language=spoken).order_by("text", "at")
    for owner, body in made.values_list("text__owner", "body"):
        translated.setdefault(owner, []).append(body)
    return found + [(owner, "\n".join(bodies)) for owner, bodies in translated.items()]


def _titles(ids: Sequence[UUID], language: str) -> dict[UUID, tuple[str, str]]:
    """The newest title of each in the reader's language, else in its own: (words, language); two queries."""
    of = {"text__owner_kind": Item.KIND, "text__owner__in": ids, "text__field": TITLE}
    versions = TextVersion.objects.filter(**of).order_by("text", "-number").distinct("text")
    titles = {
        owner: (body, spoken)
        for owner, body, spoken in versions.values_list("text__owner", "body", "text__language")
    }
    made = Translation.objects.filter(**of, language=language, variant="").order_by("number")
    for owner, body in made.values_list("text__owner", "body"):
        if body and titles.get(owner, ("", ""))[1] != language:
            titles[owner] = (body, language)
    return titles


def _languages(ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    """The languages a text was written in or something of it was translated into; two queries."""
    of = {"text__owner_kind": Item.KIND, "text__owner__in": ids, "text__field": TEXT}
    found: dict[UUID, set[str]] = {}
    written = TextVersion.objects.filter(**of).values_list("text__owner", "text__language")
    made = Translation.objects.filter(**of).exclude(body="").values_list("text__owner", "language")
    for owner, language in [*written.distinct(), *made.distinct()]:
        found.setdefault(owner, set()).add(language)
    return found


def _says(asked: list[str], words: str) -> bool:
    said = fold(words)
    return all(word in said for word in asked)


def pages_of(project: UUID) -> Iterator[str]:
    """The addresses of its public news, in the language that is active; two queries."""
    items = list(public_news().filter(project=project))
    found = editions(items, translation.get_language() or "en")
    for item in items:
        yield address_of(item, found[item.pk].title if item.pk in found else "")


def open_rows(project: UUID) -> Iterator[dict[str, Any]]:
    """Its public news as open data, the oldest first, with the titles that were published; two queries."""
    items = list(public_news().filter(project=project).order_by("day", "code"))
    own = Edition.objects.filter(
        owner_kind=Item.KIND, owner__in=[item.pk for item in items], language=F("title_language")
    )
    # Where a title was translated too, several editions speak their own language: the one it was written in.
    written = {
        edition.owner: edition
        for edition in own.order_by("owner", "number")
        if edition.parts and edition.parts[0]["source"] == edition.language
    }
    for item in items:
        edition = written.get(item.pk)
        yield {
            "code": item.code,
            "day": item.day.isoformat() if item.day else "",
            "organisation": item.organisation.code if item.organisation else "",
            "source": item.source_name,
            "source_address": item.source_address,
            "language": edition.language if edition else "",
            "title": edition.title if edition else "",
        }
