"""Questionnaires of a project: listed, begun, built, looked at as people will see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from passerelle.core.errors import Problem
from passerelle.core.forms import accepted
from passerelle.core.lists import page_of
from passerelle.core.screens import screen
from passerelle.core.visit import Visit
from passerelle.engines.questions import KINDS, Question, from_json
from passerelle.engines.questions.building import next_key
from passerelle.engines.questions.conditions import astray
from passerelle.language import texts
from passerelle.network.models import Project
from passerelle.network.views import project as space
from passerelle.network.workshop import coverage_rows
from passerelle.questionnaires import actions, policies, queries, words
from passerelle.questionnaires.attributes import ATTRIBUTES
from passerelle.questionnaires.forms import BeginForm, SectionForm, TitleForm
from passerelle.questionnaires.forms_of_answers import AnswerForm
from passerelle.questionnaires.forms_of_questions import KINDS as KIND_NAMES
from passerelle.questionnaires.forms_of_questions import QuestionForm
from passerelle.questionnaires.models import Instrument, Version

UNDO = "last change of a questionnaire"  # in the session of who made it


@screen(may=policies.may_see_all, of=Project)
def listing(request: Visit, project: Project) -> HttpResponse:
    """The questionnaires of a project, and those that were put away."""
    away = request.GET.get("show") == "away"
    page = page_of(request, queries.listed(request.actor, project, away=away))
    newest = queries.newest(list(page))
    titles = queries.called(list(newest.values()))
    rows = [
        [
            {
                "text": titles.get(newest[one.pk].pk, words.NOTHING).text or _("No title yet"),
                "lang": titles.get(newest[one.pk].pk, words.NOTHING).language,
                "url": reverse("desk_questionnaire", args=[one.code]),
            },
            len(newest[one.pk].questions),
            one.askings,
            one.answered or 0,
            {"state": "reviewed", "word": _("Asked")}
            if newest[one.pk].frozen
            else {"state": "draft", "word": _("Draft")},
        ]
        for one in page
    ]
    columns = [
        {"label": _("Title")},
        {"label": _("Questions"), "end": True},
        {"label": _("Asked"), "end": True},
        {"label": _("Answers"), "end": True},
        {"label": _("State")},
    ]
    context = {
        "page": page,
        "rows": rows,
        "columns": columns,
        "away": away,
        "offers": {"may_begin": policies.may_begin(request.actor, project)},
    }
    return render(
        request, "questionnaires/list.html", space.frame(request, project, "desk_questionnaires", **context)
    )


@screen(may=policies.may_begin, of=Project, changes=True)
def new(request: Visit, project: Project) -> HttpResponse:
    """Begin a questionnaire."""
    form = BeginForm(request.POST or None, initial={"language": queries.reader()})
    made: list[Instrument] = []
    if accepted(request, form, lambda given: made.append(actions.begin(request.actor, project, **given))):
        messages.success(request, _("It is begun. Add its questions here."))
        return redirect("desk_questionnaire", made[0].code)
    return render(
        request,
        "questionnaires/form.html",
        space.frame(
            request,
            project,
            "desk_questionnaires",
            form=form,
            heading=_("Begin a questionnaire"),
            submit=_("Begin it"),
            cancel=reverse("desk_questionnaires", args=[project.code]),
        ),
    )


def frame(request: Visit, one: Instrument, **context: Any) -> dict[str, Any]:
    return space.frame(request, one.project, "", one=one, **context)


@screen(may=policies.may_see, of=Instrument)
def questionnaire(request: Visit, one: Instrument) -> HttpResponse:
    """Everything about one questionnaire: its questions, its languages, on which occasions it is asked."""
    versions = list(one.versions.defer("form"))
    version = _shown(request, one, versions)
    told = texts.tell(words.owner_of(version))
    said = words.Words(
        version.language,
        {field: words.Said(t.newest.body, t.text.language) for field, t in told.items() if t.newest.body},
    )
    form = version.questions
    lost = set(astray(form))
    sections = [
        {
            "key": section.key,
            "title": said[section.key],
            "questions": [
                {
                    "key": q.key,
                    "words": said[q.key],
                    "kind": KIND_NAMES[q.kind],
                    "required": q.required,
                    "about": ATTRIBUTES.get(q.about, ""),
                    "conditions": _conditions(q, said),
                    "lost": q.key in lost,
                    "choices": [said[f"{q.key}-{choice}"] for choice in q.choices],
                    "first": n == 0 and place == 0,
                    "last": n == len(section.questions) - 1 and place == len(form.sections) - 1,
                }
                for n, q in enumerate(section.questions)
            ],
        }
        for place, section in enumerate(form.sections)
    ]
    may_build = policies.may_build(request.actor, one)
    askings = queries.askings_of(one)
    context = {
        "version": version,
        "versions": versions,
        "words": said,
        "sections": sections,
        "count": len(form),
        "kinds": KIND_NAMES.items(),
        "coverage": coverage_rows(told, words.fields_of(form)),
        "askings": askings,
        "paired": any(asking.paired for asking in askings),
        "offers": {
            "may_build": may_build and not version.frozen,
            "may_ask": may_build and version.number == versions[0].number,
            "may_begin_next": may_build and versions[0].frozen_at is not None,
            "may_put_away": may_build,
            "may_translate": policies.may_translate(request.actor, one),
            "may_undo": may_build and _undoable(request, one, version) is not None,
        },
    }
    return render(request, "questionnaires/questionnaire.html", frame(request, one, **context))


def _shown(request: Visit, one: Instrument, versions: list[Version]) -> Version:
    """The version the address asks for, else the newest."""
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    found = next((v for v in versions if v.number == number), versions[0])
    found.instrument = one
    return found


def _conditions(question: Question, said: words.Words) -> list[str]:
    """What a question hangs on, in words."""
    test = {
        "is": _("if “%(question)s” is “%(value)s”"),
        "is_not": _("if “%(question)s” is not “%(value)s”"),
        "at_least": _("if “%(question)s” is %(value)s or more"),
        "at_most": _("if “%(question)s” is %(value)s or less"),
    }
    return [
        test[c.test]
        % {
            "question": said[c.question].text,
            "value": said[f"{c.question}-{c.value}"].text or c.value,
        }
        for c in question.conditions
    ]


def _in_form(
    request: Visit,
    one: Instrument,
    form: Any,
    heading: str,
    act: Callable[[dict[str, Any]], Any],
    **more: Any,
) -> HttpResponse:
    """A form of its own page: kept by `act`, then back to the questionnaire."""
    back = reverse("desk_questionnaire", args=[one.code])
    if accepted(request, form, act):
        return redirect(back + more.get("at", ""))
    return render(
        request,
        "questionnaires/form.html",
        frame(request, one, form=form, heading=heading, submit=_("Save"), cancel=back, **more),
    )


@screen(may=policies.may_build, of=Instrument, changes=True)
def title(request: Visit, one: Instrument) -> HttpResponse:
    """Title, beginning and end."""
    try:
        said = words.written(actions.draft_of(one))
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("desk_questionnaire", one.code)
    initial = {name: said[name].text for name in ("title", "intro", "thanks")}
    form = TitleForm(request.POST or None, initial=initial)
    return _in_form(
        request, one, form, _("Title, beginning and end"), lambda g: actions.write(request.actor, one, **g)
    )


@screen(may=policies.may_build, of=Instrument, changes=True)
def section(request: Visit, one: Instrument, section: str) -> HttpResponse:
    """The title of a page and what stands before its questions; "new" for another page."""
    try:
        version = actions.draft_of(one)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("desk_questionnaire", one.code)
    fresh = section == "new"
    if not fresh and not any(s.key == section for s in version.questions.sections):
        raise Http404
    said = words.written(version)
    form = SectionForm(
        request.POST or None,
        initial={} if fresh else {"title": said[section].text, "intro": said[f"{section}-intro"].text},
    )

    def act(given: dict[str, Any]) -> None:
        if fresh:
            actions.add_section(request.actor, one, revision=version.revision, **given)
        else:
            actions.write_section(request.actor, one, section, **given)

    return _in_form(request, one, form, _("A page of the questionnaire"), act)


@screen(may=policies.may_build, of=Instrument, changes=True)
def question(request: Visit, one: Instrument, question: str) -> HttpResponse:
    """One question; "new" for another one, of the kind and on the page the address names."""
    try:
        version = actions.draft_of(one)
    except Problem as problem:
        messages.error(request, str(problem))
        return redirect("desk_questionnaire", one.code)
    whole = version.questions
    fresh = question == "new"
    if fresh:
        kind = request.GET.get("kind", "single")
        page = request.GET.get("page", "")
        if kind not in KINDS or (page and not any(s.key == page for s in whole.sections)):
            raise Http404
        page = page or whole.sections[-1].key
        asked = Question(next_key(whole), kind)
    elif question in whole.by_key:
        asked = whole.by_key[question]
    else:
        raise Http404
    form = QuestionForm(asked, whole, words.written(version), request.POST or None)
    revision = request.POST.get("revision", "")

    def act(_given: dict[str, Any]) -> None:
        made, said = form.taken()
        number = int(revision) if revision.isdecimal() else 0
        if fresh:
            actions.add_question(request.actor, one, page, made, said, revision=number)
        else:
            actions.change_question(request.actor, one, made, said, revision=number)

    return _in_form(
        request,
        one,
        form,
        str(KIND_NAMES[asked.kind]),
        act,
        revision=version.revision,
        at=f"#{asked.key}",
    )


@screen(may=policies.may_build, of=Instrument)
def arrange(request: Visit, one: Instrument) -> HttpResponse:
    """Move, copy, take out: one button each, and one that puts back what the last one did."""
    if request.method != "POST":
        return redirect("desk_questionnaire", one.code)
    key, do = request.POST.get("key", ""), request.POST.get("do", "")
    said = request.POST.get("revision", "")
    revision = int(said) if said.isdecimal() else 0
    at = f"#{key}"
    try:
        version = actions.draft_of(one)
        before = version.form
        if do == "undo":
            _undo(request, one, version)
            return redirect("desk_questionnaire", one.code)
        known = key in version.questions.by_key
        if not known and not any(s.key == key for s in version.questions.sections):
            raise Http404
        after = _arranged(request, one, key, do, known, revision)
    except Problem as problem:
        messages.error(request, str(problem))
    else:
        request.session[UNDO] = {"one": one.code, "revision": after.revision, "form": before}
        if do == "remove":
            messages.success(request, _("It is taken out. You can undo that here."))
            at = ""
    return redirect(reverse("desk_questionnaire", args=[one.code]) + at)


def _arranged(request: Visit, one: Instrument, key: str, do: str, known: bool, revision: int) -> Version:
    actor = request.actor
    if do in ("up", "down"):
        move = actions.move_question if known else actions.move_section
        return move(actor, one, key, up=do == "up", revision=revision)
    if do == "copy" and known:
        return actions.copy_question(actor, one, key, revision=revision)
    if do == "remove":
        remove = actions.remove_question if known else actions.remove_section
        return remove(actor, one, key, revision=revision)
    raise Http404


def _undoable(request: Visit, one: Instrument, version: Version) -> dict[str, Any] | None:
    """One's own last arrangement, as long as nobody changed more."""
    last: dict[str, Any] = request.session.get(UNDO) or {}
    mine = last.get("one") == one.code and last.get("revision") == version.revision
    return last if mine and not version.frozen else None


def _undo(request: Visit, one: Instrument, version: Version) -> None:
    last = _undoable(request, one, version)
    if last is None:
        raise Problem(
            "changed since",
            _("Somebody changed this since, so nothing was undone. Look at it as it is now."),
        )
    del request.session[UNDO]
    actions.put_back(request.actor, one, from_json(last["form"]), revision=last["revision"])
    messages.success(request, _("Your change is undone."))


@screen(may=policies.may_build, of=Instrument)
def next_version(request: Visit, one: Instrument) -> HttpResponse:
    """Begin the next version, as a copy."""
    if request.method == "POST":
        actions.next_version(request.actor, one)
        messages.success(
            request, _("The next version is begun. What was answered stays with the version before.")
        )
    return redirect("desk_questionnaire", one.code)


@screen(may=policies.may_build, of=Instrument)
def away(request: Visit, one: Instrument) -> HttpResponse:
    """Put away, or back into the list."""
    if request.method == "POST":
        back = one.archived_at is not None
        actions.put_away(request.actor, one, away=not back)
        messages.success(
            request,
            _("It is in the list again.") if back else _("It is put away. You can bring it back here."),
        )
    return redirect("desk_questionnaire", one.code)


@screen(may=policies.may_see, of=Instrument)
def preview(request: Visit, one: Instrument) -> HttpResponse:
    """Every page of the newest version as people will see it, in the reader's language; nothing can be sent."""
    version = one.versions.all()[0]
    said = words.as_read(version, queries.reader())
    pages = [
        {
            "title": said[s.key],
            "intro": said[f"{s.key}-intro"],
            "form": AnswerForm(s.questions, said),
        }
        for s in version.questions.sections
    ]
    return render(
        request,
        "questionnaires/preview.html",
        frame(request, one, words=said, partly=not said.whole, pages=pages, version=version),
    )
