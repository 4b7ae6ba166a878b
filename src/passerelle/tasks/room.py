"""What this room tells the house."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from passerelle.core.rooms import Category, Door, Exportable, Room, Searchable, Tab
from passerelle.network import policies as network
from passerelle.people import policies as people
from passerelle.tasks import actions, policies
from passerelle.tasks.gaps import gaps
from passerelle.tasks.importables import PLAN
from passerelle.tasks.models import Item, Note


def items_there(ids: set[UUID]) -> set[UUID]:
    """Which of these items exist; the files of others belong to nobody."""
    return set(Item.objects.unscoped(reason="orphans").filter(pk__in=ids).values_list("pk", flat=True))


def notes_there(ids: set[UUID]) -> set[UUID]:
    return set(Note.objects.unscoped(reason="orphans").filter(pk__in=ids).values_list("pk", flat=True))


room = Room(
    name="tasks",
    label=_("Plan"),
    doors=(Door(_("Today"), "desk", network.may_enter_desk, order=10),),
    settings=(Door(_("What waits, by mail"), "account_digest", people.may_have_account),),
    tabs=(
        Tab(_("What next"), "desk_week", network.may_work_in, order=15),
        Tab(_("Plan"), "desk_plan", policies.may_see_plan, order=20),
        Tab(_("Money and time"), "desk_money", policies.may_see_money, order=24),
        Tab(_("Notes"), "desk_notes", policies.may_discuss, order=26),
    ),
    gaps=gaps,
    importables=(PLAN,),
    searchables=(
        Searchable(Item.FOUND, _("Task, deliverable or milestone"), actions.index_all, of_the_reader=True),
    ),
    exportables=(
        Exportable("tasks.WorkPackage"),
        Exportable("tasks.Item", subject="person_id"),
        Exportable("tasks.Helper"),
        Exportable("tasks.Budget"),
        Exportable("tasks.Use", subject="entered_by"),
        Exportable("tasks.PlanVersion", subject="made_by"),
        Exportable("tasks.CalendarKey"),
        Exportable("tasks.Reminder"),
        Exportable("tasks.Digest"),
        Exportable("tasks.Note", subject="author"),
        Exportable("tasks.Comment", subject="author"),
    ),
    on_period=actions.follow_period,
    files={Item.FILES: policies.may_read_files, Note.FILES: policies.may_read_note_files},
    file_owners={Item.FILES: items_there, Note.FILES: notes_there},
    categories=(
        Category(
            key="duties",
            label=_("Who answers for what, and who helps"),
            models=(
                "tasks.item",
                "tasks.helper",
                "tasks.use",
                "tasks.planversion",
                "tasks.calendarkey",
                "tasks.reminder",
                "tasks.digest",
                "tasks.note",
                "tasks.comment",
            ),
            controller=_(
                "the lead partner of the project; of what an organisation keeps for itself, that organisation"
            ),
            by_project=True,
            recipients=_(
                "The people of the project; of what an organisation keeps for itself, its own people only."
            ),
            necessity=_("A task that names nobody is done by nobody; only the id is kept with it."),
        ),
    ),
)
