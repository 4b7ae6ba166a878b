"""What an organisation can do is what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping

from passerelle.core import journal
from passerelle.core.actions import action
from passerelle.core.actor import Actor
from passerelle.network import policies
from passerelle.network.models import Competence, Organisation


@action(may=policies.may_speak_for, says="competences told")
def tell_competences(
    actor: Actor, organisation: Organisation, told: Mapping[str, str], *, language: str
) -> Organisation:
    """Replace what the organisation can do. told: kind → its own words, which may be empty; language: of the words."""
    before = {one.kind: one for one in Competence.objects.filter(organisation=organisation)}
    Competence.objects.filter(organisation=organisation).exclude(kind__in=told).delete()
    for kind, note in told.items():
        known = before.get(kind)
        if known is None:
            Competence.objects.create(organisation=organisation, kind=kind, note=note, language=language)
        elif known.note != note:
            known.note, known.language = note, language
            known.save(update_fields=["note", "language"])
    journal.tell(organisation=organisation.code, competences=sorted(told))
    return organisation
