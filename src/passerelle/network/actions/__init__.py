"""Every change in the network. Screens, commands and jobs call these and nothing else."""

from passerelle.network.actions.cities import (
    add_city,
    add_tie,
    choose_organisations,
    end_tie,
    hold_tie,
    remove_tie,
)
from passerelle.network.actions.competences import tell_competences
from passerelle.network.actions.contributions import end_contribution, note_contribution
from passerelle.network.actions.controllers import name_controllers, note_belonging, remove_belonging
from passerelle.network.actions.documents import attach_file, remove_file
from passerelle.network.actions.exchange import take_file_back, take_file_in
from passerelle.network.actions.figures import (
    add_figure,
    add_measure,
    change_measure,
    correct_figure,
    take_back_figure,
    take_starting_measures,
    use_figure,
)
from passerelle.network.actions.found import PAGE, TITLE, index_all, owner_of
from passerelle.network.actions.goals import add_evidence, drop_goal, name_goal, remove_evidence
from passerelle.network.actions.holds import place_hold, release_hold
from passerelle.network.actions.leaving import end_partnership, leave_project
from passerelle.network.actions.machine import draft_by_machine, stop_machine, take_drafts_back
from passerelle.network.actions.organisations import take_back_organisations, take_in_organisations
from passerelle.network.actions.pages import (
    drop_meaning,
    edit_paragraph,
    import_page,
    keep_meaning,
    publish_project,
    translate_paragraph,
    withdraw_project,
    write_page,
    write_title,
)
from passerelle.network.actions.profiles import change_organisation
from passerelle.network.actions.projects import (
    add_organisation,
    change_facts,
    choose_partners,
    create_project,
)
from passerelle.network.actions.reliances import rely_no_more, rely_on, take_over, tell_who_relied
from passerelle.network.actions.roles import (
    accept_invitation,
    appoint,
    change_contact,
    end_appointment,
    invite,
    note_contacts_taken,
    open_invitation,
    strike_out,
    write_down,
    write_down_all,
)
from passerelle.network.actions.standing import let_stand, tell_again
from passerelle.network.actions.themes import (
    add_theme,
    choose_themes,
    merge_themes,
    move_theme,
    name_theme,
    restore_theme,
    retire_theme,
    set_themes,
    take_starting_themes,
)
from passerelle.network.actions.words import (
    add_term,
    change_term,
    restore_term,
    retire_term,
    take_back_terms,
    take_in_terms,
)

__all__ = [
    "PAGE",
    "TITLE",
    "accept_invitation",
    "add_city",
    "add_evidence",
    "add_figure",
    "add_measure",
    "add_organisation",
    "add_term",
    "add_theme",
    "add_tie",
    "appoint",
    "attach_file",
    "change_contact",
    "change_facts",
    "change_measure",
    "change_organisation",
    "change_term",
    "choose_organisations",
    "choose_partners",
    "choose_themes",
    "correct_figure",
    "create_project",
    "draft_by_machine",
    "drop_goal",
    "drop_meaning",
    "edit_paragraph",
    "end_appointment",
    "end_contribution",
    "end_partnership",
    "end_tie",
    "hold_tie",
    "import_page",
    "index_all",
    "invite",
    "keep_meaning",
    "leave_project",
    "let_stand",
    "merge_themes",
    "move_theme",
    "name_controllers",
    "name_goal",
    "name_theme",
    "note_belonging",
    "note_contacts_taken",
    "note_contribution",
    "open_invitation",
    "owner_of",
    "place_hold",
    "publish_project",
    "release_hold",
    "rely_no_more",
    "rely_on",
    "remove_belonging",
    "remove_evidence",
    "remove_file",
    "remove_tie",
    "restore_term",
    "restore_theme",
    "retire_term",
    "retire_theme",
    "set_themes",
    "stop_machine",
    "strike_out",
    "take_back_figure",
    "take_back_organisations",
    "take_back_terms",
    "take_drafts_back",
    "take_file_back",
    "take_file_in",
    "take_in_organisations",
    "take_in_terms",
    "take_over",
    "take_starting_measures",
    "take_starting_themes",
    "tell_again",
    "tell_competences",
    "tell_who_relied",
    "translate_paragraph",
    "use_figure",
    "withdraw_project",
    "write_down",
    "write_down_all",
    "write_page",
    "write_title",
]
