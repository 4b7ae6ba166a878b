"""Changes of the glossary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.core.codes import new_code
from passerelle.core.errors import Problem
from passerelle.core.lines import plain_line
from passerelle.network import policies
from passerelle.network.models import Term


@action(may=policies.may_keep_glossary, says="term added")
def add_term(
    actor: Actor,
    *,
    concept: str,
    language: str,
    term: str,
    forbidden: bool = False,
    note: str = "",
    source: str = "",
) -> Term:
    """Say what a concept is called in a language, or must not be called. Raises Problem when it is there already."""
    told = Term(code=new_code(), language=language, forbidden=forbidden)
    return _kept(told, concept=concept, term=term, note=note, source=source)


@action(may=policies.may_keep_glossary, says="term changed")
def change_term(
    actor: Actor,
    term: Term,
    *,
    concept: str,
    language: str,
    words: str,
    forbidden: bool,
    note: str,
    source: str,
) -> Term:
    """Change a term. Raises Problem when it is there already."""
    term.language, term.forbidden = language, forbidden
    return _kept(term, concept=concept, term=words, note=note, source=source)


@action(may=policies.may_keep_glossary, says="term taken out of use")
def retire_term(actor: Actor, term: Term) -> Term:
    """Offer it to nobody any more."""
    term.retired_at = timezone.now()
    term.save(update_fields=["retired_at"])
    return term


@action(may=policies.may_keep_glossary, says="term in use again")
def restore_term(actor: Actor, term: Term) -> Term:
    term.retired_at = None
    term.save(update_fields=["retired_at"])
    return term


def _kept(told: Term, **words: str) -> Term:
    for key, value in words.items():
        setattr(told, key, plain_line(value))
    try:
        with transaction.atomic():
            told.save()
    except IntegrityError:
        says = _("This term stands in the glossary already, in this language and for this concept.")
        raise Problem("there already", says, field="term") from None
    journal.tell(language=told.language, forbidden=told.forbidden)
    return told


@action(may=policies.may_keep_glossary, says="terms taken in from a table")
def take_in_terms(
    actor: Actor, new: Sequence[Mapping[str, Any]], changed: Sequence[tuple[Term, Mapping[str, Any]]]
) -> list[Term]:
    """Add terms and change others; returns those that were added."""
    made = Term.objects.bulk_create(Term(code=new_code(), **told) for told in new)
    _write(changed)
    journal.tell(new=len(made), changed=len(changed))
    return made


@action(may=policies.may_keep_glossary, says="table of terms taken back")
def take_back_terms(
    actor: Actor, added: Sequence[Term], changed: Sequence[tuple[Term, Mapping[str, Any]]]
) -> None:
    """Take away what a table added, and put the others back."""
    Term.objects.filter(pk__in=[one.pk for one in added]).delete()
    _write(changed)
    journal.tell(gone=len(added), changed=len(changed))


def _write(changed: Sequence[tuple[Term, Mapping[str, Any]]]) -> None:
    for one, told in changed:
        for key, value in told.items():
            setattr(one, key, value)
        one.save(update_fields=list(told))
