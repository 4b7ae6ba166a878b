"""Words of one record as the beginning of another's: as they are now, with their translations, without their history."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from passerelle.language.models import Text, TextVersion, Translation
from passerelle.language.told import Owner, tell


def copy(owner: Owner, to: Owner, fields: Mapping[str, str], *, author: UUID | None) -> None:
    """Copy these fields, each under its new name, where they are not there yet. What is outdated is copied as missing."""
    told = tell(owner, list(fields))
    there = set(Text.objects.filter(owner_kind=to.kind, owner=to.id).values_list("field", flat=True))
    texts, versions, translations = [], [], []
    for field, one in told.items():
        if fields[field] in there:
            continue
        text = Text(owner_kind=to.kind, owner=to.id, field=fields[field], language=one.text.language)
        texts.append(text)
        versions.append(TextVersion(text=text, number=1, body=one.newest.body, author=author))
        current = {block.hash: block.text for block in one.history[-1]}
        for tag in sorted(one.languages()):
            for hash_, made in one.renderings(tag).items():
                if hash_ in current:
                    translations.append(
                        Translation(
                            text=text,
                            source_hash=hash_,
                            source=current[hash_],
                            language=made.language,
                            variant=made.variant,
                            body=made.body,
                            origin=made.origin,
                            author=made.author,
                        )
                    )
    Text.objects.bulk_create(texts)
    TextVersion.objects.bulk_create(versions)
    Translation.objects.bulk_create(translations)
