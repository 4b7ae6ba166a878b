"""Reports are put together, written, made into files and sent; what was sent stays as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import files, journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.journal import canonical
from passerelle.core.lines import plain_line
from passerelle.engines.documents.filling import NotATemplate, read
from passerelle.evidence.actions.snapshots import freeze
from passerelle.evidence.models import Report
from passerelle.evidence.reports import composing, making, policies
from passerelle.evidence.reports.model import as_json, from_json
from passerelle.evidence.reports.programmes import definition
from passerelle.network.models import Project

LONGEST_TEXT = 60_000  # characters of one part
State, Files = Report.State, Report.Files
_REFUSED = {
    "macros": _("This file holds macros, and what could run is not taken. Save it as .docx without them."),
    "locked": _("This is an old .doc, or it has a password. Save it as .docx without one."),
    "too_large": _("Unpacked, this file is too large. Take large pictures out of it."),
}
_NO_DOCX = _("This cannot be read as a Word file. Save it as .docx once more.")
_MEANWHILE = _("Somebody else saved this meanwhile. Look at it, then save again.")
_NO_FORM = _("Choose one of the forms.")


@action(may=policies.may_begin, says="report begun")
def begin_report(
    actor: Actor,
    project: Project,
    *,
    form: str,
    title: str,
    language: str,
    since: date | None = None,
    until: date | None = None,
    without: Iterable[str] = (),
) -> Report:
    """Put a report together from the records as they are. form: an id of data/programmes.

    Raises Problem that names the field: no such form, no title, the period ends before it begins."""
    row = Report(project=project, code=new_code())
    _set(row, form=form, title=title, language=language, since=since, until=until, without=without)
    row.save(force_insert=True)
    return row


@action(may=policies.may_change, says="report changed")
def change_report(actor: Actor, report: Report, *, revision: int, **facts: Any) -> Report:
    """What it is about: as `begin_report`. Its numbers are counted anew.

    Raises Problem as `begin_report` does, and when somebody saved another version meanwhile."""
    row = _fresh(report, revision)
    _set(row, **facts)
    row.save()
    return row


@action(may=policies.may_write, says="report counted again")
def count_again(actor: Actor, report: Report) -> Report:
    """Its numbers as the records are now."""
    row = _fresh(report)
    _compose(row)
    row.save()
    return row


@action(may=policies.may_write, says="report written")
def write_text(
    actor: Actor, report: Report, key: str, *, words: str, language: str, before: str = ""
) -> Report:
    """Write one part. key: of a text of its form, or "event:<code>". before: the words the form was filled from.

    Raises Problem: no such part, too long, somebody else wrote it meanwhile."""
    row = _fresh(report)
    if key not in composing.parts_to_write(row.definition, from_json(row.told)):
        raise Problem("no such part", _("This report has no such part."))
    words = words.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_TEXT:
        raise Problem("too long", _("This is too long for one part. Shorten it."), field="words")
    if row.texts.get(key, {}).get("words", "") != before.replace("\r\n", "\n"):
        raise Problem("changed meanwhile", _MEANWHILE, field="words")
    row.texts = {**row.texts, key: {"language": language, "words": words}}
    _compose(row)
    row.save()
    journal.tell(part=key)
    return row


@action(may=policies.may_write, says="report template taken")
def take_template(actor: Actor, report: Report, upload: Any) -> Report:
    """Take an organisation's own Word file to be filled. Raises Problem when it is none."""
    row = _fresh(report)
    content = upload.read()
    upload.seek(0)
    try:
        read(content)
    except NotATemplate as refused:
        raise Problem("no template", _REFUSED.get(refused.code, _NO_DOCX), field="file") from None
    _drop_template(row)
    files.store(actor, owner_kind=Report.TEMPLATE, owner=row.pk, upload=upload)
    return row


@action(may=policies.may_write, says="report template dropped")
def drop_template(actor: Actor, report: Report) -> Report:
    """Take the own template away again."""
    _drop_template(report)
    return report


def _drop_template(report: Report) -> None:
    for file in files.of(Report.TEMPLATE, report.pk):
        files.remove(file)


@action(may=policies.may_make_files, says="report files asked for", on_closed=True)
def ask_for_files(actor: Actor, report: Report) -> Report:
    """Have its files made in the background. Asked for again, they are made again."""
    from passerelle.evidence.jobs import make_report_files  # jobs ask for actions

    row = _fresh(report)
    making.release(row, Files.WAITING)
    transaction.on_commit(partial(make_report_files.enqueue, report=row.pk))
    return row


@action(may=policies.may_make_files, says="report files called off", on_closed=True)
def call_off_files(actor: Actor, report: Report) -> Report:
    """Stop making its files, or throw those away that were made."""
    row = _fresh(report)
    making.release(row, Files.CANCELLED)
    return row


@action(may=policies.may_change, says="report sent")
def send_report(actor: Actor, report: Report, *, sent_to: str = "") -> Report:
    """It was sent: its words and numbers stay as they are now. The figures of its indicators are frozen with it."""
    row = _fresh(report)
    _compose(row)
    try:
        row.snapshot = freeze(
            actor,
            row.project,
            title=row.title,
            language=row.language,
            sent_to=sent_to,
            since=row.starts_on,
            until=row.ends_on,
        )
    except Problem as problem:
        if problem.code != "nothing to report":
            raise
    making.release(row, Files.NONE)
    row.told = as_json(composing.as_sent(from_json(row.told)))
    row.digest = digest_of(row.told)
    row.state, row.sent_at = State.SENT, timezone.now()
    row.save()
    journal.tell(digest=row.digest)
    return row


@action(may=policies.may_change, says="report removed")
def remove_report(actor: Actor, report: Report) -> None:
    """A draft goes for good, with its files."""
    row = _fresh(report)
    making.release(row, Files.NONE)
    _drop_template(row)
    row.delete()


def digest_of(told: Any) -> str:
    """SHA-256 over a report as data, in its canonical form."""
    return hashlib.sha256(canonical(told)).hexdigest()


def _fresh(report: Report, revision: int | None = None) -> Report:
    """The row as it is now, for this transaction alone. Raises Problem when it is not that revision any more."""
    row = Report.objects.select_for_update(of=("self",)).select_related("project").get(pk=report.pk)
    if revision is not None and row.revision != revision:
        raise Problem("changed meanwhile", _MEANWHILE)
    row.revision += 1
    return row


def _set(
    row: Report,
    *,
    form: str,
    title: str,
    language: str,
    since: date | None = None,
    until: date | None = None,
    without: Iterable[str] = (),
) -> None:
    title = plain_line(title)[:200]
    if definition(form) is None:
        raise Problem("no such form", _NO_FORM, field="form")
    if not title:
        raise Problem("no title", _("Write what it is called."), field="title")
    if since and until and until < since:
        raise Problem(
            "ends first", _("The last day is before the first one. Turn them round."), field="until"
        )
    row.definition, row.title, row.language = form, title, language
    row.starts_on, row.ends_on, row.without = since, until, sorted(set(without))
    _compose(row)


def _compose(row: Report) -> None:
    form = definition(row.definition)
    if form is None:
        raise Problem("no such form", _NO_FORM, field="form")
    told = composing.compose(
        row.project,
        form,
        title=row.title,
        language=row.language,
        since=row.starts_on,
        until=row.ends_on,
        without=row.without,
        written=row.texts,
    )
    row.told, row.counted_at = as_json(told), timezone.now()
