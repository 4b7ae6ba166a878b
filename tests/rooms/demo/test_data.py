"""The demo's data tells the truth about real projects and invents everything else."""

import json
import re
from pathlib import Path

import pytest

from passerelle import demo, network
from passerelle.core.dates import parse_partial, runs_backwards
from passerelle.engines.text.segments import Block, blocks
from passerelle.engines.text.states import derive
from passerelle.language.tongues import INTERFACE, country_name, tongue
from passerelle.network.roles import Role

DEMO = Path(demo.__path__[0]) / "data"
NETWORK = json.loads((DEMO / "network.json").read_text(encoding="utf-8"))
PROJECTS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in DEMO.glob("projects/*.json")}
PUBLIC = {key: project for key, project in PROJECTS.items() if not project["invented"]}
INVENTED = {key: project for key, project in PROJECTS.items() if project["invented"]}
PROGRAMMES = json.loads((Path(network.__path__[0]) / "data" / "programmes.json").read_text(encoding="utf-8"))[
    "programmes"
]
ORGANISATIONS = {row["id"]: row for row in NETWORK["organisations"]}
LEADS = ("en", "fr", "it", "sv", "ar")

# Rough frames: south, north, west, east. An invented town lies in its country, if nowhere in particular.
FRAMES = {
    "AL": (39.6, 42.7, 19.2, 21.1), "AT": (46.3, 49.1, 9.5, 17.2), "BE": (49.4, 51.6, 2.5, 6.5),
    "DE": (47.2, 55.1, 5.8, 15.1), "DK": (54.5, 57.8, 8.0, 12.8), "EE": (57.5, 59.8, 21.7, 28.3),
    "ES": (36.0, 43.9, -9.4, 3.4), "FI": (59.7, 70.1, 20.5, 31.6), "FR": (42.3, 51.2, -5.2, 8.3),
    "GR": (34.8, 41.8, 19.3, 28.3), "HR": (42.3, 46.6, 13.4, 19.5), "IT": (36.6, 47.1, 6.6, 18.6),
    "LT": (53.8, 56.5, 20.9, 26.9), "LV": (55.6, 58.1, 20.9, 28.3), "NL": (50.7, 53.6, 3.3, 7.3),
    "PL": (49.0, 54.9, 14.1, 24.2), "PT": (36.9, 42.2, -9.6, -6.1), "SE": (55.3, 69.1, 11.0, 24.2),
    "SI": (45.4, 46.9, 13.3, 16.7),
}  # fmt: skip


def strings(value):
    """Every string inside a piece of JSON, names of keys aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def spoken(block, language):
    return block["translations"].get(language, {}).get("text")


# The five real projects


def test_all_five_projects_and_two_invented_ones_are_told():
    assert set(PUBLIC) == {"S0", "S1", "S2", "S3", "S4"}
    assert set(INVENTED) == {"D1", "D2"} == set(NETWORK["projects"])


@pytest.mark.parametrize("project", PUBLIC.values(), ids=list(PUBLIC))
def test_every_public_fact_names_its_source(project):
    known = {source["id"] for source in project["sources"]}
    assert known
    assert project["facts"]
    assert {fact["source"] for fact in project["facts"]} == known
    for source in project["sources"]:
        assert source["title"]
        assert tongue(source["language"])
        assert source["organisation"] or source["note"]


@pytest.mark.parametrize("project", PUBLIC.values(), ids=list(PUBLIC))
def test_a_real_organisation_is_a_named_fact_and_never_a_member_of_the_network(project):
    real = {partner["name"].casefold() for partner in project["partners"]}
    real |= {(project["lead"] or "").split(",")[0].casefold()} - {""}
    assert not real & {row["name"].casefold() for row in ORGANISATIONS.values()}
    assert not any("@" in text for text in strings(project))


def test_dates_are_as_precise_as_their_source_and_no_more():
    periods = {key: (row["starts"], row["ends"], row["months"]) for key, row in PUBLIC.items()}
    assert periods == {
        "S0": ("2018-09", "2021-06", None),
        "S1": (None, None, 24),
        "S2": ("2020-02-03", "2022-04-02", None),
        "S3": ("2020", "2022", None),
        "S4": ("2017-09", "2019-08", None),
    }


@pytest.mark.parametrize("project", PROJECTS.values(), ids=list(PROJECTS))
def test_a_project_can_be_stored(project):
    for date in (project["starts"], project["ends"]):
        assert date is None or parse_partial(date)
    assert not runs_backwards(project["starts"], project["ends"])
    assert all(country_name(iso, "en") for iso in project["countries"])
    assert sorted(set(project["countries"])) == project["countries"]
    assert 0 < len(project["acronym"]) <= 60
    assert project["programme"] is None or project["programme"] in {row["id"] for row in PROGRAMMES}


def test_no_two_projects_share_an_acronym():
    assert len({project["acronym"].casefold() for project in PROJECTS.values()}) == len(PROJECTS)


# Texts


@pytest.mark.parametrize("project", PROJECTS.values(), ids=list(PROJECTS))
def test_the_title_and_the_first_paragraph_are_there_in_five_languages(project):
    assert set(project["title"]) == set(LEADS)
    first = project["text"][0]
    assert first["kind"] == "paragraph"
    for language in LEADS:
        if language != project["language"]:
            assert spoken(first, language)
            assert not first["translations"][language].get("outdated")
            assert first["translations"][language].get("machine", False) is (language in ("it", "sv"))
    assert project["title_by_machine"] == ["it", "sv"]  # nobody has read them yet, and the page says so


@pytest.mark.parametrize("project", PROJECTS.values(), ids=list(PROJECTS))
def test_each_block_is_one_segment_of_the_kind_it_claims(project):
    for block in project["text"]:
        for text in (
            block["original"],
            block.get("earlier"),
            *(row["text"] for row in block["translations"].values()),
        ):
            if text is None:
                continue
            (segment,) = blocks(text)
            assert segment.kind == "paragraph"  # the marks of headings and items are the loader's to set
        assert block["kind"] in {"heading", "paragraph", "item"}
        assert ("level" in block) is (block["kind"] == "heading")
        assert project["language"] not in block["translations"]


@pytest.mark.parametrize("project", PROJECTS.values(), ids=list(PROJECTS))
def test_every_page_shows_what_is_missing_and_what_is_outdated(project):
    missing = [block for block in project["text"] if len(block["translations"]) < len(LEADS) - 1]
    outdated = [
        block
        for block in project["text"]
        if any(row.get("outdated") for row in block["translations"].values())
    ]
    assert missing
    assert outdated
    for block in outdated:
        assert block["earlier"] != block["original"]
    assert all("earlier" in block for block in outdated)


@pytest.mark.parametrize("language", LEADS)
@pytest.mark.parametrize("project", PROJECTS.values(), ids=list(PROJECTS))
def test_the_states_really_follow_from_the_two_versions_of_a_text(project, language):
    if language == project["language"]:
        return
    rows = project["text"]
    then = tuple(Block("paragraph", 0, row.get("earlier", row["original"])) for row in rows)
    now = tuple(Block("paragraph", 0, row["original"]) for row in rows)
    translated, expected = set(), []
    for row, before, after in zip(rows, then, now, strict=True):
        translation = row["translations"].get(language)
        if translation is None:
            expected.append("missing")
        elif translation.get("outdated"):
            translated.add(before.hash)
            expected.append("outdated")
        else:
            translated.add(after.hash)
            expected.append("current")
    assert [state.kind for state in derive([then, now], translated)] == expected


@pytest.mark.parametrize("project", PROJECTS.values(), ids=list(PROJECTS))
def test_no_translation_is_the_original_under_another_name(project):
    for block in project["text"]:
        texts = [block["original"], *(row["text"] for row in block["translations"].values())]
        runs = [eights(text) for text in texts]
        for at, one in enumerate(runs):
            assert not any(one & other for other in runs[at + 1 :])


def eights(text):
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + 8]) for at in range(len(words) - 7)}


@pytest.mark.parametrize("project", PROJECTS.values(), ids=list(PROJECTS))
def test_arabic_is_written_in_arabic_letters(project):
    for text in [project["title"]["ar"], *(spoken(block, "ar") or "ا" for block in project["text"])]:
        letters = [sign for sign in text if sign.isalpha()]
        assert sum("\u0600" <= sign <= "\u06ff" for sign in letters) / len(letters) > 0.75
        # One comma, one question mark, one run of digits: those of the interface.
        assert not re.search(r"[,;?\u0660-\u0669]", text)


def test_french_keeps_its_signs_with_their_words():
    for project in PROJECTS.values():
        french = [project["title"]["fr"], *(spoken(block, "fr") or "" for block in project["text"])]
        french += [block["original"] for block in project["text"] if project["language"] == "fr"]
        for text in french:
            assert not re.search(r" [:;?!»]|« |'", text)


# The network


def test_the_network_has_35_members_in_all_the_countries_of_the_five_projects():
    assert len(ORGANISATIONS) == len(NETWORK["organisations"]) == 35
    countries = {row["country"] for row in ORGANISATIONS.values()}
    assert len(countries) >= 15
    assert countries >= {
        *("SE", "BE", "AT", "IT", "PL", "LT"),
        *("AL", "BE", "DK", "EE", "FR", "IT", "LV", "LT", "NL", "SI"),
        *("ES", "DE"),
    }
    names = [(row["name"].casefold(), row["country"]) for row in ORGANISATIONS.values()]
    assert len(set(names)) == 35


@pytest.mark.parametrize("row", NETWORK["organisations"], ids=list(ORGANISATIONS))
def test_a_member_can_stand_on_the_map_and_in_a_list(row):
    south, north, west, east = FRAMES[row["country"]]
    assert south < row["latitude"] < north
    assert west < row["longitude"] < east
    assert row["kind"] in {"municipality", "association", "culture", "university", "authority", "other"}
    assert all(tongue(code).code == code for code in [*row["languages"], row["name_language"]])
    assert row["town"]


def test_the_kinds_of_members_differ():
    kinds = [row["kind"] for row in ORGANISATIONS.values()]
    assert len(set(kinds)) >= 5
    assert kinds.count("municipality") >= 10
    assert kinds.count("association") >= 8


def test_everything_operational_says_that_it_is_invented():
    assert all(row["invented"] is True for row in NETWORK["organisations"])
    assert all(row["invented"] is True for row in NETWORK["people"])
    assert all(INVENTED[key]["invented"] is True for key in NETWORK["projects"])
    for project in INVENTED.values():
        last = project["text"][-1]
        assert set(last["translations"]) | {project["language"]} == set(LEADS)
        assert "Passerelle" in last["original"]


@pytest.mark.parametrize("project", INVENTED.values(), ids=list(INVENTED))
def test_an_invented_project_has_six_partners_in_six_countries(project):
    partners = [ORGANISATIONS[key] for key in project["partners"]]
    assert len(partners) == 6
    assert sorted(row["country"] for row in partners) == project["countries"]
    assert len(set(project["countries"])) == 6
    assert project["lead"] in project["partners"]


def test_no_mail_can_leave_for_a_real_address():
    found = [
        address for text in strings([NETWORK, PROJECTS]) for address in re.findall(r"[^\s@]+@[^\s@,]+", text)
    ]
    written_to = [row for row in (*NETWORK["people"], *NETWORK["invitations"]) if row["email"]]
    assert len(found) == len(written_to)
    assert all(re.fullmatch(r"[a-z.]+@[a-z-]+\.example", address) for address in found)
    assert len(set(found)) == len(found)


def test_no_telephone_rings_anywhere():
    # Kept for fiction: 031-390 06 00 to 49 (Swedish regulator PTS), 06 39 98 xx xx (French regulator Arcep).
    phones = [person["phone"] for person in NETWORK["people"] if "phone" in person]
    assert phones
    assert all(re.fullmatch(r"\+46 31 390 06 [0-4]\d|\+33 6 39 98 \d\d \d\d", phone) for phone in phones)


def test_there_is_a_log_in_for_every_role_and_one_only():
    roles = [person["appointments"][0]["role"] for person in NETWORK["people"] if person.get("login")]
    assert sorted(roles) == sorted(Role.values)


def test_people_differ_in_language_script_and_consent():
    people = NETWORK["people"]
    assert len(people) >= 20
    assert {person["language"] for person in people} == set(INTERFACE)
    assert {person["language"] for person in people if person.get("login")} == set(INTERFACE)
    names = " ".join(person["name"] for person in people)
    assert all(re.search(script, names) for script in ("[؀-ۿ]", "[Ѐ-ӿ]", "[ሀ-፿]", "[ঀ-৿]"))
    assert {person["consents"]["shown"] for person in people} == {True, False}
    assert any("shown_until" in person for person in people)
    assert all(set(person["consents"]) == {"shown", "contact"} for person in people)


@pytest.mark.parametrize("person", NETWORK["people"], ids=lambda person: person["id"])
def test_a_person_works_for_a_partner_of_their_project(person):
    for appointment in person["appointments"]:
        if appointment["role"] == "administrator":
            assert appointment["project"] is None
        elif appointment["role"] != "funder_officer":
            assert person["organisation"] in INVENTED[appointment["project"]]["partners"]
    assert person["organisation"] is None or person["organisation"] in ORGANISATIONS


def test_somebody_without_an_account_asks_for_erasure():
    (person,) = [person for person in NETWORK["people"] if person.get("asks_for_erasure")]
    assert not person.get("login")
    assert person["phone"]
    assert person["note"]


# The funders


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme["id"])
def test_a_programme_has_its_name_and_its_lines_in_every_language_of_the_interface(programme):
    assert set(programme["names"]) == set(INTERFACE)
    for line in ("acknowledgement", "disclaimer"):
        assert set(programme[line]) == set(INTERFACE)
        assert all(row["text"] and isinstance(row["official"], bool) for row in programme[line].values())
    assert len(programme["id"]) <= 40
    assert all(source["publisher"] and 2014 <= source["year"] <= 2027 for source in programme["sources"])
    assert programme["note"]


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme["id"])
def test_arabic_is_never_called_official(programme):
    assert programme["acknowledgement"]["ar"]["official"] is False
    assert programme["disclaimer"]["ar"]["official"] is False


def test_the_programmes_of_the_five_projects_are_there_in_the_wording_of_their_years():
    by_id = {programme["id"]: programme for programme in PROGRAMMES}
    assert len(by_id) == len(PROGRAMMES)
    assert "Erasmus+ Programme" in by_id["erasmus-plus-2014-2020"]["acknowledgement"]["en"]["text"]
    assert by_id["cerv-2021-2027"]["acknowledgement"]["en"]["text"] == "Co-funded by the European Union"
    assert {"europe-for-citizens-2014-2020", "rec-2014-2020", "amif-2014-2020"} <= set(by_id)


@pytest.mark.parametrize("path", [*DEMO.rglob("*.json")], ids=lambda path: path.name)
def test_data_names_no_place_on_a_machine(path):
    assert not re.search(r"/(?:work|root|home|tmp|usr)/", path.read_text(encoding="utf-8"))
