"""What the soak would miss if it were careless: each check names a fault that was put there."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from soak.kills.browser import Gone
from soak.kills.checks import acknowledged, answers, archive, jobs, mail, once, words
from soak.kills.notebook import ACKNOWLEDGED, REFUSED, UNKNOWN, Write

LEAD = "elodie.kouassi@sainte-ombelle.example"


def wrote(stage: Any, kind: str, fate: str = ACKNOWLEDGED, who: str = "lead 1", **facts: Any) -> Write:
    with stage.notebook.writing(kind, who, **facts) as write:
        write.fate = fate
    return write


def what(findings: Any) -> str:
    return " | ".join(finding["what"] for finding in findings)


def translated(stage: Any, fate: str = ACKNOWLEDGED) -> Write:
    return wrote(stage, "translate", fate, project="p", segment="s", language="it", words="soak000001 in it")


def test_lost_translation_is_found(stage: Any, before: Any) -> None:
    translated(stage)
    assert "is there 0 times" in what(acknowledged.check(stage, before))


def test_translation_that_is_there_once_is_no_finding(stage: Any, before: Any) -> None:
    translated(stage)
    stage.observer.say("language_translation", ("soak000001 in it", "it", "s", "p"))
    assert not list(acknowledged.check(stage, before))


def test_translation_kept_twice_or_elsewhere_is_found(stage: Any, before: Any) -> None:
    translated(stage)
    row = ("soak000001 in it", "it", "s", "p")
    stage.observer.say("language_translation", row, row)
    assert "is there 2 times" in what(acknowledged.check(stage, before))
    stage.observer.say("language_translation", ("soak000001 in it", "it", "another", "p"))
    assert "stands somewhere else" in what(acknowledged.check(stage, before))


def test_unanswered_write_may_be_there_or_not_but_not_twice(stage: Any, before: Any) -> None:
    translated(stage, UNKNOWN)
    assert not list(acknowledged.check(stage, before))
    row = ("soak000001 in it", "it", "s", "p")
    stage.observer.say("language_translation", row, row)
    assert "was not acknowledged and is there 2 times" in what(acknowledged.check(stage, before))


def test_overwritten_facts_are_found(stage: Any, before: Any) -> None:
    wrote(stage, "facts", project="p", revision=1, token="mine")
    stage.observer.say("revision, grant_number", ("p", 2, "somebody else's"))
    assert "stands at revision 2" in what(acknowledged.check(stage, before))
    stage.observer.say("revision, grant_number", ("p", 3, "a later one"))
    assert not list(acknowledged.check(stage, before))


def test_one_revision_given_away_twice_is_found(stage: Any, before: Any) -> None:
    wrote(stage, "facts", project="p", revision=1, token="mine")
    wrote(stage, "facts", project="p", revision=1, token="theirs")
    stage.observer.say("revision, grant_number", ("p", 3, "theirs"))
    assert "for the same revision" in what(acknowledged.check(stage, before))


@pytest.mark.parametrize(("rows", "found"), [(0, True), (1, False), (2, False), (3, True)])
def test_journal_has_a_row_for_each_acknowledged_action_and_none_too_many(
    stage: Any, before: Any, rows: int, found: bool
) -> None:
    before.accounts[LEAD] = "person"
    wrote(stage, "publish", project="p")
    wrote(stage, "publish", UNKNOWN, project="p")
    wrote(stage, "publish", REFUSED, project="p")
    stage.observer.say("GROUP BY 1, 2, 3", ("project published", "person", "", rows))
    assert bool(list(once.check(stage, before))) is found


def test_letter_received_twice_lost_or_stuck_is_found(stage: Any, before: Any) -> None:
    stage.observer.say(
        "outbox_message",
        ("<twice>", "sent", "", "invitation", 1),
        ("<lost>", "sent", "", "invitation", 1),
        ("<stuck>", "sending", "", "invitation", 1),
        ("<doubt>", "unsure", "worker stopped", "invitation", 1),
    )
    stage.kills.append({"whom": "worker"})
    stage.postbox.counted = lambda: Counter({"<twice>": 2, "<foreign>": 1, "<doubt>": 1})
    found = what(mail.check(stage, before))
    assert "<twice> was received 2 times" in found
    assert "<lost> counts as sent and was received 0 times" in found
    assert "<stuck> is sending for ever" in found
    assert "<foreign> was received, and the house knows no such message" in found
    assert "<doubt>" not in found, "a doubt that a kill explains is listed, not held against the house"
    assert before.told["unsure"] == [{"message": "<doubt>", "why": "worker stopped", "received": 1}]


def test_doubts_that_no_kill_explains_are_found(stage: Any, before: Any) -> None:
    stage.observer.say("outbox_message", ("<doubt>", "unsure", "worker stopped", "invitation", 1))
    assert "1 messages are unsure after 0 deaths" in what(mail.check(stage, before))


def test_job_left_half_done_and_message_without_a_job_are_found(stage: Any, before: Any) -> None:
    stage.observer.say("FROM outbox_message", ("there",), ("forgotten",))
    stage.observer.say(
        "FROM procrastinate_jobs j", (1, "messages.jobs.send", "doing", {"message": "there"}, 0, True)
    )
    found = what(jobs.check(stage, before))
    assert "job 1 (messages.jobs.send) is still doing" in found
    assert "message forgotten has not exactly one job" in found


def test_paragraph_swept_away_by_somebody_elses_edit_is_found(stage: Any, before: Any) -> None:
    first = "One.\n\nTwo.\n\nThree."
    stage.observer.say(
        "language_textversion",
        ("text", 1, first),
        ("text", 2, "soak000001 was written here.\n\nTwo.\n\nThree."),
    )
    assert not list(words.check(stage, before))
    stage.observer.say(
        "language_textversion", ("text", 1, first), ("text", 2, "soak000001 was written here.\n\nTwo.")
    )
    assert "changes more than one paragraph" in what(words.check(stage, before))


def test_server_error_is_excused_by_a_kill_and_by_nothing_else(stage: Any, before: Any) -> None:
    write = wrote(stage, "publish", UNKNOWN, project="p")
    assert "while nothing was killed" in what(answers.check(stage, before))
    stage.kills.append({"whom": "worker", "at": write.began, "until": write.ended})
    assert "while nothing was killed" in what(answers.check(stage, before)), "a dead worker excuses no page"
    stage.kills.append({"whom": "web", "at": write.began, "until": write.ended})
    assert not list(answers.check(stage, before))


def test_killed_backup_that_harmed_the_file_before_it_is_found(
    stage: Any, before: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_restore", lambda *_: iter(()))
    whole = {"killed": False, "exit": 0, "said": "", "sha256": "a", "bytes": 1}
    stage.backups = [whole, {**whole, "killed": True, "exit": -9}, {**whole, "sha256": "b"}]
    assert not list(archive.check(stage, before))
    stage.backups[1] = {**whole, "killed": True, "exit": -9, "sha256": None}
    Path(stage.archive.parent / f".{stage.archive.name}.1f.partial").touch()
    found = what(archive.check(stage, before))
    assert "the file before it changed" in found
    assert "1 half-written files" in found


def test_question_without_an_answer_stays_in_the_notebook(stage: Any) -> None:
    with pytest.raises(Gone), stage.notebook.writing("publish", "lead 1", project="p"):
        raise Gone
    lines = (stage.installation.folder / "notebook").read_text().splitlines()
    assert [json.loads(line).get("fate") for line in lines] == [None, UNKNOWN]
    assert stage.notebook.in_flight() == []
    assert SimpleNamespace(**stage.notebook.counts())
