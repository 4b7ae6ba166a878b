"""What a machine drafts of a record's missing paragraphs. Rooms call these inside their own actions.

A draft never takes the place of somebody's words: it is kept only where there is still no translation. It counts as
"by a machine" until a person saves it, and can be taken back as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Conflict, Problem
from passerelle.language import jobs, machine, texts
from passerelle.language.models import Drafting, Text, Translation

HOUSE = SystemActor(reason="machine translation")
AT_ONCE = 10
"""Paragraphs asked for together: after each lot what came is kept, and whether somebody stopped it is asked."""
State = Drafting.State


class Stopped(Exception):
    """Somebody stopped it."""


def begin(owner: texts.Owner, fields: Sequence[str], language: str, by: UUID | None) -> Drafting:
    """Have what is missing drafted in the background.

    Raises Problem when nothing is, when no engine knows the languages, or when one is at it already."""
    if not machine.may_leave(owner.kind):
        raise Problem("stays here", _("Texts of this kind are never given to a machine."))
    missing = _missing(owner, fields, language)
    if not missing:
        raise Problem("nothing missing", _("Nothing is missing in this language."))
    engines = {_engine(text.language, language).name for text, _hash, _words in missing}
    try:
        with transaction.atomic():
            asked = Drafting.objects.create(
                owner_kind=owner.kind,
                owner=owner.id,
                fields=list(fields),
                language=language,
                engine=", ".join(sorted(engines)),
                wanted=len(missing),
                asked_by=by,
            )
    except IntegrityError:
        raise Problem("under way", _("A machine is at it already. Wait for it, or stop it.")) from None
    jobs.draft.enqueue(drafting=asked.pk, reader=translation.get_language() or "en")
    return asked


def stop(drafting: Drafting) -> Drafting:
    """Stop what is under way; what was drafted stays."""
    Drafting.objects.filter(pk=drafting.pk, state__in=Drafting.UNDER_WAY).update(state=State.STOPPED)
    drafting.refresh_from_db()
    return drafting


def latest(owner: texts.Owner, language: str) -> Drafting | None:
    """The newest one for this record and language, in one query."""
    return Drafting.objects.filter(owner_kind=owner.kind, owner=owner.id, language=language).first()


def carry_out(pk: UUID) -> None:
    """Draft what is missing, in lots. Safe to run twice: what was kept is no longer missing."""
    rows = Drafting.objects.filter(pk=pk)
    if not rows.filter(state__in=Drafting.UNDER_WAY).update(state=State.RUNNING):
        return
    drafting = rows.get()
    try:
        _in_lots(drafting)
    except Stopped:
        return
    except Problem as problem:
        rows.update(state=State.FAILED, trouble=str(problem)[:300])
    except Exception:
        rows.update(
            state=State.FAILED,
            trouble=_("Something went wrong. Whoever keeps this server finds the reason in its log."),
        )
        raise
    else:
        rows.filter(state=State.RUNNING).update(state=State.DONE)


def take_back(owner: texts.Owner, language: str, by: UUID | None) -> int:
    """Take every draft back that no person has saved since; returns how many. The paragraphs are missing again."""
    gone = 0
    for one in texts.tell(owner).values():
        for hash_, draft in one.renderings(language).items():
            if draft.origin == Translation.Origin.MACHINE:
                texts.translate(one.text, hash_, language, "", base=draft.number, author=by)
                gone += 1
    return gone


def _in_lots(drafting: Drafting) -> None:
    owner = texts.Owner(drafting.owner_kind, drafting.owner)
    missing = _missing(owner, drafting.fields, drafting.language)
    for at in range(0, len(missing), AT_ONCE):
        lot = missing[at : at + AT_ONCE]
        for source in sorted({text.language for text, _hash, _words in lot}):
            same = [one for one in lot if one[0].language == source]
            engine = _engine(source, drafting.language)
            words = [words for _text, _hash, words in same]
            drafts = machine.draft(engine, owner.kind, words, source, drafting.language)
            _keep(HOUSE, drafting, list(zip(same, drafts, strict=True)))


def _engine(source: str, target: str) -> machine.Engine:
    engine = machine.engine_for(source, target)
    if engine is None:
        raise Problem("no engine", _("No machine translation is here for these two languages."))
    return engine


@action(may=lambda actor, *_: isinstance(actor, SystemActor), says="machine drafts kept")
def _keep(actor: Actor, drafting: Drafting, lot: list[tuple[tuple[Text, str, str], str | None]]) -> Drafting:
    """Keep one lot, unless somebody stopped it; where somebody translated meanwhile, their words stay."""
    drafting = Drafting.objects.select_for_update().get(pk=drafting.pk)
    if drafting.state != State.RUNNING:
        raise Stopped
    for (text, hash_, _words), draft in lot:
        if draft is None or not _kept(text, hash_, drafting, draft):
            drafting.left += 1
        else:
            drafting.made += 1
    drafting.save(update_fields=["made", "left"])
    return drafting


def _kept(text: Text, hash_: str, drafting: Drafting, draft: str) -> bool:
    newest = (
        Translation.objects.filter(text=text, source_hash=hash_, language=drafting.language, variant="")
        .order_by("-number")
        .first()
    )
    if newest is not None and newest.body:
        return False
    try:
        texts.translate(
            text,
            hash_,
            drafting.language,
            draft,
            base=newest.number if newest else 0,
            author=drafting.asked_by,
            origin=Translation.Origin.MACHINE,
        )
    except Conflict:
        return False
    return True


def _missing(owner: texts.Owner, fields: Sequence[str], language: str) -> list[tuple[Text, str, str]]:
    """(text, hash, words) of every paragraph that has no translation at all, in reading order, each once."""
    told = texts.tell(owner, fields)
    lines = texts.workshop(told, fields, language)
    found: dict[tuple[Any, str], tuple[Text, str, str]] = {}
    for line in lines:
        text = told[line.field].text
        if line.state.kind == "missing" and text.language != language:
            found[text.pk, line.block.hash] = (text, line.block.hash, line.block.text)
    return list(found.values())
