"""A questionnaire as the team builds it, asks it, types in papers and reads what came of it."""

import re

import pytest
from django.urls import reverse

from passerelle.questionnaires import actions
from passerelle.questionnaires.models import Asking, Instrument, Response
from tests.rooms.questionnaires.conftest import HOUSE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def page(browser, name, *args, **asked):
    answer = browser.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def send(browser, name, *args, to="", **data):
    answer = browser.post(reverse(name, args=args) + to, data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_empty_list_to_the_first_answer(sit, member, project, visit):
    browser = sit(member(project))
    assert "No questionnaire yet" in page(browser, "desk_questionnaires", project.code)
    shown = send(browser, "desk_questionnaires_new", project.code, title="Boats", language="en", intro="")
    assert "no question in it yet" in shown
    one = Instrument.objects.unscoped(reason="test").get()
    ask = reverse("desk_questionnaire_ask", args=[one.code])
    assert (
        "Add one before you ask"
        in browser.post(ask, {"purpose": "feedback", "door": "open"}).content.decode()
    )
    adding = {"to": "?kind=single&page=s1", "revision": 1}
    shown = send(
        browser, "desk_questionnaire_question", one.code, "new", **adding, asked="By boat?", choices="Yes"
    )
    assert "Write at least two" in shown
    shown = send(
        browser, "desk_questionnaire_question", one.code, "new", **adding, asked="By boat?", choices="Yes\nNo"
    )
    assert "By boat?" in shown
    adding = {"to": "?kind=text&page=s1", "revision": 2, "when": "q2|is|c1", "required": "on"}
    shown = send(browser, "desk_questionnaire_question", one.code, "new", **adding, asked="Which one?")
    assert "if “By boat?” is “Yes”" in shown
    assert "Which one?" in page(browser, "desk_questionnaire_preview", one.code)
    shown = send(
        browser, "desk_questionnaire_ask", one.code, purpose="feedback", door="open", label="Forum of May"
    )
    assert "Nobody has answered yet" in shown
    asking = Asking.objects.unscoped(reason="test").get()
    assert f"/q/{asking.code}/" in shown
    somebody = visit(asking.code)
    somebody.press()
    somebody.press(q2="c1")
    somebody.press(q2="c1", q3="The red one")
    somebody.press("send")
    shown = page(browser, "desk_asking", asking.code)
    assert "1 person answered" in shown
    assert "The red one" in shown
    assert "Forum of May" in page(browser, "desk_questionnaire", one.code)


def test_questions_are_moved_copied_and_taken_out_and_the_last_step_is_undone(
    sit, member, project, instrument
):
    browser = sit(member(project))

    def keys():
        return [q.key for q in actions.draft_of(instrument).questions]

    def press(do, key):
        revision = actions.draft_of(instrument).revision
        return send(browser, "desk_questionnaire_arrange", instrument.code, do=do, key=key, revision=revision)

    before = keys()
    press("down", "q2")
    assert keys()[:2] == ["q3", "q2"]
    press("undo", "")
    assert keys() == before
    shown = press("copy", "q4")
    assert shown.count("Interpreter") == 2
    assert len(keys()) == len(before) + 1
    shown = press("remove", "q2")
    assert "You can undo that here" in shown
    assert "Did you come for the first time?" not in shown
    assert "if “" not in shown, "what hung on it hangs on nothing now"
    shown = press("undo", "")
    assert "if “Did you come for the first time?” is “Yes”" in shown
    shown = send(browser, "desk_questionnaire_arrange", instrument.code, do="up", key="q3", revision=1)
    assert "Somebody else changed this questionnaire" in shown


def test_a_changed_question_keeps_the_keys_of_its_choices(sit, member, project, instrument):
    browser = sit(member(project))
    revision = actions.draft_of(instrument).revision
    send(
        browser, "desk_questionnaire_question", instrument.code, "q4",
        revision=revision, asked="What did you use?", choices="Boat\nChild care\nWheelchair\nInterpreter", at_most=2,
    )  # fmt: skip
    assert actions.draft_of(instrument).questions.by_key["q4"].choices == ("c3", "c2", "c4", "c1")


def test_what_is_asked_stays_as_it_is_and_the_next_version_begins_as_a_copy(
    sit, member, project, instrument, ask, give
):
    browser = sit(member(project))
    first = ask()
    give(first, {"q2": "c1"})
    shown = page(browser, "desk_questionnaire", instrument.code)
    assert "Version 1 is asked since" in shown
    assert "Add a question" not in shown
    shown = send(browser, "desk_questionnaire_title", instrument.code, title="X", intro="", thanks="")
    assert "questions stay as they are" in shown
    send(browser, "desk_questionnaire_next", instrument.code)
    send(
        browser, "desk_questionnaire_question", instrument.code, "q2",
        revision=1, asked="Was it your first time?", choices="Yes\nNo\nHard to say",
    )  # fmt: skip
    second = ask()
    assert second.version.number == 2
    old, new = page(browser, "desk_asking", first.code), page(browser, "desk_asking", second.code)
    assert "Did you come for the first time?" in old
    assert "Hard to say" not in old
    assert "Was it your first time?" in page(browser, "desk_questionnaire_preview", instrument.code)
    assert "Nobody has answered yet" in new


def test_translated_words_are_read_at_once_and_the_rest_says_what_it_is(sit, member, project, ask, visit):
    asking = ask()
    browser = sit(member(project, "facilitator"))
    bench = page(browser, "desk_questionnaire_workshop", asking.version.instrument.code, to="sv")
    assert "How welcome did you feel?" in bench
    from passerelle.engines.text.segments import blocks

    segment = blocks("How welcome did you feel?")[0].hash
    where = ("desk_questionnaire_words", asking.version.instrument.code, "q3", segment, "sv")
    assert "read it from now on" in send(browser, *where, words="Hur välkommen kände du dig?", base=0)
    assert "note wait" not in visit(asking.code).page
    somebody = visit(asking.code, "sv")
    assert "note wait" in somebody.page
    assert 'lang="en"' in somebody.page
    shown = somebody.press()
    assert "Hur välkommen kände du dig?" in shown
    assert '<span lang="en" dir="ltr">Did you come for the first time?</span>' in shown


def test_a_paper_is_typed_in_box_by_box_and_its_channel_is_kept(sit, member, project, ask):
    asking = ask()
    browser = sit(member(project, "facilitator"))
    shown = page(browser, "desk_asking_enter", asking.code)
    assert "1 Interpreter · 2 Child care · 3 Boat" in shown
    given = {
        "channel": "paper",
        "language": "ar",
        "q2": "2",
        "q3": "x",
        "q4": "3 1",
        "q8-r1": "2",
        "q10": "left out",
    }
    shown = send(browser, "desk_asking_enter", asking.code, **given)
    assert "Kept. Its number is" in shown
    assert "left out: by the conditions" in shown
    row = Response.objects.unscoped(reason="test").get()
    assert (row.channel, row.language) == ("paper", "ar")
    assert actions.opened([row])[0].answers == {
        "q2": "c2",
        "q3": None,
        "q4": ["c1", "c3"],
        "q8": {"r1": "c2"},
    }
    shown = send(browser, "desk_asking_enter", asking.code, **{**given, "q2": "7"})
    assert "not one of the choices" in shown
    shown = send(browser, "desk_asking_take_back", asking.code, response=row.code)
    assert "is deleted" in shown
    assert not Response.objects.unscoped(reason="test").exists()


def test_nobody_deletes_what_somebody_else_gave(sit, member, project, ask, give):
    asking = ask()
    row, _code = give(asking, {"q2": "c1"})
    browser = sit(member(project))
    where = reverse("desk_asking_take_back", args=[asking.code])
    assert browser.post(where, {"response": row.code}).status_code == 404


def paper(asking, answers):
    import uuid

    told = actions.Told(answers)
    return actions.enter(HOUSE, asking, told, attempt=uuid.uuid4(), language="en", channel="paper")


def test_results_are_counted_with_and_without_each_way_of_answering(sit, member, project, ask, give):
    asking = ask()
    for answer in ("c1", "c1", "c2", None):
        give(asking, {"q2": answer, "q3": 4})
    paper(asking, {"q2": "c2"})
    browser = sit(member(project))
    shown = page(browser, "desk_asking", asking.code)
    assert "5 people answered" in shown
    assert 'Would rather not say: <span class="num">1</span>' in shown
    # The bar beside a share fills as much of what lies below it.
    bars = re.findall(
        r'(\d+) %.*?<rect class="fg" width="(\d+)".*?<rect class="f1" x="0" width="([\d.]+)"', shown, re.S
    )
    assert bars
    assert all(abs(float(wide) / int(full) - int(share) / 100) < 0.01 for share, full, wide in bars)
    only = page(browser, "desk_asking", asking.code, way="self")
    assert "4 people answered" in only
    assert "1 person answered" in page(browser, "desk_asking", asking.code, way="paper")


def test_what_leaves_the_project_hides_small_numbers_on_page_and_in_table_alike(
    sit, member, project, ask, give
):
    asking = ask()
    for answer in ["c1"] * 9 + ["c2"] * 2:
        give(asking, {"q2": answer, "q3": 5})
    lead = sit(member(project))
    assert ">hidden<" not in page(lead, "desk_asking", asking.code)
    for_others = page(lead, "desk_asking", asking.code, **{"for": "others"})
    table = lead.get(reverse("desk_asking_counts", args=[asking.code, "csv"])).content.decode()
    officer = sit(member(project, "funder_officer", name="Olle Ek"))
    seen = page(officer, "desk_asking", asking.code, way="paper")
    for shown in (for_others, seen):
        assert "11 people answered" in shown
        assert ">hidden<" in shown
        assert '<td class="r">2</td>' not in shown
        assert '<td class="r">9</td>' not in shown
    assert "q2,Did you come for the first time?,,Yes,hidden" in table
    assert "q3,How welcome did you feel?,,5,11" in table
    assert table == officer.get(reverse("desk_asking_counts", args=[asking.code, "csv"])).content.decode()


def test_with_four_answers_others_see_no_number_at_all(sit, member, project, ask, give):
    asking = ask()
    for _one in range(4):
        give(asking, {"q2": "c1"})
    shown = page(sit(member(project, "official")), "desk_asking", asking.code)
    assert "Fewer than five people have answered" in shown
    assert "4" not in shown.partition("Fewer than five")[2].partition("</main>")[0]


def test_words_are_read_by_coordinators_and_researchers_only(sit, member, project, ask, give):
    asking = ask()
    give(asking, {"q2": "c2", "q6": "My neighbour was rude"})
    for role in ("lead_coordinator", "local_coordinator", "researcher"):
        assert "My neighbour was rude" in page(sit(member(project, role)), "desk_asking", asking.code), role
    for role in ("facilitator", "caseworker", "committee_member", "official", "funder_officer"):
        browser = sit(member(project, role))
        assert "My neighbour" not in page(browser, "desk_asking", asking.code), role
        assert browser.get(reverse("desk_asking_answers", args=[asking.code, "csv"])).status_code == 403, role


def test_answers_leave_in_codes_and_in_words_with_every_gap_named(sit, member, project, ask, give):
    asking = ask()
    give(asking, {"q2": "c2", "q3": None, "q4": ["c1", "c3"], "q5": "12.5", "q6": "=1+1", "q8": {"r2": "c1"}})
    browser = sit(member(project))
    where = reverse("desk_asking_answers", args=[asking.code, "csv"])
    head, row = browser.get(where).content.decode("utf-8-sig").strip().split("\r\n")
    told = dict(zip(head.split(","), row.split(","), strict=True))
    assert (told["q2"], told["q3"], told["q4-c1"], told["q4-c2"], told["q5"]) == (
        "c2",
        "'-98",
        "1",
        "0",
        "12.5",
    )
    assert (told["q6"], told["q7"], told["q8-r1"], told["q8-r2"], told["q10"]) == (
        "'=1+1",
        "",
        "",
        "c1",
        "'-99",
    )
    text = browser.get(where + "?in=words").content.decode("utf-8-sig")
    for said in ("What did you use?: Interpreter", ",yes,no,yes,", "would rather not say", "not asked"):
        assert said in text
    from passerelle.core.models import Entry

    assert Entry.objects.filter(action="answers taken as a table", details={"rows": 1}).count() == 2


def test_codes_are_shown_once_and_only_their_hashes_kept(sit, member, project, ask):
    from passerelle.questionnaires.models import Ticket
    from tests.security.everything import everything, standing

    asking = ask(door="codes")
    browser = sit(member(project))
    import re

    shown = send(browser, "desk_asking_codes", asking.code, count=3)
    codes = re.findall(r"[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}", shown)
    assert len(set(codes)) == 3
    assert Ticket.objects.unscoped(reason="test").count() == 3
    assert not [table for table, rows in everything("default").items() if standing(codes[0], rows)]
    assert "3 personal codes were made; used: 0" in page(browser, "desk_asking", asking.code)


def test_the_paper_holds_every_question_in_the_readers_language_and_no_name(sit, member, project, ask):
    import io

    import docx

    asking = ask("before")
    browser = sit(member(project))
    answer = browser.get(reverse("desk_asking_paper", args=[asking.code, "docx"]))
    paper = docx.Document(io.BytesIO(answer.content))
    text = "\n".join(p.text for p in paper.paragraphs)
    for said in (
        "How welcome did you feel?",
        "1 Interpreter",
        "not at all",
        "Only if you answered “Did you come for the first time?” with “Yes”.",
        "A code of your own",
        "I’d rather not say",
    ):
        assert said in text
    assert browser.get(reverse("desk_asking_paper", args=[asking.code, "pdf"])).content[:5] == b"%PDF-"


def test_of_another_project_nothing_is_seen(sit, member, other, ask, give):
    asking = ask()
    give(asking, {"q2": "c1"})
    browser = sit(member(other))
    for name, code in (
        ("desk_questionnaire", asking.version.instrument.code),
        ("desk_asking", asking.code),
        ("desk_asking_enter", asking.code),
    ):
        assert browser.get(reverse(name, args=[code])).status_code == 404
