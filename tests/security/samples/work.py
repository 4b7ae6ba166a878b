"""A plan, money, notes and news of a project."""

from __future__ import annotations

from typing import Any


def of_plan(project: Any) -> dict[str, Any]:
    """What stands for the arguments of the plan's addresses: a joint item with a file, its package, an earlier plan."""
    from passerelle.core.actor import SystemActor
    from passerelle.core.models import StoredFile
    from passerelle.tasks import actions
    from passerelle.tasks.models import Item, PlanVersion, WorkPackage

    house = SystemActor(reason="test")
    if not PlanVersion.objects.filter(project=project).exists():
        actions.follow_period(project.pk, {"starts": "2026", "ends": "2027", "months": None})
    package = WorkPackage.objects.filter(project=project).order_by("order").first()
    package = package or actions.add_package(house, project, number="WP1", title="Listening")
    files = StoredFile.objects.filter(owner_kind=Item.FILES)
    items = Item.objects.filter(project=project, keeper=None).order_by("order")
    item = items.filter(pk__in=files.values("owner")).first() or items.first()
    item = item or actions.create_item(house, project, title="Write to the schools")
    file = files.filter(owner=item.pk).first()
    return {
        "item": item.code,
        "package": package.code,
        "number": 1,
        **({"item file": file.pk} if file else {}),
    }


def of_money(project: Any) -> dict[str, Any]:
    """An entry of what a partner used: of a local coordinator's, where the project has one."""
    from datetime import date

    from passerelle.core.actor import SystemActor
    from passerelle.network.models import Appointment
    from passerelle.tasks import actions
    from passerelle.tasks.models import Use

    local = Appointment.objects.filter(project=project, role="local_coordinator", person__account__demo=True)
    acting = local.order_by("since").first() or Appointment.objects.filter(project=project).first()
    found = Use.objects.filter(project=project, organisation=acting.organisation).first()
    if found is None:
        row = actions.Used(acting.organisation, None, date(2026, 9, 1), days=1)
        (found,) = actions.note_uses(SystemActor(reason="test"), project, [row])
    return {"entry": found.code, **of_notes(project, acting.organisation)}


def of_notes(project: Any, organisation: Any) -> dict[str, Any]:
    """A note this organisation keeps for itself, and a comment for all."""
    from passerelle.core.actor import SystemActor
    from passerelle.tasks import actions
    from passerelle.tasks.models import Comment, Note

    house = SystemActor(reason="test")
    kept = Note.objects.filter(project=project, organisation=organisation).first()
    kept = kept or actions.keep_note(house, project, organisation, text="Ask the harbour master")
    said = Comment.objects.filter(project=project, item=None).first()
    said = said or actions.comment(house, project, text="See you on the boat")
    return {"kept": kept.code, "comment": said.code}


def of_news(project: Any) -> dict[str, Any]:
    """What stands for the arguments of the news' addresses: public news of a project, and its first paragraph."""
    from passerelle.language import texts
    from passerelle.news import actions
    from passerelle.news.models import Item

    item = Item.objects.filter(project=project, state="published").order_by("day").first()
    line = texts.workshop(texts.tell(actions.owner_of(item)), ["text"], "it")[0]
    return {"news code": item.code, "news field": "text", "news segment": line.block.hash}
