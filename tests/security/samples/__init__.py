"""What stands for each argument of an address: things of a project, found in the demo or made."""

from __future__ import annotations

from typing import Any

from tests.security.samples import evidence, meeting, network, work


def samples() -> dict[str, Any]:
    """What stands for each argument of an address: things of the demo's project RIVAGES."""
    from passerelle.core.models import StoredFile
    from passerelle.language import texts
    from passerelle.messages.models import Message
    from passerelle.network import actions
    from passerelle.network.models import Appointment, Contribution, Project

    project = Project.objects.get(acronym="RIVAGES")
    told = texts.tell(actions.owner_of(project), ["page"])
    line = texts.workshop(told, ["page"], "it")[0]
    # Somebody who takes part without an account: nobody here is looking at themselves.
    members = Appointment.objects.filter(project=project, role="committee_member", person__account=None)
    member = members.order_by("since").first()
    message = Message.objects.filter(project__isnull=False).first()
    file = StoredFile.objects.filter(owner_kind=Project.KIND).first()
    return {
        "project": project.code,
        "person": member.person.code,
        "message": message.code if message else "none",
        "pile": "nopile22",
        "file": file.pk if file else "00000000-0000-0000-0000-000000000000",
        "slug": project.slug,
        "field": "page",
        "segment": line.block.hash,
        "language": "it",
        "appointment": member.pk,
        "contribution": Contribution.objects.filter(project=project).order_by("since").first().pk,
        "table": "csv",
        "secret": "no-such-secret",
        "token": "no-such-token",
        "door": "no-such-door",
        "hold": network.hold_on(project),
        "kind": "json",
        "suffix": "xliff",
        "what": "people",
        "organisation": network.partner_of(project),
        "uidb36": "1",
        "key": "no-such-key",
        "factor": 0,
        **of_project(project),
    }


def in_another_state() -> list[tuple[str, dict[str, Any]]]:
    """Records that answer otherwise in another state: the word for it, and what stands for them then."""
    from passerelle.network.models import Project

    project = Project.objects.get(acronym="RIVAGES")
    return [("sent", evidence.of_sent_reports(project))]


def of_project(project: Any) -> dict[str, Any]:
    """What is different for every project."""
    return {
        **work.of_news(project),
        **work.of_plan(project),
        **work.of_money(project),
        **network.of_the_network(project),
        **network.of_tables(project),
        **meeting.of_gatherings(project),
        **meeting.of_breakdowns(project),
        **meeting.of_the_programme(project),
        **meeting.of_questionnaires(project),
        **evidence.of_evidence(project),
        **evidence.of_reports(project),
    }
