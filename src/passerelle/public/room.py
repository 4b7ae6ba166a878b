"""What the public site tells the house."""

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Door, Room
from passerelle.public.policies import may_read

room = Room(
    name="public",
    label=_("Public site"),
    doors=(
        Door(_("Projects"), "projects", may_read, order=10, public=True),
        Door(_("Cities"), "cities", may_read, order=11, public=True),
        Door(_("News"), "news", may_read, order=12, public=True),
        Door(_("People"), "people", may_read, order=15, public=True),
        Door(_("Search"), "search", may_read, order=20, public=True),
    ),
)
