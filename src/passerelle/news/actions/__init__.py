"""Every change in the news. Screens, commands and jobs call these and nothing else."""

from passerelle.news.actions.exchange import take_file_back, take_file_in
from passerelle.news.actions.found import FIELDS, TEXT, TITLE, follow_project, index_all, owner_of
from passerelle.news.actions.machine import draft_by_machine, stop_machine, take_drafts_back
from passerelle.news.actions.showing import archive_news, publish_news, restore_news, withdraw_news
from passerelle.news.actions.standing import let_stand, tell_again
from passerelle.news.actions.writing import (
    change_facts,
    drop_meaning,
    edit_paragraph,
    keep_meaning,
    take_over_news,
    translate_paragraph,
    write_news,
    write_text,
    write_title,
)

__all__ = [
    "FIELDS",
    "TEXT",
    "TITLE",
    "archive_news",
    "change_facts",
    "draft_by_machine",
    "drop_meaning",
    "edit_paragraph",
    "follow_project",
    "index_all",
    "keep_meaning",
    "let_stand",
    "owner_of",
    "publish_news",
    "restore_news",
    "stop_machine",
    "take_drafts_back",
    "take_file_back",
    "take_file_in",
    "take_over_news",
    "tell_again",
    "translate_paragraph",
    "withdraw_news",
    "write_news",
    "write_text",
    "write_title",
]
