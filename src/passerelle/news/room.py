"""What the news tell the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Door, Exportable, Room, Searchable
from passerelle.news import actions, policies
from passerelle.news.models import Item

room = Room(
    name="news",
    label=_("News"),
    doors=(Door(_("News"), "desk_news", policies.may_enter, order=40),),
    searchables=(Searchable(Item.KIND, _("News"), actions.index_all),),
    exportables=(Exportable("news.Item"),),
    on_publication=actions.follow_project,
)
