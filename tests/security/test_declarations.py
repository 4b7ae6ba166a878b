"""Every field that could hold something about a person says whether it does, what for and how it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation
from django.utils.functional import Promise

from passerelle.core import categories, clock
from passerelle.core.fields import (
    CALLED,
    FOREIGN,
    IMPERSONAL,
    Declaration,
    Erase,
    Keep,
    PersonalField,
    SealedTextField,
    declaration_of,
    field_name,
    personal_fields,
)
from passerelle.core.rooms import Category, rooms
from passerelle.people.models import Account, Person
from tools import messages

TELLING = (
    models.CharField,
    models.TextField,
    models.DateField,
    models.TimeField,
    models.DurationField,
    models.FileField,
    models.JSONField,
    models.GenericIPAddressField,
    SealedTextField,
)
# Opaque ids of what is no person. A new one is listed here or declared on the field.
NO_PERSON = {
    "importing.sheet.place": "a project",
    "core.storedfile.owner": "the record a file belongs to",
    "core.searchentry.subject": "the record that is found",
    "core.searchentry.project": "a project",
    "core.hold.project": "a project",
    "language.text.owner": "the record a text belongs to",
    "language.edition.owner": "the record an edition is of",
    "language.waiver.owner": "the record in whose text something was let stand",
    "language.drafting.owner": "the record whose texts a machine drafts",
    "outbox.message.project": "a project",
    "outbox.pile.project": "a project",
    "people.person.controller": "an organisation",
    "tasks.item.origin": "the decision or line of minutes a task came from",
    "people.place.project": "a project",
    "keystore.withdrawal.owner": "whose key was destroyed; says nothing without data, and must outlive them",
}


def fields() -> Iterator[models.Field]:
    for model in apps.get_models(include_auto_created=True):
        yield from model._meta.concrete_fields


def asks_for_a_declaration(field: models.Field) -> bool:
    if isinstance(field, TELLING):
        return True
    if isinstance(field, models.ForeignKey):
        return field.related_model in (Person, Account)
    return (
        isinstance(field, models.UUIDField) and not field.primary_key and field_name(field) not in NO_PERSON
    )


@pytest.mark.parametrize("field", [f for f in fields() if asks_for_a_declaration(f)], ids=field_name)
def test_field_is_classified(field: models.Field) -> None:
    assert declaration_of(field) is not None, f"{field_name(field)}: personal or not? (core.fields)"


def test_lists_name_only_what_exists() -> None:
    known = {field_name(f) for f in fields()}
    assert set(NO_PERSON) <= known
    assert set(FOREIGN) <= known, "a library's field was renamed: what it holds now must be looked at"


@pytest.mark.parametrize("one", list(personal_fields()), ids=lambda one: field_name(one.field))
def test_declaration_is_complete_and_leads_to_the_person(one) -> None:
    holds = one.holds
    assert isinstance(holds, Declaration)
    assert str(holds.purpose).endswith(".")
    assert str(holds.keep).endswith(".")
    assert holds.basis.startswith(("6(1)", "9(2)")), "an article of the GDPR"
    if holds.subject:
        one.model._base_manager.filter(
            **{holds.subject: "00000000-0000-0000-0000-000000000000"}
        ).query.sql_with_params()
    else:
        assert one.model._meta.label_lower == "sessions.session"


@pytest.fixture(scope="module")
def our_words() -> set[str]:
    """Every sentence of the house; that each is translated is tested with the catalogues."""
    return {one.id for one in messages.sentences() if isinstance(one.id, str) and not one.context}


def other_languages_say(name: object) -> list[str]:
    """How a name is said in the interface's languages but English; a bare text is English in all of them."""
    said = []
    for language in messages.LANGUAGES:
        with translation.override(language):
            said.append(str(name))
    return said


@pytest.mark.parametrize("one", list(personal_fields()), ids=lambda one: field_name(one.field))
def test_record_of_processing_names_field_and_table_in_the_readers_language(one, our_words) -> None:
    for name in (one.table_called, one.called):
        assert isinstance(name, Promise), f"{name}: English in every language (gettext_lazy)"
        with translation.override("en"):
            english = str(name)
        # A library's own word does where the library brings it in every language of ours.
        assert english in our_words or english not in other_languages_say(name), f"{english}: not translated"


def test_rooms_name_only_library_fields_that_exist() -> None:
    known = {field_name(f) for f in fields()} | {model._meta.label_lower for model in apps.get_models()}
    assert set(CALLED) <= known


def test_what_is_readable_about_a_person_can_go() -> None:
    """Only bare references may stay; a text somebody could read is emptied or deleted."""
    readable = (models.CharField, models.TextField, models.FileField, models.JSONField, SealedTextField)
    staying = {
        field_name(one.field)
        for one in personal_fields()
        if one.holds.erase == Erase.KEEP and isinstance(one.field, readable)
    }
    assert staying == {"people.consent.purpose"}


def test_whatever_is_sealed_is_declared_personal() -> None:
    sealed = [f for f in fields() if isinstance(f, SealedTextField)]
    assert sealed
    assert not [field_name(f) for f in sealed if declaration_of(f) == IMPERSONAL]


def test_every_personal_value_has_an_end_that_the_clock_knows() -> None:
    assert clock.fields_without_end() == []


def test_a_field_that_only_says_how_long_in_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: a sentence is no keeping time, and neither is a rule nobody declared."""
    field = models.CharField()
    field.model, field.name = Person, "shoe_size"
    for keep in ("For a while.", Keep("no such rule", "For a while.")):
        holds = Declaration("To know.", "6(1)(a)", keep, Erase.BLANK)
        one = PersonalField(Person, field, holds)
        monkeypatch.setattr("passerelle.core.fields.personal_fields", lambda one=one: [one])
        assert clock.fields_without_end() == ["people.person.shoe_size"]


def declared_categories() -> list[Category]:
    return [category for room in rooms() for category in room.categories]


def test_every_table_of_people_is_in_the_impact_assessment() -> None:
    assert categories.gaps(list(personal_fields()), declared_categories()) == []
    homes = [model for category in declared_categories() for model in category.models]
    assert len(homes) == len(set(homes)), "one controller answers for a table"


def test_a_new_sensitive_field_without_an_entry_is_found() -> None:
    """The test above can fail: neither a table nobody describes nor a sensitive field nobody explains gets by."""
    field = models.CharField()
    field.model, field.name = Person, "faith"
    one = PersonalField(Person, field, Declaration("To know.", "9(2)(a)", Keep("person", "A."), Erase.BLANK))
    plain = Category("x", "X", ("people.person",), "who", "whom", "why")
    assert categories.gaps([one], []) == ["people.person: in no category"]
    assert categories.gaps([one], [plain]) == [
        "people.person.faith: sensitive, and nothing says why it is needed"
    ]
    assert categories.gaps([one], [replace(plain, sensitive_because="Because.")]) == []
