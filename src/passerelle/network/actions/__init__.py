"""Every change in the network. Screens, commands and jobs call these and nothing else."""

from passerelle.network.actions.contributions import end_contribution, note_contribution
from passerelle.network.actions.documents import attach_file, remove_file
from passerelle.network.actions.found import PAGE, TITLE, index_all, owner_of
from passerelle.network.actions.holds import place_hold, release_hold
from passerelle.network.actions.pages import (
    edit_paragraph,
    import_page,
    publish_project,
    translate_paragraph,
    withdraw_project,
    write_page,
    write_title,
)
from passerelle.network.actions.projects import (
    add_organisation,
    change_facts,
    choose_partners,
    create_project,
)
from passerelle.network.actions.roles import (
    accept_invitation,
    appoint,
    end_appointment,
    invite,
    open_invitation,
    write_down,
)

__all__ = [
    "PAGE",
    "TITLE",
    "accept_invitation",
    "add_organisation",
    "appoint",
    "attach_file",
    "change_facts",
    "choose_partners",
    "create_project",
    "edit_paragraph",
    "end_appointment",
    "end_contribution",
    "import_page",
    "index_all",
    "invite",
    "note_contribution",
    "open_invitation",
    "owner_of",
    "place_hold",
    "publish_project",
    "release_hold",
    "remove_file",
    "translate_paragraph",
    "withdraw_project",
    "write_down",
    "write_page",
    "write_title",
]
