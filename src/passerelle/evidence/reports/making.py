"""The files of a report, made in the background one after the other, each under the same key; called off between them.

They are kept for a day: who agreed to be shown may take that back, and whoever needs them makes them again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import typst
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from passerelle.core import files, journal, keys, papers, sheets
from passerelle.core.actions import action
from passerelle.core.actor import Actor, SystemActor
from passerelle.core.errors import Problem
from passerelle.engines.documents import docx, filling, pdf
from passerelle.evidence.models import Report
from passerelle.evidence.reports import people, placeholders, policies
from passerelle.evidence.reports.book import book
from passerelle.evidence.reports.document import document
from passerelle.evidence.reports.model import Report as Told
from passerelle.evidence.reports.model import as_json, from_json

HOUSE = SystemActor(reason="report made")
KEPT = timedelta(days=1)
Files = Report.Files
_DOCX = papers.FORMS["docx"].mime


class CalledOff(Exception):
    """Somebody called the files off while they were being made."""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file. name: what is added to the name of the report."""

    key: str
    ending: str
    mime: str
    write: Callable[[Told], bytes]


def _json(told: Told) -> bytes:
    return json.dumps(as_json(told), ensure_ascii=False, indent=1).encode()


FORMS = {
    form.key: form
    for form in (
        Form("docx", "docx", _DOCX, lambda told: docx.write(document(told))),
        Form("pdf", "pdf", papers.FORMS["pdf"].mime, lambda told: pdf.write(document(told))),
        Form("xlsx", "xlsx", sheets.XLSX, book),
        Form("json", "json", "application/json", _json),
    )
}
OWN = "own"  # the organisation's own template, filled


def steps(report: Report) -> list[str]:
    """The files to make, in order."""
    return [*FORMS, *([OWN] if files.of(Report.TEMPLATE, report.pk) else [])]


def write(report: Report, told: Told, key: str) -> tuple[bytes, str]:
    """One file and its media type. Raises filling.Unfillable and filling.NotATemplate for an own template."""
    if key != OWN:
        return FORMS[key].write(told), FORMS[key].mime
    content = files.read(files.of(Report.TEMPLATE, report.pk)[0])
    return filling.fill(filling.read(content or b""), placeholders.given(told)), _DOCX


def make(pk: UUID) -> None:
    """Make the files of one report. Safe to run twice: what was broken off begins anew."""
    rows = Report.objects.unscoped(reason="the house makes files")
    if not rows.filter(pk=pk, files__in=[Files.WAITING, Files.MAKING]).update(files=Files.MAKING, done=0):
        return
    row = rows.select_related("project").get(pk=pk)
    try:
        told = people.named(from_json(row.told), row.project)
        made: list[tuple[str, bytes, str]] = []
        for key in steps(row):
            try:
                made.append((key, *write(row, told, key)))
            except (filling.Unfillable, filling.NotATemplate):
                continue  # what is wrong with a template, its own page says; the other files do not wait for it
            _look(pk, len(made))
        keep(HOUSE, row, made)
    except CalledOff:
        return
    except (Problem, typst.TypstError):  # there is no room for the files, or typst stopped
        release(row, Files.FAILED)
    except Exception:
        # Whoever waits is told at once, and whoever keeps the server finds the reason in its log.
        release(row, Files.FAILED)
        raise


def _look(pk: UUID, done: int) -> None:
    """Write down how far it is. Raises CalledOff."""
    rows = Report.objects.unscoped(reason="the house makes files").filter(pk=pk, files=Files.MAKING)
    if not rows.update(done=done):
        raise CalledOff


@action(may=policies.is_house, says="report files made", on_closed=True)
def keep(actor: Actor, report: Report, made: list[tuple[str, bytes, str]]) -> Report:
    """Keep the files, unless they were called off in the last moment."""
    row = Report.objects.unscoped(reason="the house makes files").select_for_update().get(pk=report.pk)
    if row.files != Files.MAKING:
        return row
    _forget(row)
    row.key = uuid4()
    keys.create(row.key)
    for key, content, mime in made:
        files.keep(
            actor,
            owner_kind=Report.FILES,
            owner=row.pk,
            content=content,
            name=name_of(row, key),
            media_type=mime,
            key=row.key,
        )
    row.files, row.made_at = Files.READY, timezone.now()
    row.save(update_fields=["files", "made_at", "key"])
    journal.tell(files=len(made))
    return row


def name_of(report: Report, key: str) -> str:
    """The name of a file: report-<code>.docx; the own template's is report-<code>-own.docx."""
    return f"report-{report.code}-own.docx" if key == OWN else f"report-{report.code}.{key}"


def file_of(report: Report, key: str) -> Any:
    """The file that was made, or None."""
    wanted = name_of(report, key)
    return next((one for one in files.of(Report.FILES, report.pk) if files.name_of(one) == wanted), None)


def release(report: Report, state: str, *, save: bool = True) -> None:
    """No files (any more)."""
    _forget(report)
    report.files, report.done, report.made_at, report.key = state, 0, None, None
    if save:
        report.save(update_fields=["files", "done", "made_at", "key"])


def _forget(report: Report) -> None:
    """Remove the files, and then the key under which every copy of them is sealed. Safe to run twice."""
    for file in files.of(Report.FILES, report.pk):
        files.remove(file)
    if report.key is not None:
        transaction.on_commit(partial(keys.destroy, report.key))


def with_files() -> models.QuerySet[Report]:
    """Reports whose files lie there, since they were made."""
    return (
        Report.objects.unscoped(reason="retention clock").exclude(made_at=None).annotate(since=F("made_at"))
    )


def let_go(reports: Any) -> None:
    """Remove the files of these reports."""
    for row in Report.objects.unscoped(reason="retention clock").filter(pk__in=reports):
        release(row, Files.NONE)


def still_there(ids: set[UUID]) -> set[UUID]:
    """Which of these reports there are; files of the others are orphans."""
    rows = Report.objects.unscoped(reason="sweep")
    return set(rows.filter(pk__in=ids).values_list("pk", flat=True))


def forget(person: UUID) -> None:
    """Files may name somebody who is erased: all go, and are made again by whoever needs them."""
    forget_everybody()


def forget_everybody() -> None:
    """The same where files may be younger than a copy that was put back. Safe to run twice."""
    for row in with_files():
        release(row, Files.NONE)
