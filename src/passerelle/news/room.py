"""What the news tell the house."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.core.actor import PUBLIC, Actor
from passerelle.core.rooms import Column, Door, Exportable, OpenTable, Room, Searchable
from passerelle.news import actions, policies, queries
from passerelle.news.models import Item


def whose_texts(actor: Actor) -> tuple[Any, Any]:
    """The news an actor works on, and those everybody reads."""
    public = Item.objects.visible_to(PUBLIC)
    seen = Item.objects.visible_to(actor)
    working = seen if actor.has("administrator") else seen.filter(project__in=actor.projects())
    return working.values("pk"), public.values("pk")


room = Room(
    name="news",
    label=_("News"),
    doors=(Door(_("News"), "desk_news", policies.may_enter, order=40),),
    machine_may_read=frozenset({Item.KIND}),
    remembers={Item.KIND: whose_texts},
    searchables=(Searchable(Item.KIND, _("News"), actions.index_all),),
    exportables=(Exportable("news.Item"),),
    on_publication=actions.follow_project,
    pages_of=queries.pages_of,
    open_data=(
        OpenTable(
            "news",
            _("News"),
            (
                Column("code", _("Code of the piece of news; never given twice.")),
                Column("day", _("Day the news is of (ISO 8601).")),
                Column("organisation", _("Code of the partner who speaks; empty: the project as a whole.")),
                Column("source", _("Where a text that was taken over comes from.")),
                Column("source_address", _("Address of that source.")),
                Column("language", _("Language of the title, a code of BCP 47.")),
                Column("title", _("Title in the language it was written in.")),
            ),
            queries.open_rows,
        ),
    ),
)
