"""The words of a piece of news: written as a whole, changed and translated paragraph by paragraph."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.language import texts
from passerelle.network import checks
from passerelle.network import workshop as bench
from passerelle.network.machines import tended
from passerelle.network.meaning import weighed
from passerelle.news import actions, policies
from passerelle.news.models import Item
from passerelle.news.views.item import frame


@screen(may=policies.may_change, of=Item, changes=True)
def text(request: Visit, item: Item) -> HttpResponse:
    """Title and text in the language they are written in."""
    told = texts.tell(actions.owner_of(item))
    writing = bench.writing(
        request,
        told,
        *actions.FIELDS,
        lambda title, **kept: actions.write_title(request.actor, item, title, **kept),
        lambda body, **kept: actions.write_text(request.actor, item, body, **kept),
    )
    if writing.saved:
        messages.success(request, _("The text is saved. Readers see it when you publish."))
        return redirect("desk_news_item", item.code)
    context = frame(request, item, "desk_news_text", told, form=writing.form, theirs=writing.theirs)
    return render(request, "news/text.html", context)


@screen(may=policies.may_translate, of=Item)
def workshop(request: Visit, item: Item) -> HttpResponse:
    """Every paragraph beside its translation into one language, each with its state."""
    told = texts.tell(actions.owner_of(item))
    target = bench.target_of(request, told)
    is_open = item.project is None or item.project.closed_at is None
    may_change = is_open and policies.may_change(request.actor, item)

    def change(line: texts.Line) -> str:
        return reverse("desk_news_paragraph", args=[item.code, line.field, line.block.hash])

    def same(line: texts.Line) -> str:
        return reverse("desk_news_meaning", args=[item.code, line.field, line.block.hash])

    def translate(line: texts.Line) -> str:
        return reverse("desk_news_translate", args=[item.code, line.field, line.block.hash, target])

    shown = bench.laid_out(
        request,
        actions.owner_of(item),
        told,
        actions.FIELDS,
        target,
        translate=translate if is_open else None,
        exchange_at=reverse("desk_news_exchange", args=[item.code, target]) if is_open else "",
        machine_at=reverse("desk_news_machine", args=[item.code, target]) if is_open else "",
        change=change if may_change else None,
        same=same if may_change else None,
    )
    return render(request, "news/workshop.html", frame(request, item, "desk_news_workshop", told, **shown))


@screen(may=policies.may_translate, of=Item, changes=True)
def translate(request: Visit, item: Item, field: str, segment: str, language: str) -> HttpResponse:
    """Translate one paragraph. When somebody was quicker, both versions stand side by side."""
    save = bench.saving(actions.translate_paragraph, request.actor, item, field, segment, language=language)
    sheet = bench.translating(request, actions.owner_of(item), field, segment, language, save)
    back = _way_back(request, item, back_to(item, language) + f"#s-{segment}")
    if sheet.saved:
        messages.success(request, _("The translation is saved. Readers see it when you publish."))
        return redirect(back)
    pointed = checks.pointed(request, sheet.form)
    context = frame(request, item, "desk_news_workshop", pointed=pointed, **sheet.shown(back))
    return render(request, "news/translate.html", context)


@screen(may=policies.may_change, of=Item, changes=True)
def paragraph(request: Visit, item: Item, field: str, segment: str) -> HttpResponse:
    """Change one paragraph of the source. Its translations become outdated, the others stay."""
    target = request.GET.get("to", "")

    def save(words: str, same_meaning: bool) -> None:
        actions.edit_paragraph(request.actor, item, field, segment, words, same_meaning=same_meaning)

    sheet = bench.changing(request, actions.owner_of(item), field, segment, save)
    back = _way_back(request, item, back_to(item, target))
    if sheet.saved:
        messages.success(request, _("The paragraph is saved. Readers see it when you publish."))
        return redirect(back)
    pointed = checks.pointed(request, sheet.form)
    context = frame(request, item, "desk_news_workshop", pointed=pointed, **sheet.shown(back))
    return render(request, "news/paragraph.html", context)


def _way_back(request: Visit, item: Item, back: str) -> str:
    return checks.way_back(request, reverse("desk_news_check", args=[item.code]), back)


def back_to(item: Item, language: str) -> str:
    """The workshop, opened at a language."""
    return bench.with_target(reverse("desk_news_workshop", args=[item.code]), language)


@screen(may=policies.may_translate, of=Item, changes=True)
def machine(request: Visit, item: Item, language: str) -> HttpResponse:
    """Have a machine draft what is missing in one language, watch it, stop it, take its drafts back."""
    actor = request.actor
    shown = tended(
        request,
        actions.owner_of(item),
        actions.FIELDS,
        language,
        begin=lambda: actions.draft_by_machine(actor, item, language),
        stop=lambda: actions.stop_machine(actor, item, language),
        take_back=lambda: actions.take_drafts_back(actor, item, language),
    )
    if shown is None:
        return redirect("desk_news_machine", item.code, language)
    return render(
        request,
        "news/machine.html",
        frame(
            request,
            item,
            "desk_news_workshop",
            texts.tell(actions.owner_of(item)),
            back=back_to(item, language),
            **shown,
        ),
    )


@screen(may=policies.may_change, of=Item, changes=True)
def meaning(request: Visit, item: Item, field: str, segment: str) -> HttpResponse:
    """Say that a changed paragraph still means the same, or take that back."""
    back = back_to(item, request.GET.get("to", ""))
    shown = weighed(
        request,
        actions.owner_of(item),
        field,
        segment,
        keep=lambda: actions.keep_meaning(request.actor, item, field, segment),
        drop=lambda: actions.drop_meaning(request.actor, item, field, segment),
    )
    if shown is None:
        messages.success(request, _("It is noted. The states of the translations follow from it."))
        return redirect(f"{back}#s-{segment}")
    return render(
        request, "news/meaning.html", frame(request, item, "desk_news_workshop", back=back, **shown)
    )


@screen(may=policies.may_publish, of=Item, changes=True)
def check(request: Visit, item: Item) -> HttpResponse:
    """What a careful reader would stop at: mended there, or let stand with a reason."""
    owner, actor = actions.owner_of(item), request.actor
    told = texts.tell(owner)
    shown = checks.weighed(
        request,
        owner,
        told,
        actions.FIELDS,
        names=[item.project.acronym if item.project else ""],
        stand=lambda mark, reason: actions.let_stand(actor, item, mark, reason),
        again=lambda mark: actions.tell_again(actor, item, mark),
        change=lambda one: reverse("desk_news_paragraph", args=[item.code, one.field, one.segment]),
        translate=lambda one: reverse(
            "desk_news_translate", args=[item.code, one.field, one.segment, one.language]
        ),
    )
    if shown is None:
        return redirect("desk_news_check", item.code)
    return render(request, "news/check.html", frame(request, item, "desk_news_item", told, **shown))
